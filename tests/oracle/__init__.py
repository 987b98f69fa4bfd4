"""A second evaluator, written from the documentation alone, and what compares it with the program through its public door."""
