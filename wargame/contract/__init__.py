"""A draft agreement as written, and the rules its words become. Knows nothing of simulation or of the world."""
