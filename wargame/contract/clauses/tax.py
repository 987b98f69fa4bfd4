"""Tax on an invoice: what of a tax on supplies the payer cannot recover, what of it an amount that includes it leaves, and who bears a tax withheld.

The base is the month's invoice less credits. Amounts net of tax (the usual words): the tax is paid on top, and only what the payer cannot recover
costs it anything. Amounts that include tax: the payee hands on rate ÷ (1 + rate) of them, of which the payer recovers its part. A tax that the payer
must withhold is the payee's; or the payment is grossed up by rate ÷ (1 − rate), and the payer bears it. What goes to or comes from the revenue stands
in the books as paid to or by the outside. Rounding: each of them once a month, half-up.
"""

from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.bases import DEDUCTED, on_invoice
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd
from wargame.contract.rules.neighbours import Neighbours
from wargame.core.events import Stage
from wargame.core.party import OUTSIDE
from wargame.core.quantities import PartyName, Rate, ShareT
from wargame.core.vocabulary import Value

INCLUDED = "tax included"
RECOVERED = "tax recovered"
UNRECOVERED = "tax not recovered"
WITHHELD = "tax withheld"


class Tax(Clause):
    """Taxes on what is invoiced."""

    kind = "tax"
    standing = "it is due on what is charged"
    heads = frozenset({INCLUDED, RECOVERED, UNRECOVERED, WITHHELD})
    outside = heads
    one_answer = True
    stage = Stage.RECOVER

    class Terms(ClauseTerms):
        """`rate` is that of a tax on supplies, `recovered` the share of it that the payer recovers (else all), `withholding` that of
        a tax which the payer must withhold from payments."""

        rate: ShareT | None = None
        recovered: ShareT = Rate(1, 1)
        withholding: ShareT | None = None
        amounts: Literal["net of tax", "including tax"] | None = None
        withheld: Literal["borne by the payee", "grossed up"] | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

        @model_validator(mode="after")
        def _some_tax(self) -> Self:
            if self.rate is None and self.withholding is None:
                raise ValueError("no tax is named: give the `rate` of a tax on supplies, or the rate of a tax `withholding`, or both")
            if self.withholding is not None and self.withholding.num >= self.withholding.den:
                raise ValueError(f"`withholding` is {self.withholding}: of a payment that is withheld whole nothing could be grossed up")
            return self

    constructions: ClassVar = {
        "amounts": Construction(
            ("net of tax", "including tax"),
            "Is the tax added to the amounts of the agreement, or do they include it?",
            "usual words make amounts exclusive of value added tax; where nothing is said a price may include it [v]",
        ),
        "withheld": Construction(
            ("borne by the payee", "grossed up"),
            "Is a tax that must be withheld the payee's, or is the payment increased so that the payee receives the whole?",
            "a gross-up clause is what shifts a withholding tax to the payer [v]",
        ),
    }
    wording = (
        "All sums are exclusive of value added tax, which the Client shall pay in addition. If the Client must withhold tax from a payment, it shall "
        "increase the payment so that the Provider receives what it would have received without it."
    )
    source = "docs/money.md; gross-up and exclusive-of-tax clauses of filed agreements"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 6.5 Taxes

Charges are exclusive of value added tax of 20 %, of which the Client, a bank, recovers a quarter. It shall withhold 5 % of each payment for tax.

```terms
kind: tax
rate: 20 %
recovered: 25 %
withholding: 5 %
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return (terms.rate if name == "amounts" else terms.withholding) is not None

    def prepare(self) -> None:
        self.payer, self.payee = self.terms.payer or self.client, self.terms.payee or self.provider

    def on_month_end(self, month: MonthEnd) -> None:
        base = on_invoice(month, self.payer, self.payee) - month.due(DEDUCTED, self.payee, self.payer)
        if self.terms.rate is not None:
            self.on_supplies(month, base, self.terms.rate)
        if self.terms.withholding is not None:
            self.withhold(month, base, self.terms.withholding)

    def on_supplies(self, month: MonthEnd, base: Value, rate: Rate) -> None:
        """The tax on what is supplied: of amounts that include it the payee's, and the payer's as far as it does not recover it."""
        v, part = month.v, self.terms.recovered
        if self.choice("amounts") == "including tax":
            tax = v.share(base, rate.num, rate.den + rate.num)
            month.owe(INCLUDED, self.payee, OUTSIDE, tax, "tax on supplies", service="")
            month.owe(RECOVERED, OUTSIDE, self.payer, v.share(tax, part.num, part.den), "tax on supplies", service="")
        else:
            month.owe(
                UNRECOVERED, self.payer, OUTSIDE, v.share(base, rate.num * (part.den - part.num), rate.den * part.den), "tax on supplies", service=""
            )

    def withhold(self, month: MonthEnd, base: Value, rate: Rate) -> None:
        """The tax that is withheld: out of what the payee receives, or on top of what the payer pays."""
        if self.choice("withheld") == "grossed up":
            month.owe(WITHHELD, self.payer, OUTSIDE, month.v.share(base, rate.num, rate.den - rate.num), "tax withheld", service="")
        else:
            month.owe(WITHHELD, self.payee, OUTSIDE, month.v.share(base, rate.num, rate.den), "tax withheld", service="")
