"""The committed sample report is that of the committed agreement, world and code; the pictures are of the committed page."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.samples.sample_report import DRAFT, FUTURES, KEPT, PICTURES, SAMPLE, SCENARIOS, SEED, VARIANTS, digest, played
from wargame.report.files.manifest import provenance
from wargame.simulation.run.prepare import RunSpec, prepare

AGAIN = "run `make sample`"


def test_the_sample_was_made_from_the_committed_agreement_and_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SAMPLE.parents[1])
    now = provenance(prepare(RunSpec(DRAFT, SCENARIOS, VARIANTS, (), FUTURES, SEED)))
    kept = json.loads((SAMPLE / "inputs.json").read_text(encoding="utf-8"))
    assert {name: kept[name] for name in ("sha256", "futures", "seed")} == {name: now[name] for name in ("sha256", "futures", "seed")}, AGAIN
    assert len(kept["sha256"]) == 1 + len(SCENARIOS) + 5


def test_the_pictures_are_of_the_committed_page() -> None:
    kept = json.loads((SAMPLE / "inputs.json").read_text(encoding="utf-8"))
    assert kept["pictures are of"] == digest(SAMPLE / "report.html"), AGAIN
    for name in PICTURES:
        assert (SAMPLE / name).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n", AGAIN


def test_the_sample_is_small_and_whole() -> None:
    there = {path.relative_to(SAMPLE).as_posix(): path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()}
    assert set(there) == {*KEPT, *PICTURES, "inputs.json"}
    assert there["report.html"] < 3_000_000 and sum(there.values()) < 4_000_000


def test_a_finding_of_no_clause_is_not_given_the_title_of_a_page_without_a_number() -> None:
    with (SAMPLE / "findings.csv").open(encoding="utf-8", newline="") as file:
        silences = [row for row in csv.DictReader(file) if row["check"] == "silent"]
    assert silences and {(row["clause"], row["title"]) for row in silences} == {("", "")}


@pytest.mark.slow
def test_played_again_the_sample_is_the_same_to_the_last_byte(tmp_path: Path) -> None:
    played(tmp_path)
    assert [name for name in KEPT if (tmp_path / name).read_bytes() != (SAMPLE / name).read_bytes()] == [], AGAIN
