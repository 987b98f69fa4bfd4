"""The peers of the benchmarks say what the engine says, to the penny: a ratio of speeds means something only then."""

import dataclasses
import json

import numpy as np
import pytest

from benchmarks import peer_simpy, tapes
from benchmarks.compare import EXIT, differences
from wargame.simulation.cohort.driver import CohortDriver
from wargame.world.sampled.futures import Futures

FUTURES = 20
TWO_HOURS = 7_200


def crowded(futures: Futures) -> Futures:
    """The same outages twice as long, begun and ended on even hours: ties with midnights, month ends, rungs and notices, and many exits."""
    rows = futures.incidents
    start, raw = (np.maximum(column // TWO_HOURS * TWO_HOURS, least) for column, least in ((rows.start, 0), (2 * rows.raw, TWO_HOURS)))
    return dataclasses.replace(futures, incidents=dataclasses.replace(rows, start=start, raw=raw))


def as_drawn(futures: Futures) -> Futures:
    return futures


@pytest.fixture(params=tapes.WORLDS)
def step(request):
    return request.param


@pytest.fixture(params=(as_drawn, crowded), ids=lambda change: change.__name__)
def played(request, step):
    """A rulebook, futures, and what the engine makes of them."""
    scenario, rules, _ = tapes.agreement(step)
    futures = request.param(tapes.draw(scenario, rules, FUTURES))
    return rules, futures, CohortDriver(rules, futures).run()


def test_the_simpy_peer_keeps_the_same_books(played):
    rules, futures, outcome = played
    lives = peer_simpy.play(tapes.world_of(futures, rules), tapes.life_tapes(futures, FUTURES))
    compared, differ = differences(outcome, peer_simpy.columns(lives))
    assert compared >= 20 * FUTURES
    assert differ == 0


def test_the_floor_keeps_the_same_books(played):
    floor = pytest.importorskip("benchmarks.floor_numba", reason="numba is not installed", exc_type=ImportError)
    rules, futures, outcome = played
    books = floor.play(tapes.world_of(futures, rules), tapes.lane_tape(futures))
    assert differences(outcome, floor.columns(books))[1] == 0


def test_the_agreement_is_played_in_earnest(played):
    _, _, outcome = played
    assert (outcome.exit < outcome.term_end).any(), "no life ends early: the rights and life after exit go untested"
    assert {account.clause for account in outcome.ledger.paid} >= {"5.1", "8.2", "9.1", "10.1", "14.1", "15.1"}


def test_a_single_penny_is_seen(played):
    _, _, outcome = played
    kept = {(account, why.words): column for (account, why), column in outcome.ledger.withheld.items()}
    same = {**outcome.ledger.paid, **kept, EXIT: outcome.exit}
    assert differences(outcome, same)[1] == 0
    account = next(iter(outcome.ledger.paid))
    penny = same[account].copy()
    penny[3] += 1
    assert differences(outcome, same | {account: penny})[1] == 1
    assert differences(outcome, {key: column for key, column in same.items() if key != account})[1] == np.count_nonzero(same[account])


def test_nine_kinds_of_clause_are_in_the_draft_under_usual_practice():
    """What the draft leaves open the engine reads by usual practice, and so do the peers, whose books are the same to the penny."""
    _, base, further = tapes.agreement("month")
    assert len({clause.kind for clause in base.clauses}) == 9 and not base.unmeasured
    assert len(further.clauses) == len(base.clauses) + tapes.FURTHER


def test_published_figures_have_their_parts(root):
    file = root / "benchmarks" / "results.json"
    if not file.exists():
        pytest.skip("`make bench` has not written its results yet")
    found = json.loads(file.read_text(encoding="utf-8"))
    wanted = {"over_simpy", "over_floor", "with_questions", "sampling_over_evaluation"}
    assert wanted <= found["month_step"].keys() and wanted <= found["day_step"].keys()
    assert found["differences"] == 0
    assert found["rounds"] >= 7
    assert found["marginal_clause_us"] > 0


def test_figures_of_other_machines_are_kept_and_of_this_one_replaced():
    publish = pytest.importorskip("benchmarks.publish", reason="numba is not installed", exc_type=ImportError)
    ratios = {"over_simpy": 156.0, "over_floor": 2.72}

    def run(cpu, **more):
        return {"month_step": ratios | {"spread": 1}, "day_step": ratios, "machine": {"cpu": cpu, "cores": 2, "python": "3", "numpy": "2"}} | more

    first = publish.elsewhere(run("A"), "B")
    assert [(one["machine"]["cpu"], one["month_step"]) for one in first] == [("A", ratios)]
    assert publish.elsewhere(run("B", elsewhere=first), "B") == first
    assert [one["machine"]["cpu"] for one in publish.elsewhere(run("B", elsewhere=first), "A")] == ["B"]
    assert [one["machine"]["cpu"] for one in publish.elsewhere(run("B", elsewhere=first), "C")] == ["A", "B"]
    assert "| A, 2 cores, Python 3, numpy 2 | 156 | 156 | 2.72 | 2.72 |" in publish.of_elsewhere(first) and publish.of_elsewhere([]) == ""
