"""What a section may draw on: the summary, the run where its losses may be shown, and how this agreement calls its parties and its money.

Tables of the summary that a run does not have are empty, so that a section can ask for any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from wargame.analysis.tables.exposure import CompareRow, ExposureRow, MeasureName
from wargame.analysis.tables.facts import ScenarioRow
from wargame.analysis.tables.findings import FindingRow, StakeRow
from wargame.analysis.tables.summary import Summary
from wargame.analysis.verdict import hardest, name_of, scenario_name
from wargame.contract.rules.readings import BASE_READING
from wargame.contract.text.variant import BASE_NAME
from wargame.core.finding import SEVERITIES
from wargame.core.money import currency
from wargame.core.party import SIDES, PartyWords
from wargame.report.page.table import amount
from wargame.simulation.run.results import RunResult

ALL_PLAYED = frozenset({"contradictory"})  # findings of several answers that are all played as drafted


@dataclass(frozen=True)
class ReportContext:
    """What one report draws on. `run` is None where the losses of single lives are not to be shown; `shared` says that the report leaves
    the house. `left_out` are files of a run that this one was not asked for."""

    summary: Summary
    run: RunResult | None = None
    shared: bool = False
    left_out: frozenset[str] = frozenset()

    @property
    def currency(self) -> str:
        """The code of the currency that all amounts are in."""
        return self.summary.currency

    @cached_property
    def unit(self) -> int:
        """Minor units to one of the currency."""
        return int(10 ** currency(self.currency).digits)

    @cached_property
    def parties(self) -> list[str]:
        """The roles, the client's first."""
        return [one.role for one in self.summary.parties]

    def party(self, side: str) -> str:
        """The role that buys (`client`) or supplies (`provider`)."""
        return self.parties[SIDES.index(side)]

    def said(self, text: str) -> str:
        """A sentence about the client and the provider, as this agreement calls them."""
        return self._words.fit(text)

    @cached_property
    def _words(self) -> PartyWords:
        return PartyWords(self.parties)

    def name(self, party: str) -> str:
        """The name a party signs with."""
        return name_of(self.summary, party)

    def scenario(self, key: str) -> str:
        """A scenario's own name."""
        return scenario_name(self.summary, key)

    @property
    def scenarios(self) -> tuple[ScenarioRow, ...]:
        """The scenarios, in the order of the run."""
        return self.summary.scenarios

    @cached_property
    def variants(self) -> list[str]:
        """The variants, without the current draft."""
        return [name for name in self.summary.variants if name != BASE_NAME]

    def hardest(self, party: str) -> str:
        """The key of the scenario that is hardest for a party; the first where no loss is shown."""
        return hardest(self.summary, party)

    def money(self, value: float | None) -> str:
        """`GBP 1,234`, or – for none."""
        return f"{self.currency} {amount(value)}" if value is not None else "–"

    def measures(self, party: str, scenario: str, *, variant: str = BASE_NAME, reading: str = BASE_READING) -> dict[MeasureName, ExposureRow]:
        """The rows of a party's exposure in one cell, by measure."""
        wanted = (party, scenario, variant, reading)
        return {row.measure: row for row in self.summary.exposure if (row.party, row.scenario, row.variant, row.reading) == wanted}

    def compared(self, party: str, scenario: str, variant: str) -> dict[MeasureName, CompareRow]:
        """The paired differences of a variant to the current draft for a party in a scenario, in the base reading, by measure."""
        wanted = (party, scenario, variant, BASE_READING)
        return {row.measure: row for row in self.summary.compare if (row.party, row.scenario, row.variant, row.reading) == wanted}

    @cached_property
    def findings(self) -> list[FindingRow]:
        """Findings, the most severe first, then by the money at stake, then as they came."""
        return sorted(self.summary.findings, key=lambda one: (-SEVERITIES.index(one.severity), -largest(self, one)))


def stakes(context: ReportContext, finding: FindingRow) -> tuple[StakeRow, ...]:
    """What each party has at stake that a finding prices; above 0 that party loses by the gap."""
    if finding.money:
        return finding.money
    return (StakeRow(party=context.parties[0], mean=finding.mean, tvar95=finding.tvar95, reason=finding.reason),)


def largest(context: ReportContext, finding: FindingRow) -> float:
    """The largest amount of a finding: of its money, or of its fan."""
    found = [abs(value) for stake in stakes(context, finding) for value in (stake.mean, stake.tvar95) if value]
    found += [abs(one.value) for option in finding.fan for one in option.change if one.value]
    return max(found, default=0.0)


def favoured(context: ReportContext, finding: FindingRow) -> str:
    """The party whom the words as drafted favour: the one that gains, or that loses less than another; empty where money does not tell.

    Clauses that contradict each other are all played, so that whoever loses by a way out of it is favoured as drafted.
    """
    found = {stake.party: stake.mean for stake in stakes(context, finding) if stake.mean}
    if not found:
        return ""
    loser = max(found, key=lambda party: found[party])
    if finding.check in ALL_PLAYED:
        return context.name(loser) if len(found) == 1 and found[loser] > 0 else ""
    if found[loser] <= 0:
        return context.name(min(found, key=lambda party: found[party]))
    others = [party for party in context.parties if party != loser]
    return context.name(min(others, key=lambda party: found.get(party, 0.0))) if others else ""
