"""A size and the law that it follows: read from a scenario, bounded, rounded to whole quanta."""
