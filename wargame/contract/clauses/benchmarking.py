"""Benchmarking: the client may have the charges held against the market, and they are brought to it, in part or whole.

The market is a published series, 1 at the effective date like the charges. A benchmark compares it with the level at which the charges then stand:
their index, if they have one, and earlier benchmarks. Levels are kept in millionths. Rounding: the market's level in terms of the charges is rounded
down; the month's adjustment is rounded once, half-up.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from wargame.contract.parts.priced import factor_needs
from wargame.contract.rules.clause import UNIT, Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.declared import Moves
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.money import share
from wargame.core.quantities import DurationT, Ref, ShareT, TextT
from wargame.core.vocabulary import Value

RIGHT = "benchmark the charges"
HEAD = "benchmark adjustment"


class Benchmarking(Clause):
    """A right to bring charges to the market."""

    kind = "benchmarking"
    heads = frozenset({HEAD})
    stage = Stage.ADJUST
    names: ClassVar = {"charges": Stage.CHARGE}
    rights = frozenset({RIGHT})
    publishes = frozenset({"level"})

    class Terms(ClauseTerms):
        """`series` is the market; `charges` names the clauses adjusted (all, if none is named) and `index` the clause that indexes them.

        From `earliest` on, `every` so often, the client may ask for a benchmark; `limit` bounds a single adjustment, as a part of the first charges.
        """

        series: TextT
        earliest: DurationT
        every: DurationT
        charges: list[Ref] = []
        index: Ref | None = None
        limit: ShareT | None = None
        direction: Literal["downward only", "either way"] | None = None
        effect: Literal["from the next month", "from the month benchmarked"] | None = None

    constructions: ClassVar = {
        "direction": Construction(
            ("downward only", "either way"), "May a benchmark raise the charges?", "PRACTICE §13 (benchmarking: downward only)"
        ),
        "effect": Construction(
            ("from the next month", "from the month benchmarked"),
            "From when are the charges adjusted: from the report, or for the period that it looked at?",
            "PRACTICE §13 (effect date)",
        ),
    }
    wording = (
        "From {earliest} after the Effective Date, and not more often than every {every}, the Client may have the Charges benchmarked against "
        "{series}. If they exceed the benchmark they are reduced to it from the next month, by no more than {limit}."
    )
    source = "PRACTICE §13"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20, indexed under 5.2.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
index: 5.2
```

## 5.2 Indexation

Prices follow CPI once a year, by no less than 0 % and no more than 5 %.

```terms
kind: indexation
series: CPI
floor: 0 %
ceiling: 5 %
```

## 5.8 Benchmarking

From 6 months after the Effective Date, and every 6 months, the Client may have the call charge benchmarked against CPI; it is reduced by no more than
2 % each time.

```terms
kind: benchmarking
series: CPI
earliest: 6 months
every: 6 months
charges: [5.1]
index: 5.2
limit: 2 %
```
"""

    def prepare(self) -> None:
        terms = self.terms
        for name, value in (("earliest", terms.earliest), ("every", terms.every)):
            if not value.months:
                raise ValueError(f"`{name}` is {value}; benchmarks are dated by contract months: write `{name}: 12 months`")
        self.most = share(UNIT, terms.limit.num, terms.limit.den) if terms.limit else UNIT
        self.market, self.base = FactRequest("index", terms.series), FactRequest("index", terms.series, basis="base")
        self.dates = frozenset(range(terms.earliest.months, self.setting.term_months, terms.every.months))  # months run

    def reads(self) -> tuple[FactRequest, ...]:
        return (self.market, self.base)

    def needs(self) -> tuple[tuple[str, str], ...]:
        return factor_needs(self.terms.index)

    def states(self) -> dict[str, State]:
        return {"level": State("int", UNIT)}

    def benchmarked(self, month: MonthEnd, level: Value) -> Value:
        """The level to which a benchmark brings the charges, in millionths of what they would be without any."""
        v, terms = month.v, self.terms
        market = v.product((month.fact(self.market), 1), (1, month.fact(self.base)))
        if terms.index:
            market = v.product(market, (month.measure(terms.index, "den"), month.measure(terms.index, "num")))
        excess = level - v.rounded(UNIT, *market, "down")
        if self.choice("direction") == "downward only":
            excess = v.maximum(excess, 0)
        if terms.limit:
            excess = v.maximum(v.minimum(excess, self.most), -self.most)
        return level - excess

    def moves(self) -> dict[str, Moves]:
        return {"level": Moves(("prices stand at ", " of those agreed"), UNIT, UNIT)}

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        before: Value = month.state("level")
        after = before
        if month.index + 1 in self.dates:
            used = month.exercised(RIGHT, self.client, v.negate(month.ending), month.last)
            after = month.keep("level", v.where(used, self.benchmarked(month, before), before))
        month.publish("level", after)
        level = after if self.choice("effect") == "from the month benchmarked" else before
        charged = month.accrued(self.client, self.provider, self.terms.charges or None)
        month.owe(HEAD, self.provider, self.client, v.share(charged, v.maximum(UNIT - level, 0), UNIT), "benchmark")
        if self.choice("direction") == "either way":
            month.owe(HEAD, self.client, self.provider, v.share(charged, v.maximum(level - UNIT, 0), UNIT), "benchmark")

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "price":  # the client may ask on certain days; who bears a move of the market is answered where it has brought the charges down
            yield "decide", True
            yield "pay", row.of(month.measure(self.number, "level")) != UNIT
            if self.terms.limit:
                yield "limit", True
