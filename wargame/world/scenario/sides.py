"""Who is who: a scenario speaks of a `client` that buys and a `provider` that supplies, an agreement of its parties by their roles.

`client` and `provider` are the first and the second party of the front matter, whatever they are called there, so that one scenario serves agreements
between a customer and a supplier too. Where a scenario names a party – how it pays, claims, fails, escalates, what it can bear, its discount rate,
who is late or fails in a shock – the agreement's own role may stand as well. A role that is called `client` or `provider` is that role and no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from wargame.core.party import SIDES
from wargame.core.problem import Problem
from wargame.world.scenario.file import Scenario

T = TypeVar("T")


def between(scenario: Scenario, parties: Sequence[str], problems: list[Problem]) -> Scenario:
    """The scenario for an agreement between these parties (roles, in its order), which are then called so in it too; a problem (X008) is added for
    each party of which something is said twice."""
    sides = dict(zip(parties, SIDES, strict=False))
    roles = {side: role for role, side in sides.items() if side not in parties}
    # A third party called as a side is not to share the luck of who is on it.
    sides |= {role: f"third party {role}" for role in parties[len(SIDES) :] if role in SIDES}
    if all(role == side for role, side in sides.items()):
        return scenario

    def by_role(said: Mapping[str, T], *keys: str) -> dict[str, T]:
        found: dict[str, T] = {}
        for party, value in said.items():
            role = roles.get(party, party)
            if role in found:
                names = " and ".join(f"`{one}`" for one in said if roles.get(one, one) == role)
                message = f"{', '.join(keys)}: {names} are one party of this agreement, and something is said of each"
                hint = "say it of one of them; in a scenario that is based on another, of the one that the other names"
                problems.append(Problem("X008", scenario.place(*keys, party), message, hint))
            found[role] = value
        return found

    behaviour, economics = scenario.inputs.behaviour, scenario.inputs.economics
    habits = {
        "payment": by_role(behaviour.payment, "behaviour", "payment"),
        "claims": by_role(behaviour.claims, "behaviour", "claims"),
        "default": by_role(behaviour.default, "behaviour", "default"),
        "escalation": by_role(behaviour.escalation, "behaviour", "escalation"),
    }
    money = {
        "tolerances": [one.model_copy(update={"party": roles.get(one.party, one.party)}) for one in economics.tolerances],
        "discount": by_role(economics.discount, "economics", "discount"),
    }
    inputs = scenario.inputs.model_copy(update={"behaviour": behaviour.model_copy(update=habits), "economics": economics.model_copy(update=money)})
    return replace(scenario, inputs=inputs, shocks=tuple(shock.between(roles) for shock in scenario.shocks), sides=sides)
