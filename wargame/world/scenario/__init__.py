"""A scenario file: its parts as they are written, what they must be to each other, how parties behave, and what it costs them."""
