"""The gap register as data: each finding with its message, what it costs each party, who can see it, and every way to read open words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from wargame.analysis.tables.row import Amount, ClauseNumber, Count, Figure, High, Low, NotNegative, PartyRole, ScenarioKey, SummaryRow
from wargame.core.finding import Severity
from wargame.core.message import Basis

PointRole = Literal["ask", "give", "weak spot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow(SummaryRow):
    """A difference of mean losses for one party: less than 0 is better for it."""

    party: PartyRole
    measure: Literal["mean"]
    value: Amount | None
    low: Low
    high: High


@dataclass(frozen=True, slots=True, kw_only=True)
class FanRow(SummaryRow):
    """One way to read open words, beside the base reading."""

    option: Annotated[str, Field(description="The way, in words.")]
    usual: Annotated[bool, Field(description="Whether it is usual practice, and so as played.")]
    paid_to_client_mean: Annotated[
        Amount | None,
        Field(
            description="A level: what the clause moves from the provider to the client on average under this option; below 0 it moves the other way."
        ),
    ]
    change: Annotated[
        tuple[ChangeRow, ...],
        Field(
            description="The loss in this reading less the loss in the base reading, paired, with its 95 % interval: less than 0 is better for that "
            "party."
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFigure(SummaryRow):
    """A figure of a message."""

    name: Annotated[str, Field(description="Its place in the template.")]
    text: Annotated[str, Field(description="As it is printed.")]
    basis: Annotated[Basis, Field(description="agreed: it stands in the draft or follows from it; played: it was found by playing lives.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageParts(SummaryRow):
    """The message as template and figures."""

    template: Annotated[str, Field(description="The sentence with {name} in place of each figure; braces of its own are doubled.")]
    figures: tuple[MessageFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeRow(SummaryRow):
    """What a finding costs one party a life by the words as drafted: null where it is not known, 0 where it is none, both with the reason."""

    party: PartyRole
    mean: Amount | None
    tvar95: Amount | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessRow(SummaryRow):
    """A future of the base variant that shows a finding."""

    scenario: ScenarioKey
    future: Annotated[Count, Field(description="Its number.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow(SummaryRow):
    """The gap register: one thing in the draft that will hurt, the most severe first."""

    id: Annotated[str, Field(description="Its name for `wargame apply`: check:clause, with a count where there are several.")]
    check: Annotated[str, Field(description="The check that found it.")]
    severity: Severity
    clause: Annotated[str, Field(description="Clause number; empty where no clause is concerned.")]
    title: Annotated[str, Field(description="Title of the clause.")]
    also: Annotated[tuple[str, ...], Field(description="Other clauses concerned.")]
    message: Annotated[str, Field(description="What was found, in a sentence.")]
    message_parts: MessageParts
    ask: Annotated[str, Field(description="The question to the drafter, in words.")]
    event: Annotated[str, Field(description="The kind of event whose question is left open; may be empty.")]
    question: Annotated[
        str, Field(description="Short name of the question that is left open: measure, act, pay, excuse, remedy, limit, decide, leave.")
    ]
    state: Annotated[str, Field(description="How far it is left open, as in `coverage`; may be empty.")]
    frequency: Annotated[NotNegative | None, Field(description="Times a life, in the scenario of the witness.")]
    mean: Annotated[Amount | None, Field(description="The client's `mean` of `money`.")]
    tvar95: Annotated[Amount | None, Field(description="The client's `tvar95` of `money`.")]
    reason: Annotated[str, Field(description="Why there is no amount, or why it is 0.")]
    money: Annotated[
        tuple[StakeRow, ...],
        Field(
            description="What the current words cost each party on average: more than 0 is worse for it, less than 0 is what they bring it; 0 or "
            "null only with a reason. Where the patch was played: the loss under the current draft less the loss under the proposed words, so that "
            "the `change` which `wargame apply` gives for the same patch has the other sign."
        ),
    ]
    witness: Annotated[WitnessRow | None, Field(description="A future of the base variant that shows it.")]
    quote: Annotated[str, Field(description="The words concerned; may be empty.")]
    proposal: Annotated[str, Field(description="Words that would answer the question.")]
    patch: Annotated[Mapping[str, JsonValue] | None, Field(description="Shaped like an entry of a variants file: patch, add, remove.")]
    fan: Annotated[tuple[FanRow, ...], Field(description="Each way to read open words, beside the base reading.")]
    file: Annotated[str, Field(description="Name of the file that holds the words.")]
    line: Annotated[Count, Field(description="And the line, from 1; 0 for none.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow(SummaryRow):
    """What to ask for (it helps the client), what to give (it helps the provider), and where the client's own position is weak (mending it costs the
    client)."""

    role: PointRole
    clause: ClauseNumber
    finding: Annotated[str, Field(description="Name of the finding.")]
    words: Annotated[str, Field(description="The words proposed, or the question where there are none.")]
    change: Annotated[
        tuple[ChangeRow, ...],
        Field(
            description="What the proposed words do to each party, for the client and the provider: less than 0 is better for that party. No "
            "intervals: those are in the finding."
        ),
    ]
    ratio: Annotated[Figure | None, Field(description="What it brings one side for each unit that it costs the other; null where it costs nothing.")]
    at_most: Annotated[
        bool,
        Field(description="The value above 0 is what the reading best for that party would have brought it: what it gives up at most."),
    ]
