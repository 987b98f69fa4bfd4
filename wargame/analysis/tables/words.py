"""What hangs on words: which questions the draft answers, what was not played, default law, readings assumed, and what the figures rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from wargame.analysis.tables.row import Amount, ClauseNumber, Count, ScenarioKey, SummaryRow, VariantName

State = Literal["did not occur", "answered", "answered in part", "silent", "silent: no clause with terms speaks of the event"]
Position = Literal["", "A", "B", "C", "D"]
DecidedBy = Literal["the draft", "the variant", "this run", "usual practice"]
Marked = Literal["measured", "fitted", "judged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow(SummaryRow):
    """A clause that answers, and for how many of the events."""

    clause: ClauseNumber
    rows: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow(SummaryRow):
    """Of the base variant: events over all futures, how many put a question that nobody answers, and who answers it for the others."""

    scenario: ScenarioKey
    event: Annotated[str, Field(description="Kind of event.")]
    event_words: str
    question: Annotated[str, Field(description="Short name of the question.")]
    question_words: str
    rows: Annotated[Count, Field(description="Events of the kind.")]
    silent: Annotated[Count, Field(description="Events whose question nobody answers.")]
    state: State
    position: Annotated[
        Position,
        Field(
            description="Where the draft stands: A no duty, B a duty without stated remedy, C an exclusive remedy, D a cumulative one; empty where "
            "the event did not occur or the question moves no money."
        ),
    ]
    answered: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPlayedRow(SummaryRow):
    """Provisions of the current draft that have words, and neither terms nor `terms: none`: nothing of them was played."""

    clause: ClauseNumber
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawAssumptionRow(SummaryRow):
    """What a rule of default law takes for granted."""

    what: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultLawRow(SummaryRow):
    """The rules of default law behind the current draft; `paid_mean` and `withheld_mean` as in `clauses`."""

    scenario: ScenarioKey
    clause: Annotated[str, Field(description="What stands in place of a clause number.")]
    on: Annotated[bool, Field(description="Whether it stood behind the draft in this run.")]
    paid_mean: Amount | None
    withheld_mean: Amount | None
    title: str
    says: Annotated[str, Field(description="The rule in a sentence.")]
    source: str
    plays: Annotated[bool, Field(description="Whether it moves anything, or is said only.")]
    assumes: tuple[LawAssumptionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstructionRow(SummaryRow):
    """What the base reads into all open words; for variants, only what they read differently."""

    variant: VariantName
    clause: ClauseNumber
    construction: Annotated[str, Field(description="Name of the construction.")]
    option: Annotated[str, Field(description="The option in force.")]
    options: Annotated[tuple[str, ...], Field(description="All options.")]
    open: Annotated[bool, Field(description="True where neither draft nor run decides, so that usual practice was assumed.")]
    decided_by: Annotated[
        DecidedBy,
        Field(
            description="What settled the option: terms of the draft, terms that the variant changed, a choice of this run, or usual practice where "
            "`open`."
        ),
    ]
    ask: Annotated[str, Field(description="The question that the words leave open.")]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionRow(SummaryRow):
    """Every input of the scenarios with how it came to be known."""

    what: Annotated[str, Field(description="The input; in brackets the scenarios that have this value, where not all do.")]
    value: str
    marked: Marked
    source: Annotated[str, Field(description="Where it is from; may be empty.")]
    private: Annotated[bool, Field(description="A party’s own: a shared copy leaves it out.")]
