"""The page of `wargame fit`."""
