"""Lives of a finished run, played again: compared with what was written, told event by event, explained posting by posting."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import NamedTuple, TypedDict

from pydantic import TypeAdapter, ValidationError

from wargame.contract.rules.rulebook import Rulebook
from wargame.contract.text.draft import Draft
from wargame.core.problem import BadInput, Place, Problem
from wargame.core.source import Text, plain
from wargame.simulation.life.explain import Explanation, explain_posting
from wargame.simulation.life.trace import LifeTrace
from wargame.simulation.run.archive import MANIFEST, TEXTS, cell_id, read_manifest, read_rows
from wargame.simulation.run.cells import cell_of, cells, planned_nets, play_lives
from wargame.simulation.run.columns import EXIT, Column, cost, paid, withheld
from wargame.simulation.run.prepare import NOT_WRITTEN, Play, Prepared, RunSpec, prepare
from wargame.simulation.run.results import Cell
from wargame.world.scenario.file import Scenario

Asked = tuple[str | None, str | None, str | None]  # scenario, variant, reading; None for any


def reopen(run: Path) -> Prepared:
    """The compiled inputs of a run; BadInput where a file has changed since (X001)."""
    said = read_manifest(run)
    spec = said["spec"]
    where = Place(str(run / MANIFEST), 0, 0)
    names = {field.name for field in fields(RunSpec)} - {NOT_WRITTEN}
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
    return prepare(_with_texts(asked, said.get(TEXTS), where))


def _with_texts(spec: RunSpec, texts: object, where: Place) -> RunSpec:
    """What was run, its inputs that lie in no file as the manifest holds them."""
    if texts is None:
        return spec
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise BadInput([Problem("X010", where, f"damaged: `{TEXTS}` is not a map of names to texts", "run again")])

    def found(name: str) -> str:
        return Text(texts[name], name) if name in texts else name

    variants = None if spec.variants_file is None else found(spec.variants_file)
    return replace(spec, draft=found(spec.draft), scenarios=tuple(map(found, spec.scenarios)), variants_file=variants)


def differences(row: Mapping[Column, int | None], told: LifeTrace, parties: tuple[str, ...]) -> int:
    """How many numbers of a written row differ from the life as played: every account, what was withheld, each party's cost, the exit."""
    played = {paid(account): amount for account, amount in told.paid().items()}
    played |= {withheld(account, why): amount for (account, why), amount in told.kept_back().items()}
    written = {one: value for one, value in row.items() if one.account is not None}
    wrong = sum(1 for one in {*played, *written} if (written.get(one) or 0) != played.get(one, 0))
    wrong += sum(1 for party in parties if row[cost(party)] != -told.net(party))
    return wrong + (row[EXIT] != (told.exit if told.exit < told.term_end else None))


def _chosen(ready: Prepared, asked: Asked, run: Path) -> list[tuple[int, Play, Cell]]:
    """The cells asked for; single readings, of which no future is written, only where one is named."""
    every = [*cells(ready), *(one for one in _single_cells(ready) if one[2].reading == asked[2])]
    found = [one for one in every if all(wanted in (None, name) for wanted, name in zip(asked, one[2], strict=True))]
    if not found:
        raise BadInput([_no_cell(ready, "/".join(name or "*" for name in asked), run)])
    return found


def _single_cells(ready: Prepared) -> list[tuple[int, Play, Cell]]:
    return [(i, one, cell_of(ready, i, one)) for i in range(len(ready.scenarios)) for one in ready.singles]


def _no_cell(ready: Prepared, wanted: str, run: Path) -> Problem:
    has = ", ".join(cell_id(cell) for _, _, cell in cells(ready))
    more = f", and in {ready.scenarios[0].key}/base the readings {', '.join(one.reading.name for one in ready.singles)}" if ready.singles else ""
    return Problem("X012", Place(str(run), 0, 0), f"the run has no cell {wanted}; it has {has}{more}")


def _within(ready: Prepared, last: int, run: Path) -> None:
    if last >= ready.spec.futures:
        raise BadInput([Problem("X013", Place(str(run), 0, 0), f"the run has futures 0 to {ready.spec.futures - 1}, not {last}")])


