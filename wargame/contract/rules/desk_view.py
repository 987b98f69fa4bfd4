"""What a rule sees of the world and says to it: incidents and events, the morning of a notice, and the desk of a month end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from wargame.core.account import Account, Reason
from wargame.core.facts import FactRequest
from wargame.core.quantities import Duration, Rate
from wargame.core.vocabulary import Backend, Value

PaidOn = Literal["invoice", "month end", "exit"]


class EventFilter(NamedTuple):
    """Which rows of an event a clause wants to hear of: incidents of these components (None: all) that lasted longer than so many seconds."""

    components: frozenset[str] | None = None
    longer_than: int = -1
    excluded: frozenset[str] = frozenset()  # causes whose incidents do not concern it
    only: frozenset[str] = frozenset()  # causes to which it is limited; none named means any
    severities: frozenset[str] = frozenset()  # to which it is limited, lower case; none named means any


class Response(NamedTuple):
    """What a clause does to an incident under way: `after` seconds from its start, if it is still open, the rest is multiplied by `keep`."""

    after: int
    keep: Rate
    label: str
    when: Value = True


class Notice(NamedTuple):
    """What the contract tells the world on the first morning strictly after `instant`. `keep` multiplies what is left of open incidents; of a
    notice of termination `fee` is what is due for it as that stands when it is given, unless the day of the exit decides (`fee_at_exit`)."""

    kind: Literal["breach", "remediation", "relief", "termination", "partial termination"]
    clause: str
    instant: int
    keep: Rate | None = None
    until: int = 0
    party: str = ""  # who gives notice of termination
    fee: Value = 0  # minor units
    fee_at_exit: bool = False


class Incident(Protocol):
    """An incident as a rule sees it when it begins: columns of rows, or the numbers of one row."""

    start: Value
    component: str
    v: Backend

    def late(self, clock: str, /) -> int: ...
    def state(self, name: str) -> Value: ...


class Row(Protocol):
    """An event that is over: its kind, its columns (see core.facts), and `of` to carry a number of the lane to the rows. `about` says whether
    what happened moved or ended a published series, or a law concerns a service; without one, whether it concerns none in particular.

    `component` is the milestone of a delay; rows of outages speak of several components, and it is empty.
    """

    v: Backend
    event: str
    component: str

    def column(self, name: str) -> Value: ...
    def of(self, lane_value: Value) -> Value: ...
    def about(self, series: str = "") -> Value: ...


class Interruption(Row, Protocol):
    """Unbroken times down of a service in the month, however many outages they are made of: one in one life, one a row in a cohort. Columns: the
    `seconds` of it that fall into the month, whether it `goes on` from the month before, whether it is still `open` at its end. `total` adds up a
    number of each by lane."""

    def total(self, value: Value) -> Value: ...


class Day(Protocol):
    """A morning on which a notice reaches the clause that asked for it."""

    v: Backend
    notice: Notice
    morning: int

    def state(self, name: str) -> Value: ...
    def keep(self, name: str, value: Value) -> None: ...


class MonthEnd(Protocol):
    """The desk at which a rule works at a month end. Amounts are minor units; instants whole seconds since the effective date."""

    v: Backend
    index: int  # contract month, 0 for the first
    first: int  # its first instant
    last: int  # its last instant: the first of the next month
    seconds: int  # its length
    served: Value  # seconds of it during which the agreement lived
    ending: Value  # the agreement ends in this month, early or with its term

    def fact(self, read: FactRequest) -> Value: ...
    def interruptions(self, read: FactRequest) -> Sequence[Interruption]: ...
    def measure(self, clause: str, name: str) -> Value: ...
    def publish(self, name: str, value: Value) -> None: ...
    def tally(self, name: str) -> Value: ...
    def state(self, name: str) -> Value: ...
    def keep(self, name: str, value: Value) -> Value: ...
    def due(self, heads: frozenset[str], payer: str, payee: str) -> Value: ...
    def accrued(self, payer: str, payee: str, clauses: Collection[str] | None = None, services: Collection[str] | None = None) -> Value: ...
    def owe(
        self,
        head: str,
        payer: str,
        payee: str,
        amount: Value,
        cause: str,
        *,
        after: Duration | None = None,
        service: str | None = None,
        accrued: Value | None = None,
        clause: str = "",
        day: PaidOn = "invoice",
    ) -> None: ...
    def withhold(self, head: str, payer: str, payee: str, amount: Value, cause: str, why: Reason) -> None: ...
    def claims(self, heads: frozenset[str], payer: str, payee: str | None = None, clauses: Collection[str] | None = None) -> list[Due]: ...
    def cut(self, due: Due, allowed: Value, why: Reason) -> None: ...
    def bar(self, claims: list[Due], when: Value, why: Reason) -> None: ...
    def spare(self, due: Due, part: Value, why: Reason) -> None: ...
    def set_off(self, amount: Value, head: str, payer: str, payee: str, service: str, clauses: Collection[str] | None = None) -> Value: ...
    def bring_forward(self, due: Due, amount: Value) -> Value: ...
    def limit(self, claims: list[Due], room: Value, why: Reason) -> Value: ...
    def hold_back(self, claims: list[Due], room: Value) -> list[Value]: ...
    def deferred(self, clause: str) -> Value: ...
    def exercised(self, right: str, party: str, when: Value, ends: int, fee: Value | None = None, *, barred: bool = False) -> Value: ...
    def ground(self, clauses: Collection[str], party: str = "") -> Value: ...
    def notify(self, notice: Notice, when: Value) -> None: ...
    def leaving(self, service: str) -> Value: ...
    def after(self, duration: Duration, since: int | None = None) -> int: ...


@dataclass(slots=True)
class Due:
    """An amount that a clause says is owed this month, on its way to the books. `after` is the payment lag of a Claim; None goes on the invoice.
    `service` is the one it is owed for; "" where it is for none in particular; `accrued` what accrues in the month, where that is another amount."""

    clause: str
    head: str
    payer: str
    payee: str
    amount: Value
    cause: str
    after: Duration | None = None
    service: str = ""
    nothing: bool = False  # known to be 0 in every life
    account: Account | None = None  # where it is posted, once somebody asked
    accrued: Value | None = None
    day: PaidOn = "invoice"  # on which it is paid: with the invoice, on the day of this month end, on that of the exit in this month

    def copy(self) -> Due:
        """The same once more; `dataclasses.replace` takes four times as long, and a shadow copies thousands."""
        return Due(
            self.clause,
            self.head,
            self.payer,
            self.payee,
            self.amount,
            self.cause,
            self.after,
            self.service,
            self.nothing,
            self.account,
            self.accrued,
            self.day,
        )
