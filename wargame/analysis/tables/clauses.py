"""What clauses do with money: how often each acts, where a loss comes from and goes, what of it is collected, what it is made of, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from wargame.analysis.tables.row import (
    ABSENT,
    Absent,
    Amount,
    CellRow,
    ClauseNumber,
    Count,
    MonthNumber,
    PartyRole,
    ScenarioKey,
    Share,
    SummaryRow,
    VariantName,
)

Step = Literal["suffered", "planned", "moved", "stays", "withheld"]
Part = Literal["clause", "head", "cause"]
Flow = Literal["clause", "head"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow(CellRow):
    """What each clause did. `paid_mean` and `withheld_mean` are levels: what it moves between the parties, whoever pays, and what it keeps from being
    paid."""

    clause: ClauseNumber
    kind: Annotated[str, Field(description="Kind of clause.")]
    title: str
    fired: Annotated[
        Share | None,
        Field(description="Share of futures in which it moved or withheld money, at least; null where it moves none itself."),
    ]
    paid_mean: Annotated[Amount | None, Field(description="Mean a life; null in a shared copy that may not tell it.")]
    withheld_mean: Annotated[
        Amount | None,
        Field(description="With a cap stands what it kept from the claims of other clauses; it stands with those claims as well."),
    ]
    ends: Annotated[
        Share | Absent,
        Field(
            description="Share of futures whose agreement ended early by a notice under this clause; there only where it gives a right to end it. "
            "`ends` says on whose notice."
        ),
    ] = ABSENT
    note: Annotated[str, Field(description="What a figure takes in besides the clause's own doing; absent where it is nothing.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterfallRow(CellRow):
    """Means a life of the client's loss in parts: above 0 a step adds to the loss, below 0 it takes from it. suffered + planned + moved = stays,
    exactly; withheld stands beside the sum: what would have come back to the client and did not."""

    party: PartyRole
    step: Step
    label: Annotated[str, Field(description="Head of loss or of payment, or the reason why it is withheld.")]
    clause: Annotated[str, Field(description="Number of the clause; empty where it is none's.")]
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitRow(CellRow):
    """How many agreements end early."""

    exits: Annotated[Count, Field(description="Futures in which it does.")]
    share: Share
    failed: Annotated[Count, Field(description="Futures that failed; they are in no statistic.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRow(CellRow):
    """By what agreements end early: the notice of a party under a clause. The rows of a cell add up to its `exits`."""

    clause: Annotated[str, Field(description="Number of the clause; empty where an authority ordered the end and nobody gave notice.")]
    right: Annotated[str, Field(description="The right that was used, as a scenario names it; empty with the clause.")]
    party: Annotated[str, Field(description="Role of the party that gave notice; empty with the clause.")]
    futures: Annotated[Count, Field(description="Futures that end so; 0 for a right that is never what ends it.")]
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryRow(CellRow):
    """From the loss suffered to the cash collected, levels in means a life: a standing amount is above 0; what falls away before the next is
    below 0."""

    line: Annotated[str, Field(description="What stands or falls away.")]
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionRow(SummaryRow):
    """What each party's loss is made of under the current draft. `mean` and `tvar95` (Euler's share of TVaR 95) add up within each of clause, head
    and cause: above 0 a part adds to the loss. `leave_one_out` is the mean loss without the clause or shock less the mean loss with it, with its
    interval: less than 0, and the party would be better off without it. It adds up to nothing."""

    scenario: ScenarioKey
    variant: VariantName
    party: PartyRole
    by: Part
    key: Annotated[str, Field(description="Number of the clause, head of loss, or cause.")]
    label: Annotated[str, Field(description="The part in words.")]
    mean: Amount | None
    tvar95: Amount | None
    leave_one_out: Annotated[Amount | None, Field(description="Null where it was not left out.")]
    leave_one_out_low: Annotated[Amount | Absent | None, Field(description="Absent where it was not left out.")] = ABSENT
    leave_one_out_high: Annotated[Amount | Absent | None, Field(description="Absent where it was not left out.")] = ABSENT
    note: Annotated[str, Field(description="What was left out with it; absent where that was nothing.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashRow(SummaryRow):
    """Mean net cash inflow of each party by month of payment, a level: what it receives less what it pays and spends; the last month takes all that
    comes after the term."""

    scenario: ScenarioKey
    party: PartyRole
    month: MonthNumber
    label: Annotated[str, Field(description="The year and month in which the contract month begins, or `later`.")]
    inflow_mean: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow(SummaryRow):
    """Means by month of payment, levels: each party's own costs and losses by head, and what each clause moves, whoever pays."""

    scenario: ScenarioKey
    by: Flow
    key: Annotated[str, Field(description="Number of the clause, or head.")]
    month: MonthNumber
    paid_mean: Amount
