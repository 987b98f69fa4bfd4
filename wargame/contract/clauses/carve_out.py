"""Carve-out: heads of claim or of loss that no cap limits.

It moves no money of its own: the caps it names (or all of them) leave alone what it carves out, which neither is limited by them nor uses them up.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from wargame.contract.parts.caps import ClaimHead, limits_a_breach
from wargame.contract.rules.clause import Clause, ClauseTerms, MonthEnd, Row
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Limit
from wargame.core.events import Stage
from wargame.core.quantities import Ref, TextT
from wargame.core.vocabulary import Value


class CarveOut(Clause):
    """Claims that are not limited."""

    kind = "carve_out"
    roles = frozenset({Role.OWN_POT})
    stage = Stage.CAP
    names: ClassVar = {"caps": Stage.CAP}

    class Terms(ClauseTerms):
        """`heads` are heads of claim, `losses` heads of loss; `caps` the caps that do not apply to them (none named: no cap does)."""

        heads: list[ClaimHead] = []
        losses: list[TextT] = []
        caps: list[Ref] = []

    constructions: ClassVar = {}
    wording = "Nothing in {caps} limits a party's liability for {heads}."
    source = "PRACTICE §10: what lies outside the cap; wilful default, fraud and personal injury are outside by law [v]"
    example = """
## 9.1 Late restoration

If an outage of the voice service is not restored within 2 hours the Provider shall pay GBP 9,000 for each hour or part of an hour until restoration.

```terms
kind: liquidated_damages
service: voice
restore within: 2 hours
amount: GBP 9 000
per: 1 hour
```

## 11.1 Customer redress

The Provider shall indemnify the Client against customer redress and expenditure wasted that follow from its failures.

```terms
kind: indemnity
losses: [customer redress, wasted expenditure]
```

## 12.1 Limit of liability

The Provider's total liability in each contract year shall not exceed GBP 100,000.

```terms
kind: liability_cap
cap: GBP 100 000
```

## 12.3 What is not limited

Nothing in 12.1 limits the Provider's liability for customer redress or expenditure wasted.

```terms
kind: carve_out
losses: [customer redress, wasted expenditure]
caps: [12.1]
```
"""

    @classmethod
    def limit_of(cls, terms: Any) -> Limit:
        return Limit(None, None, tuple(terms.heads), tuple(terms.losses), caps=tuple(terms.caps))

    def prepare(self) -> None:
        if not self.terms.heads and not self.terms.losses:
            raise ValueError("a carve-out must name `heads` of claim or `losses`: without either it carves out nothing")

    def on_month_end(self, month: MonthEnd) -> None:
        """The caps read its terms; there is nothing to do."""

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event in ("outage", "delay") or (event == "breach" and limits_a_breach(self.terms.heads, self.terms.losses)):
            yield "limit", True
