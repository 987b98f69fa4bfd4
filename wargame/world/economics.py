"""What each party spends and suffers on its own account, whatever the contract says: losses by head, costs of serving, and life after exit.

Written in the vocabulary of rules, so that both drivers run it; booked against the outside world, so that parties' dealings with each other still sum
to zero. Terminating is never free and never makes loss vanish: after exit there is a gap, a transition, and another price until the term would have
ended.
"""

from __future__ import annotations

from typing import Any

from wargame.core.facts import Read
from wargame.core.vocabulary import Value
from wargame.world.scenario import Scenario

HOUR = 3600


class Economics:
    """The economics of a scenario for a client and a provider (roles)."""

    number = "economics"
    kind = "economics"
    listens = frozenset({"regulation"})

    def __init__(self, scenario: Scenario, client: str, provider: str) -> None:
        self.inputs = scenario.inputs.economics
        self.services = tuple(scenario.inputs.services)
        self.client, self.provider = client, provider
        self.lasting = any(shock.event == "regulation" for shock in scenario.shocks)
        self.losses = [loss for loss in self.inputs.client_losses if loss.per != "hour of outage" or scenario.components_of(loss.service)]

    def reads(self) -> tuple[Read, ...]:
        """Facts needed while the agreement lives."""
        reads = [Read("downtime" if loss.per == "hour of outage" else "waiting", loss.service) for loss in self.losses]
        reads += [Read("volume", service) for service in self.inputs.provider.unit_cost]
        if self.inputs.replacement:
            reads += [Read("demand", service) for service in self.services]
        return (*reads, *([Read("lasting_cost")] if self.lasting else []))

    def on_event(self, row: Any) -> dict[str, Value]:
        """Compliance is paid for by whoever serves when it is ready: the provider while the agreement lives, the client after it."""
        v, lived = row.v, row.column("lived")
        cost = row.column("cost")
        return {"cost": v.where(lived, cost, 0), "cost after exit": v.where(lived, 0, cost), "fine": row.column("fine")}

    def on_month_end(self, desk: Any) -> None:
        """Book the month's own costs and losses of each party while the agreement lives."""
        v = desk.v
        for loss in self.losses:
            if loss.per == "hour of outage":
                amount = v.share(desk.fact(Read("downtime", loss.service)), loss.amount.minor, HOUR)
                desk.book(self.client, loss.head, amount, "outage")
            else:
                desk.book(self.client, loss.head, v.share(desk.fact(Read("waiting", loss.service)), loss.amount.minor, 1), "backlog")
        for service, price in self.inputs.provider.unit_cost.items():
            desk.book(self.provider, "cost of serving", v.share(desk.fact(Read("volume", service)), price.num, price.den), "volume")
        if self.inputs.provider.fixed_cost:
            desk.book(self.provider, "fixed cost", v.share(desk.served, self.inputs.provider.fixed_cost.minor, desk.seconds), "time")
        if self.lasting:
            desk.book(self.provider, "cost of compliance", desk.fact(Read("lasting_cost")), "lasting cost of regulation")
            desk.book(self.provider, "cost of compliance", desk.tally("cost"), "regulation", always=True)
            desk.book(self.client, "cost of compliance", desk.tally("cost after exit"), "regulation", always=True)
            desk.book(self.client, "regulatory fine", desk.tally("fine"), "regulation", always=True)

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
