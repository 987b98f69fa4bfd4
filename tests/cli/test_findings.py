"""What is not wrong to read but wrong to sign: tables with holes, circles of precedence, a cap of nothing and no cap at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.cli.harness import SOUND, place_of

TIERS = "  - {below: 99.5 %, credit: 5 %}\n  - {below: 98 %, credit: 12 %}\n"
LIMIT = SOUND[SOUND.index("# 12 Liability") :]


def findings(command: Command, draft: Path, text: str) -> list[dict[str, Any]]:
    """The findings of a draft that has some and no problem, but for the words that were not changed with the terms."""
    draft.write_text(text, encoding="utf-8")
    done = command("check", draft, "--json")
    assert (done.code, done.err) == (1, ""), done
    found: list[dict[str, Any]] = json.loads(done.out)["findings"]
    return [one for one in found if one["check"] not in ("number-drift", "rule-without-text")]


@pytest.mark.parametrize(
    ("tiers", "says"),
    [
        ("  - {below: 99.5 %, at least: 99.0 %, credit: 5 %}\n  - {below: 98.9 %, credit: 12 %}\n", "a gap from 98.9 % up to (not including) 99 %"),
        ("  - {below: 99.5 %, credit: 5 %}\n  - {below: 95 %, credit: 12 %}\n  - {below: 95 %, credit: 15 %}\n", "two tiers begin below 95 %"),
        (
            "  - {below: 99.5 %, at least: 97 %, credit: 5 %}\n  - {below: 98 %, at least: 0 %, credit: 12 %}\n",
            "overlap from 97 % up to (not including) 98 %",
        ),
    ],
    ids=["gap", "same edge", "overlap"],
)
def test_a_table_with_a_hole_or_two_answers_is_a_finding_with_the_exact_interval(tiers: str, says: str, sound: Path, command: Command) -> None:
    text = SOUND.replace(TIERS, tiers)
    (found,) = findings(command, sound, text)
    assert (found["check"], found["clause"], found["file"]) == ("tier-table", "8.2", str(sound))
    assert (found["line"], found["column"]) == place_of(text, "## 8.2 Service credits")
    assert says in found["message"]


def test_a_circle_of_subject_to_is_a_finding_that_names_the_cycle(sound: Path, command: Command) -> None:
    text = SOUND.replace("at risk: 15 %", "at risk: 15 %\nsubject to: 12.1").replace("per: 1 hour", "per: 1 hour\nsubject to: 8.2")
    text = text.replace("cap: GBP 60 000", "cap: GBP 60 000\nsubject to: 9.1")
    (found,) = findings(command, sound, text)
    assert (found["check"], found["severity"]) == ("circular", "High")
    assert "12.1 → 9.1 → 8.2 → 12.1" in found["message"]
    assert found["clause"] in ("8.2", "9.1", "12.1")


def test_a_clause_subject_to_itself_and_a_circle_of_notwithstanding_are_findings(sound: Path, command: Command) -> None:
    (found,) = findings(command, sound, SOUND.replace("at risk: 15 %", "at risk: 15 %\nsubject to: 8.2"))
    assert "8.2 → 8.2" in found["message"]
    both = SOUND.replace("at risk: 15 %", "at risk: 15 %\nnotwithstanding: 9.1").replace("per: 1 hour", "per: 1 hour\nnotwithstanding: 8.2")
    (found,) = findings(command, sound, both)
    assert "8.2 → 9.1 → 8.2" in found["message"]


def test_a_chain_that_does_not_come_back_is_no_finding(sound: Path, command: Command) -> None:
    text = SOUND.replace("at risk: 15 %", "at risk: 15 %\nsubject to: 12.1").replace("per: 1 hour", "per: 1 hour\nsubject to: 8.2")
    sound.write_text(text, encoding="utf-8")
    assert command("check", sound).code == 0


def test_no_cap_and_a_cap_of_nothing_are_two_findings(sound: Path, command: Command) -> None:
    (absent,) = findings(command, sound, SOUND.replace(LIMIT, ""))
    (zero,) = findings(command, sound, SOUND.replace("cap: GBP 60 000", "cap: GBP 0"))
    assert (absent["check"], absent["clause"], absent["severity"]) == ("unbounded", "9.1", "Medium")
    assert (zero["check"], zero["clause"], zero["severity"]) == ("unbounded", "12.1", "High")


def test_no_cap_pays_every_claim_and_a_cap_of_nothing_none(sound: Path, world: Path, command: Command) -> None:
    def damages(text: str, name: str) -> tuple[float, float]:
        """Mean paid and withheld of 9.1."""
        sound.write_text(text, encoding="utf-8")
        done = command("run", sound, "-s", world, "--futures", "64", "--workers", "1", "--postings", "0", "--out", sound.parent / name, "--json")
        assert done.code == 0
        row = next(row for row in json.loads(done.out)["clauses"] if row["clause"] == "9.1")
        return row["paid_mean"], row["withheld_mean"]

    capped = damages(SOUND, "capped")
    absent = damages(SOUND.replace(LIMIT, ""), "absent")
    zero = damages(SOUND.replace("cap: GBP 60 000", "cap: GBP 0"), "zero")
    assert zero[0] == 0 < capped[0] < absent[0]
    assert absent[1] == 0
    # What the cap keeps back is what would have been paid: to the cent, but for the rounding of two means.
    assert zero[1] == pytest.approx(absent[0], abs=0.011)
    assert sum(capped) == pytest.approx(absent[0], abs=0.021)


def test_a_run_exits_1_at_findings_as_grave_as_asked(sound: Path, world: Path, command: Command) -> None:
    sound.write_text(SOUND.replace(LIMIT, ""), encoding="utf-8")
    words = ["run", sound, "-s", world, "--futures", "16", "--workers", "1", "--postings", "0", "--out", sound.parent / "run", "--readings", "base"]
    assert command(*words).code == 0
    assert command(*words, "--fail-on", "Medium").code == 1
    assert command(*words, "--fail-on", "High").code == 0


def test_a_number_in_the_messages_is_the_terms_own(sound: Path, command: Command) -> None:
    """A gap of half a hundredth of a percent is said without being rounded into another tier."""
    tiers = "  - {below: 99.95 %, at least: 99.93 %, credit: 5 %}\n  - {below: 99.925 %, credit: 12 %}\n"
    found = findings(command, sound, SOUND.replace(TIERS, tiers))
    assert any("from 99.925 % up to (not including) 99.93 %" in one["message"] for one in found if one["check"] == "tier-table")


@pytest.mark.parametrize(
    ("choice", "near"),
    [("8.1:overlapping outages=adde", "added"), ("8.1:overlaping outages=added", "overlapping outages"), ("8.11:overlapping outages=added", "8.1")],
    ids=["option", "term", "clause"],
)
def test_a_choice_of_what_is_not_there_is_refused_with_the_nearest_one(choice: str, near: str, sound: Path, world: Path, command: Command) -> None:
    out = sound.parent / "run"
    done = command("run", sound, "-s", world, "--futures", "8", "--workers", "1", "--postings", "0", "--out", out, "--choose", choice)
    assert done.code == 2 and near in done.err and "Traceback" not in done.err, done
    assert not out.exists()


def test_a_choice_of_what_is_there_is_played_and_said(sound: Path, world: Path, command: Command) -> None:
    def constructions(*more: str) -> dict[str, str]:
        words = ["run", sound, "-s", world, "--futures", "8", "--workers", "1", "--postings", "0", "--out", sound.parent / "run", "--json", *more]
        rows = json.loads(command(*words).out)["constructions"]
        return {row["construction"]: row["option"] for row in rows if row["clause"] == "8.1"}

    assert constructions()["overlapping outages"] == "united"
    assert constructions("--choose", "8.1:overlapping outages=added")["overlapping outages"] == "added"
