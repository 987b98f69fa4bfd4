"""Random histories from seeds, and the files by which a scenario replays them.

The comparison runs at day step: a history's volumes are by the day, and an agreement that ends within a month has then handled exactly the whole days
before its exit; at month step a month told in part has the plan of its other days. Units come to services that need no component, and outages strike
services that are measured by time alone, so that what an outage does to a day's work is no part of what is compared.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import yaml

from tests.oracle.quantities import add_months
from tests.oracle.reader import Agreement
from tests.oracle.world import Component, History, Outage

UNITS = ("calls", "cases")
NEEDS = {
    "voice": ("platform", "gateway"),
    "records": ("archive",),
    "desk": ("platform", "customer lines"),
    "network": ("gateway", "customer lines"),
}
COMPONENTS = {
    "platform": Component("provider"),
    "gateway": Component("provider"),
    "archive": Component("provider"),
    "customer lines": Component("client"),
}

TOLD = {  # where it matters what is told of them
    "platform": Component("provider", 0, 1500, "p1", 5 * 86400),
    "gateway": Component("provider", 0, 4000, "p2", 2 * 86400),
    "archive": Component("provider", 0, None, "p1"),
    "customer lines": Component("client", 0, 600, "p2", 86400),
}


def draw_history(agreement: Agreement, services: list[str], rng: Random, feature: str = "") -> History:
    """A history for an agreement: outages of every kind, volumes with empty months, levels, a delay, late payment, and rights that are used."""
    needs = {name: NEEDS[name] for name in services if name in NEEDS}
    names = sorted({part for parts in needs.values() for part in parts})
    end = add_months(agreement.effective, agreement.term)
    late, on_months = rng.choice((0, 3, 12, 40, 75)), {add_months(agreement.effective, m).date() for m in range(agreement.term)}
    if feature == "milestones":
        late = rng.choice((0, 12))
    go_live = agreement.effective.date() + timedelta(days=rng.randint(40, 300 if feature == "milestones" else 100))
    while feature != "milestones" and on_months & {go_live, go_live + timedelta(days=late)}:
        go_live += timedelta(days=1)
    if feature == "milestones" and rng.random() < 0.5:
        go_live = add_months(agreement.effective, rng.randint(2, 6)).date() - timedelta(days=late)
    using = 1.0 if feature in ("milestones", "raises after notice", "day of exit", "whole periods", "several exits") else 0.6
    rights = [right for right in ("terminate for convenience", "reset the rates") if rng.random() < using]
    if feature != "raises after notice":
        rights = rights[:1]
    return History(
        outages=tuple(outages(agreement, names, rng, 0.5 if feature == "planned work" else 0.15)),
        volumes={name: volumes(agreement, end.date(), rng) for name in UNITS if name in services},
        levels={
            "CPI": levels(rng, feature, range(-4, 9, 2) if feature in ("falls", "negative halves") else range(0, 9, 2)),
            "EUR/GBP": levels(rng, feature, range(-4, 9, 2) if feature == "negative halves" else range(-4, 9, 4)),
        },
        milestones={"go-live": (go_live, late)},
        components={name: TOLD[name] if feature in ("planned work", "outages counted", "times down") else COMPONENTS[name] for name in names},
        needs=needs,
        late=rng.choice((0, 0, 2, 9, 33)),
        rights=tuple(right for right in rights if grants(agreement, right)),
    )


def grants(agreement: Agreement, right: str) -> bool:
    """Whether some clause gives a right."""
    return bool(agreement.of_kind({"terminate for convenience": "termination_convenience", "reset the rates": "rate_reset"}[right]))


def outages(agreement: Agreement, names: list[str], rng: Random, planned: float) -> list[Outage]:
    """Outages: short and long, over a month end, overlapping, planned, at the very start of a month."""
    rows = []
    for _ in range(rng.randint(6, 26)):
        month = rng.randrange(agreement.term)
        start = add_months(agreement.effective, month) + timedelta(minutes=rng.randrange(0, 28 * 1440))
        if rng.random() < 0.25:
            start = add_months(agreement.effective, month + 1) - timedelta(minutes=rng.randint(1, 3000))
        lasts = rng.choice((rng.randint(1, 90), rng.randint(60, 900), rng.randint(600, 9000)))
        rows.append(Outage(start, start + timedelta(minutes=lasts), rng.choice(names), rng.random() < planned))
        if rng.random() < 0.3:
            begins = start + timedelta(minutes=rng.randrange(lasts))
            rows.append(Outage(begins, begins + timedelta(minutes=rng.randint(5, 600)), rng.choice(names)))
    last = add_months(agreement.effective, agreement.term)
    seen = {(row.start, row.component): row for row in rows if row.start < last}
    return sorted(seen.values(), key=lambda row: (row.start, row.component))


def volumes(agreement: Agreement, end: date, rng: Random) -> dict[date, int]:
    """Units by day, with a level that drifts and months in which nothing arrives."""
    first, days, level = agreement.effective.date(), {}, rng.randint(15, 45)
    empty = {rng.randrange(agreement.term) for _ in range(rng.choice((0, 1, 2)))}
    for month in range(agreement.term):
        level = max(2, level + rng.randint(-6, 6))
        day = add_months(agreement.effective, month).date()
        while day < min(end, add_months(agreement.effective, month + 1).date()):
            days[day] = 0 if month in empty else rng.randint(0, 2 * level)
            day += timedelta(days=1)
    assert first in days
    return days


def levels(rng: Random, feature: str, moves: range) -> list[str]:
    """Published levels: where the program keeps factors in millionths, moves of whole percentages, so that these are exact."""
    if feature in ("exact factors", "points of rounding"):
        return [f"{rng.uniform(80, 130):.{rng.choice((1, 2))}f}" for _ in range(4)]
    level, levels_so_far = 100 * 100**3, ["100"]
    for _ in range(3):
        level = level * (100 + rng.choice(moves)) // 100
        levels_so_far.append(f"{level // 100**3}.{level % 100**3:06d}")
    return levels_so_far


def write_world(folder: Path, agreement: Agreement, services: list[str], history: History) -> Path:
    """The scenario and its two history files, in a folder."""
    rows = ["start,end,component,planned"]
    rows += [f"{said(r.start)},{said(r.end)},{r.component},{'yes' if r.planned else 'no'}" for r in history.outages]
    (folder / "events.csv").write_text("\n".join(rows) + "\n", "utf-8")
    world: dict[str, object] = {"name": "World", "step": "day"}
    world["services"] = {
        name: {"demand": {"level": "300 per month"}} | ({"needs": list(history.needs[name])} if name in history.needs else {}) for name in services
    }
    world["components"] = {
        name: {"fault": part.fault, "severity": part.severity or "none"}
        | {
            said_of: f"{length} seconds"
            for said_of, length in (("detection", part.detection), ("report", part.report), ("notice", part.notice))
            if length
        }
        for name, part in history.components.items()
    }
    world["milestones"] = {n: {"due": due, "late": f"{days} days", "probability": "100 %"} for n, (due, days) in history.milestones.items()}
    world["indices"] = {series: {"levels": said_levels} for series, said_levels in history.levels.items()}
    behaviour: dict[str, object] = {"rights": {right: {"exercised": "always"} for right in history.rights}}
    if history.late:
        behaviour["payment"] = {agreement.client: {"by": f"{history.late} days", "probability": "100 %"}}
    world["behaviour"] = behaviour
    world["history"] = {"events": "events.csv"}
    if history.volumes:
        names = list(history.volumes)
        lines = ["date," + ",".join(names)]
        lines += [f"{day},{','.join(str(history.volumes[n][day]) for n in names)}" for day in history.volumes[names[0]]]
        (folder / "volumes.csv").write_text("\n".join(lines) + "\n", "utf-8")
        world["history"] = {"events": "events.csv", "volumes": "volumes.csv"}
    path = folder / "world.yaml"
    path.write_text(yaml.safe_dump(world, sort_keys=False, width=1000), "utf-8")
    return path


def said(instant: datetime) -> str:
    """A local time as a history writes it."""
    return instant.strftime("%Y-%m-%dT%H:%M")
