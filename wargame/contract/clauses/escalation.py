"""Escalation with step-in: the longer an outage lasts, the higher it is taken, and the faster what is left of it goes; in the end the client steps
in.

A Response. Each rung fires if the outage is still open so long after its start (or its detection); what is left of it is then shortened. The cost of
a step-in is booked in the month the outage ends, once per outage.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from wargame.contract.clause import Clause, ClauseTerms, Concern, Construction, Incident, MonthEnd, Response, Row
from wargame.core.events import Stage
from wargame.core.facts import Read
from wargame.core.quantities import DurationT, MoneyT, PartyName, Rate, ServiceName, ShareT, TextT
from wargame.core.vocabulary import Value

NEVER = 2**40  # seconds


class Rung(ClauseTerms):
    """After so long the outage goes to `to`, and what is left of it is shortened by `shortens`."""

    after: DurationT
    to: TextT
    shortens: ShareT


class StepIn(ClauseTerms):
    """After so long the client may step in; `cost` falls on `borne_by`."""

    after: DurationT
    shortens: ShareT
    cost: MoneyT | None = None
    borne_by: PartyName | None = None


class Escalation(Clause):
    """A ladder of escalation and a right to step in."""

    kind = "escalation"
    stage = Stage.DAMAGES
    listens = frozenset({"outage"})

    class Terms(ClauseTerms):
        """Rungs in rising order of time, and the step-in that may follow them; `excluding` names causes that are not escalated."""

        service: ServiceName
        ladder: list[Rung] = []
        step_in: StepIn | None = None
        excluding: list[Literal["planned", "client", "third party"]] = []
        clock: Literal["occurrence", "detection"] | None = None

    constructions: ClassVar = {
        "clock": Construction(("occurrence", "detection"), "Do the times of the ladder run from occurrence or from detection?", "PRACTICE §8"),
    }
    wording = (
        "If an outage is not restored within {after} it shall be escalated to {to}. After "
        "{step in after} the Client may step in at the Provider's cost."
    )
    source = "PRACTICE §13 (step-in); DESIGN §6 (Response)"
    example = """
## 10.1 Escalation and step-in

An outage of the voice service not restored within 4 hours shall be escalated to the service manager and within 12 hours to the executive sponsors.
After 24 hours the Client may step in; the Provider shall bear GBP 25,000 for each step-in.

```terms
kind: escalation
service: voice
ladder:
  - {after: 4 hours, to: service manager, shortens: 20 %}
  - {after: 12 hours, to: executive sponsors, shortens: 10 %}
step in: {after: 24 hours, shortens: 50 %, cost: GBP 25 000, borne by: provider}
```
"""

    def prepare(self) -> None:
        terms = self.terms
        steps = [*terms.ladder, *([terms.step_in] if terms.step_in else [])]
        if not steps:
            raise ValueError("an escalation needs a ladder, a step-in, or both")
        for step in steps:
            if step.after.months or step.after.business_days:
                raise ValueError(f"`after` is {step.after}, but an outage is timed by the clock: write hours, minutes or days")
            if not 0 <= step.shortens.num <= step.shortens.den:
                raise ValueError(f"`shortens` is {step.shortens}; it must lie between 0 % and 100 %")
        self.rungs = [(rung.after.seconds, _rest(rung.shortens), f"escalated to {rung.to}") for rung in terms.ladder]
        if terms.step_in:
            self.rungs.append((terms.step_in.after.seconds, _rest(terms.step_in.shortens), "the client steps in"))
        self.step_in_after = terms.step_in.after.seconds if terms.step_in else NEVER
        if [rung[0] for rung in self.rungs] != sorted(rung[0] for rung in self.rungs):
            raise ValueError("the times of the ladder must rise from rung to rung, the step-in last")

    def reads(self) -> tuple[Read, ...]:
        return (Read("duration", self.terms.service),)

    def concern(self) -> Concern:
        return Concern(self.covers(), self.step_in_after, frozenset(self.terms.excluding))

    def on_incident(self, incident: Incident) -> Iterator[Response]:
        delay = incident.detected if self.choice("clock") == "detection" else 0
        for after, keep, label in self.rungs:
            yield Response(after + delay, keep, label)

    def on_event(self, row: Row) -> dict[str, Value]:
        return {"step-ins": row.v.where(self.lasted(row) > self.step_in_after, 1, 0)}

    def lasted(self, row: Row) -> Value:
        """Seconds from the start of the clause's clock to restoration."""
        if self.choice("clock") == "detection":
            return row.column("duration") - row.column("detected")
        return row.column("duration")

    def on_month_end(self, month: MonthEnd) -> None:
        step_in = self.terms.step_in
        if step_in and step_in.cost:
            payer = step_in.borne_by or self.provider
            payee = self.client if payer == self.provider else self.provider
            month.owe("step-in costs", payer, payee, month.v.share(month.tally("step-ins"), step_in.cost.minor, 1), "outage")

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            lasted = self.lasted(row) > self.rungs[0][0]
            yield "act", lasted
            yield "decide", lasted


def _rest(shortens: Rate) -> Rate:
    return Rate(shortens.den - shortens.num, shortens.den)
