"""Milestones on the dates of the draft: before the effective date, moved by a variant, contradicted by a scenario."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from wargame.simulation.life.driver import play
from wargame.simulation.run import columns
from wargame.simulation.run.cells import CellJob, play_cohort
from wargame.simulation.run.prepare import RunSpec, prepare

DRAFT = """---
title: Go-live
parties:
  client: {name: Client Ltd}
  provider: {name: Provider Ltd}
currency: GBP
effective: 2027-01-01
term: 12 months
services:
  voice: {unit: call}
---

## 9.1 Late go-live

For each day by which go-live is late the Provider shall pay GBP 100, up to GBP 9,000.

```terms
kind: liquidated_damages
milestone: go
DUEamount: GBP 100
per: 1 day
limit: GBP 9 000
```
"""
PAYMENT = """
## 5.6 Go-live payment

On go-live the Client shall pay GBP 5,000, unless it is more than 15 days late.

```terms
kind: milestone_payment
milestone: go
due: DATE
amount: GBP 5 000
lapses after: 15 days
```
"""
WORLD = """name: Late
services: {voice: {demand: {level: 10 per month}}}
milestones: {go: {DUElate: 12 days}}
"""


class Case:
    """A draft and a world on disk."""

    def __init__(self, folder: Path, terms: str = "", world: str = "", more: str = "", variants: str = "") -> None:
        self.draft, self.world = folder / "draft.md", folder / "world.yaml"
        self.draft.write_text(DRAFT.replace("DUE", f"{terms}\n" if terms else "") + more, encoding="utf-8")
        self.world.write_text(WORLD.replace("DUE", f"{world}, " if world else ""), encoding="utf-8")
        self.variants = folder / "variants.yaml" if variants else None
        if self.variants:
            self.variants.write_text(variants, encoding="utf-8")

    def paid(self, variant: int = 0) -> list[tuple[str, float]]:
        """(clause, pounds) of every posting of the one future, which the cohort has to the penny."""
        ready = prepare(RunSpec(str(self.draft), (str(self.world),), variants_file=str(self.variants) if self.variants else None, futures=1))
        (mine,) = [one for one in ready.plays if one.variant == variant and not one.reading.choices]
        told = play(ready.book(0, mine), ready.draw(0, 0, 1), 0)
        slices = play_cohort(ready, CellJob(0, 0, 1, ready.plays))
        cost = int(slices[ready.plays.index(mine)].columns[columns.cost("client")][0])
        assert -cost == sum(one.amount * (1 if one.account.payee == "client" else -1) for one in told.postings)
        return sorted((one.account.clause, one.amount / 100) for one in told.postings)


def test_a_date_in_the_draft_is_that_of_the_milestone(tmp_path: Path) -> None:
    """Twelve days late, wherever it is said when."""
    for terms, world in (("due: 2027-05-01", ""), ("", "due: 2027-05-01"), ("due: 2027-05-01", "due: 2027-05-01")):
        assert Case(tmp_path, terms, world).paid() == [("9.1", 1200.0)]


@pytest.mark.parametrize(
    ("terms", "pounds"),
    [
        ("due: 2026-12-29", [("5.6", 5000.0), ("9.1", 900.0)]),  # three days before: nine of the twelve are lived
        ("due: 2026-12-29\nlate from: effective date", [("5.6", 5000.0), ("9.1", 900.0)]),
        ("due: 2026-12-29\nlate from: due date", [("5.6", 5000.0), ("9.1", 1200.0)]),
        ("due: 2026-12-20", [("5.6", 5000.0)]),  # delivered on New Year's Day, at its first instant
        ("due: 2026-12-20\nlate from: due date", [("5.6", 5000.0)]),
    ],
)
def test_a_milestone_due_before_the_start_is_late_from_one_date_or_the_other(tmp_path: Path, terms: str, pounds: list[tuple[str, float]]) -> None:
    date = terms.split()[1]
    assert Case(tmp_path, terms, more=PAYMENT.replace("DATE", date)).paid() == pounds


def test_a_payment_lapses_by_the_delay_that_counts(tmp_path: Path) -> None:
    """Due on 29 December, twelve days late: nine since the effective date. It lapses after ten days."""
    payment = PAYMENT.replace("DATE", "2026-12-29").replace("15 days", "10 days")
    assert ("5.6", 5000.0) in Case(tmp_path, "due: 2026-12-29", more=payment).paid()
    assert ("5.6", 5000.0) not in Case(tmp_path, "due: 2026-12-29", more=payment.replace("amount:", "late from: due date\namount:")).paid()


def test_a_variant_may_move_the_date_and_meets_the_same_delay(tmp_path: Path) -> None:
    """Moved to 22 December of the term's year, ten days of the twelve are left of it; moved beyond the term, none."""
    variants = 'variants:\n  later: {why: x, patch: {"9.1": {due: 2027-12-22}}}\n  after: {why: x, patch: {"9.1": {due: 2028-01-01}}}\n'
    case = Case(tmp_path, "due: 2027-05-01", variants=variants)
    assert [case.paid(variant) for variant in range(3)] == [[("9.1", 1200.0)], [("9.1", 1000.0)], []]


