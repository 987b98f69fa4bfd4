"""Looks for dates that the words and the terms of one provision do not share: a milestone that is due on another day than the text says.

Only full dates are read: `1 May 2027`, `May 1, 2027`, `2027-05-01`. A provision whose words name no date, or whose terms hold none, is left alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import reword
from wargame.analysis.words.wording import sentence_with
from wargame.core.finding import Finding
from wargame.core.message import drafted

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"\b(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)\b"
    rf"|\b(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<named>{_MONTH}),?\s+(?P<of>\d{{4}})\b"
    rf"|\b(?P<us>{_MONTH})\s+(?P<second>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<in>\d{{4}})\b"
)


class DateDrift(Check):
    """The words say one date, the terms another."""

    kind = "date-drift"
    why = "The signed text binds and the terms are what was priced: a milestone that is due on another day is late by other days."
    example = "`… on 1 May 2027` beside `due: 2027-06-01`."
    redraft = "Make the words and the terms name the same date."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.provisions:
            said = dict(_dates(provision.text))
            held = [value for value in vars(provision.terms).values() if isinstance(value, dt.date)] if provision.terms is not None else []
            odd, missing = [date for date in said if date not in held], [date for date in held if date not in said]
            if not odd or not missing:
                continue
            was, now = said[odd[0]], _as_written(missing[0], said[odd[0]])
            quote = sentence_with(provision.text, was)
            message = drafted("the words say {said}, the terms say {held}", said=was, held=now)
            mended = reword(provision, was, now)
            yield self.finding(
                evidence, "Medium", provision.number, message, "Which of the two was agreed?", quote, proposal=quote.replace(was, now), patch=mended,
            )  # fmt: skip


def _dates(text: str) -> Iterator[tuple[dt.date, str]]:
    """The full dates of a text, and how each is written."""
    for one in _DATE.finditer(text):
        name = one["named"] or one["us"]
        month = _MONTHS.index(name) + 1 if name else int(one["month"])
        with suppress(ValueError):  # 31 June is no date, and another check's to find
            yield dt.date(int(one["year"] or one["of"] or one["in"]), month, int(one["day"] or one["first"] or one["second"])), one[0]


def _as_written(date: dt.date, like: str) -> str:
    """A date in the form of another: year first, day first, or month first."""
    if like[:4].isdecimal():
        return str(date)
    month = _MONTHS[date.month - 1]
    return f"{date.day} {month} {date.year}" if like[0].isdecimal() else f"{month} {date.day}, {date.year}"
