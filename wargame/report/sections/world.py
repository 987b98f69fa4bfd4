"""The world that the lives are lived in, drawn over time: does it look like the service that the agreement is about?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.report.drawing.svg import Chart
from wargame.report.page.bands import Field, bands_chart
from wargame.report.page.blocks import Folded, Picture, Points, Words
from wargame.report.page.context import ReportContext, Row
from wargame.report.page.section import Section
from wargame.report.page.table import NONE, Table, TableCell, amount

EDGES = ("p5", "p25", "p50", "p75", "p95")
TITLES = {
    "demand": "arrives", "volume": "is handled", "capacity": "could be handled", "backlog": "waits at the month’s end", "lost": "is lost, unanswered",
    "answered in time": "answered in time", "downtime": "down", "headcount": "people there",
}  # fmt: skip
WORST = {
    "backlog": "more than {} {} wait at the end of month {}",
    "lost": "more than {} {} are lost in month {}",
    "downtime": "it is down for more than {} {} in month {}",
}
DRAWN = 6  # scenarios; every one is in world.csv
MARKS = 14  # events with a number of their own
KEY = (
    ("band90", "nine futures in ten"),
    ("band50", "every second future"),
    ("median", "half are below"),
    ("plan", "the plan"),
    ("witness", "the worst life of {client}, with its events"),
)
UNMODELLED = (
    "Not modelled: people who call again when nobody answers; single shifts, leave and skills beyond what a staff can lend; several sites or queues "
    "to one service; what a service does once its agreement has ended early."
)
WITHHELD = (
    "Not shown in this copy: how a service is staffed, what could be handled, and what waits or is lost, unless the scenario says that both parties "
    "may know it; nor any single life."
)
LEFT = {False: "every scenario, month and figure is in world.csv", True: "every scenario, month and figure is in summary.json"}

Measures = dict[tuple[str, str], dict[str, list[Row]]]  # (whose, name) -> measure -> rows by month


class World(Section):
    """Bands by month of every service and staff in each scenario, the hardest for the client first and open."""

    kind = "world"
    title = "Is this your service?"
    order = 88

    def build(self, context: ReportContext) -> Sequence[Any]:
        """The hardest scenario, then the others folded away."""
        found = {str(one["scenario"]): _measures(context.rows("world", scenario=one["scenario"])) for one in context.scenarios}
        hardest = context.hardest(context.parties[0])
        order = sorted((key for key in found if found[key]), key=lambda key: key != hardest)
        if not order:
            return []
        said = (
            "Each chart shows a service or a staff month by month, as the lives behind this report have it. If it does not look like yours, the "
            "figures are not about your agreement: the inputs are under What the figures rest on."
        )
        blocks: list[Any] = [Words(said)]
        number = 0
        for place, scenario in enumerate(order[:DRAWN]):
            shown = _scenario(context, scenario, found[scenario], number)
            number += len(found[scenario])
            blocks += shown if place == 0 else [Folded(f"The same in {context.scenario(scenario)}", shown)]
        if len(order) > DRAWN:
            where = LEFT[context.shared or "world.csv" in context.left_out]
            blocks.append(Words(f"{len(order) - DRAWN} more {'is' if len(order) == DRAWN + 1 else 'are'} not drawn; {where}."))
        return [*blocks, *([Words(WITHHELD)] if context.shared else []), Words(UNMODELLED)]


def _measures(rows: Sequence[Row]) -> Measures:
    found: Measures = {}
    for row in rows:
        found.setdefault((row["whose"], row["name"]), {}).setdefault(row["measure"], []).append(row)
    return found


def _scenario(context: ReportContext, scenario: str, found: Measures, number: int) -> list[Any]:
    events = _numbered(context.rows("world_events", scenario=scenario))
    marks = [(place, one["at"]) for place, one in enumerate(events, 1)]
    charts = [_chart(context, scenario, key, measures, marks, number + place) for place, (key, measures) in enumerate(found.items(), 1)]
    rows = next(iter(next(iter(found.values())).values()))
    lead = f"{context.scenario(scenario)}: the current draft, its first {rows[0]['n']:,} futures."
    if rows[-1]["n"] < rows[0]["n"]:
        lead += f" An agreement that has ended counts no longer: in the last month {rows[-1]['n']:,} stand."
    witnessed = any(row["witness"] is not None for row in rows)
    key = [(look, template.format(client=context.name(context.parties[0]))) for look, template in KEY if witnessed or look != "witness"]
    blocks: list[Any] = [Words(lead), Points([(_said(key, measures), "") for key, measures in found.items()])]
    behind = "Some of the figures" if context.shared else "Some of the figures; every month is in world.csv"
    blocks.append(Picture(charts, [_table(context, scenario, found, witnessed)], behind, key, small=True))
    if events:
        every = len(context.rows("world_events", scenario=scenario))
        more = f" The {len(events)} that weigh most of {every}." if every > len(events) else ""
        whose = context.name(context.parties[0])
        blocks.append(Words(f"Numbered is what happens in future {events[0]['future']:,}, the worst life of {whose}.{more}"))
        blocks.append(Points([(one["words"], f"{one['date']}, month {one['month']}") for one in events], numbered=True))
    return blocks


def _numbered(events: Sequence[Row]) -> list[Row]:
    """Those that weigh most, the heaviest two of each kind among them, in the order in which they happen."""
    ranked = sorted(range(len(events)), key=lambda k: (-events[k]["weight"], k))
    seen: dict[str, int] = {}
    first, then = [], []
    for k in ranked:
        seen[events[k]["kind"]] = seen.get(events[k]["kind"], 0) + 1
        (first if seen[events[k]["kind"]] <= 2 else then).append(k)
    return [events[k] for k in sorted((first + then)[:MARKS])]


def _chart(context: ReportContext, scenario: str, key: tuple[str, str], measures: dict[str, list[Row]], marks: Any, number: int) -> Chart:
    fields = []
    for measure, rows in measures.items():
        unit = rows[0]["unit"]
        title = f"{TITLES[measure]}: share" if unit == "share" else f"{TITLES[measure]}, {unit}" if unit != "people" else TITLES[measure]
        edges = [[row[edge] for row in rows] for edge in EDGES]
        fields.append(Field(title, edges, [row["plan"] for row in rows], [row["witness"] for row in rows], unit == "share"))
    labels = [str(row["label"]) for row in next(iter(measures.values()))]
    title = f"{key[1]} in {context.scenario(scenario)}" if key[0] == "service" else f"{key[1]} (staff) in {context.scenario(scenario)}"
    described = f"Bands by month. {_said(key, measures)} The figures are in the table below."
    return bands_chart(fields, labels, marks, title=title, described=described, name=f"world-{number}")


def _said(key: tuple[str, str], measures: dict[str, list[Row]]) -> str:
    """A service or staff in a sentence or three."""
    parts = []
    if "demand" in measures:
        rows = _known(measures["demand"])
        unit = measures["demand"][0]["unit"].removesuffix(" a month")
        first, last = rows[0], rows[-1]
        between = f"in nine of ten futures between {_figure(first, 'p5')} and {_figure(first, 'p95')} {unit} arrive in month {first['month']}"
        parts.append(f"{between}, between {_figure(last, 'p5')} and {_figure(last, 'p95')} in month {last['month']}")
    worst = {measure: max(_known(rows), key=lambda row: row["p95"] or 0.0) for measure, rows in measures.items()}
    for measure, words in WORST.items():
        if measure in worst:
            row = worst[measure]
            parts.append(words.format(_figure(row, "p95"), row["unit"].removesuffix(" a month"), row["month"]))
    if "answered in time" in measures:
        row = min(_known(measures["answered in time"]), key=lambda row: row["p5"] if row["p5"] is not None else 1.0)
        parts.append(f"fewer than {_figure(row, 'p5')} are answered in time in month {row['month']}")
    if "headcount" in measures:
        rows = _known(measures["headcount"])
        low, high = min(rows, key=lambda row: row["p5"] or 0.0), max(rows, key=lambda row: row["p95"] or 0.0)
        parts.append(
            f"nineteen of twenty futures have at least {_figure(low, 'p5')} people in month {low['month']}, the thinnest, and at most "
            f"{_figure(high, 'p95')} in month {high['month']}, the fullest; the plan begins with {_figure(rows[0], 'plan')}"
        )
    if any(measure in measures for measure in (*WORST, "answered in time")):
        at = 1 if "demand" in measures else 0
        parts[at] = f"at the worst, each in one future of twenty: {parts[at]}"
    return f"{key[1]}: {'; '.join(parts)}."


def _known(rows: list[Row]) -> list[Row]:
    """Months that enough agreements see the end of; the first where none has."""
    return [row for row in rows if row["p5"] is not None and row["p95"] is not None] or rows[:1]


def _figure(row: Row, edge: str) -> str:
    value = row[edge]
    if value is None:
        return NONE
    if row["unit"] == "share":
        return f"{value * 100:.1f} %"
    return f"{value:,.1f}" if row["measure"] == "downtime" else amount(value)


def _table(context: ReportContext, scenario: str, found: Measures, witnessed: bool) -> Table:
    """Every twelfth month and the last."""
    columns = {**dict(zip(EDGES, ("5 %", "25 %", "half", "75 %", "95 %"), strict=True)), "plan": "plan"} | (
        {"witness": "worst life"} if witnessed else {}
    )
    rows = []
    months = len(next(iter(next(iter(found.values())).values())))
    wanted = sorted({*range(0, months, 12), months - 1})
    for (_, name), measures in found.items():
        for measure, line in measures.items():
            head = TableCell(f"{name}: {TITLES[measure]}", line[0]["unit"], heads=True)
            for month in wanted:
                row = line[month]
                figures = (TableCell(_figure(row, edge)) for edge in columns)
                rows.append((head, TableCell(row["label"]), TableCell(f"{row['n']:,}"), *figures))
    heads = ("what", "month", "futures", *columns.values())
    return Table(f"{context.scenario(scenario)}: order statistics of the futures, every twelfth month", heads, tuple(rows), 2)
