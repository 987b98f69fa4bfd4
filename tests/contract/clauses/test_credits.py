"""Published credits, as amounts on an invoice: a draft with the published terms, a month with the published outage."""

from __future__ import annotations

import pytest

from tests.contract.clauses.desk import Books, Said, story
from wargame.core.problem import BadInput

WORLD = "name: Worked\nservices: {voice: {demand: {level: UNITS per month}, needs: [platform]}}\ncomponents: {platform: {}}\nstep: month\n"
DRAFT = """
## 5.1 Charge
```terms
kind: unit_charge
service: voice
bands: [{price: PRICE}]
```

## 8.1 Level
```terms
kind: service_level
service: voice
LEVEL
```

## 8.2 Credit
```terms
CREDIT
```
"""


def credited(
    said: Said, level: str, credit: str, outages: str, *, charge: str = "GBP 100.00", months: int = 1, choices: dict[str, str] | None = None
) -> Books:
    """A month (or several) whose charge is one unit at `charge`, with these outages."""
    kind = credit if "kind:" in credit else f"kind: service_credit\nservice level: 8.1\n{credit}"
    draft = DRAFT.replace("PRICE", charge).replace("LEVEL", level).replace("CREDIT", kind)
    chosen = {("8.2" if name not in ("precision", "window_moves") else "8.1", name): option for name, option in (choices or {}).items()}
    # April has 30 days, 720 hours, 43,200 minutes.
    return story(draft, WORLD.replace("UNITS", "1"), said, months=months, history=outages, choices=chosen, effective="2027-04-01")


def down(minutes: int, month: int = 4) -> str:
    """An outage of so many minutes from the second day of a month on."""
    day, rest = divmod(minutes, 1440)
    return f"2027-{month:02}-02T00:00,2027-{month:02}-{2 + day:02}T{rest // 60:02}:{rest % 60:02},platform\n"


TIERS = "tiers:\n  - {below: 99.9 %, credit: 10 %}\n  - {below: 99.0 %, credit: 25 %}\n  - {below: 95.0 %, credit: 100 %}"
ACCORD = "tiers: [{below: 99.8 %, credit: 2 %}, {below: 98 %, credit: 3 %}]\nat risk: 10 %\nyearly cap: {limit: 10 %, over: any 12 months}"


@pytest.mark.parametrize(
    ("case", "level", "credit", "minutes", "charge", "expected"),
    [
        ("slc_percentage", "target: 99 %", "credit: 20 %", 864, "GBP 10 000.00", 200_000),
        ("slc_slack_100x", "target: 99.99 %", "times downtime: 100", 60, "GBP 1 250.00", 17_361),
        ("slc_aws_s3_98", "target: 99.9 %", TIERS, 864, "GBP 100.00", 2_500),
        ("slc_ccs_gap", "target: 98 %", "per point: {below: 98 %, credit: 1 %}", 10_800, "GBP 100.00", 2_300),
        ("slc_accord_100", "target: 99.8 %", ACCORD, 0, "GBP 10.00", 0),
        ("slc_accord_99_7", "target: 99.8 %\ndecimals: 1", ACCORD, 130, "GBP 10.00", 20),
        ("slc_accord_97", "target: 99.8 %", ACCORD, 1_296, "GBP 10.00", 30),
        ("clouddigit, capped", "target: 99.95 %", "tiers: [{below: 95 %, credit: 90 %}]\nat risk: 50 %", 4_320, "GBP 100.00", 5_000),
        ("aws_rds_multiaz", "target: 99.95 %", "tiers: [{below: 99.95 %, credit: 10 %}]\nleast: GBP 1", 43, "GBP 100.00", 1_000),
        ("aws_rds_multiaz, less than the least", "target: 99.95 %", "tiers: [{below: 99.95 %, credit: 10 %}]\nleast: GBP 1", 43, "GBP 9.00", 0),
        ("slack_2024", "target: 99.99 %", "times downtime: 10", 432, "GBP 100.00", 1_000),
    ],
)
def test_a_published_credit(case: str, level: str, credit: str, minutes: int, charge: str, expected: int, said: Said) -> None:
    outages = down(minutes) if minutes else "2027-03-01T00:00,2027-03-01T00:01,platform\n"
    assert credited(said, level, credit, outages, charge=charge).paid("service credits") == expected, case


