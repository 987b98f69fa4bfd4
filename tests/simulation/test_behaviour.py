"""Behaviour worked by hand, in both drivers: a party that leaves when it pays, people who escalate late, a provider that makes less effort."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.contract.clauses.worked import CHARGE, FRONT, WORLD, lived, paid
from wargame.analysis.figures.incentives import chosen
from wargame.core.calendar import Calendar
from wargame.core.quantities import Rate
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.counterfactuals.efforts import EFFORTS, play_efforts
from wargame.simulation.run.prepare import RunSpec, prepare
from wargame.simulation.run.results import Effort
from wargame.simulation.run.worker_pool import worker_pool
from wargame.world.sampled.futures import draw_futures

CALENDAR = Calendar(dt.date(2027, 1, 1))
LEAVING = """
## 15.3 Leaving
```terms
kind: termination_convenience
party: PARTY
earliest: 1 month
notice: 40 days
fee table: [{fee: GBP FEE}]
```
"""
PAYS = "behaviour: {rights: {terminate for convenience: {exercised: when it pays}}}\n"
STAYS = "2028-01-01"  # to the end of the term


def exit_of(folder: Path, party: str, fee: str, economics: str, history: str = "") -> str:
    """The day on which a year's agreement over 1,000 calls a day, at a pound each, ends."""
    told = lived(folder, CHARGE + LEAVING.replace("PARTY", party).replace("FEE", fee), WORLD + PAYS + economics, history=history)
    return CALENDAR.label(told.exit)[:10]


# Of a notice at the end of April, the first for which three months are closed, the agreement ends on the morning of 11 June, and 204 days are left.


@pytest.mark.parametrize(
    ("transition", "fee", "gap", "day"),
    [
        # January to March cost 90,000 in 90 days: staying costs 204,000, the replacement 163,200 at 80 pence; fee and transition below 40,800.
        ("30 799.99", "10 000", "0 hours", "2027-06-11"),
        ("30 800.00", "10 000", "0 hours", STAYS),
        ("40 799.99", "0", "0 hours", "2027-06-11"),
        ("0", "40 800", "0 hours", STAYS),
        # Ten days without service lose 10,000 calls at two pounds; 194 days at 80 pence are 155,200; below 28,800.
        ("28 799.99", "0", "10 days", "2027-06-11"),
        ("28 800.00", "0", "10 days", STAYS),
    ],
)
def test_a_client_leaves_exactly_when_it_pays(tmp_path: Path, transition: str, fee: str, gap: str, day: str) -> None:
    """A month later less is left to be saved, so that a client who does not leave in April never does."""
    replacement = f"{{gap: {gap}, transition: GBP {transition}, price: {{voice: GBP 0.80}}, lost unit: GBP 2.00}}"
    assert exit_of(tmp_path, "client", fee, f"economics: {{replacement: {replacement}}}\n") == day


@pytest.mark.parametrize(("pounds", "day"), [(-1, "2027-06-11"), (1, STAYS)])
def test_what_is_to_come_is_discounted_at_the_party_s_rate(tmp_path: Path, pounds: int, day: str) -> None:
    """Twenty days of June, two months after the notice, then the months to December, at 21 % a year; the transition is paid with June's."""
    days = [20, 31, 31, 30, 31, 30, 31]
    worth = sum(1_000 * count * 1.21 ** (-(2 + month) / 12) for month, count in enumerate(days))
    transition = round(0.2 * worth * 1.21 ** (2 / 12)) + pounds
    assert transition < 40_800 - 1_000
    economics = f"{{discount: {{client: 21 %}}, replacement: {{gap: 0 hours, transition: GBP {transition}, price: {{voice: GBP 0.80}}}}}}"
    assert exit_of(tmp_path, "client", "0", f"economics: {economics}\n") == day


@pytest.mark.parametrize(("transition", "day"), [("34 453.32", "2027-06-11"), ("34 453.34", STAYS)])
def test_what_the_reference_case_has_none_of_is_carried_on_by_days(tmp_path: Path, transition: str, day: str) -> None:
    """A credit of 2,800 in February's 28,000: 2,800 × 204 ÷ 90 = 6,346.67 a client would receive, so that staying costs it 197,653.33."""
    credit = """
## 8.1 Level
```terms
kind: service_level
service: voice
target: 99 %
```

## 8.2 Credit
```terms
kind: service_credit
service level: 8.1
credit: 10 %
```
"""
    economics = f"economics: {{replacement: {{gap: 0 hours, transition: GBP {transition}, price: {{voice: GBP 0.80}}}}}}\n"
    history = "start,end,component\n2027-02-10T00:00,2027-02-10T20:00,platform\n"
    provisions = CHARGE + credit + LEAVING.replace("PARTY", "client").replace("FEE", "0")
    told = lived(tmp_path, provisions, WORLD + PAYS + economics, history=history)
    assert CALENDAR.label(told.exit)[:10] == day


