"""A summary with every table that a run may have, whoever makes it: the real one of a small run, and made-up rows for the rest.

Made-up texts try to break out of pages, documents and workbooks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wargame.analysis.findings.register import parts_of
from wargame.analysis.tables.clauses import AttributionRow, CashRow, Part, RecoveryRow
from wargame.analysis.tables.exposure import ExposureRow, IncentiveRow, ToleranceRow, Verdict
from wargame.analysis.tables.facts import ChoiceRow, ReadingRow
from wargame.analysis.tables.findings import ChangeRow, FanRow, FindingRow, PointRole, PointRow, StakeRow, WitnessRow
from wargame.analysis.tables.row import Amount
from wargame.analysis.tables.summary import Summary
from wargame.analysis.tables.words import AssumptionRow, DefaultLawRow
from wargame.core.message import as_message

HOSTILE = "<script>alert(1)</script> =cmd|' /C calc'!A0 $x_1^2$ 業務委託契約 מחיר 🙂 " + "long words " * 30
FORMULAS = ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


PARTS: tuple[tuple[Part, str, str, float], ...] = (
    ("clause", "9.1", "Late restoration", -1200.0), ("head", "goodwill", HOSTILE, 5000.0), ("cause", "outage", "outage", 1.0),
)  # fmt: skip
EFFORTS: tuple[tuple[float, Verdict], ...] = ((1.0, "no difference"), (0.5, "more to lose"), (0.0, "more to lose"))
POINTS: tuple[tuple[PointRole, float, float], ...] = (("ask", -9000.0, 3000.0), ("give", 3000.0, -9000.0), ("weak spot", 9000.0, -3000.0))
WORSE = ChangeRow(party="client", measure="mean", value=1500.0, low=1200.0, high=1800.0)
BETTER = ChangeRow(party="provider", measure="mean", value=-1500.0, low=-1800.0, high=-1200.0)


def full_summary(real: Summary) -> Summary:
    """The summary of a small run with two parties, two scenarios and variants, completed."""
    scenarios, parties = [one.scenario for one in real.scenarios], [one.role for one in real.parties]
    base = [row for row in real.exposure if row.current]
    adverse = (_moved(row, reading, factor) for reading, factor in (("client-adverse", 1.25), ("provider-adverse", 0.8)) for row in base)
    choice = ChoiceRow(clause="8.1", construction="clock", option="detection")
    return replace(
        real,
        exposure=(*real.exposure, *adverse),
        readings=(
            ReadingRow(reading="base", words="usual practice where words are open", choices=(), futures=real.futures),
            ReadingRow(reading="8.1 clock = detection", words="8.1: the clock starts at detection", futures=real.futures, choices=(choice,)),
        ),
        findings=(*(_finding(number, text) for number, text in enumerate((*FORMULAS, HOSTILE))), *real.findings),
        attribution=tuple(
            AttributionRow(
                scenario=scenario, variant="base", party=party, by=by, key=key, label=label, mean=mean, tvar95=3 * mean, leave_one_out=-mean,
                leave_one_out_low=None, leave_one_out_high=None,
            )
            for scenario in scenarios
            for party in parties
            for by, key, label, mean in PARTS
        ),
        cash=tuple(
            CashRow(scenario=scenario, party=party, month=month, label=f"2027-{month:02}", inflow_mean=sign * (1000.0 * month - 4000))
            for scenario in scenarios
            for party, sign in zip(parties, (-1, 1), strict=True)
            for month in range(1, 13)
        ),
        incentives=tuple(
            IncentiveRow(
                scenario=scenario, variant="base", effort=effort, chosen=effort == 0.5, party=party, value=moved, low=moved - 10.0,
                high=moved + 10.0, verdict=verdict, futures=64,
            )
            for scenario in scenarios
            for effort, verdict in EFFORTS
            for party, moved in zip(parties, (900.0 * (1 - effort), -400.0 * (1 - effort)), strict=True)
        ),
        tolerance=tuple(
            ToleranceRow(
                scenario=scenario, party=parties[0], tolerance=250_000, measure="of loss over the term", unit="GBP", probability=0.125, low=0.1,
                high=0.15,
            )
            for scenario in scenarios
        ),
        recovery=tuple(
            RecoveryRow(scenario=scenario, variant="base", reading="base", line=line, amount=amount)
            for scenario in scenarios
            for line, amount in (("loss suffered", 5000.0), ("claimed", 4000.0), (HOSTILE, -1500.0), ("expected cash", 2500.0))
        ),
        asks=tuple(
            PointRow(
                role=role, clause="12.1", finding="capped:12.1", words=f"{role}: {HOSTILE}",
                change=(replace(WORSE, value=ours), replace(BETTER, value=theirs)), ratio=3.0, at_most=False,
            )
            for role, ours, theirs in POINTS
        ),
        assumptions=(
            AssumptionRow(what="calls a month", value="100,000", marked="measured", source="billing", private=False),
            AssumptionRow(what="outages of the platform", value="2 per month", marked="fitted", source="incident log", private=False),
            AssumptionRow(what=HOSTILE, value="GBP 61,237", marked="judged", source="", private=True),
        ),
        default_law=tuple(
            DefaultLawRow(
                scenario=scenario, clause="default law: damages", title="Damages for breach", says="A party in breach pays.", on=True, plays=True,
                paid_mean=77_123.0, withheld_mean=0.0, source="common law", assumes=(),
            )
            for scenario in scenarios
        ),
    )  # fmt: skip


def _moved(row: ExposureRow, reading: str, factor: float) -> ExposureRow:
    def moved(value: Amount | None) -> Amount | None:
        return None if value is None else value * factor

    return replace(row, reading=reading, value=moved(row.value), low=moved(row.low), high=moved(row.high))


def finding_row(**more: Any) -> FindingRow:
    """A finding with as little as it may have, and what is given."""
    message = more.pop("message", "moved no money")
    least: dict[str, Any] = {
        "id": "dormant:8.1", "check": "dormant", "severity": "Low", "clause": "", "title": "", "also": (), "message": str(message),
        "message_parts": parts_of(as_message(message)), "ask": "Which event is this clause for?", "event": "", "question": "", "state": "",
        "frequency": None, "mean": None, "tvar95": None, "reason": "", "money": (), "witness": None, "quote": "", "proposal": "", "patch": None,
        "fan": (), "file": "draft.md", "line": 20,
    }  # fmt: skip
    return FindingRow(**{**least, **more})


def _finding(number: int, text: str) -> FindingRow:
    still = tuple(replace(one, value=0.0, low=0.0, high=0.0) for one in (WORSE, BETTER))
    return finding_row(
        id=f"ambiguous:8.{number + 1}", check="ambiguous", severity="High" if number == 0 else "Medium", clause=f"8.{number + 1}", title=text,
        message=text, ask=text, frequency=1.5, mean=1500.0, tvar95=9000.0,
        money=(
            StakeRow(party="client", mean=1500.0 + number, tvar95=9000.0, reason=""),
            StakeRow(party="provider", mean=-1500.0, tvar95=None, reason=""),
        ),
        witness=WitnessRow(scenario="calm", future=3), quote=text, proposal=text, patch={"patch": {"8.1": {"target": "99.9 %"}}}, also=("9.1",),
        fan=(
            FanRow(option="usual way", usual=True, paid_to_client_mean=None, change=still),
            FanRow(option=text, usual=False, paid_to_client_mean=None, change=(WORSE, BETTER)),
        ),
    )  # fmt: skip
