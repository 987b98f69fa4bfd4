"""What to ask for, what to give, and where one's own position is weak: the gap register as the client's negotiator reads it.

A finding's patch moves money between the parties. Words worth something to the client are an ask, the dearer to the client and the cheaper to the
provider the better; words that help the provider at least as much as they cost the client are a give; words as drafted that favour the client by a
gap are a weak spot, which the other side will find too.

Where words are open, to settle them takes from each party the reading that it would have argued: that is what settling costs it, at most. Whether a
right to leave is worth having depends on how it is used, not on its words, so no word is asked for or given there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction

from wargame.analysis.figures.amounts import Money, change_rows
from wargame.analysis.tables.findings import PointRole, PointRow
from wargame.contract.rules.clause import Clause
from wargame.core.finding import Finding, Spread

MOST: dict[PointRole, int] = {"ask": 5, "give": 3, "weak spot": 5}


def negotiation_points(
    findings: Iterable[Finding], client: str, provider: str, money: Money, termination_rights: Collection[str] = ()
) -> Iterator[PointRow]:
    """The best asks, gives and weak spots, each role in its order; `change` is what the proposed words do to each party: an ask helps the client, a
    give the provider, and mending a weak spot costs the client. `termination_rights` are the clauses that give a right to end the agreement."""
    known = [one for one in findings if one.patch is not None and None not in (_mean(one, client), _mean(one, provider))]
    priced = [one for one in known if not (one.fan and one.clause in termination_rights)]
    roles: dict[PointRole, list[tuple[Finding, int, int]]] = {role: [] for role in MOST}
    for one in priced:
        ours, theirs = _mean(one, client) or 0, _mean(one, provider) or 0
        if ours > 0:
            roles["ask"].append((one, ours, _cost(one, provider, ours)))
        elif theirs > 0 and theirs >= (costs := _cost(one, client, theirs)):
            roles["give"].append((one, theirs, costs))
        elif ours < 0:
            roles["weak spot"].append((one, -ours, theirs))
    for role, found in roles.items():
        taken: set[tuple[str, int, int]] = set()
        for one, worth, cost in sorted(found, key=_rank):
            if (one.clause, worth, cost) in taken or len(taken) == MOST[role]:
                continue  # two findings mended by the same words are one ask
            taken.add((one.clause, worth, cost))
            moves: dict[PointRole, tuple[int, int]] = {"ask": (-worth, cost), "give": (cost, -worth), "weak spot": (worth, -cost)}
            changes = ((party, Spread(moved)) for party, moved in zip((client, provider), moves[role], strict=True))
            yield PointRow(
                role=role, clause=one.clause, finding=one.id, words=one.proposal or one.question, change=change_rows(money, changes),
                ratio=round(worth / cost, 2) if cost > 0 else None,
                at_most=bool(one.fan) or 0 in (_mean(one, client), _mean(one, provider)),
            )  # fmt: skip


def termination_rights(clauses: Iterable[Clause]) -> frozenset[str]:
    """The clauses that give a right to end the agreement."""
    return frozenset(clause.number for clause in clauses if clause.ways_out())


def _cost(one: Finding, party: str, worth: int) -> int:
    """What settled words cost a party: what they take from it as priced, or the reading that it gives up. Where it has no stake in the words as
    drafted, a loss lies with the other alone: what the other is then paid, it pays, at most all of it."""
    mean = _mean(one, party) or 0
    return max(-mean, _given_up(one, party), 0) or (0 if mean else worth)


def _given_up(one: Finding, party: str) -> int:
    """What a party gains by the reading that is best for it, and gives up when the words are settled as they are played."""
    return max((-option.differences[party].mean for option in one.fan), default=0)


def _rank(row: tuple[Finding, int, int]) -> tuple[Fraction, str]:
    """What moves most comes first, and counts up to twice where it costs the other side less."""
    one, worth, cost = row
    return -worth * min(Fraction(worth, max(cost, 1)), Fraction(2)), one.id


def _mean(one: Finding, party: str) -> int | None:
    stake = one.money.get(party)
    return None if stake is None else stake.mean
