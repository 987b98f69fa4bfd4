"""When a breach may end an agreement: cured, past curing, repeated, waived by going on; read off by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.worked import CHARGE, WORLD, lived, paid
from wargame.core.problem import BadInput
from wargame.core.values import DAY

ALWAYS = WORLD + "behaviour: {rights: {terminate for cause: {exercised: always}}}\n"
LEVEL = """
## 8.1 Availability
```terms
kind: service_level
service: voice
target: 99.5 %
```
"""
LEAVES = """
## 15.1 Leaving
```terms
kind: termination_cause
breach of: [8.1]
notice: 10 days
MORE
```
"""


def outages(*months: int) -> str:
    """An outage of five hours, which misses the level, in each of these months of 2027."""
    return "start,end,component\n" + "".join(f"2027-{month:02d}-10T08:00,2027-{month:02d}-10T13:00,platform\n" for month in months)


@pytest.mark.parametrize(
    ("more", "missed", "ends"),
    [
        # Cured by February; missed again in April and May: uncured at the end of May, ten days' notice from 1 June.
        ("cure: 20 days", (1, 4, 5), "2027-06-12"),
        ("cure: 20 days", (1, 4, 6), None),
        # 45 days from 1 February run into March: February alone cures nothing, March must fail too.
        ("cure: 45 days", (1, 2), None),
        ("cure: 45 days", (1, 2, 3), "2027-04-12"),
        # A month that is past cannot be cured: one miss, and 20 days later the right is there.
        ("cure: 20 days\nwhat cures: 'nothing: a missed month is past'", (1,), "2027-03-12"),
        ("repeated: {breaches: 3, within: 6 months}", (1, 4, 6), "2027-07-12"),
        ("repeated: {breaches: 3, within: 6 months}", (1, 4, 7), None),
    ],
)
def test_when_the_agreement_ends(tmp_path: Path, more: str, missed: tuple[int, ...], ends: str | None) -> None:
    told = lived(tmp_path, CHARGE + LEVEL + LEAVES.replace("MORE", more), ALWAYS, history=outages(*missed))
    assert [one.instant // DAY for one in told.story if one.kind == "exit"] == ([told.exit // DAY] if ends else [])
    if ends:
        last = paid(told, "5.1")[-1]
        assert last[1] == int(ends[-2:]) * 100_000 - 100_000  # the days of its last month that the agreement lived


def test_a_right_that_is_not_used_stands_or_is_waived(tmp_path: Path) -> None:
    """With a chance of one in two each month it is used sooner or later if it stands, and only by luck if it lapses."""
    half = WORLD + "behaviour: {rights: {terminate for cause: {probability: 50 %}}}\n"
    asked = {}
    for more in ("unused right: stands until used", "unused right: lapses with the month", "exercise within: 2 months"):
        provisions = CHARGE + LEVEL + LEAVES.replace("MORE", f"cure: 20 days\n{more}")
        lives = [lived(tmp_path, provisions, half, history=outages(1, 2), future=number) for number in range(8)]
        asked[more] = [sum(one.kind == "right" for one in life.story) for life in lives]
        used = [life.exit < life.term_end for life in lives]
        assert any(used) and (all(used) or "stands" not in more)
    stands, lapses, within = asked.values()
    assert set(lapses) == {1} and set(within) == {1, 2} and max(stands) > 2


@pytest.mark.parametrize(("days", "months"), [(30, 1), (31, 2), (60, 2), (61, 3)])
def test_a_right_may_lapse_by_days(tmp_path: Path, days: int, months: int) -> None:
    """It arises at the end of February; March's end is 31 days later, April's 61: until then it is the right of so many months."""
    half = WORLD + "behaviour: {rights: {terminate for cause: {probability: 30 %}}}\n"
    more = "cure: 20 days\nwhat cures: 'nothing: a missed month is past'\n"
    exits = []
    for within in (f"{days} days", f"{months} months"):
        provisions = CHARGE + LEVEL + LEAVES.replace("MORE", f"{more}exercise within: {within}")
        exits.append([lived(tmp_path, provisions, half, history=outages(1), future=number).exit for number in range(12)])
    assert exits[0] == exits[1] and len(set(exits[0])) == months + 1


def test_a_provider_that_fails_may_be_left_without_a_breach(tmp_path: Path) -> None:
    """A party that fails once a month for sure has failed when January ends."""
    world = ALWAYS.replace("behaviour: {", "behaviour: {default: {provider: {rate: 1 per month}}, ")
    leaves = LEAVES.replace("breach of: [8.1]\n", "")
    told = lived(tmp_path, CHARGE + LEVEL + leaves.replace("MORE", "insolvency: yes"), world)
    assert paid(told, "5.1") == [("2027-02-01", 3_100_000), ("2027-03-01", 1_100_000)]  # notice on 1 February, to the 11th
    with pytest.raises(BadInput, match="nothing gives the right"):
        lived(tmp_path, CHARGE + LEVEL + leaves.replace("MORE", ""), world)


@pytest.mark.parametrize("cap", [True, False])
def test_what_is_recovered_for_the_rest_of_the_term_is_limited_like_other_damages(tmp_path: Path, cap: bool) -> None:
    more = "cure: 20 days\nremaining term: {excess: 50 %, at most: 12 months}\nloss of bargain: recovered"
    limit = "\n## 12.1 Cap\n```terms\nkind: liability_cap\ncap: GBP 10 000\n```\n"
    told = lived(tmp_path, CHARGE + LEVEL + (limit if cap else "") + LEAVES.replace("MORE", more), ALWAYS, history=outages(1, 2))
    # Half of 29,500 for each of the nine months after March, in which it ends, is 132,750.
    assert [amount for _, amount in paid(told, "15.1")] == [1_000_000 if cap else 13_275_000]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", "uncured or repeated"),
        ("cure: 20 days\nexercise within: 30 business days", "exercise within: 3 months"),
        ("repeated: {breaches: 7, within: 6 months}", "can never fall within"),
        ("cure: 20 days\nremaining term: {excess: 5 %, at most: 90 days}", "at most: 12 months"),
    ],
)
def test_terms_that_cannot_be_a_rule_are_refused_with_the_way_out(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        lived(tmp_path, CHARGE + LEVEL + LEAVES.replace("MORE", more), ALWAYS)
