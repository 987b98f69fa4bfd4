"""England and Wales: what the law adds where an agreement is silent. Marked [v] where a practitioner should verify it before it is relied on.

Rounding: damages of a service are one amount a month, of which each head of loss has its part; parts are cumulative amounts rounded down, so that
they add up. Interest is rounded once an invoice, half-up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from wargame.contract.parts.caps import NOT_THE_PROVIDERS, OWED
from wargame.contract.rules.clause import CHARGES, Construction, MonthEnd
from wargame.contract.rules.default_law import Around, DefaultLawPack, LawRule, LegalAssumption
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.losses import INDIRECT
from wargame.core.quantities import Duration, Rate
from wargame.core.values import DAY
from wargame.core.vocabulary import Value

PAID_AFTER = Duration(months=12)
SIX_YEARS = 6 * 365 * DAY + DAY
BASE_RATE, STATUTORY = Rate(4, 100), Rate(8, 100)
UNPAID = Duration(seconds=30 * DAY)
# What a loss is counted by -> the measures of service levels whose miss causes it.
CAUSED_BY = {
    "hour of outage": ("availability",),
    "unit waiting a day": ("availability", "responsiveness", "turnaround"),
    "unit done wrong": ("quality",),
    "unit lost": ("answer time", "abandonment"),
}
OF_TIME_DOWN = frozenset({"hour of outage", "unit waiting a day"})
OUT_OF_TIME = Reason("out of time", "out of time under the {clause}")


class Damages(LawRule):
    """General damages: the loss that a missed duty has caused, where no exclusive remedy stands in the way."""

    name = "damages"
    title = "General damages for breach"
    says = (
        "A party in breach of a duty for which the agreement states no exclusive remedy pays what puts the other where it would have been had the "
        "duty been performed: losses that the breach caused, not too remote, and not avoidable by reasonable steps."
    )
    stage = Stage.DAMAGES
    prices = frozenset({"outage"})
    source = "Robinson v Harman (1848) 1 Ex 850; Hadley v Baxendale (1854) 9 Ex 341; British Westinghouse [1912] AC 673; PRACTICE §1 B and D [v]"
    assumes = (
        LegalAssumption(
            "causation",
            "losses of the kind that the missed level is about (time down and waiting: availability; waiting: response and turnaround; errors: "
            "quality; units lost: answer time and abandonment), in the months of the miss, down-time of the provider's making only; of several "
            "levels the one whose miss caused most",
            "PRACTICE §1",
        ),
        LegalAssumption("mitigation", "the scenario's losses are those left after reasonable steps", "British Westinghouse [1912] AC 673 [v]"),
        LegalAssumption("time to recover", "12 months from the end of the month of the breach", "judged: a claim that is contested [v]"),
    )
    constructions: ClassVar = {
        "remoteness": Construction(
            ("losses that flow directly", "all losses the scenario names"),
            "Are losses recovered that flow from special circumstances only, such as goodwill?",
            "Hadley v Baxendale (1854) 9 Ex 341",
        ),
        "allowance": Construction(
            ("the promised level is allowed for", "the whole loss of a month that is missed"),
            "Is what the level allows to fail left out of the loss, or is the whole loss of a month recovered that misses it?",
            "what puts the client where it would have been had the level been kept, Robinson v Harman (1848) 1 Ex 850 [v]",
        ),
        "credits": Construction(
            ("are set off", "are exhaustive", "adjust the price"),
            "Are service credits paid on account of damages, do they stand in their place, or are they the price of the service as it was?",
            "PRACTICE §1 D (nature of a credit) [v]",
        ),
        "set_against": Construction(
            ("all losses", "the losses it is for"),
            "Is what another remedy pays set against all losses of the service, or against those only that its own breach has caused?",
            "PRACTICE §1 D; British Westinghouse [1912] AC 673 (benefits of the same breach are brought into account) [v]",
        ),
    }

    @classmethod
    def where(cls, around: Around) -> Iterator[str]:
        services = dict.fromkeys(service for number in around.provisions for service in around.provisions.services_of(number))
        yield from (service for service in services if around.duties(service))

    def consults(self) -> frozenset[str]:
        known = self.setting.provisions
        (service,) = self.services()
        looked_at = (*known.of_service(service, Role.LEVEL), *known.playing(Role.INDEMNITY), *known.playing(Role.CREDIT))
        return frozenset(one.number for one in looked_at)

    def prepare(self) -> None:
        (self.service,) = self.services()
        promises = {one.number: one.promise for one in self.setting.provisions.of_service(self.service, Role.LEVEL) if one.promise}
        credits = {one.number: one.kind.names_levels(one.terms) for one in self.setting.provisions.playing(Role.CREDIT)}
        if self.choice("credits") == "are exhaustive":
            settled = {level for levels in credits.values() for level in levels}
            promises = {number: promise for number, promise in promises.items() if number not in settled}
        measures = {number: promise.measure for number, promise in promises.items()}
        self.measured = tuple(measures)
        allowed = self.choice("allowance") == "the promised level is allowed for"
        self.targets = {number: promise.target for number, promise in promises.items() if allowed and promise.target is not None}
        remote = INDIRECT if self.choice("remoteness") == "losses that flow directly" else frozenset()
        # What an indemnity for all services makes good is not asked for a second time.
        indemnities = self.setting.provisions.playing(Role.INDEMNITY)
        indemnified = {head for one in indemnities for head in one.kind.makes_good(one.terms)}
        heads = [head for head in self.setting.heads if head not in remote | indemnified]
        # Basis of loss -> the levels whose miss causes it.
        caused = {basis: tuple(number for number, measure in measures.items() if measure in by) for basis, by in CAUSED_BY.items()}
        self.caused = {basis: numbers for basis, numbers in caused.items() if numbers}
        self.losses = [
            (head, tuple((basis, FactRequest("loss", head, NOT_THE_PROVIDERS, of=self.service, basis=basis)) for basis in self.caused))
            for head in heads
        ]
        # Of losses that are one sum: the levels by basis, and the clauses of each head of claim that is set against it (None: all).
        together = [tuple(self.caused)] if self.choice("set_against") == "all losses" else [(basis,) for basis in self.caused]
        self.causes = [{basis: self.caused[basis] for basis in bases} for bases in together]
        self.against = [self._against(bases, credits) for bases in together]

    def _against(self, bases: tuple[str, ...], credits: dict[str, tuple[str, ...]]) -> tuple[tuple[str, frozenset[str] | None], ...]:
        heads: dict[str, frozenset[str] | None] = dict.fromkeys(("service credits", "liquidated damages", "indemnity"))
        if self.choice("set_against") != "all losses":
            levels = {number for basis in bases for number in self.caused[basis]}
            heads["service credits"] = frozenset(number for number, named in credits.items() if not levels.isdisjoint(named))
            heads["liquidated damages"] = None if OF_TIME_DOWN & set(bases) else frozenset()
        if self.choice("credits") == "adjust the price":
            del heads["service credits"]
        return tuple(heads.items())

    def reads(self) -> tuple[FactRequest, ...]:
        return tuple(read for _, reads in self.losses for _, read in reads)

    def needs(self) -> tuple[tuple[str, str], ...]:
        named = ("missed", "part", "whole") if self.targets else ("missed",)
        return tuple((number, name) for number in self.measured for name in named)

    def caused_by(self, month: MonthEnd, number: str, loss: Value) -> Value:
        """What of a month's loss the miss of a level has caused: the part of what failed that the level does not allow to fail."""
        v, target = month.v, self.targets.get(number)
        if target is not None:
            part, whole = month.measure(number, "part"), month.measure(number, "whole")
            short = v.maximum(whole * target.numerator - part * target.denominator, 0)
            loss = v.rounded(loss, short, v.maximum((whole - part) * target.denominator, 1))
        return v.where(month.measure(number, "missed"), loss, 0)

    def lost(self, month: MonthEnd, group: int, place: int) -> Value:
        """What of a head the misses of the month have caused, as it is counted by some bases; of several levels missed, the one that caused most."""
        v = month.v
        found: Value = 0
        for basis, read in self.losses[place][1]:
            worst: Value = 0
            for number in self.causes[group].get(basis, ()):
                worst = v.maximum(worst, self.caused_by(month, number, month.fact(read)))
            found = found + worst
        return found

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        for group, against in enumerate(self.against):
            lost = [self.lost(month, group, place) for place in range(len(self.losses))]
            suffered = v.total(lost)
            left = suffered
            for head, clauses in against:
                left = month.set_off(left, head, self.provider, self.client, self.service, clauses)
            so_far: Value = 0
            given: Value = 0
            for place, (name, _) in enumerate(self.losses):
                so_far = so_far + lost[place]
                upto = v.proportion(so_far, left, suffered)
                month.owe("damages", self.provider, self.client, upto - given, name, after=PAID_AFTER)
                given = upto


