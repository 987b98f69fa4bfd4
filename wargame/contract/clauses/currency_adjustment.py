"""Currency adjustment: where part of the cost arises in another currency, the charges follow its rate once it has left a band.

The series is the rate of a currency pair, what one unit of the foreign currency costs, and stands at its level of the effective date. The adjustment
is a line of its own on each invoice, owed by the client where the foreign currency has risen and by the provider where it has fallen. A rate may be
quoted either way round: of units of the foreign currency for one of the agreement's, the move is the rate at first over the rate now, less one.
With the band around the last reset each adjustment is a reset: the next move is taken of the rate then in force, and the moves are chained, so that
moves of 10 % and 10 % come to 21 %; so are, with the excess only, the parts of them that lie beyond the band.
Rounding: the foreign share of the charges and the adjustment of it half-up; the move is exact.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from wargame.contract.parts.bases import ChargesOf
from wargame.contract.parts.exchange import DAY_OF_RATE, HOME, Day, LevelOnDay, Quoted
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.declared import Moves
from wargame.contract.rules.schedule import Path
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import Ref, ShareT, TextT
from wargame.core.vocabulary import Backend, Pair, Value


class CurrencyAdjustment(Clause):
    """Charges that follow a currency pair."""

    kind = "currency_adjustment"
    heads = frozenset({"currency adjustment"})
    stage = Stage.ADJUST
    names: ClassVar = {"of": Stage.CHARGE}
    publishes = frozenset({"adjustment"})

    class Terms(ClauseTerms):
        """`series` is the currency pair, `share` the part of the charges that follows it, `band` the move that changes nothing.

        `of` lists the charges concerned (else all); `quoted` says what the figures of the series are.
        """

        series: TextT
        share: ShareT
        band: ShareT | None = None
        of: list[Ref] = []
        band_from: Literal["the base rate", "the last reset"] | None = None
        beyond_band: Literal["the whole move", "the excess only"] | None = None
        quoted: Quoted = HOME
        day_of_rate: Day | None = None

    constructions: ClassVar = {
        "band_from": Construction(
            ("the base rate", "the last reset"),
            "Is the band laid around the rate at the effective date, or around the rate at the last adjustment?",
            "PRACTICE §11 (currency: band from base or from last reset)",
        ),
        "beyond_band": Construction(
            ("the whole move", "the excess only"),
            "Once the rate has left the band, are the charges adjusted by the whole move, or by what lies beyond the band?",
            "PRACTICE §9 and §11: the same question as of a dead-band",
        ),
        "day_of_rate": DAY_OF_RATE,
    }
    wording = (
        "{share} of the Charges are incurred in {currency}. If at a month end the rate of {series} published by {source} has moved by more than "
        "{band} from that at the Effective Date, that part of the Charges changes by the excess over {band}."
    )
    source = "PRACTICE §11"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 5.7 Currency

Of the charges under 5.1, 40 % follow the rate of the euro if it leaves a band of 3 %.

```terms
kind: currency_adjustment
series: EUR/GBP
share: 40 %
band: 3 %
of: [5.1]
```
"""

    def trigger(self) -> Path:
        return ("band",) if self.terms.band is not None else ()

    def prepare(self) -> None:
        terms = self.terms
        self.band = None if terms.band is None else (terms.band.num, terms.band.den)
        self.edge = 0.0 if terms.band is None else terms.band.num / terms.band.den
        self.from_base = self.choice("band_from") == "the base rate"
        self.level = LevelOnDay(terms.series, self.choice("day_of_rate"))
        basis = "invoiced" if self.choice("day_of_rate") == "the invoice day" else "accrued"
        self.charges = ChargesOf(self.setting, basis, self.client, self.provider, clauses=terms.of)

    def reads(self) -> tuple[FactRequest, ...]:
        return self.level.reads()

    def states(self) -> dict[str, State]:
        # Where the rate stood at the last reset (0: at the base), and the factor made so far; neither is kept if the band is laid around the base.
        return {} if self.from_base else {"rate": State(), "num": State("int", 1), "den": State("int", 1)}

    def moves(self) -> dict[str, Moves]:
        return {"adjustment": Moves((f"charges that follow {self.terms.series} are adjusted by ", ""), 1, 0)}

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        rate, base = self.level.of(month)
        move: Pair
        if self.from_base:
            move = self.moved(v, rate, base)
        else:
            last = v.where(month.state("rate") > 0, month.state("rate"), base)
            since = self.moved(v, rate, last)
            num, den = v.product((month.state("num"), month.state("den")), (since[0] + since[1], since[1]))
            month.keep("rate", v.where(v.absolute(since[0]) > 0, rate, last))
            month.keep("num", num)
            month.keep("den", den)
            move = num - den, den
        month.publish("adjustment", v.divide(*move, 0.0))
        foreign = v.share(self.charges.of(month), terms.share.num, terms.share.den)
        change = v.rounded(foreign, *move)
        month.owe("currency adjustment", self.client, self.provider, v.maximum(change, 0), "exchange rate")
        month.owe("currency adjustment", self.provider, self.client, v.maximum(0 - change, 0), "exchange rate")

    def moved(self, v: Backend, rate: Value, since: Value) -> Pair:
        """The move of the foreign currency since a rate, as far as it counts: 0 inside the band, its edges included."""
        move = v.product((rate - since, 1), (1, since)) if self.terms.quoted == HOME else v.product((since - rate, 1), (1, rate))
        if self.band is None:
            return move
        size = v.divide(*move, 0.0)
        outside: Value = v.absolute(size) > self.edge
        if self.choice("beyond_band") == "the excess only":
            move = v.sum_of(move, (v.where(size > 0, 0 - self.band[0], self.band[0]), self.band[1]))
        return v.where(outside, move[0], 0), v.where(outside, move[1], 1)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "price":
            moved = row.of(month.measure(self.number, "adjustment")) != 0
            yield "pay", month.v.both(row.about(self.terms.series), moved)
