"""The whole of summary.json as a value: made of rows, written as data, and read back from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue, TypeAdapter, ValidationError

from wargame.analysis.tables.clauses import AttributionRow, CashRow, ClauseRow, EndRow, ExitRow, MonthRow, RecoveryRow, WaterfallRow
from wargame.analysis.tables.exposure import CompareRow, ExposureRow, IncentiveRow, RegretRow, ToleranceRow, ValueRow
from wargame.analysis.tables.facts import PartyRow, ProvenanceRow, ReadingRow, ScenarioRow
from wargame.analysis.tables.findings import FindingRow, PointRow
from wargame.analysis.tables.row import SummaryRow, plain
from wargame.analysis.tables.words import AssumptionRow, ConstructionRow, CoverageRow, DefaultLawRow, NotPlayedRow
from wargame.analysis.tables.world import DependenceRow, WorldEventRow, WorldRow
from wargame.core.problem import BadInput, Place, Problem

SCHEMA_VERSION: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(SummaryRow):
    """What a run came to. Amounts are in major units of `currency`, with its decimals. One sign: a loss is above 0, and in every difference between
    two things (`compare`, `regret`, `incentives`, `change`, `money`, `leave_one_out`) more than 0 is worse for that party and less than 0 better.
    Levels that are no losses (`cash`, `value`, amounts paid) say so. docs/glossary.md has the names. Closed objects: a key that is not described here
    is an error, except in `provenance`, which may tell more."""

    # Every table is in every summary.json; in memory one that a run, its first figures or a shared copy does not have is empty.
    schema_version: Annotated[Literal[2], Field(description="Raised whenever a key changes its meaning or goes.")] = SCHEMA_VERSION
    title: str
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    parties: Annotated[tuple[PartyRow, ...], Field(min_length=2, description="In the order of the draft: the first buys, the second supplies.")]
    futures: Annotated[int, Field(ge=0, description="Futures played in every cell.")]
    scenarios: Annotated[tuple[ScenarioRow, ...], Field(min_length=1)]
    variants: Annotated[tuple[str, ...], Field(json_schema_extra={"uniqueItems": True})]
    exposure: tuple[ExposureRow, ...] = ()
    readings: Annotated[tuple[ReadingRow, ...], Field(min_length=1)] = ()
    findings: tuple[FindingRow, ...] = ()
    clauses: tuple[ClauseRow, ...] = ()
    waterfall: tuple[WaterfallRow, ...] = ()
    compare: tuple[CompareRow, ...] = ()
    regret: tuple[RegretRow, ...] = ()
    incentives: tuple[IncentiveRow, ...] = ()
    exits: tuple[ExitRow, ...] = ()
    ends: tuple[EndRow, ...] = ()
    attribution: tuple[AttributionRow, ...] = ()
    cash: tuple[CashRow, ...] = ()
    months: tuple[MonthRow, ...] = ()
    value: tuple[ValueRow, ...] = ()
    tolerance: tuple[ToleranceRow, ...] = ()
    world: tuple[WorldRow, ...] = ()
    world_events: tuple[WorldEventRow, ...] = ()
    dependence: tuple[DependenceRow, ...] = ()
    asks: tuple[PointRow, ...] = ()
    coverage: tuple[CoverageRow, ...] = ()
    not_played: tuple[NotPlayedRow, ...] = ()
    recovery: tuple[RecoveryRow, ...] = ()
    default_law: tuple[DefaultLawRow, ...] = ()
    constructions: tuple[ConstructionRow, ...] = ()
    assumptions: tuple[AssumptionRow, ...] = ()
    provenance: ProvenanceRow

    def data(self) -> dict[str, JsonValue]:
        """The whole as summary.json has it, ready for `json.dumps`."""
        return {name: plain(value) for name, value in self.items()}

    def tables(self) -> dict[str, tuple[SummaryRow, ...]]:
        """Every table that has rows, by its name."""
        return {name: rows for name, rows in self.items() if isinstance(rows, tuple) and rows and isinstance(rows[0], SummaryRow)}

    @classmethod
    def from_data(cls, said: object, file: str = "summary.json") -> Summary:
        """The summary that `data` wrote. BadInput (X011) where it is damaged, or was written by a version with other names; it names `file`."""
        if not isinstance(said, Mapping):
            raise _unread(file, "is damaged: it holds no object")
        if said.get("schema_version") != SCHEMA_VERSION:
            raise _unread(file, f"is of version {said.get('schema_version')} of the summary, and version {SCHEMA_VERSION} is read")
        if missing := [one.name for one in fields(cls) if one.name not in said]:
            raise _unread(file, f"is damaged: it has no `{missing[0]}`")
        try:
            return TypeAdapter(cls).validate_json(json.dumps(said))
        except ValidationError as error:
            raise _unread(file, _damage(error)) from None


def _damage(error: ValidationError) -> str:
    """The first damage in words, and the place of the next."""
    found = error.errors(include_url=False)
    places = list(dict.fromkeys(_place(one["loc"]) for one in found))
    more = f"; and elsewhere, at `{places[1]}`" if len(places) > 1 else ""
    return f"is damaged at `{places[0]}`: {found[0]['msg'][:1].lower()}{found[0]['msg'][1:]}{more}"


def _place(steps: tuple[int | str, ...]) -> str:
    """`exposure[3].value`; which of two kinds of number was tried is no place."""
    said = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps if step not in ("int", "float"))
    return said.removeprefix(".")


def _unread(file: str, message: str) -> BadInput:
    return BadInput([Problem("X011", Place(file, 0, 0), message, "run again")])
