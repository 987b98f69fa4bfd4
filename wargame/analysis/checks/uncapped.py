"""Looks for claims without a limit: damages that no liability cap covers, and a cap of nothing at all."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.contract.clauses.liability_cap import LiabilityCap
from wargame.core.finding import Finding


class UncappedCheck(Check):
    """No cap is not a cap of 0: one leaves liability unlimited, the other leaves the client without any."""

    kind = "uncapped"
    why = "Without a cap a single incident can cost more than the agreement earns; with a cap of 0 no promise is worth anything."
    example = "9.1 gives liquidated damages; no provision limits liability."
    redraft = "The Provider's total liability in each contract year shall not exceed 150 % of annual charges [to agree]."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        caps = [clause for clause in evidence.rules.clauses if isinstance(clause, LiabilityCap)]
        for cap in caps:
            amount, percent = cap.terms.cap.amount, cap.terms.cap.percent
            if (amount is None or amount.minor == 0) and (percent is None or percent.num == 0):
                provision = evidence.draft.provision(cap.number)
                yield Finding(
                    self.kind,
                    "grave",
                    cap.number,
                    "the cap is 0: no claim is ever paid",
                    "Is the provider meant to bear no liability at all?",
                    provision.place,
                    provision.text.strip(),
                    self.redraft,
                )
        claims = [clause for clause in evidence.rules.clauses if clause.kind == "liquidated_damages"]
        if claims and not caps:
            provision = evidence.draft.provision(claims[0].number)
            numbers = ", ".join(clause.number for clause in claims)
            yield Finding(
                self.kind,
                "warning",
                claims[0].number,
                f"nothing limits what is claimed under {numbers}",
                "Up to what limit, and for which period?",
                provision.place,
                provision.text.strip(),
                self.redraft,
            )