@pytest.mark.parametrize(("transition", "day"), [("86 133.32", "2027-06-11"), ("86 133.33", STAYS)])
def test_what_a_client_suffers_counts_in_its_books(tmp_path: Path, transition: str, day: str) -> None:
    """Twenty hours down in February cost 20,000 more: 110,000 × 204 ÷ 90 = 249,333.33 against 163,200."""
    economics = "economics: {client losses: [{head: customer redress, amount: GBP 1 000, per: hour of outage, service: voice}], "
    economics += f"replacement: {{gap: 0 hours, transition: GBP {transition}, price: {{voice: GBP 0.80}}}}}}\n"
    history = "start,end,component\n2027-02-10T00:00,2027-02-10T20:00,platform\n"
    assert exit_of(tmp_path, "client", "0", economics, history) == day


@pytest.mark.parametrize(
    ("unit_cost", "fee", "day"),
    [
        # It loses ten pence a call: 9,000 in three months, 20,400 in the 204 days that are left.
        ("1.10", "20 399.99", "2027-06-11"),
        ("1.10", "20 400.00", STAYS),
        ("0.90", "0", STAYS),  # nobody leaves what it earns by
    ],
)
def test_a_provider_leaves_exactly_when_it_loses_more_than_the_fee(tmp_path: Path, unit_cost: str, fee: str, day: str) -> None:
    """What replacing it will cost the client is nothing to it."""
    replacement = "replacement: {gap: 0 hours, transition: GBP 900 000, price: {voice: GBP 0.10}}"
    economics = f"economics: {{provider: {{unit cost: {{voice: GBP {unit_cost}}}}}, {replacement}}}\n"
    assert exit_of(tmp_path, "provider", fee, economics) == day


# --- escalation --------------------------------------------------------------------------------------------------------------------

LATE = """
## 9.1 Late restoration
```terms
kind: liquidated_damages
service: voice
restore within: 2 hours
amount: GBP 1 000
per: 1 hour
part periods: pro rata
```

## 10.1 Escalation
```terms
kind: escalation
service: voice
ladder: [{after: 4 hours, to: the board, shortens: 50 %}]
```
"""


@pytest.mark.parametrize(
    ("behaviour", "hours", "fired", "damages"),
    [
        ("", 20, [4], 10_000),  # after 4 hours 16 are left, of which 8: 12 hours
        ("client: {late: 2 hours}", 20, [6], 11_000),  # after 6 hours 14 are left, of which 7: 13 hours
        ("client: {late: 2 hours}, provider: {late: 5 hours}", 20, [9], 12_500),  # the slowest: 9 hours and half of 11
        ("client: {late: 2 hours}", 5, [], 3_000),  # over before anybody has acted
        ("", 5, [4], 2_500),
        ("client: {late: 2 hours, probability: 0 %}", 20, [4], 10_000),
    ],
)
def test_who_escalates_late_acts_so_much_later(tmp_path: Path, behaviour: str, hours: int, fired: list[int], damages: int) -> None:
    world = WORLD + (f"behaviour: {{escalation: {{{behaviour}}}}}\n" if behaviour else "")
    history = f"start,end,component\n2027-01-10T00:00,2027-01-10T{hours:02d}:00,platform\n"
    told = lived(tmp_path, CHARGE + LATE, world, "2 months", history)
    began = CALENDAR.instant(dt.date(2027, 1, 10))
    assert [(one.instant - began) / 3600 for one in told.story if one.kind == "response"] == fired
    assert sum(amount for _, amount in paid(told, "9.1")) == damages * 100


# --- effort ------------------------------------------------------------------------------------------------------------------------

HISTORY = "start,end,component\n2027-01-10T00:00,2027-01-10T10:00,platform\n"
DAMAGES = LATE[: LATE.index("## 10.1")]


