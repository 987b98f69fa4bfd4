"""Figures of a fit in words and tables: an estimate with its interval, how well a distribution fits, what its family is called."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.report.page.table import NONE, Table, TableCell
from wargame.world.fitting.estimate import Estimate
from wargame.world.fitting.goodness import Goodness
from wargame.world.fitting.scenario_file import length

POOR = 0.05


def said(one: Estimate) -> str:
    """A figure with its interval in words, or why it is missing."""
    if one.value is None:
        return one.why
    unit = "" if one.unit in ("seconds", "") else f" {one.unit}"
    between = "" if one.low is None or one.high is None else f" ({_number(one.low, one.unit)} to {_number(one.high, one.unit)})"
    return f"{_number(one.value, one.unit)}{between}{unit}"


def estimates_table(caption: str, estimates: Sequence[Estimate]) -> Table:
    """A table of figures with their intervals, or why they are missing."""
    rows = []
    for one in estimates:
        if one.value is None:
            rows.append((TableCell(one.name, heads=True), TableCell(NONE, one.why, look="missing"), TableCell(NONE), TableCell("")))
            continue
        ends = f"{_number(one.low, one.unit)} to {_number(one.high, one.unit)}" if one.low is not None and one.high is not None else NONE
        rows.append(
            (
                TableCell(one.name, heads=True),
                TableCell(_number(one.value, one.unit)),
                TableCell(ends),
                TableCell("" if one.unit == "seconds" else one.unit),
            )
        )
    return Table(caption, ("figure", "estimate", "95 % interval", "unit"), tuple(rows))


def _number(value: float, unit: str) -> str:
    if unit == "seconds":
        return length(value)
    text = f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}" if abs(value) < 0.1 else f"{value:,.2f}"
    return text.replace("-", "−")


def poor(one: Goodness) -> bool:
    """Whether a p-value is below POOR."""
    return one.p_ks is not None and one.p_ad is not None and min(one.p_ks, one.p_ad) < POOR


def goodness_words(one: Goodness) -> str:
    """Distances, p-values and what they say; or why there are none."""
    head = f"Kolmogorov–Smirnov distance {one.ks:.3f}, Anderson–Darling {one.ad:.2f}"
    if one.p_ks is None or one.p_ad is None:
        return f"{head}; p-values {one.why}."
    verdict = "The law is a poor fit" if poor(one) else "Nothing speaks against the law"
    return (
        f"{verdict}: {head}; p = {one.p_ks:.3f} and {one.p_ad:.3f} by parametric bootstrap with the law fitted anew each time (n = {one.of:,}). "
        "Tables of these distances are for laws given beforehand and are not used."
    )


def called(family: str) -> str:
    """The name of a family of distributions in a sentence."""
    return {"weibull": "Weibull"}.get(family, family)
