"""A draft as it is written: front matter, numbered provisions, their terms, and variants that change them."""
