"""Sections and first pages: each shows what the run has for it, and is not there where there is nothing."""

from __future__ import annotations

import warnings
from dataclasses import replace

import pytest

from tests.report.full_summary import HOSTILE, finding_row
from tests.report.test_page import Outline
from wargame.analysis.tables.clauses import Step, WaterfallRow
from wargame.analysis.tables.findings import StakeRow
from wargame.analysis.tables.summary import Summary
from wargame.contract.rules.rulebook import number_key
from wargame.core.events import EVENTS
from wargame.report.page import html as page
from wargame.report.page.blocks import Grid, PagePart, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.context import favoured as favours
from wargame.report.page.section import readers, sections
from wargame.report.sections.waterfall import gathered
from wargame.simulation.run.results import RunResult

Whole = tuple[RunResult, Summary]


def test_every_section_and_reader_has_something_to_show_of_a_full_run(whole: Whole) -> None:
    run, summary = whole
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        report = page.compose(ReportContext(summary, run))
    assert [part.kind for part in report.parts] == list(sections())
    assert [part.kind for part in report.pages] == list(readers()) == ["director", "risk", "lawyer", "supplier"]
    names = [chart.name for chart in report.charts]
    assert len(names) == len(set(names)) >= 8
    outline = Outline(page.html(report, "draft.md"))
    assert outline.broken == [] and outline.open == []
    ids = [a["id"] for _, a in outline.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert page.html(report, "draft.md").count("<script") == 1
    assert "<script>alert(1)</script> =cmd|" in outline.text


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        ("attribution", "drivers"), ("cash", "cash"), ("tolerance", "tolerance"), ("assumptions", "assumptions"), ("default_law", "default-law"),
        ("exposure", "lose"), ("compare", "variants"), ("constructions", "readings"), ("findings", "register"), ("waterfall", "waterfall"),
    ],
)  # fmt: skip
def test_a_section_without_its_table_is_left_out(table: str, kind: str, whole: Whole) -> None:
    run, summary = whole
    assert list(sections()[kind]().build(ReportContext(replace(summary, **{table: ()}), run))) == []


def test_the_report_of_one_reader_has_that_page_and_the_sections_asked_for(whole: Whole) -> None:
    run, summary = whole
    report = page.compose(ReportContext(summary, run), ["lawyer"])
    assert [part.kind for part in report.pages] == ["lawyer"]
    kinds = {part.kind for part in report.parts}
    assert "register" in kinds and "cash" not in kinds
    assert kinds == {kind for kind, section in sections().items() if "lawyer" in section.readers}


def test_first_pages_say_what_their_readers_ask_first(whole: Whole) -> None:
    run, summary = whole
    report = page.compose(ReportContext(summary, run))
    text = {part.kind: Outline(page.html(page.Report(report.context, [part], []), "d")).text for part in report.pages}
    assert "Do not sign yet: 1 finding is of High severity (clause 8.1)" in text["director"]
    assert "Five things to ask for" in text["director"] and "3 to 1" in text["director"]
    assert "worth GBP 9,000 a life to Harbour Bank" in text["director"]
    assert (
        "Three things to give" in text["director"]
        and "worth GBP 9,000 a life to Meridian Services · costs Harbour Bank GBP 3,000" in text["director"]
    )
    assert "From loss to what is collected" in text["risk"] and "expected cash 2,500" in text["risk"]
    assert "GBP 250,000" in text["risk"] and "12.5 % 10.0 % to 15.0 %" in text["risk"] and "1 measured, 1 fitted, 1 judged" in text["risk"]
    assert "As drafted this favours Meridian Services" in text["lawyer"] and "Damages for breach" in text["lawyer"]
    assert "lowest month, mean GBP −3,000 2027-01" in text["supplier"]


