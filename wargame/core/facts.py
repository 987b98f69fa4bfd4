"""Everything a clause may know of the world: one closed table.

The world fills it, clauses declare what they read, and neither sees the other. A quantity that nobody had before is one more row here. A clause that
reads a fact the scenario does not provide is not run and becomes the finding *unmeasured*; it never crashes a run.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, Self

ANY = "*"  # as the key of what a scenario provides: the fact exists whatever it is kept by


class Fact(NamedTuple):
    """One row of the table: what it is called, its unit, how often there is one, what it is kept by, and where it comes from."""

    name: str
    unit: str
    shape: Literal["month", "day", "incident row", "event row"]
    keyed_by: Literal["service", "component", "series", "party", "head", ""]
    meaning: str
    source: str


FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact(
            "volume",
            "whole units",
            "month",
            "service",
            "units handled in the month, while the agreement lives; the fraction is carried",
            "world.service",
        ),
        Fact("demand", "whole units", "month", "service", "units that arrived in the month, whoever handles them", "world.service"),
        Fact("backlog", "whole units", "month", "service", "units waiting at the month end", "world.service"),
        Fact(
            "waiting",
            "unit days",
            "month",
            "service",
            "units waiting each evening, added over the month; of live work, the units that nobody answered",
            "world.service",
        ),
        Fact("in_time", "whole units", "month", "service", "units of live work answered within their time", "world.service"),
        Fact("lost", "whole units", "month", "service", "units of live work that nobody answered", "world.service"),
        Fact("overtime", "whole units", "month", "service", "units done beyond the capacity of ordinary hours", "world.service"),
        Fact(
            "downtime",
            "seconds",
            "month",
            "service",
            "time down in the month, cut at both ends; read with exclusions and overlap as the clause says",
            "simulation",
        ),
        Fact(
            "index",
            "millionths",
            "month",
            "series",
            "level of the published series at the month end, in the unit in which it is 1,000,000 or more at the effective date (basis: base); "
            "or one and its published change on the year before (basis: rate)",
            "world.futures",
        ),
        Fact("published_figure", "millionths", "month", "series", "the first published figure of the series, as it is printed", "world.futures"),
        Fact("start", "seconds", "incident row", "component", "instant at which the incident began", "world.incidents"),
        Fact("duration", "seconds", "incident row", "component", "from occurrence to restoration, responses and notices applied", "simulation"),
        Fact("detected", "seconds", "incident row", "component", "delay from occurrence to detection", "world.incidents"),
        Fact("reported", "seconds", "incident row", "component", "delay from occurrence to report", "world.incidents"),
        Fact(
            "severity",
            "words",
            "incident row",
            "service",
            "how grave incidents are in the agreement's own words; there where the scenario says it of every component that the service needs",
            "world.incidents",
        ),
        Fact("lasting_cost", "minor units", "month", "", "what changes of law make the month's units cost more", "world.shocks"),
        Fact(
            "forecast",
            "whole units",
            "month",
            "service",
            "units the plan expects of the month: level, growth and seasons, without noise and shocks",
            "world.plan",
        ),
        Fact("errors", "whole units", "month", "service", "units of the month's volume that were done wrong", "world.quality"),
        Fact(
            "agreed_time",
            "seconds",
            "month",
            "service",
            "service hours in the part of the month during which the agreement lived; read with the hours of the clause",
            "simulation",
        ),
        Fact(
            "loss",
            "minor units",
            "month",
            "head",
            "what the client itself loses in the month under a head, or under all heads together",
            "world.economics",
        ),
        Fact("cost_of_serving", "minor units", "month", "", "what serving the month cost the provider", "world.economics"),
        Fact(
            "overdue",
            "seconds",
            "month",
            "component",
            "by how long a milestone is overdue at the month end; 0 where it is delivered, not yet due, or given up with the agreement",
            "simulation",
        ),
        Fact("delivered", "0 or 1", "month", "component", "whether a milestone is delivered by the month end", "simulation"),
        Fact("days_late", "days", "month", "party", "whole days by which a party pays the month's invoice late", "world.behaviour"),
        Fact("failed", "yes or no", "month", "party", "whether a party has failed by the month end and can no longer pay in full", "world.behaviour"),
        Fact("notice_delay", "seconds", "month", "party", "time a party takes to notify a claim that accrued in the month", "world.behaviour"),
        Fact("cost", "minor units", "event row", "", "what complying with a regulatory change costs whoever does the work", "world.shocks"),
    )
}


Clock = Literal["occurrence", "detection", "report"]


class Counted(NamedTuple):
    """How a clause counts down-time beyond whose it is, which overlaps it unites and where its clock begins. Durations are seconds, of clock time.

    `severities` are those of the incidents that count, lower case (none named: all). Of planned work that is excluded, that announced less than
    `notice` before it began counts after all, and so does what lies outside the hours of `window` and, in the order of time, beyond an `allowance` a
    month; `planned` says whether what is left of it is simply no outage, or whether its hours are out of all counting, whatever else is down in them:
    `gives` asks for these hours themselves. Outages of a month at most `joined` apart are one; one shorter than `shortest` counts for nothing, and
    a longer one whole, or only its excess, up to `longest` from its beginning.
    """

    severities: frozenset[str] = frozenset()
    planned: Literal["outages", "hours"] = "outages"
    notice: int = 0
    window: str = ""
    allowance: int | None = None
    joined: int | None = None
    shortest: int = 0
    shorter: Literal["whole", "excess"] = "whole"
    longest: int | None = None
    gives: Literal["down", "left out"] = "down"


class _Fields(NamedTuple):
    fact: str
    key: str = ""
    excluded: frozenset[str] = frozenset()
    overlap: Literal["united", "added"] = "united"
    clock: Clock = "occurrence"
    hours: str = ""
    of: str = ""
    basis: str = ""
    counted: Counted | None = None


class FactRequest(_Fields):
    """A clause's wish for one fact: the name, the service, component or series it is kept by, and for down-time how it is measured.

    `excluded` names causes that do not count (`planned`); `overlap` says whether overlapping incidents are united or added; `clock` where an incident
    begins to count, and `hours` in which hours (`core.hours`; "" is round the clock); of a loss, `of` limits it to one service and `basis` to what is
    counted so (`hour of outage`); `counted` is all else that is said of down-time. Two clauses that wish for the same are served once. A tuple,
    because rules look facts up a hundred times a month.
    """

    __slots__ = ()

    def __new__(
        cls,
        fact: str,
        key: str = "",
        excluded: frozenset[str] = frozenset(),
        overlap: Literal["united", "added"] = "united",
        clock: Clock = "occurrence",
        hours: str = "",
        of: str = "",
        basis: str = "",
        counted: Counted | None = None,
    ) -> Self:
        """Refuses a fact that the table does not have."""
        if fact not in FACTS:
            raise KeyError(f"no fact is called '{fact}'; the table in wargame/core/facts.py has: {', '.join(sorted(FACTS))}")
        return tuple.__new__(cls, (fact, key, excluded, overlap, clock, hours, of, basis, counted))
