"""The reference: a page for every clause kind, shock kind, distribution, check, governing law with a pack and rule of each, one for the report, and
one for every code that a refusal carries, all written from the registers themselves."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import Any

from pydantic import BaseModel

from wargame.analysis.findings.check import Check, checks
from wargame.contract import codes as contract_codes
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.default_law import KIND, DefaultLawPack, LawRule, law_number, law_packs, pack_of
from wargame.contract.rules.kinds import clause_kinds
from wargame.core.events import EVENTS, QUESTIONS
from wargame.core.facts import FACTS
from wargame.core.problem import BadInput, Place, Problem, suggest
from wargame.report.files.export import export_kinds
from wargame.report.page.section import readers, sections
from wargame.simulation import codes as run_codes
from wargame.simulation.run.archive import write_text
from wargame.world import codes as world_codes
from wargame.world.scenario.file import shock_kinds
from wargame.world.shock_base.arrival import Arrival
from wargame.world.shock_base.base import Shock, ShockInputs
from wargame.world.sizes.inputs import Sourced
from wargame.world.sizes.read import Distribution, Sizes, distribution_kinds

BOUNDS_WORDS = """Sizes carry their units as everywhere: `5 days`, `12 %`, `GBP 5 000`. Beside any law that is a map may stand `at least` and
`at most`: a draw beyond is set to the bound, and the report says how large a share of the draws that is; a bound that cuts more than half is refused.
Lengths, amounts, numbers and percentages that are no moves are never below 0. Every draw is rounded to a whole second, millionth, minor unit of money
or number."""
TYPES = {  # what a reader calls them
    "str": "text",
    "Rate": "a percentage",
    "Count": "a number, with its period (`0.5 per year`) where it is a rate",
    "int": "a whole number",
    "date": "a date",
    "Money": "an amount of money",
    "Price": "a price of one unit",
    "Duration": "a length of time",
    "PartyName": "a party of the agreement",
    "ServiceName": "a service of the agreement",
    "Ref": "the number of a clause",
}
CODES = {**contract_codes.CODES, **world_codes.CODES, **run_codes.CODES}


def page_of(word: str) -> str:
    """The page of a clause kind, shock kind, distribution, check, governing law, rule of default law or code, however its words are joined; of a rule
    that several laws have, the pages of all. BadInput (X030) with a suggestion for a word nobody knows."""
    shelves = _shelves()
    plain = _plain(word)
    for name, page in ((name, page) for shelf in shelves.values() for name, page in shelf.items()):
        if _plain(name) == plain:
            return page()
    law = pack_of(plain)
    if law is not None:
        return pack_page(law)
    found = [law_page(pack, rule) for pack in law_packs().values() for rule in pack.rules if _plain(rule.name) == plain]
    if found:
        return "\n\n".join(found)
    code = word.strip().upper()
    if code in CODES:
        one = CODES[code]
        return f"# {code}: {one.title}\n\n{one.why}\n\nExample:\n\n{one.example}"
    known = [*(name for shelf in shelves.values() for name in shelf), *(name for names in _laws().values() for name in names), *law_packs(), *CODES]
    hint = suggest(word, known) or "`wargame explain` alone lists everything that has a page"
    raise BadInput([Problem("X030", Place("explain", 0, 0), f"nothing here is called '{word[:60]}'", hint)])


def index() -> str:
    """Every word that has a page, by what it is."""
    found = [
        f"{what}:\n{fill(', '.join(shelf), 100, initial_indent='  ', subsequent_indent='  ', break_on_hyphens=False)}"
        for what, shelf in (_shelves() | _laws()).items()
    ]
    return "\n".join([*found, "codes:", "  the code of any refusal, such as D003"])


def _shelves() -> dict[str, dict[str, Callable[[], str]]]:
    """What has a page, by what it is: its name, and what writes its page."""
    return {
        "clause kinds": {name: partial(clause_page, kind) for name, kind in clause_kinds().items()},
        "shocks": {name: partial(shock_page, kind) for name, kind in shock_kinds().items()},
        "when shocks arrive": {"arrival": partial(arrival_page, Arrival)},
        "distributions": {name: partial(distribution_page, kind) for name, kind in distribution_kinds().items()},
        "checks": {name: partial(check_page, kind) for name, kind in checks().items()},
    }


def _laws() -> dict[str, tuple[str, ...]]:
    """The rules of each governing law that has a pack, under a title that names it."""
    return {f"rules of {KIND}, {pack.kind}": pack.names() for pack in law_packs().values()}


def _plain(word: str) -> str:
    """A name without what joins its words, its case, and what the register puts around it: `default law: damages (voice)`, `dead-zone:8.2`."""
    bare = word.casefold().removeprefix(f"{KIND}:").split("(")[0].split(":")[0]
    return " ".join(bare.replace("_", " ").replace("-", " ").split())


def pack_page(pack: type[DefaultLawPack]) -> str:
    """A governing law: the names by which a draft may call it, its rules, and whether anybody has looked them over."""
    others = f" (or {', '.join(pack.also)})" if pack.also else ""
    rules = [f"- [{rule.name}]({_file(pack.kind)}/{_file(rule.name)}.md): {rule.title}" for rule in pack.rules]
    unseen = "Nobody has reviewed these rules yet. What is marked [v] must be verified by a practitioner before anybody relies on it."
    return "\n\n".join(
        [
            f"# {pack.kind}",
            f"What stands behind an agreement where it is silent, if its front matter says `law: {pack.kind}`{others}.",
            "\n".join(rules),
            f"Reviewed: {pack.reviewed}" if pack.reviewed else unseen,
            "A page says what a rule would pay, and gives no legal advice.",
        ]
    )


def _file(name: str) -> str:
    """A name as the stem of a file."""
    return _plain(name).replace(" ", "-")


def law_page(pack: type[DefaultLawPack], rule: type[LawRule]) -> str:
    """A rule of default law: of which law, what it says, what it assumes, its constructions, and how to switch it off."""
    parts = [f"# {law_number(rule)}", f"{rule.title} ({pack.kind})", f"“{rule.says}”"]
    if not rule.plays:
        parts.append("It moves no money in the lives played; it is shown beside them.")
    parts += [f"- Assumed: {one.what}: {one.value} ({one.source})" for one in rule.assumes]
    parts += [f"- `{name.replace('_', ' ')}`: {' | '.join(c.options)}\n  {c.asks} ({c.source})" for name, c in rule.constructions.items()]
    parts += [f'Left out of a run by `--law-off "{rule.name}"`, as all default law is by `--no-default-law`.', f"Source: {rule.source}"]
    return "\n\n".join(parts)


def clause_page(kind: type[Clause]) -> str:
    """A clause kind: what it is, its terms, constructions, what it publishes, an example, words to use and its source."""
    parts = [
        f"# {kind.kind}",
        _module_words(kind),
        f"Acts at the month-end stage {kind.stage.name}{f', and again at {kind.later.name}' if kind.later is not None else ''}.",
        "## Terms",
        _terms(kind.Terms),
    ]
    if kind.constructions:
        parts.append("## Constructions (usual practice first)")
        parts += [f"- `{name.replace('_', ' ')}`: {' | '.join(c.options)}\n  {c.asks} ({c.source})" for name, c in kind.constructions.items()]
    if kind.publishes:
        parts.append(f"Other clauses may read from it: {', '.join(sorted(kind.publishes))}.")
    parts += ["## Example", kind.example.strip(), "## Words", kind.wording, f"Source: {kind.source}"]
    return _as_written("\n\n".join(part for part in parts if part), kind.Terms)


def shock_page(kind: type[Shock]) -> str:
    """A shock kind: what it models, the questions it puts, the facts it moves with their units, its inputs, an example, and its sizes' source."""
    event = EVENTS[kind.event]
    facts = [f"- `{fact.replace('_', ' ')}`, in {FACTS[fact].unit}: {FACTS[fact].meaning}" for fact in kind.writes]
    own = [name for name in kind.Inputs.model_fields if name not in ShockInputs.model_fields]
    fault = kind.Inputs.model_fields["fault"].default
    usual = f"the {fault}’s" if fault else "that of the component’s everyday outages" if {"component", "components"} & set(own) else "nobody’s"
    page = "\n\n".join(
        [
            f"# {kind.kind}",
            _module_words(kind),
            f"Event: `{kind.event.replace('_', ' ')}` – {event.words}. It asks the draft: {' '.join(QUESTIONS[name].words for name in event.asks)}",
            "## Facts that it moves",
            "\n".join(facts),
            "## Inputs",
            _terms(kind.Inputs, only=own),
            f"As every shock it [arrives](arrival.md) somehow and may say `marked`, `source`, `private` and `fault` (if it is not said, {usual}).",
            "## Example",
            kind.example.strip(),
            f"Source of the sizes in the example: {kind.source}.",
        ]
    )
    return _as_written(page, kind.Inputs)


