"""What a section may draw on: the summary, the run where its losses may be shown, and how this agreement calls its parties and its money.

Tables of the summary that a run does not have are empty here, so that a section can ask for any of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wargame.analysis.verdict import hardest, name_of, scenario_name
from wargame.contract.text.variant import BASE_NAME
from wargame.core.finding import SEVERITIES
from wargame.core.money import currency
from wargame.core.party import SIDES, PartyWords
from wargame.report.page.table import TableCell, amount, paired
from wargame.simulation.run.results import RunResult

ALL_PLAYED = frozenset({"contradictory"})  # findings of several answers that are all played as drafted

Row = Mapping[str, Any]
BASE_READING = "base"


@dataclass(frozen=True)
class ReportContext:
    """What one report draws on. `run` is None where the losses of single lives are not to be shown; `shared` says that the report leaves
    the house. `left_out` are files of a run that this one was not asked for."""

    summary: Mapping[str, Any]
    run: RunResult | None = None
    shared: bool = False
    left_out: frozenset[str] = frozenset()

    def rows(self, table: str, **wanted: Any) -> list[Row]:
        """Rows of a table whose keys hold the values wanted; a key that a row lacks holds nothing. Empty where there is no such table."""
        return [row for row in self.summary.get(table) or () if all(row.get(key) == value for key, value in wanted.items())]

    def base(self, table: str, **wanted: Any) -> list[Row]:
        """Rows of the current draft in its base reading."""
        rows = self.rows(table, **wanted)
        return [row for row in rows if row.get("variant", BASE_NAME) == BASE_NAME and row.get("reading", BASE_READING) == BASE_READING]

    @property
    def currency(self) -> str:
        """The code of the currency that all amounts are in."""
        return str(self.summary["currency"])

    @cached_property
    def unit(self) -> int:
        """Minor units to one of the currency."""
        return int(10 ** currency(self.currency).digits)

    @cached_property
    def parties(self) -> list[str]:
        """The roles, the client's first."""
        return [str(one["role"]) for one in self.summary["parties"]]

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

    @cached_property
    def scenarios(self) -> list[Row]:
        """The scenarios, in the order of the run."""
        return list(self.summary["scenarios"])

    @cached_property
    def variants(self) -> list[str]:
        """The variants, without the current draft."""
        return [str(name) for name in self.summary["variants"] if name != BASE_NAME]

    def hardest(self, party: str) -> str:
        """The key of the scenario that is hardest for a party; the first where no loss is shown."""
        return hardest({**self.summary, "exposure": self.base("exposure")}, party)

    def money(self, value: float | None) -> str:
        """`GBP 1,234`, or – for none."""
        return f"{self.currency} {amount(value)}" if value is not None else "–"

    def measure(self, party: str, scenario: str, measure: str, *, variant: str = BASE_NAME, reading: str = BASE_READING) -> Row | None:
        """One row of the exposure."""
        return next(iter(self.rows("exposure", party=party, scenario=scenario, measure=measure, variant=variant, reading=reading)), None)

    def base_compare(self, variant: str, scenario: str, party: str, measure: str) -> TableCell | None:
        """The paired difference of a variant to the current draft, ready to print."""
        rows = self.rows("compare", variant=variant, scenario=scenario, party=party, measure=measure)
        row = next((row for row in rows if row.get("reading", BASE_READING) == BASE_READING), None)
        return None if row is None else paired(row)

    @cached_property
    def findings(self) -> list[Row]:
        """Findings, the most severe first, then by the money at stake, then as they came."""
        return sorted(self.summary.get("findings") or (), key=lambda one: (-SEVERITIES.index(one["severity"]), -largest(self, one)))


def stakes(context: ReportContext, finding: Row) -> list[tuple[str, float | None, float | None, str]]:
    """(party, mean, TVaR 95, reason) for each party that a finding prices; above 0 that party loses by the gap."""
    if finding.get("money"):
        return [(one["party"], one.get("mean"), one.get("tvar95"), one.get("reason") or "") for one in finding["money"]]
    return [(context.parties[0], finding.get("mean"), finding.get("tvar95"), finding.get("reason") or "")]


def largest(context: ReportContext, finding: Row) -> float:
    """The largest amount of a finding: of its money, or of its fan."""
    found = [abs(value) for _, mean, tail, _ in stakes(context, finding) for value in (mean, tail) if value]
    found += [abs(one["value"]) for option in finding.get("fan") or () for one in option["change"] if one.get("value")]
    return max(found, default=0.0)


def favoured(context: ReportContext, finding: Row) -> str:
    """The party whom the words as drafted favour: the one that gains, or that loses less than another; empty where money does not tell.

    Clauses that contradict each other are all played, so that whoever loses by a way out of it is favoured as drafted.
    """
    found = {party: mean for party, mean, _, _ in stakes(context, finding) if mean}
    if not found:
        return ""
    loser = max(found, key=lambda party: found[party])
    if finding["check"] in ALL_PLAYED:
        return context.name(loser) if len(found) == 1 and found[loser] > 0 else ""
    if found[loser] <= 0:
        return context.name(min(found, key=lambda party: found[party]))
    others: Sequence[str] = [party for party in context.parties if party != loser]
    return context.name(min(others, key=lambda party: found.get(party, 0.0))) if others else ""
