"""Which outages count, and for how long: severities, planned work and its hours, short outages, outages near each other. Parts of several kinds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from wargame.contract.rules.clause import Clause, Construction
from wargame.core.facts import Clock, Counted, FactRequest
from wargame.core.hours import without
from wargame.core.zones.clocks import in_zone

PLANNED_WORK = Construction(
    ("outages", "hours"),
    "Do only the outages count for nothing that are planned work, or are its hours left out of down-time and of service time, whatever is down then?",
    "PRACTICE §20 (planned work); maintenance windows of monitoring",
)
LONGER_OUTAGES = Construction(
    ("count whole", "count beyond it"),
    "Does an outage that is longer than the shortest that counts do so from its beginning, or only beyond that time?",
    "PRACTICE §8 (availability as it is written) [v]",
)
CLOCKS: tuple[Clock, ...] = ("occurrence", "detection", "report")
IF_SAID = frozenset({"report"})  # of the clocks: without words nobody's call starts one
LATE = {"detection": "detected", "report": "reported"}  # clock -> the column of an incident that says how late it begins


def by_the_clock(terms: Any, names: Iterable[str]) -> None:
    """Refuse durations that have no fixed length, and those of nothing."""
    for name in names:
        value = terms.term(name)
        said = name.replace("_", " ")
        if value is not None and (value.months or value.business_days):
            raise ValueError(f"`{said}` is {value}, but outages are timed by the clock: write minutes, hours or days")
        if value is not None and not value.seconds:
            raise ValueError(f"`{said}` of nothing changes nothing: leave it out")


def refuse_idle(terms: Any, counts: bool) -> None:
    """Refuse terms of a level that say which outages count where none does, or what becomes of planned work where none is left out."""
    of_planned = [name for name in ("planned_work", "maintenance_window", "planned_allowance", "planned_notice") if terms.term(name)]
    of_outages = [name for name in ("severities", "shortest_outage", "longest_outage", "longer_outages", "joined_within") if terms.term(name)]
    said = [name.replace("_", " ") for name in of_planned + of_outages]
    if said and not counts:
        raise ValueError(f"`{said[0]}` says which outages count; `measure: {terms.measure}` counts none")
    if of_planned and "planned" not in terms.excluding:
        raise ValueError(f"`{said[0]}` says what planned work is left out, and none is: write `excluding: [planned]`")
    if terms.planned_work == "hours" and terms.maintenance_window and (terms.planned_allowance or terms.planned_notice):
        raise ValueError("the hours of a maintenance window are left out whether work is done in them or not: leave allowance and notice out")
    if terms.shortest_outage is None and terms.longer_outages:
        raise ValueError("`longer outages` are those longer than the shortest that counts: say the `shortest outage`")
    if terms.shortest_outage is None and terms.longest_outage is None and terms.joined_within:
        raise ValueError(
            "outages are joined where short ones count for nothing or long ones not whole: say the `shortest outage` or `longest outage`"
        )


def severities(terms: Any) -> frozenset[str]:
    """The severities that count, as incidents have them."""
    return frozenset(one.casefold() for one in terms.severities)


def severity_reads(terms: Any) -> tuple[FactRequest, ...]:
    """What must be known of incidents where only some severities count."""
    return (FactRequest("severity", terms.service),) if terms.severities else ()


def seconds(terms: Any, name: str) -> int | None:
    """A duration of the terms; None where there is none."""
    value = terms.term(name)
    return None if value is None else int(value.seconds)


def said_more(counted: Counted) -> Counted | None:
    """The same, or None where it says nothing: then down-time is counted as everybody counts it."""
    return None if counted == Counted() else counted


class OutageReads(NamedTuple):
    """What a level asks of down-time and of agreed time, and of planned hours that are left out of both."""

    down: FactRequest
    agreed: FactRequest
    left_out: FactRequest | None


def outage_reads(clause: Clause) -> OutageReads:
    """What the terms and choices of a level come to."""
    terms = clause.terms
    by_the_clock(terms, ("planned_allowance", "planned_notice", "shortest_outage", "longest_outage", "joined_within"))
    excluded, hours, window = frozenset(terms.excluding), terms.hours, terms.maintenance_window
    by_hours = clause.choice("planned_work") == "hours"
    if by_hours and window:
        # Nothing counts in the window, whether anything is done in it or not; planned work that overruns it counts as any other outage.
        excluded, hours, window, by_hours = excluded - {"planned"}, without(hours, window), "", False
    hours = zoned(clause, hours)
    counted = Counted(
        severities(terms),
        "hours" if by_hours else "outages",
        seconds(terms, "planned_notice") or 0,
        in_zone(window, terms.time_zone, "") if window else "",
        seconds(terms, "planned_allowance"),
        seconds(terms, "joined_within"),
        seconds(terms, "shortest_outage") or 0,
        "whole" if clause.choice("longer_outages") == "count whole" or not terms.shortest_outage else "excess",
        seconds(terms, "longest_outage"),
    )
    overlap: Literal["united", "added"] = "united" if clause.choice("overlapping_outages") == "united" else "added"
    down = FactRequest("downtime", terms.service, excluded, overlap, clock_of(clause), hours, counted=said_more(counted))
    agreed = FactRequest("agreed_time", terms.service, hours=hours)
    return OutageReads(down, agreed, down._replace(counted=counted._replace(gives="left out")) if by_hours else None)


def zoned(clause: Clause, hours: str) -> str:
    """The hours of a level with the zone in which they are: its own, or that of the agreement."""
    zone, calendar = clause.terms.time_zone, clause.setting.calendar
    if zone and not (calendar is not None and calendar.zone):
        raise ValueError("`time zone` is the zone of these hours beside that of the agreement: give one in the front matter too")
    # A month that has so many hours by the words has them by no clock.
    by_words = clause.choice("hours_of_the_month") != "as they are" and not hours
    return in_zone(hours, zone, "" if calendar is None or by_words else calendar.zone)


def clock_of(clause: Clause) -> Clock:
    """Where the clock of a clause begins."""
    return next(one for one in CLOCKS if one == clause.choice("clock"))
