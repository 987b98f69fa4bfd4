"""What the desk, and all else that both drivers share, ask of the driver that they serve: a life of its own, or a cohort of them.

mypy holds both drivers against it, where each hands itself to its desk. What counts time is only asked for here (`downtime`, `overdue`, `once`,
`struck_down`): each driver has its own way of counting, so that one checks the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from wargame.contract.rules.clause import Due, Interruption, Notice
from wargame.contract.rules.rulebook import Act, Rulebook
from wargame.core.account import Account, Reason
from wargame.core.facts import FactRequest
from wargame.core.vocabulary import Value
from wargame.simulation.desk.memory import Memory
from wargame.simulation.desk.quantities import Quantities
from wargame.world.sampled.futures import Futures, Reference
from wargame.world.scenario.economics import Economics
from wargame.world.scenario.file import Scenario

if TYPE_CHECKING:
    from wargame.simulation.desk.desk import Desk


class ActsBeside(Protocol):
    """Clauses of other rulebooks that act beside those of the pass, to see whether they would say the same."""

    def at_month_end(self, act: Act) -> None: ...


class Driver(Protocol):
    """A driver as it is seen from the desk. Values are numbers of one life, or arrays of one number a lane; instants are whole seconds since the
    effective date, `starts` the first instants of the term's months and its end, `invoices` the month ends to which dues are put, by month."""

    rules: Rulebook
    scenario: Scenario
    futures: Futures
    starts: tuple[int, ...]
    term_end: int
    invoices: tuple[int, ...]
    economics: Economics
    memory: Memory
    quantities: Quantities
    failed: dict[str, Value]  # party -> whether it has failed so far, of itself or by a shock
    failing: dict[str, Value]  # the same: in this month

    @property
    def desk(self) -> Desk: ...
    @property
    def shadows(self) -> ActsBeside | None: ...
    @property
    def extra(self) -> Mapping[str, Value]: ...  # service -> hundredths of a minor unit by which laws in force make each unit dearer

    def reference(self) -> Reference:
        """What each party receives and pays in each month of the reference case."""

    def mine(self, row: NDArray[np.int64]) -> Value:
        """What a row of one number a lane, drawn with the world, says here."""

    def downtime(self, read: FactRequest) -> Value:
        """Seconds down in the month, as a reading counts them."""

    def interruptions(self, read: FactRequest) -> Sequence[Interruption]:
        """The unbroken times down of the month, as a reading counts them."""

    def overdue(self, read: FactRequest) -> Value:
        """Seconds by which a milestone is late at the month end."""

    def once(self, key: tuple[str, str, str]) -> Value:
        """What a shock makes a party lose or spend in the month, once: (shock, party, head)."""

    def struck_down(self, party: str) -> Value:
        """Whether a shock has made a party fail by the end of the month."""

    def happens(self, party: str, what: str, chance: float) -> Value:
        """Whether something with this chance a month happens in this one, by the draws of a party."""

    def while_alive(self, amount: Value) -> Value:
        """An amount if the agreement stood in the month, else 0."""

    def exercised(self, right: str, party: str, when: Value, in_time: bool, before: int | None) -> Value:
        """Whether a party uses a right where it stands, by its draw of the month; never if not `in_time`, and one to leave only where the agreement
        would otherwise end after the instant `before`."""

    def decide(self) -> None:
        """All rights of the month have been looked at: of the notices of termination given the one that ends the agreement first counts."""

    def ended_by(self, grounds: Sequence[int]) -> Value:
        """Whether the agreement ends under a notice on one of these grounds (`Rulebook.ground`)."""

    def post_at_exit(self, account: Account, amount: Value) -> None:
        """Book an amount, paid at the instant of this month at which the agreement ended."""

    def notify(self, notice: Notice, when: Value) -> None:
        """Deliver a notice on the first morning after its instant, where the agreement stands."""

    def post(self, account: Account, amount: Value, instant: int) -> None:
        """Book an amount, paid at an instant."""

    def record_withheld(self, account: Account, amount: Value, why: Reason) -> None:
        """Book an amount that is kept from being paid."""

    def share_room(self, claims: list[Due], allowed: Value, total: Value, why: Reason) -> None:
        """Cut claims, `total` of them, down to what is `allowed`, each in proportion."""
