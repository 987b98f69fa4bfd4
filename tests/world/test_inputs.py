"""What a scenario may say in two ways, and what it must not say at all."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from wargame.core.quantities import Rate
from wargame.world.scenario.inputs import Index, Quality
from wargame.world.sizes.read import MILLION


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


def test_published_levels_become_millionths_of_the_first() -> None:
    assert Index.model_validate({"levels": ["105.65", "110.5", "114.25"]}).published() == [MILLION, 1_045_906, 1_081_401]


@pytest.mark.parametrize("given", [{}, {"levels": ["100", "0"]}])
def test_a_series_without_figures_is_refused(given: dict[str, list[str]]) -> None:
    with pytest.raises(ValidationError):
        Index.model_validate(given)
