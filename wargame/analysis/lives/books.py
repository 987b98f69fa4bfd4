"""What the books know of one life beside what was paid: levels as measured, prices and rates that moved, what was kept back and what waited, how the
agreement ended and what each notice came to, and what each party lost as a report counts it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from wargame.contract.parts.termination_right import BARGAIN, FEE
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.declared import Moves
from wargame.contract.rules.rulebook import Rulebook, number_key
from wargame.core.account import Account, Reason
from wargame.core.money import Money
from wargame.core.values import DAY
from wargame.core.vocabulary import Value
from wargame.core.words import in_percent
from wargame.simulation.life.trace import Given, LifeTrace

LOSS = (
    "a loss is what the party would have been left with by the plan (the current draft as usual practice reads it, in this scenario without noise, "
    "outages or shocks) less what it is left with here; above 0 it loses"
)


class BookLine(NamedTuple):
    """One line of the books at a month's end, seconds since the effective date: what it tells of, in words, and whose it is."""

    instant: int
    kind: Literal["level", "price", "kept", "waits"]
    words: str
    clause: str


class KeptBack(NamedTuple):
    """What was kept back in all from an account for one reason, minor units."""

    account: Account
    why: Reason
    amount: int


class Loss(NamedTuple):
    """What a party received less what it paid and spent, the same in the plan, and the one less the other (`LOSS`); minor units."""

    party: str
    net: int
    plan: int

    @property
    def loss(self) -> int:
        """Above 0 it loses."""
        return self.plan - self.net


class NoticeGiven(NamedTuple):
    """What a notice of termination came to. Minor units: the fee due for it as it stood (None: that of the day of the exit decides), what of it was
    paid in the end, and what was claimed for the lost bargain, None where it gives no such claim."""

    given: Given
    ends_it: bool
    fee: int | None
    paid: int
    bargain: int | None


def book_lines(rules: Rulebook, told: LifeTrace) -> list[BookLine]:
    """In the order of time."""
    lines = [*_kept(rules, told), *_waiting(rules, told)]
    starts = rules.calendar.month_starts(rules.term_months)
    for clause in sorted(rules.clauses, key=lambda clause: number_key(clause.number)):
        months = {month: told.inputs[month, clause.number] for month in range(rules.term_months) if (month, clause.number) in told.inputs}
        lines += [BookLine(starts[month + 1], "level", words, clause.number) for month, words in _measured(rules, clause, months)]
        lines += [BookLine(starts[month + 1], "price", words, clause.number) for month, words in _moved(clause, months)]
    return sorted(lines, key=lambda line: line.instant)


def _measured(rules: Rulebook, clause: Clause, months: Mapping[int, Mapping[str, Value]]) -> Iterator[tuple[int, str]]:
    """A level in each month in which it is measured; not where a clause hands on what another measures."""
    if not {"attainment", "missed"} <= clause.publishes or any(measure == "attainment" for _, measure in clause.needs()):
        return
    promise = clause.promise(clause.terms)
    service = rules.services[clause.number]
    what = (promise.measure if promise else clause.setting.title) + (f" of {service}" if service else "")
    target = promise.target if promise else None
    for month, said in months.items():
        if said.get("measured", True):
            attained = float(said["attainment"])
            digits = _digits(attained, target) if said["missed"] and target is not None else 3
            against = "" if target is None else f" against {in_percent(target, digits)}"
            yield month, f"{what} as measured: {in_percent(attained, digits)}{against}, {'missed' if said['missed'] else 'met'}"


def _digits(attainment: float, target: Fraction) -> int:
    """As many decimals, of at least three, as tell a miss by a hair from its target."""
    return next((digits for digits in range(3, 9) if in_percent(attainment, digits) != in_percent(target, digits)), 9)


def _moved(clause: Clause, months: Mapping[int, Mapping[str, Value]]) -> Iterator[tuple[int, str]]:
    """Prices and rates in the months in which they move."""
    for name, how in clause.moves().items():
        before = how.at_first
        for month, said in months.items():
            if name in said and float(said[name]) != before:
                yield month, _figure(how, float(said[name])).join(how.words)
                before = before if how.always else float(said[name])


def _figure(how: Moves, value: float) -> str:
    return in_percent(value / how.unit, 3) if how.unit else f"{value:.6f}"


def _kept(rules: Rulebook, told: LifeTrace) -> Iterator[BookLine]:
    """What was kept back at each month's end, each reason of an account once."""
    sums: dict[tuple[int, Account, Reason], int] = {}
    for one in told.withheld:
        sums[one.instant, one.account, one.why] = sums.get((one.instant, one.account, one.why), 0) + one.amount
    for (instant, account, why), amount in sums.items():
        yield BookLine(instant, "kept", f"kept from the {account.payee}: {_of(rules, account, amount)}: {why.words}", account.clause)


