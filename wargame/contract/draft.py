"""A draft: one agreement as written, its numbered provisions, their words, and the terms of those that touch money or time.

A draft is a Markdown file, or a folder whose `master.md` lists further `documents` in order of precedence. It is read
whole before anything is refused, so that all its problems come at once, each at its own line and column.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as ByName
from dataclasses import dataclass, replace
from pathlib import Path

from wargame.contract.document import Document, Heading, read_document
from wargame.contract.front import DocumentFront, Front, currencies_of
from wargame.contract.provision import TOPIC_CODES, Known, Provision, RedactedTerm, check_reference, read_terms, redacted_terms
from wargame.core.quantities import Redacted
from wargame.core.source import BadInput, Mapping, Place, Problem, locate, read_text, suggest, validate

MASTER = "master.md"


@dataclass(frozen=True)
class Draft:
    """An agreement as read. `digest` is the SHA-256 of its source, in hexadecimal; `sources` maps each file to its text.

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

    def provision(self, number: str) -> Provision:
        """The provision of that number; KeyError with the nearest number where there is none."""
        for provision in self.provisions:
            if provision.number == number and number:
                return provision
        raise KeyError(f"no clause {number}; {suggest(number, self.numbers)}")

    @property
    def numbers(self) -> tuple[str, ...]:
        """The clause numbers in the order of the draft."""
        return tuple(p.number for p in self.provisions if p.number)


def load_draft(path: str | os.PathLike[str], kinds: ByName[str, type]) -> Draft:
    """The draft at a path, its terms read by `kinds` (kind to a class with a pydantic model `Terms`). BadInput holds every problem."""
    name = os.fspath(path)
    if os.path.isdir(name):
        name = os.path.join(name, MASTER)
    problems: list[Problem] = []
    redacted: list[RedactedTerm] = []
    text = read_text(name)
    master = read_document(text, name, problems)
    front = _front(master, redacted, problems)
    provisions = [_provision(heading) for heading in master.headings]
    sources = {name: text}
    for document in _further(master, front, problems):
        sources[document.file] = document.text
        provisions += _prefixed(document, problems)
    if not any(p.number for p in provisions):
        problems.append(Problem("D018", Place(name, 1, 1), "the draft has no numbered heading", "number its provisions, such as ## 5.1 Call charge"))
    known = Known(kinds, (front.currency,), front.parties, front.services) if front else _known_in(master.front, kinds)
    provisions = _read(provisions, known, redacted, problems)
    if front and master.front:
        for i, number in enumerate(front.precedence):
            check_reference(number, locate(master.front, ("precedence", i)), {p.number for p in provisions}, problems)
    if problems or front is None:
        raise BadInput(problems)
    beside = [os.path.join(os.path.dirname(name), file) for file in front.documents]
    documents = tuple(beside) if name in beside else (name, *beside)
    digest = hashlib.sha256("\0".join(sources.values()).encode()).hexdigest()
    return Draft(name, front, tuple(provisions), digest, "\n".join(sources.values()), sources, documents, tuple(redacted))


def build_draft(draft: Draft, provisions: Iterable[Provision], kinds: ByName[str, type], digest: str, sources: ByName[str, str]) -> Draft:
    """The draft with other provisions, their terms read anew from their nodes and every name in them checked. BadInput holds every problem.

    `digest` is that of the result; `sources` are the files that its places name beyond the draft's own.
    """
    problems: list[Problem] = []
    redacted = [term for term in draft.redacted if not term.number]
    known = Known(kinds, (draft.front.currency,), draft.front.parties, draft.front.services)
    read = _read(provisions, known, redacted, problems)
    if problems:
        raise BadInput(problems)
    numbers = {p.number for p in read}
    # A provision that is gone prevails over nothing; what refers to it in terms has been refused above.
    front = draft.front.model_copy(update={"precedence": tuple(n for n in draft.front.precedence if n in numbers)})
    return replace(draft, front=front, provisions=tuple(read), digest=digest, sources={**draft.sources, **sources}, redacted=tuple(redacted))


def _read(provisions: Iterable[Provision], known: Known, redacted: list[RedactedTerm], problems: list[Problem]) -> list[Provision]:
    provisions = list(provisions)
    known = replace(known, numbers=_numbers(provisions, problems))
    return [read_terms(p, known, redacted, problems) for p in provisions]


def _numbers(provisions: Iterable[Provision], problems: list[Problem]) -> Collection[str]:
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
    return [number for number in first if number]


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


def _known_in(front: Mapping | None, kinds: ByName[str, type]) -> Known:
    """What can be known from a front matter that is not right as a whole, so that the terms are still checked."""
    groups = [front.entries[key][1] if front and key in front.entries else None for key in ("parties", "services")]
    roles, services = (tuple(group.entries) if isinstance(group, Mapping) else None for group in groups)
    return Known(kinds, currencies_of(front), roles, services)


def _provision(heading: Heading, prefix: str = "") -> Provision:
    number = f"{prefix}.{heading.number}" if prefix and heading.number else heading.number
    return Provision(number, heading.title, heading.level, heading.text, heading.place, heading.text_place, node=heading.terms)


def _further(master: Document, front: Front | None, problems: list[Problem]) -> Iterator[Document]:
    """The other documents of a layered agreement, as listed."""
    folder = Path(master.file).parent
    listed = front.documents if front else ()
    for i, name in enumerate(listed):
        file = os.path.join(os.path.dirname(master.file), name)
        place = locate(master.front, ("documents", i)) if master.front else Place(master.file, 1, 1)
        if name in listed[:i]:
            problems.append(Problem("D017", place, f'the document "{name}" is listed twice', "list it once"))
        elif os.path.isabs(name) or folder.resolve() not in Path(file).resolve().parents:
            problems.append(Problem("D017", place, f'the document "{name}" lies outside the folder of the draft', "move it beside the master"))
        elif name != os.path.basename(master.file):
            try:
                yield read_document(read_text(file), file, problems)
            except BadInput as bad:
                problems += [replace(problem, also=(place,)) for problem in bad.problems]


def _prefixed(document: Document, problems: list[Problem]) -> list[Provision]:
    front = DocumentFront()
    if document.front is not None:
        front = validate(DocumentFront, document.front, context={"codes": TOPIC_CODES}, code="D002", problems=problems) or front
    return [_provision(heading, front.prefix or "") for heading in document.headings]


__all__ = ["MASTER", "Draft", "Front", "Provision", "RedactedTerm", "build_draft", "load_draft"]
