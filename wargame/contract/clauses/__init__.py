"""An open room: one file per kind of clause that an outsourcing agreement may hold."""
