"""How much happens in a life: outages, planned work, shocks and rows of a history, as a mean. It decides how many lives are held at once, and what
is more than can be held is refused before it is drawn."""

from __future__ import annotations

from collections.abc import Iterable

from wargame.core.calendar import MEAN_MONTH
from wargame.core.problem import Place, Problem
from wargame.world.scenario.file import Scenario
from wargame.world.shock_base.arrival import MOST_A_MONTH, Arrival, per_month
from wargame.world.sizes.read import Distribution

MOST_A_LIFE = 10_000  # of everything together: a block of lives then takes about a gigabyte (measured, 110 bytes each)


def happening(scenario: Scenario, months: int) -> float:
    """How many outages, planned works, shocks and rows of a history a life of so many months has, as a mean."""
    everyday = sum(count for _, count in _everyday(scenario, months))
    return everyday + _history(scenario) + sum(min(count, 1e15) for count in arriving(scenario, months).values())


def arriving(scenario: Scenario, months: int) -> dict[str, float]:
    """How often each shock arrives in a life of so many months, as a mean, with what other shocks add to it."""
    found: dict[str, float] = {}
    for shock in scenario.in_order:
        arrives: Arrival = shock.inputs.arrives
        if arrives.after is not None:
            chance = arrives.after.probability
            found[shock.name] = found.get(arrives.after.shock, 0.0) * (1.0 if chance is None else chance.num / chance.den)
        elif arrives.rate is None:
            found[shock.name] = 1.0 if arrives.probability is None else arrives.probability.num / arrives.probability.den
        else:
            rate = per_month(arrives.rate)
            raised = (
                found.get(parent, 0.0) * _months(how.lasts, months) * how.by.num / how.by.den for parent, how in arrives.raised_by.items()
            )  # fmt: skip
            found[shock.name] = rate * (months + sum(raised))
    return found


def too_much(scenario: Scenario, months: int) -> list[Problem]:
    """A problem (X016) for what arrives too often, or a single one where it is all of it together that does."""
    problems = []
    for name, count in arriving(scenario, months).items():
        if count > MOST_A_MONTH * months:
            message = f"the shock '{name}' arrives about {_told(count)} times in {months} months, with all that it follows and all that raises it"
            hint = f"shocks come at most {MOST_A_MONTH} times a month: make its rate, `by` or `lasts` smaller"
            problems.append(Problem("X016", scenario.place("shocks", name, "arrives"), message, hint))
    if not problems and happening(scenario, months) > MOST_A_LIFE:
        problems.append(_together(scenario, months))
    return problems


def _together(scenario: Scenario, months: int) -> Problem:
    """Everything is too much: told at its greatest part."""
    parts: list[tuple[float, Place, str]] = [
        (count, scenario.place("components", name), f"'{name}' has {_told(count)} of them") for name, count in _everyday(scenario, months)
    ]
    parts += [
        (count, scenario.place("shocks", name, "arrives"), f"the shock '{name}' arrives {_told(count)} times")
        for name, count in arriving(scenario, months).items()
    ]
    parts.append((_history(scenario), scenario.place("history"), f"the history has {_history(scenario):,} rows"))
    _, place, most = max(parts, key=lambda part: part[0])
    message = f"about {_told(happening(scenario, months))} outages, shocks and rows of a history in {months} months, and a life holds {MOST_A_LIFE:,}"
    hint = "leave out what is too short to matter, or let a rate stand for a history (`wargame fit`); what is more frequent belongs into demand"
    return Problem("X016", place, f"{message}; {most}", hint)


def _everyday(scenario: Scenario, months: int) -> Iterable[tuple[str, float]]:
    for name, component in scenario.inputs.components.items():
        for rate in (component.outages, component.planned_work and component.planned_work.rate):
            if rate:
                yield name, per_month(rate) * months


def _history(scenario: Scenario) -> int:
    return len(scenario.history.outages) + len(scenario.history.moved) if scenario.history is not None else 0


def _months(lasts: Distribution, months: int) -> float:
    """The mean of a length that is cut at the end of the term, in months."""
    return lasts.mean_cut(0, months * MEAN_MONTH) / MEAN_MONTH


def _told(count: float) -> str:
    return f"{count:,.0f}" if count < 1e15 else "more than 10^15"
