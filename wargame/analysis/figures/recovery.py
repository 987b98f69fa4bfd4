"""From what a client loses to what it collects: suffered, claimed, what falls away on the way and why, what it was entitled to, and the cash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple, get_args

from wargame.analysis.figures.amounts import Money
from wargame.analysis.tables.clauses import RecoveryRow
from wargame.contract.parts.caps import ClaimHead
from wargame.core.account import Keeps
from wargame.core.money import mean
from wargame.core.party import OUTSIDE
from wargame.simulation.run.results import CellResult, RunResult

HEADS: frozenset[str] = frozenset(get_args(ClaimHead))
REPLACEMENT = "replacement service"  # the head under which the economics book a successor's price
SUFFERED, CLAIMED, ENTITLED, CASH = "loss suffered", "claimed", "entitlement", "expected cash"
ON_THE_WAY: frozenset[Keeps] = frozenset({"compromised", "uncollected"})


class Stretch(NamedTuple):
    """One line, in mean minor units a life: a standing amount, or what is lost before the next (negative)."""

    line: str
    amount: int


def recovery(cell: CellResult) -> list[Stretch]:
    """The lines of one cell, in order. Claimed less what the agreement bars and limits is the entitlement; less what is settled for less, or never
    collected, it is the expected cash. Lines between are by reason, largest first; the mean of each is rounded once, half-up; of what is suffered,
    the mean of each head, as in the waterfall."""
    client, provider = cell.rules.parties[:2]
    # The price of a successor is paid in place of the charges: a cost of leaving, but no loss that anybody could claim in full.
    suffered: dict[str, int] = defaultdict(int)
    for account, total in cell.paid.items():
        if (account.payer, account.payee) == (client, OUTSIDE) and account.head != REPLACEMENT:
            suffered[account.head] += total.sum
    cash = sum(total.sum for a, total in cell.paid.items() if a.head in HEADS and (a.payer, a.payee) == (provider, client))
    kept: dict[tuple[str, bool], int] = defaultdict(int)  # (as it is printed, whether it falls away on the way) -> the sum
    for (account, why), total in cell.withheld.items():
        if account.head in HEADS and (account.payer, account.payee) == (provider, client):
            kept[why.words, why.keeps in ON_THE_WAY] += total.sum
    ordered = sorted((line for line in kept if kept[line]), key=lambda line: (-kept[line], line))
    before, later = ([Stretch(line[0], -mean(kept[line], cell.n)) for line in ordered if line[1] is way] for way in (False, True))
    end = mean(cash, cell.n)
    entitled = end - sum(one.amount for one in later)
    claimed = entitled - sum(one.amount for one in before)
    first = [Stretch(SUFFERED, sum(mean(amount, cell.n) for amount in suffered.values())), Stretch(CLAIMED, claimed)]
    return [*first, *before, Stretch(ENTITLED, entitled), *later, Stretch(CASH, end)]


def recovery_rows(run: RunResult, money: Money) -> Iterator[RecoveryRow]:
    """The lines of every cell."""
    for one in run.cells:
        for stretch in recovery(one):
            yield RecoveryRow(**one.cell._asdict(), line=stretch.line, amount=money(stretch.amount))
