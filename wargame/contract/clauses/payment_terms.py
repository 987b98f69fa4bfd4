"""Payment terms: when an invoice falls due, and what interest a late payer owes.

Interest runs from the due date for the whole days by which the payer is late, on the month's invoice less what is credited on it; what is set off
against the invoice has been due with it and does not lessen the interest. It is claimed when the invoice was due. It lies outside the liability cap:
it is owed after the cap has been applied. A draft that states no rate owes none under this clause; what statute then gives is a matter of the
default-law pack. Rounding: simple interest once an invoice, compound interest at each monthly rest, half-up.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.parts.bases import DEDUCTED, on_invoice
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row
from wargame.contract.rules.roles import Role
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import Duration, DurationT, PartyName, RateT
from wargame.core.values import DAY
from wargame.core.vocabulary import Backend, Value

REST = 30  # days from one rest of compound interest to the next
RESTS = 12


class PaymentTerms(Clause):
    """Due date and late-payment interest."""

    kind = "payment_terms"
    roles = frozenset({Role.PAYMENT, Role.INVOICED})
    heads = frozenset({"interest"})
    one_answer = True
    stage = Stage.RECOVER
    usual_for: ClassVar = {("late payment", "act"): 1, ("late payment", "pay"): 1, ("late payment", "remedy"): 1}

    class Terms(ClauseTerms):
        """`due` is the time to pay, `interest` a yearly rate, `grace` the delay that costs nothing, `year` the days of a year in the day count."""

        due: DurationT
        interest: RateT | None = None
        grace: DurationT = Duration()
        year: Literal["365 days", "360 days"] = "365 days"
        accrues: Literal["simple", "compound, with monthly rests"] | None = None
        interest_on: Literal["the invoice less credits", "the whole invoice"] | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

    constructions: ClassVar = {
        "accrues": Construction(
            ("simple", "compound, with monthly rests"),
            "Is interest simple, or does unpaid interest bear interest?",
            "simple interest is the usual form where nothing is said; statutory late-payment interest in England is simple too",
        ),
        "interest_on": Construction(
            ("the invoice less credits", "the whole invoice"),
            "Does interest run on what is left after service credits, or on the whole invoice?",
            "PRACTICE §4 (order of operations)",
        ),
    }
    wording = (
        "The Client shall pay each undisputed invoice within {due} of receipt. A sum paid late bears simple interest from the due date until payment "
        "at {interest} a year, on a year of 365 days."
    )
    source = "PRACTICE §1 and §4 (contractual interest lies outside the cap: Topalsson v Rolls-Royce [2024] EWCA Civ 1330)"
    example = """
## 6.1 Payment

The Client shall pay each invoice within 30 days. If it pays more than 3 days late it shall pay interest of 8 % a year for the days beyond them.

```terms
kind: payment_terms
due: 30 days
interest: 8 %
grace: 3 days
payer: client
payee: provider
```

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

Below 99.5 % the Provider shall credit 10 % of the monthly charges.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.5 %, credit: 10 %}
```
"""

    @classmethod
    def roles_of(cls, terms: Any) -> frozenset[Role]:
        return cls.roles | {Role.INTEREST} if terms.interest is not None else cls.roles

    @classmethod
    def time_to_pay(cls, terms: Any, parties: tuple[str, ...]) -> tuple[str, str, Duration] | None:
        return terms.payer or parties[0], terms.payee or parties[1], terms.due

    def prepare(self) -> None:
        terms = self.terms
        if terms.grace.months or terms.grace.business_days:
            raise ValueError(f"`grace` is {terms.grace}; a delay is counted in days: write `grace: 5 days`")
        if terms.interest is not None and terms.interest.num < 0:
            raise ValueError(f"`interest` is {terms.interest}; who pays late is not paid for it")
        self.grace = terms.grace.seconds // DAY
        self.year = 365 if terms.year == "365 days" else 360
        self.payer, self.payee = terms.payer or self.client, terms.payee or self.provider
        self.late = FactRequest("days_late", self.payer)

    def reads(self) -> tuple[FactRequest, ...]:
        return (self.late,) if self.terms.interest else ()

    def on_month_end(self, month: MonthEnd) -> None:
        if self.terms.interest is None:
            return
        v = month.v
        owed = on_invoice(month, self.payer, self.payee)
        if self.choice("interest_on") == "the invoice less credits":
            owed = owed - month.due(DEDUCTED, self.payee, self.payer)
        days = v.maximum(month.fact(self.late) - self.grace, 0)
        month.owe("interest", self.payer, self.payee, self.interest(v, v.maximum(owed, 0), days), "late payment", after=self.terms.due)

    def interest(self, v: Backend, owed: Value, days: Value) -> Value:
        """Interest on a sum for so many days, in minor units."""
        rate, year = self.terms.interest, self.year
        if self.choice("accrues") == "simple":
            return v.share(owed, days * rate.num, rate.den * year)
        bears = owed
        for rest in range(RESTS):
            days_to_rest = v.maximum(days - rest * REST, 0) if rest == RESTS - 1 else v.minimum(v.maximum(days - rest * REST, 0), REST)
            bears = bears + v.share(bears, days_to_rest * rate.num, rate.den * year)
        return bears - owed

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "late payment":
            yield "act", True
            if self.terms.interest is not None:
                beyond = row.column("days") > self.grace
                yield "pay", beyond
                yield "remedy", beyond
