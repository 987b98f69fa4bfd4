"""Open words are priced option by option, for both parties, on the futures that the base reading has lived through."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.analysis.checks.bench import CLEAN, WORLD
from wargame.analysis.findings.check import look_over
from wargame.analysis.findings.evidence import Evidence
from wargame.core.finding import Finding
from wargame.simulation.run.cells import lay_out, run_cells
from wargame.simulation.run.prepare import RunSpec, prepare
from wargame.simulation.run.results import CellResult
from wargame.simulation.run.worker_pool import worker_pool

PART = ("9.1", "part_periods")


def lived(folder: Path, text: str, *choices: tuple[str, str, str], futures: int = 64) -> CellResult:
    """A draft in a world, with some choices made."""
    (folder / "draft.md").write_text(text, encoding="utf-8")
    (folder / "world.yaml").write_text(WORLD, encoding="utf-8")
    ready = prepare(RunSpec(str(folder / "draft.md"), (str(folder / "world.yaml"),), None, (), futures, choices=choices))
    with worker_pool(ready, 1) as team:
        layout = lay_out(ready, team)
        return run_cells(ready, layout, team, lambda *_: None, lambda _: None)[0]


def findings(*cells: CellResult) -> list[Finding]:
    """The ambiguous ones among the findings of cells, the base first."""
    return [one for one in look_over(Evidence(cells[0].rules, cells)) if one.check == "ambiguous"]


def test_each_option_is_priced_against_the_base_on_the_same_futures(tmp_path: Path) -> None:
    text = CLEAN.replace("part periods: count whole\n", "").replace(" or part of an hour", "")
    base = lived(tmp_path, text)
    cells = [base]
    for option in ("count if complete", "pro rata"):
        one = lived(tmp_path, text, (*PART, option), futures=32)
        cells.append(replace(one, cell=one.cell._replace(reading=f"9.1 part periods = {option}")))
    (finding,) = findings(*cells)
    assert (finding.clause, finding.severity) == ("9.1", "Medium")
    assert [one.option for one in finding.fan] == ["count whole", "count if complete", "pro rata"] and finding.fan[0].usual
    for option, cell in zip(finding.fan[1:], cells[1:], strict=True):
        more = int(np.sum(cell.losses["client"] - base.losses["client"][:32])) / 32
        assert more > 0 and abs(option.differences["client"].mean - more) <= 1
        assert option.differences["provider"].mean == -option.differences["client"].mean
        low, high = option.differences["client"].low, option.differences["client"].high
        assert low is not None and high is not None and low < more < high
    # The client would lose most if only complete hours counted; the provider loses by none.
    assert finding.money["client"].mean == finding.fan[1].differences["client"].mean and "count if complete" in finding.money["client"].reason
    assert finding.money["provider"].mean == 0 and finding.money["provider"].reason
    assert finding.proposal.startswith("To the question “Does a begun period count") and finding.proposal.endswith("for clause 9.1, is: count whole.")
    assert finding.patch == {"patch": {"9.1": {"text": text.split("## 9.1 Late restoration")[1].split("```")[0].strip()
                             + f" {finding.proposal}", "part periods": "count whole"}}}  # fmt: skip


def test_a_choice_that_the_draft_makes_is_not_ambiguous(tmp_path: Path) -> None:
    base = lived(tmp_path, CLEAN)
    other = lived(tmp_path, CLEAN, (*PART, "pro rata"))
    assert findings(base, replace(other, cell=other.cell._replace(reading="9.1 part periods = pro rata"))) == []


def test_a_cap_that_pays_nothing_itself_shows_differences_and_no_sum(tmp_path: Path) -> None:
    text = CLEAN + "\n## 12.9 Cap\n\nNot more than GBP 9,000.\n\n```terms\nkind: liability_cap\ncap: GBP 9 000\n```\n"
    base, other = lived(tmp_path, text), lived(tmp_path, text, ("12.9", "resets", "each claim"))
    cells = (base, replace(other, cell=other.cell._replace(reading="12.9 resets = each claim")))
    (finding,) = [one for one in findings(*cells) if one.clause == "12.9"]
    assert [one.paid for one in finding.fan] == [None, None] and finding.fan[1].differences["provider"].mean > 0
