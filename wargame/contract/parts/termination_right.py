"""Ways out of an agreement, as far as they are alike: how long a right to leave stands, how notice is given, and what leaving costs.

A fee is an amount, so many months of charges, so much of a year's charges or of a month's for each one left, by contract month. Charges are averaged
over whole months known when the fee falls due: those before the notice, or those before the exit, a date that nobody knows when the words are
written. Rounding: each fee is rounded once, half-up; of two steps between which a fee falls evenly each part is rounded once.
"""

from functools import cached_property
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.bases import ChargesOf
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Notice, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.quantities import Duration, DurationT, MoneyT, Rate, ShareT, WholeT
from wargame.core.values import DAY
from wargame.core.vocabulary import Backend, Value

FEE = "termination fee"
BARGAIN = "loss of bargain"
NEVER = 2**40  # seconds: no deadline is set


class FeeStep(ClauseTerms):
    """Up to and with contract month `through_month` (the last step has none): an amount, so many months' or so much of a year's charges, or so much
    of a month's charges for each whole month of the term that is left; `at_least` and `at_most` bound it."""

    through_month: WholeT | None = None
    fee: MoneyT | None = None
    months: WholeT | None = None
    annual_charges: ShareT | None = None
    each_month_left: ShareT | None = None
    at_least: MoneyT | None = None
    at_most: MoneyT | None = None

    @model_validator(mode="after")
    def _one_basis(self) -> Self:
        if sum(basis is not None for basis in (self.fee, self.months, self.annual_charges, self.each_month_left)) != 1:
            ways = "`fee`, `months` (of charges), `annual charges` and `each month left` (percentages)"
            raise ValueError(f"each step of a fee table says exactly one of {ways}")
        if self.at_least is not None and self.at_most is not None and self.at_most.minor < self.at_least.minor:
            raise ValueError(f"`at most` is {self.at_most}, less than `at least`, {self.at_least}")
        return self


def check_steps(steps: list[FeeStep]) -> list[FeeStep]:
    """The steps, whose months must rise and of which only the last is open; ValueError otherwise."""
    edges = [step.through_month for step in steps]
    if steps and (edges[-1] is not None or None in edges[:-1]):
        raise ValueError("the last step of a fee table, and only the last, has no `through month`: write `{fee: GBP 0}` if nothing is due any more")
    rising = [edge for edge in edges if edge is not None]
    if 0 in rising:
        raise ValueError("`through month: 0` is before the agreement begins; months are counted from 1")
    if rising != sorted(set(rising)):
        raise ValueError("the `through month` of the steps must rise")
    return steps


def of_charges(steps: list[FeeStep]) -> bool:
    """Whether a step of a fee table is so many months', or so much of a year's, charges."""
    return any(step.fee is None for step in steps)


class Fee:
    """A fee table made ready for a rule. `later` puts a date that falls exactly between two periods into the later one; `left` says how many whole
    months of the term are left after a month."""

    def __init__(self, steps: list[FeeStep], averaged_over: Duration, later: bool, evenly: bool, charges: ChargesOf, left: tuple[int, ...]) -> None:
        if not averaged_over.months:
            raise ValueError(f"`averaged over` is {averaged_over}; charges are known by months: write `averaged over: 6 months`")
        self.steps, self.window, self.later, self.evenly = steps, averaged_over.months, later, evenly
        self.of_charges, self.charges, self.left = of_charges(steps), charges, left

    def states(self) -> dict[str, State]:
        """What must be remembered for it: the charges of the months that are averaged."""
        return {"charges": State("int", 0, "never", self.window), **self.charges.states()} if self.of_charges else {}

    def at_notice(self, month: MonthEnd) -> Value:
        """The fee of a notice given at this month end, in minor units."""
        total = self._charges(month) if self.of_charges else 0
        return self._of(month, month.index + 1 + self.later, total, self._known(month.index + 1))

    def at_exit(self, month: MonthEnd) -> Value:
        """The fee of an exit that falls within this month, or exactly on its end; of the charges of whole months."""
        before = month.state("charges") if self.of_charges else 0
        upto = self._charges(month) if self.of_charges else 0
        within = self._of(month, month.index + 1, before, self._known(month.index))
        on_the_end = self._of(month, month.index + 1 + self.later, upto, self._known(month.index + 1))
        return month.v.where(month.served < month.seconds, within, on_the_end)

    def _charges(self, month: MonthEnd) -> Value:
        return month.keep("charges", self.charges.taken(month))

    def _known(self, months: int) -> int:
        """Of so many months run, how many are averaged; never none."""
        return max(min(months, self.window), 1)

    def _of(self, month: MonthEnd, number: int, total: Value, known: int) -> Value:
        """The fee in contract month `number` (the first is 1), where the last `known` months were charged at `total` together; of less than nothing
        there is no share."""
        v, left = month.v, self.left[month.index]
        total = v.maximum(total, 0)
        edges = [step.through_month or number for step in self.steps]
        place = sum(edge < number for edge in edges[:-1])
        step = self.steps[place]
        amount = self._step(v, place, total, known, left)
        if self.evenly and step.through_month:
            begins = edges[place - 1] if place else 0
            run, length = number - 1 - begins, step.through_month - begins
            amount = v.share(amount, length - run, length) + v.share(self._step(v, place + 1, total, known, left), run, length)
        return amount

    def _step(self, v: Backend, place: int, total: Value, known: int, left: int) -> Value:
        step = self.steps[place]
        amount = self._unbounded(v, place, total, known, left)
        if step.at_most is not None:
            amount = v.minimum(amount, step.at_most.minor)
        return amount if step.at_least is None else v.maximum(amount, step.at_least.minor)

    def _unbounded(self, v: Backend, place: int, total: Value, known: int, left: int) -> Value:
        step = self.steps[place]
        if step.fee is not None:
            return step.fee.minor
        if step.months is not None:
            return v.share(total, step.months, known)
        if step.each_month_left is not None:
            return v.share(total, step.each_month_left.num * left, step.each_month_left.den * known)
        rate = step.annual_charges or Rate(0, 1)  # a step has one of the four
        return v.share(total, rate.num * 12, rate.den * known)


