"""The JSON Schema of summary.json, made from the types of its rows. Prints it when it is run: `python -m wargame.analysis.tables.schema`."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from wargame.analysis.tables.summary import Summary

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def summary_schema() -> dict[str, Any]:
    """The schema, which is the caller's own: draft 2020-12, closed objects, a definition for each kind of row."""
    found: dict[str, Any] = json.loads(_written())
    return found


@cache
def _written() -> str:
    return json.dumps(TypeAdapter(Summary).json_schema(schema_generator=_AsPeopleWrite), ensure_ascii=False)


class _AsPeopleWrite(GenerateJsonSchema):
    """No title for every key, no default for what may be absent, sentences in one line, and one type where there need be no choice of two."""

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        """The whole. Every table is in every file, though a value in memory may leave one out."""
        found = super().generate(schema, mode)
        return {"$schema": DIALECT, **found, "title": "Summary of a war game", "required": list(found["properties"])}

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        """A kind of row."""
        found = super().dataclass_schema(schema)
        return {key: " ".join(value.split()) if key == "description" else value for key, value in found.items() if key != "title"}

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: the key says it."""
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """What a key holds where it is there; that it may be absent is said by `required`."""
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """A type or null."""
        inner = self.generate_inner(schema["schema"])
        if isinstance(inner.get("type"), str) and "enum" not in inner and "const" not in inner:
            return {**inner, "type": [inner["type"], "null"]}
        return super().nullable_schema(schema)

    def union_schema(self, schema: core_schema.UnionSchema) -> JsonSchemaValue:
        """A whole number or any other is a number."""
        found = super().union_schema(schema)
        kinds = [one.get("type") for one in found.get("anyOf", ())]
        return found["anyOf"][1] if kinds == ["integer", "number"] else found


if __name__ == "__main__":
    print(json.dumps(summary_schema(), indent=1, ensure_ascii=False))
