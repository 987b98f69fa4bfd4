"""Late-payment interest and currency adjustments, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.published import life, paid, provision
from wargame.core.problem import BadInput
from wargame.core.values import DAY
from wargame.simulation.life.trace import LifeTrace

CHARGE = provision("5.1", "kind: fixed_charge\namount: GBP 1 000 000")


def late(folder: Path, days: int, terms: str, months: int = 1, more: str = "", history: str = "") -> LifeTrace:
    """Invoices of a million, paid so many days late."""
    draft = CHARGE + provision("6.1", f"kind: payment_terms\ndue: 45 days\n{terms}") + more
    return life(folder, months, draft, world=f"behaviour: {{payment: {{client: {{by: {days} days}}}}}}\n", history=history)


@pytest.mark.parametrize(
    ("days", "terms", "pence"),
    [
        (30, "interest: 8 %", 657_534),  # 1,000,000 × 8 % × 30/365 = 6,575.342
        (30, "interest: 8 %\nyear: 360 days", 666_667),
        (30, "interest: 8 %\ngrace: 5 days", 547_945),  # 25 days
        (5, "interest: 8 %\ngrace: 5 days", 0),
        (60, "interest: 8 %", 1_315_068),
        # 6,575.34 at the first rest; 1,006,575.34 × 8 % × 30/365 = 6,618.577 at the second.
        (60, "interest: 8 %\naccrues: compound, with monthly rests", 657_534 + 661_858),
        (20, "interest: 8 %\naccrues: compound, with monthly rests", 438_356),
        (60, "", 0),
    ],
)
def test_interest_on_a_late_invoice(days: int, terms: str, pence: int, tmp_path: Path) -> None:
    assert paid(late(tmp_path, days, terms), "interest") == pence


def test_compound_interest_beyond_a_year_runs_on_to_the_last_day(tmp_path: Path) -> None:
    """Eleven rests of 30 days, then the remaining 70 of 400 days in one: 10 % of 36.5 days a hundredth."""
    sum_, rates = 100_000_000, [30] * 11 + [70]
    for days in rates:
        sum_ += (2 * sum_ * 10 * days + 36_500) // 73_000
    assert paid(late(tmp_path, 400, "interest: 10 %\naccrues: compound, with monthly rests"), "interest") == sum_ - 100_000_000


def test_interest_is_claimed_when_the_invoice_was_due(tmp_path: Path) -> None:
    told = late(tmp_path, 30, "interest: 8 %")
    assert [one.instant for one in told.postings if one.account.head == "interest"] == [(31 + 45) * DAY]


@pytest.mark.parametrize(("reading", "pence"), [("the invoice less credits", 591_781), ("the whole invoice", 657_534)])
def test_interest_runs_on_what_credits_leave_or_on_the_whole(reading: str, pence: int, tmp_path: Path) -> None:
    """A credit of a tenth leaves 900,000."""
    more = provision("8.1", "kind: service_level\nservice: work\ntarget: 99 %")
    more += provision("8.2", "kind: service_credit\nservice level: 8.1\ntiers: [{below: 99 %, credit: 10 %}]")
    told = late(tmp_path, 30, f"interest: 8 %\ninterest on: {reading}", more=more, history="2027-01-10T00:00,2027-01-11T00:00,platform\n")
    assert paid(told, "interest") == pence


def test_adjustments_that_go_the_other_way_lower_what_bears_interest(tmp_path: Path) -> None:
    """A currency that fell by 10 % takes 40,000 off the million; whatever the reading of credits, 960,000 bear interest."""
    more = provision("5.7", "kind: currency_adjustment\nseries: EUR/GBP\nshare: 40 %")
    for reading in ("the invoice less credits", "the whole invoice"):
        draft = CHARGE + provision("6.1", f"kind: payment_terms\ndue: 45 days\ninterest: 8 %\ninterest on: {reading}") + more
        world = "behaviour: {payment: {client: {by: 30 days}}}\nindices: {EUR/GBP: {levels: [1.00, 0.90]}}\n"
        told = life(tmp_path, 12, draft, world=world)
        assert [one.amount for one in told.postings if one.account.head == "interest"] == [657_534] * 11 + [631_233]


def test_a_late_payment_is_answered_where_a_rate_is_stated(tmp_path: Path) -> None:
    answered = {key: count for key, count in late(tmp_path, 30, "interest: 8 %").coverage.answered.items() if key[0] == "late payment"}
    assert answered == {("late payment", question, "6.1"): 1 for question in ("act", "pay", "remedy")}
    silent = late(tmp_path, 30, "").coverage
    assert silent.silent["late payment", "remedy"] == 1 and silent.answered["late payment", "act", "6.1"] == 1


@pytest.mark.parametrize(("terms", "said"), [("interest: -1 %", "not paid for it"), ("grace: 5 business days", "counted in days")])
def test_terms_that_cannot_be_are_refused(terms: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=said):
        late(tmp_path, 1, terms)


# --- currency ------------------------------------------------------------------------------------------------------------------------


def adjusted(folder: Path, terms: str, levels: str, months: int = 37) -> list[int]:
    """The adjustment at the end of each contract year, of charges of a million, in pounds."""
    draft = CHARGE + provision("5.7", f"kind: currency_adjustment\nseries: EUR/GBP\nshare: 40 %\n{terms}")
    told = life(folder, months, draft, world=f"indices: {{EUR/GBP: {{levels: [{levels}]}}}}\n")
    lines = [one for one in told.postings if one.account.head == "currency adjustment"]
    found = {one.month: one.amount if one.account.payer == "client" else -one.amount for one in lines}
    return [found.get(month, 0) // 100 for month in range(11, months, 12)]


def test_inside_the_band_nothing_and_beyond_it_the_whole_move_or_the_excess(tmp_path: Path) -> None:
    """0.85, 0.884 (+ 4 %), 0.8925 (+ 5 %), 0.935 (+ 10 %), of 400,000."""
    assert adjusted(tmp_path, "band: 5 %", "0.85, 0.884, 0.8925, 0.935") == [0, 0, 40_000]
    assert adjusted(tmp_path, "band: 5 %\nbeyond band: the excess only", "0.85, 0.884, 0.8925, 0.935") == [0, 0, 20_000]
    assert adjusted(tmp_path, "", "0.85, 0.884, 0.8925, 0.935") == [16_000, 20_000, 40_000]


def test_a_currency_that_falls_gives_money_back(tmp_path: Path) -> None:
    assert adjusted(tmp_path, "band: 5 %", "1.00, 0.90, 1.00, 1.00") == [-40_000, 0, 0]


def test_a_band_around_the_last_reset_holds_an_adjustment_that_one_around_the_base_gives_up(tmp_path: Path) -> None:
    """Up by 6 %, then 4 % above the base: back inside the band around the base, but within 5 % of the last reset."""
    assert adjusted(tmp_path, "band: 5 %\nband from: the base rate", "1.00, 1.06, 1.04, 1.00") == [24_000, 0, 0]
    # 1.00 is 5.66 % below 1.06, beyond the band: 1.06 times 1.00 / 1.06 is 1, and the rate is where it began.
    assert adjusted(tmp_path, "band: 5 %\nband from: the last reset", "1.00, 1.06, 1.04, 1.00") == [24_000, 24_000, 0]


def test_moves_from_reset_to_reset_are_chained(tmp_path: Path) -> None:
    """10 % and 10 % of 400,000 are 21 %, and 5 % and 5 % beyond the band 10.25 %; 0.9 is 7.0248 % below 0.968, of which 2.0248 % lie beyond it."""
    rates = "0.80, 0.88, 0.968, 0.90"
    assert adjusted(tmp_path, "band: 5 %\nband from: the last reset", rates) == [40_000, 84_000, 50_000]  # 0.9 / 0.8 is 12.5 %
    excess = "band: 5 %\nband from: the last reset\nbeyond band: the excess only"
    assert adjusted(tmp_path, excess, rates) == [20_000, 41_000, 32_070]  # 1.1025 * (1 - 0.020248) is 1.080177
    quoted = "band: 5 %\nband from: the last reset\nquoted: foreign currency per unit of the home"
    assert adjusted(tmp_path, quoted, "1.21, 1.10, 1.00, 1.00") == [40_000, 84_000, 84_000]
