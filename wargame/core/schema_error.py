"""What a schema holds against a group of terms, in words a drafter understands.

pydantic finds every fault at once but speaks of types and fields; here each of its errors becomes a sentence about a
term, with the nearest known word where one was misspelt. Errors that only echo another (a misspelt key is unknown, and
the right one missing; a union refuses a value once for each member) become one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError

from .problem import BadValue, listing, suggest

Loc = tuple[int | str, ...]
MOST_FAULTS = 500  # of one group of terms that are told: a file with more is another file, and each takes a millisecond


class SchemaError(NamedTuple):
    """One fault at a location in the terms; topic is "unknown" (a key), "missing", or that of the BadValue that caused it."""

    loc: Loc
    topic: str
    message: str
    hint: str


def schema_errors(model: type[BaseModel], error: ValidationError, common: Iterable[str] = ()) -> Iterator[SchemaError]:
    """Every fault of a validation, echoes removed, in pydantic's order. `common` are keys allowed at the top beside the model's own."""
    every = error.errors(include_url=False)
    errors, beyond = every[:MOST_FAULTS], len(every) - MOST_FAULTS
    missing: dict[Loc, dict[str, Loc]] = {}  # group -> term -> its location
    for one in errors:
        if one["type"] == "missing":
            missing.setdefault(one["loc"][:-1], {})[str(one["loc"][-1])] = one["loc"]
    misspelt = {e["loc"]: near for e in errors if e["type"] == "extra_forbidden" and (near := _near_missing(e["loc"], missing))}
    seen: dict[Loc, SchemaError] = {}
    for raw in errors:
        loc = raw["loc"]
        if loc in misspelt.values() and raw["type"] == "missing":
            continue
        fault = _schema_error(model, raw, common)  # type: ignore[arg-type]  # ErrorDetails is a TypedDict
        written = _written(loc)
        if written not in seen:
            seen[written] = fault
        elif seen[written].message != fault.message:
            first = seen[written]
            seen[written] = first._replace(message=f"{first.message}; nor will it do otherwise: {fault.message}")
    yield from seen.values()
    if beyond > 0:
        yield SchemaError((), "value", f"and about {beyond:,} more faults, which are not looked at yet", "mend those told first")


def allowed_keys(model: type[BaseModel]) -> list[str]:
    """The keys a group of terms may hold, as they are written."""
    return [info.alias or name for name, info in model.model_fields.items()]


def _schema_error(model: type[BaseModel], raw: dict[str, Any], common: Iterable[str]) -> SchemaError:
    loc: Loc = raw["loc"]
    name, kind, context = _term(loc), raw["type"], raw.get("ctx", {})
    if kind == "missing":
        return SchemaError(loc, "missing", f'the term "{name}" is missing', "absent is never zero: write the term")
    if kind == "extra_forbidden":
        known = allowed_keys(_model_at(model, loc[:-1])) + (list(common) if len(loc) == 1 else [])
        hint = suggest(str(loc[-1]), known)
        return SchemaError(loc, "unknown", f'"{loc[-1]}" is not a term of this group', f"{hint} " * bool(hint) + f"the terms are: {listing(known)}")
    cause = context.get("error")
    if isinstance(cause, BadValue):
        return SchemaError(loc, cause.topic, f"{name}: {cause.message}" if name else cause.message, cause.hint)
    if kind in ("literal_error", "enum"):
        return _choice(loc, name, raw)
    words = _WORDS.get(kind)
    if cause is not None:
        said = str(cause)
    elif words is not None:
        said = words(context)
    else:
        said = str(raw["msg"])[:1].lower() + str(raw["msg"])[1:]
    return SchemaError(loc, "value", f"{name}: {said}" if name else said, "")


_WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "string_type": lambda c: "a single text is due here",
    "list_type": lambda c: "a list is due here",
    "tuple_type": lambda c: "a list is due here",
    "dict_type": lambda c: "a group of terms is due here",
    "model_type": lambda c: "a group of terms is due here",
    "model_attributes_type": lambda c: "a group of terms is due here",
    "bool_parsing": lambda c: "yes or no is due here",
    "bool_type": lambda c: "yes or no is due here",
    "int_parsing": lambda c: "a whole number is due here",
    "too_short": lambda c: f"at least {c.get('min_length')} due here, and {c.get('actual_length')} given",
    "too_long": lambda c: f"at most {c.get('max_length')} allowed here, and {c.get('actual_length')} given",
}


def _choice(loc: Loc, name: str, raw: dict[str, Any]) -> SchemaError:
    expected = str(raw.get("ctx", {}).get("expected", ""))
    choices = [a or b for a, b in re.findall(r"'([^']*)'|\"([^\"]*)\"", expected)] or [expected]
    given = raw["input"] if isinstance(raw["input"], str) else "a list or group"
    hint = suggest(given, choices)
    return SchemaError(loc, "value", f'{name}: "{given}" is not one of the choices', f"{hint} " * bool(hint) + f"the choices are: {listing(choices)}")


def _near_missing(loc: Loc, missing: Mapping[Loc, Mapping[str, Loc]]) -> Loc | None:
    beside = missing.get(loc[:-1], {})
    hint = suggest(str(loc[-1]), beside)
    return next((m for word, m in beside.items() if f'"{word}"' in hint), None) if hint else None


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """The nested model that a location names; union labels and list indices are passed over."""
    for step in loc:
        fields = {info.alias or name: info for name, info in model.model_fields.items()}
        if step in fields:
            model = next(_models_in(fields[str(step)].annotation), model)
        else:
            named = next((m for m in _reachable(model) if m.__name__ == step), None)
            model = named or model
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _reachable(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for info in model.model_fields.values():
        yield from _models_in(info.annotation)


def _term(loc: Loc) -> str:
    words = [step for step in _written(loc) if isinstance(step, str)]
    return words[-1].replace("_", " ") if words else ""


def _written(loc: Loc) -> Loc:
    """The location without pydantic's labels for members of a union, such as `function-plain[read()]` or a model's name."""
    return tuple(step for step in loc if isinstance(step, int) or not ("[" in step or step[:1].isupper() or step in ("str", "int", "bool", "float")))
