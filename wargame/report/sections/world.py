"""The world that the lives are lived in, drawn over time: does it look like the service that the agreement is about?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wargame.analysis.tables.world import WorldEventRow, WorldMeasure
from wargame.report.drawing.svg import Chart
from wargame.report.page.bands import Field, Mark, bands_chart
from wargame.report.page.blocks import Block, Folded, Grid, Picture, Points, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import NONE, Table, TableCell
from wargame.report.sections._world_words import Measures, printed, told

TITLES: dict[WorldMeasure, str] = {
    "demand": "arrives", "volume": "is handled", "capacity": "could be handled", "backlog": "waits at the month’s end", "lost": "is lost, unanswered",
    "answered in time": "answered in time", "downtime": "down", "headcount": "people there",
}  # fmt: skip
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

Seen = dict[tuple[str, str], Measures]  # (whose, name)


class World(Section):
    """Bands by month of every service and staff in each scenario, the hardest for the client first and open."""

    kind = "world"
    title = "Is this your service?"
    order = 88

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The hardest scenario, then the others folded away."""
        found = _seen(context)
        hardest = context.hardest(context.parties[0])
        order = sorted((key for key in found if found[key]), key=lambda key: key != hardest)
        if not order:
            return []
        said = (
            "Each chart shows a service or a staff month by month, as the lives behind this report have it. If it does not look like yours, the "
            "figures are not about your agreement: the inputs are under What the figures rest on."
        )
        blocks: list[Block] = [Words(said)]
        number = 0
        for place, scenario in enumerate(order[:DRAWN]):
            shown = _scenario(context, scenario, found[scenario], number)
            number += len(found[scenario])
            blocks += shown if place == 0 else [Folded(f"The same in {context.scenario(scenario)}", shown)]
        if len(order) > DRAWN:
            where = LEFT[context.shared or "world.csv" in context.left_out]
            blocks.append(Words(f"{len(order) - DRAWN} more {'is' if len(order) == DRAWN + 1 else 'are'} not drawn; {where}."))
        return [*blocks, *([Words(WITHHELD)] if context.shared else []), Words(UNMODELLED)]


def _seen(context: ReportContext) -> dict[str, Seen]:
    """The rows of every scenario by service or staff and measure."""
    found: dict[str, Seen] = {one.scenario: {} for one in context.scenarios}
    for row in context.summary.world:
        found[row.scenario].setdefault((row.whose, row.name), {}).setdefault(row.measure, []).append(row)
    return found


def _scenario(context: ReportContext, scenario: str, found: Seen, number: int) -> list[Block]:
    every = [one for one in context.summary.world_events if one.scenario == scenario]
    events = _numbered(every)
    marks = [(place, one.at) for place, one in enumerate(events, 1)]
    charts = [_chart(context, scenario, key, measures, marks, number + place) for place, (key, measures) in enumerate(found.items(), 1)]
    rows = next(iter(next(iter(found.values())).values()))
    lead = f"{context.scenario(scenario)}: the current draft, its first {rows[0].n:,} futures."
    if rows[-1].n < rows[0].n:
        lead += f" An agreement that has ended counts no longer: in the last month {rows[-1].n:,} stand."
    witnessed = any(row.witness is not None for row in rows)
    whose = context.name(context.parties[0])
    key = [(look, template.format(client=whose)) for look, template in KEY if witnessed or look != "witness"]
    blocks: list[Block] = [Words(lead), Points([(told(name, measures), "") for (_, name), measures in found.items()])]
    behind = "Some of the figures" if context.shared else "Some of the figures; every month is in world.csv"
    blocks.append(Picture(charts, [_table(context, scenario, found, witnessed)], behind, key, small=True))
    blocks += _together(context, scenario)
    if events:
        more = f" The {len(events)} that weigh most of {len(every)}." if len(every) > len(events) else ""
        blocks.append(Words(f"Numbered is what happens in future {events[0].future:,}, the worst life of {whose}.{more}"))
        blocks.append(Points([(one.words, f"{one.date}, month {one.month}") for one in events], numbered=True))
    return blocks


def _together(context: ReportContext, scenario: str) -> list[Block]:
    """How what common drivers move hangs together; nothing where there are none."""
    rows = []
    for row in context.summary.dependence:
        if row.scenario == scenario:
            between = "" if row.low is None or row.high is None else f"{_plain(row.low)} to {_plain(row.high)}"
            found = TableCell("not estimable" if row.achieved is None else _plain(row.achieved), between)
            most = TableCell(NONE if row.attainable is None else _plain(row.attainable))
            rows.append((TableCell(row.one, heads=True), TableCell(row.other), TableCell(_plain(row.stated)), found, most))
    if not rows:
        return []
    said = (
        "What common drivers move, over contract years: the correlation that the scenario states of the numbers behind it, the one found in the "
        "lives, and the most that two would show that hung on one number altogether. What is rare shows little, however much of it is common; a "
        "shock that moves a series itself shows more."
    )
    heads = ("what", "and", "stated", "found", "attainable")
    return [Words(said), Grid(Table(f"What moves together in {context.scenario(scenario)}", heads, tuple(rows), 2))]


def _plain(value: float) -> str:
    """A correlation."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def _numbered(events: Sequence[WorldEventRow]) -> list[WorldEventRow]:
    """Those that weigh most, the heaviest two of each kind among them, in the order in which they happen."""
    ranked = sorted(range(len(events)), key=lambda k: (-events[k].weight, k))
    seen: Counter[str] = Counter()
    first: list[int] = []
    then: list[int] = []
    for k in ranked:
        seen[events[k].kind] += 1
        (first if seen[events[k].kind] <= 2 else then).append(k)
    return [events[k] for k in sorted((first + then)[:MARKS])]


def _chart(context: ReportContext, scenario: str, key: tuple[str, str], measures: Measures, marks: Sequence[Mark], number: int) -> Chart:
    fields = []
    for measure, rows in measures.items():
        unit = rows[0].unit
        title = f"{TITLES[measure]}: share" if unit == "share" else f"{TITLES[measure]}, {unit}" if unit != "people" else TITLES[measure]
        edges = list(zip(*(row.edges for row in rows), strict=True))
        fields.append(Field(title, edges, [row.plan for row in rows], [row.witness for row in rows], unit == "share"))
    labels = [row.label for row in next(iter(measures.values()))]
    title = f"{key[1]} in {context.scenario(scenario)}" if key[0] == "service" else f"{key[1]} (staff) in {context.scenario(scenario)}"
    described = f"Bands by month. {told(key[1], measures)} The figures are in the table below."
    return bands_chart(fields, labels, marks, title=title, described=described, name=f"world-{number}")


def _table(context: ReportContext, scenario: str, found: Seen, witnessed: bool) -> Table:
    """Every twelfth month and the last."""
    rows = []
    months = len(next(iter(next(iter(found.values())).values())))
    wanted = sorted({*range(0, months, 12), months - 1})
    for (_, name), measures in found.items():
        for measure, line in measures.items():
            head = TableCell(f"{name}: {TITLES[measure]}", line[0].unit, heads=True)
            for row in (line[month] for month in wanted):
                figures = (*row.edges, row.plan, *([row.witness] if witnessed else []))
                rows.append((head, TableCell(row.label), TableCell(f"{row.n:,}"), *(TableCell(printed(row, figure)) for figure in figures)))
    heads = ("what", "month", "futures", "5 %", "25 %", "half", "75 %", "95 %", "plan", *(["worst life"] if witnessed else []))
    return Table(f"{context.scenario(scenario)}: order statistics of the futures, every twelfth month", heads, tuple(rows), 2)
