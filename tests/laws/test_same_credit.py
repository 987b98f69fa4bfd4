"""One credit is the same whichever kind of clause says it: in money, in what it is set against, and in what is found about it.

A call charge of GBP 1 and 420,000 calls a month; an outage of twelve hours in April leaves availability at 98.33 %, below the target of 99.5 %; the
credit is 5 % of the charges, GBP 21,000. It is said in seven ways, with one scope, one limit and one nature. Liquidated damages for the outage come
to ten begun hours of GBP 7,500, and default law to twelve hours of GBP 5,000: credits are set against both. Declarations are corrupted on purpose,
and the laws must fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.laws.compare import differences
from wargame.analysis.findings.check import look_over
from wargame.analysis.findings.evidence import Evidence
from wargame.contract.parts.credits import Credit, CreditPart
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.default_law import pack_of
from wargame.contract.rules.roles import CLAIMS, Role
from wargame.contract.rules.rulebook import Rulebook, compile_rules
from wargame.contract.text.draft import load_draft
from wargame.core.calendar import Calendar
from wargame.core.registry import discover
from wargame.simulation.life.driver import play
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import load_scenario

KINDS = discover("wargame.contract.clauses", Clause)
FRONT = """---
title: One credit
law: England and Wales
parties:
  client: {name: Harbour Bank}
  provider: {name: Meridian Services}
currency: GBP
effective: 2027-01-01
term: 12 months
services:
  voice: {unit: call}
  chat: {unit: message}
---

## 5.1 Call charge

For each call handled the Client shall pay GBP 1.00.

```terms
kind: unit_charge
service: voice
bands: [{price: GBP 1.00}]
```

## 8.1 Availability

Voice shall be available for at least 99.5 % of each month.

```terms
kind: service_level
service: voice
target: 99.5 %
overlapping outages: united
clock: occurrence
```
"""
LIMITS = "at risk: 5 %\ncharges of: {of}\ninvoice: of the month\n"
WAYS = {
    "tiers": "kind: service_credit\nservice level: 8.1\nboundary: exclusive\ntiers: [{below: 99.5 %, credit: 5 %}]\n",
    "flat": "kind: service_credit\nservice level: 8.1\ncredit: 5 %\n",
    "per point": "kind: service_credit\nservice level: 8.1\npart points: begun points\nper point: {below: 99.5 %, credit: 2.5 %}\n",
    "times down-time": "kind: service_credit\nservice level: 8.1\ntimes downtime: 3\n",
    "trigger": "kind: service_credit\nservice level: 8.1\nboundary: exclusive\ncount after credit: goes on\n"
    "triggers: [{misses: 1, window: 1 month, below: 99.5 %, credit: 5 %}]\n",
    "points": "kind: service_points\nlevels: [{service level: 8.1, bands: [{below: 99.5 %, points: 1}]}]\ncredit per point: 5 %\n",
    "pool": "kind: credit_pool\nallocations: [{service level: 8.1, share: 100 %}]\nseveral levels: all\n",
}
SAID = {  # in words, where they differ from those of a tier
    "per point": "For each begun point by which 8.1 falls below 99.5 % in a month the Provider shall credit 2.5 % of that month's charges",
    "pool": "5 % of the charges of a month are at risk, of which a miss of clause 8.1 takes 100 %",
}
TIER = "Where the level of clause 8.1 is missed in a month the Provider shall credit 5 % of that month's charges"
CREDIT = """
## 8.2 Service credits

SAID, and never more than 5 % of them; credits are without prejudice to any other remedy.

```terms
"""
DAMAGES = """
## 9.1 Late restoration

If an outage of the voice service is not restored within 2 hours the Provider shall pay GBP 7,500 for each further hour or part of an hour; this is
without prejudice to any other remedy.

```terms
kind: liquidated_damages
service: voice
restore within: 2 hours
amount: GBP 7 500
per: 1 hour
part periods: count whole
clock: occurrence
credits: CREDITS
```
"""
CHAT = """
## 5.2 Message charge

For each message handled the Client shall pay GBP 1.00.

```terms
kind: unit_charge
service: chat
bands: [{price: GBP 1.00}]
```

## 8.5 Answers

At least 90 % of messages shall be answered without waiting for the next day.

```terms
kind: service_level
service: chat
measure: responsiveness
target: 90 %
```
"""
WORLD = """name: One outage
step: month
services:
  voice: {demand: {level: 420 000 per month}, needs: [platform]}
  chat: {demand: {level: 100 000 per month}, capacity: {level: CAPACITY per month}, needs: []}
components: {platform: {}}
economics:
  client losses:
    - {head: customer redress, amount: GBP 5 000, per: hour of outage, service: voice}
history: out.csv
"""
OUTAGE = "start,end,component,planned,note\n2027-04-06T00:00,2027-04-06T12:00,platform,no,failure\n"


def draft_of(way: str, *, of: str = "the service", more: str = "", limits: str = LIMITS) -> str:
    """A draft whose credit is said one way."""
    return FRONT + CREDIT.replace("SAID", SAID.get(way, TIER)) + WAYS[way] + limits.format(of=of) + "```\n" + more


