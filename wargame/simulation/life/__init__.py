"""The event-by-event driver: one future on its own clock, with its story. It imports nothing of `cohort`."""
