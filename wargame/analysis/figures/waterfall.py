"""Where a loss goes: what the client suffers, what the contract moves back to it, what the contract keeps back on the way, and what stays.

Means over the futures of a cell, each rounded once to a minor unit, half-up. Steps that make up the loss add up to it exactly: one of them, the
difference from the plan (charges for another volume than planned or no longer paid, and whatever the plan itself holds), takes the remainder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wargame.analysis.figures.amounts import Money
from wargame.analysis.figures.intervals import exact_sum
from wargame.analysis.tables.clauses import Step, WaterfallRow
from wargame.contract.rules.rulebook import number_key
from wargame.core.money import mean
from wargame.core.party import OUTSIDE
from wargame.simulation.run.results import CellResult, RunResult

CHARGES = "charges"
PLAN = "charges and other differences from the plan"
STAYS = "loss against the plan"


class WaterfallStep(NamedTuple):
    """One step of a waterfall: mean minor units a future. `suffered`, `planned` and `moved` raise the loss, or lower it where negative; `stays`
    is their sum; `withheld` is beside the sum: what would have been moved back but for `label`."""

    step: Step
    label: str
    clause: str
    amount: int


def waterfall(cell: CellResult) -> list[WaterfallStep]:
    """The steps of the client's mean loss in one cell, in reading order: suffered by head, the difference from the plan, moved by head and
    clause, what stays; then what was withheld from the client by reason and clause."""
    client, n = cell.rules.parties[0], cell.n
    suffered: dict[str, int] = defaultdict(int)
    moved: dict[tuple[str, str], int] = defaultdict(int)
    for account, total in cell.paid.items():
        sign = (account.payer == client) - (account.payee == client)
        if OUTSIDE in (account.payer, account.payee):
            suffered[account.head] += sign * total.sum
        elif sign and account.head != CHARGES:
            moved[account.head, account.clause] += sign * total.sum
    kept: dict[tuple[str, str], int] = defaultdict(int)
    for (account, why), total in cell.withheld.items():
        if account.payee == client:
            kept[why.words, account.clause] += total.sum
    by_number = sorted(moved, key=lambda key: (number_key(key[1]), key[0]))
    heads = sorted((head for head in suffered if suffered[head]), key=lambda head: (-suffered[head], head))
    steps = [WaterfallStep("suffered", head, "", mean(suffered[head], n)) for head in heads]
    back = [WaterfallStep("moved", head, clause, mean(moved[head, clause], n)) for head, clause in by_number]
    stays = mean(exact_sum(cell.losses[client]), n)
    steps += [
        WaterfallStep("planned", PLAN, "", stays - sum(step.amount for step in (*steps, *back))),
        *back,
        WaterfallStep("stays", STAYS, "", stays),
    ]
    limits = sorted(kept, key=lambda key: (number_key(key[1]), key[0]))
    return steps + [WaterfallStep("withheld", words, clause, mean(kept[words, clause], n)) for words, clause in limits]


def waterfall_rows(run: RunResult, money: Money) -> Iterator[WaterfallRow]:
    """The steps of every cell."""
    for one in run.cells:
        for each in waterfall(one):
            yield WaterfallRow(
                **one.cell._asdict(), party=run.parties[0], step=each.step, label=each.label, clause=each.clause, amount=money(each.amount)
            )


class WaterfallBar(NamedTuple):
    """One bar of a waterfall chart, from `start` to `end` in the unit of the rows."""

    step: Step
    label: str
    clause: str
    start: float
    end: float


def bars(rows: Sequence[WaterfallRow]) -> list[WaterfallBar]:
    """Where each bar of a waterfall begins and ends, from the waterfall rows of one cell of a summary; steps without an amount are left out."""
    found: list[WaterfallBar] = []
    level = 0.0
    for row in rows:
        if row.step in ("stays", "withheld"):
            start, end = 0.0, row.amount
        else:
            start, end = level, level + row.amount
            level = end
        if row.amount or row.step == "stays":
            found.append(WaterfallBar(row.step, row.label, row.clause, start, end))
    return found
