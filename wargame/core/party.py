"""Who pays and who is paid: the parties of an agreement by role, and everybody else.

The ledger is keyed by role from the first day (a deal may have several providers). What a party loses to the world — a customer's redress, a fine,
its own staff — is booked against OUTSIDE, so that every future's books sum to exactly zero.

An agreement calls its parties what it likes. Who buys is its first party, who supplies the second: they sit on two sides, which the engine's own
sentences and scenarios call `client` and `provider`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

OUTSIDE = "outside"
CLIENT, PROVIDER = "client", "provider"
SIDES = (CLIENT, PROVIDER)

# Not within braces or strokes: `{client}` is the name of a term, `client-adverse` that of a reading.
_SIDE = re.compile(rf"(?<![\w{{-])(?:{'|'.join((*SIDES, *(side.title() for side in SIDES)))})(?![\w-])")


class PartyWords:
    """What an agreement calls who buys and who supplies. `roles` are its parties in order, `terms` the defined terms that its words use; those that
    are called as the sides are need no other words."""

    def __init__(self, roles: Sequence[str], terms: Collection[str] = ()) -> None:
        self._words: dict[str, str] = {}
        for side, role in zip(SIDES, roles, strict=False):
            noun = role.replace("_", " ")
            # Words of a draft may call their parties otherwise than its front matter does.
            term = side.title() if side.title() in terms and noun.title() not in terms else noun.title()
            self._words |= {side: noun, side.title(): term}
        self._same = all(was == now for was, now in self._words.items())

    @staticmethod
    def wanted(roles: Sequence[str]) -> Iterator[str]:
        """The terms of which it matters whether the words of an agreement with these parties use them."""
        for side, role in zip(SIDES, roles, strict=False):
            yield from (side.title(), role.replace("_", " ").title())

    def fit(self, text: str) -> str:
        """A sentence of the engine, or model words for a draft, with `the client` and `the Provider` as the agreement says it. Never for words that
        are somebody else's: a draft may call anybody a client."""
        return text if self._same else _SIDE.sub(lambda found: self._words.get(found[0], found[0]), text)
