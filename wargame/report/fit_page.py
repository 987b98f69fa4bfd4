"""The page of a fit: what was seen with what was fitted to it, how well it fits, how sure each figure is, what was left out, and what cannot be told.

One offline file without a script. Figures come ready from `world.fitting`; here they are put into words and tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from wargame.report.blocks import Folded, Grid, Part, Picture, Points, Words
from wargame.report.chart import Chart
from wargame.report.fit_charts import counts_chart, lag_chart, level_chart, quantile_chart
from wargame.report.table import NONE, Cell, Table, share
from wargame.world.fitting import estimate as limits
from wargame.world.fitting.demand import DemandFit
from wargame.world.fitting.estimate import Estimate, LeftOut
from wargame.world.fitting.fitted import FileFit, Repairs, Service
from wargame.world.fitting.goodness import Goodness
from wargame.world.fitting.scenario_file import length

HERE = Path(__file__).parent
MOST_BYTES = 3_000_000
DRAWN = (24, 12, 6, 3, 1, 0)  # how many services, and sources of incidents, have charts: as many as leave the page small enough
HEADLINES = 20
POOR = 0.05


def fit_page(fits: Sequence[FileFit], title: str) -> str:
    """The whole page as HTML, without anything from elsewhere."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("fit.html.j2")
    style = (HERE / "page.css").read_text(encoding="utf-8")
    gallery = Gallery()
    lines = list(headlines(fits))
    if len(lines) > HEADLINES:
        lines = [*lines[:HEADLINES], f"and {len(lines) - HEADLINES} more, below"]
    lead = "; ".join(f"{one.name}: {one.rows:,} rows, {one.period} ({_days(one.days)}), SHA-256 {one.digest}" for one in fits)
    page = ""
    for most in DRAWN:
        gallery.most = most
        page = template.render(title=title, lead=lead, verdict=lines, parts=list(_parts(fits, gallery)), style=style)
        if len(page.encode()) <= MOST_BYTES:
            break
    return page


class Gallery:
    """Charts drawn once each, for the first `most` services and sources."""

    def __init__(self) -> None:
        self.most = 0
        self._drawn: dict[str, Sequence[Chart]] = {}

    def of(self, name: str, number: int, draw: Callable[[], Sequence[Chart]]) -> list[Any]:
        """A picture of the charts that `draw` draws, or words that say why there is none."""
        if number > self.most:
            return [Words(f"Charts are drawn for the first {self.most} only, so that the page stays small.")] if number == self.most + 1 else []
        if name not in self._drawn:
            self._drawn[name] = draw()
        return [Picture(self._drawn[name], [])]


def headlines(fits: Sequence[FileFit]) -> Iterator[str]:
    """What was found, a line for each service and source; also what the command prints."""
    for one in fits:
        for service in one.services:
            demand = service.demand
            words = [f"{demand.service}: level {said(demand.level_now)}"]
            words += [f"growth {said(demand.growth)}", f"noise {said(demand.noise)}", f"persistence {said(demand.persistence)}"]
            yield "; ".join(words)
        for each in one.repairs:
            law = each.law
            words = [f"{each.group.name}: rate {said(each.rate)}"]
            if law is None:
                words.append(f"repair {each.why}")
            else:
                words.append(f"repair {_called(law.law.name)}, median {said(law.median)}, p95 {said(law.p95)}")
            yield "; ".join(words)


def remarks(fits: Sequence[FileFit]) -> Iterator[str]:
    """What was left out and what was assumed, a line each; what the command prints below."""
    for file, left in _all_left_out(fits):
        yield f"{file}: left out: {left.count:,} – {left.why}"
    for one in fits:
        yield from (f"{one.name}: assumed: {words}" for words in (*one.assumed, *(words for each in one.services for words in each.assumed)))


def said(one: Estimate) -> str:
    """A figure with its interval in words, or why it is missing."""
    if one.value is None:
        return one.why
    unit = "" if one.unit in ("seconds", "") else f" {one.unit}"
    between = "" if one.low is None or one.high is None else f" ({_number(one.low, one.unit)} to {_number(one.high, one.unit)})"
    return f"{_number(one.value, one.unit)}{between}{unit}"


