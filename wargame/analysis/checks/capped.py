"""Looks for limits that keep back much of what is claimed: caps, at-risk amounts, limits of one incident."""

from __future__ import annotations

import re

from wargame.analysis.withheld import WithheldCheck


class CappedCheck(WithheldCheck):
    """Limits that keep back much of what is claimed."""

    kind = "capped"
    why = "A limit that takes most of what is claimed is the price of the agreement, not a backstop to it."
    example = "Claims of GBP 12 million meet a cap of GBP 1 million."
    redraft = "Raise the limit, or take the heads that exhaust it out of it [to agree]."
    reasons = re.compile(r"\babove the|\bcap\b", re.I)
    says = "above a limit"
    question = "Is the limit meant to keep back so much of what is claimed?"
    terms = ("cap", "at risk", "limit", "yearly cap", "per incident", "ceiling")