class LateInterest(LawRule):
    """Statutory interest on invoices paid late, where the agreement fixes no interest of its own."""

    name = "late payment"
    title = "Statutory interest on late payment"
    says = (
        "A business that pays late owes simple interest of 8 % a year above the Bank of England's base rate, unless a substantial remedy is agreed."
    )
    stage = Stage.RECOVER
    prices = frozenset({"late payment"})
    source = "Late Payment of Commercial Debts (Interest) Act 1998, ss 1, 6; SI 2002/1675 (8 % above base rate)"
    rate: ClassVar[Rate] = Rate(BASE_RATE.num + STATUTORY.num, 100)  # a year
    assumes = (LegalAssumption("base rate", f"{BASE_RATE}, whatever the date", "judged: the rate moves; the Act fixes it each half-year [v]"),)

    @classmethod
    def where(cls, around: Around) -> Iterator[str]:
        if not around.provisions.playing(Role.INTEREST):
            yield ""

    def prepare(self) -> None:
        self.late = FactRequest("days_late", self.client)

    def reads(self) -> tuple[FactRequest, ...]:
        return (self.late,)

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        credited = month.due(frozenset({"service credits"}), self.provider, self.client)
        owed = v.maximum(month.due(OWED | CHARGES, self.client, self.provider) - credited, 0)
        interest = v.share(owed, month.fact(self.late) * self.rate.num, self.rate.den * 365)
        month.owe("interest", self.client, self.provider, interest, "late payment", after=UNPAID)


