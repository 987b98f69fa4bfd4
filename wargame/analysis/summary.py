"""The result of a run as data: summary.json, whose schema is `summary.schema.json`, and exposure.csv.

Money is in major units with the decimals of its currency, made from whole minor units, so that the text is the same on every machine. Nothing in
it tells the time, the host or a path; that is the manifest's.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from wargame.analysis.figures.amounts import MajorUnits
from wargame.analysis.figures.assumptions import assumptions
from wargame.analysis.figures.compare import compare
from wargame.analysis.figures.drivers import attribution_rows, cash_rows, month_rows, tolerance_rows, value_rows
from wargame.analysis.figures.exposure import measures
from wargame.analysis.figures.incentives import incentive_rows
from wargame.analysis.figures.intervals import Sample
from wargame.analysis.figures.paired import nets_of, regrets
from wargame.analysis.figures.recovery import recovery
from wargame.analysis.figures.waterfall import by_clause, waterfall
from wargame.analysis.findings.default_law import default_law_rows
from wargame.analysis.findings.negotiation_points import negotiation_points, termination_rights
from wargame.analysis.findings.silence import coverage_rows, not_played
from wargame.analysis.world import WRITTEN, event_rows, world_rows
from wargame.contract.rules.readings import ADVERSE, Reading
from wargame.contract.text.draft import Draft
from wargame.core.citation import cite
from wargame.core.finding import SEVERITIES, Finding, Stake
from wargame.core.message import as_message
from wargame.core.money import currency
from wargame.simulation.run.results import Cell, CellResult, RunResult
from wargame.world.scenario.file import Scenario

SCHEMA_VERSION = 2
UNPLAYED = Stake(None, None, "found in the words, without playing")
COLUMNS = ("scenario", "variant", "reading", "party", "measure", "value", "low", "high", "note")


class _Samples(Mapping[tuple[Cell, str], Sample]):
    """The losses of each cell and party, sorted when asked for and not kept: a sorted copy of every column would double a large run's memory."""

    def __init__(self, run: RunResult) -> None:
        self._losses = {(one.cell, party): one.losses[party] for one in (*run.cells, *run.readings) for party in run.parties}

    def __getitem__(self, key: tuple[Cell, str]) -> Sample:
        return Sample(self._losses[key])

    def __iter__(self) -> Iterator[tuple[Cell, str]]:
        return iter(self._losses)

    def __len__(self) -> int:
        return len(self._losses)


