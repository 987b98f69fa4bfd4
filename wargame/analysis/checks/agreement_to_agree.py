"""Looks for money or time left to be agreed later, without saying what applies until the parties have agreed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import TO_AGREE, extend
from wargame.analysis.words.wording import MONEY_WORDS, TIME_WORDS, sentences
from wargame.core.finding import Finding

_LATER = re.compile(
    r"\b(?:to be (?:mutually )?agreed|(?:such|as) (?:\w+ )?(?:as )?(?:the |both )?parties (?:may |shall |will )?(?:mutually "
    r"|from time to time )?agree"
    r"|to be (?:determined|negotiated|settled|fixed) (?:later|by (?:the )?parties|between)"
    r"|(?:rates?|prices?|fees?|charges?|sums?)[^.;]*: to be determined"
    r"|(?:shall|will) (?:meet|consult|discuss)[^.;]*\bto agree|(?:shall|will|to) be negotiated|negotiate in good faith"
    r"|shall (?:be )?(?:mutually )?agreed? (?:between|by) the parties|(?:the )?parties (?:shall|will) (?:negotiate|(?:seek|endeavour"
    r"|use [\w ]+) to agree|agree)\b"
    r"|(?:may|shall) be agreed (?:from time to time|later|between)|subject to agreement between)",
    re.I,
)
_LEADS = ("agree", "determined", "negotiat", "settled", "fixed")  # one of them stands in whatever `_LATER` finds
_FALLBACK = re.compile(
    r"failing (?:such )?(?:agreement|which)|in (?:the absence|default) of (?:such )?agreement|if (?:the )?(?:parties|they) (?:cannot|can not"
    r"|do not|fail to|have not)"
    r"|until (?:they|the parties|it is|so) (?:have )?agree|(?:determined|decided|settled|fixed) by (?:an? )?(?:independent )?(?:expert|arbitrat"
    r"|adjudicat|mediat)|unless (?:otherwise )?agreed"
    r"|rate card|then[- ]current rates|by default|absent agreement",
    re.I,
)


class AgreementToAgreeCheck(Check):
    """An amount or a date is left to a later agreement."""

    kind = "agreement-to-agree"
    why = "Until the parties agree there is no price and no date; who can wait longer then sets it."
    example = "`Exit assistance is given at rates to be agreed.`"
    redraft = (
        f"If the Parties have not agreed it within 20 Business Days {TO_AGREE}, an independent expert determines it; "
        "until then the rates last agreed apply."
    )

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.provisions:
            for sentence in sentences(provision.text):
                flat = " ".join(sentence.split())
                match = _LATER.search(flat) if any(lead in flat.casefold() for lead in _LEADS) else None
                if not match:
                    continue
                if _FALLBACK.search(" ".join(provision.text.split())):
                    break
                money, time = MONEY_WORDS.search(flat), TIME_WORDS.search(flat)
                if money or time:
                    what = "money" if money else "time"
                    yield self.finding(
                        evidence, "Medium" if money else "Low", provision.number, f"{what} is left to a later agreement: “{match.group()}”",
                        f"What applies if the Parties do not agree the {what}?", sentence, patch=extend(provision, self.redraft),
                    )  # fmt: skip
