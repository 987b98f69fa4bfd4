"""Field types: a model says `price: PriceT` and gets an exact value, a redacted range or a refusal in words."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError

from wargame.core.money import Money
from wargame.core.quantities import CountT, DurationT, MoneyT, PartyName, PriceT, Rate, RateT, Redacted, Ref, TextT, WholeT


class Terms(BaseModel):
    """Terms with one field of each kind."""

    cap: MoneyT | None = None
    price: PriceT | None = None
    at_risk: RateT | None = None
    within: DurationT | None = None
    volume: CountT | None = None
    strikes: WholeT | None = None
    words: TextT | None = None
    clause: Ref | None = None
    payer: PartyName | None = None


def refusal(values: dict[str, Any], context: dict[str, Any] | None = None) -> str:
    with pytest.raises(ValidationError) as caught:
        Terms.model_validate(values, context=context)
    (error,) = caught.value.errors()
    return str(error["ctx"]["error"])


def test_texts_become_values_and_absent_stays_absent() -> None:
    terms = Terms.model_validate({"cap": "£5", "at_risk": "15 %", "clause": "12.10"}, context={"currencies": ("GBP",)})
    assert (terms.cap, terms.at_risk, terms.price) == (Money(500, "GBP"), Rate(15, 100), None)
    assert isinstance(terms.clause, Ref) and terms.clause == "12.10" != "12.1"


def test_a_zero_is_not_absent() -> None:
    assert Terms.model_validate({"cap": "GBP 0"}).cap == Money(0, "GBP")


def test_read_values_pass_unchanged() -> None:
    assert Terms(cap=Money(1, "GBP"), strikes=3).cap == Money(1, "GBP")


@pytest.mark.parametrize("blank", ["", "TBC", "[***]", ["●"]])
def test_a_blank_is_refused_and_told_how_to_be_written(blank: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Terms.model_validate({"cap": blank})
    cause = caught.value.errors()[0]["ctx"]["error"]
    assert cause.topic == "blank" and "redacted" in cause.hint


def test_a_redacted_range_gives_its_mode_and_is_kept() -> None:
    kept: dict[tuple[str, ...], Redacted] = {}
    group = {"redacted": {"low": "5 %", "mode": "10 %", "high": "20 %"}}
    assert Terms.model_validate({"at_risk": group}, context={"redacted": kept}).at_risk == Rate(10, 100)
    assert kept == {("5 %", "10 %", "20 %"): Redacted(Rate(5, 100), Rate(10, 100), Rate(20, 100))}


@pytest.mark.parametrize(
    ("field", "low", "mode", "high"),
    [
        ("at_risk", "10 %", "5 %", "20 %"),
        ("within", "1 hour", "1 month", "2 months"),
        ("cap", "GBP 1", "EUR 2", "GBP 3"),
        ("volume", "1 per day", "2", "3"),
    ],
)
def test_a_range_must_rise_in_one_unit(field: str, low: str, mode: str, high: str) -> None:
    assert "rise from low to mode to high" in refusal({field: {"redacted": {"low": low, "mode": mode, "high": high}}})


def test_a_range_needs_its_three_figures_and_only_numbers_have_one() -> None:
    assert "exactly low, mode and high" in refusal({"at_risk": {"redacted": {"low": "5 %"}}})
    assert "a group of terms stands where a text is due" in refusal({"words": {"redacted": {"low": "a", "mode": "b", "high": "c"}}})


def test_a_list_or_group_is_no_value() -> None:
    assert "a list stands where a price is due" in refusal({"price": ["GBP 1", "GBP 2"]})


def test_the_json_schema_accepts_texts_and_ranges() -> None:
    schema = Terms.model_json_schema()
    jsonschema.validate({"at_risk": "15 %", "clause": "8.2"}, schema)
    jsonschema.validate({"at_risk": {"redacted": {"low": "1 %", "mode": "2 %", "high": "3 %"}}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"at_risk": 15}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"words": {"redacted": {}}}, schema)


def test_a_model_dumps_its_values_as_text_in_json() -> None:
    assert Terms.model_validate({"cap": "GBP 5"}).model_dump(mode="json", exclude_none=True) == {"cap": "GBP 5.00"}
