"""A draft: one agreement as written, its numbered provisions, their words, and the terms of those that touch money or time.

A draft is a Markdown file, or a folder whose `master.md` lists further `documents` in order of precedence. It is read
whole before anything is refused, so that all its problems come at once, each at its own line and column.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, KeysView
from collections.abc import Mapping as ByName
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from wargame.contract.text.document import Document, Heading, read_document
from wargame.contract.text.front import DocumentFront, Front, currencies_of
from wargame.contract.text.provision import TOPIC_CODES, KnownNames, Provision, RedactedTerm, check_reference, read_terms, redacted_terms
from wargame.core.party import PartyWords
from wargame.core.quantities import Redacted
from wargame.core.source import BadInput, Mapping, Place, Problem, Text, locate, read_text, suggest, validate

MASTER = "master.md"


@dataclass(frozen=True)
class Draft:
    """An agreement as read, from the file or the Text `path`. `digest` is the SHA-256 of its source, in hexadecimal; `sources` maps each file to its
    text.

    `documents` lists the files in order of precedence, the one that prevails first.
    """

    path: str
    front: Front
    provisions: tuple[Provision, ...]
    digest: str
    source: str
    sources: ByName[str, str]
    documents: tuple[str, ...]
    redacted: tuple[RedactedTerm, ...] = ()
    read_as: KnownNames | None = field(
        default=None, compare=False, repr=False
    )  # what its terms could name, clause numbers apart, when they were read

    def __repr__(self) -> str:
        return f"<{self.front.title}: {len(self.numbers)} numbered provisions, {self.path}>"

    def provision(self, number: str) -> Provision:
        """The provision of that number; KeyError with the nearest number where there is none."""
        at = self.positions.get(number) if number else None
        if at is None:
            raise KeyError(f"no clause {number}; {suggest(number, self.numbers)}")
        return self.provisions[at]

    @cached_property
    def positions(self) -> ByName[str, int]:
        """Where the provision of a number stands; under "" the first title without one."""
        found: dict[str, int] = {}
        for i, provision in enumerate(self.provisions):
            found.setdefault(provision.number, i)
        return found

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The clause numbers in the order of the draft."""
        return tuple(p.number for p in self.provisions if p.number)

    @cached_property
    def party_words(self) -> PartyWords:
        """What it calls who buys and who supplies: by their roles, or, in words of the draft, as those do."""
        roles = tuple(self.front.parties)
        wanted = [(term, re.compile(rf"\b{re.escape(term)}\b")) for term in PartyWords.wanted(roles)]
        return PartyWords(roles, [term for term, said in wanted if any(said.search(one.text) for one in self.provisions)])

    def has(self, number: str) -> bool:
        """Whether a provision has that number."""
        return bool(number) and number in self.positions

    def next_free(self, stem: str, count: int) -> int:
        """The least count from `count` on, 1 or more, that no number `stem.count` has."""
        most = self._counts.get(stem, {})
        count = max(count, 1)
        return most.get(count, count)

    @cached_property
    def _counts(self) -> ByName[str, ByName[int, int]]:
        """Stem of clause numbers, to each count that stands under it, to the least count above it that does not."""
        taken: dict[str, set[int]] = {}
        for number in self.numbers:
            stem, _, last = number.rpartition(".")
            if last.isdecimal() and str(int(last)) == last:
                taken.setdefault(stem, set()).add(int(last))
        found: dict[str, dict[int, int]] = {}
        for stem, counts in taken.items():
            after: dict[int, int] = {}
            for count in sorted(counts, reverse=True):
                after[count] = after.get(count + 1, count + 1)
            found[stem] = after
        return found

    @cached_property
    def seekers(self) -> ByName[str, tuple[int, ...]]:
        """Clause number to the places of the provisions that looked for it when they were read, whether it was there or not."""
        found: dict[str, list[int]] = {}
        for i, provision in enumerate(self.provisions):
            for number in provision.sought:
                found.setdefault(number, []).append(i)
        return {number: tuple(places) for number, places in found.items()}


def load_draft(path: str | os.PathLike[str], kinds: ByName[str, type]) -> Draft:
    """The draft at a path, or of a Text, its terms read by `kinds` (kind to a class with a pydantic model `Terms`). BadInput holds every problem."""
    given = os.fspath(path)

    if not isinstance(given, Text) and os.path.isdir(given):  # noqa: PTH112
        given = str(Path(given) / MASTER)
    problems: list[Problem] = []
    redacted: list[RedactedTerm] = []
    name, text = str(given), read_text(given)
    master = read_document(text, name, problems)
    front = _front(master, redacted, problems)
    provisions = [_provision(heading) for heading in master.headings]
    sources = {name: text}
    for document in _further(master, front, problems):
        sources[document.file] = document.text
        provisions += _prefixed(document, problems)
    if not any(p.number for p in provisions):
        problems.append(Problem("D018", Place(name, 1, 1), "the draft has no numbered heading", "number its provisions, such as ## 5.1 Call charge"))
    known = KnownNames(kinds, front.all_currencies, tuple(front.parties), tuple(front.services)) if front else _known_in(master.front, kinds)
    numbers = _numbers(provisions, problems)
    reading = known._replace(numbers=numbers)
    provisions = [read_terms(p, reading, redacted, problems) for p in provisions]
    if front and master.front:
        every = {p.number for p in provisions}
        for i, number in enumerate(front.precedence):
            check_reference(number, locate(master.front, ("precedence", i)), every, problems)
    if problems or front is None:
        raise BadInput(problems)
    beside = tuple(_beside(name, file) for file in front.documents)
    documents = beside if name in beside else (name, *beside)
    digest = hashlib.sha256("\0".join(sources.values()).encode()).hexdigest()
    return Draft(given, front, tuple(provisions), digest, "\n".join(sources.values()), sources, documents, tuple(redacted), known)


