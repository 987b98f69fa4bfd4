"""The library of scenarios keeps its promise: many worlds for one agreement, composites, every kind of shock, and every figure with its mark."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.samples.library_page import PAGE, page
from tests.samples.shipped import ROOT, Pair, pairs, scenario_of
from wargame.world.scenario.file import Scenario, shock_kinds
from wargame.world.shock_base.base import Shock

CARE = ROOT / "contracts" / "customer-care.md"
LIBRARY = [pair for pair in pairs() if pair.draft == CARE]
TABLES = {"outages": "id", "regulatory_shocks": "date"}  # tables from outside, and the column by which their rows are named
OTHER_WORDS = {*TABLES, "incident_event_log"}  # words with underscores that are neither rows nor kinds of shock
ROWS = re.compile(rf"({'|'.join(TABLES)})\.csv\s\(([^)]*)\)|(\d{{4}}-\d\d-\d\d) in (regulatory_shocks)\.csv")
ROW = {"outages": re.compile(r"[a-z]\w*"), "regulatory_shocks": re.compile(r"\d{4}-\d\d-\d\d")}

each_file = pytest.mark.parametrize("pair", LIBRARY, ids=lambda pair: pair.scenario.stem)


@cache
def head_of(pair: Pair) -> dict[str, Any]:
    """What a file itself says, without what it is based on."""
    said: dict[str, Any] = yaml.load(pair.scenario.read_text(encoding="utf-8"), yaml.BaseLoader)
    return said


def composite(scenario: Scenario) -> bool:
    """More than two shocks, of which at least two depend on one another or share a driver."""
    arrivals = [shock.inputs.arrives for shock in scenario.shocks]
    names = {shock.name for shock in scenario.shocks}
    drivers = [driver for one in arrivals for driver in one.driven_by]
    dependent = any(names & set(one.parents) for one in arrivals) or len(set(drivers)) < len(drivers)
    return len(arrivals) > 2 and dependent


def unsourced(shocks: tuple[Shock, ...]) -> list[str]:
    """The shocks without a mark of their own, and those that are more than judged and do not say by what."""
    inputs = {shock.name: shock.inputs for shock in shocks}
    return [name for name, said in inputs.items() if "marked" not in said.model_fields_set or (said.marked != "judged" and not said.source)]


def rows_named(text: str) -> set[tuple[str, str]]:
    """(table, row) that a scenario file names: any word with an underscore, single words in brackets after a table's name, and dates beside it."""
    prose = re.sub(r"\s*\n\s*(?:#\s*)?", " ", text)
    words = set(re.findall(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b", prose)) - OTHER_WORDS - set(shock_kinds())
    found = {("outages", word) for word in words}
    for table, listed, day, beside in ROWS.findall(prose):
        found |= {(table, one.strip()) for one in listed.split(",") if table and ROW[table].fullmatch(one.strip())}
        found |= {(beside, day)} if day else set()
    return found


def test_the_library_is_large_and_holds_composites() -> None:
    assert len(LIBRARY) >= 24
    assert sum(composite(scenario_of(pair)) for pair in LIBRARY) >= 6


def test_a_composite_is_more_than_many_shocks() -> None:
    verdicts = {pair.scenario.stem: composite(scenario_of(pair)) for pair in LIBRARY}
    assert not verdicts["baseline"] and not verdicts["peak-surge"]  # no shock; three that know nothing of each other
    assert not verdicts["pandemic"]  # two, one after the other
    assert verdicts["failed-migration"] and verdicts["forecast-game"]  # after, raised by


def test_shocks_that_share_a_driver_make_a_composite() -> None:
    scenario = scenario_of(next(pair for pair in LIBRARY if pair.scenario.stem == "boom"))
    driven = tuple(shock for shock in scenario.shocks if shock.inputs.arrives.driven_by and not shock.inputs.arrives.parents)
    assert len(driven) > 2 and composite(replace(scenario, shocks=driven))
    assert not composite(replace(scenario, shocks=driven[:2]))


def test_the_library_shows_what_shocks_there_are() -> None:
    """A kind may be new and wait for its scenario; one or two do, not many."""
    used = {shock.kind for pair in LIBRARY for shock in scenario_of(pair).shocks}
    unused = set(shock_kinds()) - used
    assert len(unused) <= 3, "these kinds of shock stand in no scenario of the library: give them one, in scenarios/"


@each_file
def test_every_shock_says_how_its_figures_came_to_be_known(pair: Pair) -> None:
    assert unsourced(scenario_of(pair).shocks) == []


def test_a_shock_without_mark_or_source_is_seen() -> None:
    kind = shock_kinds()["slump"]
    size: dict[str, Any] = {"kind": "slump", "service": "voice", "arrives": {"rate": "1 per year"}, "size": "10 %", "lasts": "9 days"}
    marks: dict[str, dict[str, str]] = {
        "none": {},
        "bare": {"marked": "fitted"},
        "sourced": {"marked": "fitted", "source": "a table"},
        "guess": {"marked": "judged"},
    }
    assert unsourced(tuple(kind(name, kind.Inputs.model_validate(size | said)) for name, said in marks.items())) == ["none", "bare"]


@each_file
def test_a_file_has_a_name_a_question_and_a_head_of_its_own(pair: Pair) -> None:
    said = head_of(pair)
    assert said.get("name") and said.get("why")
    assert pair.scenario.read_text(encoding="utf-8").startswith("# ")


def test_no_two_files_have_the_same_name_or_question() -> None:
    for key in ("name", "why"):
        said = [head_of(pair)[key] for pair in LIBRARY]
        assert len(set(said)) == len(said)


def test_the_rows_that_files_name_are_in_their_tables(shared: Path) -> None:
    rows: set[tuple[str, str]] = set()
    for table, column in TABLES.items():
        with (shared / "cases" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows |= {(table, row[column]) for row in csv.DictReader(file)}
    named = {pair.scenario.name: rows_named(pair.scenario.read_text(encoding="utf-8")) for pair in LIBRARY}
    assert {name: unknown for name, found in named.items() if (unknown := found - rows)} == {}
    assert {table for found in named.values() for table, _ in found} == set(TABLES)


def test_rows_are_found_where_files_name_them() -> None:
    head = "# Far end: tsb_2018 (the longest) of outages.csv, 2022-12-20 in regulatory_shocks.csv.\n"
    source = "    source: lengths from outages.csv (atlassian,\n  # mandrill, 14 days), dates from regulatory_shocks.csv (2025-04-01, volume_surge)"
    assert rows_named(head + source + " and 2027-01-01") == {
        *(("outages", row) for row in ("tsb_2018", "atlassian", "mandrill")),
        *(("regulatory_shocks", row) for row in ("2022-12-20", "2025-04-01")),
    }


def test_the_page_of_the_library_is_what_the_files_say() -> None:
    """A file without a line yet is not at fault: `make docs` writes it. A line that is no longer true is."""
    written, due = PAGE.read_text(encoding="utf-8").splitlines(), page().splitlines()
    assert [line for line in written if line not in due] == [], "run `make docs`"
