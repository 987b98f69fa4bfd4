"""The events of a life out of its story: what is told as one, what is left out, what each weighs."""

from __future__ import annotations

from wargame.analysis.happened import happened, stepped
from wargame.core.calendar import DAY
from wargame.simulation.told import Happening

HOUR = 3600


def outage(start: int, lasts: int, number: int, source: str = "component/platform", over: str = "is restored after") -> list[Happening]:
    """The two lines of an outage."""
    return [
        Happening(start, "outage", f"platform is down ({source})", incident=number),
        Happening(start + lasts, "outage", f"platform {over} …", incident=number),
    ]


def test_an_outage_is_told_if_nobody_planned_it_and_it_lasts_an_hour() -> None:
    story = [*outage(0, HOUR, 1), *outage(5, HOUR - 1, 2), *outage(9, 5 * HOUR, 3, "planned/platform"), *outage(7, 60, 4, over="is still down when")]
    found = happened(sorted(story, key=lambda line: line.instant))
    assert [(one.instant, one.kind, one.words, one.size, one.unit) for one in found] == [
        (0, "outage", "platform is down for 1 h", 1.0, "hours"),
        (7, "outage", "platform is down for 1 min", 60 / HOUR, "hours"),
    ]
    assert found[0].weight == 1 / 8


def level(instant: int, by: float, words: str = "demand of voice rises", kind: str = "surge", shock: str = "") -> Happening:
    """A level that moves."""
    return Happening(instant, kind, f"{words} by {by:.1f} % of its normal level{f' ({shock})' if shock else ''}")


def test_the_steps_of_a_ramp_are_one_event_and_two_surges_are_two() -> None:
    ramp = [level(k * 3 * DAY, 5.0 + (k % 2) * 0.1) for k in range(8)]
    story = [*ramp, level(40 * DAY, 31.0), level(41 * DAY, 40.4, "demand of voice falls back"), level(44 * DAY, 12.0)]
    assert [(one.instant // DAY, one.words) for one in happened(story)] == [
        (0, "demand of voice rises by 40.4 % of its normal level, in 8 steps"),
        (40, "demand of voice rises by 31.0 % of its normal level"),
        (44, "demand of voice rises by 12.0 % of its normal level"),
    ]


def test_what_falls_evenly_back_begins_at_once() -> None:
    (only,) = happened([level(DAY, size) for size in (4.0, 3.9, 6.0)])
    assert only.words == "demand of voice rises by 13.9 % of its normal level" and only.size is not None and only.weight == only.size / 20


def test_services_that_fall_together_are_one_event_which_names_its_shock() -> None:
    falls = [level(DAY, 43.1, f"capacity of {name} falls", "shortage", "walk-out") for name in ("voice", "cases", "back office")]
    said = Happening(DAY - HOUR, "shortage", "people do not come to work (walk-out)")  # the evening before
    other = level(DAY, 43.2, "capacity of chat falls", "shortage", "walk-out")
    assert [one.words for one in happened([said, *falls, other])] == [
        "capacity of voice, cases and back office falls by 43.1 % of its normal level (walk-out)",
        "capacity of chat falls by 43.2 % of its normal level (walk-out)",
    ]


def test_what_two_shocks_raise_alike_is_two_events() -> None:
    assert len(happened([level(DAY, 5.0, shock="strike of the post"), level(9 * DAY, 5.0, shock="a campaign")])) == 2


def test_what_the_parties_do_is_not_of_the_world_and_an_end_weighs_most() -> None:
    story = [
        Happening(1, "response", "platform: escalated"), Happening(2, "notice", "notice of breach"), Happening(3, "right", "the client may leave"),
        Happening(4, "payment", "the client pays late"), Happening(5, "regulation", "a new rule for voice is announced"),
        Happening(6, "regulation", "voice complies with the new rule"),
        Happening(7, "price", "wages, prices or an exchange rate move, or an index ends"),
        Happening(8, "delay", "go-live is due and not delivered", incident=4), Happening(8 + 3 * DAY, "delay", "go-live is delivered", incident=4),
        level(9 * DAY, 25.0, "capacity of voice falls", "shortage"), Happening(9 * DAY + 3, "shortage", "people or capacity are missing"),
        Happening(10 * DAY, "exit", "the agreement ends early"),
    ]  # fmt: skip
    found = happened(story)
    assert [one.kind for one in found] == ["regulation", "price", "delay", "shortage", "exit"]
    assert found[2].words == "go-live is late by 3 d" and found[2].size == 3.0 and found[2].weight == 0.1
    assert max(found, key=lambda one: one.weight).kind == "exit"


def test_a_story_tells_what_climbs_and_comes_back_once_each() -> None:
    up = [level(k * 3 * DAY, 1.4 + (k % 2) * 0.1, shock="" if k else "influenza") for k in range(8)]
    down = [level((30 + 3 * k) * DAY, 1.5, "demand of voice falls back") for k in range(8)]
    between = Happening(29 * DAY, "notice", "notice of breach")
    other = level(400 * DAY, 1.5, "demand of voice rises")
    assert [(line.instant // DAY, line.words) for line in stepped([*up, between, *down, other])] == [
        (0, "demand of voice rises by 11.6 % of its normal level, in 8 steps (influenza)"),
        (29, "notice of breach"),
        (30, "demand of voice falls back by 12.0 % of its normal level, in 8 steps"),
        (400, "demand of voice rises by 1.5 % of its normal level"),
    ]
