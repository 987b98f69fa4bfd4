"""What can happen to an agreement, and what every happening asks of it: two closed tables.

Each event puts some of the eight questions to the contract, once per row. Clauses declare which they answer and under what conditions; what is left
over is silence, counted and with a witness.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Order(IntEnum):
    """What comes first when several things fall on one instant, in both drivers.

    The day just ended is closed before the month is, so that a month holds its own last day; an agreement that ends at a month end is settled by that
    month end; an incident that begins with the morning sees what that morning's notices have changed.
    """

    INCIDENT_ENDS = 0
    RESPONSE = 1
    DAY_CLOSES = 2
    AGREEMENT_ENDS = 3
    MONTH_ENDS = 4
    DEADLINE = 5
    NOTICE = 6
    SHOCK = 7
    INCIDENT_BEGINS = 8


class Stage(IntEnum):
    """The default order of a month end. A clause acts in one stage; within a stage, after the clauses it refers to, then by clause number."""

    INDEX = 0
    MEASURE = 1
    CHARGE = 2
    ADJUST = 3
    CREDIT = 4
    DAMAGES = 5
    BAR = 6  # claims that fall away before any cap: notified too late, excluded, shut out by a sole remedy
    CAP = 7
    INVOICE = 8  # what is deducted stands against what is charged
    RECOVER = 9
    SET_OFF = 10
    SETTLE = 11
    RIGHTS = 12


class Question(NamedTuple):
    """One question that an event may put: its short name and the words a report prints."""

    name: str
    words: str


QUESTIONS: dict[str, Question] = {
    question.name: question
    for question in (
        Question("measure", "measured by what?"),
        Question("act", "who must act, by when?"),
        Question("pay", "who pays?"),
        Question("excuse", "is anyone excused?"),
        Question("remedy", "what remedy?"),
        Question("limit", "up to what limit?"),
        Question("decide", "who decides, by when?"),
        Question("leave", "who may leave?"),
    )
}


class EventKind(NamedTuple):
    """A kind of happening, the words for it, and the questions it puts to the contract."""

    name: str
    words: str
    asks: tuple[str, ...]


EVENTS: dict[str, EventKind] = {
    event.name: event
    for event in (
        EventKind("outage", "a component is down", ("measure", "act", "pay", "excuse", "remedy", "limit", "decide", "leave")),
        EventKind("delay", "a milestone is delivered late", ("measure", "act", "pay", "excuse", "remedy", "limit", "decide", "leave")),
        EventKind("surge", "demand passes what was expected", ("measure", "act", "pay", "excuse", "limit", "decide")),
        EventKind("regulation", "the law changes", ("act", "pay", "excuse", "limit", "decide", "leave")),
        EventKind("late payment", "an invoice is paid late", ("act", "pay", "excuse", "remedy", "limit", "leave")),
        EventKind("slump", "demand falls far below what was expected", ("measure", "pay", "limit", "decide")),
        EventKind("shortage", "people or capacity are missing", ("act", "pay", "excuse", "remedy", "decide", "leave")),
        EventKind("breach", "data are lost, or seen by people who may not see them", ("act", "pay", "excuse", "remedy", "limit", "decide", "leave")),
        EventKind("price", "wages, prices or an exchange rate move, or an index ends", ("pay", "limit", "decide")),
        EventKind("distress", "a party, or one it relies on, is failing", ("act", "remedy", "decide", "leave")),
        EventKind("control", "a party, or part of it, changes hands", ("act", "decide", "leave")),
        EventKind("order", "an authority orders a stop or a change", ("act", "pay", "excuse", "decide", "leave")),
        EventKind("change", "the way of working changes", ("act", "pay", "limit", "decide")),
        EventKind("exit", "the agreement ends early", ("act", "pay", "decide")),
    )
}
