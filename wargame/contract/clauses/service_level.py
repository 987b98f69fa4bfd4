"""Service level: what is promised, and how it is measured.

Whatever is measured, attainment is one fraction `part / whole` of whole numbers, compared as a correctly rounded quotient: `1 − down / T` would miss
exact thresholds. Availability is the agreed time not down over the agreed time; down-time is the clause's own reading of the world's incidents.
Responsiveness is the share of units that waited for nothing, quality the share done right, turnaround the time allowed over that taken, at most 1;
ageing the same of what still waits at the month end, by the pace of the month.
Of live work (calls, chats) answer time is the share of the units offered that were answered within their time, and abandonment the share of them that
was not given up: offered are those answered and those given up while the agreement lived. The time itself is the world's `threshold`.
Windows of several months add up parts and wholes. Rounding: none, or half-up to the decimals stated.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.outages import CLOCKS, IF_SAID, LONGER_OUTAGES, PLANNED_WORK, outage_reads, refuse_idle, severities, severity_reads
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, EventFilter, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import OF_HANDS, Promise
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.hours import HoursT
from wargame.core.quantities import Duration, DurationT, Rate, Ref, ServiceName, ShareT, TextT, WholeT
from wargame.core.values import DAY, HOUR
from wargame.core.vocabulary import Value
from wargame.core.zones.clocks import ZoneT

UNITS = ("responsiveness", "quality", "answer time", "abandonment")  # measures that count units
OF_TIME = ("turnaround", "ageing")  # measures that allow a unit some time
LIVE = ("answer time", "abandonment")  # measures of live work


class ServiceLevel(Clause):
    """A level of service over a window, against a target."""

    kind = "service_level"
    roles = frozenset({Role.LEVEL})
    one_answer = True
    stage = Stage.MEASURE
    publishes = frozenset({"attainment", "missed", "part", "whole", "measured", "opens", "rolls"})
    usual_for: ClassVar = {("outage", "measure"): 1}

    class Terms(ClauseTerms):
        """`excluding` lists causes that do not count as down-time, `severities` the outages that do, as the scenario calls them; `hours` are the
        service hours, such as `Mon-Fri 08:00-12:00 and 13:00-20:00, Sat 09:00-13:00` or a list of ranges, over midnight too, in the agreement's
        zone unless `time_zone` says another. `limit` is the time allowed for a unit (turnaround). The `target` of `abandonment` is the share that
        is not given up: where at most 5 % may be, it is 95 %.

        Planned work that is excluded counts after all outside the hours of a `maintenance_window`, beyond a `planned_allowance` a month, and where
        it is announced later than `planned_notice` before it begins; `planned_work: hours` leaves its hours (or those of the window) out of down-
        time and of service time, whatever is down in them. A `shortest_outage` is the shortest that counts, and of each one no more does than the
        `longest_outage`: of unbroken times down where outages are united. Those of a month at most `joined_within` apart are one.

        `low_volume` is the number of units below which a level is not judged as usual, `ramp` the months at first without measurement, `decimals`
        the places of the percentage to which attainment is stated, and `relieved_by` a clause that excuses months.
        """

        service: ServiceName
        measure: Literal["availability", "responsiveness", "turnaround", "ageing", "quality", "answer time", "abandonment"] = "availability"
        target: ShareT = Rate(1, 1)
        limit: DurationT | None = None
        window: DurationT = Duration(months=1)
        window_moves: Literal["in steps", "monthly"] | None = None
        hours: HoursT = ""
        time_zone: ZoneT | None = None
        excluding: list[Literal["planned", "client", "third party"]] = []
        overlapping_outages: Literal["united", "added"] | None = None
        hours_of_the_month: Literal["as they are", "720", "730"] | None = None
        clock: Literal["occurrence", "detection", "report"] | None = None
        severities: list[TextT] = []
        planned_work: Literal["outages", "hours"] | None = None
        maintenance_window: HoursT = ""
        planned_allowance: DurationT | None = None
        planned_notice: DurationT | None = None
        shortest_outage: DurationT | None = None
        longest_outage: DurationT | None = None
        longer_outages: Literal["count whole", "count beyond it"] | None = None
        joined_within: DurationT | None = None
        decimals: WholeT | None = None
        precision: Literal["as stated", "exact", "as the target is stated"] | None = None
        target_itself: Literal["meets", "misses"] | None = None
        low_volume: WholeT | None = None
        low_volume_rule: Literal["one miss is allowed", "not measured"] | None = None
        ramp: DurationT | None = None
        relieved_by: Ref | None = None
        excused_month: Literal["counts as met", "is skipped", "counts as measured"] | None = None

        @model_validator(mode="after")
        def _of_one_measure(self) -> Self:
            if (self.limit is not None) != (self.measure in OF_TIME):
                raise ValueError("`limit`, the time for a unit, belongs to `measure: turnaround` or `ageing`, which need one: write `limit: 2 days`")
            if self.measure not in OF_TIME and "target" not in self.model_fields_set:
                raise ValueError("a level without a target cannot be missed: write `target: 99.5 %`")
            if self.measure != "availability" and (self.hours or self.excluding):
                raise ValueError(f"`hours` and `excluding` say how down-time is counted; `measure: {self.measure}` counts none")
            refuse_idle(self, self.measure == "availability")
            if self.time_zone and not self.hours:
                raise ValueError("`time zone` is that of the `hours`, and there are none: write them, or leave the zone to the front matter")
            if self.low_volume is not None and self.measure not in UNITS:
                raise ValueError(f"`low volume` is a number of units; `measure: {self.measure}` counts none")
            return self

    constructions: ClassVar = {
        "planned_work": PLANNED_WORK,
        "longer_outages": LONGER_OUTAGES,
        "overlapping_outages": Construction(
            ("united", "added"),
            "Do two outages at the same time count once, or each for its own length?",
            "PRACTICE §8: world down-time is a union",
        ),
        "clock": Construction(
            CLOCKS,
            "Does down-time run from when the outage began, or from when it was detected?",
            "PRACTICE §8; DESIGN §7 (constructions)",
            if_said=IF_SAID,
        ),
        "hours_of_the_month": Construction(
            ("as they are", "720", "730"),
            "Is down-time measured against the hours that the month has, or against 720 or 730 for every month?",
            "worked example slc_slack_100x (720); cloud terms count 730 hours, a twelfth of a year",
            if_said=frozenset({"720", "730"}),  # words that speak of the month mean the hours that it has, unless they name a number
        ),
        "window_moves": Construction(
            ("in steps", "monthly"),
            "Is a window of several months measured once at its end, or every month over the months that went before?",
            "DESIGN §7 (window calendar month, 30 days or rolling)",
        ),
        "precision": Construction(
            ("as stated", "exact", "as the target is stated"),
            "Is attainment rounded before it is compared: to the decimals stated if any are, never, or to those of the target (end zeros dropped)?",
            "PRACTICE §8: 98.95 lies in no band of whole tenths unless it is rounded",
        ),
        "target_itself": Construction(
            ("meets", "misses"), "Does a level of exactly the target meet it?", "`at least` is the usual form; DESIGN §7 (boundary)"
        ),
        "low_volume_rule": Construction(
            ("one miss is allowed", "not measured"),
            "What is done in a window of few units: is one miss allowed, or is the level not measured?",
            "PRACTICE §8 (low volume: below N events one miss is allowed)",
        ),
        "excused_month": Construction(
            ("counts as met", "is skipped", "counts as measured"),
            "Does a month for which the Provider is excused count as met, is it left out of windows and counts, or does it count as it was?",
            "PRACTICE §6, §7",
        ),
    }
    wording = (
        "{Service} shall be available for at least {target} of the minutes of each "
        "calendar month, counted from the start of an outage to restoration."
    )
    source = "PRACTICE §8; worked examples up_999 and up_9995"
    example = """
