"""What a run plays of what it could play: a stated budget, so that an agreement of very many terms is run too.

The number of interpretations, of patches to be priced and of knock-outs grows with the clauses, and each is a play of all clauses: together they grow
with the square. So each of the three has a budget in *clause-months*: clauses played × months of the term, for every play in one scenario. It depends
on the agreement alone, never on the clock, on the machine or on the number of processes. What it does not reach is left, counted, and said;
`--price-all` leaves nothing.

A play costs some 40 microseconds a clause-month (measured, 64 to 1,024 futures). Most readings of most agreements change nothing, and cost a fiftieth
of a play; so theirs is the widest budget: an agreement of fifty clauses over three years with 110 constructions left open is read in all ways. The
samples need a tenth to a third.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.simulation.run.prepare import Prepared

PRICED = 250_000  # of patches that are played, in one scenario
WITHOUT = 150_000  # of clauses that are left out, each alone
READ = 1_500_000  # of readings: each is played alone, and in two rounds of two searches at most
PLAYS_OF_A_READING = 5
ALL = "--price-all"


def cost(ready: Prepared) -> int:
    """Clause-months of one play of the current draft, in the scenario that plays most of its clauses."""
    return max(max(len(books[0].clauses) for books in ready.rules) * ready.rules[0][0].term_months, 1)


def plays(ready: Prepared, budget: int) -> int | None:
    """How many plays a budget reaches for in each scenario; None where the run asked for all."""
    return None if ready.spec.price_all else budget // cost(ready)
