"""ARC and RRC: a base charge covers a baseline of volume and a dead-band around it; beyond, each unit costs more (ARC) or gives money back (RRC).

Volume and baseline are added up over the measuring period; a period that the agreement's end cuts short is measured with the part of the baseline
that was served. Inside the dead-band, its edges included, nothing changes. Rounding: units are whole; the baseline of a month served in part, the
band's edges and the new baseline are rounded half-up; money once a period, half-up, after the index.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from wargame.contract.parts.priced import indexed, priced_needs
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Reduction
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import CountT, MoneyT, PartyName, PriceT, Rate, Ref, ServiceName, ShareT
from wargame.core.vocabulary import Backend, Value

MONTHS = {"month": 1, "quarter": 3, "contract year": 12}


class Outer(ClauseTerms):
    """Beyond `band` around the baseline units are re-priced: at `arc` above and `rrc` below."""

    band: ShareT
    arc: PriceT
    rrc: PriceT


class ArcRrc(Clause):
    """Additional resource charge and reduced resource credit around a baseline."""

    kind = "arc_rrc"
    roles = frozenset({Role.PRICE, Role.BY_VOLUME})
    heads = frozenset({"charges"})
    one_answer = True
    stage = Stage.CHARGE
    in_any_currency = True
    publishes = frozenset({"baseline", "arc units", "rrc units", "outside the outer band"})
    usual_for: ClassVar = {
        ("surge", "measure"): 3,
        ("surge", "pay"): 3,
        ("surge", "excuse"): 3,
        ("surge", "decide"): 3,
        ("slump", "measure"): 2,
        ("slump", "pay"): 2,
    }

    class Terms(ClauseTerms):
        """`baseline` is per month (or `per year`); `base_charge` per month, if it is not a clause of its own; `index` moves the prices.

        With `baseline_moves: each contract year` the part of the deviation that lies inside the dead-band becomes next year's baseline.
        """

        service: ServiceName
        baseline: CountT
        dead_band: ShareT
        arc: PriceT
        rrc: PriceT
        base_charge: MoneyT | None = None
        outer: Outer | None = None
        measured: Literal["month", "quarter", "contract year"] = "month"
        baseline_moves: Literal["never", "each contract year"] = "never"
        counted_from: Literal["the baseline", "the edge of the dead-band"] | None = None
        index: Ref | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

    constructions: ClassVar = {
        "counted_from": Construction(
            ("the baseline", "the edge of the dead-band"),
            "Once the dead-band is passed, are units counted from the baseline or from the band's edge?",
            "PRACTICE §9: one published form (Hercules) counts from the baseline, another only beyond the edge",
        ),
    }
    wording = (
        "The base charge of {base charge} a month covers {baseline} {unit}s, more or less {dead band}. For each {unit} beyond the edge of that band, "
        "and for no other, the Client shall pay {arc} or be credited {rrc}."
    )
    source = "PRACTICE §9 (UpperEdge; Hercules; Eckerd/IBM); worked example vol_deadband"
    example = """
## 5.5 Calls above and below the baseline

The monthly charge of GBP 420,000 covers 100,000 calls a month, more or less 4 %. Beyond, the Client shall pay GBP 3.20 for each additional call and
be credited GBP 2.40 for each call fewer, and beyond 10 % GBP 2.90 and GBP 2.20.

```terms
kind: arc_rrc
service: voice
baseline: 100 000 per month
dead band: 4 %
base charge: GBP 420 000
arc: GBP 3.20
rrc: GBP 2.40
outer: {band: 10 %, arc: GBP 2.90, rrc: GBP 2.20}
measured: quarter
baseline moves: each contract year
index: 5.2
payer: client
payee: provider
```

## 5.2 Indexation

On each anniversary prices change with CPI.

