"""What each party spends and suffers on its own account, whatever the contract says: losses by head, costs of serving, and life after exit.

Written in the vocabulary of rules, so that both drivers run it; booked against the outside world, so that parties' dealings with each other
still sum to zero. Terminating is never free and never makes loss vanish: after exit there is a gap, a transition, and another price until the
term would have ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from wargame.core.facts import FactRequest
from wargame.core.values import DAY, HOUR
from wargame.core.vocabulary import Backend, Value
from wargame.world.scenario.file import Scenario
from wargame.world.scenario.inputs import LossHead, ProviderCosts, Replacement
from wargame.world.sizes.read import MILLION

_FACT_OF = {"hour of outage": "downtime", "unit waiting a day": "waiting", "unit done wrong": "errors", "unit lost": "lost"}
_CAUSE_OF = {
    "hour of outage": "outage",
    "unit waiting a day": "backlog",
    "unit done wrong": "errors",
    "unit lost": "backlog",
    "day of delay": "delay",
}


class EventOver(Protocol):
    """An event that is over, as the economics read it: its kind, the milestone of a delay, and its columns (see `core.facts`)."""

    v: Backend
    event: str
    component: str

    def column(self, name: str) -> Value: ...


class DeskAfter(Protocol):
    """What the economics ask of the desk once the agreement has ended: the month (instants and lengths in seconds), the instant at which it ended,
    facts, and the books. Amounts are minor units."""

    v: Backend
    first: int
    last: int
    seconds: int
    term_end: int
    exit: Value

    def fact(self, read: FactRequest) -> Value: ...
    def book(self, party: str, head: str, amount: Value, cause: str, *, always: bool = ...) -> None: ...


class OwnDesk(DeskAfter, Protocol):
    """What they ask of it while the agreement lives: `served` seconds of the month, sums of events that are over, and what shocks do, once, by
    (shock, party, head), or to something of a service in the month (millionths; None where none can)."""

    served: Value

    def tally(self, name: str) -> Value: ...
    def tally_of(self, clause: str, name: str) -> Value: ...
    def once(self, key: tuple[str, str, str]) -> Value: ...
    def monthly(self, what: str, service: str) -> Value | None: ...


@dataclass(frozen=True, slots=True)
class Once:
    """Something that a shock makes a party lose or spend once: which shock, under which head, for which event, and whose fault that is."""

    shock: str
    party: str
    head: str
    event: str
    fault: str
    per: str = "event"
    service: str = ""
    milestone: str = ""


def _read(loss: LossHead, excluded: frozenset[str]) -> FactRequest:
    return FactRequest(_FACT_OF[loss.per], loss.service or "", excluded if loss.per == "hour of outage" else frozenset())


class Economics:
    """The economics of a scenario for a client and a provider (roles)."""

    number = "economics"
    kind = "economics"
    listens = frozenset({"regulation", "delay"})

    def __init__(self, scenario: Scenario, client: str, provider: str) -> None:
        self.inputs = scenario.inputs.economics
        self.services = tuple(scenario.inputs.services)
        self.client, self.provider = client, provider
        self.costs = {provider: self.inputs.provider} | self.inputs.providers
        self.effort = scenario.inputs.behaviour.effort
        self.made = scenario.effort
        self.dearer = any("cost_of_serving" in shock.writes for shock in scenario.shocks)
        self.once = [
            Once(shock.name, party, head, shock.event or shock.kind, shock.inputs.fault or "nobody")
            for shock in scenario.shocks
            for party, head in shock.costs()
        ]
        self.lasting = any("lasting_cost" in shock.writes for shock in scenario.shocks)
        self.losses = [
            loss for loss in self.inputs.client_losses if loss.per != "hour of outage" or (loss.service and scenario.components_of(loss.service))
        ]
        self._asked: dict[FactRequest, list[LossHead | Once]] = {}

    def reads(self) -> tuple[FactRequest, ...]:
        """Facts needed while the agreement lives."""
        reads = [FactRequest(_FACT_OF[loss.per], loss.service) for loss in self.losses if loss.service]
        for costs in self.costs.values():
            reads += [FactRequest("volume", service) for service in costs.unit_cost] + [
                FactRequest("overtime", service) for service in costs.overtime
            ]
        if self.inputs.replacement:
            reads += [FactRequest("demand", service) for service in self.services]
        return (*reads, *([FactRequest("lasting_cost")] if self.lasting else []))

    def on_event(self, row: EventOver) -> dict[str, Value]:
        """Compliance is paid for by whoever serves when it is ready: the provider while the agreement lives, the client after it. A delay's days are
        counted for its milestone."""
        if row.event == "delay":
            return {f"delay of {row.component}": row.column("duration")}
        v, lived = row.v, row.column("lived")
        cost = row.column("cost")
        return {"cost": v.where(lived, cost, 0), "cost after exit": v.where(lived, 0, cost), "fine": row.column("fine")}

    def on_month_end(self, desk: OwnDesk) -> None:
        """Book the month's own costs and losses of each party while the agreement lives."""
        for loss in self.losses:
            desk.book(self.client, loss.head, self.lost(desk, loss), _CAUSE_OF[loss.per])
        for role, costs in self.costs.items():
            self._serve(desk, role, costs)
        if self.effort is not None and self.effort.standby is not None:
            ready = desk.v.share(desk.served, self.effort.standby.minor, desk.seconds)
            desk.book(self.provider, "readiness", desk.v.share(ready, self.made.num, self.made.den), "time")
        for one in self.once:
            party = self.client if one.party == "client" else self.provider
            desk.book(party, one.head, desk.once((one.shock, one.party, one.head)), one.event)
        if self.lasting:
            desk.book(self.provider, "cost of compliance", desk.fact(FactRequest("lasting_cost")), "lasting cost of regulation")
            desk.book(self.provider, "cost of compliance", desk.tally("cost"), "regulation", always=True)
            desk.book(self.client, "cost of compliance", desk.tally("cost after exit"), "regulation", always=True)
            desk.book(self.client, "regulatory fine", desk.tally("fine"), "regulation", always=True)

    def _serve(self, desk: OwnDesk, role: str, costs: ProviderCosts) -> None:
        """What serving costs a provider: its units, what has made them dearer since, its overtime, and what is the same every month."""
        for service, price in costs.unit_cost.items():
            amount = desk.v.share(desk.fact(FactRequest("volume", service)), price.num, price.den)
            desk.book(role, "cost of serving", amount, "volume")
            if self.dearer:
                desk.book(role, "cost of serving", self._dearer(desk, service, amount), "price")
        for service, price in costs.overtime.items():
            desk.book(role, "overtime", desk.v.share(desk.fact(FactRequest("overtime", service)), price.num, price.den), "volume")
        if costs.fixed_cost:
            desk.book(role, "fixed cost", self._fixed(desk, costs), "time")

    def lost(self, desk: OwnDesk, loss: LossHead | Once, excluded: frozenset[str] = frozenset()) -> Value:
        """What the client loses this month under one head, leaving out what comes of the `excluded` causes: minor units, rounded once."""
        if isinstance(loss, Once):
            return 0 if loss.fault in excluded else desk.once((loss.shock, loss.party, loss.head))
        if loss.per == "day of delay":
            return desk.v.share(desk.tally_of(self.number, f"delay of {loss.milestone}"), loss.amount.minor, DAY)
        quantity = desk.fact(_read(loss, excluded))
        return desk.v.share(quantity, loss.amount.minor, HOUR if loss.per == "hour of outage" else 1)

    def loss(self, desk: OwnDesk, read: FactRequest) -> Value:
        """The fact `loss`: what the client loses under a head (key "": all heads), of one service or basis where the reading says so."""
        return desk.v.total([self.lost(desk, loss, read.excluded) for loss in self._of(read)])

    def loss_reads(self, read: FactRequest) -> tuple[FactRequest, ...]:
        """The facts that the fact `loss` is made of."""
        return tuple(_read(loss, read.excluded) for loss in self._of(read) if isinstance(loss, LossHead) and loss.service)

    def _of(self, read: FactRequest) -> list[LossHead | Once]:
        found = self._asked.get(read)
        if found is None:
            every: list[LossHead | Once] = [*self.losses, *(one for one in self.once if one.party == "client")]
            asked = [loss for loss in every if read.key in ("", loss.head) and read.of in ("", loss.service)]
            found = self._asked[read] = [loss for loss in asked if read.basis in ("", loss.per)]
        return found

    def cost_of_serving(self, desk: OwnDesk) -> Value:
        """The fact `cost_of_serving`: the units, overtime and fixed costs of the month, of all providers."""
        parts: list[Value] = []
        for costs in self.costs.values():
            for name, price in costs.unit_cost.items():
                amount = desk.v.share(desk.fact(FactRequest("volume", name)), price.num, price.den)
                parts += [amount, self._dearer(desk, name, amount)] if self.dearer else [amount]
            parts += [desk.v.share(desk.fact(FactRequest("overtime", name)), price.num, price.den) for name, price in costs.overtime.items()]
            parts += [self._fixed(desk, costs)] if costs.fixed_cost else []
        return desk.v.total(parts)

    def _dearer(self, desk: OwnDesk, service: str, amount: Value) -> Value:
        moved = desk.monthly("unit cost", service)
        return 0 if moved is None else desk.v.share(amount, moved, MILLION)

    def _fixed(self, desk: OwnDesk, costs: ProviderCosts) -> Value:
        return desk.v.share(desk.served, costs.fixed_cost.minor, desk.seconds) if costs.fixed_cost else 0

    def after_exit(self, desk: DeskAfter) -> None:
        """Book what replacing the provider costs the client in a month that begins or ends after an early exit. `desk.exit` is its instant."""
        replacement = self.inputs.replacement
        if replacement is None:
            return
        v, left = desk.v, desk.exit
        early = v.both(v.both(left > desk.first, left <= desk.last), left < desk.term_end)
        desk.book(self.client, "transition", v.where(early, replacement.transition.minor, 0), "exit", always=True)
        for service in replacement.price:
            self._elsewhere(desk, replacement, service, left, min(desk.last, desk.term_end), always=True)

    def after_parts(self, desk: OwnDesk, ends: Mapping[str, Value]) -> None:
        """The same of services that leave an agreement which goes on: service to the instant at which it ends."""
        replacement = self.inputs.replacement
        if replacement is None:
            return
        v = desk.v
        for service, left in ends.items():
            transition = replacement.transition_of.get(service)
            if transition is not None:
                now = v.both(left > desk.first, left <= desk.last)
                desk.book(self.client, "transition", v.where(now, transition.minor, 0), "exit")
            if service in replacement.price:
                self._elsewhere(desk, replacement, service, left, v.minimum(desk.exit, min(desk.last, desk.term_end)), always=False)

    def _elsewhere(self, desk: DeskAfter, replacement: Replacement, service: str, left: Value, until: Value, *, always: bool) -> None:
        """What a service costs the client elsewhere in the month, from its exit until an instant: nobody serves in the gap."""
        v, back = desk.v, left + replacement.gap.seconds
        served = v.maximum(until - v.maximum(back, desk.first), 0)
        unserved = v.maximum(v.minimum(back, until) - v.maximum(left, desk.first), 0)
        demand, price = desk.fact(FactRequest("demand", service)), replacement.price[service]
        units = v.share(demand, served, desk.seconds)
        desk.book(self.client, "replacement service", v.share(units, price.num, price.den), "exit", always=always)
        if replacement.lost_unit:
            lost = v.share(demand, unserved, desk.seconds)
            desk.book(self.client, "service lost in the gap", v.share(lost, replacement.lost_unit.minor, 1), "exit", always=always)
