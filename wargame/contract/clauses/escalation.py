"""Escalation with step-in: the longer an outage lasts, the higher it is taken, and the faster what is left of it goes; in the end
the client steps in.

A Response. Each rung fires if the outage is still open so long after its start (or its detection, or its report), and after the time its people
have to decide; what is left of it is then shortened. The cost of a step-in is booked in the month the outage ends, once per outage and for each day
begun until step-out. Where the step-in needs a third party's consent that nobody must procure, it is never reached. Rounding: days are counted
begun; a half is rounded once.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.parts.outages import CLOCKS, IF_SAID, LATE
from wargame.contract.rules.clause import ClauseTerms, Construction, EventFilter, Incident, MonthEnd, Response, Row
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.relief import Excusing
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import DurationT, MoneyT, PartyName, Rate, Ref, ServiceName, ShareT, TextT
from wargame.core.values import DAY
from wargame.core.vocabulary import Value

NEVER = 2**40  # seconds


class Rung(ClauseTerms):
    """After so long the outage goes to `to` (one or several, or a board), who decide within `decides_within`; the rest is shortened."""

    after: DurationT
    to: TextT
    decides_within: DurationT | None = None
    shortens: ShareT


class StepIn(ClauseTerms):
    """After so long the client may step in; `cost`, and `daily_cost` until it steps out again (`step_out` after restoration), fall on `borne_by`.

    `needs_consent`: a third party (a landlord, a licensor, a subcontractor) must agree to it.
    """

    after: DurationT
    shortens: ShareT
    cost: MoneyT | None = None
    daily_cost: MoneyT | None = None
    step_out: DurationT | None = None
    borne_by: PartyName | None = None
    needs_consent: Literal["yes", "no"] = "no"


class Escalation(Excusing):
    """A ladder of escalation and a right to step in."""

    kind = "escalation"
    heads = frozenset({"step-in costs"})
    stage = Stage.DAMAGES
    later = Stage.BAR
    listens = frozenset({"outage"})
    usual_for: ClassVar = {("outage", "act"): 1, ("outage", "decide"): 1}

    class Terms(ClauseTerms):
        """Rungs in rising order of time, and the step-in that may follow them; `excluding` names causes that are not escalated.

        `excuses` names the clauses whose remedies fall for the time after a step-in, where the provider is excused (all, if none is named).
        """

        service: ServiceName
        ladder: list[Rung] = []
        step_in: StepIn | None = None
        excluding: list[Literal["planned", "client", "third party"]] = []
        excuses: list[Ref] = []
        clock: Literal["occurrence", "detection", "report"] | None = None
        step_in_cost: Literal["the provider bears it", "the client bears it", "each bears half"] | None = None
        while_stepped_in: Literal["the provider is not excused", "the provider is excused"] | None = None
        without_consent: Literal["the client cannot step in", "the provider must procure it"] | None = None

    constructions: ClassVar = {
        "clock": Construction(CLOCKS, "Do the times of the ladder run from occurrence or from detection?", "PRACTICE §8", if_said=IF_SAID),
        "step_in_cost": Construction(
            ("the provider bears it", "the client bears it", "each bears half"),
            "Where `borne by` is not said: who pays for a step-in?",
            "PRACTICE §13 (step-in: cost against charges)",
        ),
        "while_stepped_in": Construction(
            ("the provider is not excused", "the provider is excused"),
            "Is the provider excused for what fails while the client has stepped in?",
            "PRACTICE §13 (provider excused meanwhile)",
        ),
        "without_consent": Construction(
            ("the client cannot step in", "the provider must procure it"),
            "Where a step-in needs a third party's consent, must the provider have procured it, or is the right out of reach?",
            "PRACTICE §13 (third-party consents that make it unreachable), §16",
        ),
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

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return {
            "step_in_cost": terms.step_in is not None and terms.step_in.borne_by is None,
            "while_stepped_in": terms.step_in is not None,
            "without_consent": terms.step_in is not None and terms.step_in.needs_consent == "yes",
        }.get(name, True)

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
        for rung in terms.ladder:
            if rung.decides_within and (rung.decides_within.months or rung.decides_within.business_days):
                raise ValueError(f"`decides within` is {rung.decides_within}, but an outage is timed by the clock: write hours, minutes or days")
        self.rungs = [(_acts_at(rung), _rest(rung.shortens), f"escalated to {rung.to}") for rung in terms.ladder]
        self.step_in_after = NEVER
        if terms.step_in and not (terms.step_in.needs_consent == "yes" and self.choice("without_consent") == "the client cannot step in"):
            self.step_in_after = terms.step_in.after.seconds
            self.rungs.append((self.step_in_after, _rest(terms.step_in.shortens), f"the {self.client} steps in"))
        step_out = terms.step_in.step_out if terms.step_in else None
        if step_out and (step_out.months or step_out.business_days):
            raise ValueError(f"`step out` is {step_out}; it counts days by the clock: write `step out: 5 days`")
        # Days begun are counted from the step-in to step-out.
        self.day_edge = (step_out.seconds if step_out else 0) - self.step_in_after + DAY - 1
        self.excused = self.step_in_after < NEVER and self.choice("while_stepped_in") == "the provider is excused"
        if [rung[0] for rung in self.rungs] != sorted(rung[0] for rung in self.rungs):
            raise ValueError("the times of the ladder, with the time to decide, must rise from rung to rung, the step-in last")

    def reads(self) -> tuple[FactRequest, ...]:
        return (FactRequest("duration", self.terms.service),)

    def concern(self) -> EventFilter:
        return EventFilter(self.covers(), -1 if self.excused else self.step_in_after, frozenset(self.terms.excluding))

    def on_incident(self, incident: Incident) -> Iterator[Response]:
        delay = incident.late(self.choice("clock"))
        for after, keep, label in self.rungs:
            yield Response(after + delay, keep, label)

    def on_event(self, row: Row) -> dict[str, Value]:
        v, lasted = row.v, self.lasted(row)
        stepped = lasted > self.step_in_after
        found = {"step-ins": v.where(stepped, 1, 0)}
        if self.terms.step_in and self.terms.step_in.daily_cost:
            found = {**found, "days stepped in": v.where(stepped, v.whole(lasted + self.day_edge, DAY), 0)}
        if self.excused:
            found = {**found, "time stepped in": v.where(stepped, lasted - self.step_in_after, 0), "time": v.maximum(lasted, 0)}
        return found

    def lasted(self, row: Row) -> Value:
        """Seconds from the start of the clause's clock to restoration."""
        begun = LATE.get(self.choice("clock"))
        return row.column("duration") - row.column(begun) if begun else row.column("duration")

    def on_month_end(self, month: MonthEnd) -> None:
        step_in = self.terms.step_in
        if step_in and (step_in.cost or step_in.daily_cost):
            v = month.v
            amount: Value = 0
            if step_in.cost:
                amount = v.share(month.tally("step-ins"), step_in.cost.minor, 1)
            if step_in.daily_cost:
                amount = amount + v.share(month.tally("days stepped in"), step_in.daily_cost.minor, 1)
            payer = step_in.borne_by or (self.client if self.choice("step_in_cost") == "the client bears it" else self.provider)
            payee = self.client if payer == self.provider else self.provider
            if step_in.borne_by is None and self.choice("step_in_cost") == "each bears half":
                amount = v.share(amount, 1, 2)  # what the provider owes of what the client spends
            month.owe("step-in costs", payer, payee, amount, "outage")

    def on_later(self, month: MonthEnd) -> None:
        if self.excused:
            self.excuse(month, month.tally("time stepped in"), month.tally("time"), self.terms.excuses, "")

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage" and self.rungs:  # there are none where a step-in is all there is, and out of reach
            lasted = self.lasted(row) > self.rungs[0][0]
            yield "act", lasted
            yield "decide", lasted


def _acts_at(rung: Rung) -> int:
    return int(rung.after.seconds) + (rung.decides_within.seconds if rung.decides_within else 0)


def _rest(shortens: Rate) -> Rate:
    return Rate(shortens.den - shortens.num, shortens.den)
