"""What has happened, dated: events and volumes that are replayed instead of drawn."""
