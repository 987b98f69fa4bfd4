"""Services as they are run: demand, capacity, the people who work, and what of it is done in time."""
