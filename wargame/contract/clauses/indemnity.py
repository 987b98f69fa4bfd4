"""Indemnity: one party makes good what another loses under named heads.

The losses are the world's, by head, of the month in which they fall; outages that are not the payer's doing leave theirs out. A deductible lies with
the claimant, for each claim (a month and head) or once a contract year. Paid as a Claim: it may be notified late, disputed, limited and uncollected.
Each head of loss is the cause of its own posting. Rounding: the covered share is rounded once a head and month, half-up.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.parts.caps import NOT_THE_PROVIDERS
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.losses import FINE, OF_A_BREACH
from wargame.core.quantities import Duration, DurationT, MoneyT, PartyName, ServiceName, ShareT, TextT
from wargame.core.values import DAY
from wargame.core.vocabulary import Value

BELOW = Reason("below the least", "below the deductible")


class Indemnity(Clause):
    """Losses of named heads, made good."""

    kind = "indemnity"
    roles = frozenset({Role.INDEMNITY})
    heads = frozenset({"indemnity"})
    stage = Stage.DAMAGES
    listens = frozenset({"regulation"})
    publishes = frozenset({"indemnified"})
    usual_for: ClassVar = {("breach", "pay"): 1, ("breach", "remedy"): 1}

    class Terms(ClauseTerms):
        """`losses` are heads of loss as the scenario calls them; `share` of each is made good above the `deductible`; `service` limits it to one."""

        losses: list[TextT]
        service: ServiceName | None = None
        share: ShareT | None = None
        deductible: MoneyT | None = None
        payable_after: DurationT = Duration(seconds=30 * DAY)
        payer: PartyName | None = None
        payee: PartyName | None = None
        deductible_counts: Literal["each contract year", "each claim"] | None = None
        fault: Literal["failures of the payer only", "whoever is at fault"] | None = None

    constructions: ClassVar = {
        "deductible_counts": Construction(
            ("each contract year", "each claim"),
            "Does the deductible count once a contract year, or for each claim?",
            "PRACTICE §4 (deductibles) [v]",
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
    def makes_good(cls, terms: Any) -> frozenset[str]:
        return frozenset() if terms.service else frozenset(terms.losses)

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return name != "deductible_counts" or terms.deductible is not None

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
        self.losses = [(head, FactRequest("loss", head, excluded, of=terms.service or "")) for head in asked]

    def reads(self) -> tuple[FactRequest, ...]:
        return tuple(read for _, read in self.losses)

    def states(self) -> dict[str, State]:
        yearly = self.terms.deductible and self.choice("deductible_counts") == "each contract year"
        return {"deducted": State("int", 0, "contract year")} if yearly else {}

    def on_event(self, row: Row) -> dict[str, Value]:
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
        terms = self.terms
        amount = month.v.share(loss, terms.share.num, terms.share.den) if terms.share else loss
        if terms.deductible:
            amount = self.above_deductible(month, head, amount)
        month.owe("indemnity", self.payer, self.payee, amount, head, after=terms.payable_after)
        return amount

    def above_deductible(self, month: MonthEnd, head: str, amount: Value) -> Value:
        """What is left of a claim above the deductible; the rest is withheld."""
        v = month.v
        if self.choice("deductible_counts") == "each contract year":
            left = v.maximum(self.terms.deductible.minor - month.state("deducted"), 0)
            borne = v.minimum(amount, left)
            month.keep("deducted", month.state("deducted") + borne)
        else:
            borne = v.minimum(amount, self.terms.deductible.minor)
        month.withhold("indemnity", self.payer, self.payee, borne, head, BELOW)
        return amount - borne

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            yield "pay", True
            yield "remedy", True
        if event == "breach" and self.terms.service is None and OF_A_BREACH.intersection(self.terms.losses):
            yield "pay", True
            yield "remedy", True
        if event == "regulation" and FINE in self.terms.losses:
            yield "pay", row.column("fine") > 0
