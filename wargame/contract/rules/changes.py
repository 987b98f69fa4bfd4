"""What changed between two drafts of one agreement, provision by provision, and each change made alone in the first."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from wargame.contract.rules.rulebook import compile_rules, number_key
from wargame.contract.text.draft import Draft, build_draft
from wargame.contract.text.provision import Provision
from wargame.core.problem import BadInput, Place, Problem
from wargame.core.source import plain

FRONT = "front matter"
ALL = "all changes"
_SAME_LIFE = ("parties", "currency", "effective", "term")  # without these in common, lives cannot be laid side by side


@dataclass(frozen=True)
class ClauseChange:
    """A provision added, removed, or with other words or terms; or the front matter, under its own name.

    `lines` are the words and terms that differ, `- ` before those of the first draft and `+ ` before those of the second. `moves` is false where only
    words changed and no term, which no rule reads. `alone` is the first draft with this change only; None, with `why`, where it cannot stand alone.
    """

    clause: str
    title: str
    what: str  # added, removed, terms, words, or words and terms
    lines: tuple[str, ...]
    moves: bool
    alone: Draft | None = None
    why: str = ""


def changes(first: Draft, second: Draft, kinds: Mapping[str, type]) -> tuple[ClauseChange, ...]:
    """Every change from the first draft to the second, the front matter first, then by clause number. BadInput (V006) where the parties, the
    currency, the first day or the term differ."""
    unlike = [name for name in _SAME_LIFE if not _alike(getattr(first.front, name), getattr(second.front, name))]
    if unlike:
        message = f"is another agreement than {first.path}: it differs in {', '.join(unlike)}"
        raise BadInput([Problem("V006", Place(second.path, 0, 0), message, "compare two drafts of one agreement")])
    before, after = ({p.number: p for p in draft.provisions if p.number} for draft in (first, second))
    numbers = sorted({*before, *after}, key=number_key)
    found = [_provision(first, second, number, before.get(number), after.get(number), kinds) for number in numbers]
    return tuple(one for one in (_front(first, second, kinds), *found) if one is not None)


def _alike(one: object, other: object) -> bool:
    """Parties are alike in their roles; what a party is called plays no part."""
    return list(one) == list(other) if isinstance(one, dict) and isinstance(other, dict) else one == other


def _front(first: Draft, second: Draft, kinds: Mapping[str, type]) -> ClauseChange | None:
    before, after = (draft.front.model_dump(exclude={"title", "draft", "documents", "parties"}) for draft in (first, second))
    if before == after:
        return None
    lines = [line for key in before if before[key] != after[key] for line in (f"- {key}: {before[key]}", f"+ {key}: {after[key]}")]
    change = ClauseChange(FRONT, "", "terms", tuple(lines), True)
    return _stands(change, replace(first, front=second.front), list(first.provisions), kinds)


def _provision(
    first: Draft, second: Draft, number: str, was: Provision | None, now: Provision | None, kinds: Mapping[str, type]
) -> ClauseChange | None:
    words = _lines(_words(was), _words(now))
    terms = _lines(_terms(was), _terms(now))
    if not words and not terms and was is not None and now is not None:
        return None
    what = "added" if was is None else "removed" if now is None else " and ".join(w for w, found in (("words", words), ("terms", terms)) if found)
    change = ClauseChange(number, (now or was or first.provisions[0]).title, what, (*words, *terms), bool(terms))
    if not terms:
        return change
    provisions = [p for p in first.provisions if p.number != number or now is None or p is not was]
    if was is not None:
        provisions = [now if p is was and now is not None else p for p in first.provisions if p is not was or now is not None]
    elif now is not None:
        provisions.insert(_place(first, second, number), now)
    return _stands(change, first, provisions, kinds)


def _place(first: Draft, second: Draft, number: str) -> int:
    """Where a new provision goes: after the last provision before it in the second draft that the first has too."""
    earlier = second.numbers[: second.numbers.index(number)]
    return max((i + 1 for i, p in enumerate(first.provisions) if p.number and p.number in earlier), default=len(first.provisions))


def _stands(change: ClauseChange, draft: Draft, provisions: list[Provision], kinds: Mapping[str, type]) -> ClauseChange:
    digest = hashlib.sha256("\n".join((draft.digest, change.clause, *change.lines)).encode()).hexdigest()
    try:
        alone = build_draft(draft, provisions, kinds, digest, {})
        compile_rules(alone, kinds)
    except BadInput as error:
        return replace(change, why=error.problems[0].message)
    return replace(change, alone=alone)


def _words(provision: Provision | None) -> list[str]:
    return [] if provision is None else [provision.title, *(" ".join(part.split()) for part in provision.text.split("\n\n") if part.strip())]


def _terms(provision: Provision | None) -> list[str]:
    if provision is None or provision.node is None:
        return []
    terms = plain(provision.node)
    return [f"{key}: {_written(value)}" for key, value in terms.items() if (key, value) != ("terms", "none")]


def _written(value: object) -> str:
    """A term in one line, as a drafter would write it."""
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_written(part)}' for key, part in value.items())}}}"
    return str(value)


def _lines(was: list[str], now: list[str]) -> list[str]:
    return [line for line in difflib.ndiff(was, now) if line[:2] in ("- ", "+ ")]
