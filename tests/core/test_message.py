"""Messages: a sentence as template and figures, equal by the sentence, and printable without what was found by playing."""

from __future__ import annotations

import pytest

from wargame.core.message import Message, agreed, as_message, drafted, played
from wargame.core.words import midway, sentence

SAID = Message(
    "{lost} of {what} is lost against {cap} in {clause}", lost=played("12 %"), what="a “{claim}”", cap=agreed("GBP 12"), clause=agreed("12")
)


def test_it_prints_as_a_sentence_and_without_what_was_played() -> None:
    assert str(SAID) == f"{SAID}" == "12 % of a “{claim}” is lost against GBP 12 in 12"
    assert SAID.shown(played=False) == "… of a “{claim}” is lost against GBP 12 in 12"


def test_equal_sentences_are_equal_whatever_they_are_made_of() -> None:
    other = drafted("12 % of a “{{claim}}” is lost against {all}", all="GBP 12 in 12")
    assert other == SAID == str(SAID) and str(SAID) == SAID and len({SAID, other, str(SAID)}) == 1
    assert SAID.template != other.template and SAID != "something else" and SAID != 12
    assert sorted([drafted("b"), "c", drafted("a")]) == ["a", "b", "c"]


def test_the_same_template_with_other_figures_is_told_from_other_words() -> None:
    assert drafted("below {edge}", edge="98 %").template == drafted("below {edge}", edge="99 %").template
    assert Message("{what} is open", what="the clock").template != Message("{what} is open", what="the base").template


def test_it_can_be_written_down_and_read_again() -> None:
    again = Message.from_data(SAID.data())
    assert again == SAID and again.template == SAID.template and again.shown(played=False) == SAID.shown(played=False)
    untold = SAID.data(played=False)
    assert [one["text"] for one in untold["figures"]] == ["…", "GBP 12", "12"] and str(Message.from_data(untold)) == SAID.shown(played=False)


def test_a_text_is_a_message_without_figures() -> None:
    plain = as_message("a blank: {●} {}")
    assert str(plain) == plain.shown(played=False) == "a blank: {●} {}" and plain.figures == {} and as_message(SAID) is SAID


def test_a_place_that_nobody_fills_is_told_where_the_sentence_is_made() -> None:
    with pytest.raises(KeyError, match="lost"):
        Message("{lost} of {what}", what="it")


def test_sentences_of_our_own_are_put_alone_or_into_another() -> None:
    assert (sentence("one is lost"), sentence("One is lost."), sentence("")) == ("One is lost.", "One is lost.", "")
    assert (midway("Who pays?"), midway("")) == ("who pays?", "")
