"""The engine beside its peers: an idiomatic SimPy model and a numba kernel of one agreement, on the same futures and equal to the cent."""
