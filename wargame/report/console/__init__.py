"""What is written to a terminal, the reference, and the templates that `wargame new` starts from."""
