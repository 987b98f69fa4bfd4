"""Readings through a whole run: a fan known by hand, adverse readings at least as bad as every single one, the same bytes whatever the processes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import SOUND, WORLD
from tests.runs.conftest import Command
from tests.runs.harness import rows, run
from tests.runs.test_same_bytes import digests

# One outage of six hours and a half in every life, and nothing else: two hours and a half beyond the four of clause 9.1, at GBP 7,500 an hour.
ONE_OUTAGE = """name: One outage
why: a fan that can be worked out by hand
step: month
services:
  voice:
    demand: {level: 100 000 per month}
    capacity: {level: 130 000 per month}
    needs: [platform]
components:
  platform: {outages: 0 per month, repair: {median: 2 hours, p95: 20 hours}}
economics:
  provider: {unit cost: {voice: GBP 3.40}}
  client losses:
    - {head: customer redress, amount: GBP 5 000, per: hour of outage, service: voice, marked: judged}
shocks:
  the outage: {kind: outage, component: platform, arrives: {date: 2027-03-10}, lasts: 390 minutes}
"""
# The first option is usual practice: begun hours count whole, three of them. A begun day is 24 hours, which the cap of 60,000 cuts. No day is
# complete, and the client goes without all three.
BY_HAND = {"count whole": 0.0, "count if complete": 7_500.0, "pro rata": 3_750.0, "begun days": -37_500.0, "complete days": 22_500.0}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound draft whose credits are not set against damages, the outage, and a harsh world."""
    folder = tmp_path_factory.mktemp("readings")
    draft = SOUND.replace("amount: GBP 7 500\nper: 1 hour\n", "amount: GBP 7 500\nper: 1 hour\ncredits: in addition\n")
    (folder / "draft.md").write_text(draft, encoding="utf-8")
    (folder / "one-outage.yaml").write_text(ONE_OUTAGE, encoding="utf-8")
    (folder / "harsh-year.yaml").write_text(WORLD, encoding="utf-8")
    (folder / "daily.yaml").write_text(WORLD.replace("step: month\n", "step: day\n").replace("Harsh year", "Harsh days"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def harsh(folder: Path) -> Path:
    """All readings of the draft in two harsh worlds, one of them day by day."""
    out = folder / "harsh"
    more = ("-s", folder / "daily.yaml", "--readings", "all", "--workers", "1", "--postings", "4")
    run(out, *more, draft=folder / "draft.md", scenario=folder / "harsh-year.yaml", futures=1_100)
    return out


def summary_of(out: Path) -> dict[str, Any]:
    """A run's summary."""
    found: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return found


def test_part_periods_cost_what_they_cost_by_hand(folder: Path) -> None:
    out = folder / "fan"
    # Without default law, which would make up for damages that a reading takes away.
    more = ("--readings", "all", "--no-default-law", "--workers", "1", "--postings", "0")
    run(out, *more, draft=folder / "draft.md", scenario=folder / "one-outage.yaml", futures=64)
    summary = summary_of(out)
    (found,) = [row for row in summary["findings"] if row["check"] == "ambiguous" and row["clause"] == "9.1" and "part periods" in row["message"]]
    for sign, party in ((1, "client"), (-1, "provider")):
        means = {one["option"]: {d["party"]: d["value"] for d in one["change"]}[party] for one in found["fan"]}
        assert means == {option: sign * amount for option, amount in BY_HAND.items()}
    losses = {(row["reading"], row["party"]): row["value"] for row in summary["exposure"] if row["measure"] == "mean"}
    for party, least in (("client", 22_500.0), ("provider", 37_500.0)):
        assert losses[f"{party}-adverse", party] - losses["base", party] >= least


def test_the_readings_are_listed_with_their_choices(harsh: Path) -> None:
    readings = {row["reading"]: row for row in summary_of(harsh)["readings"]}
    assert list(readings)[:3] == ["base", "client-adverse", "provider-adverse"] and readings["base"]["choices"] == []
    alone = readings["8.1 clock = detection"]
    assert alone["choices"] == [{"clause": "8.1", "construction": "clock", "option": "detection"}] and alone["futures"] == 1_024
    assert all(len(row["choices"]) == 1 for name, row in readings.items() if " = " in name)
    assert not any("8.1" in name and "occurrence" in name for name in readings)


def test_only_the_three_readings_are_written_and_exposed(harsh: Path) -> None:
    three = {"base", "client-adverse", "provider-adverse"}
    assert {row["reading"] for row in rows(harsh)} == {row["reading"] for row in summary_of(harsh)["exposure"]} == three


def test_an_adverse_reading_is_at_least_as_bad_as_every_single_one(folder: Path) -> None:
    """On the sample of the search, and there for the party alone: worked with the engine's own pieces, not with the search's."""
    from wargame.simulation.counterfactuals.readings import explore, sample_size
    from wargame.simulation.run.cells import CellJob, play_cohort
    from wargame.simulation.run.columns import cost
    from wargame.simulation.run.prepare import RunSpec, prepare
    from wargame.simulation.run.worker_pool import worker_pool

    paths = tuple(str(folder / name) for name in ("harsh-year.yaml", "daily.yaml"))
    ready = prepare(RunSpec(str(folder / "draft.md"), paths, futures=1_024, readings="all"))
    with worker_pool(ready, 1) as team:
        explored, alone = explore(ready, team, lambda _: None)
    size = sample_size(ready)
    adverse = {one.reading.name: one for one in explored.plays if one.reading.choices}
    for name, party in (("client-adverse", "client"), ("provider-adverse", "provider")):
        singles: dict[str, int] = {}
        for one in alone:
            singles[one.play.reading.name] = singles.get(one.play.reading.name, 0) - int(one.nets[party][:size].sum())
        play = adverse[name]
        got = sum(int(play_cohort(ready, CellJob(i, 0, size, (play,), False))[0].columns[cost(party)].sum()) for i in range(2))
        assert len(singles) == len(ready.singles) and got >= max(singles.values())


def test_each_flip_of_an_adverse_reading_helps_the_party(folder: Path) -> None:
    """Stable: no other option of any construction, given the others, is worse for the party on the sample."""
    from wargame.contract.rules.readings import adverse_reading
    from wargame.simulation.counterfactuals.readings import explore, sample_size
    from wargame.simulation.run.cells import CellJob, play_cohort
    from wargame.simulation.run.columns import cost
    from wargame.simulation.run.prepare import Play, RunSpec, prepare
    from wargame.simulation.run.worker_pool import worker_pool

    ready = prepare(RunSpec(str(folder / "draft.md"), (str(folder / "daily.yaml"),), futures=256, readings="adverse"))
    with worker_pool(ready, 1) as team:
        explored, alone = explore(ready, team, lambda _: None)
    assert alone == []
    size = sample_size(ready)
    for (_, choices), party in zip(explored.spec.adverse, ("client", "provider"), strict=True):
        options = {choice[:2]: choice[2] for choice in choices}
        tried = [options] + [{**options, (one.clause, one.construction): option} for one in ready.open for option in one.options]
        plays = tuple(Play(0, adverse_reading("x", ready.open, one), size) for one in tried)
        lost = [int(part.columns[cost(party)].sum()) for part in play_cohort(ready, CellJob(0, 0, size, plays, False))]
        assert lost[0] == max(lost)


@pytest.mark.parametrize("workers", ["2", "7"])
def test_the_number_of_processes_changes_no_byte(workers: str, harsh: Path, folder: Path) -> None:
    out = folder / workers
    more = ("-s", folder / "daily.yaml", "--readings", "all", "--workers", workers, "--postings", "4")
    run(out, *more, draft=folder / "draft.md", scenario=folder / "harsh-year.yaml", futures=1_100)
    assert digests(out) == digests(harsh)


def test_every_written_reading_is_replayed_to_the_last_unit_and_a_single_one_is_told(harsh: Path, command: Command) -> None:
    done = command("replay", harsh, "0-9", "--json")
    outcome = json.loads(done.out)
    assert done.code == 0 and len(outcome) == 6 and {row["differences"] for row in outcome} == {0}
    told = command("replay", harsh, "3", "--reading", "8.1 clock = detection")
    assert told.code == 0 and told.out.splitlines()[0] == "harsh-year / base / 8.1 clock = detection, future 3"
    assert told.out.splitlines()[-1] == "not compared: no future of this reading is written"
    many = command("replay", harsh, "3-4", "--reading", "8.1 clock = detection")
    assert many.code == 2 and "X012" in many.err
    row = next(one for one in rows(harsh, "postings", reading="client-adverse") if one["clause"] == "8.2")
    assert command("explain", harsh, row["id"]).code == 0


def test_a_choice_of_the_run_closes_a_construction(folder: Path) -> None:
    from wargame.simulation.run.prepare import RunSpec, prepare

    spec = RunSpec(str(folder / "draft.md"), (str(folder / "daily.yaml"),), choices=(("8.1", "clock", "detection"),), readings="all")
    names = [one.reading.name for one in prepare(spec).singles]
    assert not any(name.startswith("8.1 clock") for name in names) and any(name.startswith("9.1 clock") for name in names)
    assert not any(name.startswith("9.1 credits") for name in names), "the draft decided it"
