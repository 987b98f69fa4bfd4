"""Milestones on the dates that a draft gives them: a scenario is held against its dates, and a variant with other dates meets the same lateness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from wargame.contract.text.draft import Draft
from wargame.contract.text.due_dates import due_in
from wargame.core.problem import Problem

if TYPE_CHECKING:
    from wargame.world.scenario.file import Scenario


def on_its_dates(scenario: Scenario, draft: Draft, kinds: Mapping[str, type[Any]], problems: list[Problem]) -> Scenario:
    """The scenario with the dates of the draft; a problem (X018) for each milestone that has none in either, or another one in each."""
    dates = check_dates(scenario, [("the draft", draft)], kinds, problems)
    for name, milestone in scenario.inputs.milestones.items():
        if milestone.due is None and name not in dates:
            message = f"the milestone '{name}' has no date: neither is it `due` here, nor does a clause of the draft say when"
            hint = "write `due: 2027-05-01` in the terms of the clause that names it, or here"
            problems.append(Problem("X018", scenario.place("milestones", name), message, hint))
    return scenario.dated(dates)


def check_dates(scenario: Scenario, drafts: Iterable[tuple[str, Draft]], kinds: Mapping[str, type[Any]], problems: list[Problem]) -> dict[str, Any]:
    """The dates of the last of these drafts, and a problem (X018) for each that the scenario contradicts."""
    dates: dict[str, Any] = {}
    for who, draft in drafts:
        dates = {}
        for milestone, (date, clause) in due_in(draft, kinds).items():
            said = scenario.inputs.milestones[milestone].due if milestone in scenario.inputs.milestones else None
            dates[milestone] = date
            if said not in (None, date) and milestone not in scenario.agreed:
                message = f"the milestone '{milestone}' is due on {said} here, and on {date} in {clause} of {who}"
                hint = "leave `due` out here: the agreement says when, a scenario how late"
                problems.append(Problem("X018", scenario.place("milestones", milestone), message, hint))
    return dates
