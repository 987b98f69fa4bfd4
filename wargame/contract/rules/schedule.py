"""The schedule of a credit: what share of a month's charges a missed level earns, whichever kind of clause says it.

Tiers, one rate for any miss, so much for each point below the target, a multiple of the down-time, credits from the n-th miss on, service points and
pools are seven ways to write one thing. A kind of credit answers `schedule(level)` with steps and slopes, so that whoever asks what a miss costs
reads every one of them. Shares are exact fractions of the charges that the clause takes them of, before its caps; levels are fractions of 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from wargame.core.quantities import Price, Rate

Path = tuple[str | int, ...]  # where a figure stands in the terms as written: ("tiers", 0, "credit")
WHOLE = Fraction(1)
NOTHING = Fraction(0)
MANY = 10**6  # misses: as many as any step asks for
DEEP = Fraction(1, 10)  # how far below its target a level may fall in a month that is still looked at: three days down


@dataclass(frozen=True)
class CreditStep:
    """A level below `below` (None: the level's own target), and at least `at_least` if given, earns `share` once it was so low in `misses` months of
    any `window`. `edge`, `floor` and `figure` are where its level, its lower end and its credit stand in the terms, `count` where misses and window
    do; a credit by points has `points`, and where they stand."""

    below: Fraction | None
    share: Fraction
    at_least: Fraction | None = None
    misses: int = 1
    window: int = 1
    edge: Path = ()
    floor: Path = ()
    figure: Path = ()
    count: tuple[Path, Path] | None = None
    points: tuple[Path, int] | None = None
    takes_in: bool = False  # its edge itself earns it, whatever the other steps do
    floor_out: bool = False  # its lower end itself does not

    def starts(self, target: Fraction | None) -> Fraction:
        """The level below which it applies, where the level's own target is `target`."""
        return self.below if self.below is not None else WHOLE if target is None else target


class Slope(NamedTuple):
    """For each unit of attainment below `below` the credit is `rate` of the charges, counted in `points` of a hundredth where they are whole ones
    (`complete` or `begun`); with `on_miss` only in a month below the level's own target."""

    below: Fraction
    rate: Fraction
    points: str = "in proportion"
    on_miss: bool = False
    edge: Path = ()
    figure: Path = ()

    def starts(self, target: Fraction | None) -> Fraction:
        """The level below which it earns anything."""
        return min(self.below, target) if self.on_miss and target is not None else self.below


class Schedule(NamedTuple):
    """What missing one level costs. Of steps that apply the deepest does; `inclusive` takes a level of exactly the edge in. `at_risk` caps what a
    month credits, `yearly` a year, both as shares of charges; `repeats` multiplies a miss that follows another. `of_the_service`: the charges are
    those of the level's service, not of the agreement."""

    level: str
    steps: tuple[CreditStep, ...] = ()
    slopes: tuple[Slope, ...] = ()
    inclusive: bool = False
    at_risk: Fraction | None = None
    yearly: Fraction | None = None
    repeats: int = 1
    of_the_service: bool = False

    def falling(self, misses: int = 1) -> list[CreditStep]:
        """The steps that one miss alone reaches (or so many), from the shallowest."""
        return sorted((one for one in self.steps if one.misses <= misses), key=lambda one: (one.below is not None, -(one.below or NOTHING)))

    @property
    def counts(self) -> frozenset[tuple[int, int]]:
        """How many misses, in how many months, its credits ask for."""
        return frozenset([(one.misses, one.window if one.misses > 1 else 1) for one in self.steps] or [(1, 1)])

    def a_year(self, share: Fraction) -> Fraction:
        """A share of a month's charges that is given in every month of a year, cut to what is at risk and to what a year may come to."""
        return self.capped(share) if self.yearly is None else min(self.capped(share), self.yearly)

    def gives(self, other: Schedule) -> bool:
        """Whether it gives the same as another for the same level: steps, slopes and limits alike, wherever they stand in their terms."""
        return self._gist() == other._gist()

    def _gist(self) -> tuple[object, ...]:
        steps = [(one.below, one.share, one.at_least, one.misses, one.window, one.takes_in, one.floor_out) for one in self.falling(MANY)]
        slopes = [(one.below, one.rate, one.points, one.on_miss) for one in self.slopes]
        return steps, slopes, self.inclusive, self.at_risk, self.yearly, self.repeats, self.of_the_service

    def capped(self, share: Fraction) -> Fraction:
        """A month's share cut to what is at risk."""
        return share if self.at_risk is None else min(share, self.at_risk)

    def starts(self, target: Fraction | None) -> Fraction | None:
        """The level below which the first credit is earned; None where none ever is. A step that earns nothing begins nothing."""
        parts: list[CreditStep | Slope] = [*(one for one in self.steps if one.share), *(one for one in self.slopes if one.rate)]
        edges = [one.starts(target) for one in parts]
        return max(edges, default=None)

    def worst(self, misses: int = 1, deep: Fraction = DEEP) -> Fraction:
        """The most that one month can earn after `misses` bad ones, before any cap. A slope is looked at `deep` below where it starts: it has no end
        short of a month without any service."""
        steps = max((one.share for one in self.steps if one.misses <= misses), default=NOTHING)
        slopes = sum((one.rate * min(deep, one.below) for one in self.slopes), NOTHING)
        return (steps + slopes) * (self.repeats if misses > 1 else 1)

    @property
    def figures(self) -> tuple[Path, ...]:
        """Where the credits stand in the terms."""
        parts: list[CreditStep | Slope] = [*self.steps, *self.slopes]
        return tuple(dict.fromkeys(one.figure for one in parts if one.figure))


def fraction(rate: Rate) -> Fraction:
    """A rate as an exact fraction."""
    return Fraction(rate.num, rate.den)


class Reduction(NamedTuple):
    """How far a charge for a baseline falls with volume: `base` a month in minor units, `rrc` taken off for each unit fewer than `units`, `most` that
    is taken off in a month without any; `average` is what a unit of the baseline costs, and `banded` says whether another price applies far below."""

    base: int
    rrc: Price
    units: Fraction
    most: Fraction
    average: Fraction
    banded: bool


class Promise(NamedTuple):
    """What a level promises: its measure, its target (None where it is no share, or is set from what is measured), and over how many months."""

    measure: str
    target: Fraction | None
    window: int = 1


class Limit(NamedTuple):
    """What a limit on claims says: an amount in minor units, or a share of annual charges (None where it has none), the heads of claim and of loss
    that it reaches (no head: all), whose claims it limits, and, for what stands beside the caps, which of them (none: all)."""

    amount: int | None
    share: Fraction | None
    heads: tuple[str, ...]
    losses: tuple[str, ...] = ()
    protects: str | None = None
    caps: tuple[str, ...] = ()

    @property
    def figure(self) -> bool:
        """Whether it limits to anything: what is taken out of the caps may be taken out altogether."""
        return self.amount is not None or self.share is not None

    @property
    def nothing(self) -> bool:
        """A cap of 0 leaves nothing to claim; no cap at all leaves everything."""
        known = [one for one in (self.amount, self.share) if one is not None]
        return bool(known) and not any(known)


# What service levels see, by their measure: availability and quality do not see a shortage of people or capacity.
OF_HANDS = frozenset(
    {"responsiveness", "turnaround", "ageing", "answer time", "abandonment"}
)  # measures that fall where people or capacity are missing

# What a level measures -> the cause under which its misses stand in the books, beside what they cost the client; what is not named: an outage.
CAUSES = dict.fromkeys(OF_HANDS, "backlog") | {"availability": "outage", "quality": "errors"}