def test_ten_times_the_down_time_of_a_quarter_of_90_days(said: Said) -> None:
    """slc_multiplier_10x: 12 hours of 2,160 are 0.556 %; ten times that of a monthly fee of 5,000 are 278."""
    draft = DRAFT.replace("PRICE", "GBP 5 000.00").replace("LEVEL", "target: 99.9 %\nwindow: 3 months\nwindow moves: in steps\ndecimals: 3")
    draft = draft.replace("CREDIT", "kind: service_credit\nservice level: 8.1\ntimes downtime: 10\nat risk: 100 %\nMORE")
    for more, paid in (("window charges: of the last month", 27_800), ("", 83_400)):  # "monthly fee", or of the quarter's fees
        quarter = draft.replace("MORE", more)
        books = story(quarter, WORLD.replace("UNITS", "1"), said, months=3, history="2027-02-02T00:00,2027-02-02T12:00,platform\n")
        assert books.said("8.1", "measured") == [False, False, True]
        assert [books.paid("service credits", month) for month in range(3)] == [0, 0, paid]


@pytest.mark.parametrize(
    ("tiers", "paid"),
    [
        # "less than or equal to 99.9 % but greater than 99.0 %", and "less than 99.0 %": 99.0 % itself lies in neither.
        ("tiers: [{up to: 99.9 %, above: 99 %, credit: 10 %}, {below: 99 %, credit: 25 %}]", (10_000, 0, 25_000)),
        ("tiers: [{below: 99.9 %, at least: 99 %, credit: 10 %}, {below: 99 %, credit: 25 %}]", (0, 10_000, 25_000)),
        ("tiers: [{below: 99.9 %, at least: 99 %, credit: 10 %}, {below: 99 %, credit: 25 %}]\nboundary: inclusive", (10_000, 25_000, 25_000)),
    ],
)
def test_a_level_of_exactly_an_edge(tiers: str, paid: tuple[int, ...], said: Said) -> None:
    """GitHub's uptime tiers, in a month of 43,200 minutes: 99.9, 99.0 and 98.9 %."""
    for minutes, expected in zip((43, 432, 475), paid, strict=True):
        level = "target: 99.9 %\ndecimals: 1" if minutes == 43 else "target: 99.9 %"
        assert credited(said, level, tiers, down(minutes), charge="GBP 1 000.00").paid("service credits") == expected


POINTS = """kind: service_points
levels:
  - service level: 8.1
    bands:
      - {below: 99 %, points: 1}
      - {below: 98 %, points: 2}
      - {below: 97 %, points: 3}
      - {below: 96 %, points: 4}
repeat multiplies by: 2
credit per point: 1 %"""


@pytest.mark.parametrize(
    ("percents", "choices", "expected"),
    [
        (["98.5"], {}, [1]),
        (["96.5", "98.5", "96.5"], {}, [3, 2, 6]),
        (["96.5", "98.5", "96.5"], {"repeat": "a miss at least as grave"}, [3, 1, 6]),
    ],
)
def test_service_points(percents: list[str], choices: dict[str, str], expected: list[int], said: Said) -> None:
    minutes = {"98.5": 648, "96.5": 1512}
    # 648 minutes are 1.5 % of 30 days and 1.45 % of 31; to one decimal both are 98.5, as 1,512 minutes are 96.5 and 96.6.
    outages = "".join(down(minutes[percent], 4 + month) for month, percent in enumerate(percents))
    books = credited(said, "target: 99 %\ndecimals: 1", POINTS, outages, months=len(percents), choices=choices)
    assert books.said("8.2", "points") == expected
    assert [books.paid("service credits", month) for month in range(len(percents))] == [100 * points for points in expected]