@pytest.mark.parametrize(
    ("check", "client", "provider", "favoured"),
    [
        ("excluded", 900.0, -900.0, "Meridian Services"),
        ("ambiguous", 0.0, 700.0, "Harbour Bank"),
        ("contradictory", 0.0, 700.0, "Meridian Services"),  # both clauses pay it: either way out takes something from it
        ("contradictory", 300.0, 700.0, ""),
        ("excluded", 0.0, 0.0, ""),
    ],
)
def test_whom_the_words_favour(whole: Whole, check: str, client: float, provider: float, favoured: str) -> None:
    run, summary = whole
    money = tuple(StakeRow(party=party, mean=mean, tvar95=None, reason="") for party, mean in (("client", client), ("provider", provider)))
    assert favours(ReportContext(summary, run), finding_row(check=check, money=money)) == favoured


def test_a_fan_shows_every_way_to_read_the_words_with_its_price(whole: Whole) -> None:
    run, summary = whole
    context = ReportContext(summary, run)
    html = page.html(page.Report(context, [], [PagePart("register", "", list(sections()["register"]().build(context)))]), "d")
    assert "usual way usual practice, as played" in Outline(html).text
    assert "+1,500 +1,200 to +1,800" in Outline(html).text
    assert html.count('<div class="drawn"><svg') >= 7


def test_the_range_across_readings_goes_from_the_lowest_to_the_highest(whole: Whole, whole_page: str) -> None:
    _, summary = whole
    row = next(r for r in summary.exposure if (r.variant, r.reading, r.measure, r.party) == ("base", "base", "mean", "client"))
    said = f"{row.value * 0.8:,.0f} {row.value:,.0f} {row.value * 1.25:,.0f}"
    assert said in Outline(whole_page).text


def test_long_and_foreign_texts_are_not_cut_in_words(whole_page: str) -> None:
    text = Outline(whole_page).text
    assert " ".join(HOSTILE.split()) in text


def test_small_steps_of_a_waterfall_are_gathered_and_nothing_is_lost() -> None:
    def step(kind: Step, label: str, amount: float) -> WaterfallRow:
        return WaterfallRow(scenario="calm", variant="base", reading="base", party="client", step=kind, label=label, clause="1.1", amount=amount)

    rows = [step("suffered", "a", 1000), step("suffered", "b", 4), step("suffered", "c", 5), step("planned", "p", 1), step("moved", "m", -3)]
    rows += [step("stays", "s", 1007), step("withheld", "w", 2), step("withheld", "v", 3)]
    found = gathered(rows)
    said = [(row.step, row.label, row.amount) for row in found]
    assert said == [
        ("suffered", "a", 1000), ("suffered", "2 smaller amounts", 9), ("planned", "p", 1), ("moved", "m", -3), ("stays", "s", 1007),
        ("withheld", "2 smaller amounts", 5),
    ]  # fmt: skip


def test_ways_to_read_that_change_nothing_are_said_and_not_drawn(whole: Whole) -> None:
    run, summary = whole
    first = summary.findings[0]
    still = tuple(replace(option, change=tuple(replace(row, value=0.0) for row in option.change)) for option in first.fan)
    one = replace(first, fan=still, proposal="within {restore within} of notice")
    context = ReportContext(replace(summary, findings=(one,)), run)
    text = Outline(page.html(page.Report(context, [], [PagePart("register", "", list(sections()["register"]().build(context)))]), "d")).text
    assert "No way to read it changes an amount in these futures." in text and "What each way to read it changes" not in text
    assert "within [restore within] of notice" in text


def test_the_matrix_has_the_events_that_occur_and_names_the_others(whole: Whole) -> None:
    run, summary = whole
    blocks = list(sections()["gaps"]().build(ReportContext(summary, run)))
    (grid,) = (one for one in blocks if isinstance(one, Grid))
    occur = {row.event for row in summary.coverage if row.state != "did not occur"}
    shown = [row[0].text for row in grid.table.rows]
    assert occur and shown == [event.words for event in EVENTS.values() if event.name in occur]
    others = [event.words for event in EVENTS.values() if event.name not in occur]
    assert others and [one.text for one in blocks if isinstance(one, Words) and one.text.startswith("Not in these")] == [
        f"Not in these scenarios, and so not asked: {'; '.join(others)}."
    ]
    named = [cell.text.split(", ") for row in grid.table.rows for cell in row[1:] if cell.look in ("answered", "part")]
    assert all(clauses == sorted(clauses, key=number_key) for clauses in named)
