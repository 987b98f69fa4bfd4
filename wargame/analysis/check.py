"""A check: one way in which a draft can be wrong without a single life being played. One file in `checks/` for each.

A check says what it looks for (docstring), why it matters, and shows an example and a redraft; `wargame explain NAME` prints them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from wargame.contract.rulebook import Rulebook, number_key
from wargame.core.finding import Finding
from wargame.core.registry import discover


class Check:
    """Base of every check."""

    kind: ClassVar[str] = ""
    why: ClassVar[str] = ""
    example: ClassVar[str] = ""
    redraft: ClassVar[str] = ""

    def look(self, rules: Rulebook) -> Iterable[Finding]:
        """Everything of this kind in a compiled draft."""
        raise NotImplementedError


def checks() -> dict[str, type[Check]]:
    """Every check found, by name."""
    return discover("wargame.analysis.checks", Check)


def look_over(rules: Rulebook) -> list[Finding]:
    """The findings of all checks, by clause."""
    found = [finding for kind in checks().values() for finding in kind().look(rules)]
    return sorted(found, key=lambda finding: (number_key(finding.clause), finding.check, finding.message))
