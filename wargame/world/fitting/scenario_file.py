"""The scenario that a fit comes to, as strict YAML that `wargame run` reads: every figure marked fitted, with the file, rows and digest it is from.

What the engine cannot be given stands in comments, with the reason: a distribution whose rate is not estimable, seasons of arrivals, a rate beyond
the engine's limit. Taking the signs of comment away from such a component, and putting a rate in, makes it part of the scenario.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence

from wargame.world.fitting.base import Base
from wargame.world.fitting.choice import Chosen
from wargame.world.fitting.demand import DemandFit
from wargame.world.fitting.estimate import Estimate
from wargame.world.fitting.fitted import FileFit, FittedService, Repairs
from wargame.world.scenario.cross_check import MOST_OUTAGES
from wargame.world.shock_base.arrival import MOST_A_MONTH as MOST_SHOCKS

MARK = "# Written by `wargame fit`"
NO_BASE = Base()
MOST_PERSISTENT = 99.0  # percent
RARE = 0.2  # arrivals a month; below, a rate is told by the year
LONGEST = 36_500 * 86_400.0  # seconds: a scenario holds no length of a hundred years


def scenario_text(fits: Sequence[FileFit], name: str, based_on: str | None = None, rate: str | None = None, base: Base = NO_BASE) -> str:
    """The whole file. `based_on` names a scenario that gives what files of volumes and incidents cannot, `base` is what it says; `rate` is somebody's
    judgement of how often incidents come whose rate is not estimable (`2 per month`)."""
    said = [MARK + " from the files named beside each figure; the page beside this file shows how well each figure fits."]
    said.append("# Intervals of 95 % stand in brackets. Level and growth are of the file's last year: see to it that they suit the effective date.")
    lines = [*said, f"name: {quoted(name)}", f"why: {quoted('; '.join(f'{one.name}, {one.period}' for one in fits))}"]
    if based_on:
        lines.append(f"based on: {quoted(based_on)}")
    steps = {each.demand.step for one in fits for each in one.services}
    if steps:
        lines.append(f"step: {steps.pop()}")
    playable = [(one, each) for one in fits for each in one.repairs if _playable(each, rate)]
    services = [(one, each) for one in fits for each in one.services]
    lines += ["", "services:" if services else "services: {}   # no file of volumes was fitted: name a scenario with services by --based-on"]
    for one, service in services:
        lines += _service(one, service, _needs(service.demand.service, [each for _, each in playable], base))
    if any(one.repairs for one in fits):
        lines += ["", "components:" if playable else "components: {}"]
        for one, each in playable:
            lines += _component(one, each, rate, base)
        for component in base.replaced([(each.group.component, each.group.name) for _, each in playable]):
            lines += [
                f"  {quoted(component)}:",
                "    outages: 0 per month   # its faults are those of its severities, beside it",
                "    marked: judged",
            ]
        for one in fits:
            for each in one.repairs:
                if not _playable(each, rate):
                    lines += ["  # " + line.removeprefix("  ") for line in _component(one, each, rate, base)]
        seasonal = [(one, each) for one, each in playable if _seasonal(each)]
        lines += ["", "shocks:   # outages with a season: the engine plays one for shocks only"] if seasonal else []
        for one, each in seasonal:
            lines += _shock(one, each)
    return "\n".join(lines) + "\n"


def length_words(chosen: Chosen) -> str:
    """A distribution of length as a scenario has it."""
    one = chosen.distribution
    if one.name == "lognormal":
        median, p95 = length(chosen.median.value), length(chosen.p95.value)
        if median == p95:  # lengths so much alike that rounding makes them one
            middle = round(chosen.median.value or 1)
            median, p95 = f"{middle} seconds", f"{max(round(chosen.p95.value or 1), middle + 1)} seconds"
        return f"{{median: {median}, p95: {p95}}}"
    if one.name == "exponential":
        return f"{{mean: {length(one.scale)}}}"
    if one.name == "weibull":
        return f"{{law: weibull, shape: {one.shape:.4g}, scale: {length(one.scale)}}}"
    return f"{{law: gamma, mean: {length(one.mean)}, sd: {length(one.sd)}}}"


def length(seconds: float | None) -> str:
    """A length to at least three figures, in whole seconds: `42.5 minutes`, `17.25 hours`."""
    seconds = max(seconds or 0.0, 1.0)
    units = ((600, 1, "second", 0), (36_000, 60, "minute", 1), (864_000, 3_600, "hour", 2), (math.inf, 86_400, "day", 2))
    _, unit, word, digits = next(one for one in units if seconds < one[0])
    text = f"{seconds / unit:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} {word}{'' if text == '1' else 's'}"


def quoted(text: str) -> str:
    """A text as a YAML scalar in double quotes, whatever it holds."""
    escaped = json.dumps(text, ensure_ascii=False)[1:-1]
    return '"' + "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in escaped) + '"'


def count(value: float) -> str:
    """A quantity to at least four figures, thousands apart by spaces."""
    if value >= 1_000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.4g}" if value >= 0.001 else f"{value:.6f}"


def _playable(one: Repairs, rate: str | None) -> bool:
    """Whether a component can be written as it is: a distribution, and a rate within the engine's limit, its own or a judged one."""
    if one.chosen is None or not _sayable(one.chosen):
        return False
    return rate is not None if one.rate.value is None else 0 < one.rate.value <= MOST_OUTAGES


def _seasonal(one: Repairs) -> bool:
    """Whether outages have a season that the engine can play: it plays one for shocks, which are rarer than faults may be."""
    return one.arrivals.seasonal and (one.rate.value or 0) <= MOST_SHOCKS


