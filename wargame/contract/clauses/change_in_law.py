"""Change in law: who bears what it costs to comply with a new rule, once and from then on.

A change is an event: its cost falls on the provider when the work is done, and the client bears a share of it by bands, up to a cap a year, if it was
notified in time. Law that bears on every business alike may be shared otherwise than law about these services. A change that costs too much may let a
party leave. Rounding: each band's share is rounded once per change (or per contract year), half-up.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, Literal

from pydantic import field_validator

from wargame.contract.parts.termination_right import SECOND, RightTerms, TerminationRight
from wargame.contract.rules.clause import ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import Duration, DurationT, MoneyT, PartyName, Rate, ShareT
from wargame.core.vocabulary import Backend, Value

RIGHT = "terminate for a change in law"
HEAD = "change in law"
TOO_LATE = Reason("out of time", "notified too late")
ABOVE = Reason("above a cap", "above the cap of a year")


class CostSlice(ClauseTerms):
    """Of the cost up to `up_to` (the last has none) the client bears `client`."""

    up_to: MoneyT | None = None
    client: ShareT


class WayOut(ClauseTerms):
    """A change that costs more than `above` lets `party` (the client, if it is not said) leave, on `notice`."""

    above: MoneyT
    notice: DurationT = Duration()
    party: PartyName | None = None


class ChangeInLaw(TerminationRight):
    """How the cost of a change in law is shared."""

    kind = "change_in_law"
    roles = frozenset({Role.COMPENSATION})
    heads = frozenset({HEAD})
    stage = Stage.ADJUST
    listens = frozenset({"regulation"})
    right = RIGHT
    rights = ends = frozenset({RIGHT})
    usual_for: ClassVar = {("regulation", "act"): 2, ("regulation", "pay"): 1, ("regulation", "limit"): 1}

    class Terms(RightTerms):
        """`cost` shares the work of complying; `lasting_cost` is the client's share of what each unit costs more from then on.

        `general_law` is the client's share where a change is of general law (none, if it is not said); `cap_a_year` limits what the client bears of
        the work in a contract year.
        """

        cost: list[CostSlice]
        lasting_cost: ShareT | None = None
        general_law: ShareT | None = None
        cap_a_year: MoneyT | None = None
        notice_within: DurationT | None = None
        termination: WayOut | None = None
        bands_apply: Literal["to each change", "to a contract year's changes together"] | None = None
        changes_are: Literal["specific to these services", "general law"] | None = None
        late_notice: Literal["the share is lost", "is no bar"] | None = None

        @field_validator("cost")
        @classmethod
        def _rising(cls, cost: list[CostSlice]) -> list[CostSlice]:
            edges = [part.up_to for part in cost]
            if not cost or edges[-1] is not None or None in edges[:-1]:
                raise ValueError("the last share, and only the last, has no `up to`: otherwise part of a cost belongs to nobody, or to two")
            minor = [edge.minor for edge in edges if edge is not None]
            if minor != sorted(set(minor)):
                raise ValueError("the `up to` of the shares must rise")
            return cost

    constructions: ClassVar = {
        "bands_apply": Construction(
            ("to each change", "to a contract year's changes together"),
            "Do the bands start afresh with each change, or once a contract year?",
            "`in respect of each change` is the usual form",
        ),
        "changes_are": Construction(
            ("specific to these services", "general law"),
            "Are changes that bear on every business alike shared too, or only law about these services?",
            "PRACTICE §7; public-sector model terms share specific law and leave general law with the provider",
        ),
        "late_notice": Construction(
            ("the share is lost", "is no bar"),
            "Is notice in time a condition of the client's share?",
            "PRACTICE §16 (condition precedent hidden in a notice clause)",
        ),
        **SECOND,
    }
    wording = "The Client shall bear {client} of the cost of complying with a change in law up to {up to}, and {client above} of what exceeds it."
    source = "DESIGN §7; reference workload RW-36 §3"
    example = """
## 14.1 Change in law

The Client shall bear 50 % of the cost of complying with a change in law up to GBP 200,000 and 80 % of what exceeds it, and half of any lasting cost;
of the work no more than GBP 600,000 in a contract year, and nothing of what the Provider does not notify within 10 days. If a change costs more than
GBP 500,000 the Client may terminate on 60 days' notice, received 2 days after it is given.

