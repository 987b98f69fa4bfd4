"""JSON Schemas of what people write: drafts, scenarios, variants and single kinds, for editors and for whoever makes such files.

They are the types by which files are read, said as data. A schema knows keys, choices and the form of a quantity; what goes together, and what must
exist elsewhere in the file, is told by `check`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from pydantic import BaseModel

from wargame.analysis.tables.schema import summary_schema
from wargame.contract.rules.kinds import clause_kinds
from wargame.contract.text.front import Front
from wargame.contract.text.provision import Common
from wargame.contract.text.variant import Entry
from wargame.core.problem import BadInput, Place, Problem, suggest
from wargame.world.scenario.file import shock_kinds
from wargame.world.scenario.inputs import Inside

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EDITOR = "# yaml-language-server: $schema="  # the first line of a file, with the schema's file, by which editors know it
DEFS = "#/$defs/"
JsonSchema = dict[str, Any]


def schema(name: str) -> JsonSchema:
    """The JSON Schema of `draft`, `scenario`, `variants`, or of the terms of a clause kind, or the inputs of a shock. BadInput (X030) for another
    name."""
    whole: dict[str, Callable[[], JsonSchema]] = {
        "draft": draft_schema,
        "scenario": scenario_schema,
        "variants": variants_schema,
        "summary": summary_schema,
    }
    clauses, shocks = clause_kinds(), shock_kinds()
    word = name.strip().replace("-", "_").replace(" ", "_")
    if word in whole:
        found = whole[word]()
    elif word in clauses:
        found = _terms(word, clauses[word].Terms)
    elif word in shocks:
        found = _inputs(word, shocks[word].Inputs)
    else:
        known = [*whole, *clauses, *shocks]
        raise BadInput(
            [
                Problem(
                    "X030", Place("schema", 0, 0), f"nothing here is called '{name[:60]}'", suggest(word, known) or f"there are: {', '.join(known)}"
                )
            ]
        )
    return {"$schema": DIALECT, **_shared(found)}


def draft_schema() -> JsonSchema:
    """The front matter of a draft; the terms of its provisions, by kind, are `#/$defs/terms`."""
    found = _of(Front)
    found["title"], found["$defs"]["terms"] = "Front matter of a draft", _any_terms(found["$defs"])
    return found


def scenario_schema() -> JsonSchema:
    """A scenario file. One that is based on another may give parts of anything; one that stands alone is whole."""
    whole = _of(Inside)
    defs = whole.pop("$defs")
    whole["properties"]["shocks"] = {"type": "object", "additionalProperties": _by_kind(defs, shock_kinds(), _inputs, "shock")}
    partial = {f"partial-{name}": _partial(one) for name, one in defs.items()}
    return {
        "title": "Scenario",
        "type": "object",
        "if": {"required": ["based on"]},
        "then": _partial(whole),
        "else": whole,
        "$defs": {**defs, **partial},
    }


def variants_schema() -> JsonSchema:
    """A file of variants: by name, or as a list with names. A patch may give some terms of a clause, or words."""
    entry = _of(Entry)
    defs = entry.pop("$defs")
    terms = _any_terms(defs)
    addition = next(one for name, one in defs.items() if "terms" in one.get("properties", {}))
    addition["properties"]["terms"] = terms
    named = deepcopy(entry)
    named["properties"].pop("name")
    named["required"] = [one for one in entry["required"] if one != "name"]
    variants = {"oneOf": [{"type": "object", "minProperties": 1, "additionalProperties": named}, {"type": "array", "minItems": 1, "items": entry}]}
    return {
        "title": "Variants of a draft",
        "type": "object",
        "properties": {"variants": variants},
        "required": ["variants"],
        "additionalProperties": False,
        "$defs": defs,
    }


def _of(model: type[BaseModel]) -> JsonSchema:
    found = model.model_json_schema()
    found.setdefault("$defs", {})
    return found


def _terms(kind: str, model: type[BaseModel]) -> JsonSchema:
    """The terms block of a clause of a kind: its own terms, `kind`, and those that any kind may have."""
    found, common = _of(model), _of(Common)
    found["title"] = f"Terms of {kind}"
    found["properties"] = {"kind": {"const": kind}, **found.get("properties", {}), **common["properties"]}
    found["required"] = ["kind", *found.get("required", ())]
    return found


def _inputs(kind: str, model: type[BaseModel]) -> JsonSchema:
    found = _of(model)
    found["title"] = f"Shock: {kind}"
    found["properties"]["kind"] = {"const": kind}
    found["required"] = list(dict.fromkeys(("kind", *found.get("required", ()))))
    return found


def _any_terms(defs: JsonSchema) -> JsonSchema:
    """A terms block: `terms: none`, or the terms of the kind that it names."""
    none = {"type": "object", "properties": {"terms": {"const": "none"}}, "required": ["terms"], "additionalProperties": False}
    return {"if": {"required": ["terms"]}, "then": none, "else": _by_kind(defs, clause_kinds(), _terms, "clause")}


def _by_kind(defs: JsonSchema, kinds: Mapping[str, type[Any]], of: Callable[[str, type[BaseModel]], JsonSchema], what: str) -> JsonSchema:
    """A group that says its kind, and is what that kind is; what each kind is goes into `defs`, with what it leans on under its own names."""
    choices: list[JsonSchema] = []
    for kind, cls in kinds.items():
        one = of(kind, cls.Terms if what == "clause" else cls.Inputs)
        inner = one.pop("$defs")
        own = {name: name if defs.get(name, schema) == schema else f"{kind}-{name}" for name, schema in inner.items()}
        for name, schema in inner.items():
            defs[own[name]] = _renamed(schema, own)
        defs[f"{what}-{kind}"] = _renamed(one, own)
        choices.append({"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": {"$ref": f"{DEFS}{what}-{kind}"}})
    return {"type": "object", "properties": {"kind": {"enum": list(kinds)}}, "required": ["kind"], "allOf": choices}


def _renamed(schema: Any, names: Mapping[str, str]) -> Any:
    """A copy that leans on definitions by other names."""
    if isinstance(schema, list):
        return [_renamed(one, names) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _renamed(value, names) for key, value in schema.items()}
    if "$ref" in found:
        bare = found["$ref"].removeprefix(DEFS)
        found["$ref"] = DEFS + names.get(bare, bare)
    return found


def _partial(schema: Any) -> Any:
    """A copy for what is laid over another file: nothing is required, and a shock need not say its kind again."""
    if isinstance(schema, list):
        return [_partial(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: value if key == "if" else _partial(value) for key, value in schema.items() if key not in ("required", "oneOf")}
    if "$ref" in found:
        found["$ref"] = f"{DEFS}partial-{found['$ref'].removeprefix(DEFS)}"
    return found


def _shared(schema: JsonSchema) -> JsonSchema:
    """The schema with what recurs, the ways to write a quantity, said once."""
    defs: JsonSchema = {}

    def once(one: Any) -> Any:
        if isinstance(one, list):
            return [once(each) for each in one]
        if not isinstance(one, dict):
            return one
        due = one.get("description")
        bare = {key: value for key, value in one.items() if key not in ("title", "default")}
        if (
            isinstance(due, str)
            and ("examples" in bare or "anyOf" in bare)
            and set(bare) <= {"anyOf", "description", "examples", "minLength", "pattern", "type"}
        ):
            name = re.sub("[^a-z0-9]+", "-", due.lower()).strip("-")
            if defs.setdefault(name, bare) == bare:
                return {"$ref": DEFS + name, **{key: one[key] for key in ("default",) if key in one}}
        return {key: once(value) for key, value in one.items()}

    found = once(schema)
    found["$defs"] = {**defs, **found.get("$defs", {})}
    return found  # type: ignore[no-any-return]
