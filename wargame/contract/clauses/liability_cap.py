"""Liability cap: no more than so much in a period, however much is claimed.

Claims of the heads it covers are split each month into what is allowed and what is withheld as capped. The room left is the cap, on the charges as
the reading takes them, less what was allowed since the last reset. Claims that accrue in one month share the room in proportion; across months the
earlier comes first; never by clause number. Rounding: the cap is rounded once, half-up; of a shared room, cumulative amounts are rounded down and the
last takes the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import BeforeValidator, ValidationInfo

from wargame.contract.clause import Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.core.events import Stage
from wargame.core.problem import BadValue
from wargame.core.quantities import Money, MoneyT, PartyName, Rate, parse_money, parse_rate
from wargame.core.vocabulary import Value

CREDITS = "service credits"
_PERCENT = re.compile(r"^(?P<rate>[\d.,  ]+ ?%) of (the )?(annual )?charges$")


class Cap(NamedTuple):
    """An amount, a percentage of the annual charges, or the greater or lesser of both."""

    amount: Money | None
    percent: Rate | None
    which: str  # "greater" or "lesser"


def _one(text: str, currencies: Any) -> Cap:
    found = _PERCENT.match(text)
    if found:
        return Cap(None, parse_rate(found["rate"]), "greater")
    if "%" in text:
        raise BadValue(f'"{text}" does not say of what', "write `150 % of annual charges`")
    return Cap(parse_money(text, currencies), None, "greater")


def read_cap(value: object, info: ValidationInfo) -> Cap:
    """`GBP 5 000 000`, `150 % of annual charges`, or `the greater of GBP 5 000 000 and 150 % of annual charges`."""
    if isinstance(value, Cap):
        return value
    text = " ".join(str(value).split())
    currencies = (info.context or {}).get("currencies", ())
    both = re.match(r"^(the )?(?P<which>greater|lesser) of (?P<a>.+) and (?P<b>.+)$", text)
    if not both:
        return _one(text, currencies)
    parts = [_one(both["a"], currencies), _one(both["b"], currencies)]
    amounts = [part.amount for part in parts if part.amount]
    percents = [part.percent for part in parts if part.percent]
    if len(amounts) != 1 or len(percents) != 1:
        raise BadValue(f'"{text}" needs one amount and one percentage', "write `the greater of GBP 5 000 000 and 150 % of annual charges`")
    return Cap(amounts[0], percents[0], both["which"])


class LiabilityCap(Clause):
    """The provider's (or another party's) liability, limited for a period."""

    kind = "liability_cap"
    stage = Stage.CAP

    class Terms(ClauseTerms):
        """`cap` is `GBP 5 000 000`, `150 % of annual charges`, or `the greater of GBP 5 000 000 and 150 % of annual charges` (or the lesser).

        `covers` lists the heads of claim that the cap limits; `first_year` is the estimate used until a year of charges is known.
        """

        cap: Annotated[Cap, BeforeValidator(read_cap)]
        protects: PartyName | None = None
        covers: list[Literal["liquidated damages", "step-in costs", "service credits", "damages"]] = ["liquidated damages", "damages"]
        first_year: MoneyT | None = None
        resets: Literal["each contract year", "each calendar year", "never"] | None = None
        service_credits: Literal["outside the cap", "erode the cap"] | None = None
        charges_of: Literal["the preceding 12 months", "the contract year to date"] | None = None

    constructions: ClassVar = {
        "resets": Construction(
            ("each contract year", "each calendar year", "never"),
            "Is the cap renewed each contract year, each calendar year, or one for the whole term?",
            "PRACTICE §10",
        ),
        "service_credits": Construction(("outside the cap", "erode the cap"), "Do service credits use up the cap?", "PRACTICE §10 (what erodes it)"),
        "charges_of": Construction(
            ("the preceding 12 months", "the contract year to date"),
            "Of which charges is the percentage taken?",
            "PRACTICE §10; Drax v Wipro [2023] EWHC 1342 (TCC)",
        ),
    }
    wording = "The Provider's liability for liquidated damages and damages in each contract year shall not exceed {cap}."
    source = "PRACTICE §10; closed form `annual_cap_on_credits`"
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

If an outage of the voice service is not restored within 2 hours the Provider shall pay GBP 90,000 for each hour or part of an hour until restoration.

```terms
kind: liquidated_damages
service: voice
restore within: 2 hours
amount: GBP 90 000
per: 1 hour
```

## 12.1 Limit of liability

The Provider's total liability in each contract year shall not exceed the greater of GBP 500,000 and 20 % of annual charges.

```terms
kind: liability_cap
cap: the greater of GBP 500 000 and 20 % of annual charges
resets: each contract year
```
"""

    def prepare(self) -> None:
        self.protected = self.terms.protects or self.provider
        # Charges of less than a year are taken for a year in proportion.
        term = range(self.setting.term_months)
        trailing = self.choice("charges_of") == "the preceding 12 months"
        self.months_known = [min(month + 1, 12) if trailing else month % 12 + 1 for month in term]
        erode = self.choice("service_credits") == "erode the cap"
        self.covered = frozenset(self.terms.covers) | ({CREDITS} if erode else frozenset())

    def states(self) -> dict[str, State]:
        resets = {"each contract year": "contract year", "each calendar year": "calendar year", "never": "never"}[self.choice("resets")]
        states = {"used": State("int", 0, resets)}  # type: ignore[arg-type]
        if self.terms.cap.percent:
            trailing = self.choice("charges_of") == "the preceding 12 months"
            states["charges"] = State("int", 0, "never", 12) if trailing else State("int", 0, "contract year")
        return states

    def limit(self, month: MonthEnd) -> Value:
        """The cap this month, before what was used: minor units."""
        v, cap = month.v, self.terms.cap
        if cap.percent is None:
            return cap.amount.minor
        charged = month.due(frozenset({"charges"}), self.client, self.protected)
        if self.choice("charges_of") == "the preceding 12 months":
            annual = month.keep("charges", charged)
        else:
            annual = month.keep("charges", month.state("charges") + charged)
        if month.index < 12 and self.terms.first_year:
            annual = self.terms.first_year.minor
        elif self.months_known[month.index] < 12:
            annual = v.share(annual, 12, self.months_known[month.index])
        limit = v.share(annual, cap.percent.num, cap.percent.den)
        if cap.amount is None:
            return limit
        return v.maximum(limit, cap.amount.minor) if cap.which == "greater" else v.minimum(limit, cap.amount.minor)

    def on_month_end(self, month: MonthEnd) -> None:
        used = month.state("used")
        room = month.v.maximum(self.limit(month) - used, 0)
        month.keep("used", used + month.limit(month.claims(self.covered, self.protected), room, "above the liability cap"))

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            yield "limit", True
