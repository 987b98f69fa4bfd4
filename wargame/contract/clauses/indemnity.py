"""Indemnity: one party makes good what another loses under named heads.

The losses are the world's, by head, of the month in which they fall; outages that are not the payer's doing leave theirs out. A deductible lies with
the claimant, for each claim (a month and head), each occurrence, or once a contract year. Paid as a Claim: it may be notified late, disputed, limited
and uncollected. Each head of loss is the cause of its own posting. Rounding: the covered share is rounded once a head and month, half-up.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.parts.caps import NOT_THE_PROVIDERS
from wargame.contract.parts.deductibles import LossTerms, above_deductible, within_limit
from wargame.contract.rules.clause import Clause, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.losses import FINE, OF_A_BREACH
from wargame.core.quantities import Duration, DurationT, PartyName, ServiceName, ShareT, TextT
from wargame.core.values import DAY
from wargame.core.vocabulary import Value

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
        self.down, self.edges = FactRequest("downtime", terms.service or ""), tuple[int, ...]()
        if terms.bounded and self.counts == "each occurrence":
            self.edges = self.setting.calendar.month_starts(self.setting.term_months)[1:] if self.setting.calendar else ()
        self.losses = [(head, FactRequest("loss", head, excluded, of=terms.service or "")) for head in asked]

    def reads(self) -> tuple[FactRequest, ...]:
        return (*(read for _, read in self.losses), *((self.down,) if self.edges and self.terms.service else ()))

    def states(self) -> dict[str, State]:
        if not self.terms.bounded or self.counts == "each claim":
            return {}
        if self.counts == "each contract year":
            return {"lost": State("int", 0, "contract year")}
        heads = [head for head, _ in self.losses] + ([FINE] if FINE in self.terms.losses else [])
        return {f"lost {head}": State() for head in heads}

    def on_event(self, row: Row) -> dict[str, Value]:
        if row.event == "outage":
            if not self.edges:
                return {}
            start, v = row.column("start"), row.v
            end = start + row.column("duration")
            return {"over a month end": v.total([v.where(v.both(start < edge, end > edge), 1, 0) for edge in self.edges])}
        return {"fine": row.column("fine")} if FINE in self.terms.losses else {}

    def on_month_end(self, month: MonthEnd) -> None:
        asked: Value = 0
        for head, read in self.losses:
            asked = asked + self.ask(month, head, month.fact(read))
        if FINE in self.terms.losses:
            asked = asked + self.ask(month, FINE, month.tally("fine"))
        month.publish("indemnified", asked)

    def ask(self, month: MonthEnd, head: str, loss: Value) -> Value:
        """Claim what is covered of a loss under one head; returns it."""
        v, terms = month.v, self.terms
        first = terms.share is not None and self.choice("share_applies") == "before the deductible"
        amount = v.share(loss, terms.share.num, terms.share.den) if first else loss
        if terms.bounded:
            amount = self.covered(month, head, amount)
        if terms.share and not first:
            amount = v.share(amount, terms.share.num, terms.share.den)
        month.owe("indemnity", self.payer, self.payee, amount, head, after=terms.payable_after)
        return amount

    def covered(self, month: MonthEnd, head: str, amount: Value) -> Value:
        """What is left of a claim above the deductible and within the limit; the rest is withheld."""
        v, terms = month.v, self.terms
        before = self.before(month, head)
        after = before + amount
        left = above_deductible(terms, v, after), above_deductible(terms, v, before)
        paid = within_limit(terms, v, left[0]) - within_limit(terms, v, left[1])
        above = (left[0] - left[1]) - paid
        # Once a franchise is passed, what it had kept back is paid too.
        month.withhold("indemnity", self.payer, self.payee, v.maximum(amount - paid - above, 0), head, BELOW)
        if terms.limit is not None:
            month.withhold("indemnity", self.payer, self.payee, above, head, ABOVE)
        if self.counts != "each claim":
            month.keep("lost" if self.counts == "each contract year" else f"lost {head}", after)
        return paid

    def before(self, month: MonthEnd, head: str) -> Value:
        """What the claim, occurrence or year has come to before this month."""
        if self.counts == "each claim":
            return 0
        if self.counts == "each contract year":
            return month.state("lost")
        # An outage that was under way when the month began goes on being one occurrence: it ends in this month, or lasts through it.
        goes_on: Value = month.tally("over a month end") > 0
        if self.terms.service:
            goes_on = month.v.either(goes_on, month.fact(self.down) >= month.served)
        return month.v.where(goes_on, month.state(f"lost {head}"), 0)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            yield "pay", True
            yield "remedy", True
        if event == "breach" and self.terms.service is None and OF_A_BREACH.intersection(self.terms.losses):
            yield "pay", True
            yield "remedy", True
        if event == "regulation" and FINE in self.terms.losses:
            yield "pay", row.column("fine") > 0
