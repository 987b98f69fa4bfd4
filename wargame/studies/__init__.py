"""What one does with a draft, as functions: typed results, nothing printed, no exit."""
