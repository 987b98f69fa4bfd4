"""Currency adjustment: where part of the cost arises in another currency, the charges follow its rate once it has left a band.

The series is the rate of a currency pair, what one unit of the foreign currency costs, and stands at its level of the effective date. The adjustment
is a line of its own on each invoice, owed by the client where the foreign currency has risen and by the provider where it has fallen. Rounding: the
move half-up to a millionth; the foreign share of the charges and the adjustment of it half-up.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from wargame.contract.rules.clause import UNIT, Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.schedule import Path
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import Ref, ShareT, TextT
from wargame.core.vocabulary import Backend, Value


class CurrencyAdjustment(Clause):
    """Charges that follow a currency pair."""

    kind = "currency_adjustment"
    heads = frozenset({"currency adjustment"})
    stage = Stage.ADJUST
    names: ClassVar = {"of": Stage.CHARGE}
    publishes = frozenset({"adjustment"})

    class Terms(ClauseTerms):
        """`series` is the currency pair, `share` the part of the charges that follows it, `band` the move that changes nothing.

        `of` lists the charges concerned (else all).
        """

        series: TextT
        share: ShareT
        band: ShareT | None = None
        of: list[Ref] = []
        band_from: Literal["the base rate", "the last reset"] | None = None
        beyond_band: Literal["the whole move", "the excess only"] | None = None

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
        band = self.terms.band
        self.band = 0 if band is None else band.num * UNIT // band.den
        self.from_base = self.choice("band_from") == "the base rate"

    def reads(self) -> tuple[FactRequest, ...]:
        return (FactRequest("index", self.terms.series),)

    def states(self) -> dict[str, State]:
        # Where the rate stood at the last reset, and the adjustment made then; both stay at their start if the band is laid around the base.
        return {} if self.from_base else {"rate": State("int", UNIT), "adjustment": State("int", 0)}

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        level = month.fact(FactRequest("index", terms.series))
        if self.from_base:
            move = self.moved(v, level, UNIT)
        else:
            since = self.moved(v, level, month.state("rate"))
            left = v.absolute(since) > 0
            move = v.where(left, month.state("adjustment") + since, month.state("adjustment"))
            month.keep("rate", v.where(left, level, month.state("rate")))
            month.keep("adjustment", move)
        month.publish("adjustment", v.divide(move, UNIT, 0.0))
        charges = month.accrued(self.client, self.provider, terms.of or None)
        foreign = v.share(charges, terms.share.num, terms.share.den)
        change = v.share(foreign, move, UNIT)
        month.owe("currency adjustment", self.client, self.provider, v.maximum(change, 0), "exchange rate")
        month.owe("currency adjustment", self.provider, self.client, v.maximum(0 - change, 0), "exchange rate")

    def moved(self, v: Backend, level: Value, since: Value) -> Value:
        """The move since a rate that counts, in millionths: 0 inside the band, its edges included."""
        move = v.whole(v.proportion(2 * UNIT, level, since) + 1, 2) - UNIT
        counts = move
        if self.choice("beyond_band") == "the excess only":
            counts = v.where(move > 0, move - self.band, move + self.band)
        return v.where(v.absolute(move) > self.band, counts, 0)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "price":
            moved = row.of(month.measure(self.number, "adjustment")) != 0
            yield "pay", month.v.both(row.about(self.terms.series), moved)
