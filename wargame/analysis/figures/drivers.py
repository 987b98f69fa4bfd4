"""Tables of a summary that say what drives a loss: its parts by clause, head and cause, what a clause or shock is worth, cash by month, and how
likely tolerances are passed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from wargame.analysis.figures.attribution import attribute
from wargame.analysis.figures.exposure import Measure, measures
from wargame.contract.text.variant import BASE_NAME
from wargame.core.account import ECONOMICS
from wargame.core.money import currency
from wargame.core.party import OUTSIDE
from wargame.simulation.run.results import CellResult, RunResult

Money = Callable[[Fraction | int], int | float]
Z = 1.959963984540054  # the 97.5 % point of the normal distribution


def _base(run: RunResult) -> list[CellResult]:
    return [one for one in run.cells if one.cell.variant == BASE_NAME]


def attribution_rows(run: RunResult, money: Money) -> Iterator[dict[str, Any]]:
    """The parts of each party's loss under the current draft, with what the mean loss would change by without each clause and shock."""
    without = {(one.scenario, party, one.by, one.key): one for one in run.left_one_out for party in one.worth}
    for one in _base(run):
        titles = {clause.number: clause.setting.title for clause in one.rules.clauses}
        for party in run.parties:
            key = {"scenario": one.cell.scenario, "variant": BASE_NAME, "party": party}
            seen = set()
            if run.sums is not None and not one.failed:
                everywhere = {account: total.sum for account, total in one.paid.items()}
                for part in attribute(party, one.losses[party], one.planned, everywhere, partial(run.sums, one.cell)):
                    seen.add((part.by, part.key))
                    label = {**titles, ECONOMICS: "its own costs and losses"}.get(part.key, part.key) if part.by == "clause" else part.key
                    tail = None if part.tail is None else money(part.tail)
                    found = without.get((one.cell.scenario, party, part.by, part.key))
                    yield {
                        **key,
                        "by": part.by,
                        "key": part.key,
                        "label": label,
                        "mean": money(part.mean),
                        "tvar95": tail,
                        **_worth(found, party, money),
                    }
            for (scenario, whose, by, name), found in without.items():
                if (scenario, whose) == (one.cell.scenario, party) and (by, name) not in seen:
                    label = f"shock: {name}" if by == "shock" else titles.get(name, name)
                    group = "cause" if by == "shock" else by
                    yield {**key, "by": group, "key": name, "label": label, "mean": None, "tvar95": None, **_worth(found, party, money)}


def _worth(found: Any, party: str, money: Money) -> dict[str, Any]:
    """What the party's mean loss would change by without it, with its interval; and what went with it."""
    if found is None:
        return {"leave_one_out": None}
    mean: Measure = measures(found.worth[party])[0]
    ends = {f"leave_one_out_{end}": None if value is None else money(value) for end, value in (("low", mean.low), ("high", mean.high))}
    note = {"note": f"with {', '.join(found.beside)}, which {'follow' if found.by == 'shock' else 'read'} it"} if found.beside else {}
    return {"leave_one_out": None if mean.value is None else money(mean.value), **ends, **note}


def cash_rows(run: RunResult, money: Money) -> Iterator[dict[str, Any]]:
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
                yield {
                    "scenario": one.cell.scenario, "party": party, "month": month + 1, "label": label,
                    "inflow_mean": money(Fraction(total, one.n) if one.n else 0),
                }  # fmt: skip


def month_rows(run: RunResult, money: Money) -> Iterator[dict[str, Any]]:
    """The client's own losses by head and the money the contract moves by clause, month by month: means over all futures."""
    for one in _base(run):
        totals: dict[tuple[str, str], list[int]] = {}
        for account, column in one.by_month.items():
            by = ("head", account.head) if OUTSIDE in (account.payer, account.payee) else ("clause", account.clause)
            before = totals.get(by, [0] * len(column))
            totals[by] = [a + b for a, b in zip(before, column, strict=True)]
        for (by, key), column in totals.items():
            for month, total in enumerate(column):
                if total:
                    yield {"scenario": one.cell.scenario, "by": by, "key": key, "month": month + 1, "paid_mean": money(Fraction(total, one.n))}


def value_rows(run: RunResult, money: Money) -> Iterator[dict[str, Any]]:
    """What the agreement is worth to each party, on average, in one life in twenty and at worst, and how often it is below 0."""
    for one in _base(run):
        for (party, measure), column in one.value.items():
            found = {each.name: each for each in measures(-column)}
            ends = {end: None if value is None else money(-value) for end, value in (("low", found["mean"].high), ("high", found["mean"].low))}
            in_twenty, worst = found["var95"].value, found["worst"].value
            yield {
                "scenario": one.cell.scenario, "party": party, "measure": measure,
                "mean": None if found["mean"].value is None else money(-found["mean"].value), **ends,
                "one_in_20": None if in_twenty is None else money(-in_twenty), "worst": None if worst is None else money(-worst),
                "below_0": int(np.count_nonzero(column < 0)) / one.n if one.n else None,
            }  # fmt: skip


def tolerance_rows(run: RunResult) -> Iterator[dict[str, Any]]:
    """How likely each tolerance of a scenario is passed, with Wilson's interval (1927) at 95 %."""
    unit = 10 ** currency(run.currency).digits
    for one in _base(run):
        for tolerance in one.scenario.inputs.economics.tolerances:
            key = {"scenario": one.cell.scenario, "party": tolerance.party}
            if tolerance.loss is not None:
                passed = one.losses[tolerance.party] > tolerance.loss.minor
                what = {"tolerance": tolerance.loss.minor / unit, "measure": "of loss over the term", "unit": run.currency}
            else:
                longest = one.longest.get(tolerance.service)
                passed = np.zeros(one.n, bool) if longest is None else longest > tolerance.outage.seconds
                what = {"tolerance": tolerance.outage.seconds / 3600, "measure": f"of one outage of {tolerance.service}", "unit": "hours"}
            low, high = wilson(int(np.count_nonzero(passed)), one.n)
            yield {**key, **what, "probability": int(np.count_nonzero(passed)) / one.n if one.n else None, "low": low, "high": high}


def wilson(hits: int, n: int) -> tuple[float | None, float | None]:
    """The 95 % score interval of a proportion; (None, None) of no futures."""
    if not n:
        return None, None
    share, square = hits / n, Z * Z / n
    middle = (share + square / 2) / (1 + square)
    reach = Z / (1 + square) * math.sqrt(share * (1 - share) / n + square / n / 4)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)