BANDED = POINTS.replace("{below: 99 %, points: 1}", "{below: 98.91 %, at least: 98.0 %, points: 1}")


@pytest.mark.parametrize(("precision", "points"), [("exact", 0), ("as stated", 1)])
def test_98_94_lies_in_no_band_of_whole_tenths_unless_it_is_rounded(precision: str, points: int, said: Said) -> None:
    """458 minutes of 43,200 leave 98.94 %: above the band that ends with 98.9, and 98.9 when it is rounded."""
    books = credited(said, "target: 99 %\ndecimals: 1", BANDED, down(458), choices={"precision": precision})
    assert books.said("8.2", "points") == [points]


@pytest.mark.parametrize(("second", "missed"), [(12, False), (13, True)])
def test_99_9_percent_of_30_days_allows_43_minutes_12_seconds(second: int, missed: bool, said: Said) -> None:
    """up_999: 43.2 minutes."""
    books = credited(said, "target: 99.9 %", "credit: 5 %", f"2027-04-02T00:00:00,2027-04-02T00:43:{second},platform\n")
    assert books.said("8.1", "missed") == [missed]


@pytest.mark.parametrize("target", ["-10 %", "110 %"])
def test_a_level_below_nothing_or_above_everything_is_refused(target: str, said: Said) -> None:
    """slc_accord_negative."""
    with pytest.raises(BadInput, match="part of a whole"):
        credited(said, f"target: {target}", "credit: 5 %", down(10))


@pytest.mark.parametrize(("decimals", "attainment", "missed"), [("", 0.9895, True), ("decimals: 1", 0.99, False), ("decimals: 2", 0.9895, True)])
def test_precision_decides_whether_98_95_misses_99(decimals: str, attainment: float, missed: bool, said: Said) -> None:
    outage = "2027-04-02T00:00:00,2027-04-02T07:33:36,platform\n"
    books = credited(said, f"target: 99 %\n{decimals}", "credit: 5 %", outage)
    assert (books.said("8.1", "attainment"), books.said("8.1", "missed")) == ([attainment], [missed])
    assert books.paid("service credits") == (500 if missed else 0)


STEPS = """kind: service_points
levels: [{service level: 8.1, bands: [{below: 99 %, points: SCORE}]}]
table:
  - {points: 5, credit: 0 %}
  - {points: 10, credit: 2 %}
  - {points: 15, credit: 4 %}
  - {points: 20, credit: 6 %}
  - {points: 25, credit: 8 %}
  - {points: 30, credit: 10 %}
averaged: with the month before
percentage of: next month"""


@pytest.mark.parametrize(("score", "rate"), [(5, 0), (10, 200), (15, 400), (20, 600), (25, 800), (30, 1000), (40, 1000), (12, 200)])
def test_a_step_table_of_next_months_bill_after_averaging(score: int, rate: int, said: Said) -> None:
    """TELUS: the second month's average is the score itself; the third month's bill bears the credit. 12 points reach the row of 10."""
    outages = down(864, 4) + down(864, 5)
    books = credited(said, "target: 99 %", STEPS.replace("SCORE", str(score)), outages, months=4)
    assert books.paid("service credits", 2) == rate


@pytest.mark.parametrize(("reading", "rate"), [("the row reached", 200), ("the row above", 400), ("in proportion", 280)])
def test_twelve_points_are_in_no_row(reading: str, rate: int, said: Said) -> None:
    outages = down(864, 4) + down(864, 5)
    books = credited(said, "target: 99 %", STEPS.replace("SCORE", "12"), outages, months=4, choices={"between_rows": reading})
    assert books.paid("service credits", 2) == rate


@pytest.mark.parametrize(("reading", "amount"), [("in proportion", 150), ("complete points", 100), ("begun points", 200)])
def test_a_point_and_a_half_below(reading: str, amount: int, said: Said) -> None:
    books = credited(said, "target: 98 %", "per point: {below: 98 %, credit: 1 %}", down(1512), choices={"part_points": reading})
    assert books.paid("service credits") == amount


