"""Credits larger than their invoice: what of the credits of a month exceeds the charges on its invoice is paid, carried forward to later invoices, or
lost.

It acts on what limits, excuses and caps have left of the credits. Where a month has no charges on its invoice at all, as between two quarterly
invoices, its credits wait for the next one that has. Rounding: of charges that several credits share each has the whole units of its part, and what
is left over goes to the largest remainders.
"""

from typing import Any, ClassVar, Literal

from wargame.contract.parts.bases import CREDITS, OfCredits
from wargame.contract.parts.credits import NO_LATER_INVOICE
from wargame.contract.rules.clause import CHARGES, ClauseTerms, Construction, MonthEnd, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.quantities import PartyName, Ref
from wargame.core.vocabulary import Value

LARGER = Reason("above a limit", "more than the invoice it is set against")


class CreditExcess(OfCredits):
    """What becomes of credits that are larger than their invoice."""

    kind = "credit_excess"
    roles = frozenset({Role.EXCESS})
    heads = CREDITS
    stage = Stage.INVOICE
    one_answer = only_one = True

    class Terms(ClauseTerms):
        """`of` lists the clauses whose credits it speaks of (else all of them)."""

        of: list[Ref] = []
        excess: Literal["paid", "carried forward", "lost"] | None = None
        last_invoice: Literal["paid in cash", "lost"] | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

    constructions: ClassVar = {
        "excess": Construction(
            ("carried forward", "paid", "lost"),
            "Is what of the credits exceeds the charges on their invoice carried forward to the next one, paid, or lost?",
            "PRACTICE §5 (credits go on the next invoice; in the last month they are paid in cash, or lost)",
        ),
        "last_invoice": Construction(
            ("paid in cash", "lost"),
            "What becomes of a credit that has no later invoice to be set against?",
            "PRACTICE §5 (in the last month credits are paid in cash, or lost)",
        ),
    }
    wording = "Where the service credits of a month exceed the charges on its invoice, the excess is set against the charges of the next invoice."
    source = "PRACTICE §5; published service terms that credit future invoices only (cases/public_slas.json)"
    example = """
## 5.1 Service charge

For the voice service the Client shall pay GBP 10,000 a month.

```terms
kind: fixed_charge
service: voice
amount: GBP 10 000
per: month
```

## 8.1 Availability

Voice shall be available for at least 99.5 % of each month.

```terms
kind: service_level
service: voice
target: 99.5 %
```

## 8.2 Service credits

Below 99.5 % the Provider shall credit 60 % of the monthly charges.

```terms
kind: service_credit
service level: 8.1
credit: 60 %
```

## 8.3 Availability at all times

Voice shall be available for at least 98 % of each month.

```terms
kind: service_level
service: voice
target: 98 %
```

## 8.4 Further credits

Below 98 % the Provider shall credit a further 60 % of the monthly charges.

```terms
kind: service_credit
service level: 8.3
credit: 60 %
```

## 8.5 Credits and invoices

Credits under 8.2 and 8.4 are set against the charges on the invoice. What exceeds them is set against later invoices; at the end it is paid.

```terms
kind: credit_excess
of: [8.2, 8.4]
excess: carried forward
last invoice: paid in cash
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return name != "last_invoice" or terms.excess != "paid"

    def consults(self) -> frozenset[str]:
        return super().consults() | {one.number for one in self.setting.provisions.playing(Role.EXCESS)}

    def prepare(self) -> None:
        super().prepare()
        alike = [
            one for one in self.setting.provisions.playing(Role.EXCESS) if (one.terms.payer, one.terms.payee) == (self.terms.payer, self.terms.payee)
        ]
        if alike and alike[0].number != self.number:
            raise ValueError(f"{alike[0].number} says already what becomes of larger credits: one invoice is shared by one provision")

    def needs(self) -> tuple[tuple[str, str], ...]:
        return tuple((number, "invoiced") for number in self.credits())

    def states(self) -> dict[str, State]:
        return {} if self.choice("excess") == "paid" else {f"waiting of {number}": State() for number in self.credits()}

    def on_month_end(self, month: MonthEnd) -> None:
        if self.choice("excess") == "paid":
            return
        v = month.v
        for number in self.credits():
            month.owe("service credits", self.payer, self.payee, month.state(f"waiting of {number}"), "carried forward", clause=number)
        claims = month.claims(CREDITS, self.payer, self.payee, self.credits())
        everything = v.total([due.amount for due in claims])
        charges = v.maximum(month.due(CHARGES, self.payee, self.payer), 0)
        if self.choice("excess") == "lost":
            everything = month.limit(claims, v.where(charges > 0, charges, everything), LARGER)
        if self.choice("last_invoice") == "lost":
            month.limit(claims, v.where(month.ending, charges, everything), NO_LATER_INVOICE)
        waits = month.hold_back(claims, v.where(month.ending, everything, charges))
        for number in self.credits():
            of_clause: list[Value] = [wait for due, wait in zip(claims, waits, strict=True) if due.clause == number]
            month.keep(f"waiting of {number}", v.total(of_clause))