def _parts(fits: Sequence[FileFit], gallery: Gallery) -> Iterator[Part]:
    drawn = 0
    for file_number, one in enumerate(fits):
        for number, service in enumerate(one.services):
            drawn += 1
            yield Part(
                f"service-{file_number}-{number}",
                f"Demand: {service.demand.service}",
                list(_service(service, f"s{file_number}-{number}", drawn, gallery)),
            )
    drawn = 0
    for file_number, one in enumerate(fits):
        for number, each in enumerate(one.repairs):
            drawn += 1
            yield Part(
                f"repair-{file_number}-{number}", f"Incidents: {each.group.name}", list(_repairs(each, f"r{file_number}-{number}", drawn, gallery))
            )
    yield Part("left-out", "What was left out, and what was assumed", list(_left_out(fits)))
    yield Part("not-estimable", "What is not estimable", list(_not_estimable(fits)))
    yield Part("how", "How it was fitted", [Points(METHOD)])


def _service(one: Service, name: str, drawn: int, gallery: Gallery) -> Iterator[Any]:
    demand = one.demand
    every = "month" if demand.step == "month" else "week"
    if demand.expected.size:
        yield from gallery.of(f"{name}-level", drawn, lambda: [_level(demand, every, name)])
    yield Grid(_estimates("Figures of the demand, with intervals of 95 %", demand.estimates[:5]))
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
            yield Folded(f"Weights of {what}", [Grid(_estimates(f"Weights of {what}, in percent of their mean", weights))])


def _level(demand: DemandFit, every: str, name: str) -> Chart:
    low, high = demand.band
    title = f"{demand.service}: each {every} with the fitted level and its band"
    dates = [str(day) for day in demand.starts]
    return level_chart(dates, demand.totals, demand.expected, low, high, title=title, unit=f"units a {every}", name=f"{name}-level")


def _noise(one: Service, every: str, name: str) -> list[Chart]:
    (expected, seen), (low, high) = one.noise_plot, (one.envelope[0], one.envelope[1]) if one.envelope.size else ((), ())
    title = f"{one.demand.service}: what noise brought anew, against a normal law"
    across, up = "normal law, standard deviations", "seen, standard deviations"
    quantiles = quantile_chart(expected, seen, title=title, name=f"{name}-noise", across=across, up=up, low=low, high=high)
    persists = None if one.demand.persistence.value is None else one.demand.persistence.value / 100
    title = f"{one.demand.service}: what persists from {every} to {every}"
    return [quantiles, lag_chart(*one.lag_plot, persists, title=title, name=f"{name}-lag", every=every)]


def _lengths(one: Repairs, name: str) -> list[Chart]:
    arrivals, law = one.arrivals, one.law
    charts = []
    if law is not None:
        seen, expected = ([pair[i] for pair in law.quantiles] for i in (0, 1))
        called = _called(law.law.name)
        title = f"{one.group.name}: lengths against the {called} law"
        charts.append(quantile_chart(expected, seen, title=title, name=f"{name}-law", across=f"{called} law", up="seen", log=True))
    every = "day" if len(arrivals.monthly[0][0]) > 7 else "month"
    title = f"{one.group.name}: arrivals by {every}"
    return [*charts, counts_chart(arrivals.monthly, title=title, name=f"{name}-counts", up=f"incidents a {every}")]


