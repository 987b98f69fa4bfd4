"""Playbook: what is done, by whom and at what price, when a pre-agreed trigger is seen; nobody has to negotiate while the house burns.

An outage that lasts longer than its trigger is answered by actions that shorten the rest of it (a Response); a month whose demand passes the
forecast by more than its trigger is answered by actions for a fee. Rounding: none; the fee is the same for each invocation.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, EventFilter, Incident, MonthEnd, Response, Row, State
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import DurationT, MoneyT, PartyName, Rate, RateT, ServiceName, ShareT, TextT
from wargame.core.vocabulary import Value

HEAD = "playbook"
ABOVE = Reason("above a limit", "above the limit of a year's invocations")


class OnOutage(ClauseTerms):
    """An outage `longer_than` so long is answered by `action`, which shortens what is left of it and costs `fee`."""

    longer_than: DurationT
    action: TextT
    shortens: ShareT
    fee: MoneyT | None = None


class OnSurge(ClauseTerms):
    """A month whose demand passes the forecast by `more_than` is answered by `action`, for `fee`."""

    more_than: RateT
    action: TextT
    fee: MoneyT


class Playbook(Clause):
    """Pre-approved actions with their triggers and prices."""

    kind = "playbook"
    roles = frozenset({Role.LENIENT})
    heads = frozenset({HEAD})
    stage = Stage.ADJUST
    listens = frozenset({"outage"})
    publishes = frozenset({"invoked"})

    class Terms(ClauseTerms):
        """`owner` decides within `decided_within`, from which the action begins; `borne_by` pays the fees, `limit` a contract year's at most."""

        service: ServiceName
        outage: OnOutage | None = None
        surge: OnSurge | None = None
        owner: TextT
        decided_within: DurationT
        limit: MoneyT | None = None
        borne_by: PartyName | None = None
        excluding: list[Literal["planned", "client", "third party"]] = []
        fee_falls_due: Literal["for each invocation", "once a month"] | None = None

        @model_validator(mode="after")
        def _some(self) -> Self:
            if not (self.outage or self.surge):
                raise ValueError("a playbook needs a trigger: write `outage: {longer than: 4 hours, …}` or `surge: {more than: 20 %, …}`")
            return self

    constructions: ClassVar = {
        "fee_falls_due": Construction(
            ("for each invocation", "once a month"),
            "Is the fee due for each outage for which the playbook is invoked, or once for all those of a month?",
            "PRACTICE §13 (leading indicator, pre-agreed playbook)",
        ),
    }
    wording = "Where {trigger}, {owner} shall within {decided within} invoke {action}; each invocation is charged at {fee}."
    source = "PRACTICE §13 (leading indicator → pre-agreed playbook)"
    example = """
## 10.6 Playbook

Where an outage of the voice service lasts longer than 2 hours, the service manager shall within 30 minutes move calls to the overflow site, for GBP
3,000 each time. Where the calls of a month pass the forecast by more than 8 %, the overtime roster is worked for GBP 9,000. The Client bears these
fees, up to GBP 60,000 in a contract year.

```terms
kind: playbook
service: voice
outage: {longer than: 2 hours, action: the overflow site, shortens: 40 %, fee: GBP 3 000}
surge: {more than: 8 %, action: the overtime roster, fee: GBP 9 000}
owner: service manager
decided within: 30 minutes
limit: GBP 60 000
borne by: client
```
"""

    def prepare(self) -> None:
        terms = self.terms
        for name, value in (("decided within", terms.decided_within), ("longer than", terms.outage.longer_than if terms.outage else None)):
            if value is not None and (value.months or value.business_days):
                raise ValueError(f"`{name}` is {value}, but an outage is timed by the clock: write hours, minutes or days")
        self.after = terms.decided_within.seconds + (terms.outage.longer_than.seconds if terms.outage else 0)
        self.forecast, self.demand = FactRequest("forecast", terms.service), FactRequest("demand", terms.service)

    def reads(self) -> tuple[FactRequest, ...]:
        of_outages = (FactRequest("duration", self.terms.service),) if self.terms.outage else ()
        return (*of_outages, self.forecast, self.demand) if self.terms.surge else of_outages

    def states(self) -> dict[str, State]:
        return {"fees": State("int", 0, "contract year")} if self.terms.limit else {}

    def concern(self) -> EventFilter:
        return EventFilter(self.covers(), self.after, frozenset(self.terms.excluding))

    def on_incident(self, incident: Incident) -> Iterator[Response]:
        action = self.terms.outage
        if action:
            yield Response(self.after, Rate(action.shortens.den - action.shortens.num, action.shortens.den), f"playbook: {action.action}")

    def on_event(self, row: Row) -> dict[str, Value]:
        return {"outages": row.v.where(row.column("duration") > self.after, 1, 0)} if self.terms.outage else {}

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        outages: Value = month.tally("outages")
        if self.choice("fee_falls_due") == "once a month":
            outages = v.minimum(outages, 1)
        fees = v.share(outages, terms.outage.fee.minor, 1) if terms.outage and terms.outage.fee else 0
        invoked: Value = outages > 0
        if terms.surge:
            forecast = month.fact(self.forecast)
            surge = month.fact(self.demand) - forecast > v.share(forecast, terms.surge.more_than.num, terms.surge.more_than.den)
            fees = fees + v.where(surge, terms.surge.fee.minor, 0)
            invoked = v.either(invoked, surge)
        month.publish("invoked", invoked)
        payer = terms.borne_by or self.client
        if terms.limit and payer == self.client:
            allowed = v.minimum(fees, v.maximum(terms.limit.minor - month.state("fees"), 0))
            month.keep("fees", month.state("fees") + allowed)
            month.withhold(HEAD, self.client, self.provider, fees - allowed, "playbook", ABOVE)
            fees = allowed
        if payer == self.client:  # the provider's own actions cost it what they cost: no money passes between the parties
            month.owe(HEAD, self.client, self.provider, fees, "playbook")

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage" and self.terms.outage:
            invoked = row.column("duration") > self.after
            yield "act", invoked
            yield "decide", invoked
            if self.terms.outage.fee:
                yield "pay", invoked
        if event == "surge" and self.terms.surge:
            invoked = row.of(month.measure(self.number, "invoked"))
            yield "act", invoked
            yield "decide", invoked
            yield "pay", invoked
