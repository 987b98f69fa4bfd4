"""One run: its inputs read and compiled, its cells played over processes, its results kept and found again."""
