"""Fixed charge: so much for each month, quarter or year, whatever the volume.

A charge accrues month by month, in equal parts of its period or by days, whenever it is invoiced: on the last invoice of its period, or of each
instalment of it (in arrears), or on the first (in advance). Where the agreement ends inside a period, or instalment, what is owed for the part that
was served is settled in the month of exit. Rounding: a percentage of a sum half-up; of a period's amount, cumulative parts are rounded half-up, so
that they add up; a month served in part is rounded once more; the index once.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar, Literal, Self

from pydantic import field_validator, model_validator

from wargame.contract.parts.priced import indexed, parts_needs
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Path
from wargame.contract.rules.units import BadTerm
from wargame.core.events import Stage
from wargame.core.money import share
from wargame.core.problem import BadValue
from wargame.core.quantities import DateT, MoneyT, PartyName, RateT, Ref, ServiceName, WholeT
from wargame.core.values import DAY, Rate
from wargame.core.vocabulary import Value

MONTHS = {"month": 1, "quarter": 3, "year": 12}
INSTALMENTS = {"monthly": 1, "quarterly": 3}


class FixedCharge(Clause):
    """A charge by time."""

    kind = "fixed_charge"
    standing = "it is the price of the time that passes"
    roles = frozenset({Role.PRICE, Role.STANDING, Role.INVOICED})
    heads = frozenset({"charges"})
    stage = Stage.CHARGE
    in_any_currency = converts_parts = True

    class Terms(ClauseTerms):
        """`amount` per period, or `percentage` of it, for each of `quantity` (users, sites); `instalments` is how often a period's part is invoiced.

        It runs from the first day of a contract month to the last of another, given as dates or as contract months, the first being 1; `index` names
        the clause that moves the amount; `accrues` says how a period's amount is earned by its months.
        """

        amount: MoneyT
        percentage: RateT | None = None
        quantity: WholeT = 1
        per: Literal["month", "quarter", "year"] = "month"
        instalments: Literal["monthly", "quarterly"] | None = None
        invoiced: Literal["in arrears", "in advance"] = "in arrears"
        service: ServiceName | None = None
        from_date: DateT | None = None
        to_date: DateT | None = None
        from_month: WholeT = 1
        to_month: WholeT | None = None
        index: Ref | None = None
        part_periods: Literal["pro rata", "whole", "dropped"] | None = None
        accrues: Literal["in equal parts", "by days"] | None = None
        paid_in_advance: Literal["refunded", "kept"] | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

        @field_validator("percentage")
        @classmethod
        def _of_something(cls, percentage: Rate | None) -> Rate | None:
            if percentage is not None and percentage.num <= 0:
                way = "for a rebate exchange `payer` and `payee`" if percentage.num else "a provision that charges nothing says `terms: none`"
                raise BadValue(f"a charge of {percentage} of an amount is no charge", f"write a percentage above 0 %; {way}")
            return percentage

        @field_validator("quantity")
        @classmethod
        def _of_some(cls, quantity: int) -> int:
            if quantity == 0:
                raise BadValue("a charge for each of 0 is no charge", "write how many there are; a provision that charges nothing says `terms: none`")
            return quantity

        @model_validator(mode="after")
        def _in_order(self) -> Self:
            if self.from_month < 1:
                raise ValueError("`from month` is 0; the first contract month is 1")
            if self.to_month is not None and self.to_month < self.from_month:
                raise ValueError(f"`to month` is {self.to_month}, before `from month`, {self.from_month}")
            if (self.from_date and self.from_month != 1) or (self.to_date and self.to_month is not None):
                raise ValueError("give the beginning and the end of a charge as dates or as contract months, not as both")
            if self.from_date and self.to_date and self.to_date < self.from_date:
                raise ValueError(f"`to date` is {self.to_date}, before `from date`, {self.from_date}")
            if self.instalments and INSTALMENTS[self.instalments] >= MONTHS[self.per]:
                raise ValueError(f"a charge per {self.per} has no {self.instalments} instalments: leave them out")
            return self

    constructions: ClassVar = {
        "part_periods": Construction(
            ("pro rata", "whole", "dropped"),
            "If the agreement ends inside a period, is the charge for it owed in proportion, whole, or not at all?",
            "DESIGN §7 (partial period whole, pro rata or dropped); apportionment by days is the usual form",
        ),
        "accrues": Construction(
            ("in equal parts", "by days"),
            "Does each month of a longer period earn an equal part of its charge, or the part of its days?",
            "PRACTICE §20 (equal parts of a quarter or days: 10,000 or 9,333.33 for February)",
        ),
        "paid_in_advance": Construction(
            ("refunded", "kept"),
            "If the agreement ends early, is what was paid in advance for the time after it refunded, or kept?",
            "judged: both are written; a refund of prepaid charges is the usual form of customers' drafts",
        ),
    }
    wording = "The Client shall pay {amount} for each {per}, {invoiced}; for part of a {per} it shall pay in proportion to the days served."
    source = "DESIGN §7 (constructions); worked example fee_oasys_maint"
    example = """