## 8.1 Availability

Voice shall be available for at least 99.5 % of each month, planned work excluded; availability is stated to one decimal.

```terms
kind: service_level
service: voice
target: 99.5 %
excluding: [planned]
decimals: 1
```

## 8.2 Service credits

Where the level is missed the Provider shall credit 5 % of the monthly charges.

```terms
kind: service_credit
service level: 8.1
credit: 5 %
```

## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```
"""

    @classmethod
    def promise(cls, terms: Any) -> Promise:
        return Promise(terms.measure, Fraction(terms.target.num, terms.target.den), terms.window.months)

    @classmethod
    def relieved_by(cls, terms: Any) -> str:
        return str(terms.relieved_by or "")

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        open_where: dict[str, bool] = {
            "overlapping_outages": terms.measure == "availability",
            "clock": terms.measure == "availability",
            # Where planned work is left out and nothing more is said, the words mean the outages.
            "planned_work": bool(terms.maintenance_window) and not (terms.planned_allowance or terms.planned_notice),
            "longer_outages": terms.shortest_outage is not None,
            "window_moves": terms.window.months > 1,
            "low_volume_rule": terms.low_volume is not None,
            "excused_month": terms.relieved_by is not None,
            # A target of 100 % that is missed at 100 % is a promise that nobody can keep.
            "target_itself": terms.target.num < terms.target.den,
        }
        return open_where.get(name, True)

    def prepare(self) -> None:
        terms = self.terms
        for name in ("window", "ramp"):
            value = terms.term(name)
            if value is not None and not value.months:
                raise ValueError(f"`{name}` is {value}; levels are measured by months: write `{name}: 3 months`")
        if terms.limit is not None and (terms.limit.months or terms.limit.business_days or not terms.limit.seconds):
            raise ValueError(f"`limit` is {terms.limit}; write the time allowed in days or hours")
        self.target = terms.target.num / terms.target.den
        self.ramp = terms.ramp.months if terms.ramp else 0
        months, term = terms.window.months, self.setting.term_months
        self.stepped = months > 1 and self.choice("window_moves") == "in steps"
        self.rolling = months > 1 and not self.stepped
        self.closing = frozenset(range(months - 1, term, months)) if self.stepped else frozenset(range(term))
        self.opening = frozenset(range(0, term, months))
        self.scale = self._scale()
        self.limit = terms.limit.seconds if terms.limit else 0
        self.hours = 0 if self.choice("hours_of_the_month") == "as they are" else int(self.choice("hours_of_the_month"))
        self.read, self.agreed, self.left_out = outage_reads(self)
        self.in_hours = bool(self.agreed.hours)
        self.of_outages = (self.read, *((self.agreed,) if self.in_hours else ()), *((self.left_out,) if self.left_out else ()))
        self.backlog = FactRequest("backlog", terms.service)
        self.volume, self.demand = FactRequest("volume", terms.service), FactRequest("demand", terms.service)
        self.waiting, self.errors = FactRequest("waiting", terms.service), FactRequest("errors", terms.service)
        self.in_time, self.lost = FactRequest("in_time", terms.service), FactRequest("lost", terms.service)

    def _scale(self) -> int:
        """Units of attainment it is rounded to: 1,000 for tenths of a percent; 0 for no rounding."""
        decimals = self.terms.decimals
        if self.choice("precision") == "as the target is stated":
            decimals = len(str(self.terms.target.den)) - 3 if self.terms.target.den >= 100 else 0
        elif self.choice("precision") == "exact":
            decimals = None
        if decimals is not None and decimals > 6:
            raise ValueError(f"`decimals` is {decimals}; state percentages to at most 6 decimals")
        return 0 if decimals is None else 10 ** (decimals + 2)

    def reads(self) -> tuple[FactRequest, ...]:
        return {
            "availability": (
                self.read,
                *((self.agreed,) if self.in_hours else ()),
                *((self.left_out,) if self.left_out else ()),
                *severity_reads(self.terms),
            ),
            "responsiveness": (self.demand, self.waiting),
            "turnaround": (self.demand, self.waiting),
            "ageing": (self.volume, self.backlog),
            "quality": (self.volume, self.errors),
            "answer time": (self.volume, self.lost, self.in_time),
            "abandonment": (self.volume, self.lost),
        }[self.terms.measure]

    def concern(self) -> EventFilter:
        return EventFilter(self.covers(), excluded=frozenset(self.terms.excluding), severities=severities(self.terms))

    def needs(self) -> tuple[tuple[str, str], ...]:
        return ((self.terms.relieved_by, "relieved"),) if self.terms.relieved_by else ()

    def states(self) -> dict[str, State]:
        months = self.terms.window.months if self.rolling else 0
        return {"part": State("int", 0, "never", months), "whole": State("int", 0, "never", months)} if self.rolling or self.stepped else {}

    def part(self, month: MonthEnd, whole: Value) -> Value:
        """What of the month's whole was as promised."""
        v = month.v
        if self.terms.measure == "availability":
            return v.maximum(whole - month.fact(self.read), 0)
        if self.terms.measure == "quality":
            return v.maximum(whole - month.fact(self.errors), 0)
        if self.terms.measure == "turnaround":
            return month.fact(self.demand) * self.limit
        if self.terms.measure == "ageing":
            return month.fact(self.volume) * self.limit
        if self.terms.measure == "answer time":
            return v.minimum(month.fact(self.in_time), whole)  # fractions of units are carried apart, so one more may be counted here
        if self.terms.measure == "abandonment":
            return month.fact(self.volume)
        # A unit waits at least one evening: no more units can have waited than unit days were waited.
        return v.maximum(whole - month.fact(self.waiting), 0)

    def whole(self, month: MonthEnd) -> Value:
        """What the promise is about in the month: seconds, units, or the time that units were allowed or took."""
        if self.terms.measure == "availability":
            agreed = self.agreed_time(month)
            return agreed if self.left_out is None else month.v.maximum(agreed - month.fact(self.left_out), 0)
        if self.terms.measure == "quality":
            return month.fact(self.volume)
        if self.terms.measure == "turnaround":
            return month.v.maximum(month.fact(self.waiting) * DAY, month.fact(self.demand) * self.limit)
        if self.terms.measure == "ageing":
            # Served in the order in which they came, what waits at the end is done at the month's pace: the newest will have waited backlog ÷ pace.
            return month.v.maximum(month.fact(self.backlog) * month.served, month.fact(self.volume) * self.limit)
        if self.terms.measure in LIVE:
            return month.fact(self.volume) + month.fact(self.lost)  # demand goes on after an exit
        return month.fact(self.demand)

    def agreed_time(self, month: MonthEnd) -> Value:
        """Seconds of service that are promised in the month."""
        if self.in_hours:
            return month.fact(self.agreed)
        return month.v.share(month.served, self.hours * HOUR, month.seconds) if self.hours else month.served

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        month.publish("opens", not self.stepped or month.index in self.opening)  # a window begins with this month
        month.publish("rolls", self.rolling)
        whole = self.whole(month)
        part = self.part(month, whole)
        whole = whole + (part - part)  # agreed time is one number while all lives go on: a lane each from here on
        counts: Value = True
        if self.terms.relieved_by:
            relieved = month.measure(self.terms.relieved_by, "relieved")
            if self.choice("excused_month") == "counts as met":
                part = v.where(relieved, whole, part)
            elif self.choice("excused_month") == "is skipped":
                part, whole = v.where(relieved, 0, part), v.where(relieved, 0, whole)
        if month.index < self.ramp:
            part, whole = part - part, whole - whole
        if self.rolling:
            part, whole = month.keep("part", part), month.keep("whole", whole)
        elif self.stepped:
            if month.index not in self.opening:
                part, whole = month.state("part") + part, month.state("whole") + whole
            month.keep("part", part)
            month.keep("whole", whole)
            if month.index not in self.closing:
                counts = month.ending
        if self.terms.low_volume is not None:
            few = whole < self.terms.low_volume
            if self.choice("low_volume_rule") == "not measured":
                whole = v.where(few, 0, whole)
            else:
                part = v.where(v.both(few, whole - part <= 1), whole, part)
        counts = v.both(counts, whole > 0)
        if self.scale:
            part, whole = v.proportion(2 * self.scale * part + whole, 1, 2 * whole), self.scale
        part, whole = v.where(counts, part, 1), v.where(counts, whole, 1)
        attainment = v.divide(part, whole, 1.0)
        month.publish("part", part)
        month.publish("whole", whole)
        month.publish("measured", counts)
        month.publish("attainment", attainment)
        missed = attainment < self.target if self.choice("target_itself") == "meets" else attainment <= self.target
        month.publish("missed", v.both(missed, counts))

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage" and self.terms.measure == "availability":
            yield "measure", True
            if self.terms.excluding:
                yield "excuse", True
        if event == "surge" and self.terms.measure in OF_HANDS:
            yield "measure", True
        if self.terms.relieved_by and (event == "surge" or (event == "shortage" and self.terms.measure in OF_HANDS)):
            yield "excuse", row.of(month.measure(self.terms.relieved_by, "relieved"))
