"""The world section: charts of every service and staff, numbered events, plain sentences; nothing of one side's own in a shared copy."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from wargame.analysis.tables.summary import Summary
from wargame.analysis.tables.world import WorldEventRow, WorldRow
from wargame.analysis.world import EDGES
from wargame.report.drawing.scale import multiples
from wargame.report.files.share import shareable
from wargame.report.page import html as page
from wargame.report.page.bands import Field, axis, bands_chart, scale
from wargame.report.page.blocks import Folded, Picture, Points, Words
from wargame.report.page.context import ReportContext
from wargame.report.sections.world import MARKS, World
from wargame.simulation.run.results import RunResult

EVENTS = [
    WorldEventRow(
        scenario="calm", future=7, month=month, at=month - 0.5, date=f"2027-{month:02d}-15", kind=kind, words=words, size=None, unit="",
        weight=weight,
    )
    for month, kind, words, weight in (*((m, "outage", f"platform <b>{m}</b>", m / 10) for m in range(1, 13)), *((m, "surge", f"rush {m}", 3.0 + m)
                                       for m in range(1, 13)), (12, "price", "a price moves", 0.01))
]  # fmt: skip


def staffed(summary: Summary) -> Summary:
    """The summary of a small run with a live service and a staff in the calm scenario, and events."""
    more = []
    for month in range(1, 13):
        shares = [0.5 + k / 10 + month / 1000 for k in range(5)]
        own = WorldRow(
            scenario="calm", private=True, month=month, label=f"2027-{month:02d}", n=200, plan=0.8, witness=0.4, whose="service",
            name="業務 $x_1^2$", measure="answered in time", unit="share", **dict(zip(EDGES, shares, strict=True)),
        )  # fmt: skip
        people = dict(zip(EDGES, (round(100 * share, 1) for share in shares), strict=True))
        more += [own, replace(own, **people, whose="staff", name="front line", measure="headcount", unit="people", plan=80.0, witness=None)]
    return replace(summary, world=(*summary.world, *more), world_events=tuple(sorted(EVENTS, key=lambda row: row.at)))


def section(summary: Summary, run: RunResult | None, shared: bool = False) -> list[Any]:
    """The blocks of the section, unfolded."""
    blocks: list[Any] = []
    for block in World().build(ReportContext(summary, run, shared=shared)):
        blocks += block.blocks if isinstance(block, Folded) else [block]
    return blocks


def test_every_service_and_staff_is_drawn_with_a_row_for_each_measure(ordinary: Any) -> None:
    run, summary, _ = ordinary
    blocks = section(staffed(summary), run)
    charts = {chart.title: chart for block in blocks if isinstance(block, Picture) for chart in block.charts}
    assert set(charts) == {"voice in Calm", "業務 $x_1^2$ in Calm", "front line (staff) in Calm", "voice in Rough $5 and $9"}
    drawing = ElementTree.fromstring(charts["voice in Calm"].file.encode())
    texts = [one.text for one in drawing.iter("{http://www.w3.org/2000/svg}text")]
    for row in ("arrives, calls a month", "is handled, calls a month", "could be handled, calls a month", "waits at the month’s end, calls"):
        assert row in texts
    assert "down, hours a month" in texts and "people there" in charts["front line (staff) in Calm"].file
    assert "currentColor" in charts["voice in Calm"].inline and not set(charts["voice in Calm"].file) & {"\x01", "\x02", "\x03"}


def test_events_are_numbered_alike_on_the_chart_and_in_the_list(ordinary: Any) -> None:
    run, summary, _ = ordinary
    blocks = section(staffed(summary), run)
    (listed,) = (block for block in blocks if isinstance(block, Points) and block.numbered)
    said = [words for words, _ in listed.items]
    assert len(said) == MARKS and "a price moves" in said and "platform <b>12</b>" in said and "platform <b>3</b>" not in said
    assert [small for _, small in listed.items] == sorted((small for _, small in listed.items), key=lambda small: small[:10])
    chart = next(chart for block in blocks if isinstance(block, Picture) for chart in block.charts if chart.title == "voice in Calm")
    circles = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', chart.inline)]
    assert len(circles) == MARKS and circles == sorted(circles)
    assert f"The {MARKS} that weigh most of {len(EVENTS)}." in " ".join(block.text for block in blocks if isinstance(block, Words))


def test_the_sentences_say_the_figures_of_the_table(ordinary: Any) -> None:
    run, summary, _ = ordinary
    rows = [row for row in summary.world if row.scenario == "calm" and row.measure == "demand"]
    down = max((row for row in summary.world if row.scenario == "calm" and row.measure == "downtime"), key=lambda row: row.p95)
    said = next(words for block in section(summary, run) if isinstance(block, Points) for words, _ in block.items)
    report = " ".join(words for block in section(summary, run) if isinstance(block, Points) for words, _ in block.items)
    assert said.startswith("voice: in nine of ten futures between ")
    assert f"between {rows[0].p5:,.0f} and {rows[0].p95:,.0f} calls arrive in month 1" in report
    assert f"it is down for more than {down.p95:,.1f} hours in month {down.month}" in report
    assert "Not modelled" in section(summary, run)[-1].text


def test_a_shared_copy_shows_demand_and_down_time_alone_and_no_life(ordinary: Any) -> None:
    run, summary, _ = ordinary
    copy = shareable(staffed(summary), [run.cells[0].rules])
    assert {row.measure for row in copy.world} == {"demand", "downtime"} and {row.witness for row in copy.world} == {None}
    assert copy.world_events == ()
    html = page.html(page.compose(ReportContext(copy, None, shared=True)), "draft.md")
    assert "Is this your service?" in html and "arrives, calls a month" in html and "Not shown in this copy" in html
    for gone in ("could be handled", "people there", "front line", "the worst life of", "worst life<", "world.csv"):
        assert gone not in html.replace("what could be handled, and", "")


def test_a_run_that_nobody_watched_has_no_section(ordinary: Any) -> None:
    run, summary, _ = ordinary
    assert World().build(ReportContext(replace(summary, world=(), world_events=()), run)) == []


def test_a_field_has_gaps_where_nothing_is_known_and_hostile_words_stay_words() -> None:
    edges = [[1.0, None, 3.0, 4.0]] * 5
    field = Field("a <b>$x_1$</b> & ]]>", edges, [2.0] * 4, [None] * 4)
    chart = bands_chart([field], ["2027-01", "2027-02", "2027-03", "2027-04"], [(1, 0.2), (2, 0.3)], title="<t>", described="<d>", name="world-1")
    for text in (chart.inline, chart.file):
        ElementTree.fromstring(text.encode())
    assert chart.inline.count("M") >= 4 and "<b>" not in chart.inline and "NaN" not in chart.inline and "None" not in chart.inline
    heights = re.findall(r'<circle cx="[\d.]+" cy="(\d+)"', chart.inline)
    assert len(set(heights)) == 2, "two events of one week stand above one another"


@pytest.mark.parametrize(
    ("low", "high", "percent"), [(0, 0, False), (99_000, 101_000, False), (0, 3.7, False), (0.71, 1.0, True), (-5, 5, False), (7, 7, False)]
)
def test_an_axis_holds_its_values_and_has_ticks_that_can_be_read(low: float, high: float, percent: bool) -> None:
    first, last, step = scale(low, high, percent)
    assert first <= low and last >= high and last > first
    found = multiples(first, last, step)
    assert 2 <= len(found) <= 5
    assert len({axis(tick, step, percent) for tick in found}) == len(found) and max(len(axis(tick, step, percent)) for tick in found) <= 7
    assert not percent or last <= 1.0
