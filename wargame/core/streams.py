"""Where chance comes from: named streams, drawn in whole blocks of 1,024 futures.

A stream is keyed by (seed, name, block) and by nothing else: not by the scenario, not by the number of futures, not by the worker. So adding a
clause, a shock, a variant or more futures moves no draw of any other stream; scenarios and variants meet the same luck; 1,000 futures are the first
1,000 of 8,192.
"""

from __future__ import annotations

import hashlib

import numpy as np

BLOCK = 1024


def stream(seed: int, name: str, block: int) -> np.random.Generator:
    """The generator of one stream and block. Philox, seeded through SeedSequence from the seed, a digest of the name, and the block."""
    words = np.frombuffer(hashlib.blake2b(name.encode(), digest_size=16).digest(), np.uint32)
    entropy = [seed & 0xFFFFFFFF, seed >> 32, *(int(word) for word in words), block]
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(entropy)))


def blocks(first: int, count: int) -> range:
    """The blocks that hold futures first … first + count - 1. `first` is a multiple of BLOCK (ValueError otherwise)."""
    if first % BLOCK:
        raise ValueError(f"a cohort starts at a multiple of {BLOCK} futures, not at {first}: streams are drawn in whole blocks")
    return range(first // BLOCK, -(-(first + count) // BLOCK))
