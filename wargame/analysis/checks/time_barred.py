"""Looks for claims that are lost because they come too late."""

from __future__ import annotations

from fractions import Fraction

from wargame.analysis.findings.withheld import WithheldCheck


class TimeBarredCheck(WithheldCheck):
    """Claims that are lost because they come too late."""

    kind = "time-barred"
    why = "A right that lapses with time is worth what its holder can notice and claim in that time."
    example = "Claims must be notified within 14 days; they are noticed after three weeks."
    redraft = "Let the time run from the day on which the party should have known of the claim [to agree]."
    reasons = frozenset({"out of time", "no later invoice"})
    question = "Is so much meant to be lost for want of a notice?"
    much = Fraction(1, 4)  # a limit is agreed to; a claim that is lost for want of a notice is not
    terms = ("within", "notice within", "time", "notify within", "notice", "claim within")