def rules_of(folder: Path, text: str, *, law: bool = False, capacity: str = "130 000") -> tuple[Rulebook, Any]:
    """The rulebook of a draft in the world of the outage, and its scenario."""
    (folder / "draft.md").write_text(text, encoding="utf-8")
    (folder / "out.csv").write_text(OUTAGE, encoding="utf-8")
    (folder / "world.yaml").write_text(WORLD.replace("CAPACITY", capacity), encoding="utf-8")
    draft = load_draft(folder / "draft.md", KINDS)
    scenario = load_scenario(folder / "world.yaml", "GBP", Calendar(draft.front.effective).instant)
    components = {service: scenario.components_of(service) for service in scenario.inputs.services}
    pack = pack_of("England and Wales") if law else None
    return compile_rules(draft, KINDS, components=components, provides=scenario.provides, law=pack), scenario


def paid(folder: Path, text: str, *, law: bool = False, capacity: str = "130 000") -> Mapping[str, int]:
    """What each clause pays over the life, in minor units; both drivers agree on it."""
    rules, scenario = rules_of(folder, text, law=law, capacity=capacity)
    futures = draw_futures(scenario, rules.calendar, rules.term_months, 1, 0, 2)
    assert differences(rules, futures, {0}) == []
    found: dict[str, int] = {}
    for posting in play(rules, futures, 0).postings:
        found[posting.account.clause] = found.get(posting.account.clause, 0) + posting.amount
    return found


def found_in(folder: Path, text: str) -> set[tuple[str, str]]:
    """(check, severity) of everything found in a draft but open words."""
    rules, _ = rules_of(folder, text)
    return {(one.check, one.severity) for one in look_over(Evidence(rules)) if one.check != "ambiguous"}


@pytest.mark.parametrize("way", WAYS)
def test_a_credit_is_set_off_against_damages_whichever_kind_gives_it(way: str, tmp_path: Path) -> None:
    of_way = paid(tmp_path, draft_of(way, more=DAMAGES.replace("CREDITS", "set against damages")))
    assert (of_way["8.2"], of_way["9.1"]) == (2_100_000, 5_400_000)


@pytest.mark.parametrize("way", WAYS)
def test_a_credit_is_taken_of_the_charges_of_its_service_whichever_kind_gives_it(way: str, tmp_path: Path) -> None:
    assert paid(tmp_path, draft_of(way, of="the service", more=CHAT))["8.2"] == 2_100_000
    assert paid(tmp_path, draft_of(way, of="the agreement", more=CHAT))["8.2"] == 2_600_000  # GBP 100,000 of messages are charged too


@pytest.mark.parametrize("way", WAYS)
def test_default_law_sets_a_credit_against_damages_whichever_kind_gives_it(way: str, tmp_path: Path) -> None:
    of_way = paid(tmp_path, draft_of(way), law=True)
    assert (of_way["8.2"], of_way["default law: damages (voice)"]) == (2_100_000, 2_100_000)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("nature", ["set against damages", "in addition"])
def test_the_same_is_found_whichever_kind_gives_a_credit(way: str, nature: str, tmp_path: Path) -> None:
    more = DAMAGES.replace("CREDITS", nature)
    first = found_in(tmp_path, draft_of("tiers", more=more))
    assert found_in(tmp_path, draft_of(way, more=more)) == first
    assert (("double-recovery", "Medium") in first) == (nature == "in addition")


@pytest.mark.parametrize("way", ["tiers", "per point", "trigger", "points"])
def test_a_dead_zone_is_found_whichever_kind_says_where_credits_begin(way: str, tmp_path: Path) -> None:
    """The level promises 99.9 %, and credits begin below 99.5 %."""
    rules, _ = rules_of(tmp_path, draft_of(way).replace("99.5 %", "99.9 %", 2))
    (finding,) = (one for one in look_over(Evidence(rules)) if one.check == "dead-zone")
    assert str(finding.message) == "a level from 99.5 % up to (not including) 99.9 % misses the target of 8.1 and earns no credit"


