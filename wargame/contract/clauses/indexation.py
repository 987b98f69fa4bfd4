"""Indexation: prices follow a published series once a year, inside a collar.

The factor is kept in millionths. Each yearly move is the series' level over the level it was last read at (or at the base), limited by the collar,
and rounded half-up to a millionth; the new factor likewise.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from wargame.contract.clause import Clause, ClauseTerms, Construction, MonthEnd, State
from wargame.core.events import Stage
from wargame.core.facts import Read
from wargame.core.quantities import RateT, ShareT, TextT, WholeT

UNIT = 1_000_000


class Indexation(Clause):
    """Yearly indexation with a floor and a ceiling on the move."""

    kind = "indexation"
    stage = Stage.INDEX
    publishes = frozenset({"factor"})

    class Terms(ClauseTerms):
        """`floor` and `ceiling` bound each yearly move; `every` is in months."""

        series: TextT
        floor: RateT | None = None
        ceiling: RateT | None = None
        share: ShareT | None = None
        every: WholeT = 12
        method: Literal["chained", "from base"] | None = None

        @model_validator(mode="after")
        def _ordered(self) -> Indexation.Terms:
            if self.floor and self.ceiling and self.floor.num * self.ceiling.den > self.ceiling.num * self.floor.den:
                raise ValueError(f"the floor {self.floor} lies above the ceiling {self.ceiling}; exchange them")
            if self.every < 12 or self.every % 12:
                raise ValueError(f"`every` is {self.every} months, but a series moves once a year: write 12, 24 or 36")
            return self

    constructions: ClassVar = {
        "method": Construction(
            ("chained", "from base"),
            "Is each move taken on the price as last adjusted, or on the price at the effective date?",
            "PRACTICE §11; chaining is the usual form where a yearly limit applies",
        ),
    }
    wording = "On each anniversary the prices are changed by the yearly change of {series}, but by no less than {floor} and no more than {ceiling}."
    source = "PRACTICE §11; closed form `collared_index`"
    example = """
## 5.2 Indexation

On each anniversary the prices change with CPI, by no less than 0 % and no more than 5 % a year.

```terms
kind: indexation
series: CPI
floor: 0 %
ceiling: 5 %
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

    def prepare(self) -> None:
        terms = self.terms
        self.floor = None if terms.floor is None else terms.floor.num * UNIT // terms.floor.den
        self.moves_after = frozenset(range(terms.every - 1, self.setting.term_months, terms.every))
        self.ceiling = None if terms.ceiling is None else terms.ceiling.num * UNIT // terms.ceiling.den

    def reads(self) -> tuple[Read, ...]:
        return (Read("index", self.terms.series),)

    def states(self) -> dict[str, State]:
        return {"factor": State("int", UNIT), "level": State("int", UNIT), "moved": State("int", 0)}

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        factor = month.state("factor")
        # The factor is settled at the end of the month before the anniversary, and applies from the anniversary on.
        month.publish("factor", factor)
        if month.index in self.moves_after:
            level = month.fact(Read("index", self.terms.series))
            # Half-up without a half: twice the quotient rounded down, plus one, halved.
            move = v.whole(v.proportion(2 * UNIT, level, month.state("level")) + 1, 2) - UNIT
            if self.terms.share:
                move = v.share(move, self.terms.share.num, self.terms.share.den)
            if self.floor is not None:
                move = v.maximum(move, self.floor)
            if self.ceiling is not None:
                move = v.minimum(move, self.ceiling)
            month.keep("level", level)
            if self.choice("method") == "chained":
                month.keep("factor", v.share(factor, move + UNIT, UNIT))
            else:
                moved = month.state("moved") + move
                month.keep("moved", moved)
                month.keep("factor", moved + UNIT)
