"""An open room: one file per reader, with the first page that this reader wants."""