SECOND = {
    "second_notice": Construction(
        ("takes effect", "is barred"),
        "Where notice of termination has been given already, does a right that would end the agreement sooner stay usable, or is it barred?",
        "the earliest exit ends an agreement unless its words say otherwise; PRACTICE §12",
    ),
    "day_of_notice": Construction(
        ("does not count", "counts", "clear days"),
        "Does the day on which notice is given count in its period, or not, or neither that day nor the day of the exit?",
        "the day of an event is left out of a period that runs from it unless the words say otherwise; `clear days` leave out both ends [v]",
    ),
}
FEES = {
    "fee_of": Construction(
        ("the ground that ends it", "each notice given", "none where it ends for a failure"),
        "Of several notices, is the fee due of the one that ends the agreement, of each that was given, or of none where it ends for a failure?",
        "PRACTICE §12 (several ways out in one month)",
    ),
    "fee_due": Construction(
        ("at the exit", "at the notice"),
        "Is the fee paid on the day on which the agreement ends, or on the day of the notice?",
        "PRACTICE §12; a fee is often payable as a condition of the exit",
    ),
}


class RightTerms(ClauseTerms):
    """Terms of every right to end the agreement: a notice is `received` so long after it is given."""

    received: DurationT | None = None
    second_notice: Literal["takes effect", "is barred"] | None = None
    day_of_notice: Literal["does not count", "counts", "clear days"] | None = None


class FeeTerms(RightTerms):
    """… for a fee."""

    fee_of: Literal["the ground that ends it", "each notice given", "none where it ends for a failure"] | None = None
    fee_due: Literal["at the exit", "at the notice"] | None = None


