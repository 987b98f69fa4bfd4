"""Exchange rate: how amounts stated in another currency become the agreement's own, in which the books are kept.

Amounts of charges may be in any currency that the front matter lists in `currencies`. They are converted when they are booked, at the rate of the day
that this clause says: the rate stated for the effective date, or else the first published figure of the series, times the exact ratio of its levels.
What accrues in a month is converted at the rate of that month, whenever it is invoiced (in advance: at the rate of the invoice, and the last month of
the period settles the difference); with the rate of the invoice day each invoice is, and what accrues is taken at the rate of its own month.
Rounding: each amount is converted once, with its index if it has one, half-up.
"""

from typing import Any, ClassVar

from pydantic import field_validator

from wargame.contract.parts.exchange import DAY_OF_RATE, HOME, Day, LevelOnDay, Quoted
from wargame.contract.parts.priced import PART_DEN, PART_NUM
from wargame.contract.rules.clause import UNIT, Clause, ClauseTerms, MonthEnd
from wargame.contract.rules.declared import Moves
from wargame.contract.rules.roles import Role
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.money import currency
from wargame.core.problem import BadValue
from wargame.core.quantities import CountT, TextT
from wargame.core.values import Count
from wargame.core.vocabulary import Pair


class ExchangeRate(Clause):
    """The rate at which amounts in another currency are converted."""

    kind = "exchange_rate"
    standing = "without it the charges in its currency cannot stand"
    roles = frozenset({Role.EXCHANGE})
    stage = Stage.INDEX
    only_one = True
    publishes = frozenset({"num", "den", "rate", PART_NUM, PART_DEN, "num of the rest", "den of the rest"})

    class Terms(ClauseTerms):
        """`currency` is the one converted, `series` the rate published; `rate` the one agreed for the effective date, quoted as the series is."""

        currency: TextT
        series: TextT
        rate: CountT | None = None
        quoted: Quoted = HOME
        day_of_rate: Day | None = None

        @field_validator("rate")
        @classmethod
        def _plain(cls, rate: Count | None) -> Count | None:
            if rate is not None and (rate.per or rate.unit):
                raise BadValue(f"{rate} is more than a number", "a rate of exchange is what one unit costs, or buys: write `rate: 0.85`")
            return rate

    constructions: ClassVar = {"day_of_rate": DAY_OF_RATE}
    wording = "Sums in {currency} are converted at the rate of {series} published on the last business day of the month charged."
    source = "PRACTICE §11 and §20"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 5.8 Licence fee

The Client shall pay EUR 25,000 a month for the licences.

```terms
kind: fixed_charge
amount: EUR 25 000
```

## 5.9 Conversion

Sums in euro are converted at the rate at the end of the month charged; at the Effective Date EUR 1 is GBP 0.85.

```terms
kind: exchange_rate
currency: EUR
series: EUR/GBP
rate: 0.85
```
"""

    @classmethod
    def converts(cls, terms: Any) -> str:
        code: str = terms.currency
        return code

    def prepare(self) -> None:
        own, home = currency(self.terms.currency), currency(self.setting.currency)
        if own == home:
            raise ValueError(f"`currency` is {own.code}, which is the agreement's own: nothing is to be converted")
        if self.terms.rate is not None and self.terms.rate.num == 0:
            raise ValueError("`rate` is 0: at such a rate nothing is worth anything; check the figure")
        self.level = LevelOnDay(self.terms.series, self.choice("day_of_rate"))
        self.first = FactRequest("published_figure", self.terms.series)
        self.coins: Pair = (10**home.digits, 10**own.digits)  # a rate is of whole units, books are in the smallest

    def reads(self) -> tuple[FactRequest, ...]:
        return (*self.level.reads(), *(() if self.terms.rate else (self.first,)))

    def moves(self) -> dict[str, Moves]:
        return {"rate": Moves((f"one {self.terms.currency} is ", f" {self.setting.currency}"))}

    def on_month_end(self, month: MonthEnd) -> None:
        v, rate = month.v, self.terms.rate
        first: Pair = (rate.num, rate.den) if rate else (month.fact(self.first), UNIT)
        num, den = v.product(first, self.level.of(month))
        home = (num, den) if self.terms.quoted == HOME else (den, num)
        month.publish("rate", v.divide(*home, 0.0))
        num, den = v.product(home, self.coins)
        month.publish("num", num)
        month.publish("den", den)
        # Of a price whose parts are converted month by month nothing is left to convert when it is booked, unless the rate is that of the invoice.
        parts, rest = ((1, 1), (num, den)) if self.choice("day_of_rate") == "the invoice day" else ((num, den), (1, 1))
        for name, value in zip((PART_NUM, PART_DEN, "num of the rest", "den of the rest"), (*parts, *rest), strict=True):
            month.publish(name, value)
