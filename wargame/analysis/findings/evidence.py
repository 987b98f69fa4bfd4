"""What a check may look at: the draft and its rules, and, after a run, what thousands of lives did with them.

A check that needs no lives works with an evidence that has none (`wargame check`); one that does finds `cells` empty and says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from wargame.analysis.findings.mentions import Mentions
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.kinds import clause_kinds
from wargame.contract.rules.readings import BASE_READING
from wargame.contract.rules.roles import Role
from wargame.contract.rules.rulebook import Rulebook
from wargame.contract.rules.schedule import Schedule
from wargame.contract.text.draft import Draft, Provision
from wargame.contract.text.variant import BASE_NAME
from wargame.core.account import ECONOMICS, Account, Reason
from wargame.core.message import Figure, played
from wargame.core.money import currency, mean
from wargame.simulation.desk.coverage import Coverage

if TYPE_CHECKING:
    from wargame.simulation.run.results import CellResult, Total

Wanted = Callable[[Account], bool]


class OfClauses(NamedTuple):
    """What was paid, and what was kept back, in one cell, by clause: its own accounts, and for the second those too in which it keeps back."""

    n: int
    paid: Mapping[str, list[tuple[Account, Total]]]
    kept: Mapping[str, list[tuple[Account, Total]]]

    @staticmethod
    def of(cell: CellResult) -> OfClauses:
        """Those of a cell, in their order."""
        paid: dict[str, list[tuple[Account, Total]]] = {}
        kept: dict[str, list[tuple[Account, Total]]] = {}
        for account, total in cell.paid.items():
            paid.setdefault(account.clause, []).append((account, total))
        for (account, why), total in cell.withheld.items():
            for number in {account.clause, why.clause}:
                kept.setdefault(number, []).append((account, total))
        return OfClauses(cell.n, paid, kept)


@dataclass(frozen=True)
class Evidence:
    """A compiled draft, and the cells of a run that played it; none for `wargame check`. Where it is for everybody (`without`) nothing tells what a
    party spends or loses; a check then takes it that what hangs on it weighs."""

    rules: Rulebook
    cells: tuple[CellResult, ...] = ()
    for_all: bool = False

    def without(self, clauses: Collection[str]) -> Evidence:
        """What may be shown to everybody: without each party's own books, and without what went through clauses that would tell of them."""
        hidden = {ECONOMICS, *clauses}
        cells = (
            replace(
                one,
                paid={account: total for account, total in one.paid.items() if account.clause not in hidden},
                withheld={key: total for key, total in one.withheld.items() if key[0].clause not in hidden},
            )
            for one in self.base
        )
        return Evidence(self.rules, tuple(cells), True)

    @property
    def draft(self) -> Draft:
        """The agreement as read."""
        return self.rules.draft

    @cached_property
    def provisions(self) -> tuple[Provision, ...]:
        """Its provisions that have a number, in the order of the draft."""
        return tuple(one for one in self.draft.provisions if one.number)

    @property
    def client(self) -> str:
        """The role that buys."""
        return self.rules.parties[0]

    @property
    def provider(self) -> str:
        """The role that supplies."""
        return self.rules.parties[1]

    def fitted(self, text: str) -> str:
        """A sentence of a check, or words that it proposes, with the parties called as this agreement calls them."""
        return self.draft.party_words.fit(text)

    @cached_property
    def kinds(self) -> Mapping[str, type[Clause]]:
        """Every clause kind, by the word that names it."""
        return clause_kinds()

    @cached_property
    def base(self) -> tuple[CellResult, ...]:
        """The current draft in the base reading: one cell a scenario."""
        return self.reading(BASE_READING)

    @cached_property
    def of_law(self) -> frozenset[str]:
        """The numbers under which rules of the governing law stand behind the draft, in some scenario of the base."""
        return frozenset(clause.number for one in self.base for clause in one.rules.clauses if clause.of_law)

    @cached_property
    def mentions(self) -> Mentions:
        """Which of the provisions name which clauses in their words."""
        return Mentions(self.provisions)

    @cached_property
    def notes(self) -> dict[Any, Any]:
        """What checks have worked out of it and may want again, by a key of their own."""
        return {}

    def reading(self, name: str) -> tuple[CellResult, ...]:
        """The current draft in one reading: one cell a scenario, none where it was not played."""
        return tuple(one for one in self.cells if one.cell.variant == BASE_NAME and one.cell.reading == name)

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings in which the draft was played, in their order."""
        return tuple(dict.fromkeys(one.cell.reading for one in self.cells if one.cell.variant == BASE_NAME))

    def playing(self, *roles: Role) -> list[Clause]:
        """The rules that play one of the roles; those that no scenario of the run could play are not among them."""
        return [clause for clause in self.rules.clauses if not clause.roles_of(clause.terms).isdisjoint(roles)]

    @cached_property
    def compiled(self) -> Mapping[str, Clause]:
        """Every provision with terms as a rule, by its number, those too that no scenario of the run could play."""
        return {clause.number: clause for clause in self.rules.compiled}

    @cached_property
    def schedules(self) -> tuple[tuple[Clause, Schedule], ...]:
        """What each credit of the draft gives for a miss of each level it goes by, whichever kind of clause says it."""
        found = ((clause, clause.schedule(level)) for clause in self.rules.compiled for level in clause.levels())
        return tuple((clause, schedule) for clause, schedule in found if schedule is not None)

    @cached_property
    def _schedules(self) -> Mapping[str, list[tuple[Clause, Schedule]]]:
        found: dict[str, list[tuple[Clause, Schedule]]] = {}
        for clause, schedule in self.schedules:
            found.setdefault(clause.number, []).append((clause, schedule))
        return found

    def schedules_of(self, clause: Clause) -> list[Schedule]:
        """Those of one clause."""
        return [schedule for other, schedule in self._schedules.get(clause.number, ()) if other is clause]

    def target(self, level: str) -> Fraction | None:
        """The target that a level promises; None where no clause of that number promises one."""
        promise = self.rules.provisions.promise_of(level)
        return None if promise is None else promise.target

    @property
    def lives(self) -> int:
        """Lives played of the current draft, all scenarios together."""
        return sum(one.n for one in self.base)

    def paid(self, wanted: Wanted, cells: tuple[CellResult, ...] | None = None) -> int:
        """Mean minor units a life that were paid through the accounts wanted, over all scenarios of the base (or of `cells`)."""
        chosen = self.base if cells is None else cells
        total = sum(each.sum for one in chosen for account, each in one.paid.items() if wanted(account))
        return mean(total, sum(one.n for one in chosen))

    def paid_under(self, number: str, wanted: Wanted = lambda account: True) -> int:
        """The same of one clause's own accounts."""
        total = sum(each.sum for one in self._accounts for account, each in one.paid.get(number, ()) if wanted(account))
        return mean(total, sum(one.n for one in self.base))

    def books_of(self, number: str) -> Iterator[Total]:
        """What went through each account of a clause, in every scenario of the base."""
        return (total for one in self._accounts for _, total in one.paid.get(number, ()))

    def fired_by_cell(self, number: str) -> int:
        """Futures in which a clause moved money through one of its own accounts: of each scenario those of the busiest, together."""
        return sum(max((total.fired for _, total in one.paid.get(number, ())), default=0) for one in self._accounts)

    @cached_property
    def _accounts(self) -> tuple[OfClauses, ...]:
        """The accounts of every cell of the base, by the clause that they are of, or that keeps something back there."""
        return tuple(map(OfClauses.of, self.base))

    def heads_of(self, event: str, party: str) -> frozenset[str]:
        """The heads under which a party loses something through an event, in the base."""
        booked = (account for one in self.base for account in one.paid if account.clause == ECONOMICS)
        return frozenset(account.head for account in booked if account.payer == party and account.cause == event)

    def withheld(self, wanted: Callable[[Account, Reason], bool]) -> int:
        """Mean minor units a life that were kept from being paid, by account and reason, over all scenarios of the base."""
        total = sum(each.sum for one in self.base for (account, why), each in one.withheld.items() if wanted(account, why))
        return mean(total, self.lives)

    def fired(self, number: str) -> int | None:
        """Futures of the base in which a clause moved or kept back money, or excused a level; None if it has no account of its own."""
        counts = [each.fired for each in self.books_of(number)]
        kept = [each.fired for one in self._accounts for _, each in one.kept.get(number, ())]
        excused = [count for one in self.base if number in one.rules.excusing and (count := one.excused(number))]
        return max([*counts, *kept, *excused], default=None)

    @cached_property
    def coverage(self) -> Coverage:
        """Questions and answers of all scenarios together."""
        whole = Coverage()
        for one in self.base:
            whole.add(one.coverage)
        return whole

    def events_per_life(self, event: str) -> float:
        """How often an event happened in a life, over all scenarios of the base; 0 without lives."""
        return self.coverage.rows[event] / self.lives if self.lives else 0.0

    def money(self, minor: int) -> Figure:
        """An amount that lives came to, as it is printed: `GBP 7,500`."""
        return played(self.written(minor))

    def written(self, minor: int) -> str:
        """An amount as the draft writes it: `GBP 7,500`."""
        digits = currency(self.rules.currency).digits
        whole, rest = divmod(abs(minor), 10**digits)
        return f"{self.rules.currency} {'−' if minor < 0 else ''}{whole:,}" + (f".{rest:0{digits}d}" if rest else "")
