"""Statistics of a run: exposure, intervals, differences on the same futures, contributions."""