@pytest.mark.parametrize("way", WAYS)
def test_a_sole_remedy_may_be_a_credit_of_any_kind(way: str, tmp_path: Path) -> None:
    sole = "\n## 8.3 Sole remedy\n\nCredits are the sole remedy.\n\n```terms\nkind: sole_remedy\nremedy: 8.2\nnature: exclusive\n```\n"
    of_way = paid(tmp_path, draft_of(way, more=DAMAGES.replace("CREDITS", "in addition") + sole))
    assert (of_way["8.2"], of_way.get("9.1", 0)) == (2_100_000, 0)


@pytest.mark.parametrize("way", WAYS)
def test_a_credit_is_excused_whichever_kind_gives_it(way: str, tmp_path: Path) -> None:
    relief = "\n## 13.1 Relief\n\nThe Provider is relieved.\n\n```terms\nkind: relief_event\nservice: voice\ncauses: [third party]\n```\n"
    rules, scenario = rules_of(tmp_path, draft_of(way, more=relief))
    world = (tmp_path / "world.yaml").read_text(encoding="utf-8").replace("platform: {}", "platform: {fault: third party}")
    (tmp_path / "world.yaml").write_text(world, encoding="utf-8")
    scenario = load_scenario(tmp_path / "world.yaml", "GBP", rules.calendar.instant)
    told = play(rules, draw_futures(scenario, rules.calendar, rules.term_months, 1, 0, 2), 0)
    kept = [(one.why.clause, one.amount) for one in told.withheld if one.account.clause == "8.2" and one.amount]
    assert kept == [("13.1", 2_100_000)]


def test_a_credit_for_several_services_sets_off_only_what_belongs_to_the_failure(tmp_path: Path) -> None:
    """Chat misses its level every month too; what it earns is no part of the damages for the outage of voice."""
    both = {
        "points": "kind: service_points\nlevels:\n  - {service level: 8.1, bands: [{below: 99.5 %, points: 1}]}\n"
        "  - {service level: 8.5, bands: [{below: 90 %, points: 1}]}\ncredit per point: 5 %\n",
        "pool": "kind: credit_pool\nallocations: [{service level: 8.1, share: 50 %}, {service level: 8.5, share: 50 %}]\nseveral levels: all\n",
    }
    for terms in both.values():
        text = FRONT + CREDIT + terms + "at risk: 10 %\ncharges of: the service\ninvoice: of the month\n```\n"
        text += CHAT + DAMAGES.replace("CREDITS", "set against damages")
        of_both = paid(tmp_path, text, capacity="40 000")
        assert of_both["9.1"] == 5_400_000  # 75,000 less voice's own 21,000
        assert of_both["8.2"] == 2_100_000 + 12 * 200_000  # 5 % of the 40,000 messages that are answered, month by month


CORRUPTED = {
    "levels": (Credit, "names_levels", classmethod(lambda cls, terms: ())),
    "parts": (Credit, "parts", (CreditPart("", "missed service level"),)),
    "schedule": (Credit, "schedule", lambda self, level: None),
    "roles": (Credit, "roles", frozenset[Role]()),
}


@pytest.mark.parametrize("what", CORRUPTED)
def test_a_declaration_corrupted_on_purpose_breaks_a_law(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the declarations that a kind of credit makes is needed by one law or another."""
    _, name, value = CORRUPTED[what]
    monkeypatch.setattr(KINDS["service_points"], name, value, raising=False)
    broken = []
    for law in (
        test_a_credit_is_set_off_against_damages_whichever_kind_gives_it,
        test_a_credit_is_taken_of_the_charges_of_its_service_whichever_kind_gives_it,
        test_default_law_sets_a_credit_against_damages_whichever_kind_gives_it,
        lambda way, folder: test_the_same_is_found_whichever_kind_gives_a_credit(way, "in addition", folder),
        test_a_dead_zone_is_found_whichever_kind_says_where_credits_begin,
    ):
        try:
            law("points", tmp_path)
        except Exception as error:  # an assertion, or a rule that can no longer run
            broken.append(type(error).__name__)
    assert broken


def test_every_kind_that_credits_is_tried_here() -> None:
    """A kind dropped in beside these credits by levels, and has to be said here too; incidents are measured by no level."""
    by_level = {kind for kind, cls in KINDS.items() if Role.CREDIT in cls.roles and cls.schedule is not Credit.schedule}
    assert by_level == {terms.split("\n", 1)[0].removeprefix("kind: ") for terms in WAYS.values()}
    assert {kind for kind, cls in KINDS.items() if cls.roles & CLAIMS and cls.heads == set()} == set()