def arrival_page(model: type[Arrival]) -> str:
    """When shocks arrive and how they depend on each other: what every kind of shock has."""
    shared = {name: field for name, field in ShockInputs.model_fields.items() if name not in ("arrives", "kind")}
    return "\n\n".join(
        [
            "# arrival",
            _module_words(model),
            "## Inputs of `arrives`",
            _terms(model),
            "## Beside it, for every shock",
            "\n".join(
                f"- `{name}`: {_type_words(field.annotation, field.metadata)} ({_default_words(field.default)})" for name, field in shared.items()
            ),
            inspect.cleandoc(Sourced.__doc__ or ""),
            "## Examples",
            "\n".join(
                [
                    "arrives: {date: 2027-11-29}",
                    "arrives: {rate: 0.5 per year, season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 3], driven by: {economy: -40 %}}",
                    "arrives: {earliest: 2027-09-01, latest: 2028-03-31, probability: 60 %}",
                    "arrives: {after: {shock: ransomware, delay: {low: 2 days, high: 20 days}, probability: 30 %}}",
                    "arrives: {rate: 1 per year, raised by: {key people leave: {by: 200 %, lasts: 6 months}}}",
                ]
            ),
        ]
    )


def distribution_page(kind: type[Distribution]) -> str:
    """A distribution: what it models and when to use it, what is given, units and bounds, an example, and the source of its formula."""
    return "\n\n".join(
        [
            f"# {kind.kind}",
            _module_words(kind),
            " ".join(inspect.cleandoc(kind.__doc__ or "").split()),
            "## Given by",
            "\n".join(f"- {way}" for way in kind.given_by()),
            BOUNDS_WORDS,
            "## Example",
            kind.example.strip(),
            f"Source: {kind.source}.",
        ]
    )


