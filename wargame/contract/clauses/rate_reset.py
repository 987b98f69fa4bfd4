"""Rate reset: the supplier's lever, a right to raise its charges by notice, up to a ceiling for each adjustment and for a year.

A supplier that uses it takes what the ceiling allows; notice of termination takes the right from nobody, so that charges may be raised until the
agreement ends. Where raises compound, the ceiling of a year is a share of the rate in force when the contract year began. Levels are kept in
millionths of the charges without any reset. Rounding: each raise is rounded once to a millionth and the month's adjustment once to the minor unit,
half-up.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.rules.clause import UNIT, Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.declared import Moves
from wargame.contract.rules.neighbours import Neighbours
from wargame.core.events import Stage
from wargame.core.money import share
from wargame.core.quantities import DurationT, Ref, ShareT
from wargame.core.vocabulary import Value

RIGHT = "reset the rates"
HEAD = "rate reset"
YEAR = 12  # months


class RateReset(Clause):
    """A right of the provider to raise charges."""

    kind = "rate_reset"
    heads = frozenset({HEAD})
    stage = Stage.ADJUST
    names: ClassVar = {"charges": Stage.CHARGE}
    rights = frozenset({RIGHT})
    publishes = frozenset({"level"})

    class Terms(ClauseTerms):
        """From `earliest` on, `every` so often, the provider may raise `charges` (all, if none is named) by `ceiling`, effective after `notice`.

        `ceiling_a_year` limits the raises noticed in a contract year together.
        """

        earliest: DurationT
        every: DurationT
        notice: DurationT
        ceiling: ShareT
        ceiling_a_year: ShareT | None = None
        charges: list[Ref] = []
        raises: Literal["compound", "are of the first charges"] | None = None
        unused_allowance: Literal["lapses", "is carried forward"] | None = None

    constructions: ClassVar = {
        "raises": Construction(
            ("compound", "are of the first charges"),
            "Is each raise a percentage of the charges as last raised, or of those of the beginning?",
            "PRACTICE §13 (rate reset by notice: ceiling per adjustment, per year, compounding)",
        ),
        "unused_allowance": Construction(
            ("lapses", "is carried forward"),
            "Does what a contract year leaves unused of its ceiling lapse, or add to the ceiling of the next?",
            "PRACTICE §11 (unused allowance carried)",
        ),
    }
    wording = (
        "From {earliest} after the Effective Date, and not more often than every {every}, the Provider may on {notice} notice raise the Charges "
        "by no more than {ceiling}, and in a contract year by no more than {ceiling a year}."
    )
    source = "PRACTICE §13"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 5.9 Rate reset

From 4 months after the Effective Date, and not more often than every 3 months, the Provider may on 2 months' notice raise the call charge by no more
than 4 %, and in a contract year by no more than 6 %.

```terms
kind: rate_reset
earliest: 4 months
every: 3 months
notice: 2 months
ceiling: 4 %
ceiling a year: 6 %
charges: [5.1]
```
"""

    def prepare(self) -> None:
        terms = self.terms
        for name, value in (("earliest", terms.earliest), ("every", terms.every), ("notice", terms.notice)):
            if not value.months:
                raise ValueError(f"`{name}` is {value}; resets are dated by contract months: write `{name}: 3 months`")
        if terms.notice.months > terms.every.months:
            raise ValueError(
                f"a reset takes effect {terms.notice} after notice, but may be asked for every {terms.every}: let `notice` be the shorter"
            )
        self.dates = frozenset(range(terms.earliest.months, self.setting.term_months, terms.every.months))  # months run
        self.effective = frozenset(date + terms.notice.months for date in self.dates)
        self.anniversaries = frozenset(range(YEAR, self.setting.term_months + 1, YEAR))
        self.carries = terms.ceiling_a_year is not None and self.choice("unused_allowance") == "is carried forward"

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return name != "unused_allowance" or terms.ceiling_a_year is not None

    def states(self) -> dict[str, State]:
        # `room` is what is left of the year's ceiling.
        states = {"level": State("int", UNIT), "pending": State("int", 0)}
        most = self.terms.ceiling_a_year
        return states | ({"room": State("int", share(UNIT, most.num, most.den))} if most else {})

    def moves(self) -> dict[str, Moves]:
        return {"level": Moves(("prices stand at ", " of those agreed"), UNIT, UNIT)}

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        level: Value = month.state("level")
        charged = month.accrued(self.client, self.provider, terms.charges or None)
        month.owe(HEAD, self.client, self.provider, v.share(charged, level - UNIT, UNIT), "rate reset")
        if month.index + 1 in self.effective:
            level = month.keep("level", level + month.state("pending"))
            month.keep("pending", 0 * level)  # nothing waits any more, in any lane
        if terms.ceiling_a_year and month.index + 1 in self.anniversaries:  # a notice of this instant is one of the year that begins
            rate = level if self.choice("raises") == "compound" else UNIT
            most = v.share(rate, terms.ceiling_a_year.num, terms.ceiling_a_year.den)
            month.keep("room", most + month.state("room") if self.carries else most + 0 * level)
        if month.index + 1 in self.dates:
            base = level if self.choice("raises") == "compound" else UNIT
            more = v.share(base, terms.ceiling.num, terms.ceiling.den)
            if terms.ceiling_a_year:
                more = v.minimum(more, v.maximum(month.state("room"), 0))
            used = month.exercised(RIGHT, self.provider, v.negate(month.ending), month.last)
            more = month.keep("pending", v.where(used, more, 0))
            if terms.ceiling_a_year:
                month.keep("room", month.state("room") - more)
        month.publish("level", level)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "price":  # the provider may raise its charges on certain days, by so much, whatever has become dearer
            yield "pay", True
            yield "limit", True
            yield "decide", True