```terms
kind: change_in_law
cost:
  - {up to: GBP 200 000, client: 50 %}
  - {client: 80 %}
lasting cost: 50 %
cap a year: GBP 600 000
notice within: 10 days
termination: {above: GBP 500 000, notice: 60 days}
received: 2 days
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        if name in SECOND:
            return terms.termination is not None and cls.arises_with(name, provisions, fee=False)
        return name != "late_notice" or terms.notice_within is not None

    def prepare(self) -> None:
        if self.choice("changes_are") == "general law":
            self.slices = [CostSlice(client=self.terms.general_law or Rate(0, 1))]
        else:
            self.slices = self.terms.cost
        self.barred = self.terms.notice_within is not None and self.choice("late_notice") == "the share is lost"
        self.edges = [part.up_to.minor for part in self.slices if part.up_to is not None]

    @cached_property
    def who(self) -> tuple[str, ...]:
        return ((self.terms.termination.party if self.terms.termination else None) or self.client,)

    def grants(self) -> frozenset[str]:
        return self.rights if self.terms.termination else frozenset()

    def reads(self) -> tuple[FactRequest, ...]:
        lasting = (FactRequest("lasting_cost"),) if self.terms.lasting_cost else ()
        return (*lasting, *((FactRequest("notice_delay", self.provider),) if self.barred else ()))

    def states(self) -> dict[str, State]:
        states = self.memory() if self.terms.termination else {}
        if self.choice("bands_apply") != "to each change":
            states["cost"] = State("int", 0, "contract year")
        if self.terms.cap_a_year:
            states["borne"] = State("int", 0, "contract year")
        return states

    def borne(self, v: Backend, cost: Value) -> Value:
        """The client's part of a cost, in minor units."""
        amount: Value = 0
        below = 0
        for part, edge in zip(self.slices, [*self.edges, None], strict=True):
            inside = v.maximum(cost - below, 0) if edge is None else v.minimum(v.maximum(cost - below, 0), edge - below)
            amount = amount + v.share(inside, part.client.num, part.client.den)
            below = below if edge is None else edge
        return amount

    def on_event(self, row: Row) -> dict[str, Value]:
        v, cost = row.v, row.column("cost")
        found = {"borne": self.borne(v, cost)} if self.choice("bands_apply") == "to each change" else {"cost": cost}
        if self.terms.termination:
            found = {**found, "too dear": v.where(cost > self.terms.termination.above.minor, 1, 0)}
        return found

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        if self.choice("bands_apply") == "to each change":
            amount = month.tally("borne")
        else:
            before = month.state("cost")
            after = month.keep("cost", before + month.tally("cost"))
            amount = self.borne(v, after) - self.borne(v, before)
        if self.barred:
            in_time = month.fact(FactRequest("notice_delay", self.provider)) <= month.after(self.terms.notice_within) - month.last
            month.withhold(HEAD, self.client, self.provider, v.where(in_time, 0, amount), "regulation", TOO_LATE)
            amount = v.where(in_time, amount, 0)
        if self.terms.cap_a_year:
            room = v.maximum(self.terms.cap_a_year.minor - month.state("borne"), 0)
            allowed = v.minimum(amount, room)
            month.withhold(HEAD, self.client, self.provider, amount - allowed, "regulation", ABOVE)
            month.keep("borne", month.state("borne") + allowed)
            amount = allowed
        month.owe(HEAD, self.client, self.provider, amount, "regulation")
        lasting = self.terms.lasting_cost
        if lasting and self.choice("changes_are") == "general law":
            lasting = self.terms.general_law
        if lasting:
            borne = v.share(month.fact(FactRequest("lasting_cost")), lasting.num, lasting.den)
            month.owe(HEAD, self.client, self.provider, borne, "lasting cost of regulation")
        if self.terms.termination:
            arisen = month.tally("too dear") > 0
            month.publish("arisen", arisen)
            party = self.terms.termination.party or self.client
            self.gone(month, self.leaves(month, party, v.both(arisen, v.negate(month.ending)), self.terms.termination.notice))
        else:
            month.publish("arisen", False)
            month.publish("left", False)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "regulation":
            yield "pay", True
            if self.terms.cap_a_year:
                yield "limit", True
            if self.terms.notice_within is not None:
                yield "act", True
            if self.terms.termination:
                yield "leave", row.of(month.measure(self.number, "arisen"))
        if event == "exit" and self.terms.termination:
            yield "decide", row.of(month.measure(self.number, "left"))
