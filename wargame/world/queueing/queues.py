"""The queues of `erlang` for one number of agents and many loads at once, in rising order.

Written twice on purpose, like a service day by day (`service`): there for one load, here for an array; a test holds the two together. Only + − × ÷ of
numpy element by element, never its `exp`, `log` or sums, which differ from one processor to the next.
"""

from __future__ import annotations

import numpy as np

from wargame.core.arrays import Floats
from wargame.world.queueing.elementary import LARGEST, LN2_HIGH, LN2_INVERSE, LN2_LOW, beyond_first, exp_near_zero, log, lost
from wargame.world.queueing.erlang import LAST, LN_TWO_PI, SHIFT, TINY, digamma_excess, raised, stirling

OFTEN = 16  # terms of a series between two looks at which loads are done


def patient(agents: int, loads: Floats, handling: float, threshold: float) -> tuple[Floats, Floats]:
    """(answered within the threshold, mean wait) if nobody gives up; 0 and infinity where the load is that of the agents or more."""
    within, wait = np.zeros_like(loads), np.full_like(loads, np.inf)
    stable = int(np.searchsorted(loads, float(agents)))
    load = loads[:stable]
    blocked, spare = _erlang_b(agents, load), agents - load
    waits = agents * blocked / (spare + load * blocked)
    within[:stable] = 1.0 - waits * _exp(-(spare * threshold / handling))
    wait[:stable] = waits * handling / spare
    return within, wait


def impatient(agents: int, loads: Floats, handling: float, patience: float, threshold: float) -> tuple[Floats, Floats, Floats]:
    """(answered, answered within the threshold, mean wait of those answered) of callers with a mean patience."""
    per_patience = patience / handling
    service, arrivals = agents * per_patience, loads * per_patience
    some = int(np.searchsorted(arrivals, service, side="right"))  # at fewer arrivals somebody is idle now and then
    some += int(np.searchsorted(-_poisson(service, arrivals[some:]), -TINY, side="right")) if some < len(loads) else 0
    answered, within, wait = np.empty_like(loads), np.empty_like(loads), np.empty_like(loads)
    gone = lost(threshold / patience) if patience > 0.0 else 1.0  # share of the waiting whose patience is shorter than the threshold
    stays = 1.0 - gone

    load, calls = loads[:some], arrivals[:some]
    all_, served, waited = _sums(service, calls)
    blocked = _erlang_b(agents, load)
    waits = all_ * blocked / ((1.0 - blocked) + all_ * blocked)
    answered[:some] = (1.0 - waits) + waits * served / all_
    late = service / (service + 1.0) * _exp(calls * gone - agents * (threshold / handling)) * stays
    within[:some] = answered[:some] - waits * late * _sum(service + 1.0, calls * stays) / all_
    wait[:some] = waits * waited * patience / all_ / answered[:some]

    load, calls = loads[some:], arrivals[some:]  # nobody is ever idle
    answered[some:] = agents / load
    within[some:] = answered[some:] * (1.0 - _lower_gamma(service + 1.0, calls * stays))
    if some < len(loads):
        wait[some:] = (_log(load / agents) - digamma_excess(service)) * patience
    return np.minimum(answered, 1.0), np.maximum(within, 0.0), np.maximum(wait, 0.0)


def _erlang_b(agents: int, loads: Floats) -> Floats:
    blocked, work = np.ones_like(loads), np.empty_like(loads)
    for number in range(1, agents + 1):
        np.multiply(loads, blocked, out=work)
        np.add(work, float(number), out=blocked)
        np.divide(work, blocked, out=blocked)
    return blocked


def _sums(service: float, arrivals: Floats) -> tuple[Floats, Floats, Floats]:
    """`erlang._sums`. Loads whose series has ended are left out from the left: it is longer where there are more arrivals."""
    place, done = service + 1.0, 0
    waiting = 1.0 / place
    term, all_ = np.ones_like(arrivals), np.ones_like(arrivals)
    served = np.full_like(arrivals, service / place)
    waited = served * waiting
    while done < len(arrivals):
        t, calls, a, s, w = term[done:], arrivals[done:], all_[done:], served[done:], waited[done:]
        for _ in range(OFTEN):
            t *= calls
            t /= place
            place += 1.0
            waiting += 1.0 / place
            a += t
            part = t * (service / place)
            s += part
            part *= waiting
            w += part
        done += _ended(t, a, calls, place)
    return all_, served, waited


def _sum(service: float, arrivals: Floats) -> Floats:
    """The first of `_sums` alone."""
    place, done = service + 1.0, 0
    term, all_ = np.ones_like(arrivals), np.ones_like(arrivals)
    while done < len(arrivals):
        t, calls, a = term[done:], arrivals[done:], all_[done:]
        for _ in range(OFTEN):
            t *= calls
            t /= place
            place += 1.0
            a += t
        done += _ended(t, a, calls, place)
    return all_


def _ended(term: Floats, total: Floats, arrivals: Floats, place: float) -> int:
    """How many loads from the left are done: what is left of their series is less than `LAST` of its sum."""
    goes_on = term * place >= LAST * total * (place - arrivals)
    return int(np.argmax(goes_on)) if goes_on.any() else len(term)


def _lower_gamma(shape: float, means: Floats) -> Floats:
    first = _poisson(shape, np.maximum(means, 1e-300))
    result = np.where(means < shape, 0.0, 1.0)
    inside = first >= TINY  # one stretch of the means, as they rise
    if inside.any():
        result[inside] = np.minimum(first[inside] * _sum(shape, means[inside]), 1.0)
    return result


def _poisson(shape: float, means: Floats) -> Floats:
    """`erlang.poisson`, for means above 0."""
    if shape < SHIFT:
        factor, high = raised(shape)
        return factor * _exp(shape * _log(means) - means - (high + 0.5) * log(high) + high - 0.5 * LN_TWO_PI - stirling(high))
    q = (means - shape) / (means + shape)
    near = (q > -0.2) & (q < 0.2)
    close = np.where(near, q, 0.0)
    deviance = np.where(near, 2.0 * (close * close / (1.0 - close) - beyond_first(close)), (means - shape) / shape - _log(means / shape))
    return _exp(-shape * deviance - 0.5 * (LN_TWO_PI + log(shape)) - stirling(shape))


def _exp(x: Floats) -> Floats:
    """`elementary.exp`; 0 below −709. Above 709 it is not asked."""
    whole = np.floor(np.maximum(x, -LARGEST) * LN2_INVERSE + 0.5)
    part = (x - whole * LN2_HIGH) - whole * LN2_LOW
    return np.where(x < -LARGEST, 0.0, np.ldexp(exp_near_zero(np.maximum(part, -1.0)), whole.astype(np.int64)))


def _log(x: Floats) -> Floats:
    """`elementary.log`."""
    fraction, power = np.frexp(x)
    low = fraction < 0.7071067811865476
    fraction, power = np.where(low, 2.0 * fraction, fraction), power - low
    q = (fraction - 1.0) / (fraction + 1.0)
    return power * LN2_HIGH + (power * LN2_LOW + 2.0 * (q + beyond_first(q)))
