"""Ways out of an agreement, as far as they are alike: how long a right to leave stands, how notice is given, and what leaving costs.

A fee is an amount, so many months of charges, or so much of a year's charges, by contract month. Charges are averaged over whole months known when
the fee falls due: those before the notice, or those before the exit, a date that nobody knows when the words are written. Rounding: each fee is
rounded once, half-up; of two steps between which a fee falls evenly each part is rounded once.
"""

from typing import ClassVar, Self

from pydantic import model_validator

from wargame.contract.parts.bases import ChargesOf
from wargame.contract.rules.clause import Clause, ClauseTerms, MonthEnd, Notice, State
from wargame.core.quantities import Duration, MoneyT, Rate, ShareT, WholeT
from wargame.core.vocabulary import Backend, Value

FEE = "termination fee"
NEVER = 2**40  # seconds: no deadline is set


class FeeStep(ClauseTerms):
    """Up to and with contract month `through_month` (the last step has none): an amount, or so many months' or so much of a year's charges."""

    through_month: WholeT | None = None
    fee: MoneyT | None = None
    months: WholeT | None = None
    annual_charges: ShareT | None = None

    @model_validator(mode="after")
    def _one_basis(self) -> Self:
        if sum(basis is not None for basis in (self.fee, self.months, self.annual_charges)) != 1:
            raise ValueError("each step of a fee table says exactly one of `fee`, `months` (of charges) and `annual charges` (a percentage)")
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
    """A fee table made ready for a rule. `later` puts a date that falls exactly between two periods into the later one."""

    def __init__(self, steps: list[FeeStep], averaged_over: Duration, later: bool, evenly: bool, charges: ChargesOf) -> None:
        if not averaged_over.months:
            raise ValueError(f"`averaged over` is {averaged_over}; charges are known by months: write `averaged over: 6 months`")
        self.steps, self.window, self.later, self.evenly = steps, averaged_over.months, later, evenly
        self.of_charges, self.charges = of_charges(steps), charges

    def states(self) -> dict[str, State]:
        """What must be remembered for it: the charges of the months that are averaged."""
        return {"charges": State("int", 0, "never", self.window), **self.charges.states()} if self.of_charges else {}

    def at_notice(self, month: MonthEnd) -> Value:
        """The fee of a notice given at this month end, in minor units."""
        total = self._charges(month) if self.of_charges else 0
        return self._of(month.v, month.index + 1 + self.later, total, self._known(month.index + 1))

    def at_exit(self, month: MonthEnd) -> Value:
        """The fee of an exit that falls within this month, or exactly on its end; of the charges of whole months."""
        before = month.state("charges") if self.of_charges else 0
        upto = self._charges(month) if self.of_charges else 0
        within = self._of(month.v, month.index + 1, before, self._known(month.index))
        on_the_end = self._of(month.v, month.index + 1 + self.later, upto, self._known(month.index + 1))
        return month.v.where(month.served < month.seconds, within, on_the_end)

    def _charges(self, month: MonthEnd) -> Value:
        return month.keep("charges", self.charges.taken(month))

    def _known(self, months: int) -> int:
        """Of so many months run, how many are averaged; never none."""
        return max(min(months, self.window), 1)

    def _of(self, v: Backend, number: int, total: Value, known: int) -> Value:
        """The fee in contract month `number` (the first is 1), where the last `known` months were charged at `total` together; of less than nothing
        there is no share."""
        total = v.maximum(total, 0)
        edges = [step.through_month or number for step in self.steps]
        place = sum(edge < number for edge in edges[:-1])
        step = self.steps[place]
        amount = self._step(v, place, total, known)
        if self.evenly and step.through_month:
            begins = edges[place - 1] if place else 0
            run, length = number - 1 - begins, step.through_month - begins
            amount = v.share(amount, length - run, length) + v.share(self._step(v, place + 1, total, known), run, length)
        return amount

    def _step(self, v: Backend, place: int, total: Value, known: int) -> Value:
        step = self.steps[place]
        if step.fee is not None:
            return step.fee.minor
        if step.months is not None:
            return v.share(total, step.months, known)
        rate = step.annual_charges or Rate(0, 1)  # a step has one of the three
        return v.share(total, rate.num * 12, rate.den * known)


class TerminationRight(Clause):
    """Base of the kinds that give a right to end the agreement. `right` is the name under which a scenario says how it is used.

    A right lapses with the month in which it arose, unless `prepare` says otherwise by `expire`.
    """

    right: ClassVar[str] = ""
    publishes = frozenset({"arisen", "left"})
    lapses: Duration | None = None
    at_once: bool = True

    def expire(self, lapses: Duration | None, at_once: bool) -> None:
        """Say when the right lapses: after so many months, with the month in which it arose, or never."""
        if lapses is not None and not lapses.months:
            raise ValueError(f"`exercise within` is {lapses}; a right is looked at by months: write `exercise within: 3 months`")
        self.lapses, self.at_once = lapses, at_once

    def memory(self) -> dict[str, State]:
        """What is remembered: whether notice was given, and since when a right stands that does not lapse at once."""
        states = {"given": State("bool", False)}
        if self.lapses is not None:
            states["arose"] = State("int", 0, "never", self.lapses.months)
        elif not self.at_once:
            states["stood"] = State("bool", False)
        return states

    def stands(self, month: MonthEnd, arisen: Value) -> Value:
        """Whether the right may be used this month."""
        if self.lapses is not None:
            return month.keep("arose", month.v.where(arisen, 1, 0)) > 0
        if self.at_once:
            return arisen
        return month.keep("stood", month.v.either(month.state("stood"), arisen))

    def leaves(self, month: MonthEnd, party: str, stands: Value, notice: Duration, fee: Value = 0) -> Value:
        """Where the party uses its right, which costs it a fee, and gives notice; publishes whether this clause has ever ended the agreement."""
        ends = month.after(notice)
        used = month.exercised(self.right, party, stands, ends, fee)
        month.notify(Notice("termination", self.number, ends), used)
        month.publish("left", month.keep("given", month.v.either(month.state("given"), used)))
        return used
