"""Every kind of clause there is, by the word that names it."""

from __future__ import annotations

from typing import Any

from wargame.contract.rules.clause import Clause
from wargame.contract.rules.roles import Role
from wargame.core.registry import discover


def clause_kinds() -> dict[str, type[Any]]:
    """Every clause kind found, by the word that names it."""
    return discover("wargame.contract.clauses", Clause)


def price_kinds() -> frozenset[str]:
    """The words of the kinds of clause that say what is paid for a service, as rows of a summary hold them."""
    return frozenset(word for word, kind in clause_kinds().items() if Role.PRICE in kind.roles)