```terms
kind: indexation
series: CPI
```
"""

    def reduction(self) -> Reduction | None:
        terms = self.terms
        if terms.base_charge is None:
            return None
        units = Fraction(terms.baseline.num, terms.baseline.den) / (12 if terms.baseline.per == "year" else 1)
        price = Fraction(terms.rrc.num, terms.rrc.den)
        first = units if self.choice("counted_from") == "the baseline" else units * (1 - Fraction(terms.dead_band.num, terms.dead_band.den))
        most = price * first
        if terms.outer is not None:
            beyond = units * (1 - Fraction(terms.outer.band.num, terms.outer.band.den))
            most += (Fraction(terms.outer.rrc.num, terms.outer.rrc.den) - price) * beyond
        return Reduction(terms.base_charge.minor, terms.rrc, first, most, terms.base_charge.minor / units, terms.outer is not None)

    def prepare(self) -> None:
        terms = self.terms
        if terms.baseline.per not in (None, "month", "year"):
            raise ValueError(f"`baseline` is {terms.baseline}; give it per month or per year")
        if terms.outer and terms.outer.band.num * terms.dead_band.den <= terms.dead_band.num * terms.outer.band.den:
            raise ValueError(f"the outer band, {terms.outer.band}, must be wider than the dead-band, {terms.dead_band}")
        yearly = 12 if terms.baseline.per == "year" else 1
        self.yearly = yearly  # a baseline per year is spread over its months
        self.times = 12 // yearly  # how often it counts in a year
        if terms.baseline.num % terms.baseline.den:
            raise ValueError(f"`baseline` is {terms.baseline}; units are whole")
        self.baseline = terms.baseline.num // terms.baseline.den
        self.length = MONTHS[terms.measured]
        self.months = [month % 12 for month in range(self.setting.term_months)]  # of the contract year
        self.places = [month % self.length for month in self.months]  # of the measuring period
        prices = [terms.arc, terms.rrc, *([terms.outer.arc, terms.outer.rrc] if terms.outer else [])]
        self.den = max(price.den for price in prices)
        self.prices = [price.num * (self.den // price.den) for price in prices]

    def reads(self) -> tuple[FactRequest, ...]:
        return (FactRequest("volume", self.terms.service),)

    def needs(self) -> tuple[tuple[str, str], ...]:
        return priced_needs(self, self.terms.index)

    def states(self) -> dict[str, State]:
        states = {"baseline": State("int", self.baseline), "units": State("int", 0), "expected": State("int", 0)}
        if self.terms.baseline_moves != "never":
            states |= {"units of the year": State("int", 0, "contract year"), "expected in the year": State("int", 0, "contract year")}
        return states

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        units, baseline = month.fact(FactRequest("volume", terms.service)), month.state("baseline")
        month.publish("baseline", baseline)
        payer, payee = terms.payer or self.client, terms.payee or self.provider
        if terms.base_charge:
            month.owe("charges", payer, payee, indexed(month, terms.index, v.share(terms.base_charge.minor, month.served, month.seconds)), "time")
        expected, place = self.expected(month, baseline), self.places[month.index]
        units_so_far = units if place == 0 else month.state("units") + units
        expected_so_far = expected if place == 0 else month.state("expected") + expected
        month.keep("units", units_so_far)
        month.keep("expected", expected_so_far)
        closes = True if place == self.length - 1 else month.ending
        month.owe("charges", payer, payee, v.where(closes, self.resource_charge(month, units_so_far, expected_so_far), 0), "volume")
        if terms.baseline_moves != "never":
            self.move(month, units, expected)

    def expected(self, month: MonthEnd, baseline: Value) -> Value:
        """The month's part of the baseline, for the time served; twelfths of a yearly one are cut so that they add up."""
        v, part = month.v, baseline
        if self.yearly == 12:
            before = self.months[month.index]
            part = v.share(baseline, before + 1, 12) - v.share(baseline, before, 12)
        return v.share(part, month.served, month.seconds)

    def resource_charge(self, month: MonthEnd, units: Value, expected: Value) -> Value:
        """ARC less RRC of a period, in minor units, before the period is known to be over."""
        v, terms = month.v, self.terms
        above, below = v.maximum(units - expected, 0), v.maximum(expected - units, 0)
        upper, lower = edges(v, expected, terms.dead_band)
        arc, rrc = self.counted(v, above, upper), self.counted(v, below, lower)
        month.publish("arc units", arc)
        month.publish("rrc units", rrc)
        owed = v.share(arc, self.prices[0], 1) - v.share(rrc, self.prices[1], 1)
        if terms.outer:
            upper, lower = edges(v, expected, terms.outer.band)
            month.publish("outside the outer band", v.either(above > upper, below > lower))
            owed = owed + v.share(v.maximum(above - upper, 0), self.prices[2] - self.prices[0], 1)
            owed = owed - v.share(v.maximum(below - lower, 0), self.prices[3] - self.prices[1], 1)
        return indexed(month, self.terms.index, owed, self.den)

    def counted(self, v: Backend, deviation: Value, edge: Value) -> Value:
        """Units that are charged or credited for a deviation from the baseline."""
        counted = deviation if self.choice("counted_from") == "the baseline" else deviation - edge
        return v.where(deviation > edge, counted, 0)

    def move(self, month: MonthEnd, units: Value, expected: Value) -> None:
        """At the end of a contract year the deviation, as far as it lies inside the dead-band, moves into the baseline."""
        v, band = month.v, self.terms.dead_band
        year = month.keep("units of the year", month.state("units of the year") + units)
        plan = month.keep("expected in the year", month.state("expected in the year") + expected)
        if self.months[month.index] == 11:
            upper, lower = edges(v, plan, band)
            moved = v.minimum(v.maximum(year - plan, 0 - lower), upper)
            month.keep("baseline", v.share(month.state("baseline") * self.times + moved, self.yearly, 12))

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event in ("surge", "slump"):
            yield "measure", True
            yield "pay", True
            if self.terms.outer:
                yield "decide", row.of(month.measure(self.number, "outside the outer band"))


def edges(v: Backend, expected: Value, band: Rate) -> tuple[Value, Value]:
    """How far above and below what is expected the edges of a band lie, each edge rounded half-up."""
    return v.share(expected, band.den + band.num, band.den) - expected, expected - v.share(expected, band.den - band.num, band.den)
