"""An open room: one file per section of the report."""
