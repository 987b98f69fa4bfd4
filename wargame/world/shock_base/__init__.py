"""What every kind of shock shares: when it arrives, what it may do, and what several kinds have in common."""