def check_page(kind: type[Check]) -> str:
    """A check: what it looks for, why it matters, an example, a redraft."""
    return "\n\n".join([f"# {kind.kind}", _module_words(kind), f"Why it matters: {kind.why}", f"Example: {kind.example}", f"Redraft: {kind.redraft}"])


def pages() -> dict[str, str]:
    """Every page of the reference by its file name, and the closed tables."""
    found = {f"clauses/{name}.md": clause_page(kind) for name, kind in clause_kinds().items()}
    found |= {f"shocks/{name}.md": shock_page(kind) for name, kind in shock_kinds().items()}
    found["shocks/arrival.md"] = arrival_page(Arrival)
    found |= {f"distributions/{name}.md": distribution_page(kind) for name, kind in distribution_kinds().items()}
    found |= {f"checks/{name}.md": check_page(kind) for name, kind in checks().items()}
    for pack in law_packs().values():
        found[f"laws/{_file(pack.kind)}.md"] = pack_page(pack)
        found |= {f"laws/{_file(pack.kind)}/{_file(rule.name)}.md": law_page(pack, rule) for rule in pack.rules}
    found |= {"tables.md": tables(), "report.md": report_page()}
    found["README.md"] = contents(found)
    return {name: text.rstrip() + "\n" for name, text in found.items()}


def report_page() -> str:
    """What is on the report: the first page of each reader, and the sections, for whom and what they show; and the formats of a run."""
    lines = ["# The report", "", "| first page for | side | what is on it |", "|---|---|---|"]
    first = sorted(readers().values(), key=lambda one: one.order)
    lines += [f"| {one.title} (`--for {one.kind}`) | {one.side} | {one.hint} |" for one in first]
    lines += ["", "| section | what it shows | in a report for one reader |", "|---|---|---|"]
    for one in sorted(sections().values(), key=lambda one: one.order):
        whose = ", ".join(reader.kind for reader in first if reader.kind in one.readers)
        lines.append(f"| {one.title} | {' '.join(inspect.cleandoc(one.__doc__ or '').split())} | {whose} |")
    return "\n".join([*lines, *_formats()]) + "\n"


def _formats() -> list[str]:
    """The formats in which a run is written, as a table."""
    lines = ["", "| `--export` | what it is | files | |", "|---|---|---|---|"]
    for kind, one in export_kinds().items():
        when = "always" if one.always else "" if one.usual else "only where it is named"
        said = "; ".join(filter(None, (when, "" if one.shared else "not in a shared copy")))
        lines.append(f"| {kind} | {one.title} | {', '.join(f'`{file}`' for file in one.files)} | {said} |")
    return lines


def contents(found: Iterable[str]) -> str:
    """The pages of the reference by room."""
    rooms = {
        "clauses": "Clause kinds",
        "shocks": "Shocks",
        "distributions": "Distributions",
        "checks": "Checks",
    } | {f"laws/{_file(law)}": f"Rules of default law, [{law}](laws/{_file(law)}.md)" for law in law_packs()}
    lines = ["# Reference", "", "Written from the registers by `make docs`; `wargame explain WORD` shows a page on the terminal.", ""]
    for room, title in rooms.items():
        links = ", ".join(f"[{Path(name).stem}]({name})" for name in found if name.startswith(f"{room}/"))
        lines += [f"**{title}:** {links}", ""]
    lines += [
        "Sources named PRACTICE and DESIGN are sections of the project's own working papers on how clauses behave; those name what was published.",
        "",
    ]
    return "\n".join([*lines, "[Facts, events and questions](tables.md) · [What is on the report](report.md)"])


