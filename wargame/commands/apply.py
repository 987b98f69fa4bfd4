"""`wargame apply`: what findings propose, as a variant to be played, and whether it mends what was found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("source", metavar="RUN|DRAFT", type=click.Path())
@click.argument("findings", nargs=-1, required=True, metavar="FINDING…")
@click.option("-s", "--scenario", "scenarios", multiple=True, help="For a draft: look it over in this scenario too (may be given again).")
@click.option("-o", "--out", type=click.Path(), default=None, help="The variants file to write; default: SOURCE.patches.yaml.")
@click.option("--check/--no-check", "checked", default=True, show_default=True, help="Apply each patch, look again and say what came of it.")
@click.option("--futures", type=click.IntRange(1, 2048), default=512, show_default=True, help="Futures a scenario for looking again.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def command(source: str, findings: tuple[str, ...], scenarios: tuple[str, ...], out: str | None, checked: bool, futures: int, as_json: bool) -> int:
    """Write the patches of findings (by the names the register shows) as a variants file for `wargame run -v`."""
    from wargame.simulation.run.archive import write_text
    from wargame.studies.remedy import as_variants, chosen, remedied

    path = Path(source)
    target = Path(out) if out is not None else path.with_name(f"{path.stem}.patches.yaml")
    _keep_others(target)
    draft, ready, before = _register(path, scenarios, futures)
    wanted = chosen([*before, *_shown(path, before)], findings, source)
    write_text(target, as_variants(wanted))
    results = [remedied(draft, one, before, ready) for one in wanted] if checked else []
    if as_json:
        click.echo(json.dumps(_data(target, draft.front.currency, results), indent=1, ensure_ascii=False))
    else:
        for one in results:
            click.echo(_said(one, draft.front.currency))
        click.echo(str(target))
    return 0 if all(one.gone and not one.come for one in results) else 1


def _keep_others(target: Path) -> None:
    """BadInput (X062) where the file to write is there and holds anything but variants: a draft is never written over."""
    from wargame.contract.text.variant import load_variants
    from wargame.core.problem import BadInput, Place, Problem

    if not (target.exists() or target.is_symlink()):
        return
    try:
        load_variants(target)
    except BadInput:
        message = "is there already, and is no file of variants that can be read; nothing is written over it"
        raise BadInput([Problem("X062", Place(str(target), 0, 0), message, "name another file with --out")]) from None


def _register(path: Path, scenarios: tuple[str, ...], futures: int) -> tuple[Any, Any, list[Any]]:
    """(draft, prepared run or None, findings) of a run or of a draft."""
    from dataclasses import replace

    from wargame.contract.rules.kinds import clause_kinds
    from wargame.contract.text.draft import load_draft
    from wargame.simulation.run.prepare import RunSpec, prepare
    from wargame.simulation.run.replays import reopen
    from wargame.studies.remedy import register

    if (path / "manifest.json").is_file():
        ready = reopen(path)
        ready.spec = replace(ready.spec, futures=min(ready.spec.futures, futures))
    elif scenarios:
        ready = prepare(RunSpec(str(path), scenarios, futures=futures))
    else:
        draft = load_draft(path, clause_kinds())
        return draft, None, register(draft)
    return ready.draft, ready, register(ready.draft, ready)


def _shown(path: Path, before: list[Any]) -> list[Any]:
    """Findings that a run showed and that fewer futures do not show again: their patches are as the run wrote them. BadInput (X011) where another
    version wrote the summary, whose names are not those of today."""
    from wargame.analysis.findings.register import message_of
    from wargame.analysis.tables.summary import Summary
    from wargame.core.finding import Finding
    from wargame.core.problem import Place

    summary = path / "summary.json"
    if not summary.is_file():
        return []
    said = Summary.from_data(json.loads(summary.read_text(encoding="utf-8")), str(summary))
    known = {one.id for one in before}
    return [
        Finding(
            row.check, row.severity, row.clause, message_of(row.message_parts), row.ask, Place(row.file, row.line, 1), row.quote, row.proposal,
            event=row.event, asks=row.question, patch=row.patch, nth=_nth(row.id),
        )
        for row in said.findings
        if row.id not in known
    ]  # fmt: skip


def _nth(name: str) -> int:
    last = name.rsplit(":", 1)[-1]
    return int(last) if name.count(":") > 1 and last.isdigit() else 1


def _data(target: Path, currency: str, results: list[Any]) -> dict[str, Any]:
    from wargame.analysis.figures.amounts import MajorUnits, change_rows

    money = MajorUnits(currency)
    changes = [[row.data() for row in change_rows(money, one.change)] for one in results]
    applied = [
        {"finding": one.finding.id, "gone": one.gone, "come": [each.id for each in one.come], "change": change}
        for one, change in zip(results, changes, strict=True)
    ]
    return {"variants_file": str(target), "currency": currency, "applied": applied}


def _said(one: Any, code: str) -> str:
    from wargame.core.money import currency

    unit = 10 ** currency(code).digits
    words = [f"{one.finding.id}: {'gone' if one.gone else 'still there'}"]
    words.append("no new finding of equal or greater severity" if not one.come else f"new, and as severe: {', '.join(each.id for each in one.come)}")
    for party, spread in one.change.items():
        between = "" if spread.low is None else f" ({spread.low / unit:+,.0f} to {spread.high / unit:+,.0f})"
        words.append(f"mean loss of the {party} {spread.mean / unit:+,.0f} {code}{between}")
    return "; ".join(words)
