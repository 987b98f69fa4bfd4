"""The report: one offline HTML file for a reader who was not there. What it says comes from the summary and the lives told; here it is put in
order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wargame.analysis.exposure import LEVELS_SHOWN, exceedance, loss_at
from wargame.analysis.silence import ANSWERED, IN_PART, NEVER, SILENT, UNSPOKEN
from wargame.analysis.story import worst_life
from wargame.analysis.verdict import hardest, name_of, scenario_name, verdict
from wargame.analysis.waterfall import bars
from wargame.contract.variant import BASE_NAME
from wargame.core.events import EVENTS, QUESTIONS
from wargame.core.money import currency
from wargame.report.chart import exceedance_chart, waterfall_chart
from wargame.report.table import NONE, Cell, Table, amount, figure, share, spanned
from wargame.simulation.results import CellResult, RunResult

HERE = Path(__file__).parent
SHOWN = (("mean", "mean"), ("sd", "sd"), ("var95", "VaR 95"), ("tvar95", "TVaR 95"), ("var99", "VaR 99"), ("tvar99", "TVaR 99"), ("worst", "worst"))
COMPARED = (("mean", "mean"), ("var95", "VaR 95"), ("tvar95", "TVaR 95"), ("tvar99", "TVaR 99"))
STEPS = {"suffered": "suffered", "planned": "", "moved": "moved by the contract", "stays": "", "withheld": "kept back"}
VERDICTS = {"less to lose": "better", "more to lose": "worse"}
SHARES = {0.5: "1 in 2", 0.2: "1 in 5", 0.1: "1 in 10", 0.05: "1 in 20", 0.01: "1 in 100"}
Summary = Mapping[str, Any]


def render(run: RunResult, summary: Summary) -> str:
    """The whole report as HTML, without a script and without anything from elsewhere."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    unit = 10 ** currency(summary["currency"]).digits
    base = [one for one in run.cells if one.cell.variant == BASE_NAME]
    client = summary["parties"][0]["role"]
    environment.filters["sentence"] = lambda text: f"{text[:1].upper()}{text[1:]}"
    environment.filters["money"] = lambda minor: amount(minor / unit)
    return environment.get_template("page.html.j2").render(
        summary=summary,
        verdict=verdict(summary),
        losses=[_losses(summary, party) for party in summary["parties"]],
        all_losses=[_all_losses(summary, party) for party in summary["parties"]] if len(summary["variants"]) > 1 else [],
        differences=[_differences(summary, party) for party in summary["parties"]] if len(summary["variants"]) > 1 else [],
        curves=[_curves(summary, base, number, unit) for number in range(len(summary["parties"]))],
        waterfall=_waterfall(summary, hardest(summary, client)),
        gaps=_gaps(summary),
        findings=[one for one in summary["findings"] if one["severity"] != "note"],
        notes=[one for one in summary["findings"] if one["severity"] == "note"],
        clauses=_clauses(summary, hardest(summary, client)),
        tale=worst_life(run, client),
        names={party["role"]: party["name"] for party in summary["parties"]},
        scenario_name=lambda key: scenario_name(summary, key),
        why={one.cell.scenario: str(one.scenario.inputs.why or "") for one in base},
        draft=Path(run.draft_path).name,
    )


def _pick(rows: Sequence[Mapping[str, Any]], **wanted: str) -> list[Mapping[str, Any]]:
    return [row for row in rows if all(row[key] == value for key, value in wanted.items())]


def _losses(summary: Summary, party: Mapping[str, str]) -> Table:
    rows = []
    for scenario in summary["scenarios"]:
        found = {row["measure"]: row for row in _pick(summary["exposure"], scenario=scenario["scenario"], variant=BASE_NAME, party=party["role"])}
        if found:
            rows.append((Cell(scenario["name"], heads=True), *(figure(found[name]) for name, _ in SHOWN)))
    caption = f"{party['name']}: loss over the whole term under the draft as it stands, in {summary['currency']}, with 95 % intervals"
    return Table(caption, ("scenario", *(words for _, words in SHOWN)), tuple(rows))


def _all_losses(summary: Summary, party: Mapping[str, str]) -> Table:
    groups = []
    for scenario in summary["scenarios"]:
        members = []
        for variant in summary["variants"]:
            found = {row["measure"]: row for row in _pick(summary["exposure"], scenario=scenario["scenario"], variant=variant, party=party["role"])}
            look = "base" if variant == BASE_NAME else ""
            if found:
                members.append((Cell(_wording(variant), heads=True, look=look), *(figure(found[name]) for name, _ in SHOWN)))
        groups.append((scenario["name"], members))
    caption = f"{party['name']}: loss over the whole term under every wording, in {summary['currency']}, with 95 % intervals"
    return Table(caption, ("scenario", "wording", *(words for _, words in SHOWN)), spanned(groups), 2)


def _differences(summary: Summary, party: Mapping[str, str]) -> Table:
    groups = []
    for variant in summary["variants"]:
        members = []
        for scenario in summary["scenarios"]:
            found = {row["measure"]: row for row in _pick(summary["compare"], scenario=scenario["scenario"], variant=variant, party=party["role"])}
            if found:
                cells = (_difference(found[name]) for name, _ in COMPARED)
                members.append((Cell(scenario["name"], heads=True), *cells))
        if members:
            groups.append((variant, members))
    caption = f"How much more (+) or less (−) {party['name']} stands to lose than under the draft as it stands, in {summary['currency']}"
    return Table(caption, ("wording", "scenario", *(words for _, words in COMPARED)), spanned(groups), 2)


