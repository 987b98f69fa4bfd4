"""An open room: one file per kind of shock that may strike a service or a party."""
