"""Service levels of live work: the share answered in time, and the share that did not give up, over the units offered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.contract.clauses.desk_of import play_case, terms
from tests.laws.compare import differences, same_books
from tests.laws.workshop import FRONT, KINDS, PRESSURE, STAFFED, Workshop
from wargame.contract.rules.default_law import pack_of
from wargame.contract.rules.rulebook import compile_rules
from wargame.core.facts import FactRequest
from wargame.core.problem import BadInput
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.outcome import Outcome
from wargame.simulation.drafts import WHERE_DESCRIBED
from wargame.simulation.life.driver import play

MONTHS, LANES = 24, 256
TARGETS = {"answer time": "70 %", "abandonment": "96 %"}


def draft(measure: str, target: str, more: str = "") -> str:
    """A level of live work, credits for missing it, and a price."""
    return f"""{FRONT}
## 5.1 Call charge

```terms
kind: unit_charge
service: voice
bands: [{{price: GBP 4.20}}]
```

## 8.1 Answering

```terms
kind: service_level
service: voice
measure: {measure}
target: {target}
{more}
```

## 8.2 Credits

```terms
kind: service_credit
service level: 8.1
credit: 5 %
```
"""


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    yield Workshop(Path(tmp_path_factory.mktemp("live")))


def outcome(workshop: Workshop, text: str, world: str = STAFFED) -> Outcome:
    return CohortDriver(workshop.rules(text, world), workshop.futures(world, "month", MONTHS, LANES), ask=True).run()


@pytest.mark.parametrize("step", ["day", "month"])
@pytest.mark.parametrize("measure", TARGETS)
def test_a_life_and_its_lane_agree(workshop: Workshop, measure: str, step: str) -> None:
    rules = workshop.rules(draft(measure, TARGETS[measure]), STAFFED)
    assert rules.unmeasured == ()
    assert differences(rules, workshop.futures(STAFFED, step, MONTHS, LANES), 6) == []


@pytest.mark.parametrize("more", ["", "low volume: 200 000\nlow volume rule: not measured", "ramp: 4 months", "window: 3 months"])
@pytest.mark.parametrize("measure", TARGETS)
def test_every_term_changes_something(workshop: Workshop, measure: str, more: str) -> None:
    plain = draft(measure, TARGETS[measure])
    changed = draft(measure, TARGETS[measure], more) if more else draft(measure, "99.9 %")
    assert same_books(outcome(workshop, plain), outcome(workshop, changed))


@pytest.mark.parametrize(
    ("more", "missed", "measured"),
    [
        ("", True, True),
        ("low volume: 400", False, True),
        ("low volume: 300", True, True),
        ("low volume: 400\nlow volume rule: not measured", False, False),
    ],
)
def test_one_call_given_up_among_few_is_no_miss(tmp_path: Path, more: str, missed: bool, measured: bool) -> None:
    """Ten calls a day for 31 days, and hands for 9.96: 308 are answered and 1 is not (fractions are carried)."""
    world = """name: Few calls
services:
  voice:
    demand: {level: 10 per day}
    capacity: {level: 9.96 per day}
    live: {handling: 3 minutes, threshold: 20 seconds}
"""
    level = "kind: service_level\nservice: voice\nmeasure: abandonment\ntarget: 99.9 %\n" + more
    played = play_case(tmp_path, terms("8.1", level), world=world)
    assert (bool(played.measures["8.1", "missed"]), bool(played.measures["8.1", "measured"])) == (missed, measured)
    if not more:
        assert (played.measures["8.1", "part"], played.measures["8.1", "whole"]) == (308, 309)


@pytest.mark.parametrize("measure", TARGETS)
def test_what_is_published_is_the_share_of_the_units_offered(workshop: Workshop, measure: str) -> None:
    """Part and whole are the world's own numbers, in the last month of a life as in the others."""
    rules = workshop.rules(draft(measure, TARGETS[measure]), STAFFED)
    seen: list[tuple[int, ...]] = []
    level = next(clause for clause in rules.clauses if clause.number == "8.1")
    honest = type(level).on_month_end

    def watched(self: object, month: object) -> None:
        honest(self, month)  # type: ignore[arg-type]
        read = ("volume", "lost", "in_time" if measure == "answer time" else "volume")
        facts = [int(month.fact(FactRequest(name, "voice"))) for name in read]  # type: ignore[attr-defined]
        seen.append((*facts, int(month.measure("8.1", "part")), int(month.measure("8.1", "whole"))))  # type: ignore[attr-defined]

    level.on_month_end = watched.__get__(level)  # type: ignore[method-assign]
    play(rules, workshop.futures(STAFFED, "month", MONTHS, LANES), 3)
    del level.on_month_end
    assert len(seen) >= MONTHS // 2 and any(lost for _, lost, *_ in seen)
    for volume, lost, kept, part, whole in seen:
        assert whole == volume + lost and part == min(kept, whole)


