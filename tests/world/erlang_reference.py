"""How long callers wait, for one load at a time: the formulas of Erlang and of Palm, against which tests hold the tables that the engine plays.

One group of agents, and calls that come at random (Poisson), each taking an exponential time. Written apart from `world.queueing.erlang`, which has
them for many loads at once and no more of them than is played.

`load` is offered work in Erlang: calls per second × seconds of handling. Three queues:

* Erlang B: no room to wait, who finds all agents busy is lost. A. K. Erlang, *Solution of some problems in the theory of probabilities of
  significance in automatic telephone exchanges* (1917).
* Erlang C: all wait, however long (M/M/c). Erlang 1917. At a load of as many Erlang as there are agents, or more, the queue grows without end:
  it is *unstable*, all wait, nobody is answered within any threshold, and the mean wait is infinite.
* Erlang A: all wait, each for no longer than an exponential patience (M/M/c+M). C. Palm, *Research on telephone traffic carried by full availability
  groups* (1957); O. Garnett, A. Mandelbaum, M. Reiman, *Designing a call center with impatient customers*, M&SOM 4 (2002); A. Mandelbaum, S. Zeltyn,
  *Service engineering in action: the Palm/Erlang-A queue* (2007). Any load is stable.

Only + − × ÷ on floats, and functions made of them (`elementary`): every processor gives the same bits. Sums have positive terms only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wargame.world.queueing.elementary import beyond_first, exp, log, lost

TINY = 1e-20  # what is less likely than this is taken not to happen
LAST = 1e-17  # a series ends when what is left of it is less than this share of its sum
LN_TWO_PI = 1.8378770664093453
SHIFT = 16  # Stirling's series is used from here on


@dataclass(frozen=True)
class Queue:
    """What callers of an Erlang A queue meet. Shares are of all who call; `within` is answered within the threshold ÷ offered, so whoever gives up
    counts as not answered within it, however early."""

    waits: float  # share that finds all agents busy
    abandons: float  # share that gives up
    answered: float  # share that is answered at last
    within: float  # share that is answered within the threshold
    wait: float  # mean seconds in the queue of all who call: answered, abandoned, or not waiting at all
    wait_answered: float  # mean seconds in the queue of those answered
    occupancy: float  # share of their time that agents are busy


def erlang_b(agents: int, load: float) -> float:
    """The share of calls that finds all agents busy and is lost. The usual recursion in the number of agents, whose errors shrink as it goes."""
    _check(agents, load)
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def erlang_c(agents: int, load: float) -> float:
    """The share of calls that has to wait if nobody gives up; 1.0 where the load is at least the number of agents (unstable)."""
    blocked = erlang_b(agents, load)
    return 1.0 if load >= agents else agents * blocked / ((agents - load) + load * blocked)


def answered_within(agents: int, load: float, handling: float, threshold: float) -> float:
    """The share of calls answered within the threshold if nobody gives up (Erlang C); 0.0 where unstable. Seconds throughout."""
    _check(agents, load, handling=handling, threshold=threshold)
    return 0.0 if load >= agents else 1.0 - erlang_c(agents, load) * exp(-((agents - load) * threshold / handling))


def mean_wait(agents: int, load: float, handling: float) -> float:
    """Mean seconds in the queue of all who call if nobody gives up (Erlang C); infinite where unstable."""
    _check(agents, load, handling=handling)
    return math.inf if load >= agents else erlang_c(agents, load) * handling / (agents - load)


def erlang_a(agents: int, load: float, handling: float, patience: float, threshold: float = 0.0) -> Queue:
    """The queue of callers with a mean patience in seconds; 0 is nobody waits at all (Erlang B). Any load, at least one agent.

    Takes about 16 √(load × patience ÷ handling) terms, so a patience of a million handling times is slow where the agents are just enough.
    """
    _check(agents, load, handling=handling, threshold=threshold, patience=patience)
    if agents == 0:
        raise ValueError("there must be at least one agent for callers to wait for")
    service, arrivals = agents * (patience / handling), load * (patience / handling)  # calls ended, and calls begun, in one patience
    if arrivals > service and poisson(service, arrivals) < TINY:
        return _overloaded(agents, load, patience, threshold, service, arrivals)
    all_, served, waited = _sums(service, arrivals)
    blocked = erlang_b(agents, load)
    waits = all_ * blocked / ((1.0 - blocked) + all_ * blocked)
    late = 0.0
    if patience > 0.0:
        gone = lost(threshold / patience)  # share of the waiting whose patience is shorter than the threshold
        power = arrivals * gone - agents * (threshold / handling)
        late = service / (service + 1.0) * exp(power) * (1.0 - gone) * _sums(service + 1.0, arrivals * (1.0 - gone))[0]
    answered = (1.0 - waits) + waits * served / all_
    abandons = waits * (1.0 - served / all_) if served < 0.5 * all_ else waits * _given_up(service, arrivals) / all_
    within = max(answered - waits * late / all_, 0.0)
    return Queue(waits, abandons, answered, within, abandons * patience, waits * waited * patience / all_ / answered, load * answered / agents)


def _overloaded(agents: int, load: float, patience: float, threshold: float, service: float, arrivals: float) -> Queue:
    """So many more calls than agents that none of them is ever idle (to 1e-17): what is answered is what they can do, and a wait lasts until enough
    have given up."""
    answered = agents / load
    left = arrivals * (1.0 - lost(threshold / patience))  # arrivals whose patience is longer than the threshold
    late = lower_gamma(service + 1.0, left)
    wait = max(log(load / agents) - digamma_excess(service), 0.0) * patience
    return Queue(1.0, 1.0 - answered, answered, answered * (1.0 - late), (1.0 - answered) * patience, wait, 1.0)


def _sums(service: float, arrivals: float) -> tuple[float, float, float]:
    """Weights of the states with all agents busy, relative to that with nobody queueing: the product of arrivals ÷ (service + k), k the place in the
    queue. Their sum; their sum × the chance that one who comes then is answered, service ÷ (service + k + 1); and × their wait in patiences."""
    term, all_, place = 1.0, 1.0, service + 1.0
    waiting = 1.0 / place
    served = service / place
    waited = served * waiting
    while True:
        ratio = arrivals / place
        term *= ratio
        if ratio < 1.0 and term < LAST * all_ * (1.0 - ratio):
            return all_, served, waited
        place += 1.0
        all_ += term
        waiting += 1.0 / place
        answered = term * service / place
        served += answered
        waited += answered * waiting


def _given_up(service: float, arrivals: float) -> float:
    """Like `_sums`, × the chance that one who comes then gives up: (k + 1) ÷ (service + k + 1). A sum of its own, since it may be tiny."""
    term, all_, place, number = 1.0, 1.0, service + 1.0, 1.0
    total = 1.0 / place
    while True:
        ratio = arrivals / place
        term *= ratio
        if ratio < 1.0 and term < LAST * all_ * (1.0 - ratio):
            return total
        place, number = place + 1.0, number + 1.0
        all_ += term
        total += term * number / place


def poisson(shape: float, mean: float) -> float:
    """mean^shape · e^−mean ÷ Γ(shape + 1): the Poisson probability of `shape` calls where `mean` are expected, `shape` being any number ≥ 0."""
    if mean <= 0.0:
        return 1.0 if shape == 0.0 else 0.0
    if shape < SHIFT:
        factor, high = raised(shape)
        return factor * exp(shape * log(mean) - mean - (high + 0.5) * log(high) + high - 0.5 * LN_TWO_PI - stirling(high))
    return exp(-shape * _deviance(mean, shape) - 0.5 * (LN_TWO_PI + log(shape)) - stirling(shape))


def raised(shape: float) -> tuple[float, float]:
    """The product of shape + 1, shape + 2, …, and the first of them from `SHIFT` on."""
    factor = 1.0
    while shape < SHIFT:
        shape += 1.0
        factor *= shape
    return factor, shape


def stirling(shape: float) -> float:
    """What Stirling's formula leaves out of log Γ(shape + 1), from `SHIFT` on."""
    inverse = 1.0 / (shape * shape)
    return (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse * (1.0 / 1680.0 - inverse / 1188.0)))) / shape


