"""Tables of a summary that say what drives a loss: its parts by clause, head and cause, what a clause or shock is worth, cash by month, and what the
agreement is worth to each party."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import TypedDict, get_args

import numpy as np

from wargame.analysis.figures.amounts import Money, known
from wargame.analysis.figures.attribution import attribute
from wargame.analysis.figures.exposure import measures
from wargame.analysis.tables.clauses import AttributionRow, CashRow, Flow, MonthRow
from wargame.analysis.tables.exposure import ValueRow, Worth
from wargame.analysis.tables.row import ABSENT, Absent, Amount
from wargame.contract.text.variant import BASE_NAME
from wargame.core.account import ECONOMICS
from wargame.core.party import OUTSIDE
from wargame.simulation.run.results import CellResult, LeftOneOut, RunResult

WORTHS: dict[str, Worth] = {name: name for name in get_args(Worth)}


def _base(run: RunResult) -> list[CellResult]:
    return [one for one in run.cells if one.cell.variant == BASE_NAME]


def attribution_rows(run: RunResult, money: Money) -> Iterator[AttributionRow]:
    """The parts of each party's loss under the current draft, with what the mean loss would change by without each clause and shock."""
    for one in _base(run):
        for party in run.parties:
            without: dict[tuple[str, str], LeftOneOut] = {
                (found.by, found.key): found for found in run.left_one_out if found.scenario == one.cell.scenario and party in found.worth
            }
            yield from _parts(run, one, party, without, money)


def _parts(run: RunResult, one: CellResult, party: str, without: dict[tuple[str, str], LeftOneOut], money: Money) -> Iterator[AttributionRow]:
    """Those of one party's loss in one cell; then what was left out and is no part of it."""
    scenario = one.cell.scenario
    titles = {clause.number: clause.setting.title for clause in one.rules.clauses}
    seen: set[tuple[str, str]] = set()
    if run.sums is not None and not one.failed:
        everywhere = {account: total.sum for account, total in one.paid.items()}
        for part in attribute(party, one.losses[party], one.planned, everywhere, partial(run.sums, one.cell)):
            seen.add((part.by, part.key))
            label = {**titles, ECONOMICS: "its own costs and losses"}.get(part.key, part.key) if part.by == "clause" else part.key
            worth = _worth(without.get((part.by, part.key)), party, money)
            yield AttributionRow(
                scenario=scenario, variant=BASE_NAME, party=party, by=part.by, key=part.key, label=label, mean=money(part.mean),
                tvar95=known(money, part.tail), **worth,
            )  # fmt: skip
    for (_, name), found in without.items():
        if (found.by, name) not in seen:
            shock = found.by == "shock"
            yield AttributionRow(
                scenario=scenario, variant=BASE_NAME, party=party, by="cause" if found.by == "shock" else found.by, key=name,
                label=f"shock: {name}" if shock else titles.get(name, name), mean=None, tvar95=None, **_worth(found, party, money),
            )  # fmt: skip


class _Worth(TypedDict):
    leave_one_out: Amount | None
    leave_one_out_low: Amount | Absent | None
    leave_one_out_high: Amount | Absent | None
    note: str


def _worth(found: LeftOneOut | None, party: str, money: Money) -> _Worth:
    """What the party's mean loss would change by without it, with its interval; and what went with it."""
    if found is None:
        return {"leave_one_out": None, "leave_one_out_low": ABSENT, "leave_one_out_high": ABSENT, "note": ""}
    mean = measures(found.worth[party])[0]
    return {
        "leave_one_out": known(money, mean.value),
        "leave_one_out_low": known(money, mean.low),
        "leave_one_out_high": known(money, mean.high),
        "note": f"with {', '.join(found.beside)}, which {'follow' if found.by == 'shock' else 'read'} it" if found.beside else "",
    }


def cash_rows(run: RunResult, money: Money) -> Iterator[CashRow]:
    """Mean cash of each party by month of payment, economics included; the month after the term takes all that is paid later."""
    for one in _base(run):
        calendar, months = one.rules.calendar, one.rules.term_months
        starts = calendar.month_starts(months)
        for party in run.parties:
            totals = [0] * (months + 1)
            for account, column in one.by_month.items():
                sign = (account.payee == party) - (account.payer == party)
                for month, total in enumerate(column if sign else ()):
                    totals[month] += sign * total
            for month, total in enumerate(totals):
                label = str(calendar.date_of(starts[month]))[:7] if month < months else "later"
                inflow = money(Fraction(total, one.n) if one.n else 0)
                yield CashRow(scenario=one.cell.scenario, party=party, month=month + 1, label=label, inflow_mean=inflow)


def month_rows(run: RunResult, money: Money) -> Iterator[MonthRow]:
    """The client's own losses by head and the money the contract moves by clause, month by month: means over all futures."""
    for one in _base(run):
        totals: dict[tuple[Flow, str], list[int]] = {}
        for account, column in one.by_month.items():
            key: tuple[Flow, str] = ("head", account.head) if OUTSIDE in (account.payer, account.payee) else ("clause", account.clause)
            before = totals.get(key, [0] * len(column))
            totals[key] = [a + b for a, b in zip(before, column, strict=True)]
        for (by, name), column in totals.items():
            for month, total in enumerate(column):
                if total:
                    yield MonthRow(scenario=one.cell.scenario, by=by, key=name, month=month + 1, paid_mean=money(Fraction(total, one.n)))


def value_rows(run: RunResult, money: Money) -> Iterator[ValueRow]:
    """What the agreement is worth to each party, on average, in one life in twenty and at worst, and how often it is below 0."""

    def turned(value: Fraction | None) -> Amount | None:
        return None if value is None else money(-value)

    for one in _base(run):
        for (party, measure), column in one.value.items():
            found = {each.name: each for each in measures(-column)}
            mean = found["mean"]
            yield ValueRow(
                scenario=one.cell.scenario, party=party, measure=WORTHS[measure], mean=turned(mean.value), low=turned(mean.high),
                high=turned(mean.low), one_in_20=turned(found["var95"].value), worst=turned(found["worst"].value),
                below_0=int(np.count_nonzero(column < 0)) / one.n if one.n else None,
            )  # fmt: skip
