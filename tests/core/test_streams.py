"""Chance is keyed by seed, name and block, and by nothing else."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from wargame.core.streams import BLOCK, blocks, stream

GOLDEN = [667784810, 505217831, 121124860, 446030689]


def test_a_stream_is_the_same_every_time() -> None:
    """Golden numbers: a release that draws other worlds from the same seed is another release."""
    assert stream(1, "noise/day/voice", 0).integers(0, 10**9, 3).tolist() == stream(1, "noise/day/voice", 0).integers(0, 10**9, 3).tolist()
    assert stream(1, "index/CPI", 2).integers(0, 10**9, 4).tolist() == GOLDEN


def test_another_seed_name_or_block_is_another_stream() -> None:
    seeds, names, numbers = (0, 1, 2, 2**32, 2**63), ("a", "b", "ab", "shock/a", "component/a"), (0, 1, 2**20)
    drawn = [tuple(stream(*key).integers(0, 2**62, 4).tolist()) for key in itertools.product(seeds, names, numbers)]
    assert len({number for one in drawn for number in one}) == 4 * len(drawn)


def test_a_block_is_drawn_whole_so_that_a_part_is_its_beginning() -> None:
    whole = stream(3, "decision/client/leave", 0).random((36, BLOCK))
    assert np.array_equal(whole[:, :7], stream(3, "decision/client/leave", 0).random((36, BLOCK))[:, :7])


@pytest.mark.parametrize(
    ("first", "count", "expected"),
    [(0, 1, [0]), (0, 1024, [0]), (0, 1025, [0, 1]), (8192, 8192, list(range(8, 16))), (1024, 2000, [1, 2])],
)
def test_the_blocks_that_hold_some_futures(first: int, count: int, expected: list[int]) -> None:
    assert list(blocks(first, count)) == expected


def test_a_cohort_begins_with_a_block() -> None:
    with pytest.raises(ValueError, match="multiple of 1024 futures, not at 5"):
        blocks(5, 10)
