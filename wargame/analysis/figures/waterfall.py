"""Where a loss goes: what the client suffers, what the contract moves back to it, what the contract keeps back on the way, and what stays.

Means over the futures of a cell, each rounded once to a minor unit, half-up. Steps that make up the loss add up to it exactly: one of them, the
difference from the plan (charges for another volume than planned or no longer paid, and whatever the plan itself holds), takes the remainder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from wargame.analysis.figures.intervals import exact_sum
from wargame.contract.rules.rulebook import number_key
from wargame.core.events import Stage
from wargame.core.money import mean
from wargame.core.party import OUTSIDE
from wargame.simulation.run.results import CellResult, Total

CHARGES = "charges"
PLAN = "charges and other differences from the plan"
STAYS = "loss against the plan"


class WaterfallStep(NamedTuple):
    """One step of a waterfall: mean minor units a future. `suffered`, `planned` and `moved` raise the loss, or lower it where negative; `stays`
    is their sum; `withheld` is beside the sum: what would have been moved back but for `label`."""

    step: str  # suffered, moved, planned, stays or withheld
    label: str
    clause: str
    amount: int


@dataclass(frozen=True, slots=True)
class ClauseTotal:
    """What one clause did: the share of futures in which it moved or withheld money (futures of n), and means in minor units.

    `fired` is the largest over the clause's accounts, so a floor where it has several; None where the clause has no account (it measures, sets
    prices, or ends the agreement). `ends` counts the futures whose agreement ended early, None unless the clause gives a right to end it. `note` says
    what a figure takes in besides the clause's own doing.
    """

    clause: str
    fired: int | None
    paid_mean: int
    withheld_mean: int
    note: str = ""
    ends: int | None = None


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


def by_clause(cell: CellResult) -> list[ClauseTotal]:
    """What every clause of the rulebook did, in the order of clause numbers.

    Money that a clause keeps from another's claim is booked under the claim, with a reason that has the clause that kept it: it is shown with both.
    Who ended an agreement is not booked: clauses with a right to end it share the count.
    """
    found = []
    ordered = sorted(cell.rules.clauses, key=lambda clause: number_key(clause.number))
    leaving = [clause.number for clause in ordered if clause.ways_out()]
    for clause in ordered:
        paid = [total for account, total in cell.paid.items() if account.clause == clause.number]
        kept = [total for (account, _), total in cell.withheld.items() if account.clause == clause.number]
        others = [total for (account, why), total in cell.withheld.items() if why.clause == clause.number != account.clause]
        note = "kept from the claims of other clauses" if any(total.sum for total in others) else ""
        ends = None
        if clause.number in leaving:
            ends, beside = cell.exits, [number for number in leaving if number != clause.number]
            note = f"together with {', '.join(beside)}" if beside else note
        excused = [cell.excused(clause.number)] if cell.excused(clause.number) else []
        if excused and not note:
            note = f"excuses months of {', '.join(cell.rules.excusing[clause.number])}"
        # A cap that never met a claim is dormant; it is not a clause without money.
        fired = max((*(total.fired for total in (*paid, *kept, *others)), *excused), default=0 if clause.stage == Stage.CAP else None)
        found.append(ClauseTotal(clause.number, fired, _mean(paid, cell.n), _mean(kept + others, cell.n), note, ends))
    return found


def _mean(totals: list[Total], n: int) -> int:
    return mean(sum(total.sum for total in totals), n)


class WaterfallBar(NamedTuple):
    """One bar of a waterfall chart, from `start` to `end` in the unit of the rows."""

    step: str
    label: str
    clause: str
    start: float
    end: float


def bars(rows: Sequence[Mapping[str, Any]]) -> list[WaterfallBar]:
    """Where each bar of a waterfall begins and ends, from the waterfall rows of one cell of a summary; steps without an amount are left out."""
    found: list[WaterfallBar] = []
    level = 0.0
    for row in rows:
        amount = row["amount"]
        if row["step"] in ("stays", "withheld"):
            start, end = 0.0, amount
        else:
            start, end = level, level + amount
            level = end
        if amount or row["step"] == "stays":
            found.append(WaterfallBar(row["step"], row["label"], row["clause"], start, end))
    return found
