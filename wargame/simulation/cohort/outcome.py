"""What a pass leaves: the books, the exits and the answers of a cohort, and the world that another rulebook may use again."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wargame.contract.rules.clause import Clause
from wargame.core.arrays import Bools, Floats, Ints
from wargame.core.ledger import Ledger
from wargame.simulation.cohort.downtime import Key
from wargame.simulation.cohort.incidents import Begun
from wargame.simulation.desk.coverage import Coverage
from wargame.world.operations.month_sums import LaneSums


@dataclass
class Physical:
    """What happened to the world under one rulebook: month sums of each service and the end of each incident, to be used again by variants."""

    sums: list[dict[str, LaneSums]] = field(default_factory=list)  # month -> service -> its columns
    down: list[dict[Key, NDArray[np.int32]]] = field(default_factory=list)  # month -> reading -> seconds down by lane
    answering: dict[str, Clause] = field(default_factory=dict)  # the clauses that may answer incidents
    begun: list[Begun] = field(default_factory=list)  # month -> the incidents that began in it
    ends: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    exit: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    people: list[dict[str, Floats]] = field(default_factory=list)  # month -> staff -> people by lane; only where somebody watches


@dataclass
class Outcome:
    """What a cohort came to: the books, the instant each agreement ended and on what ground, and which clause answered what."""

    ledger: Ledger
    exit: Ints
    ground: NDArray[np.int16]  # under which notice each ended (`Rulebook.ground`); -1: under none
    term_end: int
    coverage: Coverage | None
    physical: Physical | None
    longest: dict[str, Ints]  # service -> seconds of the longest outage while the agreement stood; empty where no questions were asked
    value: dict[tuple[str, str], Ints]  # (party, measure) of `valuation`; empty where no questions were asked
    differs: Bools | None  # lanes whose responses, notices or exit differ from those of the facts that were used again