def build_draft(draft: Draft, provisions: Iterable[Provision], kinds: ByName[str, type], digest: str, sources: ByName[str, str]) -> Draft:
    """The draft with other provisions: the terms of those that are new, and of those that look for a number that is, are read from their nodes and
    every name in them checked; the others are kept as they were read. BadInput holds every problem.

    `digest` is that of the result; `sources` are the files that its places name beyond the draft's own.
    """
    problems: list[Problem] = []
    provisions = list(provisions)
    known = known_to(draft, kinds)
    numbers = _numbers(provisions, problems)
    # What stands as it stood, and looked for no number that has come or gone, cannot be read otherwise than before.
    moved = numbers ^ draft.positions.keys() - {""}
    standing = set(map(id, draft.provisions)) if draft.read_as == known else set()
    standing -= {id(draft.provisions[at]) for number in moved for at in draft.seekers.get(number, ())}
    kept: dict[str, list[RedactedTerm]] = {}
    for term in draft.redacted:
        kept.setdefault(term.number, []).append(term)
    redacted, read = kept.pop("", []), []
    known = known._replace(numbers=numbers)
    for p in provisions:
        if id(p) in standing:
            read.append(p)
            redacted += kept.get(p.number, ()) if kept else ()
        else:
            read.append(read_terms(p, known, redacted, problems))
    if problems:
        raise BadInput(problems)
    front = draft.front
    if any(n not in numbers for n in front.precedence):
        # A provision that is gone prevails over nothing; what refers to it in terms has been refused above.
        front = front.model_copy(update={"precedence": tuple(n for n in front.precedence if n in numbers)})
    return Draft(
        draft.path, front, tuple(read), digest, draft.source, {**draft.sources, **sources}, draft.documents, tuple(redacted), known_to(draft, kinds)
    )


def known_to(draft: Draft, kinds: ByName[str, type]) -> KnownNames:
    """What the terms of a draft may name, beside its clause numbers."""
    front = draft.front
    return KnownNames(kinds, front.all_currencies, tuple(front.parties), tuple(front.services))


def _numbers(provisions: Iterable[Provision], problems: list[Problem]) -> KeysView[str]:
    """The clause numbers; two headings with one number are a problem."""
    first: dict[str, Provision] = {}
    for provision in provisions:
        before = first.setdefault(provision.number, provision)
        if provision.number and before is not provision:
            hint = "renumber one of them"
            if before.place.file != provision.place.file:
                hint += ", or give its document a `prefix:` in the front matter"
            message = f'two headings have the number {provision.number}: "{before.title}" and "{provision.title}"'
            problems.append(Problem("D007", provision.place, message, hint, also=(before.place,)))
    first.pop("", None)
    return first.keys()


def _front(master: Document, redacted: list[RedactedTerm], problems: list[Problem]) -> Front | None:
    if master.front is None:
        if not master.has_front:
            hint = "begin with --- and lines such as title: … and parties: …, and close with ---"
            problems.append(Problem("D001", Place(master.file, 1, 1), "the draft does not begin with its front matter", hint))
        return None
    ranges: dict[tuple[str, ...], Redacted] = {}
    front = validate(Front, master.front, context={"codes": TOPIC_CODES, "redacted": ranges}, code="D002", problems=problems)
    redacted += redacted_terms("", master.front, ranges)
    return front


def _known_in(front: Mapping | None, kinds: ByName[str, type]) -> KnownNames:
    """What can be known from a front matter that is not right as a whole, so that the terms are still checked."""
    groups = [front.entries[key][1] if front and key in front.entries else None for key in ("parties", "services")]
    roles, services = (tuple(group.entries) if isinstance(group, Mapping) else None for group in groups)
    return KnownNames(kinds, currencies_of(front), roles, services)


def _provision(heading: Heading, prefix: str = "") -> Provision:
    number = f"{prefix}.{heading.number}" if prefix and heading.number else heading.number
    return Provision(number, heading.title, heading.level, heading.text, heading.place, heading.text_place, node=heading.terms)


def _further(master: Document, front: Front | None, problems: list[Problem]) -> Iterator[Document]:
    """The other documents of a layered agreement, as listed."""
    folder = Path(master.file).parent
    listed = front.documents if front else ()
    for i, name in enumerate(listed):
        file = _beside(master.file, name)
        place = locate(master.front, ("documents", i)) if master.front else Place(master.file, 1, 1)
        if name in listed[:i]:
            problems.append(Problem("D017", place, f'the document "{name}" is listed twice', "list it once"))
        elif Path(name).is_absolute() or folder.resolve() not in Path(file).resolve().parents:
            problems.append(Problem("D017", place, f'the document "{name}" lies outside the folder of the draft', "move it beside the master"))
        elif name != Path(master.file).name:
            try:
                yield read_document(read_text(file), file, problems)
            except BadInput as bad:
                problems += [problem._replace(also=(place,)) for problem in bad.problems]


def _beside(master: str, name: str) -> str:
    """The path of a document in the master's folder; the master's own as it was given."""
    file = Path(master).parent / name
    return master if file == Path(master) else str(file)


def _prefixed(document: Document, problems: list[Problem]) -> list[Provision]:
    front = DocumentFront()
    if document.front is not None:
        front = validate(DocumentFront, document.front, context={"codes": TOPIC_CODES}, code="D002", problems=problems) or front
    return [_provision(heading, front.prefix or "") for heading in document.headings]


__all__ = ["MASTER", "Draft", "Front", "Provision", "RedactedTerm", "build_draft", "load_draft"]
