"""Liability cap: no more than so much in a period, however much is claimed.

Claims of the heads it covers are split each month into what is allowed and what is withheld as capped. The room left is the cap, on the charges as
the reading takes them, less what was allowed since the last reset. Claims that accrue in one month share the room in proportion, or the head that
accrues first comes first; across months the earlier comes first; never by clause number. What a super-cap or a carve-out takes out of the cap is
neither limited by it nor uses it up. Rounding: the cap is rounded once, half-up; of a shared room each claim has the whole units of its part,
and what is left over goes to the largest remainders. It gives the measures `cap`, `room`, `allowed` and `net` (what is allowed less what the
protected party is owed this month).
"""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator

from wargame.contract.parts.caps import (
    BASE,
    OWED,
    Cap,
    CapBasis,
    ClaimHead,
    LimitOnCharges,
    base_arises,
    limit,
    limit_of,
    limits_a_breach,
    read_cap,
)
from wargame.contract.rules.clause import ClauseTerms, Construction, Due, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Limit
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.quantities import DurationT, MoneyT, PartyName, WholeT
from wargame.core.vocabulary import Value

CREDITS, INDEMNITY, INTEREST = "service credits", "indemnity", "interest"
# Heads by when their claims accrue within a month: while an outage lasts, when the month is measured, when the loss is made good, over time.
ACCRUAL = ("liquidated damages", "step-in costs", "service credits", "damages", "indemnity", "refund", "exit assistance", "interest")
ABOVE = Reason("above a cap", "above the liability cap of {clause}")


