"""Termination for cause: the other party's breach goes uncured, or comes too often, and the agreement may be ended.

A breach is a month in which a clause it refers to is missed. It is notified at that month end; the time to cure it then runs. The right, once it has
arisen, stands, or lapses. What is recovered for the months of the term that remain after that of the exit is a Claim of that month, limited like
other damages, so the clause acts before the cap. Rounding: the average month's charges before the notice times the excess are rounded once, half-up.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.parts.termination_right import BARGAIN, NEVER, SECOND, RightTerms, TerminationRight
from wargame.contract.rules.clause import ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.declared import MissCount
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Path
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import Duration, DurationT, PartyName, RateT, Ref, WholeT
from wargame.core.values import DAY
from wargame.core.vocabulary import Value

RIGHT = "terminate for cause"


class Repeated(ClauseTerms):
    """So many breaches within so many months give the right, cured or not."""

    breaches: WholeT
    within: DurationT


class Bargain(ClauseTerms):
    """What a replacement is agreed to cost beyond the charges, as a share of them, and for how many months at most."""

    excess: RateT
    at_most: DurationT


class TerminationCause(TerminationRight):
    """A right to leave for the other party's breach."""

    kind = "termination_cause"
    roles = frozenset({Role.TERMINATION})
    heads = frozenset({"damages"})
    stage = Stage.DAMAGES
    for_fault = True
    right = RIGHT
    rights = ends = frozenset({RIGHT})
    usual_for: ClassVar = {("outage", "leave"): 2}

    class Terms(RightTerms):
        """`breach_of` names clauses that can be missed; `cure` is the time to cure from notice of breach; `repeated` needs no failed cure,
        and where `insolvency` counts, nor does it take a breach that the other party has failed.

        `party` may leave: the client, if it is not said. `remaining_term` is what it may recover besides what has accrued.
        """

        breach_of: list[Ref] = []
        party: PartyName | None = None
        cure: DurationT | None = None
        repeated: Repeated | None = None
        insolvency: Literal["yes", "no"] = "no"
        notice: DurationT = Duration()
        exercise_within: DurationT | None = None
        remaining_term: Bargain | None = None
        payable_after: DurationT = Duration(seconds=30 * DAY)
        what_cures: Literal["a month that meets the level", "nothing: a missed month is past"] | None = None
        unused_right: Literal["stands until used", "lapses with the month"] | None = None
        loss_of_bargain: Literal["not recovered", "recovered"] | None = None
        bargain_on_another_exit: Literal["falls away", "stays"] | None = None

    constructions: ClassVar = {
        "what_cures": Construction(
            ("a month that meets the level", "nothing: a missed month is past"),
            "Is a missed month cured by meeting the level in time, or can it not be cured at all?",
            "PRACTICE §12 (what cures a missed month?)",
        ),
        "unused_right": Construction(
            ("stands until used", "lapses with the month"),
            "Where no time to exercise is given, does the right stand, or is it waived by going on?",
            "PRACTICE §12 (waiver by going on); a no-waiver clause is usual",
        ),
        "loss_of_bargain": Construction(
            ("not recovered", "recovered"),
            "Does a party that terminates under this clause recover the dearer replacement for the rest of the term, or only what has accrued?",
            "PRACTICE §10 (liquidated damages accrue until termination, general damages after); verify for the governing law",
        ),
        "bargain_on_another_exit": Construction(
            ("falls away", "stays"),
            "Where notice under this clause was given, and the agreement ends sooner on another ground, is the lost bargain still recovered?",
            "PRACTICE §10, §12 (several ways out); verify for the governing law [v]",
        ),
        **SECOND,
    }
    wording = (
        "If the Provider is in material breach of {breach of} and does not cure the breach within {cure} of notice, the Client may, within {exercise "
        "within} of that day, terminate this Agreement on {notice} notice and recover the excess cost of a replacement for the remaining term."
    )
    source = "PRACTICE §12, §16 (unequal cure periods); DESIGN §7"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 8.1 Availability

Voice shall be available for at least 99.5 % of each month.

```terms
kind: service_level
service: voice
target: 99.5 %
```

## 15.1 Termination for cause

If the Provider misses 8.1 and does not meet it again within 45 days of notice, or misses it in 4 months of any 12, the Client may terminate on 20
days' notice, received 2 days after it is given, within 2 months of that day, and shall recover 8 % of the average charges for each remaining month,
for 9 months at most.