class TerminationRight(Clause):
    """Base of the kinds that give a right to end the agreement. `right` is the name under which a scenario says how it is used.

    A right lapses with the month in which it arose, unless `prepare` says otherwise by `expire`. Of several notices the one that ends the agreement
    first counts. A fee is paid on its day, at the second act, when it is known which that is.
    """

    right: ClassVar[str] = ""
    publishes = frozenset({"arisen", "left"})
    lapses: Duration | None = None
    at_once: bool = True
    at_exit: bool = False  # the fee is that of the day of the exit

    def expire(self, lapses: Duration | None, at_once: bool) -> None:
        """Say when the right lapses: after so many months, so many days after the month end at which it arose, with that month end, or never."""
        if lapses is not None and lapses.business_days:
            raise ValueError(f"`exercise within` is {lapses}; write months or days: `exercise within: 3 months`, `exercise within: 60 days`")
        self.lapses, self.at_once = lapses, at_once

    @classmethod
    def arises_with(cls, name: str, provisions: Neighbours, *, fee: bool, notice: bool = True) -> bool:
        """Whether one of the constructions that all rights have can matter."""
        if name == "day_of_notice":
            return notice
        others = len(provisions.playing(Role.TERMINATION)) > 1
        return {"second_notice": others, "fee_of": fee and others, "fee_due": fee}.get(name, True)

    def consults(self) -> frozenset[str]:
        return super().consults() | {one.number for one in self.setting.provisions.playing(Role.TERMINATION)}

    def looks_around(self) -> bool:
        return True  # at the other ways out

    @cached_property
    def who(self) -> tuple[str, ...]:
        return (self.terms.party or self.client,)

    def of(self, name: str, party: str) -> str:
        """The name under which something is remembered of a party; of one that alone has the right it needs no more."""
        return name if len(self.who) == 1 else f"{name} of {party}"

    def memory(self) -> dict[str, State]:
        """What is remembered: whether notice was given and what fee is due for it, and since when a right stands that does not lapse at once."""
        states = {self.of("given", party): State("bool", False) for party in self.who}
        if self.again is not None:
            states |= {self.of(name, party): State() for party in self.who for name in ("fee", "paid")}
        if self.lapses is not None:
            # In how many of the last months it arose; or the month end at which it last did, 0 before.
            states["arose"] = State("int", 0, "never", self.lapses.months) if self.lapses.months else State()
        elif not self.at_once:
            states["stood"] = State("bool", False)
        return states

    def stands(self, month: MonthEnd, arisen: Value) -> Value:
        """Whether the right may be used this month."""
        if self.lapses is not None and self.lapses.months:
            return month.keep("arose", month.v.where(arisen, 1, 0)) > 0
        if self.lapses is not None:
            arose = month.keep("arose", month.v.where(arisen, month.last, month.state("arose")))
            return month.v.both(arose > 0, arose + self.lapses.seconds >= month.last)
        if self.at_once:
            return arisen
        return month.keep("stood", month.v.either(month.state("stood"), arisen))

    def ends_on(self, month: MonthEnd, notice: Duration) -> int:
        """The instant at which a notice given at this month end has run out; the agreement ends on the first morning after it."""
        ends = month.after(notice, month.after(self.terms.received or Duration()))
        if self.choice("day_of_notice") == "counts":
            return max(ends - DAY, month.last)
        return ends + DAY if self.choice("day_of_notice") == "clear days" else ends

    def leaves(self, month: MonthEnd, party: str, stands: Value, notice: Duration, cost: Value = 0, fee: Value = 0, ends: int | None = None) -> Value:
        """Where a party uses its right, which costs it something, and gives notice, for which a fee is due. The agreement ends on the morning after
        the notice has run out, or after the instant `ends`."""
        v, ends = month.v, self.ends_on(month, notice) if ends is None else ends
        used = month.exercised(self.right, party, stands, ends, cost, barred=self.choice("second_notice") == "is barred")
        month.notify(Notice("termination", self.number, ends, party=party, fee=fee, fee_at_exit=self.at_exit), used)
        month.keep(self.of("given", party), v.either(month.state(self.of("given", party)), used))
        if self.again is not None:
            month.keep(self.of("fee", party), v.where(used, fee, month.state(self.of("fee", party))))
        return used

    def gone(self, month: MonthEnd, used: Value) -> None:
        """Publish whether the agreement ends under this clause, as far as it is known: by a notice given now, or by an earlier one that counts."""
        month.publish("left", month.v.either(used, month.ground((self.number,))))

    def pay(self, month: MonthEnd, party: str, payer: str, payee: str, cause: str, at_exit: Value | None = None) -> None:
        """Pay the fee of a party's notice on its day, if that is the notice whose fee is due; `at_exit`: what it comes to where the exit decides."""
        v, fee = month.v, month.state(self.of("fee", party))
        if self.choice("fee_of") == "the ground that ends it":
            counts = month.ground((self.number,), party)
        else:
            counts = month.state(self.of("given", party))
        if self.choice("fee_of") == "none where it ends for a failure":
            counts = v.both(counts, v.negate(month.ground(self.faults)))
        if self.choice("fee_due") == "at the notice" and at_exit is None:
            due = v.where(counts, fee, 0)
            month.owe(FEE, payer, payee, due - month.state(self.of("paid", party)), cause, day="month end")
            month.keep(self.of("paid", party), due)
        else:
            month.owe(FEE, payer, payee, v.where(v.both(month.ending, counts), fee if at_exit is None else at_exit, 0), cause, day="exit")

    @cached_property
    def faults(self) -> tuple[str, ...]:
        """The clauses under which an agreement ends for a failure."""
        return tuple(one.number for one in self.setting.provisions.playing(Role.TERMINATION) if one.kind.for_fault)
