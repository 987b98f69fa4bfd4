"""The vectorised driver: thousands of futures at once, a lane of numpy arrays each. It imports nothing of `life`."""
