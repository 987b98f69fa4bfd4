"""The time zone of an agreement at work: a month in which clocks change, service hours on the wall, times with an offset, in both drivers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Command, command  # noqa: F401 - a fixture
from tests.laws.compare import differences
from tests.laws.further import further
from tests.laws.workshop import COMBINED, KINDS, STORM, TIES, Workshop
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import load_draft
from wargame.core.problem import BadInput
from wargame.simulation.life.driver import play
from wargame.simulation.run import columns
from wargame.simulation.run.cells import CellJob, play_cohort
from wargame.simulation.run.prepare import RunSpec, prepare
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import load_scenario

DRAFT = """---
title: Contact centre
parties:
  client: {name: Client Ltd}
  provider: {name: Provider Ltd}
currency: GBP
effective: 2027-01-01
term: 12 months
ZONEservices:
  voice: {unit: call}
---
"""
DAMAGES = """
## 9.1 Damages

For each hour of an outage the Provider shall pay GBP 100.

```terms
kind: liquidated_damages
service: voice
restore within: 0 minutes
amount: GBP 100
per: 1 hour
part periods: pro rata
```
"""
LEVEL = """
## 5.1 Fee

The Client shall pay GBP 10,000 a month.

```terms
kind: fixed_charge
amount: GBP 10 000
per: month
```

## 8.1 Availability

The service shall be available for 99 % of the time.

```terms
kind: service_level
service: voice
target: 99 %
TERMS```

## 8.2 Credits

For each percentage point below 99 % the Provider shall credit 1 % of the charges.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99 %, credit: 1 %}
  - {below: 90 %, credit: 10 %}
  - {below: 50 %, credit: 50 %}
