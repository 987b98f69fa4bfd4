"""Fixed charges, baselines with a dead-band, and minimums, against published figures and figures worked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.contract.clauses.published import life, paid, provision
from wargame.core.problem import BadInput
from wargame.simulation.life.trace import LifeTrace

ARC = "kind: arc_rrc\nservice: work\nbaseline: 1 000 per month\ndead band: 10 %\nbase charge: GBP 50 000\narc: GBP 40\nrrc: GBP 30"
FTE = "kind: arc_rrc\nservice: work\nbaseline: 200 per month\ndead band: 10 %\narc: GBP 40\nrrc: GBP 30\nbaseline moves: each contract year"


def charged(told: LifeTrace, month: int) -> list[tuple[str, int]]:
    """(cause, amount) of the charges on a month's invoice."""
    return [(one.account.cause, one.amount) for one in told.postings if one.month == month and one.account.head == "charges"]


@pytest.mark.parametrize("volume", [900, 1000, 1100])
def test_inside_the_dead_band_the_base_charge_is_all(volume: int, tmp_path: Path, shared: Path) -> None:
    case = next(c for c in json.loads((shared / "cases" / "worked_examples.json").read_text(encoding="utf-8")) if c["id"] == "vol_deadband")
    told = life(tmp_path, 1, provision("5.1", ARC), volume=f"{volume} per month")
    assert paid(told, "charges") == 100 * case["expected"][case["inputs"]["volumes"].index(volume)]
    assert charged(told, 0) == [("time", 5_000_000)]


@pytest.mark.parametrize(("reading", "arc"), [("the baseline", 404_000), ("the edge of the dead-band", 4_000)])
def test_one_ticket_more_costs_4040_or_40(reading: str, arc: int, tmp_path: Path) -> None:
    told = life(tmp_path, 1, provision("5.1", f"{ARC}\ncounted from: {reading}"), volume="1 101 per month")
    assert charged(told, 0) == [("time", 5_000_000), ("volume", arc)]


@pytest.mark.parametrize(("reading", "rrc"), [("the baseline", -101 * 3_000), ("the edge of the dead-band", -3_000)])
def test_one_ticket_fewer_than_the_band_gives_money_back(reading: str, rrc: int, tmp_path: Path) -> None:
    told = life(tmp_path, 1, provision("5.1", f"{ARC}\ncounted from: {reading}"), volume="899 per month")
    assert charged(told, 0) == [("time", 5_000_000), ("volume", rrc)]


def test_the_first_tenth_moves_into_next_year_s_baseline_and_only_the_excess_is_charged(tmp_path: Path) -> None:
    """Baseline 200 FTE, actual 230: ARC on 10, next year's baseline 220; then 230 lies inside 198 to 242."""
    told = life(tmp_path, 25, provision("5.1", f"{FTE}\ncounted from: the edge of the dead-band"), volume="230 per month")
    seen = [told.inputs[month, "5.1"] for month in range(25)]
    assert [(one["baseline"], one["arc units"]) for one in seen] == [(200, 10)] * 12 + [(220, 0)] * 12 + [(230, 0)]
    assert paid(told, "charges") == 12 * 10 * 4_000


def test_a_baseline_per_year_is_measured_by_the_year(tmp_path: Path) -> None:
    """12 × 230 = 2,760 against 2,400 is 360 more; the edge is 240: 120 units, and 220 a month next year."""
    terms = f"{FTE}\nmeasured: contract year\ncounted from: the edge of the dead-band".replace("200 per month", "2 400 per year")
    told = life(tmp_path, 13, provision("5.1", terms), volume="230 per month")
    assert [told.inputs[month, "5.1"]["baseline"] for month in (0, 11, 12)] == [2_400, 2_400, 2_640]
    assert charged(told, 11) == [("volume", 120 * 4_000)]
    # The agreement ends after one month of the second year: 230 units against a twelfth of 2,640, 220, whose band reaches to 242.
    assert charged(told, 12) == [] and paid(told, "charges") == 120 * 4_000