def _repairs(one: Repairs, name: str, drawn: int, gallery: Gallery) -> Iterator[Any]:
    law, arrivals = one.law, one.arrivals
    ended, still = one.group.lengths.ended.size, one.group.lengths.open.size
    counted = (
        f"{arrivals.count:,} incidents: {ended:,} with a known length, {still:,} still open, {arrivals.count - ended - still:,} of unknown length."
    )
    yield Words(counted)
    yield from gallery.of(name, drawn, lambda: _lengths(one, name))
    if law is None:
        yield Words(f"Law of repair: {one.why}.")
    else:
        yield Grid(_estimates(f"Repair: {_called(law.law.name)} law, with intervals of 95 %", (law.median, law.p95, law.mean, law.shape)))
        rows = tuple(
            (
                Cell(_called(each.law.name), heads=True), Cell(f"{each.law.aic:,.1f}"), Cell(share(each.weight)), Cell(f"{each.ks:.3f}"),
                Cell(f"{each.ad:.2f}"),
                Cell(length(float(each.law.quantile(0.5)))), Cell(length(float(each.law.quantile(0.95)))),
            )
            for each in law.candidates
        )  # fmt: skip
        heads = ("law", "AIC", "weight", "Kolmogorov–Smirnov", "Anderson–Darling", "median", "p95")
        yield Grid(Table("Candidate laws, the likeliest first", heads, rows))
        flattered = " The law was chosen among four, which flatters it a little." if law.goodness.p_ks is not None else ""
        yield Words(f"{_goodness_words(law.goodness)}{flattered} The longest repair seen took {length(one.group.longest)}.")
    yield Grid(_estimates("Arrivals, with intervals of 95 %", (arrivals.rate,)))
    if arrivals.dispersion is not None and arrivals.p_dispersion is not None:
        words = f"Counts of equal spans vary {arrivals.dispersion:.2f} times as much as those of a Poisson process (p = {arrivals.p_dispersion:.3f})."
        if arrivals.clustered:
            words += " Arrivals come in clusters, which the engine does not play; the interval of the rate is widened for it."
        yield Words(words)
    for what, weights, p in (("weekdays", arrivals.week, arrivals.p_week), ("months", arrivals.year, arrivals.p_year)):
        if p is not None:
            table = Grid(_estimates(f"Arrivals a day by {what}, in percent of their mean", weights))
            yield Folded(f"Season of arrivals by {what}: none would look like this with p = {p:.3f}; not played", [table])


def _left_out(fits: Sequence[FileFit]) -> Iterator[Any]:
    rows = [
        (Cell(file, heads=True), Cell(one.why), Cell(f"{one.count:,}", ", ".join(one.examples) + (" …" if one.count > len(one.examples) else "")))
        for file, one in _all_left_out(fits)
    ]
    if rows:
        yield Grid(Table("Rows, days and lengths that were not used, with the first of each", ("file", "why", "how many"), tuple(rows), 2))
    else:
        yield Words("Nothing was left out.")
    assumed = [(f"{one.name}: {words}", "") for one in fits for words in one.assumed]
    assumed += [(f"{one.name}, {each.demand.service}: {words}", "") for one in fits for each in one.services for words in each.assumed]
    for one in fits:
        roles = ", ".join(f"{role}: {one.columns.names[number]}" for role, number in one.columns.at.items())
        unread = ", ".join(one.columns.names[number] for number in one.columns.unread[:20])
        assumed.append((f"{one.name}: read as {one.columns.kind} – {roles}", f"not read: {unread}" if unread else ""))
    yield Words(heading="Assumed")
    yield Points(assumed)


def _all_left_out(fits: Sequence[FileFit]) -> Iterator[tuple[str, LeftOut]]:
    for one in fits:
        yield from ((one.name, each) for each in one.left_out)
        for service in one.services:
            yield from ((f"{one.name}, {service.demand.service}", each) for each in service.left_out)


def _not_estimable(fits: Sequence[FileFit]) -> Iterator[Any]:
    rows = []
    for one in fits:
        for service in one.services:
            demand = service.demand
            for what, each in (
                *((x.name, x) for x in demand.estimates[:5]),
                ("season of the week", demand.week[0]),
                ("season of the year", demand.year[0]),
            ):
                if each.value is None:
                    rows.append((Cell(demand.service, heads=True), Cell(what), Cell(each.why)))
        for each_ in one.repairs:
            arrivals = each_.arrivals
            parts = [("rate", arrivals.rate), ("season of the week", arrivals.week[0]), ("season of the year", arrivals.year[0])]
            rows += [(Cell(each_.group.name, heads=True), Cell(what), Cell(x.why)) for what, x in parts if x.value is None]
            if each_.law is None:
                rows.append((Cell(each_.group.name, heads=True), Cell("law of repair"), Cell(each_.why)))
    if rows:
        yield Grid(Table("Figures that these files cannot give", ("of", "figure", "why"), tuple(rows), 3))
    else:
        yield Words("Every figure could be estimated.")
    yield Words("The rules, below which a figure would be noise with a name:")
    yield Points(
        [
            (f"level: {limits.LEVEL_PERIODS} complete weeks, or months where figures are by the month", ""),
            (f"weights of weekdays: {limits.WEEKDAY_WEEKS} complete weeks, each within one month", ""),
            (f"weights of weekdays of arrivals: {limits.ARRIVAL_WEEK_DAYS} days and {limits.ARRIVAL_WEEK_COUNT} arrivals", ""),
            (f"noise: {limits.NOISE_PERIODS} complete weeks or months", ""),
            (f"persistence: {limits.PERSISTENCE_PERIODS['day']} complete weeks, or {limits.PERSISTENCE_PERIODS['month']} months", ""),
            (f"growth and weights of months: {limits.YEARLY_DAYS} days, so that each month is seen twice", ""),
            (f"weights of months of arrivals: {limits.ARRIVAL_YEAR_DAYS} days and {limits.ARRIVAL_YEAR_COUNT} arrivals", ""),
            (f"rate of arrivals: {limits.RATE_DAYS} days and {limits.RATE_COUNT} arrivals", ""),
            (f"law of repair: {limits.LAW_COUNT} repairs that ended, of three different lengths", ""),
        ]
    )


