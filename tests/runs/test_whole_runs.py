"""The whole job, from a file to the page, for every kind of clause: what no law of the engine sees, such as a table that reads a term few have."""

from __future__ import annotations

from pathlib import Path

import pytest

import wargame as wg
from tests.laws.further import further
from tests.laws.workshop import KINDS, Workshop, example_of

FURTHER = further()
CASES = [(kind, place) for kind in sorted(KINDS) for place in range(1 + len(FURTHER.get(kind, ())))]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize(("kind", "place"), CASES)
def test_an_agreement_of_every_kind_goes_the_whole_way(workshop: Workshop, tmp_path: Path, kind: str, place: int) -> None:
    """Once with few simulations, in which hardly a right is used and many a table is empty; the first draft of each kind with all that is written."""
    text = (example_of(kind), *FURTHER.get(kind, ()))[place]
    draft, world = tmp_path / "draft.md", tmp_path / "world.yaml"
    draft.write_text(text, encoding="utf-8")
    said = "\ndue: 20" in text  # then the world may not say it
    world.write_text(workshop.world_for(kind).replace("due: 2027-05-01, ", "" if said else "due: 2027-05-01, "), encoding="utf-8")
    (tmp_path / "ties.csv").write_text((workshop.folder / "ties.csv").read_text(encoding="utf-8"), encoding="utf-8")
    found = wg.run(draft, [world], futures=4, workers=1, out=None if place else tmp_path / "out", postings=0)
    assert found.summary.exposure
    assert place or (tmp_path / "out" / "report.html").stat().st_size > 10_000