@pytest.mark.parametrize("measure", TARGETS)
def test_fewer_hands_never_pay_the_provider_more(workshop: Workshop, measure: str) -> None:
    """With less capacity no life sees a smaller credit rate: a month that is missed stays missed."""
    text = draft(measure, TARGETS[measure])
    short = STAFFED.replace("people: 130", "people: 104").replace("level: 112 000 per month, ceiling", "level: 98 000 per month, ceiling")
    assert short != STAFFED
    before, after = (outcome(workshop, text, world) for world in (STAFFED, short))
    counted = [one.coverage.flags["8.1", "missed"] for one in (before, after) if one.coverage is not None]
    assert 0 < counted[0] < counted[1]
    credits = [sum(column for account, column in one.ledger.paid.items() if account.head == "service credits") for one in (before, after)]
    assert np.sum(credits[0]) < np.sum(credits[1])


def test_without_live_work_the_level_is_unmeasured_and_the_way_out_is_said(workshop: Workshop) -> None:
    for measure, fact in (("answer time", "in_time"), ("abandonment", "lost")):
        rules = workshop.rules(draft(measure, "80 %"), PRESSURE)
        lacking = {one.clause: {name for name, _ in one.facts} for one in rules.unmeasured}
        assert fact in lacking["8.1"]
        assert "`live:`" in WHERE_DESCRIBED[fact] and "`threshold`" in WHERE_DESCRIBED[fact]


@pytest.mark.parametrize("more", ["hours: Mon-Fri 08:00-18:00", "excluding: [planned]", "limit: 20 seconds"])
def test_terms_of_other_measures_are_refused(workshop: Workshop, more: str) -> None:
    with pytest.raises(Exception, match=r"down-time|turnaround"):
        workshop.draft(draft("answer time", "80 %", more))


def test_default_law_counts_units_lost_where_answering_is_promised(workshop: Workshop) -> None:
    """What is lost with each call that nobody answers is a loss that the missed level has caused."""
    world = STAFFED.replace("head: goodwill", "head: wasted expenditure")
    scenario, read = workshop.scenario(world), workshop.draft(draft("abandonment", TARGETS["abandonment"]))
    rules = compile_rules(
        read,
        KINDS,
        components={"voice": scenario.components_of("voice")},
        provides=scenario.provides,
        law=pack_of("England and Wales"),
        choices={("default law: damages (voice)", "credits"): "adjust the price"},
    )
    law = next(clause for clause in rules.clauses if clause.number == "default law: damages (voice)")
    assert {basis for _, reads in law.losses for basis, _ in reads} == {"unit lost"}  # type: ignore[attr-defined]
    paid = CohortDriver(rules, workshop.futures(world, "month", MONTHS, LANES)).run().ledger.paid
    claimed = {account.cause: column for account, column in paid.items() if account.clause == law.number}
    assert (claimed["wasted expenditure"] > 0).any()


@pytest.mark.parametrize(("limit", "missed"), [("5 days", True), ("7 days", False)])
def test_ageing_is_what_waits_at_the_pace_of_the_month(tmp_path: Path, limit: str, missed: bool) -> None:
    """A service that gets 620 units in January and can do 520 leaves 100 waiting; at 520 in 31 days the newest of them waits 5.96 days."""
    world = (
        "name: Queue\nstep: month\nservices:\n  voice: {demand: {level: 620 per month}, capacity: {level: 520 per month}}\n"
        "economics: {provider: {unit cost: {voice: GBP 1}}}\n"
    )
    level = f"kind: service_level\nservice: voice\nmeasure: ageing\nlimit: {limit}\n"
    played = play_case(tmp_path, terms("8.1", level), world=world)
    assert int(played.measures["8.1", "whole"]) == max(100 * 31 * 86_400, 520 * int(limit[0]) * 86_400)
    assert bool(played.measures["8.1", "missed"]) == missed


def test_ageing_needs_a_limit(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="`measure: turnaround` or `ageing`"):
        play_case(tmp_path, terms("8.1", "kind: service_level\nservice: voice\nmeasure: ageing\ntarget: 90 %"))
