"""Where contract meets world: one life event by event, or thousands of lives on one clock."""
