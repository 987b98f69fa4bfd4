"""The result of a run as a value (`tables.summary`), and what is written of it beside summary.json: exposure.csv and world.csv.

Money is in major units with the decimals of its currency, made from whole minor units, so that the text is the same on every machine. Nothing in
it tells the time, the host or a path; that is the manifest's.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields

from pydantic import JsonValue, TypeAdapter

from wargame.analysis.figures.amounts import MajorUnits
from wargame.analysis.figures.assumptions import assumption_rows
from wargame.analysis.figures.clause_totals import clause_rows
from wargame.analysis.figures.compare import compare_rows
from wargame.analysis.figures.dependence import dependence_rows
from wargame.analysis.figures.drivers import attribution_rows, cash_rows, month_rows, value_rows
from wargame.analysis.figures.incentives import incentive_rows
from wargame.analysis.figures.levels import Samples, end_rows, exit_rows, exposure_rows
from wargame.analysis.figures.paired import nets_of, regret_rows
from wargame.analysis.figures.recovery import recovery_rows
from wargame.analysis.figures.tolerances import tolerance_rows
from wargame.analysis.figures.waterfall import waterfall_rows
from wargame.analysis.findings.constructions import construction_rows, reading_rows
from wargame.analysis.findings.default_law import default_law_rows
from wargame.analysis.findings.negotiation_points import negotiation_points, termination_rights
from wargame.analysis.findings.register import finding_rows
from wargame.analysis.findings.silence import coverage_rows, not_played_rows
from wargame.analysis.tables.facts import PartyRow, ProvenanceRow, ScenarioRow
from wargame.analysis.tables.row import Figure
from wargame.analysis.tables.summary import Summary
from wargame.analysis.world import WRITTEN, world_event_rows, world_rows
from wargame.core.finding import Finding
from wargame.core.money import currency
from wargame.simulation.run.results import RunResult
from wargame.world.scenario.file import Scenario

COLUMNS = ("scenario", "variant", "reading", "party", "measure", "value", "low", "high", "note")


def summarise(run: RunResult, findings: Iterable[Finding] = ()) -> Summary:
    """Everything a report says in numbers. Rows come in the order of the run's cells, of parties and of measures."""
    money, samples, first = MajorUnits(run.currency), Samples(run), run.cells[0]
    draft, scenarios, findings = first.rules.draft, _scenarios(run), list(findings)
    client, provider = run.parties[:2]
    variants = _variants(run)
    return Summary(
        title=run.title,
        currency=run.currency,
        parties=_parties(run),
        futures=run.futures,
        scenarios=_named(scenarios),
        variants=variants,
        exposure=tuple(exposure_rows(run, samples, money)),
        readings=tuple(reading_rows(run)),
        findings=tuple(finding_rows(findings, draft, money)),
        clauses=tuple(clause_rows(run, money)),
        waterfall=tuple(waterfall_rows(run, money)),
        compare=tuple(compare_rows(run, samples, money)),
        regret=tuple(regret_rows(nets_of(run.cells), money)) if len(variants) > 1 else (),
        incentives=tuple(incentive_rows(run, money)),
        exits=tuple(exit_rows(run)),
        ends=tuple(end_rows(run)),
        attribution=tuple(attribution_rows(run, money)),
        cash=tuple(cash_rows(run, money)),
        months=tuple(month_rows(run, money)),
        value=tuple(value_rows(run, money)),
        tolerance=tuple(tolerance_rows(run)),
        world=tuple(world_rows(run)),
        world_events=tuple(world_event_rows(run)),
        dependence=tuple(dependence_rows(run)),
        asks=tuple(negotiation_points(findings, client, provider, money, termination_rights(first.rules.clauses))),
        coverage=tuple(coverage_rows(run)),
        not_played=tuple(not_played_rows(draft)),
        recovery=tuple(recovery_rows(run, money)),
        default_law=tuple(default_law_rows(run, money)),
        constructions=tuple(construction_rows(run)),
        assumptions=tuple(assumption_rows(scenarios, first.rules.term_end, first.rules.calendar.effective)),
        provenance=_provenance(run.provenance),
    )


def first_figures(run: RunResult) -> Summary:
    """Of a run whose current draft alone has been played, and nothing priced: what `verdict.first_lines` says. Every other table is empty."""
    money, samples = MajorUnits(run.currency), Samples(run)
    return Summary(
        title=run.title,
        currency=run.currency,
        parties=_parties(run),
        futures=run.futures,
        scenarios=_named(_scenarios(run)),
        variants=_variants(run),
        exposure=tuple(exposure_rows(run, samples, money)),
        clauses=tuple(clause_rows(run, money)),
        exits=tuple(exit_rows(run)),
        default_law=tuple(default_law_rows(run, money)),
        provenance=_provenance(run.provenance),
    )


def exposure_csv(summary: Summary) -> str:
    """The exposure table as CSV with a header, `\\n` line ends, amounts with the currency's decimals. Text that a spreadsheet would run is quoted
    with '."""
    return rows_csv((row.data() for row in summary.exposure), COLUMNS, summary.currency)


def rows_csv(rows: Iterable[Mapping[str, JsonValue]], columns: Sequence[str], code: str) -> str:
    """Rows of text and amounts as CSV with these columns, as `exposure_csv` writes them."""
    digits = currency(code).digits
    return _csv(columns, rows, lambda figure: f"{figure:.{digits}f}")


def world_csv(summary: Summary) -> str:
    """The bands of the world as CSV with a header and `\\n` line ends; text as in `exposure_csv`."""
    return _csv(WRITTEN, (row.data() for row in summary.world), str)


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, JsonValue]], printed: Callable[[Figure], str]) -> str:
    def cell(value: JsonValue) -> str:
        return printed(value) if isinstance(value, int | float) else harmless(str(value)) if value is not None else ""

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula, quoted with '."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text


def _scenarios(run: RunResult) -> list[Scenario]:
    return list({one.cell.scenario: one.scenario for one in run.cells}.values())


def _named(scenarios: Iterable[Scenario]) -> tuple[ScenarioRow, ...]:
    return tuple(ScenarioRow(scenario=one.key, name=str(one.inputs.name), why=str(one.inputs.why or "")) for one in scenarios)


def _parties(run: RunResult) -> tuple[PartyRow, ...]:
    return tuple(PartyRow(role=role, name=run.names.get(role, role)) for role in run.parties)


def _variants(run: RunResult) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.cell.variant for one in run.cells))


def _provenance(said: Mapping[str, object]) -> ProvenanceRow:
    """ValueError where a run tells something that no field holds: it would else be lost without a word."""
    if unknown := sorted(said.keys() - {one.name for one in fields(ProvenanceRow)}):
        raise ValueError(f"the provenance of a run tells `{unknown[0]}`, which ProvenanceRow has no field for")
    return TypeAdapter(ProvenanceRow).validate_json(json.dumps(said, default=str))
