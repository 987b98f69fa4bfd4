"""A size and the distribution that it follows: read from a scenario, bounded, rounded to whole quanta."""
