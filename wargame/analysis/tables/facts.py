"""What a run was: its parties, its scenarios, the readings in which its draft was played, and what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from wargame.analysis.tables.row import ABSENT, Absent, ClauseNumber, Count, PartyRole, ReadingName, ScenarioKey, SummaryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow(SummaryRow):
    """A party of the agreement."""

    role: PartyRole
    name: Annotated[str, Field(description="The name it signs with.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRow(SummaryRow):
    """A scenario that was played."""

    scenario: ScenarioKey
    name: Annotated[str, Field(description="Its own name.")]
    why: Annotated[str, Field(description="What it asks of the draft, in its own words; may be empty.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow(SummaryRow):
    """What a reading takes one construction to mean."""

    clause: ClauseNumber
    construction: Annotated[str, Field(description="Name of the construction.")]
    option: Annotated[str, Field(description="The option taken.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow(SummaryRow):
    """The readings in which the current draft was played: the base first, then the two adverse ones, then each open construction alone."""

    reading: ReadingName
    words: Annotated[str, Field(description="The reading in a sentence.")]
    futures: Annotated[Count, Field(description="Single readings are played for the first futures only.")]
    choices: Annotated[tuple[ChoiceRow, ...], Field(description="What it reads otherwise than the base.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftRow(SummaryRow):
    """What the budget of a run did not reach, counted; `wargame run --price-all` reaches it."""

    findings: Annotated[Count, Field(description="Findings that have no price.")]
    constructions: Annotated[Count, Field(description="Open constructions that were played as usual practice only.")]
    knock_outs: Annotated[Count, Field(description="Clauses whose worth is not measured by leaving them out.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceRow(SummaryRow):
    """What the result depends on: seed, number of futures, hashes of the inputs, versions. Open, so that a later version may tell more."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="ignore", strict=True, json_schema_extra={"additionalProperties": True})

    seed: Annotated[int, Field(description="Seed of all random numbers.")]
    futures: Annotated[int | Absent, Field(description="Futures asked for, in every cell.")] = ABSENT
    sha256: Annotated[Mapping[str, str] | Absent, Field(description="Hash of each input by its name: draft, each variant, each scenario.")] = ABSENT
    versions: Annotated[Mapping[str, str] | Absent, Field(description="Version of each program by its name.")] = ABSENT
    left: Annotated[LeftRow | Absent, Field(description="There only where something was left.")] = ABSENT
