"""Distributions for tests: each in every way it can be given, what is drawn from it, and the one of scipy.stats that it must be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from wargame.core.source import plain
from wargame.core.streams import stream
from wargame.core.yaml_source import read_yaml
from wargame.world.sizes.read import Distribution, LengthD, read_distribution

N = 60_000
Z999 = 3.2905  # 99.9 %, two-sided
REPAIRS = "ticket,minutes\n" + "\n".join(f"{number},{(number * 37) % 500 + 1}.5" for number in range(2_000)) + "\n"

# In hours: what is written, and the law it must be.
WRITTEN: dict[str, Any] = {
    "{low: 1 hour, high: 3 hours}": stats.uniform(1, 2),
    "{low: 1 hour, mode: 3 hours, high: 12 hours}": stats.beta(1 + 8 / 11, 1 + 36 / 11, 1, 11),
    "{law: triangular, low: 1 hour, mode: 3 hours, high: 12 hours}": stats.triang(2 / 11, 1, 11),
    "{median: 2 hours, p95: 12 hours}": stats.lognorm(np.log(6) / 1.6448536269514722, scale=2),
    "{law: lognormal, mean: 3 hours, sd: 6 hours}": stats.lognorm(np.sqrt(np.log(5)), scale=3 / np.sqrt(5)),
    "{law: lognormal, p10: 1 hour, p90: 9 hours}": stats.lognorm(np.log(9) / 2 / 1.2815515655446004, scale=3),
    "{mean: 2 hours}": stats.expon(scale=2),
    "{law: exponential, p90: 9 hours}": stats.expon(scale=9 / np.log(10)),
    "{mean: 10 hours, sd: 1 hour}": stats.norm(10, 1),
    "{law: normal, p10: 8 hours, p90: 12 hours}": stats.norm(10, 2 / 1.2815515655446004),
    "{law: gamma, mean: 4 hours, sd: 3 hours}": stats.gamma(16 / 9, scale=9 / 4),
    "{law: gamma, shape: 0.8, scale: 5 hours}": stats.gamma(0.8, scale=5),
    "{law: weibull, shape: 0.7, scale: 3 hours}": stats.weibull_min(0.7, scale=3),
    "{law: weibull, p50: 2 hours, p90: 12 hours}": stats.weibull_min(k := np.log(np.log(10) / np.log(2)) / np.log(6), scale=2 / np.log(2) ** (1 / k)),
    "{law: beta, low: 2 hours, high: 26 hours, alpha: 2, beta: 3.5}": stats.beta(2, 3.5, 2, 24),
    "{law: beta, low: 0 hours, high: 24 hours, mean: 6 hours, sd: 4 hours}": stats.beta(1.4375, 4.3125, 0, 24),
    "{law: pareto, minimum: 4 hours, shape: 3.5}": stats.pareto(3.5, scale=4),
    "{law: pareto, p50: 5 hours, p90: 8 hours}": stats.pareto(a := np.log(5) / np.log(1.6), scale=5 * 0.5 ** (1 / a)),
    "{law: lomax, shape: 3.5, mean: 5 hours}": stats.lomax(3.5, scale=12.5),
    "{law: lomax, shape: 4, scale: 2 hours}": stats.lomax(4, scale=2),
    "{p10: 8 hours, p50: 10 hours, p90: 12 hours}": stats.norm(10, 2 / 1.2815515655446004),
    "{p10: 1 hour, p50: 3 hours, p90: 9 hours}": stats.lognorm(np.log(3) / 1.2815515655446004, scale=3),
}
# Without a law of scipy's for the whole: fitted ones, mixtures, what was measured, counts, bounds.
OTHER = (
    "4 hours",
    "{p10: 1 hour, p50: 3 hours, p90: 12 hours}",
    "{p10: 1 hour, p50: 5 hours, p90: 6 hours}",
    "{law: gamma, p10: 1 hour, p90: 9 hours}",
    "{law: gamma, p10: 1 hour, p50: 4 hours, p90: 9 hours}",
    "{law: weibull, mean: 2 hours, sd: 3 hours}",
    "{law: weibull, p10: 1 hour, p50: 4 hours, p90: 9 hours}",
    "{law: lognormal, p10: 1 hour, median: 2 hours, p90: 5 hours}",
    "{law: beta, low: 0 hours, high: 24 hours, p10: 2 hours, p90: 20 hours}",
    "{law: beta, low: 0 hours, high: 24 hours, p10: 2 hours, p50: 8 hours, p90: 18 hours}",
    "{law: lomax, p50: 1 hour, p90: 5 hours}",
    "{law: lomax, p50: 1 hour, p75: 3 hours, p90: 7 hours}",
    "{law: pareto, p10: 4 hours, p50: 5 hours, p90: 11 hours}",
    "{law: normal, p10: 8 hours, p50: 11 hours, p90: 15 hours}",
    "{law: poisson, mean: 2.5, each: 4 hours}",
    "{law: poisson, mean: 400, each: 5 minutes, at most: 35 hours}",
    "{from: repairs.csv, column: minutes, unit: minutes}",
    "{from: repairs.csv, column: minutes, unit: minutes, at least: 1 hour, at most: 6 hours}",
    "{mixture: [{share: 90 %, median: 1 hour, p95: 4 hours}, {share: 10 %, median: 20 hours, p95: 90 hours, at most: 10 days}]}",
    "{mixture: [{share: 40 %, size: 1 hour}, {share: 45 %, low: 2 hours, high: 9 hours}, "
    "{share: 15 %, mean: 30 hours}], at least: 70 minutes, at most: 3 days}",
    "{mean: 2 hours, at least: 1 hour, at most: 6 hours}",
    "{mean: 2 hours, sd: 3 hours}",
    "{mean: 2 hours, sd: 3 hours, at most: 5 hours}",
    "{median: 6 hours, p95: 72 hours, at most: 14 days}",
    "{low: 1 hour, mode: 3 hours, high: 12 hours, at least: 2 hours}",
    "{law: gamma, mean: 4 hours, sd: 3 hours, at least: 2 hours}",
    "{law: pareto, minimum: 4 hours, shape: 0.9, at most: 30 days}",
    "{law: lomax, shape: 0.9, scale: 2 hours, at most: 100 days}",
    "{law: weibull, shape: 0.5, scale: 3 hours, at least: 10 minutes, at most: 2 days}",
)


def written(text: str) -> Any:
    """A law as a scenario's file holds it."""
    return plain(read_yaml(text, "law.yaml"))


def length(text: str, folder: Path = Path()) -> Distribution:
    """A law of lengths in seconds."""
    number = LengthD.__metadata__[0].number  # type: ignore[attr-defined]
    return read_distribution(written(text), number, folder=folder)


def drawn(law: Distribution, name: str = "x", count: int = N) -> np.ndarray:
    """Many draws, rising."""
    return np.sort(law.draw(stream(7, name, 0), count))


def quantile_missed(sample: np.ndarray, law: Distribution, p: float) -> str:
    """ "" where the law's quantile lies between the order statistics that bracket it in 99.9 % of samples."""
    margin = Z999 * np.sqrt(p * (1 - p) * sample.size)
    low, high = sample[max(int(p * sample.size - margin) - 1, 0)], sample[min(int(p * sample.size + margin) + 1, sample.size - 1)]
    return "" if low <= law.quantile(p) <= high else f"p{100 * p:g}: {law.quantile(p)} is not in {low} … {high}"
