"""What is found in a draft, what each finding costs whom, and what to negotiate."""
