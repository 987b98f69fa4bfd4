"""What the rows of all tables have in common: how they are written down, what may be absent, and the kinds of value that their fields hold.

A row is a frozen dataclass whose fields are the keys of an object of summary.json, in their order. A field that has a default may be absent there:
it is left out where it holds its default, "" for words that need not be said, ABSENT for a figure. Absent is not null: null is a figure that is not
known or not told. The docstring of a row and the descriptions of its fields become the JSON Schema (`tables.schema`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from typing import Annotated, Any, ClassVar, Final

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, JsonValue
from pydantic_core import CoreSchema, PydanticOmit, core_schema

from wargame.contract.rules.readings import BASE_READING
from wargame.contract.text.variant import BASE_NAME


class Absent(Enum):
    """What stands in a field whose key a row does not have. No JSON value is read as it, and the schema does not name it."""

    ABSENT = "absent"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        raise PydanticOmit


ABSENT: Final = Absent.ABSENT
_SCALARS = frozenset({str, int, float, bool, type(None)})

Amount = int | float  # major units of the currency with its decimals; whole numbers where it has none
Figure = int | float  # any other number that need not be whole
Count = Annotated[int, Field(ge=0)]
NotNegative = Annotated[int, Field(ge=0)] | Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]  # of 1
ScenarioKey = Annotated[str, Field(min_length=1, description="Key of a scenario, as `scenarios` has it.")]
VariantName = Annotated[str, Field(min_length=1, description="Name of a variant, as `variants` has it; `base` is the current draft.")]
ReadingName = Annotated[str, Field(min_length=1, description="Name of a reading, as `readings` has it; `base` is usual practice.")]
PartyRole = Annotated[str, Field(description="Role of a party, as `parties` has it.")]
ClauseNumber = Annotated[str, Field(description="Number of a clause.")]
MonthNumber = Annotated[int, Field(ge=1, description="Contract month; the first is 1.")]
Low = Annotated[Amount | None, Field(description="Lower end of the 95 % interval.")]
High = Annotated[Amount | None, Field(description="Upper end of the 95 % interval.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """Base of every row, and of whatever object stands within one."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    def items(self) -> Iterator[tuple[str, Any]]:
        """Every field with what it holds, in their order."""
        return ((name, getattr(self, name)) for name, _ in _columns(type(self)))

    def data(self) -> dict[str, JsonValue]:
        """The row as summary.json has it."""
        found: dict[str, JsonValue] = {}
        for name, default in _columns(type(self)):
            value = getattr(self, name)
            if type(value) in _SCALARS and default is MISSING:  # most of them, and there are many thousands
                found[name] = value
            elif default is MISSING or value != default:
                found[name] = plain(value)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRow(SummaryRow):
    """Base of rows that tell of one cell: a scenario, a variant and a reading, played on the same futures as every other."""

    scenario: ScenarioKey
    variant: VariantName
    reading: ReadingName

    @property
    def current(self) -> bool:
        """Whether it tells of the current draft in its base reading."""
        return self.variant == BASE_NAME and self.reading == BASE_READING


def plain(value: Any) -> JsonValue:
    """A value of a field as JSON has it."""
    if isinstance(value, SummaryRow):
        return value.data()
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    found: JsonValue = dict(value) if isinstance(value, Mapping) else value
    return found


def _columns(kind: type[SummaryRow]) -> tuple[tuple[str, object], ...]:
    """The fields of a kind of row with their defaults, looked up once."""
    if kind not in _KNOWN:
        _KNOWN[kind] = tuple((one.name, one.default) for one in fields(kind))
    return _KNOWN[kind]


_KNOWN: dict[type[SummaryRow], tuple[tuple[str, object], ...]] = {}
