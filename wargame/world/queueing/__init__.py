"""Live work: Erlang's formulas over the hours of a day, made into one table a service."""
