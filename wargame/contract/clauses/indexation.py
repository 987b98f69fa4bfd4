"""Indexation: prices follow a published series once a year, inside a collar.

The factor is kept in millionths. Chained, each move is the series' level over the level it was last read at; from base, the level over that at the
effective date. A move is rounded half-up to a millionth (or to the draft's decimals of a percent), passed on with its share, half-up, and limited by
the collar. Floor and ceiling limit each adjustment of the price as it stands (chained) or by so many points of the price at the effective date (from
base); limited cumulatively, n adjustments together keep within n times floor and ceiling, so that what one year left unused is made up in the next. A
move smaller than the threshold changes nothing and is counted with the next. With a publication lag the level is the one of so many months before.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.rules.clause import UNIT, Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.schedule import Path
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import RateT, ShareT, TextT, WholeT
from wargame.core.vocabulary import Backend, Value


class Indexation(Clause):
    """Yearly indexation with a floor and a ceiling on the move."""

    kind = "indexation"
    stage = Stage.INDEX
    publishes = frozenset({"factor", "move"})
    usual_for: ClassVar = {("price", "pay"): 1, ("price", "limit"): 1}

    class Terms(ClauseTerms):
        """`floor` and `ceiling` bound the moves; `share` of a move is passed on; moves below `threshold` wait; `every` and `lag` are in months.

        `decimals` is how many decimals of a percent a move is rounded to.
        """

        series: TextT
        floor: RateT | None = None
        ceiling: RateT | None = None
        share: ShareT | None = None
        every: WholeT = 12
        threshold: ShareT | None = None
        decimals: WholeT | None = None
        lag: WholeT = 0
        method: Literal["chained", "from base"] | None = None
        limit_applies: Literal["each year", "cumulatively"] | None = None

        @model_validator(mode="after")
        def _ordered(self) -> Self:
            if self.floor and self.ceiling and self.floor.num * self.ceiling.den > self.ceiling.num * self.floor.den:
                raise ValueError(f"the floor {self.floor} lies above the ceiling {self.ceiling}; exchange them")
            if self.every < 12 or self.every % 12:
                raise ValueError(f"`every` is {self.every} months, but a series moves once a year: write 12, 24 or 36")
            if self.decimals is not None and self.decimals > 4:
                raise ValueError(f"`decimals` is {self.decimals}; a move is kept to at most 4 decimals of a percent")
            if self.lag > 24:
                raise ValueError(f"`lag` is {self.lag} months; a figure is at most 24 months old")
            return self

    constructions: ClassVar = {
        "method": Construction(
            ("chained", "from base"),
            "Is each move taken on the price as last adjusted, or on the price at the effective date?",
            "PRACTICE §11; chaining is the usual form where a yearly limit applies",
        ),
        "limit_applies": Construction(
            ("each year", "cumulatively"),
            "Do floor and ceiling limit each year's move, or the moves since the effective date together?",
            "PRACTICE §11 (unused allowance carried); DESIGN §7",
        ),
    }
    wording = (
        "On each anniversary the prices as last adjusted are changed by {share} of the change of {series} over the year to the figure published "
        "{lag} before, rounded to {decimals} decimals of a percent, but by no less than {floor} and no more than {ceiling} in any one year."
    )
    source = "PRACTICE §11; closed form `collared_index`; worked examples idx_nysogs, idx_va_1, idx_base_y1 and idx_base_y2"
    example = """
## 5.2 Indexation

On each anniversary the prices change by 90 % of the change of CPI, to one decimal of a percent, by no less than 0.5 % and no more than 5 % a year.
Changes of less than 1 % wait for the next anniversary.

```terms
kind: indexation
series: CPI
share: 90 %
floor: 0.5 %
ceiling: 5 %
threshold: 1 %
decimals: 1
method: chained
```

## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
index: 5.2
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return name != "limit_applies" or terms.floor is not None or terms.ceiling is not None

    def consults(self) -> frozenset[str]:
        return frozenset(one.number for one in self.setting.provisions.naming(self.number))

    def trigger(self) -> Path:
        return ("threshold",) if self.terms.threshold is not None else ()

    def prepare(self) -> None:
        self.priced = bool(self.consults())  # whether any charge follows it
        terms = self.terms
        self.floor = None if terms.floor is None else terms.floor.num * UNIT // terms.floor.den
        self.ceiling = None if terms.ceiling is None else terms.ceiling.num * UNIT // terms.ceiling.den
        self.threshold = 0 if terms.threshold is None else terms.threshold.num * UNIT // terms.threshold.den
        self.step = 1 if terms.decimals is None else 10 ** (4 - terms.decimals)
        # The month before each adjustment, and how many adjustments there are with it.
        self.moves_after = {month: count for count, month in enumerate(range(terms.every - 1, self.setting.term_months, terms.every), start=1)}
        self.chained = self.choice("method") == "chained"
        self.yearly = self.choice("limit_applies") == "each year"

    def reads(self) -> tuple[FactRequest, ...]:
        return (FactRequest("index", self.terms.series),)

    def states(self) -> dict[str, State]:
        # `level` is where the series stood at the last adjustment; `unlimited` is the factor without collar, of which the cumulative one is cut.
        states = {"factor": State("int", UNIT), "level": State("int", UNIT), "unlimited": State("int", UNIT)}
        return states | {f"read {age}": State("int", UNIT) for age in range(1, self.terms.lag + 1)}

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        factor = month.state("factor")
        # The factor is settled at the end of the month before the anniversary, and applies from the anniversary on.
        month.publish("factor", factor)
        level = self.level(month) if self.terms.lag else None
        if month.index not in self.moves_after:
            month.publish("move", 0.0)
            return
        if level is None:
            level = month.fact(FactRequest("index", self.terms.series))
        change = self.change(v, level, month.state("level"))
        move = change if self.chained else self.change(v, level, UNIT)
        month.publish("move", v.divide(move, UNIT, 0.0))
        if self.terms.share:
            move = v.share(move, self.terms.share.num, self.terms.share.den)
        unlimited = v.share(month.state("unlimited"), move + UNIT, UNIT) if self.chained else move + UNIT
        if not self.yearly:
            count = self.moves_after[month.index]
            adjusted = self.limited(v, unlimited - UNIT, count) + UNIT
        elif self.chained:
            adjusted = v.share(factor, self.limited(v, move, 1) + UNIT, UNIT)
        else:
            adjusted = self.limited(v, unlimited - factor, 1) + factor
        large = v.absolute(change) >= self.threshold
        month.keep("factor", v.where(large, adjusted, factor))
        month.keep("unlimited", v.where(large, unlimited, month.state("unlimited")))
        month.keep("level", v.where(large, level, month.state("level")))

    def change(self, v: Backend, level: Value, since: Value) -> Value:
        """The change of the series in millionths. Half-up without a half: twice the quotient rounded down, plus one, halved."""
        return v.share(v.whole(v.proportion(2 * UNIT, level, since) + 1, 2) - UNIT, 1, self.step) * self.step

    def limited(self, v: Backend, move: Value, count: int) -> Value:
        """A move of so many adjustments inside the collar."""
        if self.floor is not None:
            move = v.maximum(move, self.floor * count)
        return move if self.ceiling is None else v.minimum(move, self.ceiling * count)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "price" and self.moves_after and self.priced:
            # Prices in general, wages among them, are what an index stands for; a move of another series is not.
            concerned = month.v.either(row.about(self.terms.series), row.about())
            yield "pay", concerned
            if self.terms.floor is not None or self.terms.ceiling is not None:
                yield "limit", concerned

    def level(self, month: MonthEnd) -> Value:
        """The level of `lag` months ago; everything read since moves up by one."""
        level = month.state(f"read {self.terms.lag}")
        for age in range(self.terms.lag, 1, -1):
            month.keep(f"read {age}", month.state(f"read {age - 1}"))
        month.keep("read 1", month.fact(FactRequest("index", self.terms.series)))
        return level
