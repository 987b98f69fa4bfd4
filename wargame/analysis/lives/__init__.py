"""One simulation told: what happened in it, and who paid for it."""
