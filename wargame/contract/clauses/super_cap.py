"""Super-cap: a separate, higher limit for named heads of claim or of loss.

What it names is taken out of the general cap (see `liability_cap`) and limited here: beside the general cap, with room of its own, or inside it, so
that whatever the general cap let through uses up the super-cap too. Rounding: as the liability cap.
"""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator

from wargame.contract.parts.caps import BASE, Cap, CapBasis, ClaimHead, LimitOnCharges, base_arises, limit, limit_of, limits_a_breach, read_cap
from wargame.contract.rules.clause import ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Limit
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.quantities import DurationT, MoneyT, PartyName, Ref, TextT
from wargame.core.vocabulary import Value

ALL_HEADS = frozenset({"liquidated damages", "step-in costs", "service credits", "damages", "indemnity", "interest", "refund", "exit assistance"})
ABOVE = Reason("above a cap", "above the super-cap of {clause}")


class SuperCap(LimitOnCharges):
    """A higher limit for claims that the general cap would be too small for."""

    kind = "super_cap"
    roles = frozenset({Role.OWN_POT})
    stage = Stage.CAP
    names: ClassVar = {"caps": Stage.CAP}
    publishes = frozenset({"cap", "room", "allowed"})
    usual_for: ClassVar = {("breach", "limit"): 1}

    class Terms(ClauseTerms):
        """`heads` are heads of claim, `losses` heads of loss, to which this cap applies instead of the general `caps` (none named: all of them)."""

        cap: Annotated[Cap, BeforeValidator(read_cap, json_schema_input_type=str)]
        heads: list[ClaimHead] = []
        losses: list[TextT] = []
        caps: list[Ref] = []
        protects: PartyName | None = None
        first_year: MoneyT | None = None
        lookback: DurationT | None = None
        position: Literal["beside the general cap", "inside the general cap"] | None = None
        resets: Literal["each contract year", "each calendar year", "every rolling 12 months", "never"] | None = None
        charges_of: Literal["the preceding 12 months", "the contract year to date", "the previous contract year"] | None = None
        basis: CapBasis | None = None
        charges_count: Literal["before credits", "after credits"] | None = None
        short_year: Literal["in proportion", "as it stands"] | None = None

    constructions: ClassVar = {
        "position": Construction(
            ("beside the general cap", "inside the general cap"),
            "Is the super-cap beside the general cap, or does what the general cap lets through use it up?",
            "PRACTICE §10: super-cap inside or beside the general cap",
        ),
        "resets": Construction(
            ("each contract year", "each calendar year", "every rolling 12 months", "never"),
            "Is the super-cap renewed each contract year, each calendar year, over any 12 months, or one for the whole term?",
            "PRACTICE §10",
        ),
        **BASE,
    }
    wording = "In place of the limit in {caps}, the Provider's liability for {heads} in each contract year shall not exceed {cap}."
    source = "PRACTICE §10; worked example cap_super5x"
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

Below 99.5 % the Provider shall credit 3 % of the monthly charges.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.5 %, credit: 3 %}
```

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

The Provider shall indemnify the Client against customer redress that follows from its failures.

```terms
kind: indemnity
losses: [customer redress]
```

## 12.1 Limit of liability

The Provider's total liability in each contract year shall not exceed 2 % of annual charges.

```terms
kind: liability_cap
cap: 2 % of annual charges
```

## 12.2 Customer redress: higher limit

In place of the limit in 12.1, the Provider's liability for customer redress in each contract year shall not exceed the greater of GBP 150,000
and 6 % of annual charges.

```terms
kind: super_cap
cap: the greater of GBP 150 000 and 6 % of annual charges
losses: [customer redress]
caps: [12.1]
```
"""

    @classmethod
    def limit_of(cls, terms: Any) -> Limit:
        return limit(terms.cap, tuple(terms.heads), tuple(terms.losses), protects=terms.protects, caps=tuple(terms.caps))

    def consults(self) -> frozenset[str]:
        others = {one.number for one in self.setting.provisions.playing(Role.CAP)}
        return super().consults() | others

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return base_arises(name, terms, provisions) if name in BASE else True

    def prepare(self) -> None:
        terms = self.terms
        if not terms.heads and not terms.losses:
            raise ValueError("a super-cap must name `heads` of claim or `losses`: without either it limits nothing")
        self.protected = terms.protects or self.provider
        self.base = self.base_of(self.client if self.protected != self.client else self.provider, self.protected)
        known = [one.number for one in self.setting.provisions.playing(Role.CAP)]
        inside = self.choice("position") == "inside the general cap"
        self.general = tuple(number for number in terms.caps or known if number in known) if inside else ()

    def needs(self) -> tuple[tuple[str, str], ...]:
        return tuple((number, "allowed") for number in self.general)

    def states(self) -> dict[str, State]:
        used = {
            "each contract year": State("int", 0, "contract year"),
            "each calendar year": State("int", 0, "calendar year"),
            "every rolling 12 months": State("int", 0, "never", 11),
        }.get(self.choice("resets"), State())
        return {"used": used} | (self.base.states() if self.terms.cap.percent else {})

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        claims = [due for due in month.claims(ALL_HEADS, self.protected) if due.head in terms.heads or due.cause in terms.losses]
        limit = limit_of(terms.cap, self.base, month)
        beneath = v.total([month.measure(number, "allowed") for number in self.general])
        used = month.state("used")
        room = v.maximum(limit - used - beneath, 0)
        given = month.limit(claims, room, ABOVE)
        month.keep("used", given + beneath if self.choice("resets") == "every rolling 12 months" else used + given + beneath)
        month.publish("cap", limit)
        month.publish("room", room)
        month.publish("allowed", given)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event in ("outage", "delay") or (event == "breach" and limits_a_breach(self.terms.heads, self.terms.losses)):
            yield "limit", True
