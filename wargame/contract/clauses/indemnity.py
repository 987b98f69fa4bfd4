"""Indemnity: one party makes good what another loses under named heads.

The losses are the world's, by head, of the month in which they fall; outages that are not the payer's doing leave theirs out. A deductible lies with
the claimant, for each claim (a month and head), each occurrence, or once a contract year. An occurrence is an unbroken time down of a service, over a
month end too, with all heads of its loss together; what is lost otherwise than by the hour of an outage is a claim of its own. Paid as a Claim: it
may be notified late, disputed, limited and uncollected. Each head of loss is the cause of its own posting. Rounding: the covered share is rounded
once a head and month, of an occurrence its part of the month's loss and the share of it once, half-up.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.parts.caps import NOT_THE_PROVIDERS
from wargame.contract.parts.deductibles import LossTerms, Occurrences, covered
from wargame.contract.rules.clause import Clause, Construction, Interruption, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.losses import FINE, OF_A_BREACH
from wargame.core.quantities import Duration, DurationT, PartyName, ServiceName, ShareT, TextT
from wargame.core.values import DAY
from wargame.core.vocabulary import Backend, Value, portions

BELOW = Reason("below the least", "below the deductible")
ABOVE = Reason("above a limit", "above the limit on a loss")


class Indemnity(Clause):
    """Losses of named heads, made good."""

    kind = "indemnity"
    roles = frozenset({Role.INDEMNITY})
    heads = frozenset({"indemnity"})
    stage = Stage.DAMAGES
    listens = frozenset({"regulation", "outage"})
    publishes = frozenset({"indemnified"})
    usual_for: ClassVar = {("breach", "pay"): 1, ("breach", "remedy"): 1}

    class Terms(LossTerms):
        """`losses` are heads of loss as the scenario calls them; `share` of each is made good, above a `deductible` (or `deductible_share` of the
        loss, between `minimum_deductible` and `maximum_deductible`) and an `attachment`, or whole once it passes a `franchise`, up to `limit`;
        `service` limits it to one.
        """

        losses: list[TextT]
        service: ServiceName | None = None
        share: ShareT | None = None
        payable_after: DurationT = Duration(seconds=30 * DAY)
        payer: PartyName | None = None
        payee: PartyName | None = None
        deductible_counts: Literal["each contract year", "each claim", "each occurrence"] | None = None
        share_applies: Literal["before the deductible", "after the deductible"] | None = None
        fault: Literal["failures of the payer only", "whoever is at fault"] | None = None

    constructions: ClassVar = {
        "deductible_counts": Construction(
            ("each contract year", "each claim", "each occurrence"),
            "Do deductible and limit count once a contract year, for each claim (a month and head of loss), or for each occurrence?",
            "PRACTICE §4 (deductibles) [v]",
        ),
        "share_applies": Construction(
            ("before the deductible", "after the deductible"),
            "Is the share taken of the loss, or of what is left of it above the deductible, up to the limit?",
            "insurance layers: share of a layer (Oasis financial module, rule of calculation 2), or share of the loss (coinsurance)",
        ),
        "fault": Construction(
            ("failures of the payer only", "whoever is at fault"),
            "Does the indemnity answer only for failures of the payer's making, or whoever is at fault?",
            "PRACTICE §7: to the extent caused [v]",
        ),
    }
    wording = (
        "The Provider shall indemnify the Client against {losses} arising from its failures, above {deductible}, within {payable after} of a claim."
    )
    source = "PRACTICE §2 (heads of loss), §5 (claims are processes), §10 (what erodes a cap)"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 11.1 Losses made good

The Provider shall indemnify the Client against 80 % of customer redress, work-around costs and regulatory fines that arise from its failures in the
voice service, above a deductible of GBP 20,000, within 45 days of a claim.

```terms
kind: indemnity
losses: [customer redress, work-around, regulatory fine]
service: voice
share: 80 %
deductible: GBP 20 000
payable after: 45 days
```
"""

    @classmethod
    def bounded(cls, terms: Any) -> bool:
        return terms.limit is not None and terms.deductible_counts in (None, "each contract year")

    @classmethod
    def makes_good(cls, terms: Any) -> frozenset[str]:
        return frozenset() if terms.service else frozenset(terms.losses)

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        if name == "share_applies":
            return terms.share is not None and terms.bounded
        return name != "deductible_counts" or terms.bounded

    def prepare(self) -> None:
        terms = self.terms
        if not terms.losses:
            raise ValueError("an indemnity must name its `losses`, such as `losses: [customer redress]`")
        self.payer, self.payee = terms.payer or self.provider, terms.payee or self.client
        faults = NOT_THE_PROVIDERS if self.payer == self.provider else frozenset({"planned", "provider", "third party", "nobody"})
        excluded = faults if self.choice("fault") == "failures of the payer only" else frozenset({"planned"})
        known = [head for head in terms.losses if head in self.setting.heads]
        # A head the world knows nothing of has no losses there; an indemnity none of whose heads are known cannot be measured.
        asked = known or [head for head in terms.losses if head != FINE]
        self.counts = self.choice("deductible_counts")
        self.losses = [(head, FactRequest("loss", head, excluded, of=terms.service or "")) for head in asked]
        services = ((terms.service,) if terms.service else tuple(self.setting.components)) if self.by_occurrence else ()
        self.occurrences = [self.of_service(service, asked, excluded) for service in services]

    @property
    def by_occurrence(self) -> bool:
        """Whether deductible and limit count for each occurrence."""
        return bool(self.terms.bounded) and self.counts == "each occurrence"

    @staticmethod
    def of_service(service: str, heads: list[str], excluded: frozenset[str]) -> Occurrences:
        """What must be known of the interruptions of a service."""
        losses = tuple(FactRequest("loss", head, excluded, of=service, basis="hour of outage") for head in heads)
        return Occurrences(service, FactRequest("downtime", service, excluded), losses)

    def reads(self) -> tuple[FactRequest, ...]:
        of_occurrences = [read for one in self.occurrences for read in (one.down, *one.losses)]
        return (*(read for _, read in self.losses), *of_occurrences)

    def states(self) -> dict[str, State]:
        if self.terms.bounded and self.counts == "each contract year":
            return {"lost": State("int", 0, "contract year")}
        return {f"lost {head} {one.service}": State() for one in self.occurrences for head, _ in self.losses}

    def on_event(self, row: Row) -> dict[str, Value]:
        return {"fine": self.fine(row)} if FINE in self.terms.losses and row.event != "outage" else {}

    def fine(self, row: Row) -> Value:
        """The fine of a change of law, if it concerns the service."""
        return row.v.where(row.about(self.terms.service), row.column("fine"), 0) if self.terms.service else row.column("fine")

    def on_month_end(self, month: MonthEnd) -> None:
        asked: Value = 0
        for i, (head, read) in enumerate(self.losses):
            asked = asked + self.ask(month, head, month.fact(read) - month.v.total([month.fact(one.losses[i]) for one in self.occurrences]))
        for one in self.occurrences:
            asked = asked + self.ask_for_each(month, one)
        if FINE in self.terms.losses:
            asked = asked + self.ask(month, FINE, month.tally("fine"))
        month.publish("indemnified", asked)

    def ask(self, month: MonthEnd, head: str, loss: Value) -> Value:
        """Claim what is covered of a loss under one head; returns it."""
        v, terms = month.v, self.terms
        amount = self.first_share(v, loss)
        if not terms.bounded:
            return self.claim(month, head, self.last_share(v, amount))
        yearly = self.counts == "each contract year"
        before: Value = month.state("lost") if yearly else 0
        paid, below, above = covered(terms, v, before, amount)
        self.keep_back(month, head, below, above)
        if yearly:
            month.keep("lost", before + amount)
        return self.claim(month, head, self.last_share(v, paid))

    def ask_for_each(self, month: MonthEnd, one: Occurrences) -> Value:
        """Claim what is covered of each interruption of a service, all heads of its loss together; returns it."""
        before = [month.state(f"lost {head} {one.service}") for head, _ in self.losses]
        each = [self.of_one(month, one, row, before) for row in month.interruptions(one.down)]
        asked: Value = 0
        for i, (head, _) in enumerate(self.losses):
            paid, below, above, still_open = (month.v.total([parts[what][i] for parts in each]) for what in range(4))
            month.keep(f"lost {head} {one.service}", still_open)
            self.keep_back(month, head, below, above)
            asked = asked + self.claim(month, head, paid)
        return asked

    def of_one(self, month: MonthEnd, one: Occurrences, row: Interruption, before: list[Value]) -> list[list[Value]]:
        """What of interruptions, one in a life, is paid, below the deductible and above the limit, and what one that is still open has come to, each
        for every head of its loss."""
        v = row.v
        seconds = v.maximum(row.of(month.fact(one.down)), 1)  # where none counts nothing is lost
        losses = [v.rounded(row.of(month.fact(read)), row.column("seconds"), seconds) for read in one.losses]
        mine = [self.first_share(v, loss) for loss in losses]
        earlier = [v.where(row.column("goes on"), row.of(lost), 0) for lost in before]
        total = v.total(mine)
        paid, *kept = covered(self.terms, v, v.total(earlier), total)
        found = [portions(v, mine, amount, total) for amount in (self.last_share(v, paid), *kept)]
        still_open = [v.where(row.column("open"), was + now, 0) for was, now in zip(earlier, mine, strict=True)]
        return [[row.total(part) for part in parts] for parts in (*found, still_open)]

    def first_share(self, v: Backend, loss: Value) -> Value:
        """The share of a loss that is covered, where it is taken before the deductible."""
        share = self.terms.share
        return v.share(loss, share.num, share.den) if share is not None and self.choice("share_applies") == "before the deductible" else loss

    def last_share(self, v: Backend, amount: Value) -> Value:
        """The share of what deductible and limit leave, where it is taken last."""
        share = self.terms.share
        return v.share(amount, share.num, share.den) if share is not None and self.choice("share_applies") == "after the deductible" else amount

    def claim(self, month: MonthEnd, head: str, amount: Value) -> Value:
        """Claim an amount; returns it."""
        month.owe("indemnity", self.payer, self.payee, amount, head, after=self.terms.payable_after)
        return amount

    def keep_back(self, month: MonthEnd, head: str, below: Value, above: Value) -> None:
        """Withhold what lies below the deductible or above the limit."""
        month.withhold("indemnity", self.payer, self.payee, below, head, BELOW)
        if self.terms.limit is not None:
            month.withhold("indemnity", self.payer, self.payee, above, head, ABOVE)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            yield "pay", True
            yield "remedy", True
        if event == "breach" and self.terms.service is None and OF_A_BREACH.intersection(self.terms.losses):
            yield "pay", True
            yield "remedy", True
        if event == "regulation" and FINE in self.terms.losses:
            yield "pay", self.fine(row) > 0
