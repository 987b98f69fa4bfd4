"""So many misses in a window of months: the count by which credits and rights are triggered.

Where misses that were used up count no more, the months are kept as the bits of one whole number, the latest lowest.
"""

from __future__ import annotations

from wargame.contract.rules.clause import MonthEnd, State
from wargame.core.quantities import Duration
from wargame.core.vocabulary import Value

MOST = 36  # months of a window kept as bits


class MissCounter:
    """Counts misses of the last `window` months under the name `name`; `forgets` those that have completed a count."""

    def __init__(self, name: str, misses: int, window: Duration, forgets: bool) -> None:
        if not window.months or window.months > MOST:
            raise ValueError(f"`window` is {window}; misses are counted by months, {MOST} at most: write `window: 6 months`")
        if not 1 <= misses <= window.months:
            raise ValueError(f"{misses} misses can never fall within {window}")
        self.name, self.misses, self.window, self.forgets = f"misses {name}", misses, window.months, forgets

    def states(self) -> dict[str, State]:
        """What is remembered: a window, or its months as bits."""
        return {self.name: State() if self.forgets else State("int", 0, "never", self.window)}

    def complete(self, month: MonthEnd, missed: Value) -> Value:
        """Whether this month is missed and makes the count full."""
        v = month.v
        miss = v.where(missed, 1, 0)
        if not self.forgets:
            return v.both(missed, month.keep(self.name, miss) >= self.misses)
        bits = 2 * month.state(self.name)
        bits = bits - v.whole(bits, 2**self.window) * 2**self.window + miss
        count = v.total([v.whole(bits, 2**i) - 2 * v.whole(bits, 2 ** (i + 1)) for i in range(self.window)])
        full = v.both(missed, count >= self.misses)
        month.keep(self.name, v.where(full, 0, bits))
        return full
