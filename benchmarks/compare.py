"""Equal to the cent: every account, paid and withheld, and the exit of every future, set against the engine's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wargame.simulation.cohort.outcome import Outcome

EXIT = "exit"


def differences(outcome: Outcome, theirs: Mapping[Any, NDArray[np.int64]]) -> tuple[int, int]:
    """(numbers compared, numbers that differ). `theirs` has a column for each account, for each (account, why), and for EXIT.

    A peer may have played fewer futures than the engine, the first ones. An account that only one of them has is set against zeros.
    """
    lives = theirs[EXIT].size
    kept = {(account, why.words): column for (account, why), column in outcome.ledger.withheld.items()}
    ours: dict[Any, NDArray[np.int64]] = {**outcome.ledger.paid, **kept, EXIT: outcome.exit}
    nothing = np.zeros(lives, np.int64)
    keys = ours.keys() | theirs.keys()
    differ = sum(int(np.count_nonzero(ours.get(key, nothing)[:lives] != theirs.get(key, nothing))) for key in keys)
    return len(keys) * lives, differ
