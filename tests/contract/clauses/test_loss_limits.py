"""Limits on a loss as insurance knows them, worked by hand: a published set of rules of calculation, and a claim, an occurrence, a year.

The rules are those of the Oasis loss modelling framework's financial module: 1 deductible and limit, 2 deductible, attachment, limit and share,
12 deductible alone, 14 limit alone, 16 deductible as a share of the loss.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.clauses.desk import Said, story
from wargame.contract.clauses.indemnity import Indemnity
from wargame.contract.parts.deductibles import above_deductible, within_limit
from wargame.core.vocabulary import SCALAR


def paid(terms: dict[str, str], loss: int, share: tuple[int, int] = (1, 1)) -> Any:
    """What of a loss is paid under some terms, in whole pounds."""
    read = Indemnity.Terms.model_validate({"losses": ["customer redress"], **terms}, context={"currencies": ["GBP"]})
    return SCALAR.share(within_limit(read, SCALAR, above_deductible(read, SCALAR, 100 * loss)), share[0], share[1]) / 100


@pytest.mark.parametrize(
    ("rule", "terms", "loss", "expected"),
    [
        (1, {"deductible": "GBP 1000", "limit": "GBP 5000"}, 900, 0),
        (1, {"deductible": "GBP 1000", "limit": "GBP 5000"}, 4_000, 3_000),
        (1, {"deductible": "GBP 1000", "limit": "GBP 5000"}, 9_000, 5_000),
        (12, {"deductible": "GBP 1000"}, 9_000, 8_000),
        (14, {"limit": "GBP 5000"}, 9_000, 5_000),
        (14, {"limit": "GBP 5000"}, 3_000, 3_000),
        (16, {"deductible share": "10 %"}, 9_000, 8_100),
        (16, {"deductible share": "10 %", "minimum deductible": "GBP 1000"}, 9_000, 8_000),
        (16, {"deductible share": "10 %", "maximum deductible": "GBP 500"}, 9_000, 8_500),
        (0, {"franchise": "GBP 1000"}, 1_000, 0),
        (0, {"franchise": "GBP 1000"}, 1_001, 1_001),
    ],
)
def test_a_published_rule_of_calculation(rule: int, terms: dict[str, str], loss: int, expected: int) -> None:
    assert paid(terms, loss) == expected, rule


@pytest.mark.parametrize(("loss", "expected"), [(900, 0), (2_500, 0), (4_000, 500), (9_000, 1_500)])
def test_rule_2_takes_the_share_last(loss: int, expected: int) -> None:
    """Deductible 1,000, attachment 2,000, limit 3,000, share 50 %."""
    assert paid({"deductible": "GBP 1000", "attachment": "GBP 2000", "limit": "GBP 3000"}, loss, (1, 2)) == expected


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"what makes good a loss up to GBP 0\.00 pays nothing"):
        paid({"limit": "GBP 0"}, 1_000)
    assert paid({"limit": "GBP 0.01"}, 1_000) == 0.01


DRAFT = """## 5.1 Charge
```terms
kind: fixed_charge
amount: GBP 1
```

