"""Set-off: a party may pay itself, out of what it owes, what is owed to it.

Claims that would be paid after a while are taken from the invoice of the month instead, as far as it goes; what is taken can no longer be delayed,
disputed or lost with a debtor who fails. Neither party's entitlement changes.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from wargame.contract.parts.bases import DEDUCTED, on_invoice
from wargame.contract.parts.caps import ClaimHead
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row
from wargame.core.events import Stage
from wargame.core.quantities import PartyName, ShareT
from wargame.core.vocabulary import Value


class SetOff(Clause):
    """A right to set claims against what one owes."""

    kind = "set_off"
    stage = Stage.SET_OFF
    publishes = frozenset({"set off"})

    class Terms(ClauseTerms):
        """`by` may set its claims of these `heads` against what it owes, up to a share of the month's invoice (`up_to`)."""

        by: PartyName | None = None
        heads: list[ClaimHead] = ["liquidated damages", "damages", "indemnity", "step-in costs"]
        up_to: ShareT | None = None
        sums: Literal["liquidated sums only", "any claim"] | None = None

    constructions: ClassVar = {
        "sums": Construction(
            ("any claim", "liquidated sums only"),
            "May any claim be set off, or only sums that the agreement itself fixes?",
            "PRACTICE §4 (order of operations) [v]; equitable set-off reaches closely connected claims, a clause may say less",
        ),
    }
    wording = "The Client may set any sum due to it from the Provider against the charges, up to {up to} of an invoice."
    source = "PRACTICE §4; Topalsson v Rolls-Royce [2024] EWCA Civ 1330"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 9.1 Late restoration

If an outage of the voice service is not restored within 4 hours the Provider shall pay GBP 1,500 for each hour or part of an hour until restoration.

```terms
kind: liquidated_damages
service: voice
restore within: 4 hours
amount: GBP 1 500
per: 1 hour
```

## 11.1 Losses made good

The Provider shall indemnify the Client against customer redress that follows from its failures.

```terms
kind: indemnity
losses: [customer redress]
```

## 6.4 Set-off

The Client may set any sum due to it from the Provider against the charges, up to 5 % of an invoice.

```terms
kind: set_off
up to: 5 %
```
"""

    def prepare(self) -> None:
        self.by = self.terms.by or self.client
        self.other = self.provider if self.by == self.client else self.client
        fixed = frozenset({"liquidated damages", "step-in costs", "service credits"})
        heads = frozenset(self.terms.heads)
        self.claimed = heads & fixed if self.choice("sums") == "liquidated sums only" else heads

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        owed = on_invoice(month, self.by, self.other) - month.due(DEDUCTED, self.other, self.by)
        room = v.maximum(owed, 0)
        if self.terms.up_to:
            room = v.share(room, self.terms.up_to.num, self.terms.up_to.den)
        taken: Value = 0
        for due in month.claims(self.claimed, self.other, self.by):
            taken = taken + month.bring_forward(due, room - taken)
        month.publish("set off", taken)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "late payment":
            yield "excuse", row.of(month.measure(self.number, "set off")) > 0
