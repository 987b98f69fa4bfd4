"""A subcontractor that fails: what it ran is down, or what it did is missing, until another takes its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.world.shocks.common import costs_of, day, effects, futures, near, of_lane, outages, refused
from wargame.core.values import DAY

FIXED = """
subcontractor gone:
  kind: subcontractor_failure
  component: network
  services: [letters]
  arrives: {date: 2027-03-10}
  fault: provider
  replaced after: 4 days
  capacity falls by: 40 %
  replacement: {provider: GBP 600}
  work around: {client: GBP 20}
"""


def test_rows_of_a_fixed_law(tmp_path: Path) -> None:
    start = day("2027-03-10")
    assert of_lane(effects(tmp_path, FIXED), 6) == {
        "incidents": [("network", start * DAY, 4 * DAY)],
        "levels": [("capacity", "letters", start, start + 4, -400_000)],
        "costs": [("provider", "re-procurement", (start + 4) * DAY, 60_000), ("client", "work-around", start * DAY, 2_000)],
        "happenings": [("distress", start * DAY)],
    }


def test_either_way_alone(tmp_path: Path) -> None:
    ran = of_lane(effects(tmp_path, FIXED.replace("  services: [letters]\n", "").replace("  capacity falls by: 40 %\n", "")))
    worked = of_lane(effects(tmp_path, FIXED.replace("  component: network\n", "") + "  shape: decay\n"))
    assert "levels" not in ran and "incidents" not in worked
    assert [row[-1] for row in worked["levels"]] == [-100_000] * 4 and ran["happenings"] == worked["happenings"]


def test_whose_fault_it_is_in_the_world(tmp_path: Path) -> None:
    """As the shock says, else as of the component's everyday outages."""
    for text, fault in ((FIXED, "provider"), (FIXED.replace("  fault: provider\n", ""), "third party")):
        whole = futures(tmp_path, text, 4)
        (source,) = [source for source in whole.sources if source.event == "outage"]
        assert source.fault == fault and outages(whole).size == 4


def test_means(tmp_path: Path) -> None:
    text = FIXED.replace("{date: 2027-03-10}", "{rate: 1 per year}").replace("4 days", "{low: 10 days, high: 50 days}")
    found = effects(tmp_path, text.replace("40 %", "{low: 10 %, high: 90 %}").replace("GBP 600", "{mean: GBP 800}"))
    assert near(found.incidents[0][3], 30 * DAY) and near(-found.levels[0][5], 500_000)
    assert near(costs_of(found, "provider", "re-procurement"), 80_000)
    assert np.array_equal(found.costs[0][3], found.incidents[0][2] + found.incidents[0][3])


def test_refusals(tmp_path: Path) -> None:
    bare = FIXED.replace("  services: [letters]\n  ", "  ").replace("  capacity falls by: 40 %\n", "").replace("  component: network\n", "")
    refused(tmp_path, bare, "nothing fails")
    refused(tmp_path, FIXED.replace("  services: [letters]\n", ""), "`capacity falls by` says nothing without `services`")
    refused(tmp_path, FIXED.replace("component: network", "component: mainframe"), "the component 'mainframe' is not described")
    refused(tmp_path, FIXED.replace("40 %", "101 %"), "`capacity falls by` may come to more than the whole")
