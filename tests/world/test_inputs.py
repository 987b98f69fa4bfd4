"""What a scenario may say in two ways, and what it must not say at all."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from wargame.core.calendar import Calendar
from wargame.core.quantities import Rate
from wargame.world.scenario.inputs import Quality
from wargame.world.scenario.series import Index


def test_the_share_done_right_is_the_rest_of_the_share_done_wrong() -> None:
    wrong = Quality.model_validate({"right": "99.7 %", "under strain": "4 %"}).errors
    assert wrong.num * 1000 == 3 * wrong.den
    assert Quality.model_validate({"errors": "0.3 %"}).errors == Rate(3, 1000)


@pytest.mark.parametrize(
    "given", [{"right": "99 %", "errors": "1 %"}, {"right": "101 %"}, {"right": "-1 %"}, {"right": "98 %", "under strain": "1 %"}]
)
def test_a_quality_that_cannot_be_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        Quality.model_validate(given)


def test_published_levels_keep_their_ratios_exactly() -> None:
    calendar = Calendar(dt.date(2027, 1, 1))
    starts = calendar.month_starts(36)
    assert Index.model_validate({"levels": ["105.65", "110.5", "114.25"]}).published(starts, calendar) == [1_056_500, 1_105_000, 1_142_500]
    assert Index.model_validate({"levels": ["1.3", "1.377"]}).published(starts, calendar) == [1_300_000, 1_377_000]


def test_levels_by_date_are_in_force_from_their_day_on() -> None:
    calendar = Calendar(dt.date(2027, 1, 1))
    starts = calendar.month_starts(12)
    dated = {dt.date(2026, 6, 1): "1.3", dt.date(2027, 3, 10): "1.377", dt.date(2027, 4, 1): "1.35"}
    one = Index.model_validate({"levels": dated}, context={})
    assert one.published(starts, calendar) == [1_300_000, 1_300_000, 1_300_000, 1_350_000] and one.months == 1
    late = Index.model_validate({"levels": {dt.date(2027, 3, 10): "1.377"}})
    with pytest.raises(ValueError, match="in force at the effective date too"):
        late.published(starts, calendar)
    with pytest.raises(ValidationError, match="in the order of their dates"):
        Index.model_validate({"levels": dict(reversed(dated.items()))})
    with pytest.raises(ValidationError, match="once a year"):
        Index.model_validate({"yearly move": "3 %", "moves": "monthly"})


@pytest.mark.parametrize("given", [{}, {"levels": ["100", "0"]}])
def test_a_series_without_figures_is_refused(given: dict[str, list[str]]) -> None:
    with pytest.raises(ValidationError):
        Index.model_validate(given)