```terms
kind: termination_cause
breach of: [8.1]
cure: 45 days
repeated: {breaches: 4, within: 12 months}
notice: 20 days
received: 2 days
exercise within: 2 months
remaining term: {excess: 8 %, at most: 9 months}
payable after: 60 days
loss of bargain: recovered
```
"""

    @classmethod
    def names_levels(cls, terms: Any) -> tuple[str, ...]:
        return tuple(terms.breach_of)

    @classmethod
    def about(cls, terms: Any) -> tuple[str, ...]:
        """None in particular: a party that leaves for a breach leaves every service, and a milestone may be the breach."""
        return ()

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return {
            "what_cures": terms.cure is not None,
            "unused_right": terms.exercise_within is None,
            "loss_of_bargain": terms.remaining_term is not None,
            "bargain_on_another_exit": terms.remaining_term is not None and len(provisions.playing(Role.TERMINATION)) > 1,
        }.get(name, cls.arises_with(name, provisions, fee=False, notice=terms.notice != Duration()))

    def awaits(self) -> tuple[tuple[str, str], ...]:
        return tuple((number, "missed") for number in self.terms.breach_of)

    def trigger(self) -> Path:
        return ("cure",) if self.terms.cure is not None else ()

    def count(self) -> MissCount | None:
        repeated = self.terms.repeated
        return None if repeated is None else MissCount(repeated.breaches, repeated.within, ("repeated", "breaches"))

    def prepare(self) -> None:
        terms = self.terms
        if bool(terms.breach_of) != (terms.cure is not None or terms.repeated is not None):
            raise ValueError("a breach gives the right if it is of a clause, and uncured or repeated: write `breach of: [8.1]` and `cure: 30 days`")
        if not terms.breach_of and terms.insolvency == "no":
            raise ValueError("nothing gives the right: write `breach of: [8.1]` and `cure: 30 days`, or `insolvency: yes`")
        if terms.repeated and not 1 <= terms.repeated.breaches <= terms.repeated.within.months:
            raise ValueError(f"{terms.repeated.breaches} breaches can never fall within {terms.repeated.within}; it is counted by months")
        if terms.remaining_term and not terms.remaining_term.at_most.months:
            raise ValueError(f"`at most` is {terms.remaining_term.at_most}; it counts months of charges: write `at most: 12 months`")
        self.expire(terms.exercise_within, self.choice("unused_right") == "lapses with the month")

    @property
    def other(self) -> str:
        """The party whose breach it is: the one that may not leave."""
        return self.provider if (self.terms.party or self.client) == self.client else self.client

    def reads(self) -> tuple[FactRequest, ...]:
        return (FactRequest("failed", self.other),) if self.terms.insolvency == "yes" else ()

    def needs(self) -> tuple[tuple[str, str], ...]:
        return tuple((number, "missed") for number in self.terms.breach_of)

    def states(self) -> dict[str, State]:
        terms = self.terms
        states = self.memory()
        if terms.cure is not None:
            states["deadline"] = State("int", NEVER)
        if terms.repeated:
            states["breaches"] = State("int", 0, "never", terms.repeated.within.months)
        if terms.remaining_term:
            states |= {"charges": State("int", 0, "never", 12), "charged": State(), "months charged": State("int", 1)}
        return states

    def uncured(self, month: MonthEnd, missed: Value) -> Value:
        """Where the time to cure has run out at this month end; keeps the deadline of the breach that is open."""
        v, deadline = month.v, month.state("deadline")
        over: Value = deadline <= month.last
        begins = v.both(missed, deadline == NEVER)
        kept = v.where(begins, month.after(self.terms.cure), deadline)
        if self.choice("what_cures") == "a month that meets the level":
            over = v.both(over, missed)
            kept = v.where(missed, kept, NEVER)
        month.keep("deadline", v.where(over, NEVER, kept))
        return over

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        missed: Value = False
        for number in terms.breach_of:
            missed = v.either(missed, month.measure(number, "missed"))
        arisen: Value = False
        if terms.cure is not None:
            arisen = self.uncured(month, missed)
        if terms.repeated:
            count = month.keep("breaches", v.where(missed, 1, 0))
            arisen = v.either(arisen, v.both(missed, count >= terms.repeated.breaches))
        if terms.insolvency == "yes":
            arisen = v.either(arisen, month.fact(FactRequest("failed", self.other)))
        month.publish("arisen", arisen)
        stands = self.stands(month, arisen)
        party = terms.party or self.client
        if self.claims_bargain():
            self.recover(month, party)
        used = self.leaves(month, party, v.both(stands, v.negate(month.ending)), terms.notice)
        self.gone(month, used)
        if terms.remaining_term:
            charges = month.keep("charges", month.accrued(self.client, self.provider))
            month.keep("charged", v.where(used, charges, month.state("charged")))
            month.keep("months charged", v.where(used, min(month.index + 1, 12), month.state("months charged")))

    def claims_bargain(self) -> bool:
        return self.terms.remaining_term is not None and self.choice("loss_of_bargain") == "recovered"

    def recover(self, month: MonthEnd, party: str) -> None:
        """Claim the lost bargain in the month in which the agreement ends under this clause, or on another ground where it stays."""
        v, den = month.v, self.terms.remaining_term.excess.den
        ends = month.ground((self.number,))
        if self.choice("bargain_on_another_exit") == "stays":
            ends = month.state("given")
        amount = v.rounded(month.state("charged") * self.excess(month.index), 1, month.state("months charged") * den)
        month.owe("damages", self.other, party, v.where(v.both(month.ending, ends), amount, 0), BARGAIN, after=self.terms.payable_after)

    def excess(self, index: int) -> int:
        """Numerator of the excess for the months that remain after month `index`, over the excess's own denominator."""
        remaining: int = min(self.setting.left[index], self.terms.remaining_term.at_most.months)
        return remaining * int(self.terms.remaining_term.excess.num)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if (
            event in ("outage", "delay")
            or (event == "shortage" and self.setting.provisions.sees_shortage(self.levels()))
            or (event == "distress" and self.terms.insolvency == "yes")
        ):
            yield "leave", row.of(month.measure(self.number, "arisen"))
        if event == "exit":
            left = row.of(month.measure(self.number, "left"))
            yield "decide", left
            if self.claims_bargain():
                yield "pay", left