class Limitation(LawRule):
    """Claims not brought within six years of the breach are lost."""

    name = "limitation"
    title = "Limitation"
    says = "An action on a simple contract shall not be brought more than six years after the cause of action accrued."
    stage = Stage.BAR
    source = "Limitation Act 1980, s 5 (twelve years for a deed, s 8) [v]"
    assumes = (LegalAssumption("form", "a simple contract, not a deed", "the draft does not say"),)

    def prepare(self) -> None:
        self.read = FactRequest("notice_delay", self.client)

    def reads(self) -> tuple[FactRequest, ...]:
        return (self.read,)

    def on_month_end(self, month: MonthEnd) -> None:
        late = month.fact(self.read) > SIX_YEARS
        month.bar(month.claims(frozenset({"damages", "indemnity", "liquidated damages"}), self.provider, self.client), late, OUT_OF_TIME)


class Frustration(LawRule):
    """Without a force majeure clause nobody is excused short of frustration. States a position; moves no money."""

    name = "frustration"
    title = "Frustration, where no force majeure is agreed"
    says = (
        "Without a force majeure clause an outside event excuses nobody, unless it makes performance impossible or radically "
        "different: then the agreement ends of itself."
    )
    plays = False
    source = "Taylor v Caldwell (1863) 3 B & S 826; Davis Contractors v Fareham [1956] AC 696; Law Reform (Frustrated Contracts) Act 1943 [v]"

    @classmethod
    def where(cls, around: Around) -> Iterator[str]:
        if not around.provisions.playing(Role.FORCE_MAJEURE):
            yield ""


class ReasonableNotice(LawRule):
    """How an agreement ends of which no clause says so. States a position; a fixed term ends by itself, so it moves no money."""

    name = "reasonable notice"
    title = "Termination on reasonable notice"
    says = "An agreement for a fixed term runs to its end unless a breach goes to its root; one without a term may be ended on reasonable notice."
    plays = False
    source = "Hongkong Fir [1962] 2 QB 26; Martin-Baker v Canadian Flight [1955] 2 QB 556 [v]"

    @classmethod
    def where(cls, around: Around) -> Iterator[str]:
        if not around.provisions.playing(Role.TERMINATION):
            yield ""


class Floors(LawRule):
    """What no clause can exclude. States a position; the world has neither fraud nor injury, so it moves no money."""

    name = "floors"
    title = "What no clause removes"
    says = "Liability for fraud, and for death or personal injury caused by negligence, cannot be excluded or limited, whatever the caps say."
    plays = False
    source = "HIH v Chase Manhattan [2003] UKHL 6; Unfair Contract Terms Act 1977, s 2(1) [v]"


class EnglandAndWales(DefaultLawPack):
    """The pack."""

    kind = "England and Wales"
    also = ("England", "English law", "the laws of England and Wales", "laws of England and Wales", "the law of England and Wales")
    rules = (Damages, LateInterest, Limitation, Frustration, ReasonableNotice, Floors)
