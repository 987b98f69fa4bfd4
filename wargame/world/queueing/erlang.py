"""How many callers are answered, and how many in time: Erlang's formulas and Palm's, for one number of agents and many loads in rising order.

Calls come at random (Poisson) to one group of agents, each call taking an exponential time. Loads are offered work in Erlang: calls per second ×
seconds of handling. Two queues:

* Erlang C, `patient`: all wait, however long (M/M/c). A. K. Erlang, *Solution of some problems in the theory of probabilities of significance in
  automatic telephone exchanges* (1917). At a load of as many Erlang as there are agents, or more, the queue grows without end.
* Erlang A, `impatient`: all wait, each for no longer than an exponential patience (M/M/c+M). C. Palm, *Research on telephone traffic carried by full
  availability groups* (1957); O. Garnett, A. Mandelbaum, M. Reiman, *Designing a call center with impatient customers*, M&SOM 4 (2002);
  A. Mandelbaum, S. Zeltyn, *Service engineering in action: the Palm/Erlang-A queue* (2007). Any load is stable.

Both start from Erlang B, the share that is lost where there is no room to wait. Shares are of all who call; who gives up is not answered within the
threshold, however early. Tests hold all of it against formulas for one load at a time, which are held against exact fractions. Only + − × ÷ of numpy
element by element, never its `exp`, `log` or sums, which differ from one processor to the next; sums have positive terms only.
"""

from __future__ import annotations

import numpy as np

from wargame.core.arrays import Floats
from wargame.world.queueing.elementary import LARGEST, LN2_HIGH, LN2_INVERSE, LN2_LOW, beyond_first, exp_near_zero, log, lost

TINY = 1e-20  # what is less likely than this is taken not to happen
LAST = 1e-17  # a series ends when what is left of it is less than this share of its sum
LN_TWO_PI = 1.8378770664093453
SHIFT = 16  # Stirling's series is used from here on
OFTEN = 16  # terms of a series between two looks at which loads are done


def patient(agents: int, loads: Floats, handling: float, threshold: float) -> Floats:
    """The share answered within the threshold if nobody gives up; 0 where the load is that of the agents or more."""
    within = np.zeros_like(loads)
    stable = int(np.searchsorted(loads, float(agents)))
    load = loads[:stable]
    blocked, spare = _erlang_b(agents, load), agents - load
    waits = agents * blocked / (spare + load * blocked)
    within[:stable] = 1.0 - waits * _exp(-(spare * threshold / handling))
    return within


def impatient(agents: int, loads: Floats, handling: float, patience: float, threshold: float) -> tuple[Floats, Floats]:
    """(answered, answered within the threshold) of callers with a mean patience in seconds; 0 is nobody waits at all.

    Takes about 16 √(load × patience ÷ handling) terms, so a patience of a million handling times is slow where the agents are just enough.
    """
    per_patience = patience / handling
    service, arrivals = agents * per_patience, loads * per_patience
    some = int(np.searchsorted(arrivals, service, side="right"))  # at fewer arrivals somebody is idle now and then
    some += int(np.searchsorted(-_poisson(service, arrivals[some:]), -TINY, side="right")) if some < len(loads) else 0
    answered, within = np.empty_like(loads), np.empty_like(loads)
    gone = lost(threshold / patience) if patience > 0.0 else 1.0  # share of the waiting whose patience is shorter than the threshold
    stays = 1.0 - gone

    load, calls = loads[:some], arrivals[:some]
    all_, served = _sums(service, calls)
    blocked = _erlang_b(agents, load)
    waits = all_ * blocked / ((1.0 - blocked) + all_ * blocked)
    answered[:some] = (1.0 - waits) + waits * served / all_
    late = service / (service + 1.0) * _exp(calls * gone - agents * (threshold / handling)) * stays
    within[:some] = answered[:some] - waits * late * _sum(service + 1.0, calls * stays) / all_

    load, calls = loads[some:], arrivals[some:]  # nobody is ever idle
    answered[some:] = agents / load
    within[some:] = answered[some:] * (1.0 - _lower_gamma(service + 1.0, calls * stays))
    return np.minimum(answered, 1.0), np.maximum(within, 0.0)


def _erlang_b(agents: int, loads: Floats) -> Floats:
    blocked, work = np.ones_like(loads), np.empty_like(loads)
    for number in range(1, agents + 1):
        np.multiply(loads, blocked, out=work)
        np.add(work, float(number), out=blocked)
        np.divide(work, blocked, out=blocked)
    return blocked


def _sums(service: float, arrivals: Floats) -> tuple[Floats, Floats]:
    """Weights of the states with all agents busy, relative to that with nobody queueing: the product of arrivals ÷ (service + k), k the place in the
    queue. Their sum, and their sum × the chance that one who comes then is answered, service ÷ (service + k + 1). Loads whose series has ended are
    left out from the left: it is longer where there are more arrivals."""
    place, done = service + 1.0, 0
    term, all_ = np.ones_like(arrivals), np.ones_like(arrivals)
    served = np.full_like(arrivals, service / place)
    while done < len(arrivals):
        t, calls, a, s = term[done:], arrivals[done:], all_[done:], served[done:]
        for _ in range(OFTEN):
            t *= calls
            t /= place
            place += 1.0
            a += t
            s += t * (service / place)
        done += _ended(t, a, calls, place)
    return all_, served


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
    """The regularised lower incomplete gamma function: its first term × the sum of the others relative to it."""
    first = _poisson(shape, np.maximum(means, 1e-300))
    result = np.where(means < shape, 0.0, 1.0)
    inside = first >= TINY  # one stretch of the means, as they rise
    if inside.any():
        result[inside] = np.minimum(first[inside] * _sum(shape, means[inside]), 1.0)
    return result


def _poisson(shape: float, means: Floats) -> Floats:
    """means^shape · e^−means ÷ Γ(shape + 1), for means above 0: the Poisson probability of `shape` calls, `shape` being any number ≥ 0."""
    if shape < SHIFT:
        factor, high = _raised(shape)
        return factor * _exp(shape * _log(means) - means - (high + 0.5) * log(high) + high - 0.5 * LN_TWO_PI - _stirling(high))
    q = (means - shape) / (means + shape)
    near = (q > -0.2) & (q < 0.2)
    close = np.where(near, q, 0.0)
    deviance = np.where(near, 2.0 * (close * close / (1.0 - close) - beyond_first(close)), (means - shape) / shape - _log(means / shape))
    return _exp(-shape * deviance - 0.5 * (LN_TWO_PI + log(shape)) - _stirling(shape))


def _raised(shape: float) -> tuple[float, float]:
    """The product of shape + 1, shape + 2, …, and the first of them from `SHIFT` on."""
    factor = 1.0
    while shape < SHIFT:
        shape += 1.0
        factor *= shape
    return factor, shape


def _stirling(shape: float) -> float:
    """What Stirling's formula leaves out of log Γ(shape + 1), from `SHIFT` on."""
    inverse = 1.0 / (shape * shape)
    return (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse * (1.0 / 1680.0 - inverse / 1188.0)))) / shape


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
