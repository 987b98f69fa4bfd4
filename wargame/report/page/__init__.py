"""The page: blocks and tables that a section is made of, what a section may draw on, and how the whole is put together."""
