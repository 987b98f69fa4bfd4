"""A provision: one numbered heading of a draft, its words, and its terms, read by the schema of their kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as ByName
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict

from wargame.core.quantities import BadValue, Redacted, Ref
from wargame.core.source import Mapping, Node, Place, Problem, Scalar, listing, plain, suggest, validate
from wargame.core.source import Sequence as NodeList

COMMON_KEYS = ("kind", "subject to", "notwithstanding")
TOPIC_CODES = {"unknown": "D004", "missing": "D005", "blank": "D006", "clause": "D014", "service": "D015", "party": "D016"}
_Refs = Annotated[
    tuple[Ref, ...], BeforeValidator(lambda value: value if isinstance(value, list) else [value], json_schema_input_type=Ref | list[Ref])
]
_RANGE = ("low", "mode", "high")
_Loc = tuple[int | str, ...]


@dataclass(frozen=True)
class Provision:
    """One heading of the draft with its words and terms.

    `number` is "" for a title without one. `text` is the prose without the terms block. `terms` is an instance of the
    kind's Terms, None where there are none; `terms_none` is true where the draft says `terms: none`. `node` holds the
    terms as written, with their places.
    """

    number: str
    title: str
    level: int
    text: str
    place: Place
    text_place: Place
    terms: BaseModel | None = None
    kind: str | None = None
    node: Mapping | None = None
    terms_none: bool = False
    subject_to: tuple[str, ...] = ()
    notwithstanding: tuple[str, ...] = ()
    # The clause numbers for which its reading looked: beside its own words and the front matter nothing else decides how it is read.
    sought: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


class RedactedTerm(NamedTuple):
    """A term given as a range: the clause ("" for the front matter), the path of keys to it, its place, the range. The terms hold its mode."""

    number: str
    loc: _Loc
    place: Place
    value: Redacted


class Common(BaseModel):
    """The terms that any kind may have: what prevails over this clause, and what it prevails over."""

    model_config = ConfigDict(defer_build=True, alias_generator=lambda name: name.replace("_", " "))
    subject_to: _Refs = ()
    notwithstanding: _Refs = ()


class KnownNames(NamedTuple):
    """What the terms of a draft may name: kinds of clause, currencies, roles, services. None: the front matter did not say, so nothing is refused."""

    kinds: ByName[str, type]
    currencies: tuple[str, ...] = ()
    roles: Collection[str] | None = None
    services: Collection[str] | None = None
    numbers: Collection[str] | None = None

    def context(self) -> dict[str, Any]:
        """The validation context in which terms are read."""
        names = {"clauses": self.numbers, "services": self.services, "parties": self.roles}
        given = {key: value for key, value in names.items() if value is not None}
        return {"currencies": self.currencies, "codes": TOPIC_CODES, "common": COMMON_KEYS, **given}


class Sought(Collection[str]):
    """The clause numbers that terms may name, which notes those that were looked for, whether they are there or not."""

    def __init__(self, numbers: Collection[str]) -> None:
        self.numbers, self.looked_for = numbers, set[str]()

    def __contains__(self, number: object) -> bool:
        self.looked_for.add(str(number))
        return number in self.numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


def read_terms(provision: Provision, known: KnownNames, redacted: list[RedactedTerm], problems: list[Problem]) -> Provision:
    """The provision with `terms`, `kind`, `terms_none` and the common keys read from its node; faults go to `problems`."""
    node = provision.node
    if node is None and provision.terms is None and provision.kind is None and not provision.terms_none:
        return provision
    sought = Sought(() if known.numbers is None else known.numbers)
    bare = replace(provision, terms=None, kind=None, terms_none=False, subject_to=(), notwithstanding=(), sought=frozenset())
    if node is None:
        return bare
    if "terms" in node.entries:
        return replace(bare, terms_none=True) if _says_none(node, problems) else bare
    if "kind" not in node.entries:
        kinds = listing(sorted(known.kinds), 40)
        problems.append(Problem("D012", node.place, f"{provision.number}: the terms do not say their kind", f"add kind: …; the kinds are: {kinds}"))
        return bare
    kind_node = node.entries["kind"][1]
    kind = kind_node.value if isinstance(kind_node, Scalar) else ""
    if kind not in known.kinds:
        near, kinds = suggest(kind, known.kinds), listing(sorted(known.kinds), 40)
        problems.append(Problem("D012", kind_node.place, f'"{kind}" is not a kind of clause', f"{near} " * bool(near) + f"the kinds are: {kinds}"))
        return bare
    ranges: dict[tuple[str, ...], Redacted] = {}
    context = {**known.context(), "redacted": ranges}
    if known.numbers is not None:
        context["clauses"] = sought
    own, shared = (Mapping({k: e for k, e in node.entries.items() if (k in COMMON_KEYS) is common}, node.place) for common in (False, True))
    model: type[BaseModel] = known.kinds[kind].Terms  # type: ignore[attr-defined]  # every kind has one: see Clause
    terms = validate(model, own, context=context, code="D003", problems=problems)
    if ranges:
        redacted += redacted_terms(provision.number, own, ranges)
    common = (validate(Common, shared, context=context, code="D003", problems=problems) if shared.entries else None) or Common()
    found, over, under = frozenset(sought.looked_for), common.subject_to, common.notwithstanding
    return replace(bare, terms=terms, kind=kind, sought=found, subject_to=over, notwithstanding=under)


def redacted_terms(number: str, node: Node, ranges: ByName[tuple[str, ...], Redacted], loc: _Loc = ()) -> Iterator[RedactedTerm]:
    """Every `redacted: {low, mode, high}` in the terms whose three texts have been read into `ranges`."""
    if isinstance(node, NodeList):
        for i, item in enumerate(node.items):
            yield from redacted_terms(number, item, ranges, (*loc, i))
    elif isinstance(node, Mapping):
        inner = plain(node.entries["redacted"][1]) if set(node.entries) == {"redacted"} else None
        if isinstance(inner, dict):
            value = ranges.get(tuple(str(inner.get(key)) for key in _RANGE))
            if value is not None:
                yield RedactedTerm(number, loc, node.entries["redacted"][0], value)
            return
        for key, (_, value_node) in node.entries.items():
            yield from redacted_terms(number, value_node, ranges, (*loc, key))


def check_reference(number: str, place: Place, numbers: Collection[str], problems: list[Problem]) -> None:
    """Adds D014 where no provision has the number."""
    try:
        Ref.read(number, numbers)
    except BadValue as bad:
        problems.append(Problem("D014", place, bad.message, bad.hint))


def _says_none(node: Mapping, problems: list[Problem]) -> bool:
    value = node.entries["terms"][1]
    others = [key for key in node.entries if key != "terms"]
    if others:
        message = f"`terms` stands beside other terms ({listing(others)})"
        problems.append(Problem("D013", node.entries["terms"][0], message, "`terms: none` stands alone; otherwise leave it out"))
    elif not isinstance(value, Scalar) or value.value != "none":
        problems.append(Problem("D013", value.place, "`terms` can only be none", "write terms: none, or the terms themselves beginning with kind: …"))
    else:
        return True
    return False
