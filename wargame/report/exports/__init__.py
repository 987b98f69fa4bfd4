"""An open room: one file per format in which a run is written."""
