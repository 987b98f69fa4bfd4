"""An edit of a draft: which of its provisions are replaced, which go, and which come, and after which.

Whether the draft can still be read is asked of few provisions: of those that are new or other than they were, and of those that looked for a number
that comes or goes. All others are read as they were: beside their own words and the front matter nothing decides how they are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as ByName

from wargame.contract.text.draft import Draft, known_to
from wargame.contract.text.provision import Provision, RedactedTerm, read_terms
from wargame.core.problem import Problem


class Edit:
    """Changes of the provisions of a draft, one after the other; each finds the draft as those before it left it."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.gone: set[str] = set()
        self._replaced: dict[str, Provision] = {}  # provisions of the draft, by number
        self._new: dict[str, Provision] = {}
        self._after: dict[str, list[str]] = {}  # number to those put right after it, the one put last standing nearest
        self._last: list[str] = []  # those put at the end

    def find(self, number: str) -> Provision | None:
        """The provision that has the number now."""
        found = self._new.get(number) or self._replaced.get(number)
        if found is None and number not in self.gone and number in self.draft.positions:
            found = self.draft.provisions[self.draft.positions[number]]
        return found

    def remove(self, number: str) -> None:
        """Take a provision of the draft away."""
        self.gone.add(number)

    def replace(self, provision: Provision) -> None:
        """Put a provision in the place of the one of its number."""
        self._replaced[provision.number] = provision

    def insert(self, provision: Provision, near: Provision | None) -> None:
        """Put a new provision right after another, or at the end."""
        self._new[provision.number] = provision
        (self._last if near is None else self._after.setdefault(near.number, [])).append(provision.number)

    def provisions(self) -> list[Provision]:
        """All provisions in their order."""
        found = list(self.draft.provisions)
        at = self.draft.positions
        for number, provision in self._replaced.items():
            found[at[number]] = provision
        # From the end on, so that the places of those before stay as they are.
        touched = {number for number in (*self.gone, *self._after) if number in at}
        for number in sorted(touched, key=at.__getitem__, reverse=True):
            kept = [] if number in self.gone else [found[at[number]]]
            found[at[number] : at[number] + 1] = [*kept, *self._following(number)]
        for number in self._last:
            found += [self._new[number], *self._following(number)]
        return found

    def read(self, kinds: ByName[str, type]) -> list[Provision] | None:
        """The provisions that the edit touches, as they are read under it: those it puts in the place of others, those it brings, and those that
        looked for a number that it brings or takes away. None where one cannot be read; all others could be read before, and are as they were."""
        draft, problems, redacted = self.draft, list[Problem](), list[RedactedTerm]()
        known = known_to(draft, kinds)
        if draft.read_as != known:
            touched = self.provisions()
        else:
            seeking = {i for number in (*self.gone, *self._new) for i in draft.seekers.get(number, ())}
            seeking -= {draft.positions[number] for number in (*self.gone, *self._replaced)}
            touched = [*self._replaced.values(), *self._new.values(), *(draft.provisions[i] for i in sorted(seeking))]
        known, found = known._replace(numbers=_Numbers(self)), []
        for provision in touched:
            found.append(read_terms(provision, known, redacted, problems))
            if problems:
                return None
        return found

    def moves(self, read: list[Provision]) -> bool:
        """Whether any terms are others under the edit, as it was `read`: words alone move no money."""
        if any(self._was(number).terms for number in self.gone):
            return True
        for one in read:
            was = None if one.number in self._new else self._was(one.number)
            if was is None or not (was.terms and one.terms):
                if one.terms or (was is not None and was.terms):
                    return True
            elif (was.kind, was.terms) != (one.kind, one.terms):
                return True
        return False

    def _was(self, number: str) -> Provision:
        return self.draft.provisions[self.draft.positions[number]]

    def _following(self, number: str) -> Iterator[Provision]:
        for one in reversed(self._after.get(number, ())):
            yield self._new[one]
            yield from self._following(one)


class _Numbers(Collection[str]):
    """The clause numbers that there are after an edit, to ask for one; they are not listed, for nobody is told which there are."""

    def __init__(self, edit: Edit) -> None:
        self.edit = edit

    def __contains__(self, number: object) -> bool:
        return isinstance(number, str) and bool(number) and self.edit.find(number) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
