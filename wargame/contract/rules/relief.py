"""How far a month's down-time is explained by causes that are not the provider's, and what is excused in that proportion.

Down-time is a union, so causes can be told apart in two ways: what would not have been down but for them, which is all down-time less that without
them; and all time in which one of them stood in the way, whatever else was broken then. Where other causes were at work at once the two differ.
Rounding: of each amount the excused part is rounded down, once.
"""

from __future__ import annotations

from collections.abc import Iterable

from wargame.contract.rules.clause import Clause, MonthEnd
from wargame.contract.rules.schedule import CAUSES as MISSED
from wargame.core.account import Reason
from wargame.core.facts import FactRequest
from wargame.core.quantities import Ref
from wargame.core.vocabulary import Value

CAUSES = frozenset({"provider", "client", "third party", "nobody", "planned"})
MISSES = frozenset(MISSED.values())  # causes of what is due for a level that was missed, or for an outage itself
RELIEVED = "relieved"  # the truth by which a clause tells levels that a month is excused
REMEDIES = frozenset({"service credits", "liquidated damages", "damages"})
EXCUSED = Reason("excused", "excused by {clause}")


class Explained:
    """Down-time of a service in a month, and its part that some causes explain."""

    def __init__(self, service: str, causes: Iterable[str], excluded: Iterable[str]) -> None:
        left_out = frozenset(excluded)
        named = frozenset(causes) - left_out
        self.all = FactRequest("downtime", service, left_out)
        self.without = FactRequest("downtime", service, left_out | named)
        self.only = FactRequest("downtime", service, CAUSES - named)

    def reads(self) -> tuple[FactRequest, ...]:
        """The three measurements."""
        return self.all, self.without, self.only

    def but_for(self, month: MonthEnd) -> Value:
        """Seconds that would not have been down but for the causes."""
        return month.fact(self.all) - month.fact(self.without)

    def any_part(self, month: MonthEnd) -> Value:
        """Seconds in which one of the causes stood in the way, alone or not."""
        return month.fact(self.only)


class Excusing(Clause):
    """Base of the kinds that excuse the provider: remedies for outages fall in the proportion of the down-time that is excused."""

    def excuse(self, month: MonthEnd, part: Value, whole: Value, relieved: list[Ref], spared: str) -> None:
        """Withhold `part` of `whole` of each remedy of the clauses `relieved` (all, if none is named), but for those of the clause `spared`."""
        v = month.v
        for due in month.claims(REMEDIES, self.provider, self.client, relieved or None):
            if due.cause in MISSES and due.clause != spared:
                month.spare(due, v.proportion(due.amount, part, whole), EXCUSED)
