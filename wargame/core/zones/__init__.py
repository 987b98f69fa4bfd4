"""Time zones: which there are, and how much time really goes by where clocks change."""
