"""Renewal: the agreement runs for a first term and renews for one after the other, unless a party says in time that it shall not.

The `term` of the front matter is the longest that is played: the first term and every renewal. Notice that the agreement shall not renew is given
within a window before a running term ends, and ends the agreement with that term; who misses the window is bound for another. Fees and prices that
speak of the term mean the longest. Rounding: none, it moves no money itself.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, Literal

from wargame.contract.parts.termination_right import SECOND, RightTerms, TerminationRight
from wargame.contract.rules.clause import Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.events import Stage
from wargame.core.quantities import Duration, DurationT, PartyName
from wargame.core.vocabulary import Value

RIGHT = "not renew"


class Renewal(TerminationRight):
    """A right to let an agreement end with its running term."""

    kind = "renewal"
    roles = frozenset({Role.TERMINATION})
    stage = Stage.RIGHTS
    right = RIGHT
    rights = ends = frozenset({RIGHT})
    one_answer = True

    class Terms(RightTerms):
        """`notice` is the latest, `not_before` the earliest that notice may be given before a term ends; `party` may give it (`either`: both)."""

        first_term: DurationT
        renewal_term: DurationT
        notice: DurationT
        not_before: DurationT | None = None
        party: PartyName | Literal["either"] = "either"

    constructions: ClassVar[dict[str, Construction]] = {**SECOND}
    wording = (
        "This Agreement runs for {first term} and renews for successive terms of {renewal term}, unless a party gives notice not less than {notice} "
        "before the end of the running term."
    )
    source = "PRACTICE §12 (terms that renew; a window that is missed costs a term)"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 2.1 Term

This Agreement runs for 9 months and renews for successive terms of 6 months, unless either party gives notice not less than 28 and not more than
150 days before the end of the running term, received 2 days after it is given.

```terms
kind: renewal
first term: 9 months
renewal term: 6 months
notice: 28 days
received: 2 days
not before: 150 days
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return cls.arises_with(name, provisions, fee=False)

    def prepare(self) -> None:
        terms, term = self.terms, self.setting.term_months
        for name in ("first_term", "renewal_term"):
            said = terms.term(name)
            if not said.months:
                raise ValueError(f"`{name.replace('_', ' ')}` is {said}; terms run for months: write `{name.replace('_', ' ')}: 12 months`")
        if terms.first_term.months >= term:
            raise ValueError(
                f"`first term` is {terms.first_term}, and the front matter's `term` is {term} months: nothing renews; give the front matter the "
                "longest term that is to be played, renewals included"
            )
        self.terms_end = (*range(terms.first_term.months, term, terms.renewal_term.months), term)

    @cached_property
    def who(self) -> tuple[str, ...]:
        return (self.client, self.provider) if self.terms.party == "either" else (self.terms.party,)

    def states(self) -> dict[str, State]:
        return self.memory()

    def running(self, month: MonthEnd) -> int:
        """The instant at which the running term ends."""
        run = month.index + 1
        return month.after(Duration(months=next(ends for ends in self.terms_end if ends > run) - run))

    def in_time(self, month: MonthEnd, ends: int) -> bool:
        """Whether notice given at this month end falls into the window before `ends`; the same in every life."""
        if self.terms.not_before and month.after(self.terms.not_before, month.after(self.terms.received or Duration())) < ends:
            return False
        return self.ends_on(month, self.terms.notice) <= ends

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        left: Value = False
        arisen = False
        if month.index + 1 < self.setting.term_months:
            ends = self.running(month)
            arisen = self.in_time(month, ends)
            for party in self.who:
                used = self.leaves(month, party, v.both(arisen, v.negate(month.ending)), self.terms.notice, ends=ends - 1)
                left = v.either(left, used)
        month.publish("arisen", arisen)
        self.gone(month, left)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "exit":
            yield "decide", row.of(month.measure(self.number, "left"))
