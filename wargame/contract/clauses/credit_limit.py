"""Joint limit on credits: what several credits come to together, in a month or a contract year, is no more than a share of the charges, or an amount.

Each credit is first limited by its own terms, then all together. What exceeds the room is cut from them in proportion, or from the last listed; never
by clause number. In a contract year the room is the limit on the charges of the year so far, less what earlier months were let through. Rounding: the
limit once, half-up; of a shared room each credit has the whole units of its part, and what is left over goes to the largest remainders.
"""

from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.bases import BASIS, CREDITS, Basis, BeforeCredits, ChargesOf, OfCredits, matters
from wargame.contract.rules.clause import ClauseTerms, Construction, MonthEnd, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.quantities import MoneyT, PartyName, Ref, ShareT
from wargame.core.vocabulary import Value

ABOVE = Reason("above a cap", "above the joint limit on credits of {clause}")


class CreditLimit(OfCredits, BeforeCredits):
    """One limit over several credits."""

    kind = "credit_limit"
    stage = Stage.CREDIT
    publishes = frozenset({"room", "allowed"})

    class Terms(ClauseTerms):
        """`limit` is a share of the charges, or give an `amount`; `of` lists the clauses whose credits it limits (else all of them)."""

        of: list[Ref] = []
        limit: ShareT | None = None
        amount: MoneyT | None = None
        per: Literal["month", "contract year"] = "month"
        shared: Literal["in proportion", "in the order listed"] | None = None
        basis: Basis | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

        @model_validator(mode="after")
        def _one_way(self) -> Self:
            if (self.limit is None) == (self.amount is None):
                raise ValueError("credits are limited in one way: by a `limit`, a share of the charges, or by an `amount`")
            return self

    constructions: ClassVar = {
        "shared": Construction(
            ("in proportion", "in the order listed"),
            "Where the credits exceed their limit, is each cut in proportion, or are they given in the order listed until the limit is reached?",
            "PRACTICE §4 (money withheld by a shared cap is allotted pro rata or by date, never by clause number)",
        ),
        **BASIS,
    }
    wording = "The service credits of a {per} under {of} together shall not exceed {limit} of its Charges; each is reduced in proportion."
    source = "PRACTICE §8 (at-risk amounts over all levels); filed agreements cap all credits of a month together"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 8.1 Availability

Voice shall be available for at least 99.5 % of each month.

```terms
kind: service_level
service: voice
target: 99.5 %
```

## 8.2 Service credits

Below 99.5 % the Provider shall credit 6 % of the monthly charges.

```terms
kind: service_credit
service level: 8.1
credit: 6 %
```

## 8.3 Availability at all times

Voice shall be available for at least 98 % of each month.

```terms
kind: service_level
service: voice
target: 98 %
```

## 8.4 Further credits

Below 98 % the Provider shall credit a further 9 % of the monthly charges.

```terms
kind: service_credit
service level: 8.3
credit: 9 %
```

## 8.5 Limit on credits

The credits of a contract year under 8.2 and 8.4 together shall not exceed 5 % of its charges.

```terms
kind: credit_limit
of: [8.2, 8.4]
limit: 5 %
per: contract year
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        if name == "basis":
            return terms.limit is not None and matters(provisions)
        return len(terms.of or provisions.playing(Role.CREDIT)) > 1

    def joins(self) -> frozenset[str]:
        return frozenset(self.credits())

    def prepare(self) -> None:
        super().prepare()
        basis = self.choice("basis") if self.terms.limit else "accrued"
        self.charges = ChargesOf(self.setting, basis, self.payee, self.payer, name="invoices")

    def needs(self) -> tuple[tuple[str, str], ...]:
        return tuple((number, "credit") for number in self.credits())

    def states(self) -> dict[str, State]:
        states = self.charges.states()
        return states | ({name: State("int", 0, "contract year") for name in ("charges", "used")} if self.terms.per == "contract year" else {})

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        room = self.room(month)
        month.publish("room", room)
        groups = [self.credits()] if self.choice("shared") == "in proportion" else [(number,) for number in self.credits()]
        given: Value = 0
        for clauses in groups:
            given = given + month.limit(month.claims(CREDITS, self.payer, self.payee, clauses), v.maximum(room - given, 0), ABOVE)
        month.publish("allowed", given)
        if self.terms.per == "contract year":
            month.keep("used", month.state("used") + given)

    def room(self, month: MonthEnd) -> Value:
        """What may be credited this month."""
        v, terms = month.v, self.terms
        charged: Value = v.maximum(self.charges.of(month), 0) if terms.limit else 0
        if terms.per == "contract year" and terms.limit:
            charged = month.keep("charges", month.state("charges") + charged)
        most = v.share(charged, terms.limit.num, terms.limit.den) if terms.limit else terms.amount.minor
        return v.maximum(most - month.state("used"), 0) if terms.per == "contract year" else most