def _estimates(caption: str, estimates: Sequence[Estimate]) -> Table:
    rows = []
    for one in estimates:
        if one.value is None:
            rows.append((Cell(one.name, heads=True), Cell(NONE, one.why, look="missing"), Cell(NONE), Cell("")))
            continue
        ends = f"{_number(one.low, one.unit)} to {_number(one.high, one.unit)}" if one.low is not None and one.high is not None else NONE
        rows.append((Cell(one.name, heads=True), Cell(_number(one.value, one.unit)), Cell(ends), Cell("" if one.unit == "seconds" else one.unit)))
    return Table(caption, ("figure", "estimate", "95 % interval", "unit"), tuple(rows))


def _number(value: float, unit: str) -> str:
    if unit == "seconds":
        return length(value)
    text = f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}" if abs(value) < 0.1 else f"{value:,.2f}"
    return text.replace("-", "−")


def _normal_words(one: Service) -> str:
    assert one.goodness is not None
    return (
        f"{_goodness_words(one.goodness)} Innovations are what is left of each period after level, growth, season and what persists "
        "of the period before. The band holds 95 % of simulated plots, point by point."
    )


def _goodness_words(one: Goodness) -> str:
    head = f"Kolmogorov–Smirnov distance {one.ks:.3f}, Anderson–Darling {one.ad:.2f}"
    if one.p_ks is None or one.p_ad is None:
        return f"{head}; p-values {one.why}."
    verdict = "The law is a poor fit" if min(one.p_ks, one.p_ad) < POOR else "Nothing speaks against the law"
    return (
        f"{verdict}: {head}; p = {one.p_ks:.3f} and {one.p_ad:.3f} by parametric bootstrap with the law fitted anew each time (n = {one.of:,}). "
        "Tables of these distances are for laws given beforehand and are not used."
    )


def _called(law: str) -> str:
    return {"weibull": "Weibull"}.get(law, law)


def _days(days: int) -> str:
    return f"{days:,} day{'s' if days != 1 else ''}"


METHOD = (
    (
        "Level, growth, season and noise are those that the engine plays: a level a month, a step of growth at each anniversary of the file's first "
        "day, weights of calendar months, and one factor a week (a month, where figures are by the month) with a share that persists into the next.",
        "quasi-likelihood on totals of complete weeks, by generalised least squares under an AR(1); intervals average over what is not known of its "
        "persistence, weighted by the restricted likelihood",
    ),
    (
        "Weights of weekdays are shares of whole weeks that lie within one month.",
        "ratio estimates, with the spread between weeks",
    ),
    (
        "Laws of repair are fitted by maximum likelihood, with repairs still open counted as longer than seen, and chosen by Akaike’s criterion.",
        "intervals: exact for lognormal and exponential lengths that all ended, else by likelihood ratio against t²; those of median, p95 and mean "
        "are model-averaged tail areas over all candidates, so that they own up to the choice",
    ),
    (
        "Rates are of a Poisson process.",
        "exact gamma intervals; without --from and --to the period runs from the file’s first arrival, which is not counted, to its last; widened "
        "where counts vary more than a Poisson process allows",
    ),
    (
        "Intervals were tested on files that the engine itself wrote: they hold the true figure in 95 ± 3 % of 200 of them.",
        "the tests of the project, `tests/world`",
    ),
)