def summarise(run: RunResult, findings: Iterable[Finding] = (), tables: Collection[str] = ()) -> dict[str, Any]:
    """Everything a report says in numbers, ready for `json.dumps`; only some tables of it, where these are named. Rows come in the order of the run's
    cells, of parties and of measures."""
    money = MajorUnits(run.currency)
    samples = _Samples(run)
    findings = list(findings)
    first = run.cells[0]
    every: dict[str, Callable[[], Any]] = {
        "schema_version": lambda: SCHEMA_VERSION,
        "title": lambda: run.title,
        "currency": lambda: run.currency,
        "parties": lambda: [{"role": role, "name": run.names.get(role, role)} for role in run.parties],
        "futures": lambda: run.futures,
        "scenarios": lambda: [
            {"scenario": scenario.key, "name": str(scenario.inputs.name), "why": str(scenario.inputs.why or "")} for scenario in _scenarios(run)
        ],
        "variants": lambda: list(dict.fromkeys(one.cell.variant for one in run.cells)),
        "exposure": lambda: [
            {**_key(one), "party": party, "measure": found.name, **money.measure(found)}
            for one in (*run.cells, *_adverse(run))
            for party in run.parties
            for found in measures(samples[one.cell, party])
        ],
        "readings": lambda: list(_readings(run)),
        "findings": lambda: list(_findings(findings, first.rules.draft, money)),
        "clauses": lambda: [row for one in run.cells for row in _clauses(one, money)],
        "waterfall": lambda: [
            {**_key(one), "party": run.parties[0], "step": step.step, "label": step.label, "clause": step.clause, "amount": money(step.amount)}
            for one in run.cells
            for step in waterfall(one)
        ],
        "compare": lambda: [
            {**_key(one), "party": party, "measure": found.name, **money.measure(found), "verdict": verdict}
            for one, party, found, verdict in compare(run, samples)
        ],
        "regret": lambda: (
            []
            if len({one.cell.variant for one in run.cells}) < 2
            else [
                {"variant": variant, "party": party, "scenario": scenario, "value": money(amount)}
                for (variant, party, scenario), amount in regrets(nets_of(run.cells)).items()
            ]
        ),
        "incentives": lambda: list(incentive_rows(run, money)),
        "exits": lambda: [{**_key(one), "exits": one.exits, "share": _share(one.exits, one.n), "failed": len(one.failed)} for one in run.cells],
        "attribution": lambda: list(attribution_rows(run, money)),
        "cash": lambda: list(cash_rows(run, money)),
        "months": lambda: list(month_rows(run, money)),
        "value": lambda: list(value_rows(run, money)),
        "tolerance": lambda: list(tolerance_rows(run)),
        "world": lambda: list(world_rows(run)),
        "world_events": lambda: list(event_rows(run)),
        "asks": lambda: list(negotiation_points(findings, run.parties[0], run.parties[1], money, termination_rights(first.rules.clauses))),
        "coverage": lambda: coverage_rows(run),
        "not_played": lambda: not_played(first.rules.draft),
        "recovery": lambda: [{**_key(one), "line": row.line, "amount": money(row.amount)} for one in run.cells for row in recovery(one)],
        "default_law": lambda: default_law_rows(run, money),
        "constructions": lambda: list(_constructions(run, first)),
        "assumptions": lambda: assumptions(_scenarios(run), first.rules.calendar.month_starts(first.rules.term_months)[-1]),
        "provenance": lambda: json.loads(json.dumps(run.provenance, default=str)),
    }
    return {name: rows() for name, rows in every.items() if not tables or name in tables}


def exposure_csv(summary: Mapping[str, Any]) -> str:
    """The exposure table as CSV with a header, `\\n` line ends, amounts with the currency's decimals. Text that a spreadsheet would run is quoted
    with '."""
    return rows_csv(summary["exposure"], COLUMNS, summary["currency"])


def rows_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], code: str) -> str:
    """Rows as CSV with these columns, as `exposure_csv` writes them."""
    digits = currency(code).digits
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        values = (row.get(column) for column in columns)
        writer.writerow(["" if v is None else harmless(v) if isinstance(v, str) else f"{v:.{digits}f}" for v in values])
    return out.getvalue()


