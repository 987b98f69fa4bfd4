"""Open constructions and the readings that are made of them."""

from __future__ import annotations

from wargame.contract.rules.readings import OpenConstruction, Reading, adverse_reading, single_readings
from wargame.core.party import SIDES, PartyWords

PARTIES = PartyWords(SIDES)
CLOCK = OpenConstruction("8.1", "clock", "occurrence", ("occurrence", "detection"), "From when?")
PARTS = OpenConstruction("9.1", "part_periods", "count whole", ("count whole", "count if complete", "pro rata"), "Do begun hours count?")


def test_each_option_but_the_one_in_force_is_a_reading_with_a_name() -> None:
    found = single_readings((CLOCK, PARTS))
    assert [one.name for one in found] == ["8.1 clock = detection", "9.1 part periods = count if complete", "9.1 part periods = pro rata"]
    assert [one.choices for one in found][1] == (("9.1", "part_periods", "count if complete"),)


def test_an_adverse_reading_names_only_what_it_reads_otherwise() -> None:
    options = {("8.1", "clock"): "occurrence", ("9.1", "part_periods"): "pro rata"}
    assert adverse_reading("client-adverse", (CLOCK, PARTS), options).choices == (("9.1", "part_periods", "pro rata"),)
    assert adverse_reading("client-adverse", (CLOCK, PARTS), {}).choices == ()


def test_a_reading_says_what_it_is() -> None:
    assert "usual practice" in Reading().words(PARTIES)
    assert Reading("client-adverse").words(PARTIES) == "every open construction against the client"
    assert Reading("client-adverse").words(PartyWords(("buyer", "seller"))) == "every open construction against the buyer"
    assert Reading("8.1 clock = detection").words(PARTIES).startswith("8.1 clock = detection, and every other")
