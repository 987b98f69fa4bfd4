"""Service levels: availability over windows, in exact fractions (page service_level)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.oracle.life import Life
from tests.oracle.quantities import Length, decimals_of, rounded, share
from tests.oracle.service_time import measured


def months_of(terms: dict[str, Any], name: str, default: str) -> int:
    """A length of time in whole months."""
    return Length.read(terms.get(name, default)).months


def service_level(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Measure a level in a month; what it gives is attainment, and whether it was missed, or nothing where no window ends."""
    window = months_of(terms, "window", "1 month")
    rolling = terms.get("window moves", "in steps") == "monthly"
    ramp = months_of(terms, "ramp", "0 months")
    life.memory[clause, "result"] = None
    if month <= ramp:
        return
    if rolling:
        opens = max(ramp + 1, month - window + 1)
    else:
        if month % window and not life.is_last(month):
            return
        opens = max(ramp + 1, month - (month - 1) % window)
    whole = down = 0
    for each in range(opens, month + 1):
        open_seconds, stopped = measured(life, terms, each)
        whole, down = whole + open_seconds, down + stopped
    if whole == 0:
        return
    attainment = stated(Fraction(whole - down, whole), terms)
    target = share(terms.get("target", "100 %"))
    missed = attainment < target or (attainment == target and terms.get("target itself") == "misses")
    life.memory[clause, "result"] = (attainment, missed, range(opens, month + 1))


def stated(attainment: Fraction, terms: dict[str, Any]) -> Fraction:
    """Attainment as it is compared: exact, to the decimals stated, or to those of the target."""
    precision = terms.get("precision", "as stated")
    if precision == "as the target is stated":
        return rounded(attainment, decimals_of(terms["target"]) + 2)
    if precision == "as stated" and "decimals" in terms:
        return rounded(attainment, int(terms["decimals"]) + 2)
    return attainment
