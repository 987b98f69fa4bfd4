"""Who is excused, and how far: readings of relief events and force majeure on outages that overlap, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.worked import CHARGE, lived, paid
from wargame.core.problem import BadInput

WORLD = """name: By hand
services: {voice: {demand: {level: 1 000 per day}, needs: [platform, line, carrier, site]}}
components: {platform: {}, line: {fault: client}, carrier: {fault: third party}, site: {fault: nobody}}
behaviour: {claims: {provider: {notice: 12 days}}}
"""
LATE = """
## 9.1 Late restoration
```terms
kind: liquidated_damages
service: voice
restore within: 2 hours
amount: GBP 1 000
per: 1 hour
```
"""
RELIEF = "\n## 13.1 Relief\n```terms\nkind: relief_event\nservice: voice\nrelieves: [9.1]\nMORE\n```\n"
# The client's line is down for eight hours (six late), the platform for four of them (two late): 8,000 in damages, eight hours down together.
TOGETHER = "start,end,component\n2027-01-10T08:00,2027-01-10T16:00,line\n2027-01-10T12:00,2027-01-10T16:00,platform\n"


@pytest.mark.parametrize(
    ("more", "pounds"),
    [
        ("concurrent causes: relieve nothing", 4_000),  # four of the eight hours have no other cause
        ("concurrent causes: relieve in full", None),
        ("concurrent causes: are shared equally", 2_000),
        ("concurrent causes: relieve nothing\navoidable: 25 %", 5_000),  # three hours of the eight
        ("relief: time only", 8_000),
        ("notice within: 12 days", 4_000),
        ("notice within: 11 days", 8_000),
        ("notice within: 11 days\nlate notice: is no bar", 4_000),
        ("causes: [third party]", 8_000),
    ],
)
def test_what_is_still_paid_when_the_client_shares_the_blame(tmp_path: Path, more: str, pounds: int | None) -> None:
    told = lived(tmp_path, CHARGE + LATE + RELIEF.replace("MORE", more), WORLD, "2 months", TOGETHER)
    assert [amount for _, amount in paid(told, "9.1")] == ([pounds * 100] if pounds else [])
    assert sum(one.amount for one in told.withheld) == 800_000 - 100 * (pounds or 0)


@pytest.mark.parametrize(("more", "credited"), [("", False), ("excuses month from: 60 %", True), ("relief: money only", True)])
def test_a_level_leaves_out_a_month_that_the_client_mainly_spoilt(tmp_path: Path, more: str, credited: bool) -> None:
    """Four hours in eight are the client's alone: half, but not 60 %. The credit itself is not among the clauses relieved."""
    level = "\n## 8.1 Level\n```terms\nkind: service_level\nservice: voice\ntarget: 99.5 %\nrelieved by: 13.1\n```\n"
    credit = "\n## 8.2 Credit\n```terms\nkind: service_credit\nservice level: 8.1\ncredit: 10 %\n```\n"
    told = lived(tmp_path, CHARGE + LATE + level + credit + RELIEF.replace("MORE", more), WORLD, "2 months", TOGETHER)
    assert [amount for _, amount in paid(told, "8.2")] == ([310_000] if credited else [])


FORCE = "\n## 13.2 Force majeure\n```terms\nkind: force_majeure\nservice: voice\nrelieves: [9.1]\ncharges: continue\nMORE\n```\n"
# The site is down for ten hours (eight late), the platform for five of them (three late): 11,000 in damages.
FLOOD = "start,end,component\n2027-01-10T08:00,2027-01-10T18:00,site\n2027-01-10T13:00,2027-01-10T18:00,platform\n"


@pytest.mark.parametrize(
    ("history", "more", "pounds"),
    [
        (FLOOD, "", 5_500),  # but for the flood five of ten hours would have been up
        (FLOOD, "causation: mere prevention", None),
        (FLOOD, "longer than: 10 hours\ncausation: mere prevention", 11_000),  # ten hours are not longer than ten
        (FLOOD, "longer than: 9 hours\ncausation: mere prevention", None),
        (FLOOD.replace("site", "carrier"), "", 11_000),
        (FLOOD.replace("site", "carrier"), "subcontractors: what strikes them counts", 5_500),
        (FLOOD, "continuity duty: 9.1", 11_000),
        (FLOOD, "continuity duty: 9.1\nagainst continuity: force majeure prevails", 5_500),
    ],
)
def test_what_is_still_paid_in_a_flood(tmp_path: Path, history: str, more: str, pounds: int | None) -> None:
    told = lived(tmp_path, CHARGE + LATE + FORCE.replace("MORE", more), WORLD, "2 months", history)
    assert [amount for _, amount in paid(told, "9.1")] == ([pounds * 100] if pounds else [])


def test_only_the_charges_named_abate(tmp_path: Path) -> None:
    second = CHARGE.replace("5.1", "5.2").replace("GBP 1.00", "GBP 0.10")
    day = "start,end,component\n2027-01-10T00:00,2027-01-11T00:00,site\n"
    for more, pence in (("abates: [5.2]", 10_000), ("", 110_000)):  # a day of 31, at 0.10 and at 1.10 for 1,000 calls
        provisions = CHARGE + second + FORCE.replace("charges: continue", "charges: abate").replace("relieves: [9.1]\n", "")
        told = lived(tmp_path, provisions.replace("MORE", more), WORLD, "2 months", day)
        assert [amount for _, amount in paid(told, "13.2")] == [pence]


@pytest.mark.parametrize(("days_count", "leaves"), [("in one stretch", False), ("together in any 12 months", True)])
def test_days_of_several_floods_add_up_or_do_not(tmp_path: Path, days_count: str, leaves: bool) -> None:
    """Twelve days in January and twelve in March are more than twenty only together."""
    history = "start,end,component\n2027-01-05T00:00,2027-01-17T00:00,site\n2027-03-05T00:00,2027-03-17T00:00,site\n"
    way_out = "\n## 15.4 Leaving\n```terms\nkind: termination_force_majeure\nforce majeure: 13.2\nlonger than: 20 days\nnotice: 10 days\n"
    world = WORLD.replace("behaviour: {", "behaviour: {rights: {terminate for force majeure: {exercised: always}}, ")
    provisions = CHARGE + LATE + FORCE.replace("MORE", "") + way_out + f"days count: {days_count}\n```\n"
    told = lived(tmp_path, provisions, world, "12 months", history)
    assert (told.exit < told.term_end) is leaves


@pytest.mark.parametrize(
    ("provisions", "said"),
    [
        (RELIEF.replace("MORE", "causes: []"), "nothing would ever be relieved"),
        (FORCE.replace("MORE", "longer than: 1 month"), "timed by the clock"),
    ],
)
def test_terms_that_cannot_be_a_rule_are_refused(tmp_path: Path, provisions: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        lived(tmp_path, CHARGE + LATE + provisions, WORLD)
