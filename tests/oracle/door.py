"""The program, played through its public door: one simulation, all postings of the agreement."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

import wargame as wg
from tests.oracle.agreements import AGREEMENTS
from tests.oracle.evaluator import Row, evaluate
from tests.oracle.histories import draw_history, write_world
from tests.oracle.reader import Agreement, read_agreement


@dataclass(frozen=True)
class Difference:
    """A row that the two do not share."""

    when: datetime
    clause: str
    kind: str
    head: str
    right: int
    found: int

    def __str__(self) -> str:
        return f"{self.when:%Y-%m-%d} {self.clause} {self.kind} ({self.head}): right {self.right}, found {self.found}"


def services_of(text: str) -> list[str]:
    """The services of a draft's front matter."""
    line = next(line for line in text.splitlines() if line.startswith("services: "))
    return [part.split(":")[0].strip(" {") for part in line.removeprefix("services: ").split("},")]


def found(text: str, scenario: Path, agreement: Agreement) -> dict[Row, int]:
    """What the program posts in one simulation: by date, clause and head, above 0 from the client to the provider."""
    draft = wg.read_draft(text=text, name="draft.md")
    run = wg.run(draft, [str(scenario)], futures=1, workers=1, readings="base")
    rows: dict[Row, int] = {}
    for row in run.postings.itertuples():
        key = (datetime.fromisoformat(str(row.date)), str(row.clause), str(row.head))
        rows[key] = rows.get(key, 0) + (1 if row.payer == agreement.client else -1) * int(row.amount)
    return {key: amount for key, amount in rows.items() if amount}


def compare(name: str, seed: int, feature: str = "") -> tuple[int, list[Difference]]:
    """How many postings there are on either side, and which of them differ, for a drawn agreement in a drawn history."""
    rng = Random(f"{name}/{seed}/{feature}")
    text = AGREEMENTS[name](rng, feature)
    agreement, services = read_agreement(text), services_of(text)
    history = draw_history(agreement, services, rng, feature)
    right = evaluate(agreement, history)
    with tempfile.TemporaryDirectory() as folder:
        there = found(text, write_world(Path(folder), agreement, services, history), agreement)
    rows = sorted(right.keys() | there.keys())
    kinds = {clause: terms["kind"] for clause, terms in agreement.terms.items()}
    return len(rows), [
        Difference(*row[:2], kinds.get(row[1], ""), row[2], right.get(row, 0), there.get(row, 0))
        for row in rows
        if right.get(row, 0) != there.get(row, 0)
    ]
