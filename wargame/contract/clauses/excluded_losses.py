"""Excluded losses: heads of loss for which no damages are paid.

Acts on claims that say for which head of loss they are made (damages and indemnities), before any cap. Losses of a listed head are excluded even
when they flow directly from the failure, or only when they are indirect; whether wasted expenditure is among lost profit and savings was worth some
GBP 80 m in Soteria v IBM [2022] EWCA Civ 440.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row
from wargame.contract.rules.neighbours import Neighbours
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.losses import INDIRECT, OF_A_BREACH, WASTED
from wargame.core.quantities import PartyName, TextT
from wargame.core.vocabulary import Value

EXCLUDED = Reason("excluded", "an excluded head of loss under the exclusion of {clause}")


class ExcludedLosses(Clause):
    """Heads of loss that lie where they fall."""

    kind = "excluded_losses"
    stage = Stage.BAR
    publishes = frozenset({"excluded"})

    class Terms(ClauseTerms):
        """`losses` are the heads excluded, from `claims` of these heads; `indirect` names further heads that this agreement treats as indirect."""

        losses: list[TextT]
        claims: list[Literal["damages", "indemnity"]] = ["damages", "indemnity"]
        indirect: list[TextT] = []
        protects: PartyName | None = None
        when: Literal["even when direct", "only when indirect"] | None = None
        wasted_expenditure: Literal["outside the exclusion", "inside the exclusion"] | None = None

    constructions: ClassVar = {
        "when": Construction(
            ("even when direct", "only when indirect"),
            "Are the listed heads of loss excluded even when direct, or only when indirect?",
            "PRACTICE §2; listed heads in a limb of their own are usually excluded whether direct or not [v]",
        ),
        "wasted_expenditure": Construction(
            ("outside the exclusion", "inside the exclusion"),
            "Is expenditure wasted because the service failed among the losses excluded?",
            "PRACTICE §2: Soteria v IBM [2022] EWCA Civ 440 held it outside",
        ),
    }
    wording = "Neither party shall be liable for {losses}, whether direct or indirect; expenditure wasted remains recoverable."
    source = "PRACTICE §2; Soteria v IBM [2022] EWCA Civ 440"
    example = """
## 11.1 Losses made good

The Provider shall indemnify the Client against customer redress, the cost of working around failures, and expenditure wasted,
that follow from its failures.

```terms
kind: indemnity
losses: [customer redress, work-around, wasted expenditure]
```

## 12.4 Losses excluded

The Provider shall not be liable for the cost of working around failures or for goodwill.

```terms
kind: excluded_losses
losses: [work-around, goodwill]
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return name != "wasted_expenditure" or WASTED not in terms.losses

    def prepare(self) -> None:
        if not self.terms.losses:
            raise ValueError("an exclusion must name its `losses`, such as `losses: [profit and revenue, goodwill]`")
        indirect = INDIRECT | frozenset(self.terms.indirect)
        listed = frozenset(self.terms.losses)
        if self.choice("wasted_expenditure") == "inside the exclusion":
            listed |= {WASTED}
        self.excluded = listed & indirect if self.choice("when") == "only when indirect" else listed
        self.protected = self.terms.protects or self.provider

    def on_month_end(self, month: MonthEnd) -> None:
        claims = [due for due in month.claims(frozenset(self.terms.claims), self.protected) if due.cause in self.excluded]
        month.publish("excluded", month.v.total([due.amount for due in claims]))
        month.bar(claims, True, EXCLUDED)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event in ("outage", "delay") or (event == "breach" and OF_A_BREACH.intersection(self.excluded)):
            yield "limit", True
