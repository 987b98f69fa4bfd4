"""Every flaw planted in contracts/customer-care.md is found, few findings are false, and the repaired agreement is left in peace.

The checks name flaws by their own words and the list by those of issue 3: `FOUND_AS` is the dictionary. A flaw is found by a finding above Low (a
minor one by any) of its kind, or of one of its `also`, at its clause, at one of its `where`, or naming it among the other clauses concerned. A
finding above Low that is none of the planted flaws is false.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

import pytest

from tests.samples.planted_defects import DEFECTS, Defect
from tests.samples.shipped import ROOT
from wargame.analysis.findings.check import look_over, ranked
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.findings.pricing import price
from wargame.contract.rules.readings import BASE_READING
from wargame.core.finding import MAIN, Finding
from wargame.simulation.counterfactuals.readings import explore, single_results
from wargame.simulation.counterfactuals.what_if import what_ifs
from wargame.simulation.run.cells import lay_out, run_cells
from wargame.simulation.run.prepare import RunSpec, prepare
from wargame.simulation.run.worker_pool import worker_pool

QUICK, FULL = 256, 1_024  # futures a scenario
SCENARIOS = ("baseline", "peak-surge", "platform-outage", "new-regulation", "perfect-storm")
# The words of issue 3 -> the checks that find such a flaw.
FOUND_AS: dict[str, tuple[str, ...]] = {
    "blank or redacted": ("blank",),
    "tier cliff": ("cliff",),
    "dead zone": ("dead-zone",),
    "tier flat": ("dead-zone",),
    "tier gap": ("tier-table", "tier-edge"),
    "tier overlap": ("tier-table", "tier-edge"),
    "text ≠ terms": ("number-drift", "rule-without-text"),
    "toothless credits": ("toothless",),
    "unreachable right": ("unreachable",),
}
# Where one check finds two kinds of flaw, what its message says of this one.
SAYS = {"dead zone": "misses the target", "tier flat": "flat:", "tier gap": "gap", "tier overlap": "overlap"}


@cache
def register(draft: str, futures: int) -> tuple[Finding, ...]:
    """The findings of a shipped draft, priced, after a run through the five scenarios in every reading."""
    paths = tuple(str(ROOT / "scenarios" / f"{name}.yaml") for name in SCENARIOS)
    ready = prepare(RunSpec(str(ROOT / "contracts" / draft), paths, None, (), futures, readings="all"))
    with worker_pool(ready, 1) as team:
        ready, alone = explore(ready, team, lambda _: None)
        layout = lay_out(ready, team)
        cells = run_cells(ready, layout, team, lambda *_: None, lambda _: None)
        base = [one for one in cells if one.cell.reading == BASE_READING]
        others = [one for one in cells if one.cell.reading != BASE_READING]
        evidence = Evidence(ready.rules[0][0], (*base, *others, *single_results(ready, layout, alone)))
        return tuple(ranked(price(look_over(evidence), evidence, partial(what_ifs, team), futures)))


def is_of(finding: Finding, defect: Defect) -> bool:
    """Whether a finding speaks of a planted flaw."""
    kinds = {check for kind in (defect.kind, *defect.also) for check in FOUND_AS.get(kind, (kind.replace(" ", "-"),))}
    if finding.check not in kinds:
        return False
    if not defect.clause:
        return (finding.event, finding.asks) == (defect.event, defect.question)
    if defect.kind in SAYS and SAYS[defect.kind] not in str(finding.message) and finding.check not in ("capped", "number-drift"):
        return False
    return finding.clause in (defect.clause, *defect.where) or defect.clause in finding.also


def matched(finding: Finding) -> Iterator[Defect]:
    """The planted flaws of which a finding speaks."""
    return (defect for defect in DEFECTS if is_of(finding, defect))


def above_note(findings: tuple[Finding, ...]) -> list[Finding]:
    """The findings that a reader is troubled with."""
    return [one for one in findings if one.severity in MAIN]


def row(finding: Finding) -> str:
    """A line of the table: check, clause, gravity, money of both parties, and the flaw that it is."""
    where = finding.clause or f"{finding.event}/{finding.asks}"
    stakes = " ".join(f"{(stake.mean or 0) // 100:>10,}" for stake in finding.money.values())
    which = "; ".join(f"{one.kind} {one.clause}" for one in matched(finding)) or "FALSE"
    return f"{finding.severity:<8}{finding.check:<22}{where:<18}{stakes:<22}  {which}"


def judge(futures: int) -> None:
    """All found, and at most one false finding for five true."""
    findings = register("customer-care.md", futures)
    troubling = above_note(findings)
    print(*(row(one) for one in troubling), sep="\n")
    missed = [one for one in DEFECTS if not any(is_of(finding, one) for finding in (findings if one.minor else troubling)) and not one.minor]
    assert not missed, "\n".join(f"{one.kind} at {one.clause or (one.event, one.question)}: {one.why}" for one in missed)
    false = [one for one in troubling if not any(matched(one))]
    assert len(false) * 5 <= len(troubling) - len(false), "\n".join(map(row, false))


def test_every_planted_flaw_is_found_and_little_else() -> None:
    judge(QUICK)


def test_the_repaired_agreement_is_left_in_peace() -> None:
    assert [f"{row(one)} {one.message}" for one in above_note(register("customer-care-repaired.md", QUICK))] == []


@pytest.mark.slow
def test_so_it_is_on_more_futures() -> None:
    judge(FULL)
    assert [f"{row(one)} {one.message}" for one in above_note(register("customer-care-repaired.md", FULL))] == []
