"""The patterns by which words are read come to an end on words that nobody should write: no way to cut them up is tried twice."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import wargame.analysis
from wargame.analysis.checks.undefined import _MEANS

HOSTILE = (
    *("A" * 400, "LIMITATION OF LIABILITY AND INDEMNIFICATION " * 12, "AB CD " * 80, "a" * 400, "A-" * 200, "1," * 200, "1 " * 200),
    *("(a" * 200, "“" * 200, "*" * 200, "**a" * 150, "clause 1.1, " * 40, "Schedule A and " * 40, "twenty-one " * 40, "GBP 1 " * 60),
    *("30 days " * 60, "the Provider shall pay " * 30),
)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of the analysis, by name."""
    for module in pkgutil.walk_packages(wargame.analysis.__path__, "wargame.analysis."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                yield f"{module.name}.{name}", value


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12].strip())
def test_every_pattern_comes_to_an_end(text: str) -> None:
    """One that tried all ways to cut a word would not end in a lifetime; this asks no more than that it does."""
    found = dict(patterns())
    assert len(found) > 30
    for pattern in found.values():
        for match in pattern.finditer(text):
            assert match.end() <= len(text)


def test_what_is_defined_by_means_is_still_found() -> None:
    text = "In this Agreement Service Credit means a sum, Peak-Period has the meaning given below and SLA is defined in Annex 1."
    assert _MEANS.findall(text) == ["Agreement Service Credit", "Peak-Period", "SLA"]