def world_csv(summary: Mapping[str, Any]) -> str:
    """The bands of the world as CSV with a header and `\\n` line ends; text as in `exposure_csv`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(WRITTEN)
    for row in summary["world"]:
        writer.writerow(["" if row[name] is None else harmless(row[name]) if isinstance(row[name], str) else row[name] for name in WRITTEN])
    return out.getvalue()


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula, quoted with '."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text


def _key(one: CellResult) -> dict[str, str]:
    return {"scenario": one.cell.scenario, "variant": one.cell.variant, "reading": one.cell.reading}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _scenarios(run: RunResult) -> list[Scenario]:
    return list({one.cell.scenario: one.scenario for one in run.cells}.values())


def _clauses(one: CellResult, money: MajorUnits) -> Iterator[dict[str, Any]]:
    rules = {clause.number: clause for clause in one.rules.clauses}
    for total in by_clause(one):
        clause = rules[total.clause]
        row = {
            **_key(one), "clause": total.clause, "kind": clause.kind, "title": clause.setting.title,
            "fired": None if total.fired is None else _share(total.fired, one.n),
            "paid_mean": money(total.paid_mean), "withheld_mean": money(total.withheld_mean),
        }  # fmt: skip
        ends = {} if total.ends is None else {"ends": _share(total.ends, one.n)}
        yield {**row, **ends, "note": total.note} if total.note else {**row, **ends}


def _constructions(run: RunResult, first: CellResult) -> Iterator[dict[str, Any]]:
    """What the base reads into all open words; for variants, only what they read differently."""
    seen: set[str] = set()
    for one in run.cells:
        if one.cell.variant in seen:
            continue
        seen.add(one.cell.variant)
        rules = {clause.number: clause for clause in one.rules.clauses}
        for (number, name), option in one.rules.choices.items():
            left_open = (number, name) in one.rules.open_choices
            there = first.rules.choices.get((number, name)), (number, name) in first.rules.open_choices
            same = one is not first and there == (option, left_open)
            if number in rules and not same:
                construction = rules[number].constructions[name]
                yield {
                    "variant": one.cell.variant, "clause": number, "construction": name.replace("_", " "), "option": option,
                    "options": list(construction.options), "open": left_open, "decided_by": _decided_by(one, first, number, name),
                    "ask": one.rules.draft.party_words.fit(construction.asks), "source": cite(construction.source),
                }  # fmt: skip


def _decided_by(one: CellResult, first: CellResult, number: str, name: str) -> str:
    """Who decided a construction: terms that hold the option in force did, unless there are none; then the run chose it."""
    if (number, name) in one.rules.open_choices:
        return "usual practice"
    now, before = one.rules.provisions[number], first.rules.provisions.get(number)
    said = now.terms.term(name)
    if said != one.rules.choices[number, name]:
        return "this run"
    return "the draft" if before is not None and before.kind is now.kind and before.terms.term(name) == said else "the variant"


def _adverse(run: RunResult) -> list[CellResult]:
    """The cells of the two adverse readings; single readings are told by their fans alone."""
    return [one for one in run.readings if one.cell.reading in ADVERSE]


def _readings(run: RunResult) -> Iterator[dict[str, Any]]:
    """Every reading played, once, with the choices by which it differs from the base, and how many futures it was given."""
    first = run.cells[0]
    names = dict.fromkeys([first.cell.reading, *(one.cell.reading for one in run.readings)])
    cells = {one.cell.reading: one for one in reversed([first, *run.readings])}
    for name in names:
        one = cells[name]
        choices = {key: option for key, option in one.rules.choices.items() if first.rules.choices.get(key) != option}
        yield {
            "reading": name, "words": Reading(name).words(first.rules.draft.party_words), "futures": one.n,
            "choices": [{"clause": c, "construction": k.replace("_", " "), "option": option} for (c, k), option in choices.items()],
        }  # fmt: skip


def _findings(findings: Iterable[Finding], draft: Draft, money: MajorUnits) -> Iterator[dict[str, Any]]:
    """The gap register, the most severe first. `mean`, `tvar95` and `reason` repeat what the client stands to lose."""
    titles = {provision.number: provision.title for provision in draft.provisions if provision.number}
    client = next(iter(draft.front.parties))
    for found in sorted(findings, key=lambda one: -SEVERITIES.index(one.severity)):
        stakes = {party: found.money.get(party, UNPLAYED) for party in draft.front.parties}
        rows = [{"party": party, **_stake(stake, money)} for party, stake in stakes.items()]
        yield {
            "id": found.id, "check": found.check, "severity": found.severity, "clause": found.clause, "title": titles.get(found.clause, ""),
            "also": list(found.also), "message": str(found.message), "message_parts": as_message(found.message).data(), "ask": found.question,
            "event": found.event, "question": found.asks,
            "state": found.state, "frequency": found.frequency, **_stake(stakes[client], money), "money": rows,
            "witness": None if found.witness is None else {"scenario": found.witness.scenario, "future": found.witness.future},
            "quote": found.quote, "proposal": found.proposal, "patch": None if found.patch is None else dict(found.patch),
            "fan": [
                {
                    "option": one.option, "usual": one.usual, "paid_to_client_mean": None if one.paid is None else money(one.paid),
                    "change": money.change(one.differences),
                }
                for one in found.fan
            ],
            "file": Path(found.place.file).name, "line": found.place.line,
        }  # fmt: skip


def _stake(stake: Stake, money: MajorUnits) -> dict[str, Any]:
    mean, tail = (None if value is None else money(value) for value in (stake.mean, stake.tvar95))
    return {"mean": mean, "tvar95": tail, "reason": stake.reason}
