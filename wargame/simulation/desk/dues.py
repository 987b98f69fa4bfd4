"""The dues of a month as they lie on the desk."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from wargame.contract.rules.clause import Due
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.account import Account


class Dues(list[Due]):
    """The dues of a month in the order in which they were said, found by head and payer: each of hundreds of credits looks for the charges alone."""

    def __init__(self) -> None:
        super().__init__()
        self._by: dict[tuple[str, str], list[Due]] = {}

    def append(self, due: Due) -> None:
        """Add one at the end."""
        self._by.setdefault((due.head, due.payer), []).append(due)
        super().append(due)

    def clear(self) -> None:
        """Begin anew."""
        self._by.clear()
        super().clear()

    def under(self, heads: Collection[str], payer: str) -> list[Due]:
        """Those that a party owes under some heads."""
        found = [part for head in heads if (part := self._by.get((head, payer)))]
        if len(found) > 1:
            return _among(self, heads, payer)
        return found[0].copy() if found else []


def under(dues: list[Due], heads: Collection[str], payer: str) -> list[Due]:
    """Those of some dues that a party owes under some heads, in their order."""
    return dues.under(heads, payer) if isinstance(dues, Dues) else _among(dues, heads, payer)


def _among(dues: list[Due], heads: Collection[str], payer: str) -> list[Due]:
    return [due for due in dues if due.payer == payer and due.head in heads]


def account_of(due: Due) -> Account:
    """The account that a due is posted to."""
    if due.account is None:
        due.account = Account(due.clause, due.head, due.payer, due.payee, due.cause)
    return due.account


def ties(rules: Rulebook, dues: Sequence[Due]) -> list[tuple[str, str, str, str]]:
    """By what one of several claims that share a room comes first where their remainders and amounts are equal: head, then the words of its
    provision, its service and its cause. Never by a number."""
    return [(due.head, rules.clause(due.clause).setting.title, due.service, due.cause) for due in dues]
