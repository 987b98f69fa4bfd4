"""Unit charge: so much for each unit handled in a month, in bands; or a flat amount for each band, or for the band reached.

Bands are of a month, or of a contract year: then they are reached by the units of the year so far, and a month costs what the year to date costs,
less what it cost up to the month before. Units that are included are the first of the month, or of the year. Rounding: units are whole; each month's
amount is rounded once, half-up, after the index; where the draft keeps indexed prices to so many decimals, each price is rounded half-up first. Flat
amounts are indexed with the prices. What a monthly ceiling keeps back is withheld.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal, NamedTuple, Self

from pydantic import model_validator

from wargame.contract.parts.priced import indexed, priced_needs
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.money import currency
from wargame.core.quantities import CountT, MoneyT, PartyName, Price, PriceT, Ref, ServiceName, WholeT
from wargame.core.vocabulary import Backend, Value

PRICE_DECIMALS = 6
YEAR = 12  # months
ABOVE = Reason("above a limit", "above the monthly ceiling")


class PriceBand(ClauseTerms):
    """Units up to `up_to` (the last band has none) at `price` each, or a flat `amount` as soon as one unit falls into the band, or both."""

    up_to: CountT | None = None
    price: PriceT | None = None
    amount: MoneyT | None = None

    @model_validator(mode="after")
    def _priced(self) -> Self:
        if self.price is None and self.amount is None:
            raise ValueError("a band has neither `price` nor `amount`; a band that costs nothing says `price: GBP 0`")
        return self


class Span(NamedTuple):
    """The units of a month on the scale of its bands, which begins with their period: where it begins and from where on units are charged, where it
    ends; and how many units of the period are charged before this month and with it."""

    begins: Value
    charged_from: Value
    ends: Value
    earlier: Value
    charged: Value


class UnitCharge(Clause):
    """Price per unit, in bands of volume."""

    kind = "unit_charge"
    standing = "it is the price of the work that comes"
    roles = frozenset({Role.PRICE, Role.BY_VOLUME, Role.INVOICED})
    heads = frozenset({"charges"})
    one_answer = True
    stage = Stage.CHARGE
    in_any_currency = True
    publishes = frozenset({"price"})
    usual_for: ClassVar = {
        ("surge", "measure"): 4,
        ("surge", "pay"): 4,
        ("surge", "excuse"): 4,
        ("surge", "decide"): 4,
        ("slump", "measure"): 3,
        ("slump", "pay"): 3,
    }

    class Terms(ClauseTerms):
        """`index` names the indexation clause that moves the prices, kept to `price_decimals` where given; `included` units a month (or per year) are
        free; `ceiling` is the most that a month can cost.
        """

        service: ServiceName
        bands: list[PriceBand]
        bands_apply: Literal["marginally", "to all units"] | None = None
        index: Ref | None = None
        price_decimals: WholeT | None = None
        included: CountT | None = None
        ceiling: MoneyT | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None
        included_units: Literal["inside the bands", "before the bands"] | None = None
        unused: Literal["lapses", "carried forward"] | None = None
        no_units: Literal["no charge", "the first amount"] | None = None

        @model_validator(mode="after")
        def _rising(self) -> Self:
            limits = [band.up_to for band in self.bands]
            if not limits:
                raise ValueError("a unit charge needs at least one band; write `- {price: GBP 4.20}`")
            if limits[-1] is not None or None in limits[:-1]:
                raise ValueError("the last band, and only the last, has no `up to`: otherwise some volume has no price, or two")
            edges = [edge.num / edge.den for edge in limits if edge is not None]
            if edges != sorted(set(edges)) or any(edge <= 0 for edge in edges):
                raise ValueError("the bands' `up to` must rise from band to band, above 0")
            if len({edge.per or "month" for edge in limits if edge is not None}) > 1:
                raise ValueError("the bands of a charge have one period; write all their `up to` per month, or all per year")
            for name, quantity in (("up to", limits[0]), ("included", self.included)):
                if quantity is not None and quantity.per not in (None, "month", "year"):
                    known = "write it per month, or per year"
                    raise ValueError(f"`{name}` is {quantity}; units are counted by the month or by the contract year: {known}")
            return self

    constructions: ClassVar = {
        "bands_apply": Construction(
            ("marginally", "to all units"),
            "Does a band's price or amount apply to what lies inside the band only, or to all units of the month once the band is reached?",
            "usual practice in outsourcing price books; volume-discount forms price all units",
        ),
        "included_units": Construction(
            ("inside the bands", "before the bands"),
            "Are the units included the first ones of the first band, or are bands counted from the first unit that is charged?",
            "UK Ministry of Defence, service credit ratchet (points 21 to 100 at one rate, above them at the next)",
        ),
        "unused": Construction(
            ("lapses", "carried forward"),
            "Do units included that were not used lapse with their period, or are they carried forward?",
            "judged: both are written in price books of mobile and cloud services",
        ),
        "no_units": Construction(
            ("no charge", "the first amount"),
            "Is the flat amount of the first band due in a period without units?",
            "judged: `up to 1,000 units: GBP 5,000` says nothing of none",
        ),
    }
    wording = "For each {unit} handled the Client shall pay {price} up to {limit} in a calendar month and {next price} for each further one."
    source = "DESIGN §7 (constructions); worked examples vol_slab_unit, vol_slab_flat, vol_toptier, max_bill"
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
        terms, digits = self.terms, currency(self.setting.currency).digits
        if terms.price_decimals is not None and (not terms.index or not digits <= terms.price_decimals <= PRICE_DECIMALS):
            raise ValueError(
                f"`price decimals` is {terms.price_decimals}: it says how an indexed price is rounded, so name the `index`, "
                f"and give from {digits} to {PRICE_DECIMALS} decimals"
            )
        prices = [band.price or Price(0, 1, self.setting.currency) for band in terms.bands]
        self.den = max(price.den for price in prices)
        self.prices = [price.num * (self.den // price.den) for price in prices]
        self.amounts = [0 if band.amount is None else band.amount.minor for band in terms.bands]
        self.flat = any(self.amounts)
        self.fine = None if terms.price_decimals is None else 10 ** (terms.price_decimals - digits)
        # Volumes are whole, so a limit with a fraction is the same as the whole units below it.
        self.limits = [band.up_to.num // band.up_to.den for band in terms.bands if band.up_to is not None]
        self.included = 0 if terms.included is None else terms.included.num // terms.included.den
        self.inside = bool(self.included) and self.choice("included_units") == "inside the bands"
        self.opening = frozenset(range(0, self.setting.term_months, YEAR))  # months with which a contract year begins
        self.yearly = terms.bands[0].up_to is not None and terms.bands[0].up_to.per == "year"
        self.free_yearly = terms.included is not None and terms.included.per == "year"
        self.keeps_free = bool(self.included) and (self.free_yearly or self.choice("unused") == "carried forward")

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return {
            "included_units": terms.included is not None and len(terms.bands) > 1,
            "unused": terms.included is not None,
            "no_units": terms.bands[0].amount is not None and terms.bands[0].amount.minor > 0,
        }.get(name, True)

    def reads(self) -> tuple[FactRequest, ...]:
        return (FactRequest("volume", self.terms.service),)

    def needs(self) -> tuple[tuple[str, str], ...]:
        return priced_needs(self, self.terms.index)

    def states(self) -> dict[str, State]:
        # Of the year so far: where bands stand, and units charged; of the period: units still free.
        states = {"counted": State("int", 0, "contract year"), "charged": State("int", 0, "contract year")} if self.yearly else {}
        return states | ({"free": State("int", self.included)} if self.keeps_free else {})

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        span = self.span(month, month.fact(FactRequest("volume", self.terms.service)))
        if self.fine is not None:
            # Indexed prices as the price list prints them.
            prices = [indexed(month, self.terms.index, price * self.fine, self.den) for price in self.prices]
            amount = v.share(self._owed(month, span, prices), 1, self.fine)
        else:
            amount = indexed(month, self.terms.index, self._owed(month, span, self.prices), self.den)
        if self.flat:
            amount = amount + self._flat(month, span)
        payer, payee = self.terms.payer or self.client, self.terms.payee or self.provider
        if self.terms.ceiling:
            allowed = v.minimum(amount, self.terms.ceiling.minor)
            month.withhold("charges", payer, payee, amount - allowed, "volume", ABOVE)
            amount = allowed
        month.owe("charges", payer, payee, amount, "volume")

    def span(self, month: MonthEnd, units: Value) -> Span:
        """Which units of the bands' period this month holds."""
        free = self._free(month, units) if self.included else 0
        begins = month.state("counted") if self.yearly else 0
        earlier = month.state("charged") if self.yearly else 0
        charged = units - free
        ends = begins + (units if self.inside else charged)
        if self.yearly:
            month.keep("counted", ends)
            month.keep("charged", earlier + charged)
        return Span(begins, begins + free if self.inside else begins, ends, earlier, earlier + charged)

    def _free(self, month: MonthEnd, units: Value) -> Value:
        """How many units of the month are free."""
        v = month.v
        if not self.keeps_free:
            return v.minimum(units, self.included)
        left: Value = month.state("free")
        if month.index and (not self.free_yearly or month.index in self.opening):
            left = left + self.included if self.choice("unused") == "carried forward" else self.included + 0 * left
        free = v.minimum(units, left)
        month.keep("free", left - free)
        return free

    def _owed(self, month: MonthEnd, span: Span, prices: list[Value]) -> Value:
        """Money before rounding, in the fraction of a minor unit that the prices are in."""
        v = month.v
        if self.choice("bands_apply") == "marginally":
            owed = self._marginal(v, span.ends, prices)
            return owed - self._marginal(v, span.charged_from, prices) if self.yearly or self.inside else owed
        price = self._reached(v, span.ends, prices)
        # Of one unit, in minor units: what a table of rates gives for the volume.
        month.publish("price", v.divide(price, self.den if self.fine is None else self.fine, 0.0))
        owed = v.share(span.charged, price, 1)
        return owed - v.share(span.earlier, self._reached(v, span.begins, prices), 1) if self.yearly else owed

    def _marginal(self, v: Backend, units: Value, prices: list[Value]) -> Value:
        """The first band's price for all, plus each later step for what lies above it."""
        owed = v.share(units, prices[0], 1)
        for limit, before, price in zip(self.limits, prices, prices[1:], strict=False):
            owed = owed + v.share(v.maximum(units - limit, 0), price - before, 1)
        return owed

    def _reached(self, v: Backend, units: Value, prices: list[Value]) -> Value:
        """The price of the band that so many units reach."""
        price = prices[0]
        for limit, later in zip(self.limits, prices[1:], strict=False):
            price = v.where(units > limit, later, price)
        return price

    def _flat(self, month: MonthEnd, span: Span) -> Value:
        """The flat amounts of all bands reached, or of the last of them, as far as they were not due before."""
        v = month.v
        owed = self._amounts(v, span.ends, span.charged)
        if self.yearly and month.index not in self.opening:
            owed = owed - self._amounts(v, span.begins, span.earlier)
        return indexed(month, self.terms.index, owed)

    def _amounts(self, v: Backend, units: Value, charged: Value) -> Value:
        """The flat amounts of so many units of a period, of which some are charged."""
        owed = self.amounts[0] + 0 * units if self.choice("no_units") == "the first amount" else v.where(charged > 0, self.amounts[0], 0)
        for limit, before, amount in zip(self.limits, self.amounts, self.amounts[1:], strict=False):
            owed = owed + v.where(units > limit, amount if self.choice("bands_apply") == "marginally" else amount - before, 0)
        return owed

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event in ("surge", "slump"):  # what is charged follows the units
            yield "measure", True
            yield "pay", True
