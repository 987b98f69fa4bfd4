"""An open room: one file per default-law pack, what applies where an agreement is silent."""
