"""Damages and credits for outages: each component's or the service's, near each other, short, of some severities; worked by hand, in both drivers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.desk_of import FRONT, KINDS, play_case
from tests.contract.clauses.desk_of import terms as terms_of
from tests.contract.clauses.test_outages import CREDIT, WORLD
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import load_draft
from wargame.core.calendar import Calendar
from wargame.core.problem import BadInput
from wargame.world.scenario.file import load_scenario

# The platform for five hours, the network in the middle of it and for an hour more: the service is down from 10 to 16. A blip follows later.
OUTAGES = (
    "2027-01-05T10:00,2027-01-05T15:00,platform",
    "2027-01-05T12:00,2027-01-05T16:00,network",
    "2027-01-05T17:30,2027-01-05T18:30,platform",
)


def damages(tmp_path: Path, outages: tuple[str, ...] = OUTAGES, months: int = 1, **terms: str) -> int:
    """Pounds for outages: GBP 100 for each hour or part of it beyond two hours."""
    said = "".join(f"{name.replace('_', ' ')}: {value}\n" for name, value in terms.items())
    clause = (
        f"## 9.1 Damages\n\n```terms\nkind: liquidated_damages\nservice: voice\nrestore within: 2 hours\namount: GBP 100\nper: 1 hour\n{said}```\n"
    )
    return play_case(tmp_path, clause, months=months, world=WORLD, outages=outages).total("liquidated damages") // 100


def test_damages_for_each_outage_or_for_the_service(tmp_path: Path) -> None:
    assert damages(tmp_path) == 300 + 200  # of five hours three are late, of four two
    assert damages(tmp_path, damages_for="each outage") == 500
    assert damages(tmp_path, damages_for="each time down") == 400  # of six hours four
    # The blip is the same incident where an hour and a half lies between them: seven hours, five of them late.
    assert damages(tmp_path, damages_for="each time down", joined_within="90 minutes") == 500
    assert damages(tmp_path, damages_for="each time down", joined_within="89 minutes") == 400
    assert damages(tmp_path, damages_for="each time down", joined_within="2 hours", limit="GBP 250") == 250
    assert damages(tmp_path, limit="GBP 250") == 250 + 200


def test_severities_short_outages_and_the_clock_from_the_report(tmp_path: Path) -> None:
    assert damages(tmp_path, severities="[P1]") == 300
    assert damages(tmp_path, severities="[P2]") == 200
    assert damages(tmp_path, shortest_outage="5 hours") == 300
    assert damages(tmp_path, shortest_outage="301 minutes") == 0
    assert damages(tmp_path, shortest_outage="6 hours", damages_for="each time down") == 400
    # Reported after half an hour: four and a half hours of the platform, two and a half of them late, count as three; the network's four as two.
    assert damages(tmp_path, clock="report") == 500
    assert damages(tmp_path, clock="report", part_periods="count if complete") == 400
    assert damages(tmp_path, clock="report", part_periods="count if complete", damages_for="each time down") == 300  # from 10:30 to 16:00


def test_a_time_down_over_a_month_end_is_one_and_is_due_when_it_ends(tmp_path: Path) -> None:
    """From 31 January 20:00 by turns to 1 February 04:00: eight hours, six of them late; what each month knows of it is four."""
    turns = ("2027-01-31T20:00,2027-01-31T23:00,network", "2027-01-31T22:00,2027-02-01T01:00,platform", "2027-02-01T00:30,2027-02-01T04:00,network")
    assert damages(tmp_path, turns, months=1, damages_for="each time down") == 200  # the agreement ends with the month
    assert damages(tmp_path, turns, months=2, damages_for="each time down") == 600
    assert damages(tmp_path, turns, months=2) == 100 + 100 + 200


def test_one_incident_earns_no_more_than_its_most(tmp_path: Path) -> None:
    """Answered after ten minutes and restored after five hours, each too late: two misses of 3 %, no more than 5 % for one incident."""
    clause = """## 8.6 Response

```terms
kind: incident_response
service: voice
severities: [{lasting: 0 minutes, restore: 2 hours, credit: 3 %}, {lasting: 5 hours, restore: 4 hours, credit: 8 %}]
MORE
```
"""
    base = CREDIT.split("## 8.2")[0]
    paid = [
        play_case(tmp_path, base + clause.replace("MORE", more), world=WORLD, outages=OUTAGES).total("service credits")
        for more in ("allowed: 0", "at most each: 5 %")
    ]
    assert paid == [110_000, 80_000]  # 8 % and 3 % of GBP 10,000; then 5 % and 3 %


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"joined_within": "1 hour"}, "write `damages for: each time down`"),
        ({"shortest_outage": "1 month"}, "timed by the clock"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, terms: dict[str, str], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        damages(tmp_path, **terms)


def test_of_severities_that_the_scenario_does_not_tell_the_clause_is_not_played(tmp_path: Path) -> None:
    said = "kind: liquidated_damages\nservice: voice\nrestore within: 2 hours\namount: GBP 1\nper: 1 hour\nseverities: [P1]"
    (tmp_path / "draft.md").write_text(FRONT.replace("TERM", "1") + terms_of("9.1", said), encoding="utf-8")
    (tmp_path / "world.yaml").write_text(WORLD.replace("severity: P2, ", ""), encoding="utf-8")
    draft = load_draft(tmp_path / "draft.md", KINDS)
    scenario = load_scenario(tmp_path / "world.yaml", "GBP", Calendar(draft.front.effective).instant)
    components = {"voice": scenario.components_of("voice")}
    rules = compile_rules(draft, KINDS, components=components, provides=scenario.provides)
    assert [(one.clause, one.facts) for one in rules.unmeasured] == [("9.1", (("severity", "voice"),))]
