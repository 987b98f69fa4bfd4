"""Credit regimes that are unusual and sound: nothing is found in them that a partner would have to explain away.

Found by a reader who set out to break the checks; the right answer is that there is no finding.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.checks.bench import CHARGE, FRONT, LEVEL, NATURE, Bench

CHAT = "\n## 5.2 Message charge\n\nMessages cost GBP 1.\n\n```terms\nkind: unit_charge\nservice: chat\nbands: [{price: GBP 1.00}]\n```\n"
QUALITY = "\n## 8.8 Quality\n\n98 % are right.\n\n```terms\nkind: service_level\nservice: voice\nmeasure: quality\ntarget: 98 %\n```\n"
ANSWERS = (
    "\n## 8.4 Answers\n\n90 % wait for no day.\n\n```terms\nkind: service_level\nservice: {service}\nmeasure: responsiveness\ntarget: 90 %\n```\n"
)
QUARTER = LEVEL.replace("8.1", "8.5").replace("target: 99.5 %", "target: 99.8 %\nwindow: 3 months")


def clause(number: str, terms: str) -> str:
    """A provision with terms."""
    return f"\n## {number} Credits\n\nWords of {number}.\n\n```terms\n{terms}\n```\n"


TIERS = "kind: service_credit\nservice level: 8.1\ntiers: [{below: 99.5 %, credit: 5 %}]\nat risk: 10 %"
SOUND = {
    "points of several levels that become money from a threshold on": (
        "toothless",
        QUALITY + ANSWERS.format(service="voice"),
        clause(
            "8.2",
            "kind: service_points\nlevels:\n"
            + "".join(
                f"  - {{service level: {n}, bands: [{{below: {t}, points: 2}}]}}\n" for n, t in (("8.1", "99.5 %"), ("8.8", "98 %"), ("8.4", "90 %"))
            )
            + "table: [{points: 4, credit: 5 %}, {points: 6, credit: 10 %}]",
        ),
    ),
    "a credit in place of another": (
        "negative-price",
        QUALITY,
        clause("8.2", "kind: service_credit\nservice level: 8.1\ncredit: 60 %")
        + clause("8.6", "kind: service_credit\nservice level: 8.8\ncredit: 60 %\ntogether with: 8.2\nseveral levels: the highest"),
    ),
    "points of two services, each of its own charges": (
        "negative-price",
        CHAT + ANSWERS.format(service="chat"),
        clause(
            "8.2",
            "kind: service_points\nlevels:\n  - {service level: 8.1, bands: [{below: 99.5 %, points: 3}]}\n"
            "  - {service level: 8.4, bands: [{below: 90 %, points: 3}]}\ncredit per point: 20 %\ncharges of: the service",
        ),
    ),
    "a further credit from the third miss on": (
        "contradictory",
        "",
        clause("8.2", TIERS) + clause("8.6", "kind: service_credit\nservice level: 8.1\ntriggers: [{misses: 3, window: 6 months, credit: 10 %}]"),
    ),
    "a monthly level and a quarterly one": ("contradictory", QUARTER, clause("8.2", TIERS)),
    "a credit for errors beside damages for an outage": (
        "double-recovery",
        QUALITY,
        clause("8.2", "kind: service_credit\nservice level: 8.8\ncredit: 5 %\nat risk: 5 %")
        + clause(
            "9.1",
            "kind: liquidated_damages\nservice: voice\nrestore within: 4 hours\namount: GBP 100\nper: 1 hour\ncredits: in addition",
        ),
    ),
}


@pytest.mark.parametrize("why", SOUND)
def test_nothing_is_found_in_a_sound_regime(why: str, tmp_path: Path) -> None:
    check, levels, credits = SOUND[why]
    front = FRONT.replace("services:\n", "services:\n  chat: {unit: message}\n")
    found = Bench(tmp_path).look(front + CHARGE + LEVEL + levels + credits + NATURE)
    assert [str(one.message) for one in found if one.check == check] == []
