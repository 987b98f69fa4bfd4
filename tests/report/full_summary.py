"""A summary with every table that a run may have, whoever makes it: the real one of a small run, and made-up rows for the rest.

Made-up texts try to break out of pages, documents and workbooks.
"""

from __future__ import annotations

import copy
from typing import Any

from wargame.core.message import as_message

HOSTILE = "<script>alert(1)</script> =cmd|' /C calc'!A0 $x_1^2$ 業務委託契約 מחיר 🙂 " + "long words " * 30
FORMULAS = ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


PARTS = (("clause", "9.1", "Late restoration", -1200.0), ("head", "goodwill", HOSTILE, 5000.0), ("cause", "outage", "outage", 1.0))
WORSE = {"party": "client", "measure": "mean", "value": 1500.0, "low": 1200.0, "high": 1800.0}
BETTER = {"party": "provider", "measure": "mean", "value": -1500.0, "low": -1800.0, "high": -1200.0}


def full_summary(real: dict[str, Any]) -> dict[str, Any]:
    """The summary of a small run with two parties, two scenarios and variants, completed."""
    whole = copy.deepcopy(real)
    scenarios = [one["scenario"] for one in whole["scenarios"]]
    parties = [one["role"] for one in whole["parties"]]
    base = [row for row in whole["exposure"] if row["variant"] == "base" and row["reading"] == "base"]
    for reading, factor in (("client-adverse", 1.25), ("provider-adverse", 0.8)):
        for row in base:
            moved = {name: None if row[name] is None else row[name] * factor for name in ("value", "low", "high")}
            whole["exposure"].append({**row, **moved, "reading": reading})
    whole["readings"] = [
        {"reading": "base", "words": "usual practice where words are open", "choices": [], "futures": whole["futures"]},
        {
            "reading": "8.1 clock = detection", "words": "8.1: the clock starts at detection", "futures": whole["futures"],
            "choices": [{"clause": "8.1", "construction": "clock", "option": "detection"}],
        },
    ]  # fmt: skip
    whole["findings"] = [*(_finding(number, text) for number, text in enumerate((*FORMULAS, HOSTILE))), *whole["findings"]]
    whole["attribution"] = [
        {
            "scenario": scenario, "variant": "base", "party": party, "by": by, "key": key, "label": label, "mean": mean, "tvar95": 3 * mean,
            "leave_one_out": -mean, "note": "",
        }
        for scenario in scenarios
        for party in parties
        for by, key, label, mean in PARTS
    ]  # fmt: skip
    whole["cash"] = [
        {"scenario": scenario, "party": party, "month": month, "label": f"2027-{month:02}", "inflow_mean": sign * (1000.0 * month - 4000)}
        for scenario in scenarios
        for party, sign in zip(parties, (-1, 1), strict=True)
        for month in range(1, 13)
    ]
    whole["incentives"] = [
        {
            "scenario": scenario, "variant": "base", "effort": effort, "chosen": effort == 0.5, "party": party, "value": moved,
            "low": moved - 10.0, "high": moved + 10.0, "verdict": verdict, "futures": 64,
        }
        for scenario in scenarios
        for effort, verdict in ((1.0, "no difference"), (0.5, "more to lose"), (0.0, "more to lose"))
        for party, moved in zip(parties, (900.0 * (1 - effort), -400.0 * (1 - effort)), strict=True)
    ]  # fmt: skip
    whole["tolerance"] = [
        {"scenario": scenario, "party": parties[0], "tolerance": 250_000, "probability": 0.125, "low": 0.1, "high": 0.15, "hours": None}
        for scenario in scenarios
    ]
    whole["recovery"] = [
        {"scenario": scenario, "variant": "base", "reading": "base", "line": line, "amount": amount}
        for scenario in scenarios
        for line, amount in (("loss suffered", 5000.0), ("claimed", 4000.0), (HOSTILE, -1500.0), ("expected cash", 2500.0))
    ]
    whole["asks"] = [
        {
            "role": role,
            "clause": "12.1",
            "words": f"{role}: {HOSTILE}",
            "change": [{**WORSE, "value": ours}, {**BETTER, "value": theirs}],
            "ratio": 3.0,
        }
        for role, ours, theirs in (("ask", -9000.0, 3000.0), ("give", 3000.0, -9000.0), ("weak spot", 9000.0, -3000.0))
    ]
    whole["assumptions"] = [
        {"what": "calls a month", "value": "100,000", "marked": "measured", "source": "billing", "private": False},
        {"what": "outages of the platform", "value": "2 per month", "marked": "fitted", "source": "incident log", "private": False},
        {"what": HOSTILE, "value": "GBP 61,237", "marked": "judged", "source": "", "private": True},
    ]
    whole["default_law"] = [
        {
            "scenario": scenario,
            "clause": "default law: damages",
            "title": "Damages for breach",
            "says": "A party in breach pays.",
            "on": True,
            "plays": True,
            "paid_mean": 77_123.0,
            "withheld_mean": 0.0,
            "source": "common law",
            "assumes": [],
        }
        for scenario in scenarios
    ]
    return whole


def _finding(number: int, text: str) -> dict[str, Any]:
    return {
        "check": "ambiguous", "severity": "High" if number == 0 else "Medium", "clause": f"8.{number + 1}", "title": text, "message": text,
        "message_parts": as_message(text).data(),
        "ask": text, "event": "", "question": "", "state": "", "frequency": 1.5, "mean": 1500.0, "tvar95": 9000.0, "reason": "",
        "money": [
            {"party": "client", "mean": 1500.0 + number, "tvar95": 9000.0, "reason": ""},
            {"party": "provider", "mean": -1500.0, "tvar95": None, "reason": ""},
        ],
        "witness": {"scenario": "calm", "future": 3}, "quote": text, "proposal": text, "patch": {"patch": {"8.1": {"target": "99.9 %"}}},
        "also": ["9.1"],
        "fan": [
            {"option": "usual way", "usual": True, "change": [{**one, "value": 0.0, "low": 0.0, "high": 0.0} for one in (WORSE, BETTER)]},
            {"option": text, "usual": False, "change": [WORSE, BETTER]},
        ],
        "file": "draft.md", "line": 20,
    }  # fmt: skip