def _short(run: Path, cell: Cell, found: int, due: int) -> Problem:
    message = f"has {found} rows of {cell_id(cell)} where {due} are due"
    return Problem("X011", Place(str(run / "futures.parquet"), 0, 0), message, "run again")


def _written(ready: Prepared, play: Play) -> bool:
    """Whether futures.parquet holds the play."""
    return play in ready.plays


class Compared(TypedDict):
    """How many futures of a cell were played again, and in how many numbers they differ from what was written."""

    scenario: str
    variant: str
    reading: str
    futures: int
    differences: int


def compare_lives(ready: Prepared, run: Path, first: int, last: int, asked: Asked) -> list[Compared]:
    """For each cell written, how many numbers of futures first … last differ between the event-by-event driver and what the vectorised one wrote to
    the futures.parquet of the folder `run`."""
    _within(ready, last, run)
    outcome: list[Compared] = []
    for i, play, cell in _chosen(ready, asked, run):
        if not _written(ready, play):
            message = f"no future of the reading {cell.reading} was written: it is played for its price alone"
            raise BadInput([Problem("X012", Place(str(run), 0, 0), message, "ask for one future of it, which is told without a comparison")])
        rows = read_rows(run, cell, first, last)
        lives = play_lives(ready, (i, play, list(range(first, last + 1))))
        if len(rows) != len(lives):
            raise BadInput([_short(run, cell, len(rows), len(lives))])
        wrong = sum(differences(row, told, ready.parties) for row, told in zip(rows, lives, strict=True))
        outcome.append(Compared(scenario=cell.scenario, variant=cell.variant, reading=cell.reading, futures=len(lives), differences=wrong))
    return outcome


class OneLife(NamedTuple):
    """A life of a run: its cell, the rules and the scenario in which it is played, each party's net in the plan (minor units), and how many of its
    numbers differ from what was written; None where nothing was."""

    cell: Cell
    rules: Rulebook
    scenario: Scenario
    trace: LifeTrace
    plan: Mapping[str, int]
    differences: int | None


def one_life(ready: Prepared, run: Path, future: int, asked: Asked) -> OneLife:
    """A life of the first cell chosen."""
    _within(ready, future, run)
    i, play, cell = _chosen(ready, asked, run)[0]
    told = play_lives(ready, (i, play, [future]))[0]
    wrong = None
    if _written(ready, play):
        rows = read_rows(run, cell, future, future)
        if len(rows) != 1:
            raise BadInput([_short(run, cell, len(rows), 1)])
        wrong = sum(differences(row, told, ready.parties) for row in rows)
    return OneLife(cell, ready.book(i, play), ready.scenarios[i], told, planned_nets(ready, i), wrong)


def explain_one(ready: Prepared, run: Path, posting: str) -> tuple[Cell, Explanation, str]:
    """The explanation of a posting named scenario/variant/reading/future/sequence, and the currency."""
    named = re.fullmatch("(?P<cell>.+/.+/.+)/(?P<future>[0-9]{1,9})/(?P<sequence>[0-9]{1,9})", posting)
    if named is None:
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
    future, sequence = int(named["future"]), int(named["sequence"])
    _within(ready, future, run)
    found = next((one for one in (*cells(ready), *_single_cells(ready)) if cell_id(one[2]) == named["cell"]), None)
    if found is None:
        raise BadInput([_no_cell(ready, named["cell"], run)])
    i, play, cell = found
    told = play_lives(ready, (i, play, [future]))[0]
    if sequence >= len(told.postings):
        raise BadInput([Problem("X014", Place(str(run), 0, 0), f"that life has {len(told.postings)} postings, numbered from 0")])
    explanation = explain_posting(ready.book(i, play), told, sequence)
    changed = _changed(ready.draft, ready.drafts[play.variant], explanation.posting.account.clause)
    return cell, replace(explanation, changed=changed), ready.draft.front.currency


def _changed(base: Draft, varied: Draft, clause: str) -> str:
    """The terms of a clause as a variant has made them, where they are not the draft's."""
    was, now = (next((p for p in draft.provisions if p.number == clause), None) for draft in (base, varied))
    if now is None or now.node is None or (was is not None and was.node is not None and plain(was.node) == plain(now.node)):
        return ""
    return json.dumps(plain(now.node), ensure_ascii=False)
