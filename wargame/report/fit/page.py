"""The page of a fit: what was seen with what was fitted to it, how well it fits, how sure each figure is, what was left out, and what cannot be told.

One offline file without a script. Figures come ready from `world.fitting`; here they are put into words and tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from wargame.report.fit.parts import Gallery, repairs_part, service_part
from wargame.report.fit.words import called, said
from wargame.report.page.blocks import Block, Grid, PagePart, Points, Words
from wargame.report.page.table import Table, TableCell
from wargame.world.fitting import estimate as limits
from wargame.world.fitting.estimate import LeftOut
from wargame.world.fitting.fitted import FileFit

HERE = Path(__file__).parent
PAGE = HERE.parent / "page"  # whose blocks and style this page shares
MOST_BYTES = 3_000_000
DRAWN = (12, 6, 3, 1, 0)  # how many services, and sources of incidents, have charts: as many as leave the page small enough
HEADLINES = 20


def fit_page(fits: Sequence[FileFit], title: str) -> str:
    """The whole page as HTML, without anything from elsewhere."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader((HERE, PAGE)), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("fit.html.j2")
    style = (PAGE / "page.css").read_text(encoding="utf-8")
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


def headlines(fits: Sequence[FileFit]) -> Iterator[str]:
    """What was found, a line for each service and source; also what the command prints."""
    for one in fits:
        for service in one.services:
            demand = service.demand
            words = [f"{demand.service}: level {said(demand.level_now)}"]
            words += [f"growth {said(demand.growth)}", f"noise {said(demand.noise)}", f"persistence {said(demand.persistence)}"]
            yield "; ".join(words)
        for each in one.repairs:
            chosen = each.chosen
            words = [f"{each.group.name}: rate {said(each.rate)}"]
            if chosen is None:
                words.append(f"repair {each.why}")
            else:
                words.append(f"repair {called(chosen.distribution.name)}, median {said(chosen.median)}, p95 {said(chosen.p95)}")
            yield "; ".join(words)


def remarks(fits: Sequence[FileFit]) -> Iterator[str]:
    """What was left out and what was assumed, a line each; what the command prints below."""
    for file, left in _all_left_out(fits):
        yield f"{file}: left out: {left.count:,} – {left.why}"
    for one in fits:
        yield from (f"{one.name}: assumed: {words}" for words in (*one.assumed, *(words for each in one.services for words in each.assumed)))


def _parts(fits: Sequence[FileFit], gallery: Gallery) -> Iterator[PagePart]:
    drawn = 0
    for file_number, one in enumerate(fits):
        for number, service in enumerate(one.services):
            drawn += 1
            yield PagePart(
                f"service-{file_number}-{number}",
                f"Demand: {service.demand.service}",
                list(service_part(service, f"s{file_number}-{number}", drawn, gallery)),
            )
    drawn = 0
    for file_number, one in enumerate(fits):
        for number, each in enumerate(one.repairs):
            drawn += 1
            yield PagePart(
                f"repair-{file_number}-{number}",
                f"Incidents: {each.group.name}",
                list(repairs_part(each, f"r{file_number}-{number}", drawn, gallery)),
            )
    yield PagePart("left-out", "What was left out, and what was assumed", list(_left_out(fits)))
    yield PagePart("not-estimable", "What is not estimable", list(_not_estimable(fits)))
    yield PagePart("how", "How it was fitted", [Points(METHOD)])


def _left_out(fits: Sequence[FileFit]) -> Iterator[Block]:
    rows = [
        (
            TableCell(file, heads=True),
            TableCell(one.why),
            TableCell(f"{one.count:,}", ", ".join(one.examples) + (" …" if one.count > len(one.examples) else "")),
        )
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


def _not_estimable(fits: Sequence[FileFit]) -> Iterator[Block]:
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
                    rows.append((TableCell(demand.service, heads=True), TableCell(what), TableCell(each.why)))
        for each_ in one.repairs:
            arrivals = each_.arrivals
            parts = [("rate", arrivals.rate), ("season of the week", arrivals.week[0]), ("season of the year", arrivals.year[0])]
            rows += [(TableCell(each_.group.name, heads=True), TableCell(what), TableCell(x.why)) for what, x in parts if x.value is None]
            if each_.chosen is None:
                rows.append((TableCell(each_.group.name, heads=True), TableCell("law of repair"), TableCell(each_.why)))
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
            (f"law of repair: {limits.LENGTH_COUNT} repairs that ended, of three different lengths", ""),
        ]
    )


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
