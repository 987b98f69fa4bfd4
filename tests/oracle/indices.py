"""Indexation, rate resets and currency adjustments (pages indexation, rate_reset, currency_adjustment; money.md, Indices)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.oracle.life import Life
from tests.oracle.quantities import Length, half_up, rounded, share

POINTS = {"half up": 0, "half even": 1, "up": 2, "down": 3}


def point(exact: Fraction, decimals: int, mode: str = "half up") -> Fraction:
    """A number at a point of rounding, by size and not by sign."""
    size, unit = abs(exact), Fraction(1, 10**decimals)
    steps, rest = divmod(size, unit)
    if mode == "up":
        steps += rest > 0
    elif mode == "half even":
        steps += 2 * rest > unit or (2 * rest == unit and steps % 2 == 1)
    elif mode != "down":
        steps += 2 * rest >= unit
    return steps * unit * (1 if exact >= 0 else -1)


def rounding_of(terms: dict[str, Any]) -> dict[str, tuple[int, str]]:
    """The points at which an index is rounded: decimals of a percent become decimals of the fraction."""
    points = terms.get("rounding", [{"of": "change", "decimals": terms["decimals"]}] if "decimals" in terms else [])
    said = {}
    for entry in points:
        more = 0 if entry["of"] == "factor" else 2
        said[entry["of"]] = (int(entry["decimals"]) + more, entry.get("mode", "half up"))
    return said


def indexation(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Set the factor in force in a month; an adjustment falls on each anniversary, that is `every` months, before the month begins."""
    state = life.memory.setdefault((clause, "index"), {"factor": Fraction(1), "read": None, "times": 0, "stood": None})
    every, lag = int(terms.get("every", 12)), int(terms.get("lag", 0))
    first = life.history.level(terms["series"], 0)
    if state["read"] is None:
        state["read"] = state["stood"] = first
    if month > 1 and (month - 1) % every == 0:
        level = life.history.level(terms["series"], month - 1 - lag)
        if terms.get("change taken from") == "the published rate":
            # What the office says of the twelve months, to one decimal of a percent; the rates so far make a level of their own.
            said = point(level / life.history.level(terms["series"], month - 1 - lag - 12) - 1, 3)
            state["read"] = Fraction(1) if state.get("chain") is None else state["read"]
            first, level = Fraction(1), state.get("chain", Fraction(1)) * (1 + said)
            state["chain"] = level
        adjust(state, terms, level, first)
    life.factors[clause] = state["factor"]


def adjust(state: dict[str, Any], terms: dict[str, Any], level: Fraction, first: Fraction) -> None:
    """One adjustment: the change, its rounding, the threshold, what is passed on, the collar."""
    points = rounding_of(terms)
    chained = terms.get("method", "chained") == "chained"
    change, since = level / (state["read"] if chained else first) - 1, level / state["read"] - 1
    if "change" in points:
        change, since = (point(one, *points["change"]) for one in (change, since))
    state["times"] += 1
    if abs(since) < share(terms.get("threshold", "0 %")):  # a move that is too small is counted with the next
        return
    passed = change * share(terms.get("share", "100 %"))
    if "change passed on" in points:
        passed = point(passed, *points["change passed on"])
    falls = terms.get("falls", "follow")
    if falls.startswith("hold") and passed < 0:
        if falls.endswith("trough"):
            state["read"] = level
        return
    low = share(terms["floor"]) if "floor" in terms else None
    high = share(terms["ceiling"]) if "ceiling" in terms else None
    if chained:
        factor = state["factor"] * (1 + clip(passed, low, high))
    elif terms.get("limit applies", "each year") == "cumulatively":
        times = state["times"]
        factor = 1 + clip(passed, None if low is None else times * low, None if high is None else times * high)
    else:
        factor = state["factor"] + clip(1 + passed - state["factor"], low, high)
    if "factor" in points:
        factor = point(factor, *points["factor"])
    state["factor"], state["read"] = factor, level


def clip(value: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    """A value within two limits, either of which may be absent."""
    value = value if low is None else max(value, low)
    return value if high is None else min(value, high)


def rate_reset(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Raise the charges by notice, as often and as far as the ceilings allow; the adjustment is a line of its own."""
    if "reset the rates" not in life.history.rights:
        return
    state = life.memory.setdefault((clause, "resets"), {"given": [], "level": Fraction(1)})
    in_force = Fraction(1)
    for _, effective, level in state["given"]:
        if effective <= life.start(month):
            in_force = level
    base = life.charges(month, clauses=terms.get("charges"))
    life.line(clause, "rate reset", month, half_up(base * (in_force - 1)))
    earliest = Length.read(terms["earliest"]).after(life.agreement.effective)
    again = Length.read(terms["every"]).after(state["given"][-1][0]) if state["given"] else earliest
    now = life.end(month)
    if now < max(earliest, again) or life.is_last(month):
        return
    raised = state["level"] if terms.get("raises", "compound") == "compound" else Fraction(1)
    step = raised * share(terms["ceiling"])
    if "ceiling a year" in terms:
        step = min(step, room_of_year(life, state, terms, month))
    if step > 0:
        state["level"] = rounded(state["level"] + step, 6)
        state["given"].append((now, Length.read(terms["notice"]).after(now), state["level"]))


def room_of_year(life: Life, state: dict[str, Any], terms: dict[str, Any], month: int) -> Fraction:
    """What the yearly ceiling leaves: a share of the rate in force when the contract year began, less the raises noticed in the year."""
    began = life.start(month - (month - 1) % 12)
    base, before, noticed = Fraction(1), Fraction(1), Fraction(0)
    for given, effective, level in state["given"]:
        if effective <= began and terms.get("raises", "compound") == "compound":
            base = level
        if given > began:
            noticed += level - before
        before = level
    return base * share(terms["ceiling a year"]) - noticed


def currency_adjustment(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Let the foreign part of the charges follow its rate once it has left its band."""
    base = life.history.level(terms["series"], 0)
    level, band = life.history.level(terms["series"], month), share(terms.get("band", "0 %"))
    state = life.memory.setdefault((clause, "currency"), {"reset": base, "move": Fraction(0)})
    from_base = terms.get("band from", "the base rate") == "the base rate"
    move = level / (base if from_base else state["reset"]) - 1
    if abs(move) > band:
        whole = terms.get("beyond band", "the whole move") == "the whole move"
        taken = move if whole else move - (band if move > 0 else -band)
        state["move"] = taken if from_base else (1 + state["move"]) * (1 + taken) - 1
        state["reset"] = level
    elif from_base:
        state["move"] = Fraction(0)
    foreign = half_up(life.charges(month, clauses=terms.get("of")) * share(terms["share"]))
    life.line(clause, "currency adjustment", month, half_up(foreign * state["move"]))
