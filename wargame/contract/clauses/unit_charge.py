"""Unit charge: so much for each unit handled in a month, in bands.

Rounding: units are whole; each month's amount is rounded once, half-up, after the index.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import model_validator

from wargame.contract.clause import Clause, ClauseTerms, Construction, MonthEnd, Row
from wargame.core.events import Stage
from wargame.core.facts import Read
from wargame.core.quantities import CountT, PartyName, PriceT, Ref, ServiceName
from wargame.core.vocabulary import Value


class Band(ClauseTerms):
    """Units up to `up_to` (the last band has none) at `price` each."""

    up_to: CountT | None = None
    price: PriceT


class UnitCharge(Clause):
    """Price per unit, in bands of volume."""

    kind = "unit_charge"
    stage = Stage.CHARGE

    class Terms(ClauseTerms):
        """`index` names the indexation clause that moves the prices."""

        service: ServiceName
        bands: list[Band]
        bands_apply: Literal["marginally", "to all units"] | None = None
        index: Ref | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

        @model_validator(mode="after")
        def _rising(self) -> UnitCharge.Terms:
            limits = [band.up_to for band in self.bands]
            if not limits:
                raise ValueError("a unit charge needs at least one band; write `- {price: GBP 4.20}`")
            if limits[-1] is not None or None in limits[:-1]:
                raise ValueError("the last band, and only the last, has no `up to`: otherwise some volume has no price, or two")
            edges = [edge.num / edge.den for edge in limits if edge is not None]
            if edges != sorted(set(edges)) or any(edge <= 0 for edge in edges):
                raise ValueError("the bands' `up to` must rise from band to band, above 0")
            return self

    constructions: ClassVar = {
        "bands_apply": Construction(
            ("marginally", "to all units"),
            "Does a band's price apply to the units inside the band only, or to all units of the month once the band is reached?",
            "usual practice in outsourcing price books; volume-discount forms price all units",
        ),
    }
    wording = "For each {unit} handled the Client shall pay {price} up to {limit} in a calendar month and {next price} for each further one."
    source = "DESIGN §7 (constructions); worked examples vol_slab_unit and vol_toptier"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20 up to 80,000 calls in a month and GBP 3.90 for each further call.

```terms
kind: unit_charge
service: voice
bands:
  - {up to: 80 000, price: GBP 4.20}
  - {price: GBP 3.90}
bands apply: marginally
```
"""

    def prepare(self) -> None:
        self.den = max(band.price.den for band in self.terms.bands)
        self.prices = [band.price.num * (self.den // band.price.den) for band in self.terms.bands]
        # Volumes are whole, so a limit with a fraction is the same as the whole units below it.
        self.limits = [band.up_to.num // band.up_to.den for band in self.terms.bands if band.up_to is not None]

    def reads(self) -> tuple[Read, ...]:
        return (Read("volume", self.terms.service),)

    def needs(self) -> tuple[tuple[str, str], ...]:
        return ((self.terms.index, "factor"),) if self.terms.index else ()

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        units = month.fact(Read("volume", self.terms.service))
        owed = self._marginal(v, units) if self.choice("bands_apply") == "marginally" else self._all_units(v, units)
        if self.terms.index:
            amount = v.share(owed, month.measure(self.terms.index, "factor"), 1_000_000 * self.den)
        else:
            amount = v.share(owed, 1, self.den)
        month.owe("charges", self.terms.payer or self.client, self.terms.payee or self.provider, amount, "volume")

    def _marginal(self, v: Value, units: Value) -> Value:
        """Money before rounding, in minor units times `den`: the first band's price for all, plus each later step for what lies above it."""
        owed = v.share(units, self.prices[0], 1)
        for limit, before, price in zip(self.limits, self.prices, self.prices[1:], strict=False):
            owed = owed + v.share(v.maximum(units - limit, 0), price - before, 1)
        return owed

    def _all_units(self, v: Value, units: Value) -> Value:
        price = self.prices[0]
        for limit, later in zip(self.limits, self.prices[1:], strict=False):
            price = v.where(units > limit, later, price)
        return v.share(units, price, 1)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "surge":
            yield "measure", True
            yield "pay", True