def test_a_date_that_is_contradicted_or_missing_is_refused_at_its_place(tmp_path: Path, command: Command) -> None:
    def refused(case: Case, *more: str | Path) -> str:
        done = command("run", case.draft, "-s", case.world, "--futures", "1", "--workers", "1", "--out", tmp_path / "out", *more)
        assert done.code == 2
        return done.err

    err = refused(Case(tmp_path, "due: 2027-05-01", "due: 2027-06-01"))
    assert "world.yaml:3:14: X018: the milestone 'go' is due on 2027-06-01 here, and on 2027-05-01 in 9.1 of the draft" in err and "how late" in err
    assert "world.yaml:3:14: X018: the milestone 'go' has no date" in refused(Case(tmp_path))
    err = refused(Case(tmp_path, "due: 2027-05-01", more=PAYMENT.replace("DATE", "2027-06-01")))
    assert "draft.md:33:6: C008: 5.6 Go-live payment: 'go' is due on 2027-06-01 here, and on 2027-05-01 in 9.1" in err
    case = Case(tmp_path, "", "due: 2027-05-01", variants='variants:\n  later: {why: x, patch: {"9.1": {due: 2027-12-22}}}\n')
    assert "on 2027-12-22 in 9.1 of the variant 'later'" in refused(case, "-v", case.variants or "")
    err = refused(Case(tmp_path, "late from: due date", "due: 2026-12-01"))
    assert "`late from` counts from a date that these terms do not give" in err


@pytest.mark.parametrize("where", ["draft", "scenario"])
def test_the_report_says_that_a_milestone_was_due_before_the_start_and_takes_no_date_of_the_draft_for_its_own(
    tmp_path: Path, command: Command, where: str
) -> None:
    date = "due: 2026-12-29"
    case = Case(tmp_path, date if where == "draft" else "", "" if where == "draft" else date)
    done = command("run", case.draft, "-s", case.world, "--futures", "16", "--workers", "1", "--out", tmp_path / "out")
    assert done.code == 0
    told = {row["what"]: row["value"] for row in json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["assumptions"]}
    assert told["milestones: go: due before the start"].startswith("2026-12-29, before the effective date")
    assert ("milestones: go: due" in told) == (where == "scenario")


def test_two_drafts_of_which_the_date_differs_differ_in_their_terms(tmp_path: Path, command: Command) -> None:
    case = Case(tmp_path, "due: 2027-05-01")
    second = tmp_path / "second.md"
    second.write_text(case.draft.read_text(encoding="utf-8").replace("2027-05-01", "2027-12-22"), encoding="utf-8")
    done = command("diff", case.draft, second, "-s", case.world, "--futures", "16", "--workers", "1")
    assert done.code == 0 and "due" in done.out and "9.1" in done.out
