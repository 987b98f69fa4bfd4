"""A rule that meets a figure beyond what is computed exactly: the run is refused, at the provision whose rule it was."""

from __future__ import annotations

from wargame.contract.rules.rulebook import Rulebook
from wargame.core.problem import BadInput, BadValue, Place, Problem


def exact_range_error(rules: Rulebook, clause: str, error: OverflowError | BadValue) -> BadInput:
    """The refusal of a run in which the rule of a clause met a sum or a date beyond the exact range."""
    place = rules.draft.provision(clause).place if clause in rules.draft.numbers else Place(rules.draft.path, 0, 0)
    hint = "check the figures of this clause, and those of the scenario that it is multiplied with"
    return BadInput([Problem("X009", place, f"{clause} comes to a figure or a date that is beyond what is computed exactly: {error}", hint)])
