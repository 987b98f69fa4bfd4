"""The parts of a fit's page: one for the demand of each service, one for each source of incidents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wargame.report.drawing.svg import Chart
from wargame.report.fit.charts import LevelSeries, Quantiles, counts_chart, lag_chart, level_chart, quantile_chart
from wargame.report.fit.words import called, estimates_table, goodness_words, poor
from wargame.report.page.blocks import Block, Folded, Grid, Picture, Words
from wargame.report.page.table import Table, TableCell, share
from wargame.world.fitting.demand import DemandFit
from wargame.world.fitting.fitted import FittedService, Repairs
from wargame.world.fitting.scenario_file import length


class Gallery:
    """Charts drawn once each, for the first `most` services and sources."""

    def __init__(self) -> None:
        self.most = 0
        self._drawn: dict[str, Sequence[Chart]] = {}

    def of(self, name: str, number: int, draw: Callable[[], Sequence[Chart]]) -> list[Block]:
        """A picture of the charts that `draw` draws, or words that say why there is none."""
        if number > self.most:
            return [Words(f"Charts are drawn for the first {self.most} only, so that the page stays small.")] if number == self.most + 1 else []
        if name not in self._drawn:
            self._drawn[name] = draw()
        return [Picture(self._drawn[name], [])]


def service_part(one: FittedService, name: str, drawn: int, gallery: Gallery) -> Iterator[Block]:
    """What is shown of one service."""
    demand = one.demand
    every = "month" if demand.step == "month" else "week"
    if demand.expected.size:
        yield from gallery.of(f"{name}-level", drawn, lambda: [_level(demand, every, name)])
    yield Grid(estimates_table("Figures of the demand, with intervals of 95 %", demand.estimates[:5]))
    if one.goodness is not None:
        yield Words(_normal_words(one), heading="Is the noise normal?")
        yield from gallery.of(f"{name}-noise", drawn, lambda: _noise(one, every, name))
    if demand.scatter is not None:
        yield Words(
            f"Within a week the engine spreads demand by the weights of weekdays alone. Days of this file scatter by {share(demand.scatter)} "
            "around that, which is not played; it is in the noise of the week only as far as it does not cancel out."
        )
    if demand.outliers:
        shown = "; ".join(demand.outliers[:8])
        yield Words(f"{len(demand.outliers)} periods stand out by more than 3.5 standard deviations and were kept: {shown}.")
    for what, weights in (("weekdays", demand.week), ("months", demand.year)):
        if weights and weights[0].value is not None:
            yield Folded(f"Weights of {what}", [Grid(estimates_table(f"Weights of {what}, in percent of their mean", weights))])


def _level(demand: DemandFit, every: str, name: str) -> Chart:
    low, high = demand.band
    title = f"{demand.service}: each {every} with the fitted level and its band"
    dates = [str(day) for day in demand.starts]
    level = LevelSeries(dates, demand.totals, demand.expected, low, high)
    return level_chart(level, title=title, unit=f"units a {every}", name=f"{name}-level")


def _noise(one: FittedService, every: str, name: str) -> list[Chart]:
    points = Quantiles(*one.noise_plot, *(one.envelope if one.envelope.size else ()))
    title = f"{one.demand.service}: what noise brought anew, against a normal law"
    across, up = "normal law, standard deviations", "seen, standard deviations"
    quantiles = quantile_chart(points, title=title, name=f"{name}-noise", across=across, up=up)
    persists = None if one.demand.persistence.value is None else one.demand.persistence.value / 100
    title = f"{one.demand.service}: what persists from {every} to {every}"
    before, after = one.lag_plot
    if not before.size:  # no period is followed by one that is known
        return [quantiles]
    return [quantiles, lag_chart(before, after, persists, title=title, name=f"{name}-lag", every=every)]


def _lengths(one: Repairs, name: str) -> list[Chart]:
    arrivals, chosen = one.arrivals, one.chosen
    charts = []
    if chosen is not None:
        seen, expected = ([pair[i] for pair in chosen.quantiles] for i in (0, 1))
        family = called(chosen.distribution.name)
        title = f"{one.group.name}: lengths against the {family} law"
        points = Quantiles(expected, seen)
        charts.append(quantile_chart(points, title=title, name=f"{name}-law", across=f"{family} law", up="seen", log=True))
    every = "day" if len(arrivals.monthly[0][0]) > 7 else "month"
    title = f"{one.group.name}: arrivals by {every}"
    return [*charts, counts_chart(arrivals.monthly, title=title, name=f"{name}-counts", up=f"incidents a {every}", alone=not charts)]


def _normal_words(one: FittedService) -> str:
    assert one.goodness is not None
    return (
        f"{goodness_words(one.goodness)} Innovations are what is left of each period after level, growth, season and what persists "
        "of the period before. The band holds 95 % of simulated plots, point by point."
    )


def repairs_part(one: Repairs, name: str, drawn: int, gallery: Gallery) -> Iterator[Block]:
    """What is shown of one source of incidents."""
    chosen, arrivals = one.chosen, one.arrivals
    ended, still = one.group.lengths.ended.size, one.group.lengths.open.size
    counted = (
        f"{arrivals.count:,} incidents: {ended:,} with a known length, {still:,} still open, {arrivals.count - ended - still:,} of unknown length."
    )
    yield Words(counted)
    yield from gallery.of(name, drawn, lambda: _lengths(one, name))
    if chosen is None:
        yield Words(f"Law of repair: {one.why}.")
    else:
        yield Grid(
            estimates_table(
                f"Repair: {called(chosen.distribution.name)} law, with intervals of 95 %", (chosen.median, chosen.p95, chosen.mean, chosen.shape)
            )
        )
        rows = tuple(
            (
                TableCell(called(each.distribution.name), heads=True),
                TableCell(f"{each.distribution.aic:,.1f}"),
                TableCell(share(each.weight)),
                TableCell(f"{each.ks:.3f}"),
                TableCell(f"{each.ad:.2f}"),
                TableCell(length(float(each.distribution.quantile(0.5)))),
                TableCell(length(float(each.distribution.quantile(0.95)))),
            )
            for each in chosen.candidates
        )
        heads = ("law", "AIC", "weight", "Kolmogorov–Smirnov", "Anderson–Darling", "median", "p95")
        yield Grid(Table("Candidate laws, the likeliest first", heads, rows))
        flattered = " The law was chosen among four, which flatters it a little." if chosen.goodness.p_ks is not None else ""
        if poor(chosen.goodness):
            flattered += (
                " It is written all the same, as the best of the four; {from: FILE, column: …, unit: minutes} plays measured lengths themselves."
            )
        yield Words(f"{goodness_words(chosen.goodness)}{flattered} The longest repair seen took {length(one.group.longest)}.")
    yield Grid(estimates_table("Arrivals, with intervals of 95 %", (arrivals.rate,)))
    if arrivals.dispersion is not None and arrivals.p_dispersion is not None:
        words = f"Counts of equal spans vary {arrivals.dispersion:.2f} times as much as those of a Poisson process (p = {arrivals.p_dispersion:.3f})."
        if arrivals.clustered:
            words += " Arrivals come in clusters, which the engine does not play; the interval of the rate is widened for it."
        yield Words(words)
    for what, weights, p in (("weekdays", arrivals.week, arrivals.p_week), ("months", arrivals.year, arrivals.p_year)):
        if p is not None:
            table = Grid(estimates_table(f"Arrivals a day by {what}, in percent of their mean", weights))
            played = "played as a season of the rate" if what == "months" and arrivals.seasonal else "not played"
            yield Folded(f"Season of arrivals by {what}: none would look like this with p = {p:.3f}; {played}", [table])
