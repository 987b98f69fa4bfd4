"""What is drawn only where it is asked for by name: why page and program might not agree on it, and in which agreements it can be seen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Feature:
    """A thing that may be drawn beyond what is clear and built."""

    why: str
    where: tuple[str, ...]


# What the pages left open, or the program did otherwise, when the evaluator was written.
DISPUTED = {
    "interest": Feature("interest runs on what was set off, and not on the raise of a rate reset", ("care", "office", "prices")),
    "room of a set-off": Feature("only charges are set off against, not the other amounts on the invoice", ("care", "office")),
    "to month in advance": Feature("a last period that `to month` cuts short is invoiced whole, and given back", ("office",)),
    "whole periods": Feature("a whole period is indexed once, and is owed beyond `to month`", ("office",)),
    "year of a cap": Feature("a year to date is taken for a whole year, in proportion", ("care", "prices")),
    "year of credits": Feature("yearly caps on credits take another year than docs/money.md says, as it stands", ("care",)),
    "ceiling a year": Feature("a share of the first charges, not of the rate in force when the contract year began", ("prices",)),
    "ceiling of a short period": Feature("the ceiling of a gain-share is cut with the period, as the target is", ("prices",)),
    "multiples of down-time": Feature("taken of attainment as stated, not of the down-time", ("care", "office")),
    "half points": Feature("what points below the first row of a table earn is nowhere said", ("prices",)),
    "points of two services": Feature("how one credit is shared between two services, to the penny", ("prices",)),
    "milestones": Feature("one that is due after the exit is paid; one of a month's first instant counts here or there", ("office",)),
    "day of exit": Feature("an exit is told to be too early by the last day of the notice, not by the day of the exit", ("office",)),
    "raises after notice": Feature("no raise is noticed once notice of termination is given", ("prices",)),
    "lower edges": Feature("a lower edge of a band at a half is rounded down", ("prices",)),
    "calendar years": Feature("to which calendar year a month belongs that lies in two is nowhere said", ("care", "prices")),
    "several exits": Feature("several ways out, of several parties, and the fee of each", ("office",)),
    "met and credited": Feature("whether a level that is met, but falls into a tier, may be earned back is nowhere said", ("care",)),
}

# What docs/money.md had decided then, and nobody had built.
DECIDED = {
    "last reset": Feature("moves from reset to reset are chained", ("prices",)),
    "accrual": Feature("percentages, averages, minima and targets read what accrues", ("office",)),
    "basis": Feature("`basis: due`, `invoiced`, `paid` of credits and minima", ("care", "office")),
    "larger than invoice": Feature("credits larger than their invoice are carried forward, or lost", ("care",)),
    "parts by days": Feature("`accrues: by days`", ("office",)),
    "paid in advance": Feature("`paid in advance: kept`", ("office",)),
    "included units": Feature("`included units` beside bands", ("care", "prices")),
    "no units": Feature("`no units: the first amount`", ("care", "prices")),
    "bands per year": Feature("bands reached by the units of the contract year", ("care", "prices")),
    "published rate": Feature("`change taken from: the published rate`", ("care", "prices")),
    "points of rounding": Feature("`rounding` of an index", ("care", "prices")),
    "falls": Feature("`falls: hold`", ("care", "prices")),
    "exact factors": Feature("factors are exact fractions", ("care", "office", "prices")),
    "charges of a window": Feature("a level of several months is credited on the charges of its window", ("care", "office")),
    "negative halves": Feature("half a unit goes away from zero", ("prices",)),
    "room shared": Feature("units left over go to the largest remainders", ("office",)),
}

# Time of service, as docs/money.md says it.
OF_SERVICE = {
    "service hours": Feature("hours as lists of ranges, over midnight", ("care", "office", "prices")),
    "planned work": Feature("planned outages or hours, windows, allowances, notice", ("care", "office")),
    "outages counted": Feature("severities, short, long and joined outages, the clock from the report", ("care", "prices")),
    "times down": Feature("damages for each time down, severities, short outages", ("care", "office")),
}

FEATURES = DISPUTED | DECIDED | OF_SERVICE
