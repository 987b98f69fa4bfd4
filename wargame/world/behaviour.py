"""How people behave under an agreement: whether they use their rights, pay on time, notify in time, dispute, and can pay at all.

None of it depends on a contract's words; it is drawn with the world, one stream for each habit and party, so that two wordings meet the same people.
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from wargame.core.quantities import CountT, Duration, DurationT, Rate, ShareT
from wargame.world.distribution import LengthD
from wargame.world.shock import Inputs, per_month


class Right(Inputs):
    """How a right is exercised when it arises: always, never, or with a probability each time."""

    exercised: Literal["always", "never"] | None = None
    probability: ShareT | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Right:
        if (self.exercised is None) == (self.probability is None):
            raise ValueError("a right is `exercised: always` or `never`, or used with a `probability` each time it arises: give exactly one of them")
        return self

    @property
    def chance(self) -> float:
        """Probability of exercise each time the right stands."""
        if self.probability is not None:
            return self.probability.num / self.probability.den
        return 1.0 if self.exercised == "always" else 0.0


class PaysLate(Inputs):
    """A party that pays an invoice late, with a `probability` each month, by so much."""

    by: LengthD
    probability: ShareT = Rate(1, 1)


class Claiming(Inputs):
    """How a party's claims fare: how long it takes to notify one, how often it is disputed, at what part and after how long it is then settled."""

    notice: LengthD | None = None
    disputed: ShareT | None = None
    settled_at: ShareT = Rate(1, 1)
    settled_after: DurationT = Duration()

    @model_validator(mode="after")
    def _says_something(self) -> Claiming:
        if self.disputed is None and (self.settled_at != Rate(1, 1) or self.settled_after != Duration()):
            raise ValueError("`settled at` and `settled after` speak of disputed claims: say also how many are `disputed`")
        return self


class Failing(Inputs):
    """A party that may fail to pay: the rate of default, and the part of a claim that is still collected from then on."""

    rate: CountT
    recovers: ShareT = Rate(0, 1)

    @model_validator(mode="after")
    def _possible(self) -> Failing:
        if self.a_month > 1:
            raise ValueError(f"a party cannot fail more often than once a month: {self.rate}")
        return self

    @property
    def a_month(self) -> float:
        """Probability of failing in a month."""
        return per_month(self.rate)


class Behaviour(Inputs):
    """How rights are used (a right not named is never used), and how parties pay, claim and fail; a party not named pays and is paid
    in full, in time."""

    rights: dict[str, Right] = {}
    payment: dict[str, PaysLate] = {}
    claims: dict[str, Claiming] = {}
    default: dict[str, Failing] = {}
