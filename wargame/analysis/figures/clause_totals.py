"""What each clause of a rulebook did: in how many futures it moved or kept back money, or ended the agreement, and what that came to on average."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wargame.analysis.figures.amounts import Money
from wargame.analysis.figures.levels import share_of
from wargame.analysis.tables.clauses import ClauseRow
from wargame.analysis.tables.row import ABSENT
from wargame.contract.rules.rulebook import number_key
from wargame.core.events import Stage
from wargame.core.money import mean
from wargame.simulation.run.results import CellResult, RunResult, Total


@dataclass(frozen=True, slots=True)
class ClauseTotal:
    """What one clause did: the share of futures in which it moved or withheld money (futures of n), and means in minor units.

    `fired` is the largest over the clause's accounts, so a floor where it has several; None where the clause has no account (it measures, sets
    prices, or ends the agreement). `ends` counts the futures whose agreement ended early by a notice under it, None unless it gives a right to do
    so. `note` says what a figure takes in besides the clause's own doing.
    """

    clause: str
    fired: int | None
    paid_mean: int
    withheld_mean: int
    note: str = ""
    ends: int | None = None


def by_clause(cell: CellResult) -> list[ClauseTotal]:
    """What every clause of the rulebook did, in the order of clause numbers.

    Money that a clause keeps from another's claim is booked under the claim, with a reason that has the clause that kept it: it is shown with both.
    """
    found = []
    ordered = sorted(cell.rules.clauses, key=lambda clause: number_key(clause.number))
    for clause in ordered:
        paid = [total for account, total in cell.paid.items() if account.clause == clause.number]
        kept = [total for (account, _), total in cell.withheld.items() if account.clause == clause.number]
        others = [total for (account, why), total in cell.withheld.items() if why.clause == clause.number != account.clause]
        note = "kept from the claims of other clauses" if any(total.sum for total in others) else ""
        ends = sum(cell.ends[clause.number, party] for party in cell.rules.parties) if clause.ways_out() else None
        excused = [cell.excused(clause.number)] if cell.excused(clause.number) else []
        if excused and not note:
            note = f"excuses months of {', '.join(cell.rules.excusing[clause.number])}"
        # A cap that never met a claim is dormant; it is not a clause without money.
        fired = max((*(total.fired for total in (*paid, *kept, *others)), *excused), default=0 if clause.stage == Stage.CAP else None)
        found.append(ClauseTotal(clause.number, fired, _mean(paid, cell.n), _mean(kept + others, cell.n), note, ends))
    return found


def _mean(totals: list[Total], n: int) -> int:
    return mean(sum(total.sum for total in totals), n)


def clause_rows(run: RunResult, money: Money) -> Iterator[ClauseRow]:
    """Every clause of every cell."""
    for one in run.cells:
        rules = {clause.number: clause for clause in one.rules.clauses}
        for total in by_clause(one):
            clause = rules[total.clause]
            yield ClauseRow(
                **one.cell._asdict(), clause=total.clause, kind=clause.kind, title=clause.setting.title,
                fired=None if total.fired is None else share_of(total.fired, one.n),
                paid_mean=money(total.paid_mean), withheld_mean=money(total.withheld_mean),
                ends=ABSENT if total.ends is None else share_of(total.ends, one.n), note=total.note,
            )  # fmt: skip
