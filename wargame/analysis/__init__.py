"""What the ledgers say about each party's exposure and about the draft. Reads ledgers, never changes anything."""
