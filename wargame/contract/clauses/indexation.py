"""Indexation: prices follow a published series, once a year or as often as the terms say, inside a collar.

The factor is an exact fraction. Chained, each move is the series' level over the level it was last read at, so that moves which nothing limits
cancel; from base, the level over that at the effective date. Nothing is rounded but the amounts that follow it, unless `rounding` (or `decimals`, of
the change) says so. A move is passed on with its share, and limited by the collar: floor and ceiling limit each adjustment of the price as it stands
(chained) or by so many points of the price at the effective date (from base); limited cumulatively, n adjustments together keep within n times floor
and ceiling, so that what one year left unused is made up in the next. A move smaller than the threshold changes nothing and is counted with the next.
With a publication lag the level is the one of so many months before. Where the change is taken from the published rate, it is the change over twelve
months that is published with that level, to one decimal of a percent unless the scenario says the rates; rates of several years are chained.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal, Self, get_args

from pydantic import model_validator

from wargame.contract.rules.clause import UNIT, Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.declared import Moves
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.schedule import Path
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import RateT, ShareT, TextT, WholeT
from wargame.core.vocabulary import Backend, Mode, Pair, Value

Point = Literal["change", "change passed on", "factor"]
POINTS = get_args(Point)  # where something may be rounded, in the order of the formula


class RoundingPoint(ClauseTerms):
    """What is rounded to how many decimals (of a percent, if it is a change), and how."""

    of: Point
    decimals: WholeT
    mode: Mode = "half up"


class Indexation(Clause):
    """Yearly indexation with a floor and a ceiling on the move."""

    kind = "indexation"
    stage = Stage.INDEX
    publishes = frozenset({"factor", "move", "num", "den"})
    usual_for: ClassVar = {("price", "pay"): 1, ("price", "limit"): 1}

    class Terms(ClauseTerms):
        """`floor` and `ceiling` bound the moves; `share` of a move is passed on; moves below `threshold` wait; `every` and `lag` are in months.

        `rounding` lists what is rounded on the way, in the order of the formula; `decimals` is short for the change, to so many decimals of a
        percent. `change taken from` the levels is their exact ratio; from the published rate, what the office itself says of the year.
        """

        series: TextT
        floor: RateT | None = None
        ceiling: RateT | None = None
        share: ShareT | None = None
        every: WholeT = 12
        threshold: ShareT | None = None
        decimals: WholeT | None = None
        rounding: list[RoundingPoint] = []
        lag: WholeT = 0
        method: Literal["chained", "from base"] | None = None
        limit_applies: Literal["each year", "cumulatively"] | None = None
        falls: Literal["follow", "hold, from the last level", "hold, from the trough"] | None = None
        change_taken_from: Literal["the levels", "the published rate"] = "the levels"

        @model_validator(mode="after")
        def _ordered(self) -> Self:
            if self.floor and self.ceiling and self.floor.num * self.ceiling.den > self.ceiling.num * self.floor.den:
                raise ValueError(f"the floor {self.floor} lies above the ceiling {self.ceiling}; exchange them")
            if self.every < 1 or (12 % self.every and self.every % 12):
                raise ValueError(f"`every` is {self.every} months: write 1, 2, 3, 4, 6, 12, 24 or 36")
            if self.decimals is not None and self.rounding:
                raise ValueError("`decimals` is short for a point of `rounding`: give the one or the other")
            for point in self.points():
                if point.decimals > 8:
                    raise ValueError(f"a {point.of} is rounded to {point.decimals} decimals; 8 are the most that is written")
            places = [POINTS.index(point.of) for point in self.rounding]
            if places != sorted(places):
                order = ", ".join(f"`{point}`" for point in POINTS)
                raise ValueError(f"`rounding` is listed in the order in which it is done: {order}")
            if self.falls == "hold, from the trough" and self.method == "from base":
                raise ValueError("prices that are taken from the base know no trough: write `falls: hold, from the last level`")
            if self.change_taken_from == "the published rate" and self.every != 12:
                raise ValueError(f"a published rate is of twelve months, and `every` is {self.every}: take the change from the levels")
            if self.lag > 24:
                raise ValueError(f"`lag` is {self.lag} months; a figure is at most 24 months old")
            return self

        def points(self) -> list[RoundingPoint]:
            """What is rounded, in order."""
            return self.rounding if self.decimals is None else [RoundingPoint(of="change", decimals=self.decimals)]

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
        "falls": Construction(
            ("follow", "hold, from the last level", "hold, from the trough"),
            "When the series falls, do prices follow, or stay, and rise again from the level at which they last rose, or with every rise?",
            "judged: price adjustment clauses say `increase` where they mean `change`, and seldom what a fall does to the next rise",
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
        self.threshold = 0.0 if terms.threshold is None else terms.threshold.num / terms.threshold.den
        # The month before each adjustment, and how many adjustments there are with it.
        self.moves_after = {month: count for count, month in enumerate(range(terms.every - 1, self.setting.term_months, terms.every), start=1)}
        points = [(one.of, 10 ** (one.decimals + (0 if one.of == "factor" else 2)), one.mode) for one in terms.points()]
        self.rounds = {point: [(whole, mode) for of, whole, mode in points if of == point] for point in POINTS}
        self.chained = self.choice("method") == "chained"
        self.yearly = self.choice("limit_applies") == "each year"
        self.falls = self.choice("falls")
        self.base = FactRequest("index", terms.series, basis="base")
        self.by_rate = terms.change_taken_from == "the published rate"
        self.read = FactRequest("index", terms.series, basis="rate" if self.by_rate else "")

    def reads(self) -> tuple[FactRequest, ...]:
        return (self.read, self.base)

    def states(self) -> dict[str, State]:
        # The factor; where the series stood at the last adjustment (0: at the effective date); of a cumulative limit the factor without collar.
        states = {"num": State("int", 1), "den": State("int", 1), "level": State()}
        if self.by_rate:  # the product of the rates so far; `level` and `level den` are where it stood
            states |= {"product": State("int", 1), "product den": State("int", 1), "level den": State("int", 1)}
        if not self.yearly:
            states |= {"free num": State("int", 1), "free den": State("int", 1)}
        return states | {f"read {age}": State() for age in range(1, self.terms.lag + 1)}

    def moves(self) -> dict[str, Moves]:
        since = "the last adjustment" if self.chained else "the effective date"
        return {
            "move": Moves((f"{self.terms.series} has moved by ", f" since {since}"), 1, 0, always=True),
            "factor": Moves(("prices stand at ", " of those agreed"), UNIT, UNIT),
        }

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        factor = month.state("num"), month.state("den")
        # The factor is settled at the end of the month before the anniversary, and applies from the anniversary on.
        month.publish("num", factor[0])
        month.publish("den", factor[1])
        month.publish("factor", v.rounded(UNIT, *factor))
        level = self.level(month)
        if month.index not in self.moves_after:
            month.publish("move", 0.0)
            return
        base = 1 if self.by_rate else month.fact(self.base)
        since = v.where(month.state("level") > 0, month.state("level"), base)
        stood = month.state("level den") if self.by_rate else 1
        now = self.with_rate(month, level) if self.by_rate else (level, 1)
        change = self.at("change", v, self.moved(v, now, (since, stood)))
        moved = change if self.chained else self.at("change", v, self.moved(v, now, (base, 1)))
        month.publish("move", v.divide(*moved, 0.0))
        moved = self.passed_on(v, moved)
        free = self.unlimited(month, moved)
        adjusted = self.adjusted(month, factor, moved, free)
        moves: Value = v.absolute(v.divide(*change, 0.0)) >= self.threshold
        rises = v.divide(*adjusted, 0.0) >= v.divide(*factor, 0.0) if self.falls != "follow" else True
        anew = v.both(moves, rises)
        for name, value, before in zip(("num", "den"), adjusted, factor, strict=True):
            month.keep(name, v.where(anew, value, before))
        if not self.yearly:
            for name, value in zip(("free num", "free den"), free, strict=True):
                month.keep(name, v.where(anew, value, month.state(name)))
        read_anew = moves if self.falls == "hold, from the trough" else anew
        month.keep("level", v.where(read_anew, now[0], since))
        if self.by_rate:
            month.keep("level den", v.where(read_anew, now[1], stood))

    def with_rate(self, month: MonthEnd, factor: Value) -> Pair:
        """The product of the published rates, this one with them."""
        found = month.v.product((month.state("product"), month.state("product den")), (factor, UNIT))
        month.keep("product", found[0])
        month.keep("product den", found[1])
        return found

    def moved(self, v: Backend, now: Pair, before: Pair) -> Pair:
        """The change from one level to another."""
        if not self.by_rate:
            return v.product((now[0] - before[0], 1), (1, before[0]))
        ratio = v.product(now, (before[1], before[0]))
        return ratio[0] - ratio[1], ratio[1]

    def passed_on(self, v: Backend, move: Pair) -> Pair:
        """The share of a move that is passed on."""
        share = self.terms.share
        return self.at("change passed on", v, v.product(move, (share.num, share.den)) if share else move)

    def unlimited(self, month: MonthEnd, move: Pair) -> Pair:
        """The factor after a move if no collar held it; only a cumulative limit asks for it chained."""
        if self.yearly or not self.chained:
            return one_and(move)
        return month.v.product((month.state("free num"), month.state("free den")), one_and(move))

    def adjusted(self, month: MonthEnd, factor: Pair, move: Pair, free: Pair) -> Pair:
        """The factor after a move, inside the collar."""
        v, one = month.v, one_and(move)
        if not self.yearly:
            return self.at("factor", v, one_and(self.limited(v, (free[0] - free[1], free[1]), self.moves_after[month.index])))
        if self.chained:
            return self.at("factor", v, v.product(factor, one_and(self.limited(v, move, 1))))
        return self.at("factor", v, v.sum_of(self.limited(v, v.sum_of(one, (0 - factor[0], factor[1])), 1), factor))

    def at(self, point: str, v: Backend, ratio: Pair) -> Pair:
        """A ratio rounded as the terms say at a point of the formula."""
        for whole, mode in self.rounds[point]:
            ratio = v.rounded(whole, ratio[0], ratio[1], mode), whole
        return ratio

    def limited(self, v: Backend, move: Pair, count: int) -> Pair:
        """A move of so many adjustments inside the collar."""
        for limit, above in ((self.terms.floor, False), (self.terms.ceiling, True)):
            if limit is not None:
                size, edge = v.divide(*move, 0.0), v.divide(limit.num * count, limit.den, 0.0)
                beyond = size > edge if above else size < edge
                move = v.where(beyond, limit.num * count, move[0]), v.where(beyond, limit.den, move[1])
        return move

    def level(self, month: MonthEnd) -> Value:
        """The level of `lag` months ago, or now; everything read since moves up by one."""
        if not self.terms.lag:
            return month.fact(self.read) if month.index in self.moves_after else 0
        oldest = month.state(f"read {self.terms.lag}")
        for age in range(self.terms.lag, 1, -1):
            month.keep(f"read {age}", month.state(f"read {age - 1}"))
        month.keep("read 1", month.fact(self.read))
        return month.v.where(oldest > 0, oldest, UNIT if self.by_rate else month.fact(self.base))

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "price" and self.moves_after and self.priced:
            # Prices in general, wages among them, are what an index stands for; a move of another series is not.
            concerned = month.v.either(row.about(self.terms.series), row.about())
            yield "pay", concerned
            if self.terms.floor is not None or self.terms.ceiling is not None:
                yield "limit", concerned


def one_and(move: Pair) -> Pair:
    """One and a move: what a factor is multiplied by."""
    return move[0] + move[1], move[1]
