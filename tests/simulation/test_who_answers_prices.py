"""Which clause answers a move of prices: an index for prices in general and for its own series, a currency clause for its own pair once it acts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.laws.workshop import FRONT, Workshop
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.life.driver import play

DRAFT = (
    FRONT
    + """
## 5.1 Call charge
```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4}
index: 5.3
```

## 5.3 Indexation
```terms
kind: indexation
series: CPI
ceiling: 5 %
```

## 5.6 Currency
```terms
kind: currency_adjustment
series: EUR/GBP
share: 30 %
band: 10 %
of: [5.1]
```
"""
)
WORLD = """
name: Prices
services: {voice: {demand: {level: 1 000 per month}, capacity: {level: 2 000 per month}}}
indices: {CPI: {yearly move: 2 %}, EUR/GBP: {yearly move: 0 %}, wages: {yearly move: 3 %}}
economics: {provider: {unit cost: {voice: GBP 2}}}
shocks:
  it: SHOCK
"""
AT = "arrives: {date: 2027-03-01}"
WAGES = f"{{kind: wage_rise, services: [voice], {AT}, rise: 10 %, wages: 50 %}}"
SPIRAL = f"{{kind: inflation_path, series: CPI, services: [voice], {AT}, excess: 4 %, years: 1, follows: 50 %}}"
OTHER = SPIRAL.replace("CPI", "wages")
RATE = f"{{kind: currency_move, series: EUR/GBP, services: [voice], {AT}, move: MOVE, in that currency: 30 %}}"
GONE = f"{{kind: index_discontinued, series: wages, {AT}}}"


@pytest.mark.parametrize(
    ("shock", "pays", "limits"),
    [
        (WAGES, {"5.3"}, {"5.3"}),
        (SPIRAL, {"5.3"}, {"5.3"}),
        (OTHER, set(), set()),
        (GONE, set(), set()),
        (RATE.replace("MOVE", "2 %"), set(), set()),
    ],
)
@pytest.mark.parametrize("step", ["day", "month"])
def test_a_clause_answers_for_its_own_series_and_an_index_for_prices_at_large(
    tmp_path: Path, shock: str, pays: set[str], limits: set[str], step: str
) -> None:
    workshop = Workshop(tmp_path)
    world = WORLD.replace("SHOCK", shock)
    rules, futures = workshop.rules(DRAFT, world), workshop.futures(world, step, 24, 4)
    told = play(rules, futures, 1).coverage
    assert told.rows["price"] == 1
    of = {question: {clause for event, asked, clause in told.answered if (event, asked) == ("price", question)} for question in ("pay", "limit")}
    assert of == {"pay": pays, "limit": limits}
    outcome = CohortDriver(rules, futures, ask=True).run()
    assert outcome.coverage is not None and outcome.coverage.rows["price"] == 4
    assert {key: count for key, count in outcome.coverage.answered.items() if key[0] == "price"} == {
        key: 4 * count for key, count in told.answered.items() if key[0] == "price"
    }
