"""Drafts read and compiled to be looked over: what is wrong with them, and with the variants and scenarios that go with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wargame.contract.rules.kinds import clause_kinds
from wargame.contract.rules.rulebook import Rulebook, Unmeasured, compile_rules
from wargame.contract.text.draft import Draft, load_draft
from wargame.core.problem import BadInput, Problem, ordered

if TYPE_CHECKING:
    from wargame.contract.rules.clause import Clause
    from wargame.world.scenario.file import Scenario

WHERE_DESCRIBED = {  # a fact that a scenario may lack, and the part of a scenario that gives it
    "delivered": "add it to the `milestones:` of the scenario, with the day on which it is `due`",
    "overdue": "add it to the `milestones:` of the scenario, with the day on which it is `due`",
    "index": "add it to the `indices:` of the scenario, with its `yearly move`",
    "in_time": "make the service `live:` in the scenario, with the `threshold` within which a unit is to be answered",
    "lost": "make the service `live:` in the scenario, with the `threshold` within which a unit is to be answered",
    "errors": "say under the service's `quality:` how many units are done wrong",
    "downtime": "say in the scenario which components the service `needs`",
    "severity": "say in the scenario the `severity` of every component that the service needs",
    "duration": "say in the scenario which components the service `needs`",
    "loss": "add it to the `client losses:` of the scenario",
}


def check_drafts(drafts: tuple[str, ...], scenarios: tuple[str, ...], variants_file: str | None) -> tuple[tuple[Problem, ...], list[Rulebook]]:
    """Problems of all files, and the rulebooks of the drafts and their variants that could be compiled."""
    kinds = clause_kinds()
    problems: list[Problem] = []
    books: list[Rulebook] = []
    for path in drafts:
        try:
            draft = load_draft(path, kinds)
            books.append(compile_rules(draft, kinds))
        except BadInput as error:
            problems += error.problems
            continue
        if variants_file:
            from wargame.contract.text.variant import apply, load_variants

            try:
                for variant in load_variants(variants_file):
                    books.append(compile_rules(apply(draft, variant, kinds), kinds))
            except BadInput as error:
                problems += error.problems
        if scenarios:
            problems += _in_scenarios(draft, path, scenarios, kinds)
    return ordered(problems), books


def _in_scenarios(draft: Draft, path: str, scenarios: tuple[str, ...], kinds: Mapping[str, type[Clause]]) -> list[Problem]:
    """What is wrong with scenarios for a draft, and what of it each does not play."""
    # Only here: a draft alone is checked without what prepares a run, which takes 4 ms to load (measured), and without the world, and so numpy.
    from wargame.simulation.run.prepare import RunSpec, compiled, load_scenarios

    problems: list[Problem] = []
    for scenario in load_scenarios(RunSpec(path, scenarios), draft, problems):
        problems += (_unmeasured(missing, draft, scenario) for missing in compiled(draft, kinds, scenario).unmeasured)
    return problems


def _unmeasured(missing: Unmeasured, draft: Draft, scenario: Scenario) -> Problem:
    """The warning (X005) that a clause is not played, with what the scenario would have to say."""
    place = draft.provision(missing.clause).place
    if not missing.facts:
        message = f"{missing.clause} needs {missing.words}, which is not played in {scenario.path} either"
        return Problem("X005", place, message, "give the scenario what that clause needs", "warning")
    # Of a service it is an outage that lasts, of anything else it is a delay.
    late = any(fact == "duration" and key not in draft.front.services for fact, key in missing.facts)
    facts = {fact for fact, _ in missing.facts}
    hint = WHERE_DESCRIBED["overdue"] if late else next((way for fact, way in WHERE_DESCRIBED.items() if fact in facts), "")
    return Problem("X005", place, f"{missing.clause} needs {missing.words}, which {scenario.path} does not describe", hint, "warning")
