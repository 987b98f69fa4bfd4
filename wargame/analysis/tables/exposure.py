"""What each party stands to lose, in seven measures; how that differs between variants; what an agreement is worth; how likely tolerances are
passed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from wargame.analysis.tables.row import Amount, CellRow, Count, Figure, High, Low, NotNegative, PartyRole, ScenarioKey, Share, SummaryRow, VariantName

DifferenceName = Literal["mean", "var95", "tvar95", "var99", "tvar99", "worst"]
MeasureName = Literal["mean", "sd", "var95", "tvar95", "var99", "tvar99", "worst"]
Verdict = Literal["less to lose", "more to lose", "no difference", "none shown", "no interval", "not estimable"]
Worth = Literal["net", "present value", "cash trough", "worst month"]
Note = Annotated[str, Field(description="Why there is no figure or no interval; absent where there are both.")]
Judged = Annotated[
    Verdict,
    Field(
        description="`no difference`: the loss is the same in every future. `less to lose`, `more to lose`: the whole interval is below 0, above 0. "
        "`none shown`: it holds 0, which does not prove that there is none. `no interval`, `not estimable`: too few futures."
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureRow(CellRow):
    """Each party's loss against the plan: a level, above 0 where the party loses. `low` and `high` bound the value at 95 %; null with a `note` where
    n does not support it. Of the variants only the base reading is there, of the current draft the adverse readings too."""

    party: PartyRole
    measure: MeasureName
    value: Amount | None
    low: Low
    high: High
    note: Note = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRow(CellRow):
    """Loss under a variant less loss under the current draft (`base`), on the same futures: less than 0 is better for that party."""

    party: PartyRole
    measure: DifferenceName
    value: Amount | None
    low: Low
    high: High
    note: Note = ""
    verdict: Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow(SummaryRow):
    """The same where commands compare without a run (comparison.json): there is one reading."""

    variant: VariantName
    scenario: ScenarioKey
    party: PartyRole
    measure: MeasureName
    value: Amount | None
    low: Low
    high: High
    note: Note = ""
    verdict: Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class RegretRow(SummaryRow):
    """How much more each variant, and the current draft (`base`), costs a party in a scenario, on average, than whichever is best for that party
    there: 0 is best. Empty where the current draft alone was played."""

    variant: VariantName
    party: PartyRole
    scenario: ScenarioKey
    value: NotNegative


@dataclass(frozen=True, slots=True, kw_only=True)
class IncentiveRow(SummaryRow):
    """Mean loss with less than the effort promised less mean loss with the effort promised, on the same futures: less than 0 is better for that
    party; and which effort the agreement rewards. Empty where no scenario lets effort follow money."""

    scenario: ScenarioKey
    variant: VariantName
    effort: Annotated[Share, Field(description="Effort made, of the effort promised.")]
    chosen: Annotated[bool, Field(description="Whether it leaves the provider most on average.")]
    party: PartyRole
    value: Amount | None
    low: Low
    high: High
    verdict: Judged
    futures: Annotated[Count, Field(description="Futures on which it was played.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow(SummaryRow):
    """What the current draft is worth to each party, levels: above 0 the party has money, so that more is better. Its net over the term, present
    value, lowest cash and worst month; `one_in_20` is what one life in twenty falls to, `below_0` the share of lives below 0."""

    scenario: ScenarioKey
    party: PartyRole
    measure: Worth
    mean: Amount | None
    low: Low
    high: High
    one_in_20: Amount | None
    worst: Amount | None
    below_0: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceRow(SummaryRow):
    """How likely what a party can bear is passed, with the 95 % score interval."""

    scenario: ScenarioKey
    party: PartyRole
    tolerance: Annotated[Figure, Field(description="What it can bear, in `unit`.")]
    measure: Annotated[str, Field(description="Of what, in words.")]
    unit: Annotated[str, Field(description="The currency, or hours.")]
    probability: Share | None
    low: Share | None
    high: Share | None
