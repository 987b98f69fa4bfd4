"""The tables of summary.json: the type of every row, of the whole, and the JSON Schema that follows from them."""
