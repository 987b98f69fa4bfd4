"""Everything that `wargame fit` finds in its files: demand by service, arrivals and repairs by component and severity, and what stands beside
them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadInput, Place, Problem
from wargame.world.fitting.arrivals import ArrivalFit, date_of, fit_arrivals
from wargame.world.fitting.cases import Group, read_cases
from wargame.world.fitting.choice import Chosen, choose
from wargame.world.fitting.columns import ColumnRoles, Kind, recognise
from wargame.world.fitting.demand import DemandFit, fit_demand
from wargame.world.fitting.estimate import LENGTH_COUNT, Estimate, LeftOut
from wargame.world.fitting.files import DataFile, open_table
from wargame.world.fitting.goodness import Goodness, normal_goodness
from wargame.world.fitting.volumes import read_volumes
from wargame.world.tables.clock import Order

NOISE_SHOWN = 20  # innovations from which on it is looked at how they are distributed


@dataclass(frozen=True)
class Wishes:
    """How files are to be read, where they do not say it themselves."""

    kind: Kind | None = None
    columns: Mapping[str, str] | None = None
    order: Order | None = None
    period: tuple[dt.date | None, dt.date | None] = (None, None)
    add_up: bool = False
    open_ended: bool = False
    zone: str = ""


@dataclass(frozen=True)
class FittedService:
    """One service: its demand, and how normal its noise is (None where there is too little of it)."""

    demand: DemandFit
    goodness: Goodness | None
    envelope: Floats  # (2, n): between which sorted innovations lie in 95 % of simulations
    left_out: tuple[LeftOut, ...]
    assumed: tuple[str, ...]
    first: dt.date
    last: dt.date

    @property
    def noise_plot(self) -> tuple[Floats, Floats]:
        """(normal quantiles, sorted innovations in standard deviations): on a line where noise is normal."""
        from scipy.special import ndtri

        n = self.demand.innovations.size
        return ndtri((np.arange(n) + 0.5) / max(n, 1)), np.sort(self.demand.innovations / max(float(self.demand.innovations.std()), 1e-300))

    @property
    def lag_plot(self) -> tuple[Floats, Floats]:
        """Deviations from the fitted level of periods that have a next one, and of that next one."""
        ratio = self.demand.totals / self.demand.expected - 1
        followed = np.flatnonzero(np.diff(self.demand.numbers) == 1)
        return ratio[followed], ratio[followed + 1]


@dataclass(frozen=True)
class Repairs:
    """One source of incidents: how often it strikes and how long its repairs take (`chosen` None, and `why`, where that is not estimable)."""

    group: Group
    arrivals: ArrivalFit
    chosen: Chosen | None
    why: str = ""

    @property
    def rate(self) -> Estimate:
        """Arrivals a month."""
        return self.arrivals.rate


@dataclass(frozen=True)
class FileFit:
    """One file fitted, with what a reader must know of it. `services` or `repairs` is empty."""

    name: str
    digest: str
    columns: ColumnRoles
    rows: int
    period: str
    days: int
    services: tuple[FittedService, ...] = ()
    repairs: tuple[Repairs, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """What stands beside every figure: the file, its rows, the period, and a digest of its bytes."""
        return f"{self.name}, {self.rows:,} rows, {self.period}, sha256 {self.digest[:16]}"

    def data(self) -> dict[str, Any]:
        """Plain data, for `--json`."""
        columns = {role: self.columns.names[number] for role, number in self.columns.at.items()}
        head = {"file": self.name, "kind": self.columns.kind, "columns": columns, "rows": self.rows, "period": self.period, "days": self.days}
        tail = {"sha256": self.digest, "left out": [one.data() for one in self.left_out], "assumed": list(self.assumed)}
        return head | tail | {"services": [_service(one) for one in self.services], "incidents": [_repairs(one) for one in self.repairs]}


def fit_files(paths: Sequence[str], wishes: Wishes) -> tuple[FileFit, ...]:
    """Read and fit every file, each as volumes or as incidents. BadInput as the readers have it, and for two files that fit one service (T011)."""
    found = []
    tables = [open_table(path) for path in paths]
    for table in tables:
        # A column that was named need not be in every file, but in one.
        given = {
            role: name for role, name in (wishes.columns or {}).items() if name in table.columns or not any(name in other.columns for other in tables)
        }
        columns = recognise(table, given, wishes.kind)
        found.append(_volumes(table, columns, wishes) if columns.kind == "volumes" else _incidents(table, columns, wishes))
    for what in ("services", "repairs"):
        seen: dict[str, str] = {}
        for path, one in zip(paths, found, strict=True):
            for each in getattr(one, what):
                name = each.demand.service if isinstance(each, FittedService) else each.group.name
                if name in seen:
                    message = f"'{name}' is in {seen[name]} too, and can be fitted to one file only"
                    raise BadInput([Problem("T011", Place(path, 0, 0), message, "fit the files apart, or put them into one")])
                seen[name] = path
    steps = {each.demand.step for one in found for each in one.services}
    if len(steps) > 1:
        message = "one service has figures by the day and another by the month, and a scenario has one step for all"
        raise BadInput([Problem("T011", Place(paths[-1], 0, 0), message, "fit the services apart")])
    return tuple(found)


def _volumes(table: DataFile, columns: ColumnRoles, wishes: Wishes) -> FileFit:
    series, rows = read_volumes(table, columns, wishes.order, add_up=wishes.add_up, period=wishes.period, zone=wishes.zone)
    services = []
    for one in series:
        demand = fit_demand(one)
        enough = demand.innovations.size >= NOISE_SHOWN and demand.sigma > 0
        good, envelope = normal_goodness(demand.innovations, demand.projector) if enough else (None, np.zeros((2, 0)))
        services.append(FittedService(demand, good, envelope, one.left_out, one.assumed, one.first, one.last))
    first, last = min(one.first for one in series), max(one.last for one in series)
    return FileFit(Path(table.path).name, table.digest, columns, rows, f"{first} to {last}", (last - first).days + 1, tuple(services))


def _incidents(table: DataFile, columns: ColumnRoles, wishes: Wishes) -> FileFit:
    cases = read_cases(table, columns, wishes.order, open_ended=wishes.open_ended, period=wishes.period, zone=wishes.zone)
    repairs = []
    for group in cases.groups:
        chosen, why = None, ""
        n, distinct = group.lengths.ended.size, np.unique(group.lengths.ended).size
        if n < LENGTH_COUNT:
            why = f"not estimable (n = {n}); needs {LENGTH_COUNT} repairs that ended"
        elif distinct < 3:
            why = f"not estimable: the {n} lengths have only {distinct} different value{'s' if distinct > 1 else ''}; write the length itself"
        else:
            chosen = choose(group.lengths)
        repairs.append(Repairs(group, fit_arrivals(group.start, cases.period), chosen, why))
    span = cases.period
    last = date_of(span.end - 1 if span.stated else span.end)
    period = f"{date_of(span.start)} to {last}"
    return FileFit(
        Path(table.path).name, table.digest, columns, cases.rows, period, span.days, (), tuple(repairs), cases.left_out,
        (f"{cases.incidents:,} incidents", *cases.assumed),
    )  # fmt: skip


def _service(one: FittedService) -> dict[str, Any]:
    demand = one.demand
    good = None if one.goodness is None else {"KS": one.goodness.ks, "AD": one.goodness.ad, "p KS": one.goodness.p_ks, "p AD": one.goodness.p_ad}
    return {
        "service": demand.service, "step": demand.step, "periods": int(demand.numbers.size),
        "estimates": [each.data() for each in demand.estimates[:5]],
        "week": _season(demand.week), "year": _season(demand.year),
        "scatter of days": demand.scatter, "noise is normal": good, "stand out": list(demand.outliers),
        "left out": [each.data() for each in one.left_out], "assumed": list(one.assumed),
    }  # fmt: skip


def _season(weights: tuple[Estimate, ...]) -> Any:
    return [each.data() for each in weights] if weights and weights[0].value is not None else {"why": weights[0].why}


def _repairs(one: Repairs) -> dict[str, Any]:
    arrivals, chosen = one.arrivals, one.chosen
    told: dict[str, Any] = {
        "name": one.group.name, "component": one.group.component, "severity": one.group.severity, "arrivals": arrivals.count,
        "ended": int(one.group.lengths.ended.size), "still open": int(one.group.lengths.open.size), "rate": arrivals.rate.data(),
        "dispersion": arrivals.dispersion, "p dispersion": arrivals.p_dispersion, "week": _season(arrivals.week), "p week": arrivals.p_week,
        "year": _season(arrivals.year), "p year": arrivals.p_year,
    }  # fmt: skip
    if chosen is None:
        return told | {"law": None, "why": one.why}
    good = chosen.goodness
    return told | {
        "law": chosen.distribution.name, "scale": chosen.distribution.scale, "shape": chosen.distribution.shape,
        "estimates": [each.data() for each in (chosen.median, chosen.p95, chosen.mean, chosen.shape)],
        "candidates": [
            {"law": each.distribution.name, "AIC": each.distribution.aic, "weight": each.weight, "KS": each.ks, "AD": each.ad}
            for each in chosen.candidates
        ],
        "KS": good.ks, "AD": good.ad, "p KS": good.p_ks, "p AD": good.p_ad, "p of": good.of, "p why": good.why,
    }  # fmt: skip
