"""Applying what findings propose: the patches as a variant that `wargame run -v` takes, and what is found once they are applied.

A patch is worth applying if its finding is gone, nothing of equal severity has come, and both parties know what it does to them. The draft as it
stands and the patched one are looked over on the same futures, in the base reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wargame.analysis.findings.check import look_over
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.findings.pricing import spread
from wargame.analysis.words.patches import merged, patch_text, patched
from wargame.contract.rules.kinds import clause_kinds
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import Draft
from wargame.contract.text.variant import BASE, write_variants
from wargame.core.finding import SEVERITIES, Finding, Spread
from wargame.core.message import as_message
from wargame.core.problem import BadInput, Place, Problem, suggest
from wargame.simulation.counterfactuals.what_if import MOST, WhatIfJob, play_what_ifs
from wargame.simulation.run.cells import lay_out, run_cells
from wargame.simulation.run.prepare import Prepared, compiled
from wargame.simulation.run.worker_pool import worker_pool


@dataclass(frozen=True)
class Remedied:
    """A finding under its patch: whether it is gone, what has come that is as severe, and by how much each party's mean loss changes:
    less than 0 is better for it."""

    finding: Finding
    gone: bool
    come: tuple[Finding, ...]
    change: Mapping[str, Spread]


def chosen(findings: Sequence[Finding], ids: Sequence[str], where: str) -> list[Finding]:
    """The findings of these ids, which must have a patch. BadInput X060 for an id that is not in the register, X061 for one without a patch."""
    by_id = {one.id: one for one in findings}
    problems = []
    for wanted in ids:
        if wanted not in by_id:
            hint = suggest(wanted, by_id) or f"it has: {', '.join(by_id) or 'no findings'}"
            problems.append(Problem("X060", Place(where, 0, 0), f'no finding is called "{wanted}"', hint))
        elif not by_id[wanted].patch:
            hint = "answer its question in the words, or write the variant by hand"
            problems.append(Problem("X061", Place(where, 0, 0), f"{wanted} proposes words but no patch", hint))
    if problems:
        raise BadInput(problems)
    return [by_id[wanted] for wanted in dict.fromkeys(ids)]


def as_variants(findings: Sequence[Finding]) -> str:
    """A variants file with one variant for each finding, and, where there are several, one that applies them all."""
    entries: dict[str, Mapping[str, Any]] = {name_of(one): {"why": f"{one.id}: {one.message}", **(one.patch or {})} for one in findings}
    if len(findings) > 1:
        entries["all of them"] = {"why": ", ".join(one.id for one in findings), **merged(*(one.patch or {} for one in findings))}
    return write_variants(entries)


def name_of(finding: Finding) -> str:
    """The name of a finding's variant: its id in letters that a folder may have."""
    return " ".join("".join(letter if letter.isalnum() or letter == "-" else " " for letter in finding.id).split())[:60].strip()


def register(draft: Draft, ready: Prepared | None = None) -> list[Finding]:
    """What the checks find in a draft; played in the scenarios of `ready` if one is given, by this process, with no other variant."""
    kinds = clause_kinds()
    if ready is None:
        return look_over(Evidence(compile_rules(draft, kinds)))
    alone = under(ready, draft)
    with worker_pool(alone, 1) as team:
        layout = lay_out(alone, team)
        return look_over(Evidence(alone.rules[0][0], tuple(run_cells(alone, layout, team, lambda *_: None, lambda _: None))))


def under(ready: Prepared, draft: Draft) -> Prepared:
    """A run of another draft alone, in the same scenarios, of at most so many futures as patches are played on."""
    kinds = clause_kinds()
    choices = tuple(choice for choice in ready.spec.choices if choice[0] in draft.numbers)
    rules = []
    for world in ready.scenarios:
        rules.append([compiled(draft, kinds, world, choices, ready.spec)])
    spec = replace(ready.spec, variants_file=None, variants=(), readings="base", adverse=(), against=None, futures=min(ready.spec.futures, MOST))
    return replace(ready, spec=spec, draft=draft, variants=(BASE,), drafts=(draft,), rules=rules, _books={})


def remedied(draft: Draft, finding: Finding, before: Sequence[Finding], ready: Prepared | None = None) -> Remedied:
    """What the patch of a finding does: to the register that was `before`, and, where lives are played, to both parties."""
    after = register(patched(draft, finding.patch or {}, clause_kinds()), ready)
    known = {gist(one) for one in before}
    floor = max(SEVERITIES.index(finding.severity), SEVERITIES.index("Medium"))
    come = tuple(one for one in after if gist(one) not in known and SEVERITIES.index(one.severity) >= floor)
    change: dict[str, Spread] = {}
    if ready is not None:
        count = min(ready.spec.futures, MOST)
        patches = ((0, patch_text(finding.patch or {})),)
        found = [one for i in range(len(ready.scenarios)) for one in play_what_ifs(ready, WhatIfJob(i, patches, count))]
        columns = [one.differences for one in found if one.differences is not None]
        for party in ready.parties if columns else ():
            change[party] = -spread(*(one[party] for one in columns))  # to the unit what the register says the words cost
    return Remedied(finding, gist(finding) not in {gist(one) for one in after}, come, change)


def gist(finding: Finding) -> tuple[str, ...]:
    """What makes two findings the same complaint, whatever the figures in which they say it."""
    return (finding.check, finding.clause, finding.event, finding.asks, as_message(finding.message).template)
