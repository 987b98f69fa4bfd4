"""The dates of an agreement's milestones, as its provisions give them: one milestone has one date, whoever names it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from wargame.contract.text.draft import Draft, Provision
from wargame.core.problem import Problem
from wargame.core.source import locate


def _said(draft: Draft, kinds: Mapping[str, type[Any]]) -> Iterator[tuple[Provision, str, dt.date]]:
    """(provision, milestone, date), in the order of the draft."""
    for one in draft.provisions:
        if one.kind is not None and one.terms is not None:
            for milestone, date in kinds[one.kind].due_dates(one.terms).items():
                yield one, milestone, date


def due_in(draft: Draft, kinds: Mapping[str, type[Any]]) -> dict[str, tuple[dt.date, str]]:
    """Milestone to the date on which it is due, and the clause that says so, where any does."""
    return {milestone: (date, one.number) for one, milestone, date in _said(draft, kinds)}


def check_due_dates(draft: Draft, kinds: Mapping[str, type[Any]], problems: list[Problem]) -> None:
    """Add a problem (C008) for each provision that gives a milestone another date than one before it does."""
    first: dict[str, tuple[str, dt.date]] = {}
    for one, milestone, date in _said(draft, kinds):
        number, said = first.setdefault(milestone, (one.number, date))
        if said != date:
            place = one.place if one.node is None else locate(one.node, ("due",))
            message = f"{one.number} {one.title}: '{milestone}' is due on {date} here, and on {said} in {number}"
            problems.append(Problem("C008", place, message, "give one of them, or both the same date"))