def efforts(folder: Path, standby: str, world: str = WORLD, term: str = "2 months") -> list[Effort]:
    """What each effort comes to under damages for what outlasts two hours."""
    (folder / "draft.md").write_text(FRONT.replace("TERM", term) + CHARGE + DAMAGES, encoding="utf-8")
    (folder / "history.csv").write_text(HISTORY, encoding="utf-8")
    behaviour = f"behaviour: {{effort: {{strategic: yes, standby: GBP {standby}, without: {{overtime: 0 %, repairs: 200 %}}}}}}\n"
    (folder / "world.yaml").write_text(world + "history: history.csv\n" + behaviour, encoding="utf-8")
    with worker_pool(prepare(RunSpec(str(folder / "draft.md"), (str(folder / "world.yaml"),), futures=4)), 1) as team:
        return list(play_efforts(team))


@pytest.mark.parametrize(
    ("standby", "costs", "best"),
    [
        # An outage of 10, 15 or 20 hours is 8,000, 13,000 or 18,000 of damages; standing by for two months is the rest.
        ("4 500", (17_000, 17_500, 18_000), Rate(1, 1)),
        ("5 000", (18_000, 18_000, 18_000), Rate(1, 1)),  # of efforts that pay alike the greatest
        ("5 500", (19_000, 18_500, 18_000), Rate(0, 1)),
    ],
)
def test_the_effort_an_agreement_rewards_is_the_one_that_leaves_most(tmp_path: Path, standby: str, costs: tuple[int, ...], best: Rate) -> None:
    found = efforts(tmp_path, standby)
    assert tuple(one.effort for one in found) == EFFORTS
    for one, cost in zip(found, costs, strict=True):
        assert set(one.net["provider"]) == {(59_000 - cost) * 100}  # 59 days of 1,000 calls at a pound
    assert chosen(found, "provider").effort == best


BUSY = """name: Busy
services:
  voice:
    demand: {level: 1 600 per day}
    capacity: {level: 30 437.5 per month, ceiling: 45 000 per month}
    needs: [platform]
components: {platform: {outages: 2 per month, repair: {mean: 5 hours}}}
economics: {provider: {overtime: {voice: GBP 1}}}
"""


def test_less_effort_is_longer_repairs_and_less_overtime_on_the_same_futures(tmp_path: Path) -> None:
    assert len(efforts(tmp_path, "0", BUSY, "6 months")) == 3
    ready = prepare(RunSpec(str(tmp_path / "draft.md"), (str(tmp_path / "world.yaml"),), futures=4))
    rules, scenario = ready.rules[0][0], ready.scenarios[0]
    overtime, repairs = {}, {}
    for effort in EFFORTS:
        futures = draw_futures(scenario.at_effort(effort), rules.calendar, 6, 1, 0, 64)
        repairs[effort] = futures.incidents.raw
        paid = CohortDriver(rules, futures).run().ledger.paid
        overtime[effort] = sum(column for account, column in paid.items() if account.head == "overtime")
        assert (futures.incidents.start == draw_futures(scenario, rules.calendar, 6, 1, 0, 64).incidents.start).all()
    whole, half, none = EFFORTS
    assert (repairs[none] == 2 * repairs[whole]).all() and (abs(2 * repairs[half] - 3 * repairs[whole]) <= 1).all()
    assert (overtime[whole] > overtime[half]).all() and (overtime[half] > overtime[none]).all() and not overtime[none].any()


@pytest.mark.parametrize("recovers", ["", "recovers: 25 %, "])
def test_of_the_invoice_of_the_month_in_which_a_client_fails_a_part_is_paid(tmp_path: Path, recovers: str) -> None:
    """It fails on 13 March: of March's 31,000 pounds a quarter is paid, or nothing; February and April are paid in full."""
    shock = f"{{kind: client_non_payment, arrives: {{date: 2027-02-01}}, lasts: 40 days, days: 10 days, fails: 100 %, {recovers}fault: client}}"
    told = lived(tmp_path, CHARGE, WORLD + f"shocks: {{broke: {shock}}}\n", "5 months")
    march = 775_000 if recovers else 0
    assert [(CALENDAR.label(line.instant)[:10], line.words) for line in told.story if "insolvent" in line.words] == [
        ("2027-03-13", "the client is insolvent")
    ]
    assert [amount for _, amount in paid(told, "5.1") if amount] == [3_100_000, 2_800_000, *([march] if march else []), 3_000_000, 3_100_000]
    assert [(one.amount, one.why.words) for one in told.withheld] == [(3_100_000 - march, "uncollected from a party that has failed")]
