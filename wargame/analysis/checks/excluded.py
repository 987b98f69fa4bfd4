"""Looks for heads of loss and remedies that an exclusion keeps from being paid."""

from __future__ import annotations

import re

from wargame.analysis.withheld import WithheldCheck


class ExcludedCheck(WithheldCheck):
    """Heads of loss and remedies that an exclusion keeps from being paid."""

    kind = "excluded"
    why = "An exclusion decides which part of a loss the contract answers at all."
    example = "Loss of profit is excluded, and most of the loss expected is loss of profit."
    redraft = "List the heads that are recoverable before those that are not [to agree]."
    reasons = re.compile(r"\bexclu|\bsole\b|\bremedy\b", re.I)
    grave = False  # an exclusion says what it does: the reader decides
    says = "excluded"
    question = "Is this loss meant to stay with the party that suffers it?"
    terms = ()
