"""Innovation fund: money the provider commits each month to improvements, for the client to call for, and what becomes of what it leaves.

Rounding: a commitment that is a share of the month's charges is rounded once, half-up.
"""

from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.bases import BASIS, Basis, BeforeCredits, ChargesOf, matters
from wargame.contract.parts.credits import YEAR
from wargame.contract.rules.clause import ClauseTerms, Construction, MonthEnd, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.quantities import MoneyT, PartyName, ShareT
from wargame.core.vocabulary import Value

HEAD = "innovation"
RIGHT = "call for the innovation fund"
UNSPENT = Reason("out of time", "not called for in time")


class InnovationFund(BeforeCredits):
    """A fund for improvements."""

    kind = "innovation_fund"
    heads = frozenset({HEAD})
    stage = Stage.ADJUST
    publishes = frozenset({"balance"})
    rights = frozenset({RIGHT})

    class Terms(ClauseTerms):
        """Each month `amount`, or `share` of its charges, is committed; the client may call for `project` at a time, as far as the fund goes."""

        amount: MoneyT | None = None
        share: ShareT | None = None
        project: MoneyT | None = None
        unspent: Literal["lapses each contract year", "carries over", "is paid out each contract year"] | None = None
        at_the_end: Literal["lapses", "is paid out"] | None = None
        basis: Basis | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

        @model_validator(mode="after")
        def _one_way(self) -> Self:
            if (self.amount is None) == (self.share is None):
                raise ValueError("a fund is filled in one way: with an `amount` a month, or with a `share` of its charges")
            return self

    constructions: ClassVar = {
        "unspent": Construction(
            ("lapses each contract year", "carries over", "is paid out each contract year"),
            "What becomes of what was not called for in a contract year?",
            "PRACTICE §13 (innovation fund: committed, use-it-or-lose-it, carry-over)",
        ),
        "at_the_end": Construction(("lapses", "is paid out"), "What becomes of what is left in the fund when the agreement ends?", "PRACTICE §13"),
        **BASIS,
    }
    wording = (
        "The Provider shall commit {share} of the monthly charges to improvements that the Client calls for; what is not called for in a year lapses."
    )
    source = "PRACTICE §13"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 7.4 Innovation fund

The Provider shall commit 1 % of the monthly charges to improvements. The Client may call for projects of up to GBP 20,000, as far as the fund goes.

```terms
kind: innovation_fund
share: 1 %
project: GBP 20 000
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return name != "basis" or (terms.share is not None and matters(provisions))

    def prepare(self) -> None:
        basis = self.choice("basis") if self.terms.share else "accrued"
        self.charges = ChargesOf(self.setting, basis, self.terms.payee or self.client, self.terms.payer or self.provider)

    def states(self) -> dict[str, State]:
        return {"balance": State(), **self.charges.states()}

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        payer, payee = terms.payer or self.provider, terms.payee or self.client
        more: Value = terms.amount.minor if terms.amount else 0
        if terms.share:
            more = v.share(v.maximum(self.charges.of(month), 0), terms.share.num, terms.share.den)
        balance = month.state("balance") + more
        wanted = v.minimum(balance, terms.project.minor) if terms.project else balance
        called = v.where(month.exercised(RIGHT, payee, balance > 0, month.last), wanted, 0)
        balance = balance - called
        if month.index + 1 in self.closing and self.choice("unspent") != "carries over":
            left = balance
            paid_out = self.choice("unspent") == "is paid out each contract year"
        else:
            left = v.where(month.ending, balance, 0)
            paid_out = self.choice("at_the_end") == "is paid out"
        if paid_out:
            called = called + left
        else:
            month.withhold(HEAD, payer, payee, left, "innovation", UNSPENT)
        month.keep("balance", balance - left)
        month.publish("balance", balance - left)
        month.owe(HEAD, payer, payee, called, "innovation")

    @property
    def closing(self) -> range:
        """Months after which a contract year is complete, counted from 1."""
        return range(YEAR, self.setting.term_months + 1, YEAR)
