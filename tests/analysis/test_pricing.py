"""What a patch does is played on the futures of the draft as it stands, for both parties."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np

from tests.analysis.checks.bench import CHARGE, CLEAN, CREDIT, FRONT, LEVEL, NATURE, WORLD, Bench
from wargame.analysis.checks.deadline_chain import lost_share
from wargame.analysis.findings.pricing import mean_of, spread, tail_of
from wargame.analysis.words.patches import aligned, patch_text
from wargame.contract.rules.kinds import clause_kinds
from wargame.contract.text.draft import load_draft
from wargame.contract.text.variant import apply, read_variants
from wargame.simulation.counterfactuals.what_if import WhatIfJob, pieces, play_what_ifs
from wargame.simulation.run.cells import CellJob, play_cohort
from wargame.simulation.run.columns import cost
from wargame.simulation.run.prepare import RunSpec, prepare
from wargame.simulation.run.worker_pool import worker_pool


def test_a_patch_moves_exactly_what_playing_the_patched_draft_moves(tmp_path: Path) -> None:
    draft, world = tmp_path / "draft.md", tmp_path / "world.yaml"
    draft.write_text(CLEAN, encoding="utf-8")
    world.write_text(WORLD, encoding="utf-8")
    patch = patch_text({"patch": {"8.2": {"at risk": "4 %"}}})
    (tmp_path / "v.yaml").write_text(patch, encoding="utf-8")
    alone = prepare(RunSpec(str(draft), (str(world),), None, (), 64))
    (found,) = play_what_ifs(alone, WhatIfJob(0, ((7, patch),), 64))
    both = prepare(RunSpec(str(draft), (str(world),), str(tmp_path / "v.yaml"), (), 64))
    with worker_pool(both, 1) as team:
        (slices,) = team.each(play_cohort, [CellJob(0, 0, 64, both.plays)])
    assert found.differences is not None and found.patch == 7
    for party in ("client", "provider"):
        assert np.array_equal(found.differences[party], slices[0].columns[cost(party)] - slices[1].columns[cost(party)])
    assert int(found.differences["client"].sum()) < 0 and not (found.differences["client"] + found.differences["provider"]).any()


def test_a_patch_that_does_not_fit_is_not_played(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "world.yaml").write_text(WORLD, encoding="utf-8")
    ready = prepare(RunSpec(str(tmp_path / "draft.md"), (str(tmp_path / "world.yaml"),), None, (), 8))
    (found,) = play_what_ifs(ready, WhatIfJob(0, ((0, patch_text({"remove": ["8.1"]})),), 8))
    assert found.differences is None


def test_words_alone_cost_nothing_and_say_why(tmp_path: Path) -> None:
    text = FRONT + CHARGE + LEVEL + CREDIT + NATURE.replace("Credits are", "Subject to clause 12.9 credits are")
    (one,) = [one for one in Bench(tmp_path, WORLD).look(text) if one.check == "dangling"]
    assert {stake.mean for stake in one.money.values()} == {0} and all("no money" in stake.reason for stake in one.money.values())


def test_both_ways_to_read_two_answers_are_played(tmp_path: Path) -> None:
    text = CLEAN.replace("within 4 hours", "within 6 hours")
    (one,) = [one for one in Bench(tmp_path, WORLD).look(text) if one.check == "number-drift"]
    assert [(way.option, way.usual) for way in one.fan] == [("the terms prevail", True), ("the words prevail", False)] and one.fan[0].differences[
        "client"
    ].mean == 0
    assert one.fan[-1].differences["client"].mean > 0 > one.fan[-1].differences["provider"].mean
    assert one.money["client"].mean == one.fan[-1].differences["client"].mean
    assert one.witness is not None and one.witness.scenario == "world" and 0 <= one.witness.future < 64 and 0 < (one.frequency or 0) <= 1


def test_of_two_clauses_that_are_both_played_neither_is_read_as_prevailing(tmp_path: Path) -> None:
    terms = "\n## {0} Payment\n\nInvoices bear interest of {1} % a year.\n\n```terms\nkind: payment_terms\ndue: 30 days\ninterest: {1} %\n```\n"
    world = WORLD + "behaviour:\n  payment: {client: {by: 10 days}}\n"
    (one,) = [one for one in Bench(tmp_path, world).look(CLEAN + terms.format("13.1", 6) + terms.format("13.2", 4)) if one.check == "contradictory"]
    assert [(way.option, way.usual) for way in one.fan] == [("13.1 prevails", False), ("13.2 prevails", False)]
    first, second = (-way.differences["client"].mean for way in one.fan)  # what the client saves where the other clause is not played beside it
    assert abs(2 * second - 3 * first) <= 2 and first > 0  # 6 % saved, and 4 %


def test_every_patch_is_in_one_piece() -> None:
    for patches, scenarios, workers in product((1, 5, 23), (1, 2, 5), (1, 2, 4)):
        assert [number for piece in pieces(list(range(patches)), scenarios, workers) for number in piece] == list(range(patches))


def test_means_tails_and_spreads() -> None:
    column = np.arange(100, dtype=np.int64)
    assert (mean_of(column), tail_of(column), tail_of(column[:20])) == (50, 97, None)
    found = spread(column)
    assert found.low is not None and found.high is not None and found.low < 50 < found.high
    assert spread(column[:5]).low is None


def test_scenarios_that_share_their_futures_are_no_independent_samples() -> None:
    """The true difference is 0 in each of five scenarios that meet the same draws: pooled as if they were five times as many futures, the interval
    leaves it out far more often than one time in twenty."""
    runs, n, scenarios = 300, 200, 5
    out = {"paired": 0, "as if independent": 0}
    for seed in range(runs):
        generator = np.random.default_rng(seed)
        shared = generator.standard_normal(n)
        columns = [np.rint(1e6 * (shared + 0.3 * generator.standard_normal(n))).astype(np.int64) for _ in range(scenarios)]
        for name, found in (("paired", spread(*columns)), ("as if independent", spread(np.concatenate(columns)))):
            assert found.low is not None and found.high is not None
            out[name] += not found.low <= 0 <= found.high
    assert 0.025 * runs <= out["paired"] <= 0.075 * runs, out
    assert out["as if independent"] > 0.2 * runs, out
    assert spread(*columns).mean == spread(np.concatenate(columns)).mean


def test_words_follow_the_figures_of_terms_and_new_terms_get_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(CLEAN, encoding="utf-8")
    draft = load_draft(tmp_path / "draft.md", clause_kinds())
    tiers = [{"below": "99.5 %", "credit": "6 %"}, {"below": "97 %", "credit": "12 %"}]
    patch = aligned(draft, {"patch": {"8.2": {"tiers": tiers, "boundary": "exclusive"}}})
    assert patch["patch"]["8.2"]["text"] == (
        "Below 99.5 % the Provider shall credit 6 % of the Charges, below 97 % it shall credit 12 %, but no more than 15 %. "
        "For this clause, boundary: exclusive."
    )
    (variant,) = read_variants(patch_text(patch), "patch.yaml")
    after = apply(draft, variant, clause_kinds()).provision("8.2")
    assert after.text == patch["patch"]["8.2"]["text"] and after.terms.tiers[0].credit.num == 6  # type: ignore[union-attr]


def test_the_share_of_claims_that_come_too_late_is_counted_day_by_day() -> None:
    late = sum(sum(days) > 42 for days in product(range(1, 15), range(1, 29), range(1, 15)))
    assert lost_share([14, 28, 14], 42) == Fraction(late, 14 * 28 * 14)
    assert lost_share([14, 28], 42) == 0
