"""The same futures under other words: interpretations, patches, without a clause or a shock, at other efforts."""
