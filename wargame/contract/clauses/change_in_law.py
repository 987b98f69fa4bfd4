"""Change in law: who bears what it costs to comply with a new rule, once and from then on.

A change is an event: its cost falls on the provider when the work is done, and the client bears a share of it by bands. Rounding: each band's share
is rounded once per change (or per contract year), half-up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import field_validator

from wargame.contract.clause import Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.core.events import Stage
from wargame.core.facts import Read
from wargame.core.quantities import MoneyT, ShareT
from wargame.core.vocabulary import Value, Vocabulary


class Slice(ClauseTerms):
    """Of the cost up to `up_to` (the last has none) the client bears `client`."""

    up_to: MoneyT | None = None
    client: ShareT


class ChangeInLaw(Clause):
    """How the cost of a change in law is shared."""

    kind = "change_in_law"
    stage = Stage.ADJUST
    listens = frozenset({"regulation"})

    class Terms(ClauseTerms):
        """`cost` shares the work of complying; `lasting_cost` is the client's share of what each unit costs more from then on."""

        cost: list[Slice]
        lasting_cost: ShareT | None = None
        bands_apply: Literal["to each change", "to a contract year's changes together"] | None = None

        @field_validator("cost")
        @classmethod
        def _rising(cls, cost: list[Slice]) -> list[Slice]:
            edges = [part.up_to for part in cost]
            if not cost or edges[-1] is not None or None in edges[:-1]:
                raise ValueError("the last share, and only the last, has no `up to`: otherwise part of a cost belongs to nobody, or to two")
            minor = [edge.minor for edge in edges if edge is not None]
            if minor != sorted(set(minor)):
                raise ValueError("the `up to` of the shares must rise")
            return cost

    constructions: ClassVar = {
        "bands_apply": Construction(
            ("to each change", "to a contract year's changes together"),
            "Do the bands start afresh with each change, or once a contract year?",
            "`in respect of each change` is the usual form",
        ),
    }
    wording = "The Client shall bear {client} of the cost of complying with a change in law up to {up to}, and {client above} of what exceeds it."
    source = "DESIGN §7; reference workload RW-36 §3"
    example = """
## 14.1 Change in law

The Client shall bear 50 % of the cost of complying with a change in law up to GBP 200,000 and 80 % of what exceeds it, and half of any lasting cost.

```terms
kind: change_in_law
cost:
  - {up to: GBP 200 000, client: 50 %}
  - {client: 80 %}
lasting cost: 50 %
```
"""

    def prepare(self) -> None:
        self.edges = [part.up_to.minor for part in self.terms.cost if part.up_to is not None]

    def reads(self) -> tuple[Read, ...]:
        return (Read("lasting_cost"),) if self.terms.lasting_cost else ()

    def states(self) -> dict[str, State]:
        return {} if self.choice("bands_apply") == "to each change" else {"cost": State("int", 0, "contract year")}

    def borne(self, v: Vocabulary, cost: Value) -> Value:
        """The client's part of a cost, in minor units."""
        amount: Value = 0
        below = 0
        for part, edge in zip(self.terms.cost, [*self.edges, None], strict=True):
            inside = v.maximum(cost - below, 0) if edge is None else v.minimum(v.maximum(cost - below, 0), edge - below)
            amount = amount + v.share(inside, part.client.num, part.client.den)
            below = below if edge is None else edge
        return amount

    def on_event(self, row: Row) -> dict[str, Value]:
        cost = row.column("cost")
        if self.choice("bands_apply") == "to each change":
            return {"borne": self.borne(row.v, cost)}
        return {"cost": cost}

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        if self.choice("bands_apply") == "to each change":
            amount = month.tally("borne")
        else:
            before = month.state("cost")
            after = month.keep("cost", before + month.tally("cost"))
            amount = self.borne(v, after) - self.borne(v, before)
        month.owe("change in law", self.client, self.provider, amount, "regulation")
        lasting = self.terms.lasting_cost
        if lasting:
            month.owe(
                "change in law",
                self.client,
                self.provider,
                v.share(month.fact(Read("lasting_cost")), lasting.num, lasting.den),
                "lasting cost of regulation",
            )

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "regulation":
            yield "pay", True
