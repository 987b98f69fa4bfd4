"""Every input of the scenarios is told, with its mark; what a party keeps to itself is known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.analysis.small_run import SCENARIO
from wargame.analysis.figures.assumptions import assumption_rows
from wargame.analysis.tables.words import AssumptionRow
from wargame.core.calendar import Calendar
from wargame.world.scenario.file import Scenario, load_scenario

CALENDAR = Calendar(dt.date(2027, 1, 1))
END = CALENDAR.month_starts(12)[-1]
MARKS = """    - {head: goodwill, amount: GBP 3, per: unit waiting a day, service: voice, marked: measured, source: survey, private: no}
behaviour:
  rights:
    terminate for chronic failure: {probability: 20 %}
shocks:
  storm:
    kind: outage
    component: platform
    arrives: {rate: 1 per year}
    lasts: {low: 2 hours, mode: 5 hours, high: 9 hours}
  rule:
    kind: regulatory_change
    service: voice
    arrives: {rate: 1 per year}
    lead time: 6 months
    work: 2 months
    cost: GBP 12 345
"""
LOCKED = """
  locked:
    kind: ransomware
    components: [platform]
    services: [voice]
    arrives: {rate: 1 per year}
    lasts: {low: 2 days, high: 9 days}
    capacity falls by: 20 %
    recovery: 30 days
    restoration: {client: GBP 100, provider: {low: GBP 200, high: GBP 300}}
    marked: fitted
    source: a rehearsal
"""


def scenario(folder: Path, name: str, rate: str) -> Scenario:
    """A scenario with marks, loaded as a run loads it."""
    marked = SCENARIO.replace("platform: {", "platform: {marked: fitted, ")
    text = marked.replace("NAME", name).replace("WHY", "why").replace("RATE", rate)
    path = folder / f"{name}.yaml"
    path.write_text(text + MARKS, encoding="utf-8")
    return load_scenario(path, "GBP", CALENDAR.instant)


def test_inputs_are_told_with_their_marks_and_privacy(tmp_path: Path) -> None:
    rows = {row.what: row for row in assumption_rows([scenario(tmp_path, "calm", "2")], END)}
    assert rows["services: voice: demand: level"].value == "100,000 per month" and rows["services: voice: demand: level"].marked == "judged"
    assert rows["components: platform: outages"] == AssumptionRow(
        what="components: platform: outages", value="2 per month", marked="fitted", source="", private=False
    )
    assert rows["client loss: goodwill: voice"] == AssumptionRow(
        what="client loss: goodwill: voice", value="GBP 3.00 per unit waiting a day", marked="measured", source="survey", private=False
    )
    assert rows["shock: storm: lasts"].value == "low 2 hours, mode 5 hours, high 9 hours"
    private = {what for what, row in rows.items() if row.private}
    assert private == {
        "economics: provider: unit cost: voice", "client loss: customer redress: voice", "client loss: work-around: voice", "shock: rule: cost",
        "behaviour: rights: terminate for chronic failure: probability",
    }  # fmt: skip


def test_what_a_shock_costs_a_party_is_its_own_unless_the_scenario_says_otherwise(tmp_path: Path) -> None:
    """By the input being money, whatever it is called; marks and sources are those of the shock."""

    def rows(more: str) -> dict[str, AssumptionRow]:
        path = tmp_path / "locked.yaml"
        text = SCENARIO.replace("NAME", "locked").replace("WHY", "why").replace("RATE", "1")
        path.write_text(text + MARKS + LOCKED.lstrip("\n") + more, encoding="utf-8")
        return {row.what: row for row in assumption_rows([load_scenario(path, "GBP", CALENDAR.instant)], END)}

    told = {what.removeprefix("shock: locked: "): row for what, row in rows("").items() if what.startswith("shock: locked")}
    assert {what: row.private for what, row in told.items()} == {
        "arrives": False, "lasts": False, "capacity falls by": False, "recovery": False, "restoration: client": True, "restoration: provider": True,
    }  # fmt: skip
    assert {(row.marked, row.source) for row in told.values()} == {("fitted", "a rehearsal")}
    assert told["restoration: provider"].value == "low GBP 200, high GBP 300"
    assert not any(row.private for what, row in rows("    private: no\n").items() if what.startswith("shock: locked"))
    assert all(row.private for what, row in rows("    private: yes\n").items() if what.startswith("shock: locked"))


def test_values_that_differ_between_scenarios_name_them(tmp_path: Path) -> None:
    rows = {row.what: row.value for row in assumption_rows([scenario(tmp_path, "calm", "2"), scenario(tmp_path, "rough", "5")], END)}
    assert rows["components: platform: outages (calm)"] == "2 per month" and rows["components: platform: outages (rough)"] == "5 per month"
    assert "components: platform: outages" not in rows and rows["services: voice: demand: level"] == "100,000 per month"


def test_parts_of_a_providers_cost_are_its_own_and_names_are_no_figures(tmp_path: Path) -> None:
    wages = "  wages:\n    kind: wage_rise\n    services: [voice]\n    arrives: {rate: 1 per year}\n    rise: 6.7 %\n    wages: 60 %\n"
    path = tmp_path / "wages.yaml"
    path.write_text(SCENARIO.replace("NAME", "wages").replace("WHY", "why").replace("RATE", "2") + MARKS + wages, encoding="utf-8")
    rows = {row.what: row.private for row in assumption_rows([load_scenario(path, "GBP", CALENDAR.instant)], END)}
    assert rows["shock: wages: wages"] and not rows["shock: wages: rise"] and "shock: wages: services" not in rows


def test_a_history_says_how_much_of_it_is_replayed(tmp_path: Path) -> None:
    """Three outages of which one is under way at the effective date, and three days of which two follow the term."""
    start = CALENDAR.effective
    outages = [start - dt.timedelta(days=1), start, start + dt.timedelta(days=9)]
    rows = "".join(f"{day}T10:00,{day + dt.timedelta(days=3)}T11:00,platform\n" for day in outages)
    (tmp_path / "outages.csv").write_text(f"start,end,component\n{rows}", encoding="utf-8")
    days = [start + dt.timedelta(seconds=END) + dt.timedelta(days=number) for number in (-1, 0, 1)]
    (tmp_path / "volumes.csv").write_text("date,voice\n" + "".join(f"{day},7\n" for day in days), encoding="utf-8")
    path = tmp_path / "told.yaml"
    text = SCENARIO.replace("NAME", "told").replace("WHY", "why").replace("RATE", "2") + MARKS
    path.write_text(text + "history: {events: outages.csv, volumes: volumes.csv}\n", encoding="utf-8")
    told = {row.what: row for row in assumption_rows([load_scenario(path, "GBP", CALENDAR.instant)], END)}
    assert (told["dated events"].value, told["dated events"].source) == (
        "3; 1 began before the effective date: replayed from that date", "outages.csv",
    )  # fmt: skip
    assert told["dated volumes"].value.startswith("1 of 3;") and told["dated volumes"].marked == "measured"
    later = {row.what: row.value for row in assumption_rows([load_scenario(path, "GBP", CALENDAR.instant)], 2 * END)}
    assert later["dated volumes"] == "3"
