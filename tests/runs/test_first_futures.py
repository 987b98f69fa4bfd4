"""More futures extend a run: those that were there stay what they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runs.harness import monthly, rows, run


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run of 1,000 futures and one of 8,192, month by month."""
    folder = tmp_path_factory.mktemp("first")
    storm = monthly(folder, "perfect-storm")
    for count in (1_000, 8_192):
        run(folder / str(count), "--workers", "1", "--postings", "2", scenario=storm, futures=count)
    return folder / "1000", folder / "8192"


def test_a_thousand_futures_are_the_first_thousand_of_8192(folders: tuple[Path, Path]) -> None:
    few, many = (rows(folder) for folder in folders)
    assert (len(few), len(many)) == (1_000, 8_192)
    assert [row["future"] for row in many] == list(range(8_192))
    assert many[:1_000] == few


def test_no_two_of_them_are_one_life(folders: tuple[Path, Path]) -> None:
    lives = [tuple(sorted((k, v) for k, v in row.items() if k != "future" and v is not None)) for row in rows(folders[1])]
    assert len(set(lives)) == len(lives)
