"""Looks for words about calendar months in an agreement whose months begin on another day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import amend
from wargame.core.finding import Finding
from wargame.core.message import drafted


class CalendarMonthCheck(Check):
    """Calendar months in the words, contract months in the play."""

    kind = "calendar-month"
    why = "Levels, bands and credits are played by months from the effective date; what lies in one of them may lie in two calendar months."
    example = "Effective 15 January; `If Availability in a calendar month is below 99.5 % …`."
    redraft = "Let the agreement take effect on the first of a month, or say `in each month beginning on the day of the Effective Date`."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        if evidence.rules.calendar.effective.day == 1:
            return
        for provision in evidence.draft.provisions:
            if provision.terms is not None and "calendar month" in " ".join(provision.text.lower().split()):
                message = drafted("the words say calendar month; months are played from day {day}", day=evidence.rules.calendar.effective.day)
                question = "Are levels and charges kept by calendar months or by contract months?"
                now = f"month beginning on day {evidence.rules.calendar.effective.day} of a calendar one"
                text = re.sub(r"(?i)calendar\s+month", now, provision.text.strip())
                patch = amend(provision.number, text=text.replace("calendar one", "each"))
                yield self.finding(evidence, "Medium", provision.number, message, question, patch=patch)