def test_beyond_the_outer_band_units_are_priced_anew(tmp_path: Path) -> None:
    """1,400 of 1,000: 400 more, of which 100 beyond 30 % at 25 and 300 at 40."""
    told = life(tmp_path, 1, provision("5.1", f"{ARC}\nouter: {{band: 30 %, arc: GBP 25, rrc: GBP 20}}"), volume="1 400 per month")
    assert charged(told, 0) == [("time", 5_000_000), ("volume", 300 * 4_000 + 100 * 2_500)]
    assert told.inputs[0, "5.1"]["outside the outer band"]


# --- fixed charges -------------------------------------------------------------------------------------------------------------------


def fixed(more: str) -> str:
    """A fixed charge of 90,000."""
    return provision("5.1", f"kind: fixed_charge\namount: GBP 90 000\n{more}")


def invoices(told: LifeTrace, months: int) -> list[int]:
    """The charges on each month's invoice, in pounds."""
    return [sum(amount for _, amount in charged(told, month)) // 100 for month in range(months)]


def test_a_quarter_is_invoiced_at_its_end_or_at_its_beginning(tmp_path: Path) -> None:
    assert invoices(life(tmp_path, 6, fixed("per: quarter")), 6) == [0, 0, 90_000, 0, 0, 90_000]
    assert invoices(life(tmp_path, 6, fixed("per: quarter\ninvoiced: in advance")), 6) == [90_000, 0, 0, 90_000, 0, 0]


def test_a_charge_runs_from_one_month_to_another(tmp_path: Path) -> None:
    assert invoices(life(tmp_path, 5, fixed("from month: 2\nto month: 4")), 5) == [0, 90_000, 90_000, 90_000, 0]


def test_a_charge_runs_from_one_date_to_another(tmp_path: Path) -> None:
    assert invoices(life(tmp_path, 5, fixed("from date: 2027-02-01\nto date: 2027-04-30")), 5) == [0, 90_000, 90_000, 90_000, 0]
    assert invoices(life(tmp_path, 3, fixed("from date: 2027-03-01")), 3) == [0, 0, 90_000]
    assert invoices(life(tmp_path, 3, fixed("to date: 2027-03-31")), 3) == [90_000] * 3


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("from date: 2027-02-02", "first day"),
        ("to date: 2027-04-01", "last day"),
        ("from date: 2027-06-01", "lies in the term"),
        ("to date: 2026-12-31", "lies in the term"),
        ("from date: 2027-02-01\nfrom month: 2", "not as both"),
        ("from date: 2027-03-01\nto date: 2027-02-28", "before `from date`"),
        ("from month: 3\nto month: 2", "before `from month`"),
        ("from month: 0", "the first contract month is 1"),
        ("from month: 6", "`from month` is 6, and the agreement runs for 5 months"),
        ("percentage: 0 %", "says `terms: none`"),
        ("percentage: -5 %", "for a rebate exchange `payer` and `payee`"),
        ("quantity: 0", "a charge for each of 0 is no charge"),
    ],
)
def test_a_charge_that_never_runs_is_refused(terms: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        life(tmp_path, 5, fixed(terms))
    (problem,) = caught.value.problems
    assert said in f"{problem.message}: {problem.hint}"
    if terms.count(":") == 1 and "is 0;" not in problem.message:
        line = (tmp_path / Path(problem.place.file).name).read_text(encoding="utf-8").splitlines()[problem.place.line - 1]
        assert line == terms  # it stands at the term itself


def test_figures_beyond_exact_arithmetic_are_refused_at_their_clause(tmp_path: Path) -> None:
    draft = provision("5.4", "kind: fixed_charge\namount: GBP 9 999 999 999\nquantity: 1 000 000 000 000")
    with pytest.raises(BadInput) as caught:
        life(tmp_path, 5, draft)
    (problem,) = caught.value.problems
    assert "5.4" in problem.message and "more than is computed exactly" in problem.message and "zeros" in problem.hint and problem.place.line > 1


def test_a_charge_may_run_from_the_last_month_and_to_it(tmp_path: Path) -> None:
    assert invoices(life(tmp_path, 5, fixed("from month: 5\nto month: 5")), 5) == [0, 0, 0, 0, 90_000]


@pytest.mark.parametrize(("reading", "last"), [("pro rata", 60_000), ("whole", 90_000), ("dropped", 0)])
@pytest.mark.parametrize("invoiced", ["in arrears", "in advance"])
def test_a_quarter_that_the_term_cuts_short(reading: str, last: int, invoiced: str, tmp_path: Path) -> None:
    """Five months: the second quarter lasts two."""
    told = life(tmp_path, 5, fixed(f"per: quarter\ninvoiced: {invoiced}\npart periods: {reading}"))
    assert paid(told, "charges") == 100 * (90_000 + last)


def test_a_charge_is_served_by_the_second_of_the_exit(tmp_path: Path) -> None:
    """Missed in January, notice of 9 days from 1 February: the agreement ends on the morning after, the 11th. 10 of 28 days are served."""
    draft = fixed("") + provision("8.1", "kind: service_level\nservice: work\ntarget: 99.9 %")
    draft += provision("15.1", "kind: termination_chronic\nservice level: 8.1\nmisses: 1\nwindow: 1 month\nnotice: 9 days")
    behaviour = "behaviour: {rights: {terminate for chronic failure: {exercised: always}}}\n"
    told = life(tmp_path, 6, draft, world=behaviour, history="2027-01-10T00:00,2027-01-11T00:00,platform\n")
    assert [amount for _, amount in charged(told, 1)] == [round(9_000_000 * 10 / 28)]
    assert invoices(told, 6)[2:] == [0, 0, 0, 0]


def test_a_licence_users_and_maintenance_of_them(tmp_path: Path, shared: Path) -> None:
    """Paid once: a licence and six users. Each year for three years: 22 % of both, by the quarter."""
    expected = case_of(shared, "fee_oasys_maint")
    once = "to month: 1\n"
    yearly = "percentage: 22 %\nper: year\ninstalments: quarterly"
    draft = provision("5.1", f"kind: fixed_charge\namount: GBP 212 500\n{once}") + provision(
        "5.2", f"kind: fixed_charge\namount: GBP 3 000\nquantity: 6\n{once}"
    )
    draft += provision("5.3", f"kind: fixed_charge\namount: GBP 212 500\n{yearly}")
    draft += provision("5.4", f"kind: fixed_charge\namount: GBP 3 000\nquantity: 6\n{yearly}")
    told = life(tmp_path, 36, draft)
    by_month = [sum(amount for _, amount in charged(told, month)) for month in range(36)]
    assert [sum(by_month[first : first + 12]) for first in (0, 12, 24)] == [100 * expected[year] for year in ("y1", "y2", "y3")]
    assert sum(by_month) == 100 * expected["total"]
    assert {by_month[month] for month in range(2, 36, 3)} == {round(100 * expected["quarter"])}


def test_instalments_of_a_year_add_up_to_it(tmp_path: Path) -> None:
    """A hundred pounds in twelve parts: 8.33 and 8.34."""
    told = life(tmp_path, 12, provision("5.1", "kind: fixed_charge\namount: GBP 100\nper: year\ninstalments: monthly\ninvoiced: in advance"))
    assert paid(told, "charges") == 10_000 and {one.amount for one in told.postings} == {833, 834}


def test_an_instalment_is_shorter_than_its_period(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no quarterly instalments"):
        life(tmp_path, 12, fixed("per: quarter\ninstalments: quarterly"))


# --- minimums ------------------------------------------------------------------------------------------------------------------------


def case_of(shared: Path, name: str) -> Any:
    """A published result, in pounds."""
    return next(c["expected"] for c in json.loads((shared / "cases" / "worked_examples.json").read_text(encoding="utf-8")) if c["id"] == name)


def test_a_bill_is_at_least_the_minimum(shared: Path, tmp_path: Path) -> None:
    draft = provision("5.1", "kind: unit_charge\nservice: work\nbands: [{price: GBP 1.50}]")
    draft += provision("5.2", "kind: minimum_commitment\nminimum: GBP 200\nper: month")
    told = life(tmp_path, 1, draft, volume="10 per month")
    assert told.inputs[0, "5.2"]["billed"] == 100 * case_of(shared, "min_bill")
    assert (paid(told, "charges"), paid(told, "minimum commitment")) == (1_500, 18_500)


def test_twelve_quarterly_minimums(shared: Path, tmp_path: Path) -> None:
    told = life(tmp_path, 36, provision("5.2", "kind: minimum_commitment\nminimum: GBP 62 500\nper: quarter"))
    assert paid(told, "minimum commitment") == 100 * case_of(shared, "min_oasys_total")
    assert [one.month for one in told.postings] == list(range(2, 36, 3))


def test_an_excess_is_carried_once_into_the_next_period(tmp_path: Path) -> None:
    """900 in January and 300 a month later, against 400: the 500 too many make up 100 in each of five months."""
    draft = provision("5.1", "kind: unit_charge\nservice: work\nbands: [{price: GBP 1}]")
    draft += provision("5.2", "kind: minimum_commitment\nminimum: GBP 400\nper: month\ncarry forward: excess")
    world = "shocks:\n  start: {kind: volume_surge, service: work, arrives: {date: 2027-01-01}, size: 200 %, lasts: 31 days}\n"
    told = life(tmp_path, 9, draft, volume="300 per month", world=world)
    assert [told.inputs[month, "5.2"]["shortfall"] for month in range(9)] == [0, 0, 0, 0, 0, 0, 10_000, 10_000, 10_000]


@pytest.mark.parametrize(("reading", "due"), [("does not count", 30_000), ("counts as taken", 29_000)])
def test_volume_lost_to_outages(reading: str, due: int, tmp_path: Path) -> None:
    """Nothing else is charged, and the service is down for a thirtieth of April, the fourth month."""
    draft = provision("5.2", f"kind: minimum_commitment\nminimum: GBP 300\nper: month\nservice: work\nlost to outages: {reading}")
    told = life(tmp_path, 4, draft, history="2027-04-10T00:00,2027-04-11T00:00,platform\n")
    assert [one.amount for one in told.postings] == [30_000, 30_000, 30_000, due]


def test_credits_may_widen_the_shortfall(tmp_path: Path) -> None:
    """Charges of 100 and a credit of 20: short of 150 by 50, or by 70."""
    for reading, due in (("before credits", 5_000), ("after credits", 7_000)):
        draft = provision("5.1", "kind: fixed_charge\namount: GBP 100") + provision("8.1", "kind: service_level\nservice: work\ntarget: 99.9 %")
        draft += provision("8.2", "kind: service_credit\nservice level: 8.1\ntiers: [{below: 99.9 %, credit: 20 %}]")
        draft += provision("5.2", f"kind: minimum_commitment\nminimum: GBP 150\nper: month\ncharges count: {reading}")
        told = life(tmp_path, 1, draft, history="2027-01-10T00:00,2027-01-11T00:00,platform\n")
        assert paid(told, "minimum commitment") == due


def test_of_a_shortfall_a_share_may_be_payable(tmp_path: Path) -> None:
    told = life(tmp_path, 12, provision("5.2", "kind: minimum_commitment\nminimum: GBP 100 000\npayable: 35 %"))
    assert paid(told, "minimum commitment") == 3_500_000
