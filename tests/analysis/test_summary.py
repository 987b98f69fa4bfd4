"""summary.json: it fits its schema, says the same everywhere, and tells nothing of the machine."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest

import tests.analysis.small_run
from tests.analysis.small_run import Small, findings_of, small_run
from wargame.analysis.figures.exposure import measures
from wargame.analysis.summary import exposure_csv, summarise
from wargame.analysis.tables.findings import WitnessRow
from wargame.analysis.tables.row import ABSENT
from wargame.analysis.tables.schema import summary_schema
from wargame.analysis.tables.summary import Summary
from wargame.analysis.tables.words import NotPlayedRow
from wargame.core.finding import Finding
from wargame.core.problem import Place
from wargame.simulation.desk.coverage import Coverage
from wargame.simulation.run.results import CellResult, RunResult

FINDING = Finding(
    "tier_table", "High", "8.2", "a tier is never reached", "Which tier applies?", Place("some/where/draft.md", 12, 1), "quote", "words"
)


def check(summary: Summary) -> None:
    """Raise unless the summary, as read back from its JSON, fits the schema."""
    jsonschema.Draft202012Validator(summary_schema()).validate(json.loads(json.dumps(summary.data(), allow_nan=False)))


def test_the_summary_fits_the_schema(run: RunResult, summary: Summary) -> None:
    check(summary)
    check(summarise(run, [FINDING]))


def test_every_cell_party_and_measure_is_there_once_and_exact(run: RunResult, summary: Summary) -> None:
    keys = Counter((row.scenario, row.variant, row.party, row.measure) for row in summary.exposure)
    assert set(keys.values()) == {1} and len(keys) == 2 * 3 * 2 * 7
    first = {row.measure: row for row in summary.exposure[:7]}
    for one in measures(run.cells[0].losses["client"]):
        value = first[one.name].value
        assert one.value is None if value is None else abs(round(value * 100) - one.value) <= 0.5
        assert value is None or value == round(value, 2)


def test_a_currency_without_decimals_gives_whole_numbers(run: RunResult) -> None:
    yen = summarise(replace(run, currency="JPY"))
    check(yen)
    assert all(isinstance(row.value, int | None) for row in yen.exposure)
    dinar = summarise(replace(run, currency="BHD"))
    assert dinar.exposure[0].value == yen.exposure[0].value / 1000


def test_variants_are_compared_on_the_same_futures(summary: Summary) -> None:
    rows = {(row.scenario, row.variant, row.party, row.measure): row for row in summary.compare}
    higher, same = rows["rough", "higher cap", "client", "mean"], rows["rough", "same words", "client", "mean"]
    assert higher.value < 0 and higher.high < 0 and higher.verdict == "less to lose"
    assert rows["rough", "higher cap", "provider", "mean"].value == -higher.value
    assert rows["rough", "higher cap", "provider", "mean"].verdict == "more to lose"
    assert (same.value, same.low, same.high, same.verdict) == (0, 0, 0, "no difference")
    assert rows["rough", "higher cap", "client", "var99"].verdict == "not estimable"


def test_silence_is_a_finding_with_frequency_and_witness(run: RunResult, summary: Summary) -> None:
    silent = {(row.event, row.question): row for row in summary.findings if row.check == "silent"}
    act = silent["outage", "act"]
    coverage = {one.cell.scenario: one.coverage for one in run.cells if one.coverage.rows}
    assert act.severity == "Medium" and act.state == "silent"
    assert act.frequency == coverage["rough"].silent["outage", "act"] / 300
    assert act.witness == WitnessRow(scenario="rough", future=coverage["rough"].witness["outage", "act"])
    assert silent["outage", "pay"].state == "answered in part" and silent["outage", "pay"].severity == "Low"
    # The client's loss from outages that no posting moved; the provider bears none of it, and the row says so.
    pay = {row.party: row for row in silent["outage", "pay"].money}
    assert pay["client"].mean > 0 and pay["client"].mean == silent["outage", "pay"].mean and "suffered a life" in pay["client"].reason
    assert pay["provider"].mean == 0 and pay["provider"].reason
    assert ("outage", "measure") not in silent
    states = {(row.scenario, row.event, row.question): row for row in summary.coverage}
    assert states["calm", "outage", "measure"].state == "answered" and states["calm", "surge", "pay"].state == "did not occur"
    assert [one.clause for one in states["calm", "outage", "limit"].answered] == ["8.2", "12.1"]


def test_words_without_terms_are_silent_and_listed_not_called_missing(larger: RunResult, summary: Summary) -> None:
    found = summarise(larger, findings_of(larger))
    check(found)
    # Neither the heading 16, which has no words, nor 16.1, which says `terms: none`.
    assert found.not_played == (NotPlayedRow(clause="15.1", title="Material breach"),)
    assert summary.not_played == ()
    silent = [row for row in found.findings if row.check == "silent" and row.state.startswith("silent")]
    assert silent and all(row.message.startswith("no clause with terms answers") for row in silent)
    ends = {row.clause: row.ends for row in found.clauses if row.ends is not ABSENT}
    assert ends == {"15.2": larger.cells[0].exits / 100}


def test_findings_of_the_draft_come_gravest_first_without_paths(run: RunResult) -> None:
    summary = summarise(run, [replace(FINDING, severity="Low"), FINDING])
    assert [row.severity for row in summary.findings[:2]] == ["High", "Low"]
    assert summary.findings[0].file == "draft.md" and summary.findings[0].line == 12
    assert "some/where" not in json.dumps(summary.data())
    assert str(Path(run.draft_path).parent) not in json.dumps(summary.data())


def test_the_same_run_gives_the_same_text(tmp_path: Path, run: RunResult, summary: Summary) -> None:
    again = summarise(*small_run(tmp_path))
    assert json.dumps(again.data()) == json.dumps(summary.data())


def test_futures_that_failed_are_left_out_of_both_sides(run: RunResult) -> None:
    cells: list[CellResult] = []
    for one in run.cells:
        gone = {"higher cap": (4,), "same words": (0, 7)}.get(one.cell.variant, ())
        losses = {party: np.delete(column, gone) for party, column in one.losses.items()}
        cells.append(replace(one, losses=losses, failed=gone, paid={}, withheld={}))
    summary = summarise(replace(run, cells=cells))
    check(summary)
    same = [row for row in summary.compare if row.variant == "same words"]
    assert {row.value for row in same if row.measure == "mean"} == {0}
    assert {row.failed for row in summary.exits} == {0, 1, 2}


def test_twenty_futures_read_not_estimable(tmp_path: Path) -> None:
    summary = summarise(small_run(tmp_path, Small(futures=20, variants=False))[0])
    check(summary)
    tail = [row for row in summary.exposure if row.measure in ("var99", "tvar99")]
    assert {row.note for row in tail} == {"not estimable (n = 20)"} and {row.value for row in tail} == {None}
    assert summary.compare == ()


def test_no_loss_at_all_is_said_without_nan(run: RunResult) -> None:
    zero = {party: np.zeros(300, np.int64) for party in run.parties}
    summary = summarise(replace(run, cells=[replace(one, losses=zero, paid={}, withheld={}, coverage=Coverage()) for one in run.cells]))
    check(summary)
    assert {row.value for row in summary.exposure} <= {0, None}


def test_the_csv_has_a_row_a_figure_and_no_formula(run: RunResult, summary: Summary) -> None:
    rows = list(csv.DictReader(io.StringIO(exposure_csv(summary))))
    assert len(rows) == len(summary.exposure)
    first = summary.exposure[0]
    assert rows[0]["value"] == f"{first.value:.2f}" and "\r" not in exposure_csv(summary)
    for text in ("=cmd()", "+1", "-1", "@x", "\tx"):
        (row,) = csv.DictReader(io.StringIO(exposure_csv(replace(summary, exposure=(replace(first, variant=text, value=-5.5),)))))
        assert (row["variant"], row["value"]) == (f"'{text}", "-5.50")


def test_constructions_say_what_was_left_open(summary: Summary) -> None:
    found = {(row.variant, row.clause, row.construction): row for row in summary.constructions}
    assert found["base", "12.1", "resets"].open and found["base", "12.1", "resets"].option in found["base", "12.1", "resets"].options
    assert {row.variant for row in summary.constructions} == {"base"}


def test_constructions_say_who_decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = """
## 12.2 Liability as a whole

