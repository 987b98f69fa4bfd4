"""Service credit: a share of the month's charges returned when a service level is missed, by tiers, up to an at-risk amount.

Rounding: the tier's rate and the at-risk rate are each applied to the month's charges and rounded once, half-up; what lies above the at-risk amount
is withheld. The credit is set against the invoice of the month it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import field_validator

from wargame.contract.clause import Clause, ClauseTerms, Construction, MonthEnd, Row
from wargame.contract.tiers import Tier, TierTable
from wargame.core.events import Stage
from wargame.core.quantities import PartyName, Ref, ShareT
from wargame.core.vocabulary import Value

CHARGES = frozenset({"charges"})


class ServiceCredit(Clause):
    """Credits by tiers of attainment, limited by the at-risk amount."""

    kind = "service_credit"
    stage = Stage.CREDIT
    publishes = frozenset({"credit"})

    class Terms(ClauseTerms):
        """`service_level` is the clause that measures; `at_risk` limits a month's credit to a share of its charges."""

        service_level: Ref
        tiers: list[Tier]
        at_risk: ShareT | None = None
        at_risk_base: Literal["the month's charges", "charges net of credits"] | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

        @field_validator("tiers")
        @classmethod
        def _some(cls, tiers: list[Tier]) -> list[Tier]:
            if not tiers:
                raise ValueError("a credit table needs at least one tier; write `- {below: 99.5 %, credit: 5 %}`")
            return tiers

    constructions: ClassVar = {
        "at_risk_base": Construction(
            ("the month's charges", "charges net of credits"),
            "Are tier and at-risk percentages taken of the month's charges, or of what is left after earlier credits?",
            "PRACTICE §4 (order of operations); usual practice is the gross monthly charges",
        ),
    }
    wording = "If {service level} in a month is below {target} the Provider shall credit {credit} of that month's charges, up to {at risk} of them."
    source = "PRACTICE §8; public SLAs (cases/public_slas.json); closed form `tiered_credit`"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 8.1 Availability

Voice shall be available for at least 99.5 % of each month.

```terms
kind: service_level
service: voice
target: 99.5 %
```

## 8.2 Service credits

Below 99.9 % the Provider shall credit 5 % of the monthly charges, below 99 % it shall credit 12 % and below 95 % it shall credit 25 %.
Credits shall not exceed 15 % of the monthly charges.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.9 %, credit: 5 %}
  - {below: 99 %, credit: 12 %}
  - {below: 95 %, credit: 25 %}
at risk: 15 %
```
"""

    def prepare(self) -> None:
        self.table = TierTable(self.terms.tiers)

    def needs(self) -> tuple[tuple[str, str], ...]:
        return ((self.terms.service_level, "attainment"),)

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        payer, payee = terms.payer or self.provider, terms.payee or self.client
        base = month.due(CHARGES, payee, payer)
        if self.choice("at_risk_base") == "charges net of credits":
            base = v.maximum(base - month.due(frozenset({"service credits"}), payer, payee), 0)
        earned = v.share(base, self.table.rate(v, month.measure(terms.service_level, "attainment")), self.table.den)
        credit = earned
        if terms.at_risk:
            credit = v.minimum(earned, v.share(base, terms.at_risk.num, terms.at_risk.den))
            month.withhold("service credits", payer, payee, earned - credit, "outage", "above the at-risk amount")
        month.publish("credit", credit)
        month.owe("service credits", payer, payee, credit, "outage")

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            paid = row.of(month.measure(self.number, "credit")) > 0
            yield "pay", paid
            yield "remedy", paid
            if self.terms.at_risk:
                yield "limit", True
