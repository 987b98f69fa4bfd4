"""Units of quantities and prices, held against those of the services they are about."""

from __future__ import annotations

import pytest

from wargame.contract.rules.clause import ClauseTerms
from wargame.contract.rules.units import BadTerm, check_units
from wargame.core.quantities import CountT, PriceT
from wargame.core.reading import parse_count
from wargame.core.values import Count


class Terms(ClauseTerms):
    """A quantity and a price."""

    up_to: CountT | None = None
    price: PriceT | None = None


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("call", "100 calls per year"), ("call", "100 Calls a year"), ("calls", "100 call per year"), ("call", "100 a year"), ("call", "100 units"),
        ("person", "12 people"), ("people", "1 person"), ("contact person", "3 contact-people"), ("salesperson", "3 salespeople"),
        ("trouble ticket", "40 trouble-tickets each month"), ("Trouble-Ticket", "40 trouble tickets"), ("query", "7 queries"), ("box", "2 boxes"),
        ("staff", "40 staff"),
    ],
)  # fmt: skip
def test_a_unit_may_be_written_in_more_than_one_way(unit: str, said: str) -> None:
    check_units(Terms.model_validate({"up to": said}), ["voice"], {"voice": unit})


@pytest.mark.parametrize("said", ["100 letters", "100 callers", "100 call minutes per year"])
def test_another_unit_is_refused_with_both_and_the_way_out(said: str) -> None:
    with pytest.raises(BadTerm, match=r"`up to` is 100 .*, and voice is counted in calls$") as caught:
        check_units(Terms.model_validate({"up to": said}), ["voice"], {"voice": "call"})
    assert (caught.value.path, caught.value.hint) == (("up to",), "give it in that unit, or leave the unit out")
    with pytest.raises(BadTerm, match=r"voice is counted in calls and visits is counted in people$") as caught:
        check_units(Terms.model_validate({"up to": said}), ["voice", "visits"], {"voice": "calls", "visits": "person"})
    assert caught.value.hint == "give it in one of these units, or leave the unit out"
    with pytest.raises(BadTerm, match=r"`price` is GBP 4.20 per letter"):
        check_units(Terms.model_validate({"price": "GBP 4.20 per letter"}), ["voice"], {"voice": "call"})


@pytest.mark.parametrize(
    ("said", "unit", "per"),
    [("3 700 000 calls a year", "calls", "year"), ("20 a month", None, "month"), ("20 each contract year", None, "contract year"),
     ("5 an hour", None, "hour"), ("5 calls every week", "calls", "week"), ("5 a la carte meals", "a la carte meals", None)],
)  # fmt: skip
def test_a_period_may_follow_an_article(said: str, unit: str | None, per: str | None) -> None:
    found = parse_count(said)
    assert isinstance(found, Count) and (found.unit, found.per) == (unit, per)