@pytest.mark.parametrize(("reading", "amount"), [("exclusive", 1_000), ("inclusive", 2_500)])
def test_a_level_of_exactly_99(reading: str, amount: int, said: Said) -> None:
    assert credited(said, "target: 99.9 %", TIERS, down(432), choices={"boundary": reading}).paid("service credits") == amount


@pytest.mark.parametrize(("last", "paid"), [("paid in cash", [0, 500, 1_000]), ("lost", [0, 500, 500])])
def test_credits_on_the_next_invoice_and_what_becomes_of_the_last(last: str, paid: list[int], said: Said) -> None:
    outages = down(864, 4) + down(864, 5) + down(864, 6)
    books = credited(said, "target: 99 %", "credit: 5 %\ninvoice: of the next month", outages, months=3, choices={"last_invoice": last})
    assert [books.paid("service credits", month) for month in range(3)] == paid
    assert books.withheld("no later invoice to set it against") == 1_500 - sum(paid)


@pytest.mark.parametrize(("after", "months"), [("goes on", [2, 3, 4]), ("starts again", [2])])
def test_three_misses_in_six_months(after: str, months: list[int], said: Said) -> None:
    outages = "".join(down(864, 4 + month) for month in range(5))
    books = credited(
        said, "target: 99 %", "triggers: [{misses: 3, window: 6 months, credit: 7 %}]", outages, months=6, choices={"count_after_credit": after}
    )
    assert [month for month in range(6) if books.paid("service credits", month)] == months


@pytest.mark.parametrize(("reading", "amount"), [("the agreement", 1_500), ("the service", 500)])
def test_charges_of_the_agreement_or_of_the_service(reading: str, amount: int, said: Said) -> None:
    draft = (
        DRAFT.replace("PRICE", "GBP 100.00")
        .replace("LEVEL", "target: 99 %")
        .replace("CREDIT", "kind: service_credit\nservice level: 8.1\ncredit: 5 %")
    )
    draft += "\n## 5.2 Letters\n```terms\nkind: unit_charge\nservice: mail\nbands: [{price: GBP 200.00}]\n```\n"
    world = WORLD.replace("UNITS", "1").replace("services: {", "services: {mail: {demand: {level: 1 per month}}, ")
    choices = {("8.2", "charges_of"): reading}
    assert story(draft, world, said, months=1, history=down(864), choices=choices, effective="2027-04-01").paid("service credits") == amount


def test_a_yearly_cap_whose_first_year_is_estimated(said: Said) -> None:
    cap = "credit: 20 %\nyearly cap: {limit: 10 %, over: each contract year, first year: GBP 500.00}"
    outages = "".join(down(864, month) for month in range(4, 13))
    books = credited(said, "target: 99 %", cap, outages, months=12)
    # 10 % of the estimate of 500 are 50: two credits of 20 and half of a third.
    assert [books.paid("service credits", month) for month in range(4)] == [2_000, 2_000, 1_000, 0]
    assert books.withheld("above the yearly cap on credits") == 9 * 2_000 - 5_000


def test_a_pool_is_not_exceeded_by_allocations_of_150_percent(said: Said) -> None:
    pool = "kind: credit_pool\nat risk: 12 %\nallocations: [{service level: 8.1, share: 90 %}, {service level: 8.3, share: 60 %}]"
    draft = DRAFT.replace("PRICE", "GBP 100.00").replace("LEVEL", "target: 99 %").replace("CREDIT", pool)
    draft += "\n## 8.3 Minimum\n```terms\nkind: service_level\nservice: voice\ntarget: 98 %\n```\n"
    for minutes, expected in ((864, 1_080), (1_512, 1_200)):
        books = story(draft, WORLD.replace("UNITS", "1"), said, months=1, history=down(minutes), effective="2027-04-01")
        assert books.paid("service credits") == expected