def _sayable(chosen: Chosen) -> bool:
    """Whether a distribution's figures are lengths that a scenario may hold."""
    one = chosen.distribution
    return all(0 < figure < LONGEST for figure in (one.scale, one.mean, one.sd, float(one.quantile(0.95))))


def _needs(service: str, repairs: Sequence[Repairs], base: Base) -> list[str]:
    told = [one.group for one in repairs if not one.group.services or service in one.group.services]
    fitted = [group.name for group in told if base.concerns(service, group.component)]
    return list(dict.fromkeys((*base.needs.get(service, ()), *fitted))) if fitted else []


def _service(fit: FileFit, one: FittedService, needs: Sequence[str]) -> Iterator[str]:
    demand = one.demand
    yield f"  {quoted(demand.service)}:"
    yield "    demand:"
    level = demand.level_now
    if level.value is None:
        yield f"      level: 1 per month   # {level.why}: put in your own"
    else:
        yield f"      level: {count(level.value)} per month   # [{count(level.low or 0)}, {count(level.high or 0)}]"
    if demand.growth.value is None:
        yield f"      # growth: {demand.growth.why}"
    else:
        yield f"      growth: {demand.growth.value:.2f} %   # [{demand.growth.low:.2f}, {demand.growth.high:.2f}]"
    yield from _season(demand)
    if demand.noise.value is None:
        yield f"      # noise: {demand.noise.why}"
    else:
        yield from _noise(demand.noise.value, demand.persistence)
    # Said of the demand alone: capacity, people and all else that the base says of the service are none of this file's.
    yield f"      marked: {'fitted' if level.value is not None else 'judged'}"
    yield f"      source: {quoted(fit.source)}"
    if needs:
        yield f"    needs: [{', '.join(quoted(name) for name in needs)}]"


def _noise(weekly: float, persistence: Estimate) -> Iterator[str]:
    """Noise, and as much of its persistence as can be played."""
    said = [f"fitted at {weekly:.0f} %, and the engine plays at most 100 %: look for spikes"] if weekly > 100 else []
    carried = ""
    if persistence.value is None:
        said.append(f"persistence {persistence.why}")
    elif persistence.value <= 0.05:
        said.append(f"persistence {persistence.value:.0f} %: less than nothing is not played")
    else:
        carried = f", persists: {min(persistence.value, MOST_PERSISTENT):.1f} %"
    yield f"      noise: {{weekly: {min(weekly, 100):.2f} %{carried}}}{'   # ' + '; '.join(said) if said else ''}"


def _season(demand: DemandFit) -> Iterator[str]:
    parts = [(name, [each.value for each in weights]) for name, weights in (("week", demand.week), ("year", demand.year))]
    known = [(name, [value for value in values if value is not None]) for name, values in parts]
    whole = [(name, values) for name, values in known if values and sum(values) > 0]
    if whole:
        yield "      season:"
        for name, values in whole:
            yield f"        {name}: [{', '.join(f'{max(value, 0):.1f}' for value in values)}]"
    for name, weights in (("week", demand.week), ("year", demand.year)):
        if weights and weights[0].value is None:
            yield f"      # season of the {name}: {weights[0].why}"


def _shock(fit: FileFit, one: Repairs) -> Iterator[str]:
    assert one.chosen is not None and one.rate.value is not None
    weights = ", ".join(f"{max(each.value or 0.0, 0.0):.1f}" for each in one.arrivals.year)
    yield f"  {quoted(f'outages of {one.group.name}')}:"
    yield "    kind: outage"
    yield f"    component: {quoted(one.group.name)}"
    yield f"    arrives: {{rate: {_rate(one.rate.value)}, season: [{weights}]}}"
    yield f"    lasts: {length_words(one.chosen)}"
    yield "    marked: fitted"
    yield f"    source: {quoted(fit.source)}"


def _rate(value: float) -> str:
    return f"{count(value)} per month" if value >= RARE else f"{count(value * 12)} per year"


def _component(fit: FileFit, one: Repairs, given: str | None, base: Base) -> Iterator[str]:
    rate, chosen = one.rate, one.chosen
    kept = base.traits.get(one.group.component, {})
    yield f"  {quoted(one.group.name)}:"
    if _seasonal(one) and _playable(one, given):
        yield f"    fault: {quoted(kept.get('fault', 'provider'))}   # its outages have a season, and are below"
        yield "    marked: judged"
        return
    for key, text in kept.items():
        yield f"    {key}: {quoted(text)}   # as the base has it"
    if rate.value is None and given is not None:
        yield f"    outages: {given}   # judged, for the rate is {rate.why}"
    elif rate.value is None:
        yield f"    outages: 1 per month   # {rate.why}: put in your own"
    elif rate.value > MOST_OUTAGES:
        yield f"    outages: {count(rate.value)} per month   # beyond the engine's limit of {MOST_OUTAGES:,}: these are cases, not outages"
    else:
        often = 1 if rate.value >= RARE else 12  # the interval in the unit of its figure
        low, high = (count((edge or 0) * often) for edge in (rate.low, rate.high))
        yield f"    outages: {_rate(rate.value)}   # [{low}, {high}]"
    if chosen is None:
        yield f"    repair: 1 hour   # {one.why}: put in your own"
    elif not _sayable(chosen):
        yield f"    repair: 1 hour   # the {chosen.distribution.name} law has lengths of a hundred years: put in your own"
    else:
        yield f"    repair: {length_words(chosen)}"
    whole = rate.value is not None and chosen is not None
    yield f"    marked: {'fitted' if whole else 'judged'}"
    of = "repair" if chosen is not None else "rate" if rate.value is not None else "nothing"
    yield f"    source: {quoted(fit.source if whole else f'{fit.source}; only this is fitted: {of}')}"
