"""How people behave under an agreement: whether they use their rights, pay on time, notify in time, dispute, and can pay at all.

None of it depends on a contract's words; it is drawn with the world, one stream for each habit and party, so that all variants meet the same people.
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from wargame.core.quantities import CountT, Duration, DurationT, MoneyT, Rate, RateT, ShareT
from wargame.world.shock_base.arrival import per_month
from wargame.world.sizes.inputs import Inputs, Sourced
from wargame.world.sizes.read import LengthD


class Right(Inputs):
    """How a right is exercised when it arises: always, never, with a probability each time, or when it pays.

    A right to leave pays when staying to the end of the term would cost more than leaving: what the party's own books of the last three months cost
    it, carried on for the time that is left, against the price of the replacement, the transition, the gap and the fee. Another right is used
    whenever it stands, for using it costs nothing.
    """

    exercised: Literal["always", "never", "when it pays"] | None = None
    probability: ShareT | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Right:
        if (self.exercised is None) == (self.probability is None):
            ways = "`exercised: always`, `never` or `when it pays`, or used with a `probability` each time it arises"
            raise ValueError(f"a right is {ways}: give exactly one of them")
        return self

    @property
    def chance(self) -> float:
        """Probability of exercise each time the right stands."""
        if self.probability is not None:
            return self.probability.num / self.probability.den
        return 0.0 if self.exercised == "never" else 1.0


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


class Escalating(Inputs):
    """A party whose people escalate late: with a `probability`, for the incidents of a month, by so much."""

    late: LengthD
    probability: ShareT = Rate(1, 1)


class Without(Inputs):
    """What is left of a promise without effort: of overtime so much, and repairs for which the provider answers take so much of their time."""

    overtime: ShareT = Rate(0, 1)
    repairs: RateT = Rate(1, 1)

    @model_validator(mode="after")
    def _longer(self) -> Without:
        if self.repairs.num < self.repairs.den:
            raise ValueError(f"repairs cannot be quicker without effort: `repairs` is {self.repairs}, give 100 % or more")
        return self


class EffortInputs(Sourced):
    """What it costs the provider to be as ready as it has promised, and what becomes of the service if it is not.

    With `strategic: yes` a run also plays the provider that makes half of the effort, and none, and says which of them the draft rewards.
    """

    strategic: Literal["yes", "no"] = "no"
    standby: MoneyT | None = None  # a month
    without: Without = Without()
    private: Literal["yes", "no"] = "yes"


class Behaviour(Inputs):
    """How rights are used (a right not named is never used), how parties pay, claim, escalate and fail, and what effort the provider makes; a party
    not named pays and is paid in full, in time, and escalates at once."""

    rights: dict[str, Right] = {}
    payment: dict[str, PaysLate] = {}
    claims: dict[str, Claiming] = {}
    default: dict[str, Failing] = {}
    escalation: dict[str, Escalating] = {}
    effort: EffortInputs | None = None
