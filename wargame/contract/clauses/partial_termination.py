"""Partial termination: a service is taken out of the agreement, which goes on without it.

A service ends with a contract month: the first whose end comes after the notice has run out. From then on its provisions are as those of an agreement
that has ended, and of its units, backlog and down-time there is nothing any more; the client buys it elsewhere. The fee is the service's share of the
fee for leaving altogether, or an amount of its own. Rounding: the fee and the share of it are each rounded once, half-up.
"""

from functools import cached_property
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.bases import ChargesOf
from wargame.contract.parts.termination_right import FEE, FEES, Fee
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Notice, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.core.events import Stage
from wargame.core.quantities import Duration, DurationT, MoneyT, PartyName, Ref, ServiceName
from wargame.core.vocabulary import Value

RIGHT = "terminate in part"


class PartialTermination(Clause):
    """A right to take one service out of the agreement."""

    kind = "partial_termination"
    heads = frozenset({FEE})
    stage = Stage.RIGHTS
    publishes = frozenset({"arisen"})
    rights = frozenset({RIGHT})

    class Terms(ClauseTerms):
        """From `earliest` on `party` may take `service` out on `notice`. `fee`: an amount; or `fee_under` names the clause whose table is the fee for
        the whole agreement, of which a share is due."""

        service: ServiceName
        party: PartyName | None = None
        earliest: DurationT = Duration()
        notice: DurationT
        fee: MoneyT | None = None
        fee_under: Ref | None = None
        share_of_fee: Literal["by charges", "the whole fee"] | None = None
        fee_due: Literal["at the exit", "at the notice"] | None = None

        @model_validator(mode="after")
        def _one_fee(self) -> Self:
            if self.fee and self.fee_under:
                raise ValueError(f"the fee is `fee`, {self.fee}, or a share of that of `fee under`, {self.fee_under}: give one of them")
            return self

    constructions: ClassVar[dict[str, Construction]] = {
        "share_of_fee": Construction(
            ("by charges", "the whole fee"),
            "Where one service leaves, is the fee due in proportion to its charges, or whole?",
            "PRACTICE §12 (partial termination: fee pro rata?)",
        ),
        "fee_due": FEES["fee_due"],
    }
    wording = (
        "From {earliest} after the Effective Date the {party} may terminate {service} on {notice} notice, with effect from the end of a contract "
        "month, and shall pay so much of the fee of clause {fee under} as the charges for that service bear to all Charges."
    )
    source = "PRACTICE §12 (partial termination: fee pro rata?)"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 15.3 Termination for convenience

The Client may terminate this Agreement on 12 months' notice. It shall pay three months' charges, averaged over 6 months.

```terms
kind: termination_convenience
notice: 12 months
fee table:
  - {months: 3}
averaged over: 6 months
```

## 15.4 Partial termination

From 3 months after the Effective Date the Client may terminate the voice service on 45 days' notice, with effect from the end of a contract month,
and shall pay so much of the fee of clause 15.3 as the charges for that service bear to all charges.

```terms
kind: partial_termination
service: voice
earliest: 3 months
notice: 45 days
fee under: 15.3
```
"""

    @classmethod
    def takes_out(cls, terms: Any) -> str:
        return str(terms.service)

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return terms.fee_under is not None if name == "share_of_fee" else bool(terms.fee or terms.fee_under)

    def prepare(self) -> None:
        terms, setting = self.terms, self.setting
        if terms.earliest.seconds or terms.earliest.business_days:
            raise ValueError(f"`earliest` is {terms.earliest}, but it counts months of the agreement: write `earliest: 12 months`")
        if setting.calendar is None:
            raise ValueError("a service is taken out on a date, and the agreement has none to count from")
        self.month_ends = setting.calendar.month_starts(setting.term_months)[1:]
        self.fee: Fee | None = None
        if terms.fee_under:
            other = setting.provisions.get(terms.fee_under)
            table = other.kind.fee_of_leaving(other.terms) if other else None
            if table is None or not table[0]:
                raise ValueError(f"`fee under` is {terms.fee_under}, which has no `fee table`: name the clause whose fee is shared, or give a `fee`")
            self.charges = ChargesOf(setting, "accrued", self.client, self.provider)
            self.fee = Fee(*table, later=False, evenly=False, charges=self.charges, left=setting.left)

    def states(self) -> dict[str, State]:
        """`ends` is the instant at which the service ends, 0: at none; `of service` and `of all` are charges of the months that are averaged."""
        states = {"ends": State(), "fee": State()}
        if self.fee is not None:
            states |= {
                **self.fee.states(),
                "of service": State("int", 0, "never", self.fee.window),
                "of all": State("int", 0, "never", self.fee.window),
            }
        return states

    @cached_property
    def leaver(self) -> str:
        """The party that may take it out."""
        return self.terms.party or self.client

    def out_after(self, runs_out: int) -> int:
        """The month end with which the service leaves on a notice that has run out, with the day that begins then; 0: with none of the term."""
        return next((end for end in self.month_ends if end > runs_out), 0)

    def due_for(self, month: MonthEnd) -> Value:
        """The fee of a notice given now, in minor units."""
        if self.fee is None:
            return self.terms.fee.minor if self.terms.fee else 0
        v = month.v
        whole = self.fee.at_notice(month)
        mine = month.keep("of service", month.accrued(self.client, self.provider, services=(self.terms.service,)))
        every = month.keep("of all", month.accrued(self.client, self.provider))
        if self.choice("share_of_fee") == "the whole fee":
            return whole
        return v.where(every > 0, v.rounded(whole, v.maximum(mine, 0), v.maximum(every, 1)), 0)

    def on_month_end(self, month: MonthEnd) -> None:
        v, ends = month.v, self.out_after(month.after(self.terms.notice))
        amount = self.due_for(month)
        arisen: Value = False
        if ends and month.index + 1 >= self.terms.earliest.months:
            # Another clause may have taken it out.
            arisen = v.both(month.leaving(self.terms.service) > ends, v.negate(month.ending))
        month.publish("arisen", arisen)
        used = month.exercised(RIGHT, self.leaver, arisen, ends)
        month.notify(Notice("partial termination", self.number, ends - 1, party=self.leaver, fee=amount), used)
        leaves = month.keep("ends", v.where(used, ends, month.state("ends")))
        fee = month.keep("fee", v.where(used, amount, month.state("fee")))
        # On another clause's notice the service may have left before.
        leaves_now = v.both(leaves == month.last, month.leaving(self.terms.service) >= leaves)
        now = used if self.choice("fee_due") == "at the notice" else leaves_now
        other = self.provider if self.leaver == self.client else self.client
        month.owe(FEE, self.leaver, other, v.where(now, fee, 0), "convenience", service="", day="month end")