def _difference(row: Mapping[str, Any]) -> Cell:
    cell = figure(row, "difference", difference=True)
    if row["verdict"] == "no difference":
        return Cell("no difference", look="same")
    if row["verdict"] == "none shown":
        return Cell("none shown", cell.small, look="same")
    return Cell(cell.text, cell.small, look=VERDICTS.get(row["verdict"], cell.look))


def _curves(summary: Summary, base: Sequence[CellResult], number: int, unit: int) -> dict[str, Any]:
    party = summary["parties"][number]
    title = f"{party['name']}, draft as it stands"
    names = [scenario_name(summary, one.cell.scenario) for one in base]
    points = [[(loss / unit, often) for loss, often in exceedance(one.losses[party["role"]])] for one in base]
    label = f"loss against the plan, {summary['currency']}"
    chart = exceedance_chart(list(zip(names, points, strict=True)), title=title, loss_label=label, name=f"curve-{number}")
    rows = []
    for name, one in zip(names, base, strict=True):
        rows.append((Cell(name, heads=True), *(Cell(amount(None if loss is None else loss / unit)) for loss in loss_at(one.losses[party["role"]]))))
    heads = ("scenario", *(SHARES[level] for level in LEVELS_SHOWN))
    caption = f"The loss that so many lives of {party['name']} reach or pass, in {summary['currency']}"
    return {"title": title, "svg": chart, "table": Table(caption, heads, tuple(rows))}


def _waterfall(summary: Summary, scenario: str) -> dict[str, Any]:
    name = scenario_name(summary, scenario)
    whose = name_of(summary, summary["parties"][0]["role"])
    title = f"Where the mean loss of {whose} comes from and where it goes, {name}, draft as it stands"
    mine = _pick(summary["waterfall"], variant=BASE_NAME)
    svg = waterfall_chart(bars(_pick(mine, scenario=scenario)), title=title, money_label=f"mean a life, {summary['currency']}", name="waterfall")
    keys = list(dict.fromkeys((row["step"], row["label"], row["clause"]) for row in sorted(mine, key=lambda row: tuple(STEPS).index(row["step"]))))
    amounts = {(row["scenario"], row["step"], row["label"], row["clause"]): row["amount"] for row in mine}
    rows = []
    for step, label, clause in keys:
        values = [amounts.get((one["scenario"], step, label, clause)) for one in summary["scenarios"]]
        if any(values) or step == "stays":
            head = (Cell(label, STEPS[step], heads=True, look=step), Cell(clause or ""))
            rows.append((*head, *(Cell(amount(value), look=step if step == "stays" else "") for value in values)))
    heads = ("step", "clause", *(one["name"] for one in summary["scenarios"]))
    return {"title": title, "svg": svg, "table": Table(f"The same for every scenario: means a life in {summary['currency']}", heads, tuple(rows), 2)}


def _gaps(summary: Summary) -> dict[str, Any]:
    """Event by question over all scenarios: the state in the scenario that shows most of it."""
    order = (NEVER, ANSWERED, IN_PART, SILENT, UNSPOKEN)
    looks = dict(zip(order, ("never", "answered", "part", "silent", "unspoken"), strict=True))
    states: dict[tuple[str, str], str] = {}
    clauses: dict[tuple[str, str], dict[str, None]] = {}
    for row in summary["coverage"]:
        key = row["event"], row["question"]
        states[key] = max(states.get(key, order[0]), row["state"], key=order.index)
        clauses.setdefault(key, {}).update(dict.fromkeys(one["clause"] for one in row["answered"]))
    rows = []
    for event in EVENTS.values():
        cells = [Cell(event.words, heads=True)]
        for question in QUESTIONS:
            state = states.get((event.name, question))
            if state is None:
                cells.append(Cell("", look="unasked"))
            else:
                by = ", ".join(clauses[event.name, question])
                said = {ANSWERED: by, IN_PART: by, UNSPOKEN: SILENT}.get(state, state)
                cells.append(Cell(said, {IN_PART: "not always"}.get(state, ""), look=looks[state]))
        rows.append(tuple(cells))
    heads = ("when …", *(question.words for question in QUESTIONS.values()))
    return {"table": Table("Which clause with terms answers which question of each kind of event", heads, tuple(rows), 9)} if states else {}


def _clauses(summary: Summary, scenario: str) -> Table:
    rows = []
    for row in _pick(summary["clauses"], variant=BASE_NAME, scenario=scenario):
        ends = f"ends agreements: {share(row['ends'])} of lives {row.get('note', '')}".strip() if "ends" in row else ""
        fired = Cell(ends or "moves no money itself", look="" if ends else "missing") if row["fired"] is None else Cell(share(row["fired"]), ends)
        title = Cell(f"{row['clause']} {row['title']}", row["kind"].replace("_", " "), heads=True)
        moved, kept = (NONE, NONE) if row["fired"] is None else (amount(row["paid_mean"]), amount(row["withheld_mean"]))
        rows.append((title, fired, Cell(moved), Cell(kept, "" if ends else row.get("note", ""))))
    heads = ("clause", "lives in which it moves or keeps back money", "moved, mean a life", "kept back, mean a life")
    return Table(f"What each clause does in {scenario_name(summary, scenario)}, draft as it stands, in {summary['currency']}", heads, tuple(rows))


def _wording(variant: str) -> str:
    return "draft as it stands" if variant == BASE_NAME else variant
