"""Lives of a finished run, played again: compared with what was written, told event by event, explained posting by posting."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wargame.contract.draft import Draft
from wargame.contract.rulebook import Rulebook
from wargame.core.problem import BadInput, Place, Problem
from wargame.core.source import plain
from wargame.simulation.archive import MANIFEST, read_manifest, read_rows
from wargame.simulation.explain import Explanation, explain_posting
from wargame.simulation.prepare import Prepared, RunSpec, prepare
from wargame.simulation.results import Cell
from wargame.simulation.runs import cells, column_name, play_lives
from wargame.simulation.told import Told


def reopen(run: Path) -> Prepared:
    """The compiled inputs of a run; BadInput where a file has changed since (X001)."""
    spec = read_manifest(run)["spec"]
    where = Place(str(run / MANIFEST), 0, 0)
    names = {field.name for field in fields(RunSpec)}
    if set(spec) != names:
        odd = ", ".join(sorted(set(spec) ^ names))
        raise BadInput([Problem("X010", where, f"is the manifest of another version: it differs in {odd}", "run again")])
    try:
        asked = TypeAdapter(RunSpec).validate_json(json.dumps(spec), strict=True)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise BadInput([Problem("X010", where, f"damaged: {'.'.join(map(str, fault['loc']))}: {fault['msg']}", "run again")]) from None
    if not asked.digests:
        raise BadInput([Problem("X010", where, "damaged: it holds no digests of the inputs", "run again")])
    return prepare(asked)


def differences(row: dict[str, Any], told: Told, parties: tuple[str, ...]) -> int:
    """How many numbers of a written row differ from the life as played: every account, what was withheld, each party's net, the exit."""
    played = {column_name(account): amount for account, amount in told.paid().items()}
    played |= {column_name(account, why): amount for (account, why), amount in told.kept_back().items()}
    written = {name: value for name, value in row.items() if name.startswith(("paid | ", "withheld | "))}
    wrong = sum(1 for name in {*played, *written} if (written.get(name) or 0) != played.get(name, 0))
    wrong += sum(1 for party in parties if row[f"net | {party}"] != told.net(party))
    return wrong + (row["exit"] != (told.exit if told.exit < told.term_end else None))


def _chosen(ready: Prepared, scenario: str | None, variant: str | None, run: Path) -> list[tuple[int, int, Cell]]:
    found = [one for one in cells(ready) if scenario in (None, one[2].scenario) and variant in (None, one[2].variant)]
    if not found:
        has = ", ".join(f"{cell.scenario}/{cell.variant}" for _, _, cell in cells(ready))
        raise BadInput([Problem("X012", Place(str(run), 0, 0), f"the run has no cell {scenario or '*'}/{variant or '*'}; it has {has}")])
    return found


def _within(ready: Prepared, last: int, run: Path) -> None:
    if last >= ready.spec.futures:
        raise BadInput([Problem("X013", Place(str(run), 0, 0), f"the run has futures 0 to {ready.spec.futures - 1}, not {last}")])


def _short(run: Path, cell: Cell, found: int, due: int) -> Problem:
    message = f"has {found} rows of {cell.scenario}/{cell.variant} where {due} are due"
    return Problem("X011", Place(str(run / "futures.parquet"), 0, 0), message, "run again")


def compare_lives(run: Path, first: int, last: int, scenario: str | None, variant: str | None) -> list[dict[str, Any]]:
    """For each cell, how many numbers of futures first … last differ between `play` and what `cohort` wrote to futures.parquet."""
    ready = reopen(run)
    _within(ready, last, run)
    outcome = []
    for i, j, cell in _chosen(ready, scenario, variant, run):
        rows = read_rows(run, cell, first, last)
        lives = play_lives(ready, i, j, list(range(first, last + 1)))
        if len(rows) != len(lives):
            raise BadInput([_short(run, cell, len(rows), len(lives))])
        wrong = sum(differences(row, told, ready.parties) for row, told in zip(rows, lives, strict=True))
        outcome.append({"scenario": cell.scenario, "variant": cell.variant, "lives": len(lives), "differences": wrong})
    return outcome


def one_life(run: Path, future: int, scenario: str | None, variant: str | None) -> tuple[Cell, Rulebook, Told, int]:
    """A life of the first cell chosen, and how many of its numbers differ from what was written."""
    ready = reopen(run)
    _within(ready, future, run)
    i, j, cell = _chosen(ready, scenario, variant, run)[0]
    told = play_lives(ready, i, j, [future])[0]
    rows = read_rows(run, cell, future, future)
    if len(rows) != 1:
        raise BadInput([_short(run, cell, len(rows), 1)])
    return cell, ready.rules[i][j], told, sum(differences(row, told, ready.parties) for row in rows)


def explain_one(run: Path, posting: str) -> tuple[Cell, Explanation, str]:
    """The explanation of a posting named scenario/variant/reading/future/sequence, and the currency."""
    parts = posting.split("/")
    if len(parts) != 5 or not parts[3].isdigit() or not parts[4].isdigit():
        raise BadInput(
            [
                Problem(
                    "X014",
                    Place(str(run), 0, 0),
                    f"'{posting}' is not a posting",
                    "write scenario/variant/reading/future/sequence, as in postings.parquet",
                )
            ]
        )
    ready = reopen(run)
    _within(ready, int(parts[3]), run)
    i, j, cell = _chosen(ready, parts[0], parts[1], run)[0]
    told = play_lives(ready, i, j, [int(parts[3])])[0]
    if int(parts[4]) >= len(told.postings):
        raise BadInput([Problem("X014", Place(str(run), 0, 0), f"that life has {len(told.postings)} postings, numbered from 0")])
    explanation = explain_posting(ready.rules[i][j], told, int(parts[4]))
    changed = _changed(ready.draft, ready.drafts[j], explanation.posting.account.clause)
    return cell, replace(explanation, changed=changed), ready.draft.front.currency


def _changed(base: Draft, varied: Draft, clause: str) -> str:
    """The terms of a clause as a variant has made them, where they are not the draft's."""
    was, now = (next((p for p in draft.provisions if p.number == clause), None) for draft in (base, varied))
    if now is None or now.node is None or (was is not None and was.node is not None and plain(was.node) == plain(now.node)):
        return ""
    return json.dumps(plain(now.node), ensure_ascii=False)
