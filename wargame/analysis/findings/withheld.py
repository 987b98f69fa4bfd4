"""Money that was claimed and kept back, by clause and reason: what three checks (capped, excluded, time-barred) have in common.

A finding says what share of what was claimed a reason kept back over all lives. A tenth is worth a note; more than `much` is a warning.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import fits, terms_of
from wargame.core.account import Keeps, Reason
from wargame.core.finding import Finding, Severity, Stake
from wargame.core.message import Message, played
from wargame.core.money import mean
from wargame.core.words import in_percent

LEAST = Fraction(1, 10)  # of what was claimed


class WithheldCheck(Check):
    """Base of checks that read what was kept back. `reasons` are what keeps it back, `terms` are the figures a patch may scale."""

    reasons: ClassVar[frozenset[Keeps]] = frozenset()
    question: ClassVar[str] = ""
    terms: ClassVar[tuple[str, ...]] = ()
    by_cause: ClassVar[bool] = True  # whether a claim is told by its head of loss: an exclusion takes whole heads, and is read beside the others
    much: ClassVar[Fraction] = Fraction(1, 2)  # of what was claimed: more is worth a warning

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        kept: dict[Reason, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        claimed: dict[Reason, int] = defaultdict(int)
        fired: dict[Reason, int] = defaultdict(int)
        for one in evidence.base:
            here: dict[Reason, int] = defaultdict(int)
            touched: dict[Reason, set[tuple[str, ...]]] = defaultdict(set)
            for (account, why), total in one.withheld.items():
                if why.keeps not in self.reasons or not total.sum or not evidence.draft.has(why.clause):
                    continue
                kept[why][account.payee] += total.sum
                here[why] = max(here[why], total.fired)
                if self.by_cause:
                    claimed[why] += total.sum + one.paid[account].sum if account in one.paid else total.sum
                else:
                    touched[why].add(account[:-1])
            for why, families in touched.items():
                booked = [*one.paid.items(), *((account, total) for (account, _), total in one.withheld.items())]
                claimed[why] += sum(total.sum for account, total in booked if account[:-1] in families)
            for why, lives in here.items():
                fired[why] += lives
        for why, by in kept.items():
            share = Fraction(sum(by.values()), max(claimed[why], 1))
            if share >= LEAST:
                yield self._finding(evidence, why, by, share, fired[why])

    def _finding(self, evidence: Evidence, why: Reason, by: dict[str, int], share: Fraction, fired: int) -> Finding:
        number = why.clause
        amounts = {party: mean(by.get(party, 0), evidence.lives) for party in evidence.rules.parties}
        total = sum(amounts.values())
        own = {party: amount - (total - amount if len(amounts) == 2 else 0) for party, amount in amounts.items()}
        money = {party: Stake(amount, None, "what it does not receive, less what it need not pay") for party, amount in own.items()}
        severity: Severity = "Medium" if self.weighs(evidence, number, share, total) else "Low"
        return self.finding(
            evidence, severity, number, Message("{share} of what is claimed is kept back: {why}", share=played(in_percent(share)), why=why.words),
            self.question,
            frequency=fired / evidence.lives, money=money, patch=self.patch(evidence, number, share), priced=False,
        )  # fmt: skip

    def weighs(self, evidence: Evidence, number: str, share: Fraction, kept: int) -> bool:
        """Whether a share of what was claimed, `kept` minor units a life, is worth a warning."""
        return share > self.much

    def patch(self, evidence: Evidence, number: str, share: Fraction) -> dict[str, Any] | None:
        """The limit scaled so that it would keep back little; the clause gone where it has no figure to scale."""
        provision = evidence.draft.provision(number)
        factor = int(1 / (1 - min(share, Fraction(99, 100))) * 4) + 1
        scaled = {name: _scaled(terms_of(provision)[name], factor) for name in self.terms if name in terms_of(provision)}
        if scaled:
            return {"patch": {number: scaled}}
        gone = {"remove": [number]}
        return gone if fits(evidence.draft, gone, evidence.kinds) else None


def _scaled(value: Any, factor: int) -> Any:
    if isinstance(value, dict):
        return {key: _scaled(one, factor) for key, one in value.items()}
    if isinstance(value, list):
        return [_scaled(one, factor) for one in value]

    def more(match: re.Match[str]) -> str:
        figure = Fraction(re.sub(r"[,  ]", "", match["figure"])) * factor
        if match["percent"] and "charges" not in value:
            figure = min(figure, Fraction(100))
        shown = f"{figure.numerator:,}" if figure.denominator == 1 else f"{float(figure):g}"
        return f"{shown}{match['percent'] or ''}"

    return re.sub(r"(?P<figure>\d[\d,]*(?:[  ]\d{3})*(?:\.\d+)?)(?P<percent>\s?%)?", more, value)
