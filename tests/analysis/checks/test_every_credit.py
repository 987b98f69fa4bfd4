"""One defect, said by every kind of credit in which it can be said: each check finds it, with one severity, and the patch it proposes mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.checks.bench import CHARGE, FRONT, LEVEL, NATURE, Bench

POINTS = "kind: service_points\nlevels: [{service level: 8.1, bands: [%s]}]\n%s\n"
TIERS = "kind: service_credit\nservice level: 8.1\ntiers: [%s]\n"
CREDIT = "\n## 8.2 Credits\n\nCredits are given for misses.\n\n```terms\n%s```\n"
DAMAGES = """
## 9.1 Late restoration

The Provider shall pay for late restoration.

```terms
kind: liquidated_damages
service: voice
restore within: 4 hours
amount: GBP 7 500
per: 1 hour
credits: in addition
```
"""
INCIDENTS = "kind: incident_response\nservice: voice\nseverities: [{lasting: 0 hours, restore: 4 hours, credit: 2 %}]\n"
# Check -> the terms that have its defect, and what the message says.
DEFECTS: dict[str, tuple[tuple[str, str], ...]] = {
    "dead-zone": (
        (TIERS % "{below: 99 %, credit: 5 %}", "from 99 % up to (not including) 99.5 %"),
        (POINTS % ("{below: 99 %, points: 1}", "credit per point: 5 %"), "from 99 % up to (not including) 99.5 %"),
        ("kind: service_credit\nservice level: 8.1\nper point: {below: 99 %, credit: 5 %}\n", "from 99 % up to (not including) 99.5 %"),
        ("kind: service_credit\nservice level: 8.1\ntriggers: [{misses: 1, window: 1 month, below: 99 %, credit: 5 %}]\n", "from 99 %"),
        (TIERS % "{below: 99.5 %, credit: 5 %}, {below: 99 %, credit: 5 %}", "flat: below 99 % earns 5 %"),
        (POINTS % ("{below: 99.5 %, points: 1}, {below: 99 %, points: 1}", "credit per point: 5 %"), "flat: below 99 % earns 5 %"),
    ),
    "cliff": (
        (TIERS % "{below: 99.5 %, credit: 2 %}, {below: 99 %, credit: 20 %}", "at 99 % the credit jumps from 2 % to 20 %"),
        (POINTS % ("{below: 99.5 %, points: 1}, {below: 99 %, points: 10}", "credit per point: 2 %"), "at 99 % the credit jumps from 2 % to 20 %"),
        (
            POINTS % ("{below: 99.5 %, points: 1}, {below: 99 %, points: 2}", "table: [{points: 1, credit: 2 %}, {points: 2, credit: 20 %}]"),
            "at 99 % the credit jumps from 2 % to 20 %",
        ),
    ),
    "tier-table": (
        (TIERS % "{below: 99.5 %, credit: 6 %}, {below: 99 %, credit: 4 %}", "earns 4 %, less than the 6 %"),
        (POINTS % ("{below: 99.5 %, points: 3}, {below: 99 %, points: 2}", "credit per point: 2 %"), "earns 4 %, less than the 6 %"),
        (TIERS % "{below: 99.5 %, at least: 99.1 %, credit: 4 %}, {below: 99 %, credit: 6 %}", "leave a gap from 99 %"),
        (POINTS % ("{below: 99.5 %, at least: 99.1 %, points: 2}, {below: 99 %, points: 3}", "credit per point: 2 %"), "leave a gap from 99 %"),
    ),
    "toothless": (
        (TIERS % "{below: 99.5 %, credit: 0.1 %}", "costs the provider 0.1 %"),
        ("kind: service_credit\nservice level: 8.1\ncredit: 0.1 %\n", "costs the provider 0.1 %"),
        (POINTS % ("{below: 99.5 %, points: 1}", "credit per point: 0.1 %"), "costs the provider 0.1 %"),
        ("kind: credit_pool\nat risk: 0.1 %\nallocations: [{service level: 8.1, share: 100 %}]\n", "costs the provider 0.1 %"),
        (
            "kind: service_credit\nservice level: 8.1\ntriggers: [{misses: 3, window: 6 months, credit: 6 %}]\n",
            "2 of any 6 months may be missed at no price",
        ),
    ),
    "negative-price": (  # each is given for a second level too
        (TIERS % "{below: 99.5 %, credit: 60 %}", "come to 120 %"),
        ("kind: service_credit\nservice level: 8.1\ncredit: 60 %\n", "come to 120 %"),
        (POINTS % ("{below: 99.5 %, points: 3}", "credit per point: 20 %"), "come to 120 %"),
        (POINTS % ("{below: 99.5 %, points: 3}", "credit per point: 10 %\nrepeat multiplies by: 2"), "come to 120 %"),
        ("kind: service_credit\nservice level: 8.1\nper point: {below: 99.5 %, credit: 6 %}\n", "come to 120 %"),
        ("kind: service_credit\nservice level: 8.1\ntriggers: [{misses: 2, window: 3 months, credit: 60 %}]\n", "come to 120 %"),
        ("kind: credit_pool\nat risk: 60 %\nallocations: [{service level: 8.1, share: 100 %}]\n", "come to 120 %"),
    ),
    "remedy-without-breach": (
        (TIERS % "{below: 99.9 %, credit: 5 %}", "meets the target of 8.1 and pays"),
        (POINTS % ("{below: 99.9 %, points: 1}", "credit per point: 5 %"), "meets the target of 8.1 and pays"),
        ("kind: service_credit\nservice level: 8.1\nper point: {below: 99.9 %, credit: 5 %}\n", "meets the target of 8.1 and pays"),
    ),
    "unbounded": (
        (POINTS % ("{below: 99.5 %, points: 1}", "credit per point: 5 %\nrepeat multiplies by: 2"), "repeats multiply what is due"),
        (INCIDENTS, "every incident adds to what is due"),
    ),
    "double-recovery": tuple(
        (terms, "pays for the same outage as 8.2, in addition")
        for terms in (
            TIERS % "{below: 99.5 %, credit: 5 %}",
            "kind: service_credit\nservice level: 8.1\ncredit: 5 %\n",
            POINTS % ("{below: 99.5 %, points: 1}", "credit per point: 5 %"),
            "kind: credit_pool\nat risk: 5 %\nallocations: [{service level: 8.1, share: 100 %}]\n",
            INCIDENTS + "at risk: 5 %\n",
        )
    ),
    "exclusivity-unstated": tuple(
        (terms, "does not say whether credits are the client's only remedy")
        for terms in (
            TIERS % "{below: 99.5 %, credit: 5 %}",
            POINTS % ("{below: 99.5 %, points: 1}", "credit per point: 5 %"),
            "kind: credit_pool\nat risk: 5 %\nallocations: [{service level: 8.1, share: 100 %}]\n",
            INCIDENTS + "at risk: 5 %\n",
        )
    ),
}
CASES = [(check, terms, said) for check, found in DEFECTS.items() for terms, said in found]


@pytest.mark.parametrize(("check", "terms", "said"), CASES)
def test_a_defect_is_found_and_mended_in_every_way_to_say_it(check: str, terms: str, said: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    text = FRONT + CHARGE + LEVEL + CREDIT % terms + ("" if check == "exclusivity-unstated" else NATURE)
    text += DAMAGES if check == "double-recovery" else ""
    if check == "negative-price":
        text += (LEVEL + CREDIT % terms).replace("8.1", "8.5").replace("8.2", "8.6")
    found = [one for one in bench.look(text) if one.check == check and said in str(one.message)]
    assert [one.severity for one in found] == ["Medium"]
    (finding,) = found
    assert not [one for one in bench.again(text, finding) if one.check == check and said in str(one.message)]


TWO = [
    (POINTS % ("{below: 99.5 %, points: 1}", "credit per point: 5 %"), POINTS % ("{below: 99.5 %, points: 1}", "credit per point: 7 %")),
    (TIERS % "{below: 99.5 %, credit: 5 %}", POINTS % ("{below: 99.5 %, points: 1}", "credit per point: 7 %")),
    (
        "kind: service_credit\nservice level: 8.1\ncredit: 5 %\n",
        "kind: credit_pool\nat risk: 7 %\nallocations: [{service level: 8.1, share: 100 %}]\n",
    ),
]


@pytest.mark.parametrize(("first", "second"), TWO)
def test_two_credits_for_one_level_that_differ_contradict_each_other_whatever_their_kinds(first: str, second: str, tmp_path: Path) -> None:
    text = FRONT + CHARGE + LEVEL + CREDIT % first + NATURE + (CREDIT % second).replace("## 8.2", "## 8.4")
    (finding,) = (one for one in Bench(tmp_path).look(text) if one.check == "contradictory")
    assert (finding.clause, finding.severity, finding.also) == ("8.4", "Medium", ("8.2",))


def test_a_one_off_sum_with_a_limit_is_bounded_and_an_outage_is_not_one_off(tmp_path: Path) -> None:
    late = "\n## 9.2 Late delivery\n\nDelay costs.\n\n```terms\nkind: liquidated_damages\nmilestone: go live\namount: GBP 100\nper: 1 day\n"
    bench = Bench(tmp_path)
    for limit, found in (("", ["9.2"]), ("limit: GBP 5 000\n", [])):
        text = FRONT + CHARGE + f"{late}{limit}```\n"
        assert [one.clause for one in bench.look(text) if one.check == "unbounded"] == found
    outage = DAMAGES.replace("per: 1 hour", "per: 1 hour\nlimit: GBP 60 000").replace("credits: in addition\n", "")
    assert [one.clause for one in bench.look(FRONT + CHARGE + outage) if one.check == "unbounded"] == ["9.1"]