def _deviance(mean: float, shape: float) -> float:
    """r − 1 − log r for r = mean ÷ shape; near r = 1 by its series, where the difference would cancel."""
    q = (mean - shape) / (mean + shape)
    if -0.2 < q < 0.2:
        return 2.0 * (q * q / (1.0 - q) - beyond_first(q))
    return (mean - shape) / shape - log(mean / shape)


def lower_gamma(shape: float, mean: float) -> float:
    """The regularised lower incomplete gamma function: its first term × the sum of the others relative to it."""
    first = poisson(shape, mean)
    if first < TINY:
        return 0.0 if mean < shape else 1.0
    return min(first * _sums(shape, mean)[0], 1.0)


def digamma_excess(shape: float) -> float:
    """ψ(shape + 1) − log(shape), for shape > 0."""
    start, less = shape, 0.0
    while shape < SHIFT:
        shape += 1.0
        less += 1.0 / shape
    inverse = 1.0 / (shape * shape)
    series = 0.5 / shape - inverse * (1.0 / 12.0 - inverse * (1.0 / 120.0 - inverse * (1.0 / 252.0 - inverse * (1.0 / 240.0 - inverse / 132.0))))
    return series - less + (log(shape) - log(start) if shape > start else 0.0)


def _check(agents: int, load: float, **seconds: float) -> None:
    if agents < 0:
        raise ValueError(f"agents must be 0 or more, not {agents}")
    if not 0.0 <= load < math.inf:
        raise ValueError(f"the load must be a number of Erlang, 0 or more, not {load}")
    for name, value in seconds.items():
        if not 0.0 <= value < math.inf or (name == "handling" and value == 0.0):
            way_out = "; without patience use erlang_c" if name == "patience" else ""
            raise ValueError(f"{name} must be a number of seconds{', more than 0' if name == 'handling' else ''}, not {value}{way_out}")