def _waiting(rules: Rulebook, told: LifeTrace) -> Iterator[BookLine]:
    for one in told.waits:
        words = f"waits for a later month, and is not lost to the {one.account.payee}: {_of(rules, one.account, one.amount)}"
        yield BookLine(one.instant, "waits", words, one.account.clause)


def _of(rules: Rulebook, account: Account, amount: int) -> str:
    return f"{Money(amount, rules.currency)} of {account.head}, {account.cause}"


def kept_back(told: LifeTrace) -> list[KeptBack]:
    """What was kept back in the whole life, the largest first."""
    return sorted((KeptBack(*key, amount) for key, amount in told.kept_back().items() if amount), key=lambda one: -one.amount)


def losses(rules: Rulebook, told: LifeTrace, plan: Mapping[str, int]) -> list[Loss]:
    """What each party lost against its net in the `plan`."""
    return [Loss(party, told.net(party), plan[party]) for party in rules.parties]


def notices_given(rules: Rulebook, told: LifeTrace) -> list[NoticeGiven]:
    """What each notice of termination came to, in the order in which they were given."""
    early = told.exit < told.term_end
    found = []
    for one in told.notices:
        clause = rules.clause(one.clause)
        ends_it = early and told.ground == rules.ground(one.clause, one.party)
        bargain = None
        if clause.claims_bargain():
            bargain = sum(amount for account, amount in told.paid().items() if _is(account, one, BARGAIN))
            bargain += sum(amount for (account, _), amount in told.kept_back().items() if _is(account, one, BARGAIN))
        found.append(NoticeGiven(one, ends_it, one.fee, _fee_paid(rules, told, one, ends_it), bargain))
    return found


def _fee_paid(rules: Rulebook, told: LifeTrace, given: Given, ends_it: bool) -> int:
    """The fee paid for a notice. The books have fees by clause and payer: where both parties gave notice under one clause, whose fee it is follows
    from how the clause is read, or from who paid it."""
    fees = {account.payer: amount for account, amount in told.paid().items() if account.clause == given.clause and account.head == FEE}
    total = sum(fees.values())
    if all(other.clause != given.clause or other.party == given.party for other in told.notices):
        return total
    if rules.choices.get((given.clause, "fee_of")) == "the ground that ends it":
        return total if ends_it else 0
    if len(fees) > 1:
        return fees.get(given.party, 0)
    return total if given.fee is None else min(given.fee, total)


def _is(account: Account, given: Given, cause: str) -> bool:
    return account.clause == given.clause and account.cause == cause


def ending(rules: Rulebook, told: LifeTrace) -> list[str]:
    """How the agreement ended, and what each notice came to, a line each."""
    calendar = rules.calendar
    day = calendar.date_of(told.exit)
    if told.exit == told.term_end:
        lines = [f"the agreement runs its full term, to {day}"]
    else:
        lines = [f"the agreement ends on {day}, {(told.term_end - told.exit) // DAY} days before its term, {told.ended}"]
    for one in notices_given(rules, told):
        given = one.given
        said = f"notice under {given.clause} by the {given.party} of {calendar.date_of(given.instant)}, for {calendar.date_of(given.morning)}"
        outcome = "ends the agreement" if one.ends_it else "is overtaken by another end"
        lines.append("; ".join((f"{said}: {outcome}", *_fee(rules, one), *_bargain(rules, one))))
    return lines


def _fee(rules: Rulebook, one: NoticeGiven) -> Iterator[str]:
    due = "" if one.fee is None else f" of {Money(one.fee, rules.currency)}"
    if one.fee == 0 and not one.paid:
        yield "no fee"
    elif one.paid:
        yield f"its fee{due} was paid" if one.paid == one.fee else f"its fee{due} is due: {Money(one.paid, rules.currency)} was paid"
    else:
        yield f"its fee{due} is not due" if due else "no fee, which would have been that of the day of the exit"


def _bargain(rules: Rulebook, one: NoticeGiven) -> Iterator[str]:
    if one.bargain is None:
        return
    if one.bargain == 0 and not one.ends_it:
        yield "the claim for the lost bargain falls away with it"
    else:
        goes = "is claimed" if one.ends_it else "stays, and is claimed"
        yield f"the lost bargain {goes}: {Money(one.bargain, rules.currency)}, before caps and exclusions"
