"""What was asked of a contract and by whom it was answered, counted over many lives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Coverage:
    """Counts of a cohort or life: rows of each event, answers by clause, silent rows, and a witness future for each silent cell."""

    rows: Counter[str] = field(default_factory=Counter)
    answered: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # (event, question, clause)
    silent: Counter[tuple[str, str]] = field(default_factory=Counter)  # (event, question)
    witness: dict[tuple[str, str], int] = field(default_factory=dict)
    flags: Counter[tuple[str, str]] = field(default_factory=Counter)  # (clause, published truth): months in which it held, over all lives
    lives: Counter[tuple[str, str]] = field(default_factory=Counter)  # the same: lives in which it held at least once

    def add(self, other: Coverage, offset: int = 0) -> None:
        """Add the counts of a later cohort, whose witnesses are numbered from `offset`."""
        self.rows.update(other.rows)
        self.answered.update(other.answered)
        self.silent.update(other.silent)
        self.flags.update(other.flags)
        self.lives.update(other.lives)
        for cell, lane in other.witness.items():
            self.witness[cell] = min(self.witness.get(cell, lane + offset), lane + offset)