```terms
kind: liability_cap
cap: GBP 90 000
resets: never
service credits: erode the cap
```
"""
    patch = '  other:\n    why: asked\n    patch:\n      "12.1": {service credits: erode the cap}\n'
    monkeypatch.setattr(tests.analysis.small_run, "VARIANTS", f"variants:\n{patch}")
    chosen = (("12.1", "resets", "never"), ("12.2", "service_credits", "outside the cap"))
    found = summarise(small_run(tmp_path, Small(futures=4, more=more, scenarios=("calm",), choices=chosen))[0])
    check(found)
    by = {(row.variant, row.clause, row.construction): (row.option, row.decided_by, row.open) for row in found.constructions}
    assert by["base", "12.1", "resets"] == ("never", "this run", False)
    assert by["base", "12.2", "resets"] == ("never", "the draft", False)
    assert by["base", "12.2", "service credits"] == ("outside the cap", "this run", False)
    assert by["base", "12.1", "service credits"] == ("outside the cap", "usual practice", True)
    assert by["other", "12.1", "service credits"] == ("erode the cap", "the variant", False)


def test_regret_is_what_the_best_variant_would_have_saved(run: RunResult, summary: Summary) -> None:
    rows = {(row.variant, row.party, row.scenario): row.value for row in summary.regret}
    assert len(rows) == 3 * 2 * 2
    means = {(one.cell.variant, party, one.cell.scenario): one.losses[party].mean() / 100 for one in run.cells for party in run.parties}
    for (variant, party, scenario), regret in rows.items():
        best = min(means[other, party, scenario] for other in summary.variants)
        assert abs(regret - (means[variant, party, scenario] - best)) < 0.01
    for party in run.parties:
        assert min(rows[variant, party, "rough"] for variant in summary.variants) == 0