```
"""
WORLD = """name: Told
services: {voice: {demand: {level: 10 per month}, needs: [platform]}}
components: {platform: {}}
"""


def paid(folder: Path, zone: str, clauses: str, rows: str, world: str = WORLD + "history: told.csv\n") -> dict[str, float]:
    """Pounds by clause in the one future, which the cohort has to the penny."""
    (folder / "draft.md").write_text(DRAFT.replace("ZONE", f"time zone: {zone}\n" if zone else "") + clauses, encoding="utf-8")
    (folder / "world.yaml").write_text(world, encoding="utf-8")
    (folder / "told.csv").write_text(f"start,end,component\n{rows}", encoding="utf-8")
    ready = prepare(RunSpec(str(folder / "draft.md"), (str(folder / "world.yaml"),), futures=1))
    (mine,) = ready.plays[:1]
    told = play(ready.book(0, mine), ready.draw(0, 0, 1), 0)
    (one,) = play_cohort(ready, CellJob(0, 0, 1, (mine,)))
    to_client = sum(each.amount * (1 if each.account.payee == "client" else -1) for each in told.postings)
    assert -int(one.columns[columns.cost("client")][0]) == to_client
    found: dict[str, float] = {}
    for each in told.postings:
        found[each.account.clause] = found.get(each.account.clause, 0) + each.amount / 100
    return found


@pytest.mark.parametrize(
    ("zone", "row", "hours"),
    [
        ("", "2027-03-28T00:00,2027-03-28T03:00,platform\n", 3),
        ("Europe/London", "2027-03-28T00:00,2027-03-28T03:00,platform\n", 2),  # clocks went from one to two
        ("Europe/London", "2027-10-31T00:00,2027-10-31T03:00,platform\n", 4),  # and back
        ("Europe/London", "2027-10-31T00:30Z,2027-10-31T01:30Z,platform\n", 1),  # half past one, twice
        ("Europe/London", "2027-10-31T01:50,2027-10-31T01:10,platform\n", 1 / 3),  # an end that comes after its start as the later of two
        ("Europe/London", "2027-07-01T10:00,2027-07-01T13:00+02:00,platform\n", 2),  # local, and with an offset
        ("America/New_York", "2027-03-28T00:00,2027-03-28T03:00,platform\n", 3),
    ],
)
def test_an_outage_lasts_as_long_as_it_really_does(tmp_path: Path, zone: str, row: str, hours: float) -> None:
    assert paid(tmp_path, zone, DAMAGES, row) == {"9.1": round(100 * hours, 2)}


def test_what_is_drawn_lasts_as_long_over_a_change_of_the_clocks(tmp_path: Path) -> None:
    shock = WORLD + "shocks: {s: {kind: outage, component: platform, arrives: {date: 2027-03-28}, lasts: 3 hours}}\n"
    assert paid(tmp_path, "Europe/London", DAMAGES, "", shock) == {"9.1": 300.0}


@pytest.mark.parametrize(("zone", "credit"), [("", 0), ("Europe/London", 100.0)])
def test_march_has_743_hours(tmp_path: Path, zone: str, credit: float) -> None:
    """26,760 seconds are 1.0005 % of 743 hours and 0.9991 % of 744: with the clocks the target of 99 % is missed."""
    found = paid(tmp_path, zone, LEVEL.replace("TERMS", ""), "2027-03-10T10:00:00,2027-03-10T17:26:00,platform\n")
    assert found.get("8.2", 0) == credit


@pytest.mark.parametrize(
    ("hours", "row", "credit"),
    [
        # 92 days of July to September: the outage is cut by the hours of the place, one hour later than those of the offset.
        ("Mon-Fri 08:00-20:00", "2027-07-01T19:00Z,2027-07-02T07:00Z,platform\n", 0.0),  # 20:00 to 08:00 on the wall
        ("Mon-Fri 08:00-20:00", "2027-07-01T19:00,2027-07-02T11:00,platform\n", 100.0),  # 1 + 3 of the 264 hours of July
        # From Saturday noon to Monday nine, over the Sunday on which clocks change: one hour of Monday of the 276 of March.
        ("Mon-Fri 08:00-20:00", "2027-03-27T12:00,2027-03-29T09:00,platform\n", 0.0),
        ("Mon-Fri 08:00-20:00", "2027-03-27T12:00,2027-03-29T11:00,platform\n", 100.0),  # three hours: 1.09 %
        ("Sun-Sun 00:00-06:00", "2027-03-28T00:00,2027-03-28T06:00,platform\n", 1000.0),  # five of 4 × 6 - 1: 21.7 %
    ],
)
def test_service_hours_are_those_of_the_place(tmp_path: Path, hours: str, row: str, credit: float) -> None:
    assert paid(tmp_path, "Europe/London", LEVEL.replace("TERMS", f"hours: {hours}\n"), row).get("8.2", 0) == credit


@pytest.mark.parametrize(("day", "begins"), [("2027-03-22", "13:00"), ("2027-04-05", "14:00")])
def test_a_clause_may_have_hours_of_another_zone(tmp_path: Path, day: str, begins: str) -> None:
    """Nine in New York is one o'clock in London for two weeks in March, and two from then on: before it is no service time, three hours after it are.

    Of the month's 184 (March) or 176 (April) hours three are 1.6 % or 1.7 %.
    """
    terms = LEVEL.replace("TERMS", "hours: Mon-Fri 09:00-17:00\ntime zone: America/New_York\n")
    hour = int(begins[:2])
    before, after = f"{day}T{hour - 3}:00,{day}T{begins},platform\n", f"{day}T{begins},{day}T{hour + 3}:00,platform\n"
    assert paid(tmp_path, "Europe/London", terms, before).get("8.2", 0) == 0
    assert paid(tmp_path, "Europe/London", terms, after).get("8.2", 0) == 100.0


def test_a_zone_that_nobody_knows_is_refused_at_its_place(tmp_path: Path, command: Command) -> None:  # noqa: F811
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT.replace("ZONE", "time zone: Europe/Lodnon\n") + DAMAGES, encoding="utf-8")
    done = command("check", draft)
    assert done.code == 2 and "draft.md:9:12" in done.err and 'no time zone "Europe/Lodnon"' in done.err
    assert 'did you mean "Europe/London"' in done.err
    draft.write_text(DRAFT.replace("ZONE", "") + LEVEL.replace("TERMS", "hours: Mon-Fri 09:00-17:00\ntime zone: Europe/Paris\n"), encoding="utf-8")
    done = command("check", draft)
    assert done.code == 2 and "give one in the front matter too" in done.err
    draft.write_text(DRAFT.replace("ZONE", "time zone: UTC\n") + LEVEL.replace("TERMS", "time zone: Europe/Paris\n"), encoding="utf-8")
    done = command("check", draft)
    assert done.code == 2 and "`time zone` is that of the `hours`, and there are none" in done.err


def test_a_local_time_that_never_was_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="row 2: 2027-03-28 01:30 never was in Europe/London"):
        paid(tmp_path, "Europe/London", DAMAGES, "2027-03-28T01:30,2027-03-28T03:00,platform\n")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("zoned"))


LEVELS = [text for text in further()["service_level"] if "hours" in text or "window" in text]


ZONES = ("Europe/London", "America/New_York")
CASES = [
    *((COMBINED, world, step, zone) for zone in ZONES for step in ("day", "month") for world in (STORM, TIES)),
    *((text, STORM, "month", ZONES[n % 2]) for n, text in enumerate(LEVELS)),
]


@pytest.mark.parametrize("case", range(len(CASES)))
def test_both_drivers_agree_in_a_zone(workshop: Workshop, tmp_path: Path, case: int) -> None:
    told, world, step, zone = CASES[case]
    text = told.replace("effective:", f"time zone: {zone}\neffective:", 1).replace("\nhours: ", "\ntime zone: Asia/Kolkata\nhours: ")
    assert text != told
    (tmp_path / "draft.md").write_text(text, encoding="utf-8")
    (tmp_path / "world.yaml").write_text(world, encoding="utf-8")
    (tmp_path / "ties.csv").write_text((workshop.folder / "ties.csv").read_text(encoding="utf-8"), encoding="utf-8")
    draft = load_draft(tmp_path / "draft.md", KINDS)
    calendar = draft.front.calendar
    scenario = load_scenario(tmp_path / "world.yaml", "GBP", calendar.instant, calendar.clocks)
    scenario = replace(scenario, inputs=scenario.inputs.model_copy(update={"step": step}))
    components = {service: scenario.components_of(service) for service in scenario.inputs.services}
    rules = compile_rules(draft, KINDS, components=components, provides=scenario.provides)
    futures = draw_futures(scenario, calendar, 24, 5, 0, 256)
    assert differences(rules, futures, range(12)) == []
    assert np.any(futures.incidents.raw)
