"""A shock that is left out: what arrives only after it never comes, what it made likelier comes less often, and all else stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.world.shocks.common import CALENDAR, scenario
from wargame.simulation.counterfactuals.leave_one_out import followers
from wargame.world.sampled.futures import draw_futures, effects_of, span_of

CHAIN = """
ruling:
  kind: data_residency_order
  service: voice
  arrives: {rate: 1 per year}
  lead time: 10 days
  work: 90 days
  cost: GBP 100
stop:
  kind: supervisory_stop
  services: [voice]
  arrives: {after: {shock: ruling, delay: 20 days, probability: 60 %}}
  lasts: 20 days
  may not be served: 30 %
ordered out:
  kind: regulator_orders_exit
  arrives: {after: {shock: stop, delay: 60 days}}
  notice: 90 days
rise:
  kind: wage_rise
  services: [letters]
  arrives: {rate: 1 per year, raised by: {ruling: {by: 300 %, lasts: 200 days}}}
  rise: 5 %
  wages: 60 %
unmoved:
  kind: volume_surge
  service: letters
  arrives: {rate: 2 per year}
  size: {low: 5 %, high: 50 %}
  lasts: 9 days
"""


def test_followers_go_with_what_they_follow(tmp_path: Path) -> None:
    shocks = scenario(tmp_path, CHAIN).shocks
    assert followers(shocks, "ruling") == ("stop", "ordered out") and followers(shocks, "stop") == ("ordered out",)
    assert followers(shocks, "rise") == followers(shocks, "ordered out") == ()


def test_without_a_shock_its_followers_never_come_and_nothing_else_moves(tmp_path: Path) -> None:
    whole = scenario(tmp_path, CHAIN)
    without = replace(whole, shocks=tuple(shock for shock in whole.shocks if shock.name != "ruling"))
    starts = CALENDAR.month_starts(24)
    all_, fewer = (effects_of(one, span_of(CALENDAR, starts, 11, 0), 0) for one in (whole, without))
    for name in ("stop", "ordered out"):
        assert all_[name].arrived[0].size > 100 and fewer[name].arrived[0].size == 0
    assert 1024 < fewer["rise"].arrived[0].size < all_["rise"].arrived[0].size
    assert all(map(np.array_equal, all_["unmoved"].arrived, fewer["unmoved"].arrived))
    futures = draw_futures(without, CALENDAR, 24, 11, 0, 64)
    assert futures.law_changes.lane.size == 0 and (futures.shock_effects.ends is None or futures.shock_effects.ends.lane.size == 0)