def tables() -> str:
    """The closed tables: facts, events and the questions they put."""
    lines = ["# Facts, events and questions", "", "| fact | unit | shape | kept by | meaning |", "|---|---|---|---|---|"]
    lines += [f"| {f.name} | {f.unit} | {f.shape} | {f.keyed_by or '—'} | {f.meaning} |" for f in FACTS.values()]
    lines += ["", "| event | what happens | questions it puts |", "|---|---|---|"]
    lines += [f"| {e.name} | {e.words} | {'; '.join(QUESTIONS[q].words for q in e.asks)} |" for e in EVENTS.values()]
    return "\n".join(lines) + "\n"


def _as_written(page: str, model: type[BaseModel]) -> str:
    """The page with the fields of a model, where they stand as `words`, as their keys are written in a draft or scenario."""
    keys = {name: field.alias or name.replace("_", " ") for one in _within(model) for name, field in one.model_fields.items() if "_" in name}
    return re.sub(r"`[^`\n]+`", lambda words: re.sub(r"\w+", lambda word: keys.get(word[0], word[0]), words[0]), page)


def _within(model: type[BaseModel]) -> set[type[BaseModel]]:
    """A model and those of its parts, and of theirs."""
    found, waiting = {model}, [model]
    while waiting:
        inner = {part for field in waiting.pop().model_fields.values() for part in _models(field.annotation)} - found
        found |= inner
        waiting += inner
    return found


def _module_words(kind: type) -> str:
    module = inspect.getmodule(kind)
    return inspect.cleandoc(module.__doc__ or "") if module else ""


def _terms(model: type[BaseModel], indent: str = "", only: Iterable[str] | None = None) -> str:
    lines = []
    for name, field in model.model_fields.items():
        if only is not None and name not in only:
            continue
        need = "required" if field.is_required() else _default_words(field.default)
        lines.append(f"{indent}- `{field.alias or name}`: {_type_words(field.annotation, field.metadata)} ({need})")
        lines += [_terms(inner, indent + "  ") for inner in _models(field.annotation)]
    note = inspect.cleandoc(model.__doc__ or "") if not indent else ""
    return "\n".join([note, "", *lines] if note else lines)


def _default_words(default: object) -> str:
    """What holds where a term is left out, as a drafter would write it."""
    if default is None or isinstance(default, BaseModel) or (isinstance(default, list | tuple | dict) and not default):
        return "optional"
    if isinstance(default, list | tuple):
        return f"default [{', '.join(map(str, default))}]"
    return f"default {default}"


def _models(annotation: Any) -> list[type[BaseModel]]:
    found = [annotation] if inspect.isclass(annotation) and issubclass(annotation, BaseModel) else []
    for inner in getattr(annotation, "__args__", ()):
        found += _models(inner)
    return found


def _type_words(annotation: Any, beside: Iterable[Any] = ()) -> str:
    sizes = next((one for one in beside if isinstance(one, Sizes)), None)
    if sizes is not None:
        return f"{sizes.due}, by any distribution"
    if getattr(annotation, "__metadata__", None) is not None:
        return _type_words(annotation.__origin__, annotation.__metadata__)
    arguments = [one for one in getattr(annotation, "__args__", ()) if one is not type(None)]
    origin = getattr(annotation, "__origin__", None)
    if str(origin) == "typing.Literal":
        return " | ".join(str(one) for one in annotation.__args__)
    if origin is list:
        return f"list, each {_type_words(arguments[0])}"
    if origin is dict:
        return f"map by name, each {_type_words(arguments[1])}"
    if arguments:
        return " or ".join(_type_words(one) for one in arguments)
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        return "a map"
    name = str(getattr(annotation, "__name__", annotation))
    return TYPES.get(name, name)


def write(folder: Path) -> int:
    """Writes the reference into a folder, takes away pages of what is no longer there, and gives the number of pages."""
    made = pages()
    for name, text in made.items():
        write_text(folder / name, text)
    for path in folder.rglob("*.md"):
        if path.relative_to(folder).as_posix() not in made:
            path.unlink()
    return len(made)


if __name__ == "__main__":
    print(f"{write(Path(sys.argv[1]))} pages in {sys.argv[1]}")
