"""What a rule is, what a kind declares of itself, and how the clauses of a draft become one rulebook."""
