"""Change control: how a change is asked for, assessed, decided and paid, at rates agreed in advance.

A change of law is such a change where the agreement says so: assessed for a fee, then done at the rate card, which is the cost of the work and a
margin. In frozen months work costs a surcharge. Rounding: the price and the surcharge are each rounded once per change, half-up.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row
from wargame.core.events import Stage
from wargame.core.quantities import DurationT, MoneyT, RateT, ShareT, WholeT
from wargame.core.vocabulary import Value

YEAR = 12


class Freeze(ClauseTerms):
    """Months of the contract year (1 to 12) in which no change is made but an urgent one, at a `surcharge`."""

    months: list[WholeT]
    surcharge: RateT

    @model_validator(mode="after")
    def _of_a_year(self) -> Self:
        if not self.months or not all(1 <= month <= YEAR for month in self.months):
            raise ValueError("`months` are those of the contract year, 1 to 12: write `months: [11, 12]`")
        return self


class ChangeControl(Clause):
    """The way from a request for change to its price."""

    kind = "change_control"
    heads = frozenset({"change control"})
    stage = Stage.ADJUST
    listens = frozenset({"regulation"})
    usual_for: ClassVar = {
        ("outage", "decide"): 2,
        ("regulation", "act"): 1,
        ("regulation", "pay"): 2,
        ("regulation", "decide"): 1,
        ("order", "act"): 1,
        ("change", "act"): 1,
        ("change", "pay"): 1,
        ("change", "decide"): 1,
    }

    class Terms(ClauseTerms):
        """`assessed_within` is the time for an impact assessment, `fee` its price, `decided_within` the client's time to decide.

        `rate_card` is what a change costs as a percentage of the work it takes; `contingency` is the share of it the provider bears.
        """

        assessed_within: DurationT
        fee: MoneyT | None = None
        decided_within: DurationT | None = None
        rate_card: RateT
        contingency: ShareT | None = None
        freeze: Freeze | None = None
        mandatory_changes: Literal["charged as changes", "included in the charges"] | None = None

    constructions: ClassVar = {
        "mandatory_changes": Construction(
            ("charged as changes", "included in the charges"),
            "Is work that a change of law demands a change that the Client pays for, or part of the service?",
            "PRACTICE §16 (agreement to agree on money, without fallback); DESIGN §7",
        ),
    }
    wording = (
        "The Provider shall assess a request for change within {assessed within} for a fee of {fee}; "
        "a change that the Client orders is charged at the rates of the rate card."
    )
    source = "PRACTICE §7, §16"
    example = """
## 13.1 Change control

The Provider shall assess a request for change within 10 business days for a fee of GBP 4,000, and the Client shall decide within 10 business days.
A change is charged at 112 % of the cost of the work, of which the Provider bears a tenth. In the last two months of a contract year only urgent
changes are made, at a surcharge of 25 %.

```terms
kind: change_control
assessed within: 10 business days
fee: GBP 4 000
decided within: 10 business days
rate card: 112 %
contingency: 10 %
freeze: {months: [11, 12], surcharge: 25 %}
```
"""

    def prepare(self) -> None:
        frozen = self.terms.freeze.months if self.terms.freeze else []
        self.frozen = frozenset(month for month in range(self.setting.term_months) if month % YEAR + 1 in frozen)

    def on_event(self, row: Row) -> dict[str, Value]:
        v, terms = row.v, self.terms
        price = v.share(row.column("cost"), terms.rate_card.num, terms.rate_card.den)
        if terms.contingency:
            price = price - v.share(price, terms.contingency.num, terms.contingency.den)
        return {"price": price, "changes": row.v.where(row.column("cost") >= 0, 1, 0)}

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        if self.choice("mandatory_changes") == "included in the charges":
            return
        price = month.tally("price")
        if terms.freeze and month.index in self.frozen:
            price = price + v.share(price, terms.freeze.surcharge.num, terms.freeze.surcharge.den)
        if terms.fee:
            price = price + v.share(month.tally("changes"), terms.fee.minor, 1)
        month.owe("change control", self.client, self.provider, price, "regulation")

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "regulation":
            yield "act", True
            if self.terms.decided_within:
                yield "decide", True
            if self.choice("mandatory_changes") == "charged as changes":
                yield "pay", True
        if event in ("change", "order"):
            yield "act", True
            if self.terms.decided_within:
                yield "decide", True
            if event == "change":  # at the rate card; whether what an authority orders is a change at all, the terms do not say
                yield "pay", True