## 5.4 Management charge

For each of 2 sites the Client shall pay 80 % of GBP 150,000 a year from the second month to the twentieth, quarterly in arrears, changed with CPI.

```terms
kind: fixed_charge
amount: GBP 150 000
percentage: 80 %
quantity: 2
per: year
instalments: quarterly
invoiced: in arrears
from month: 2
to month: 20
index: 5.2
payer: client
payee: provider
```

## 5.2 Indexation

On each anniversary the charge changes with CPI.

```terms
kind: indexation
series: CPI
```

## 8.1 Availability

Voice shall be available for at least 99.9 % of each month.

```terms
kind: service_level
service: voice
target: 99.9 %
```

## 15.2 Termination for chronic failure

If availability is below target in 2 months of any 6 the Client may terminate on 10 days' notice.

```terms
kind: termination_chronic
service level: 8.1
misses: 2
window: 6 months
notice: 10 days
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        if name == "accrues":
            return bool(terms.per != "month")
        return name != "paid_in_advance" or (terms.invoiced == "in advance" and cls.billed_apart(terms))

    @classmethod
    def billed_apart(cls, terms: Any) -> bool:
        return cls.months_of(terms) > 1

    @classmethod
    def first_invoice(cls, terms: Any) -> int:
        return cls.months_of(terms) if terms.invoiced == "in arrears" else 1

    @staticmethod
    def months_of(terms: Any) -> int:
        """How many months an invoice is for."""
        return INSTALMENTS[terms.instalments] if terms.instalments else MONTHS[terms.per]

    def prepare(self) -> None:
        terms, months = self.terms, range(self.setting.term_months)
        self.amount = terms.amount.minor * terms.quantity
        if terms.percentage:
            self.amount = share(self.amount, terms.percentage.num, terms.percentage.den)
        self.period = MONTHS[terms.per]
        self.length = self.months_of(terms)
        self.first = terms.from_month - 1
        self.last = self.setting.term_months - 1 if terms.to_month is None else terms.to_month - 1
        if terms.from_month > self.setting.term_months:
            message = f"`from month` is {terms.from_month}, and the agreement runs for {self.setting.term_months} months"
            raise BadTerm(("from month",), message, "begin the charge within the term")
        if terms.from_date:
            self.first = self.month_of(terms.from_date, "from date", 0)
        if terms.to_date:
            self.last = self.month_of(terms.to_date, "to date", 1)
        # By month of the term: its place in the instalment, its part of the amount, and the instalment's.
        self.places = [(month - self.first) % self.length for month in months]
        self.days = self._days() if self.choice("accrues") == "by days" and self.period > 1 else []
        self.parts = [self.between(month, 1) for month in months]
        # A charge that ends of itself inside an instalment has no more of it than the months up to its end.
        self.stops = self.last if terms.to_month is not None or terms.to_date else self.last + self.length
        begins = [month - place for month, place in zip(months, self.places, strict=True)]
        ends = [min(begin + self.length - 1, self.stops) + 1 for begin in begins]
        self.rests = [[self.between(later, 1) for later in range(month, end)] for month, end in zip(months, ends, strict=True)]
        self.wholes = [self.between(begin, min(self.length, max(self.stops + 1 - begin, 0))) for begin in begins]

    def runs_past(self) -> Path:
        late = self.terms.to_month is not None and self.terms.to_month > self.setting.term_months
        return ("to_month",) if late else ()

    def _days(self) -> list[int]:
        """The days on which months begin, to the end of the last period."""
        if self.setting.calendar is None:
            raise ValueError("`accrues` is by days, and the agreement has no date to count from; write `in equal parts`")
        return [instant // DAY for instant in self.setting.calendar.month_starts(self.setting.term_months + self.period)]

    def between(self, month: int, count: int) -> int:
        """What of the amount `count` months earn, from a contract month on: the difference of cumulative parts of its period, each rounded
        half-up."""
        if month < self.first:
            return 0
        begun = (month - self.first) % self.period
        start = month - begun
        if not self.days:
            return share(self.amount, begun + count, self.period) - share(self.amount, begun, self.period)
        first, last = self.days[start], self.days[start + self.period]
        return share(self.amount, self.days[month + count] - first, last - first) - share(self.amount, self.days[month] - first, last - first)

    def month_of(self, date: dt.date, term: str, after: int) -> int:
        """The contract month that begins with a date, or (`after` 1) ends with it."""
        calendar = self.setting.calendar
        if calendar is None:
            raise ValueError(f"`{term}` is a date, and the agreement has none to count from; give contract months instead")
        starts = calendar.month_starts(self.setting.term_months)
        instant = calendar.instant(date) + after * DAY
        if instant not in starts[after : len(starts) - 1 + after]:
            which = "last" if after else "first"
            raise BadTerm((term,), f"`{term}` is {date}, but charges run by contract months", f"give the {which} day of one that lies in the term")
        return starts.index(instant) - after

    def needs(self) -> tuple[tuple[str, str], ...]:
        return parts_needs(self, self.terms.index)

    def states(self) -> dict[str, State]:
        # What the part of the period so far is worth, what is owed for it if the agreement ends, and what was invoiced for it.
        return {"accrued": State("int", 0), "invoiced": State("int", 0)}

    def on_month_end(self, month: MonthEnd) -> None:
        if self.first <= month.index <= self.last:
            payer, payee = self.terms.payer or self.client, self.terms.payee or self.provider
            owed, accrued = self.owed(month)
            month.owe("charges", payer, payee, owed, "time", accrued=accrued if self.length > 1 else None)

    def owed(self, month: MonthEnd) -> tuple[Value, Value]:
        """What the month's invoice holds and what accrues in the month, in minor units. Over an instalment both come to the same."""
        v, place = month.v, self.places[month.index]
        closes = place == self.length - 1 or month.index == self.last
        part = self.priced(month, v.share(self.parts[month.index], month.served, month.seconds))
        earlier = 0 if place == 0 else month.state("accrued")
        accrued = earlier + part
        whole = self.priced(month, self.wholes[month.index])
        before = 0 if place == 0 else month.state("invoiced")
        cut = month.served < month.seconds if place == self.length - 1 else month.ending  # the agreement ends inside the period
        if self.choice("part_periods") == "pro rata":
            final = accrued
        else:
            final = v.where(cut, earlier + self.rest(month) if self.choice("part_periods") == "whole" else 0, accrued)
        settled = final - before
        if self.terms.invoiced == "in advance" and self.choice("paid_in_advance") == "kept":
            settled = v.where(cut, v.maximum(settled, 0), settled)
        if self.terms.invoiced == "in advance" and not closes:
            owed = v.where(month.ending, settled, whole if place == 0 else 0)
        else:
            owed = settled if closes else v.where(month.ending, settled, 0)
        month.keep("accrued", accrued)
        month.keep("invoiced", before + owed)
        return owed, before + owed - earlier if closes else v.where(month.ending, before + owed - earlier, part)

    def priced(self, month: MonthEnd, amount: Value) -> Value:
        """A month's part in the prices of this month, and in the currency of the books unless the rate is that of the invoice."""
        return indexed(month, self.terms.index, amount, exchange=self.exchange)

    def rest(self, month: MonthEnd) -> Value:
        """What this month and those left of its instalment would earn whole, each in the prices of this month and rounded for itself."""
        return month.v.total([self.priced(month, part) for part in self.rests[month.index]])

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event in ("surge", "slump") and self.terms.service:
            yield "pay", True
