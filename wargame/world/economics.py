"""What each party spends and suffers on its own account, whatever the contract says: losses by head, costs of serving, and life after exit.

Written in the vocabulary of rules, so that both drivers run it; booked against the outside world, so that parties' dealings with each other
still sum to zero. Terminating is never free and never makes loss vanish: after exit there is a gap, a transition, and another price until the
term would have ended.
"""

from __future__ import annotations

from typing import Any

from wargame.core.facts import Read
from wargame.core.vocabulary import Value
from wargame.world.inputs import LossHead
from wargame.world.scenario import Scenario

HOUR = 3600
DAY = 24 * HOUR
_FACT_OF = {"hour of outage": "downtime", "unit waiting a day": "waiting", "unit done wrong": "errors"}
_CAUSE_OF = {"hour of outage": "outage", "unit waiting a day": "backlog", "unit done wrong": "errors", "day of delay": "delay"}


def _read(loss: LossHead, excluded: frozenset[str]) -> Read:
    return Read(_FACT_OF[loss.per], loss.service or "", excluded if loss.per == "hour of outage" else frozenset())


class Economics:
    """The economics of a scenario for a client and a provider (roles)."""

    number = "economics"
    kind = "economics"
    listens = frozenset({"regulation", "delay"})

    def __init__(self, scenario: Scenario, client: str, provider: str) -> None:
        self.inputs = scenario.inputs.economics
        self.services = tuple(scenario.inputs.services)
        self.client, self.provider = client, provider
        self.lasting = any(shock.event == "regulation" for shock in scenario.shocks)
        self.losses = [
            loss for loss in self.inputs.client_losses if loss.per != "hour of outage" or (loss.service and scenario.components_of(loss.service))
        ]
        self._asked: dict[Read, list[LossHead]] = {}

    def reads(self) -> tuple[Read, ...]:
        """Facts needed while the agreement lives."""
        reads = [Read(_FACT_OF[loss.per], loss.service) for loss in self.losses if loss.service]
        reads += [Read("volume", service) for service in self.inputs.provider.unit_cost]
        if self.inputs.replacement:
            reads += [Read("demand", service) for service in self.services]
        return (*reads, *([Read("lasting_cost")] if self.lasting else []))

    def on_event(self, row: Any) -> dict[str, Value]:
        """Compliance is paid for by whoever serves when it is ready: the provider while the agreement lives, the client after it. A delay's days are
        counted for its milestone."""
        if row.event == "delay":
            return {f"delay of {row.component}": row.column("duration")}
        v, lived = row.v, row.column("lived")
        cost = row.column("cost")
        return {"cost": v.where(lived, cost, 0), "cost after exit": v.where(lived, 0, cost), "fine": row.column("fine")}

    def on_month_end(self, desk: Any) -> None:
        """Book the month's own costs and losses of each party while the agreement lives."""
        for loss in self.losses:
            desk.book(self.client, loss.head, self.lost(desk, loss), _CAUSE_OF[loss.per])
        for service, price in self.inputs.provider.unit_cost.items():
            desk.book(self.provider, "cost of serving", desk.v.share(desk.fact(Read("volume", service)), price.num, price.den), "volume")
        if self.inputs.provider.fixed_cost:
            desk.book(self.provider, "fixed cost", self._fixed(desk), "time")
        if self.lasting:
            desk.book(self.provider, "cost of compliance", desk.fact(Read("lasting_cost")), "lasting cost of regulation")
            desk.book(self.provider, "cost of compliance", desk.tally("cost"), "regulation", always=True)
            desk.book(self.client, "cost of compliance", desk.tally("cost after exit"), "regulation", always=True)
            desk.book(self.client, "regulatory fine", desk.tally("fine"), "regulation", always=True)

    def lost(self, desk: Any, loss: LossHead, excluded: frozenset[str] = frozenset()) -> Value:
        """What the client loses this month under one head, leaving out down-time of the `excluded` causes: minor units, rounded once."""
        if loss.per == "day of delay":
            return desk.v.share(desk.tally_of(self.number, f"delay of {loss.milestone}"), loss.amount.minor, DAY)
        quantity = desk.fact(_read(loss, excluded))
        return desk.v.share(quantity, loss.amount.minor, HOUR if loss.per == "hour of outage" else 1)

    def loss(self, desk: Any, read: Read) -> Value:
        """The fact `loss`: what the client loses under a head (key "": all heads), of one service or basis where the reading says so."""
        return desk.v.total([self.lost(desk, loss, read.excluded) for loss in self._of(read)])

    def loss_reads(self, read: Read) -> tuple[Read, ...]:
        """The facts that the fact `loss` is made of."""
        return tuple(_read(loss, read.excluded) for loss in self._of(read) if loss.service)

    def _of(self, read: Read) -> list[LossHead]:
        found = self._asked.get(read)
        if found is None:
            asked = [loss for loss in self.losses if read.key in ("", loss.head) and read.of in ("", loss.service)]
            found = self._asked[read] = [loss for loss in asked if read.basis in ("", loss.per)]
        return found

    def cost_of_serving(self, desk: Any) -> Value:
        """The fact `cost_of_serving`: the provider's unit costs and fixed cost of the month."""
        units = [desk.v.share(desk.fact(Read("volume", name)), price.num, price.den) for name, price in self.inputs.provider.unit_cost.items()]
        return desk.v.total([*units, self._fixed(desk)] if self.inputs.provider.fixed_cost else units)

    def _fixed(self, desk: Any) -> Value:
        return desk.v.share(desk.served, self.inputs.provider.fixed_cost.minor, desk.seconds)

    def after_exit(self, desk: Any) -> None:
        """Book what replacing the provider costs the client in a month that begins or ends after an early exit. `desk.exit` is its instant."""
        replacement = self.inputs.replacement
        if replacement is None:
            return
        v, left = desk.v, desk.exit
        back = left + replacement.gap.seconds
        early = v.both(v.both(left > desk.first, left <= desk.last), left < desk.term_end)
        desk.book(self.client, "transition", v.where(early, replacement.transition.minor, 0), "exit", always=True)
        served = v.maximum(desk.last - v.maximum(back, desk.first), 0)
        unserved = v.maximum(v.minimum(back, desk.last) - v.maximum(left, desk.first), 0)
        for service, price in replacement.price.items():
            demand = desk.fact(Read("demand", service))
            units = v.share(demand, served, desk.seconds)
            desk.book(self.client, "replacement service", v.share(units, price.num, price.den), "exit", always=True)
            if replacement.lost_unit:
                lost = v.share(demand, unserved, desk.seconds)
                desk.book(self.client, "service lost in the gap", v.share(lost, replacement.lost_unit.minor, 1), "exit", always=True)