## 11.1 Redress
```terms
kind: indemnity
losses: [customer redress]
service: voice
fault: whoever is at fault
payable after: 0 days
MORE
```
"""
WORLD = """name: Losses
services: {voice: {demand: {level: 1 per month}, needs: [platform]}}
components: {platform: {}}
economics: {client losses: [{head: customer redress, amount: GBP 100, per: hour of outage, service: voice}]}
step: day
"""
# 10 hours in January and 6 in February as one outage, 4 more hours in February as another, 12 in March.
OUTAGES = """2027-01-31T14:00,2027-02-01T06:00,platform
2027-02-10T00:00,2027-02-10T04:00,platform
2027-03-10T00:00,2027-03-10T12:00,platform
"""


@pytest.mark.parametrize(
    ("counts", "more", "expected"),
    [
        ("each claim", "deductible: GBP 700", [300, 300, 500]),
        ("each occurrence", "deductible: GBP 700", [300, 600, 500]),  # February goes on with what began in January, and has an outage of 400
        ("each contract year", "deductible: GBP 700", [300, 1_000, 1_200]),
        ("each claim", "limit: GBP 1 100", [1_000, 1_000, 1_100]),
        ("each occurrence", "limit: GBP 1 100", [1_000, 500, 1_100]),
        ("each contract year", "limit: GBP 1 100", [1_000, 100, 0]),
        ("each contract year", "franchise: GBP 1 500", [0, 2_000, 1_200]),
        ("each claim", "deductible: GBP 700\nshare: 50 %", [0, 0, 0]),
        ("each claim", "deductible: GBP 700\nshare: 50 %\nshare applies: after the deductible", [150, 150, 250]),
    ],
)
def test_a_claim_an_occurrence_and_a_year(counts: str, more: str, expected: list[int], said: Said) -> None:
    draft = DRAFT.replace("MORE", f"deductible counts: {counts}\n{more}")
    books = story(draft, WORLD, said, months=3, history=OUTAGES)
    assert [books.paid("indemnity", month) for month in range(3)] == [100 * amount for amount in expected]


HOURLY = (
    WORLD.replace("GBP 100,", "GBP 1 000,")
    .replace("needs: [platform]", "needs: [platform, network]")
    .replace("{platform: {}}", "{platform: {}, network: {}}")
)
TWO = "2027-02-03T00:00,2027-02-04T06:00,platform\n2027-02-10T00:00,2027-02-11T06:00,platform\n"  # 30 hours each
OVER = "2027-01-30T00:00,2027-02-02T00:00,platform\n2027-02-20T00:00,2027-02-20T12:00,platform\n"  # 48 and 24 hours, and 12
JOINED = "2027-02-03T00:00,2027-02-03T20:00,platform\n2027-02-03T10:00,2027-02-04T06:00,network\n"  # 30 hours, of which 10 are of both
MEETING = "2027-02-03T00:00,2027-02-03T15:00,platform\n2027-02-03T15:00,2027-02-04T06:00,network\n"  # 15 hours, and 15


@pytest.mark.parametrize(
    ("outages", "more", "expected"),
    [
        (TWO, "deductible: GBP 10 000", 40_000),
        (TWO, "franchise: GBP 40 000", 0),
        (TWO, "limit: GBP 30 000", 60_000),
        (OVER, "deductible: GBP 10 000", 64_000),
        (OVER, "limit: GBP 30 000", 42_000),
        (OVER, "franchise: GBP 40 000", 72_000),
        (JOINED, "deductible: GBP 10 000", 20_000),
        (MEETING, "deductible: GBP 10 000", 10_000),
        (MEETING, "deductible: GBP 10 000\nshare: 50 %", 0),
        (MEETING, "deductible: GBP 10 000\nshare: 50 %\nshare applies: after the deductible", 5_000),
    ],
)
def test_each_interruption_is_an_occurrence(outages: str, more: str, expected: int, said: Said) -> None:
    draft = DRAFT.replace("MORE", f"deductible counts: each occurrence\n{more}")
    books = story(draft, HOURLY, said, months=3, history=outages)
    assert books.paid("indemnity") == 100 * expected


MIXED = "2027-02-03T00:00,2027-02-03T10:00,platform\n2027-02-03T08:00,2027-02-03T20:00,network\n2027-02-03T18:00,2027-02-04T00:00,platform\n"


def test_an_interruption_is_one_though_not_all_of_it_is_the_payers_doing(said: Said) -> None:
    """Down from 0 to 24 h, of which the 8 hours from 10 to 18 are nobody's fault: 16,000 less 5,000 once."""
    world = HOURLY.replace("network: {}", "network: {fault: nobody}")
    draft = DRAFT.replace("MORE", "deductible counts: each occurrence\ndeductible: GBP 5 000")
    draft = draft.replace("whoever is at fault", "failures of the payer only")
    fault = world.replace("platform: {}", "platform: {fault: provider}")
    assert story(draft, fault, said, months=3, history=MIXED).paid("indemnity") == 11_000_00


def test_what_a_franchise_kept_back_is_not_kept_once_it_is_passed(said: Said) -> None:
    """48 hours in January, 24 in February: below a franchise of 60,000 at first, 72,000 are paid, and nothing is withheld in the end."""
    draft = DRAFT.replace("MORE", "deductible counts: each occurrence\nfranchise: GBP 60 000")
    books = story(draft, HOURLY, said, months=3, history=OVER.splitlines(keepends=True)[0])
    assert (books.paid("indemnity"), books.withheld("below the deductible")) == (72_000_00, 0)


def test_an_occurrence_is_one_under_all_heads_and_in_one_service(said: Said) -> None:
    """Voice loses 1,000 and 500 an hour, mail 100: of 30 hours of both 45,000 and 3,000. A deductible of 15,000 each leaves 30,000, two
    thirds of it under the first head."""
    world = WORLD.replace("needs: [platform]}", "needs: [platform]}, mail: {demand: {level: 1 per month}, needs: [platform]}").replace(
        "GBP 100, per: hour of outage, service: voice}",
        "GBP 1 000, per: hour of outage, service: voice}, {head: goodwill, amount: GBP 500, per: hour of outage, service: voice},"
        " {head: customer redress, amount: GBP 100, per: hour of outage, service: mail}",
    )
    draft = DRAFT.replace("service: voice\n", "").replace("[customer redress]", "[customer redress, goodwill]")
    draft = draft.replace("MORE", "deductible counts: each occurrence\ndeductible: GBP 15 000")
    books = story(draft, world, said, months=3, history=TWO.splitlines(keepends=True)[0])
    assert {one.account.cause: one.amount for one in books.life.postings if one.account.head == "indemnity" and one.amount} == {
        "customer redress": 20_000_00,
        "goodwill": 10_000_00,
    }
    assert books.withheld("below the deductible") == 18_000_00
