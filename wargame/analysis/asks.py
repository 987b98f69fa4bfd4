"""What to ask for, what to give, and where one's own position is weak: the gap register as the client's negotiator reads it.

A finding's patch moves money between the parties. Words worth something to the client are an ask, the dearer to the client and the cheaper to the
provider the better; words that help the provider more than they cost the client are a give; words as drafted that favour the client by a gap are a
weak spot, which the other side will find too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from wargame.core.finding import Finding

MOST = {"ask": 5, "give": 3, "weak spot": 5}
Money = Callable[[Fraction | int], int | float]


def ask_rows(findings: Iterable[Finding], client: str, provider: str, money: Money) -> Iterator[dict[str, Any]]:
    """The best asks, gives and weak spots, each role in its order; `worth_to` is the client's for an ask, the provider's for a give."""
    priced = [one for one in findings if one.patch is not None and _mean(one, client) is not None and _mean(one, provider) is not None]
    roles: dict[str, list[tuple[Finding, int, int]]] = {role: [] for role in MOST}
    for one in priced:
        ours, theirs = _mean(one, client) or 0, _mean(one, provider) or 0
        if ours > 0:
            roles["ask"].append((one, ours, -theirs))
        elif theirs > -ours:
            roles["give"].append((one, theirs, -ours))
        elif ours < 0:
            roles["weak spot"].append((one, -ours, theirs))
    for role, found in roles.items():
        taken: set[tuple[str, int, int]] = set()
        for one, worth, cost in sorted(found, key=lambda row: (-min(Fraction(row[1], max(row[2], 1)), 2), -row[1], row[0].id)):
            if (one.clause, worth, cost) in taken or len(taken) == MOST[role]:
                continue  # two findings mended by the same words are one ask
            taken.add((one.clause, worth, cost))
            ratio = round(worth / cost, 2) if cost > 0 else None
            yield {
                "role": role, "clause": one.clause, "finding": one.id, "words": one.proposal or one.question,
                "worth_to": money(worth), "cost_to": money(cost), "ratio": ratio,
            }  # fmt: skip


def _mean(one: Finding, party: str) -> int | None:
    stake = one.money.get(party)
    return None if stake is None else stake.mean
