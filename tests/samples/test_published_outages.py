"""The public terms of object storage against three outages that happened, month by month, with every figure worked by hand.

Availability is (T − down) / T over the calendar month; below 99.9 % the credit is 10 %, below 99.0 % it is 25 %, below 95.0 % it is 100 %.
Every month is charged alike: 51,200 × USD 0.023 + 248,800 × USD 0.022 = USD 1,177.60 + USD 5,473.60 = USD 6,651.20 for 300,000 gigabyte-months.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.samples.shipped import ROOT, Pair, draft_of, futures_of, rules_of, scenario_of
from wargame.core.values import DAY
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.life.driver import play
from wargame.simulation.life.trace import LifeTrace

PAIR = Pair(ROOT / "contracts" / "object-storage-sla.md", ROOT / "scenarios" / "published-outages.yaml")
HISTORY = ROOT / "scenarios" / "published-outages.csv"
CHARGE = 665_120  # cents


class Worked(NamedTuple):
    """A month as worked by hand: its place in the term, minutes down, minutes in all, the percentage as printed, and the credit in cents."""

    month: int
    down: int
    minutes: int
    percent: str
    credit: int


WORKED = {
    # 17:37 to 21:54 is 4 h 17 min = 257 min. February 2027: 28 × 1,440 = 40,320 min. 40,063 / 40,320 = 99.3626 %: below 99.9 %,
    # 10 % of 6,651.20 = 665.12.
    "aws_s3_2017": Worked(1, 257, 40_320, "99.3626", 66_512),
    # 09:47 to 10:36 is 49 min. June: 30 × 1,440 = 43,200 min. 43,151 / 43,200 = 99.8866 %: below 99.9 % by a hair, 10 %, 665.12.
    "fastly_2021": Worked(5, 49, 43_200, "99.8866", 66_512),
    # 15:35 on the 7th to 00:44 on the 8th is 8 h 25 min + 44 min = 549 min. December: 31 × 1,440 = 44,640 min. 44,091 / 44,640 = 98.7702 %:
    # below 99.0 %, 25 % of 6,651.20 = 1,662.80.
    "aws_useast1_2021": Worked(11, 549, 44_640, "98.7702", 166_280),
}


@pytest.fixture(scope="module")
def told() -> LifeTrace:
    """The life, played event by event."""
    scenario = scenario_of(PAIR)
    rules = rules_of(draft_of(PAIR.draft), scenario)
    return play(rules, futures_of(rules, scenario, 1), 0)


@pytest.fixture(scope="module")
def invoiced(told: LifeTrace) -> Callable[[int, str], int]:
    """What is on the invoice of a contract month under a head, in cents."""
    ends = rules_of(draft_of(PAIR.draft), scenario_of(PAIR)).calendar.month_starts(24)[1:]

    def amount(month: int, head: str) -> int:
        return sum(p.amount for p in told.postings if p.instant == ends[month] and p.account.head == head)

    return amount


@pytest.mark.parametrize("outage", WORKED)
def test_an_affected_month_is_measured_and_credited_as_worked_by_hand(outage: str, told: LifeTrace, invoiced: Callable[[int, str], int]) -> None:
    month, down, minutes, percent, credit = WORKED[outage]
    seen = told.inputs[month, "3.1"]
    assert seen["downtime of storage"] == down * 60
    assert seen["attainment"] == (minutes - down) / minutes
    assert f"{100 * seen['attainment']:.4f}" == percent
    assert seen["missed"]
    assert invoiced(month, "charges") == CHARGE
    assert invoiced(month, "service credits") == credit


def test_every_other_month_is_whole_and_earns_nothing(told: LifeTrace, invoiced: Callable[[int, str], int]) -> None:
    others = set(range(24)) - {one.month for one in WORKED.values()}
    assert len(others) == 21
    for month in others:
        assert told.inputs[month, "3.1"]["attainment"] == 1.0
        assert invoiced(month, "service credits") == 0


def test_december_is_one_outage_across_midnight(told: LifeTrace) -> None:
    lines = [line for line in told.story if line.kind == "outage"]
    assert len(lines) == 6
    begins, ends = lines[4:]
    # 7 December is the 341st day of a common year: 340 days have passed when it begins.
    assert begins.instant == 340 * DAY + 15 * 3600 + 35 * 60
    assert ends.instant == 341 * DAY + 44 * 60
    assert "9 h 9 min" in ends.words


def test_the_cohort_pays_the_same_credits() -> None:
    scenario = scenario_of(PAIR)
    rules = rules_of(draft_of(PAIR.draft), scenario)
    ledger = CohortDriver(rules, futures_of(rules, scenario, 7)).run().ledger
    credits = [column.tolist() for account, column in ledger.paid.items() if account.head == "service credits"]
    assert credits == [[66_512 + 66_512 + 166_280] * 7]


def test_the_dates_are_those_of_the_published_table_shifted_by_whole_years(shared: Path) -> None:
    with (shared / "cases" / "outages.csv").open(encoding="utf-8") as file:
        timed = {row["id"]: row for row in csv.DictReader(file) if "T" in row["start_utc"] and "T" in row["end_utc"]}
    with HISTORY.open(encoding="utf-8") as file:
        ours = {row["note"].partition(":")[0]: row for row in csv.DictReader(file)}
    assert set(ours) == set(timed) == set(WORKED)
    for name, row in ours.items():
        start, end = (dt.datetime.fromisoformat(row[key]) for key in ("start", "end"))
        first, last = (dt.datetime.fromisoformat(timed[name][key]) for key in ("start_utc", "end_utc"))
        shift = start.year - first.year
        assert (first.replace(year=first.year + shift), last.replace(year=last.year + shift)) == (start, end)
        assert (end - start).total_seconds() == 60 * int(timed[name]["duration_min"]) == 60 * WORKED[name].down


def test_the_tiers_are_the_published_ones(shared: Path) -> None:
    rows = json.loads((shared / "cases" / "public_slas.json").read_text(encoding="utf-8"))
    published = next(row for row in rows if row["id"] == "aws_s3_std")
    level, credit = (draft_of(PAIR.draft).provision(number).terms for number in ("3.1", "3.2"))
    as_percent = lambda rate: float(Fraction(100 * rate.num, rate.den))  # noqa: E731
    assert as_percent(level.target) == published["commitment"]
    assert [[as_percent(tier.below), as_percent(tier.credit)] for tier in credit.tiers] == published["tiers"]