class LiabilityCap(LimitOnCharges):
    """The provider's (or another party's) liability, limited for a period."""

    kind = "liability_cap"
    roles = frozenset({Role.CAP})
    one_answer = True
    stage = Stage.CAP
    publishes = frozenset({"cap", "room", "allowed", "net"})
    usual_for: ClassVar = {("outage", "limit"): 1, ("breach", "limit"): 2}

    class Terms(ClauseTerms):
        """`cap` is `GBP 5 000 000`, `150 % of annual charges`, or `the greater of GBP 5 000 000 and 150 % of annual charges` (or the lesser).

        `covers` lists the heads of claim that the cap limits; `first_year` is the estimate used until a year of charges is known; `lookback` counts
        the months of charges instead of twelve; `refreshes` says how often a cap that is used up is given anew within its period.
        """

        cap: Annotated[Cap, BeforeValidator(read_cap, json_schema_input_type=str)]
        protects: PartyName | None = None
        covers: list[ClaimHead] = ["liquidated damages", "damages"]
        first_year: MoneyT | None = None
        lookback: DurationT | None = None
        refreshes: WholeT | None = None
        resets: Literal["each contract year", "each calendar year", "every rolling 12 months", "never", "each claim"] | None = None
        service_credits: Literal["outside the cap", "erode the cap"] | None = None
        indemnities: Literal["erode the cap", "outside the cap"] | None = None
        charges_of: Literal["the preceding 12 months", "the contract year to date", "the previous contract year"] | None = None
        basis: CapBasis | None = None
        charges_count: Literal["before credits", "after credits"] | None = None
        short_year: Literal["in proportion", "as it stands"] | None = None
        order: Literal["cap then net", "net then cap"] | None = None
        heads: Literal["one cap for all heads", "one cap for each head"] | None = None
        allotment: Literal["pro rata", "by date of accrual"] | None = None

    constructions: ClassVar = {
        "resets": Construction(
            ("each contract year", "each calendar year", "every rolling 12 months", "never", "each claim"),
            "Is the cap renewed each contract year, each calendar year, over any 12 months, one for the whole term, or one for each claim?",
            "PRACTICE §10; Drax v Wipro [2023] EWHC 1342 (TCC): one cap, or one per claim",
        ),
        "service_credits": Construction(("outside the cap", "erode the cap"), "Do service credits use up the cap?", "PRACTICE §10 (what erodes it)"),
        "indemnities": Construction(("erode the cap", "outside the cap"), "Do indemnities use up the cap?", "PRACTICE §10 (what erodes it)"),
        **BASE,
        "order": Construction(
            ("cap then net", "net then cap"),
            "Is the cap applied to the claim, and the result set against what the claimant owes, or to the balance?",
            "PRACTICE §4: Topalsson v Rolls-Royce [2024] EWCA Civ 1330 (cap, then net; the first instance had netted first)",
        ),
        "heads": Construction(("one cap for all heads", "one cap for each head"), "Do all heads of claim share one cap?", "PRACTICE §10"),
        "allotment": Construction(
            ("pro rata", "by date of accrual"),
            "Where the claims of a month exceed the room, do they share it in proportion, or does the one that accrued first come first?",
            "PRACTICE §4",
        ),
    }
    wording = "The Provider's liability for liquidated damages and damages in each contract year shall not exceed {cap}."
    source = "PRACTICE §10; closed form `annual_cap_on_credits`; worked examples cap_lookback3 and cap_lookback12"
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

    @classmethod
    def limit_of(cls, terms: Any) -> Limit:
        outside = INDEMNITY if terms.indemnities == "outside the cap" else ""
        return limit(terms.cap, tuple(head for head in terms.covers if head != outside), protects=terms.protects)

    def limits_heads(self) -> frozenset[str]:
        return self.covered

    def consults(self) -> frozenset[str]:
        others = {one.number for one in self.setting.provisions.playing(Role.OWN_POT)}
        return super().consults() | others

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return {
            **{one: base_arises(one, terms, provisions) for one in BASE},
            "service_credits": bool(provisions.playing(Role.CREDIT)),
            "indemnities": bool(provisions.playing(Role.INDEMNITY)),
            "heads": len(terms.covers) > 1,
            "allotment": len(terms.covers) > 1,
        }.get(name, True)

    def prepare(self) -> None:
        terms = self.terms
        self.protected = terms.protects or self.provider
        self.claimant = self.client if self.protected != self.client else self.provider
        self.base = self.base_of(self.claimant, self.protected)
        covered = frozenset(terms.covers)
        covered |= {CREDITS} if self.choice("service_credits") == "erode the cap" else frozenset()
        covered |= {INDEMNITY} if self.choice("indemnities") == "erode the cap" else frozenset()
        self.covered = covered - ({INDEMNITY} if self.choice("indemnities") == "outside the cap" else frozenset())
        self.ordered = [frozenset({head}) for head in ACCRUAL if head in self.covered]
        others = (one.limit for one in self.setting.provisions.playing(Role.OWN_POT))
        self.elsewhere = [one for one in others if one is not None and (not one.caps or self.number in one.caps)]
        self.pots = [(f"used {sorted(heads)[0]}", heads) for heads in self.ordered] if self.separate() else [("used", self.covered)]

    def separate(self) -> bool:
        """Each head has a cap of its own."""
        return self.choice("heads") == "one cap for each head"

    def states(self) -> dict[str, State]:
        # Of a rolling year, what the eleven months before this one used up.
        used = {
            "each contract year": State("int", 0, "contract year"),
            "each calendar year": State("int", 0, "calendar year"),
            "every rolling 12 months": State("int", 0, "never", 11),
        }.get(self.choice("resets"), State())
        states = dict.fromkeys((name for name, _ in self.pots), used)
        if self.terms.refreshes:
            states |= {f"{name} refreshed": State("int", 0, used.reset) for name, _ in self.pots}
        return states | (self.base.states() if self.terms.cap.percent else {})

    def apart(self, head: str, cause: str) -> bool:
        """A claim under a head, for a head of loss, is for a super-cap or carved out of this cap."""
        return any(head in one.heads or cause in one.losses for one in self.elsewhere)

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        limit = limit_of(self.terms.cap, self.base, month)
        owed = month.due(OWED, self.claimant, self.protected)
        # Less than nothing may be owed, after a refund of charges: that makes no room smaller.
        netted = v.maximum(owed, 0) if self.choice("order") == "net then cap" else 0
        allowed: Value = 0
        for name, heads in self.pots:
            used = month.state(name)
            room = v.maximum(limit - used, 0)
            month.publish("room", room)
            given = self.let_through(month, heads, limit, room, netted)
            self.use(month, name, limit, used, v.maximum(given - netted, 0))
            allowed = allowed + given
        month.publish("cap", limit)
        month.publish("allowed", allowed)
        month.publish("net", allowed - owed)

    def let_through(self, month: MonthEnd, heads: frozenset[str], limit: Value, room: Value, netted: Value) -> Value:
        """Cut the claims of some heads down to the room, to which comes what is netted; returns what is allowed."""
        claims = [due for due in month.claims(heads, self.protected) if not self.apart(due.head, due.cause)]
        if self.choice("resets") == "each claim":
            return month.v.total([month.limit([due], limit + netted, ABOVE) for due in claims])
        if self.choice("allotment") == "pro rata":
            return month.limit(claims, room + netted, ABOVE)
        given: Value = 0
        for first in self.ordered:
            accrued: list[Due] = [due for due in claims if due.head in first]
            given = given + month.limit(accrued, room + netted - given, ABOVE)
        return given

    def use(self, month: MonthEnd, name: str, limit: Value, used: Value, given: Value) -> None:
        """Remember what was used; a cap that is used up is given anew, as often as the terms say."""
        v = month.v
        if self.choice("resets") == "every rolling 12 months":
            month.keep(name, given)
            return
        now = used + given
        if self.terms.refreshes:
            before = month.state(f"{name} refreshed")
            anew = v.both(v.both(now >= limit, now > 0), before < self.terms.refreshes)
            month.keep(f"{name} refreshed", before + v.where(anew, 1, 0))
            now = v.where(anew, 0, now)
        month.keep(name, now)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event in ("outage", "delay") and self.covered - {INTEREST}:
            yield "limit", True
        if event == "breach" and limits_a_breach(self.covered):
            yield "limit", True
        if event == "late payment" and INTEREST in self.covered:
            yield "limit", True
