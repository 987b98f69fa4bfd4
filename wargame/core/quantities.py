"""The field types of a clause's terms: what a pydantic model writes as `price: PriceT` or `at_risk: RateT | None = None`.

Each type takes the text of a draft, reads it (`reading`) and gives an exact value (`values`). The validation context may
hold `currencies`, the codes the draft allows, its own first; without it any ISO currency will do. A numeric term may be
written as a group `redacted: {low, mode, high}`: the field then holds the mode, and the range is put into the context's
`redacted` mapping under its three texts. A blank (nothing, TBC, [●]) is refused: absent is never zero. A name must be
among the context's `clauses`, `services` or `parties`, where it has them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from .money import Money
from .problem import BadValue, listing, suggest
from .reading import (
    is_blank,
    normalise,
    parse_count,
    parse_date,
    parse_decimal,
    parse_duration,
    parse_money,
    parse_price,
    parse_rate,
    parse_share,
    parse_whole,
)
from .values import Count, Duration, Price, Rate, Redacted, decimal_text

_RANGE = ("low", "mode", "high")
BLANK_HINT = "write the term or, where a figure is unknown, a range: redacted: {low: …, mode: …, high: …}"


@dataclass(frozen=True)
class QuantityReader:
    """Reads one kind of term inside a pydantic model. `due` is what it is called in messages and in the JSON Schema.

    `parse` is given the text and, where the validation context has the key `given`, what stands there.
    """

    type: type
    due: str
    example: str
    parse: Callable[..., object]
    given: str = ""
    numeric: bool = True
    form: str = ""  # a pattern that all texts have which can be read, for editors; none where a figure may stand alone

    def read(self, value: object, info: ValidationInfo) -> object:
        """The value of a text, of a redacted range, or of an already read value, which passes unchanged."""
        context: Mapping[str, Any] = info.context or {}
        if not isinstance(value, str) and isinstance(value, self.type):
            return value
        if self.numeric and isinstance(value, dict) and set(value) == {"redacted"}:
            return self._range(value["redacted"], context)
        return self._text(value, context)

    def _text(self, value: object, context: Mapping[str, Any]) -> object:
        if isinstance(value, list) and len(value) <= 1 and all(isinstance(v, str) and is_blank(v) for v in value):
            raise BadValue(f"the term is blank, and {self.due} is due", BLANK_HINT, "blank")  # YAML reads [●] as a list
        if not isinstance(value, str):
            what = "a list" if isinstance(value, list) else "a group of terms" if isinstance(value, dict) else f"{value!r}"
            raise BadValue(f"{what} stands where {self.due} is due", f"write it as {self._example(context)}")
        text = normalise(value)
        if is_blank(text):
            shown = f' ("{text}")' if text else ""
            raise BadValue(f"the term is blank{shown}, and {self.due} is due", BLANK_HINT if self.numeric else "write the term", "blank")
        return self.parse(text, context[self.given]) if self.given in context else self.parse(text)

    def _example(self, context: Mapping[str, Any]) -> str:
        """Something that could stand there: of names one that this draft has."""
        known = [] if self.numeric else [*context.get(self.given, ())]
        return self.example if self.example in known or not known else str(known[0])

    def _range(self, parts: object, context: Mapping[str, Any]) -> object:
        if not isinstance(parts, dict) or set(parts) != set(_RANGE):
            raise BadValue("a redacted term needs exactly low, mode and high", f"write redacted: {{low: {self.example}, mode: …, high: …}}")
        low, mode, high = (self._text(parts[key], context) for key in _RANGE)
        if not (_at_most(low, mode) and _at_most(mode, high)):
            raise BadValue(f"a redacted range must rise from low to mode to high in one unit, not {low}, {mode}, {high}", "reorder the three figures")
        context.get("redacted", {})[tuple(str(parts[key]) for key in _RANGE)] = Redacted(low, mode, high)
        return mode

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.read, serialization=core_schema.to_string_ser_schema(when_used="json"))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        text: JsonSchemaValue = {"type": "string", "minLength": 1, "description": self.due, "examples": [self.example]}
        if self.form:
            text["pattern"] = self.form
        else:  # what YAML takes for a number, or for a truth
            text["type"] = ["string", "number"] if self.numeric else ["string", "number", "boolean"]
        if not self.numeric:
            return text
        parts = {"type": "object", "required": list(_RANGE), "additionalProperties": False, "properties": {key: dict(text) for key in _RANGE}}
        group = {"type": "object", "required": ["redacted"], "additionalProperties": False, "properties": {"redacted": parts}}
        return {"anyOf": [text, group], "description": self.due}


def _at_most(a: object, b: object) -> bool:
    if isinstance(a, int) and isinstance(b, int):
        return a <= b
    if isinstance(a, Duration) and isinstance(b, Duration):
        # Two units of time compare only through zero: nobody knows how many seconds a month has.
        x, y = (a.seconds, a.months, a.business_days), (b.seconds, b.months, b.business_days)
        return all(p <= q for p, q in zip(x, y, strict=True))
    if isinstance(a, Money) and isinstance(b, Money):
        return a.currency == b.currency and a.minor <= b.minor
    if isinstance(a, dt.date) and isinstance(b, dt.date):
        return a <= b
    if isinstance(a, (Rate, Price, Count)) and isinstance(b, (Rate, Price, Count)):
        units = [(getattr(v, "currency", None), getattr(v, "unit", None), getattr(v, "per", None)) for v in (a, b)]
        return units[0] == units[1] and a.num * b.den <= b.num * a.den
    raise TypeError(f"{a!r} and {b!r} are not quantities of one kind")


class _Name(str):
    """A text that names something defined elsewhere in the draft."""

    due = ""
    example = ""
    topic = ""
    given = ""
    __slots__ = ()

    @classmethod
    def read(cls, text: str, known: Collection[str] | None = None) -> Self:
        """The name, which must be among the known ones if these are given; BadValue with the nearest, its topic telling what was named."""
        if known is None or text in known:
            return cls(text)
        last = text.rsplit(" ", 1)[-1]
        near = f"write it alone: {last}" if last in known else suggest(text, known)
        raise BadValue(f'there is no {cls.topic} "{text[:60]}"', near or f"there are: {listing(known) or 'none'}", cls.topic)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        reader = QuantityReader(cls, cls.due, cls.example, cls.read, cls.given, numeric=False)
        return reader.__get_pydantic_core_schema__(source, handler)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": ["string", "number"], "minLength": 1, "description": cls.due, "examples": [cls.example]}


class Ref(_Name):
    """The number of a provision of the draft, as text: 12.1 and 12.10 are two clauses."""

    due = "a clause number"
    example = "8.2"
    topic = "clause"
    given = "clauses"
    __slots__ = ()


class ServiceName(_Name):
    """The name of a service of the front matter."""

    due = "the name of a service"
    example = "voice"
    topic = "service"
    given = "services"
    __slots__ = ()


class PartyName(_Name):
    """The role of a party of the front matter."""

    due = "the role of a party"
    example = "provider"
    topic = "party"
    given = "parties"
    __slots__ = ()


_WORDS_OF_TIME = ("second", "minute", "hour", "day", "week", "month", "quarter", "year")
# Patterns without (?i), which JavaScript, and so an editor, does not know.
_MONEY = "^[^0-9+-].*[0-9]"  # a currency, then a figure
_PERCENT = "[0-9]\\s*%\\s*$"
_UNITS = "|".join("".join(f"[{letter.upper()}{letter}]" for letter in unit) for unit in _WORDS_OF_TIME)
_TIME = f"[0-9].*({_UNITS})[Ss]?\\s*$"
_DATE = "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\\s*$"

MoneyT = Annotated[Money, QuantityReader(Money, "an amount of money", "GBP 250 000", parse_money, "currencies", form=_MONEY)]
PriceT = Annotated[Price, QuantityReader(Price, "a price", "GBP 4.20", parse_price, "currencies", form=_MONEY)]
RateT = Annotated[Rate, QuantityReader(Rate, "a percentage (%)", "15 %", parse_rate, form=_PERCENT)]
ShareT = Annotated[Rate, QuantityReader(Rate, "a percentage from 0 % to 100 %", "15 %", parse_share, form=_PERCENT)]
DurationT = Annotated[Duration, QuantityReader(Duration, "a duration", "4 hours", parse_duration, form=_TIME)]
CountT = Annotated[Count, QuantityReader(Count, "a quantity", "100 000 per month", parse_count)]
DateT = Annotated[dt.date, QuantityReader(dt.date, "a date", "2027-01-31", parse_date, form=_DATE)]
WholeT = Annotated[int, QuantityReader(int, "a whole number", "3", parse_whole)]
TextT = Annotated[str, QuantityReader(str, "a text", "some words", str, numeric=False)]

__all__ = [
    "BadValue",
    "Count",
    "CountT",
    "DateT",
    "Duration",
    "DurationT",
    "Money",
    "MoneyT",
    "PartyName",
    "Price",
    "PriceT",
    "QuantityReader",
    "Rate",
    "RateT",
    "Redacted",
    "Ref",
    "ServiceName",
    "ShareT",
    "TextT",
    "WholeT",
    "decimal_text",
    "is_blank",
    "normalise",
    "parse_count",
    "parse_date",
    "parse_decimal",
    "parse_duration",
    "parse_money",
    "parse_price",
    "parse_rate",
    "parse_whole",
]  # fmt: skip
