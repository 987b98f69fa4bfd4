"""What findings propose, as a file of variants to be played, and whether it mends what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.analysis.figures.amounts import MajorUnits, change_rows
from wargame.analysis.findings.register import message_of
from wargame.analysis.tables.summary import Summary
from wargame.contract.text.draft import Draft
from wargame.contract.text.variant import load_variants
from wargame.core.finding import Finding
from wargame.core.problem import BadInput, Place, Problem
from wargame.simulation.run.archive import MANIFEST, write_text
from wargame.simulation.run.prepare import Prepared, RunSpec, prepare
from wargame.simulation.run.replays import reopen
from wargame.studies.inputs import Source, as_read, name_of, names_of, read_draft
from wargame.studies.remedy import Remedied, as_variants, chosen, register, remedied
from wargame.studies.run import Run

if TYPE_CHECKING:
    import pandas as pd

FUTURES = 512  # of each scenario, for looking again


@dataclass(frozen=True, repr=False)
class Applied:
    """The patches of some findings as a text of variants, and what came of each where they were looked at again."""

    variants: str
    remedies: tuple[Remedied, ...]
    currency: str

    @property
    def mended(self) -> bool:
        """Whether every finding that was looked at again is gone and none as severe has come."""
        return all(one.gone and not one.come for one in self.remedies)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """finding, gone, come (as severe), party, value, low, high: by how much the party's mean loss changes, in major units."""
        import pandas as pd

        money = MajorUnits(self.currency)
        rows = [
            {"finding": one.finding.id, "gone": one.gone, "come": ", ".join(each.id for each in one.come), **change}
            for one in self.remedies
            for change in [row.data() for row in change_rows(money, one.change)] or [{}]
        ]
        return pd.DataFrame(rows, columns=["finding", "gone", "come", "party", "value", "low", "high"])

    def applied(self) -> list[dict[str, object]]:
        """A row for each finding that was looked at again, as `wargame apply --json` prints it."""
        money = MajorUnits(self.currency)
        changes = [[row.data() for row in change_rows(money, one.change)] for one in self.remedies]
        return [
            {"finding": one.finding.id, "gone": one.gone, "come": [each.id for each in one.come], "change": change}
            for one, change in zip(self.remedies, changes, strict=True)
        ]

    def write(self, path: str | Path) -> Path:
        """Write the file of variants, which `run` and `compare` take. BadInput (X062) where anything but variants lies there: a draft is never
        written over."""
        place = Path(path)
        keep_others(place)
        write_text(place, self.variants)
        return place

    def __repr__(self) -> str:
        of = ", ".join(one.finding.id for one in self.remedies) or "nothing that was looked at again"
        return f"<patches of {of}: {'mended' if self.mended else 'not mended'}>"

    def _repr_html_(self) -> str:
        from wargame.studies.html import page_of

        return page_of([f"{len(self.remedies)} findings, amounts in {self.currency}"], self.changes)


def apply(
    source: Source | Draft | Run,
    findings: Iterable[str],
    scenarios: Source | Iterable[Source] = (),
    *,
    check: bool = True,
    futures: int = FUTURES,
) -> Applied:
    """The patches of findings, by the names that the register shows, of a run or of a draft, which may be looked over in scenarios too.

    With `check` each patch is applied and looked at again, in so many futures of each scenario. BadInput X060 for a finding that is not there, X061
    for one that proposes no patch."""
    draft, ready, before, summary, where = _register(source, names_of(scenarios), futures)
    wanted = chosen([*before, *_shown(summary, before)], tuple(findings), where)
    remedies = tuple(remedied(draft, one, before, ready) for one in wanted) if check else ()
    return Applied(as_variants(wanted), remedies, draft.front.currency)


def keep_others(target: Path) -> None:
    """BadInput (X062) where the file to write is there and holds anything but variants."""
    if not (target.exists() or target.is_symlink()):
        return
    try:
        load_variants(target)
    except BadInput:
        message = "is there already, and is no file of variants that can be read; nothing is written over it"
        raise BadInput([Problem("X062", Place(str(target), 0, 0), message, "name another file with --out")]) from None


Register = tuple[Draft, Prepared | None, list[Finding], Summary | None, str]


def _register(source: Source | Draft | Run, scenarios: tuple[str, ...], futures: int) -> Register:
    """The draft, what it is played in (None where it is not), its findings, the summary of a run if it is one, and what all that is called."""
    summary: Summary | None
    if isinstance(source, Run):
        ready, summary, where = source.prepared, source.summary, str(source.prepared.spec.draft)
    else:
        where = name_of(source)
        folder = Path(where)
        summary = None
        if (folder / MANIFEST).is_file():
            ready, summary = reopen(folder), written_summary(folder)
        elif scenarios:
            ready = prepare(RunSpec(where, scenarios, futures=futures))
            as_read(ready.draft, source)
        else:
            draft = source if isinstance(source, Draft) else read_draft(source)
            return draft, None, register(draft), None, where
    ready = replace(ready, spec=replace(ready.spec, futures=min(ready.spec.futures, futures)))
    return ready.draft, ready, register(ready.draft, ready), summary, where


def written_summary(folder: Path) -> Summary | None:
    """The summary that a run wrote; None where there is none. BadInput (X011) where it is damaged, or another version wrote it, whose names are not
    those of today."""
    path = folder / "summary.json"
    return Summary.from_data(json.loads(path.read_text(encoding="utf-8")), str(path)) if path.is_file() else None


def _shown(summary: Summary | None, before: list[Finding]) -> list[Finding]:
    """Findings that a run showed and that fewer futures do not show again: their patches are as the run wrote them."""
    known = {one.id for one in before}
    return [
        Finding(
            row.check, row.severity, row.clause, message_of(row.message_parts), row.ask, Place(row.file, row.line, 1), row.quote, row.proposal,
            event=row.event, asks=row.question, patch=row.patch, nth=_nth(row.id),
        )
        for row in (summary.findings if summary else ()) if row.id not in known
    ]  # fmt: skip


def _nth(name: str) -> int:
    last = name.rsplit(":", 1)[-1]
    return int(last) if name.count(":") > 1 and last.isdigit() else 1
