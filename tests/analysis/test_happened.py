"""The events of a life out of its story: what is told as one, what is left out, what each weighs."""

from __future__ import annotations

from pathlib import Path

from tests.laws.workshop import FRONT, Workshop
from wargame.analysis.lives.happened import happened, stepped
from wargame.analysis.lives.story import _condensed
from wargame.core.values import DAY, HOUR
from wargame.simulation.life.driver import play
from wargame.simulation.life.happening import Did, Happening


def outage(start: int, lasts: int, number: int, component: str = "platform", over: Did = "ends", planned: bool = False) -> list[Happening]:
    """The two lines of an outage."""
    return [
        Happening(start, "outage", "begins", component, planned=planned, source="component/x", incident=number),
        Happening(start + lasts, "outage", over, component, size=lasts, planned=planned, incident=number),
    ]


def test_an_outage_is_told_if_nobody_planned_it_and_it_lasts_an_hour() -> None:
    story = [*outage(0, HOUR, 1), *outage(5, HOUR - 1, 2), *outage(9, 5 * HOUR, 3, planned=True), *outage(7, 60, 4, over="is cut")]
    found = happened(sorted(story, key=lambda line: line.instant))
    assert [(one.instant, one.kind, one.words, one.size, one.unit) for one in found] == [
        (0, "outage", "platform is down for 1 h", 1.0, "hours"),
        (7, "outage", "platform is down for 1 min", 60 / HOUR, "hours"),
    ]
    assert found[0].weight == 1 / 8


def level(instant: int, by: float, service: str = "voice", did: Did = "rises", kind: str = "surge", shock: str = "") -> Happening:
    """A level that moves by so many percent."""
    return Happening(instant, kind, did, service, size=round(by * 10_000), shock=shock)


def test_the_steps_of_a_ramp_are_one_event_and_two_surges_are_two() -> None:
    ramp = [level(k * 3 * DAY, 5.0 + (k % 2) * 0.1) for k in range(8)]
    story = [*ramp, level(40 * DAY, 31.0), level(41 * DAY, 40.4, did="falls back"), level(44 * DAY, 12.0)]
    assert [(one.instant // DAY, one.words) for one in happened(story)] == [
        (0, "demand of voice rises by 40.4 % of its normal level, in 8 steps"),
        (40, "demand of voice rises by 31.0 % of its normal level"),
        (44, "demand of voice rises by 12.0 % of its normal level"),
    ]


def test_what_falls_evenly_back_begins_at_once() -> None:
    (only,) = happened([level(DAY, size) for size in (4.0, 3.9, 6.0)])
    assert only.words == "demand of voice rises by 13.9 % of its normal level" and only.size is not None and only.weight == only.size / 20


def test_services_that_fall_together_are_one_event_which_names_its_shock() -> None:
    falls = [level(DAY, 43.1, name, "falls", "shortage", "walk-out") for name in ("voice", "cases", "back office")]
    said = Happening(DAY - HOUR, "shortage", text="people do not come to work", shock="walk-out")  # the evening before
    other = level(DAY, 43.2, "chat", "falls", "shortage", "walk-out")
    assert [one.words for one in happened([said, *falls, other])] == [
        "capacity of voice, cases and back office falls by 43.1 % of its normal level (walk-out)",
        "capacity of chat falls by 43.2 % of its normal level (walk-out)",
    ]


def test_what_two_shocks_raise_alike_is_two_events() -> None:
    assert len(happened([level(DAY, 5.0, shock="strike of the post"), level(9 * DAY, 5.0, shock="a campaign")])) == 2


def test_what_the_parties_do_is_not_of_the_world_and_an_end_weighs_most() -> None:
    story = [
        Happening(1, "response", "is answered", "platform", "escalated"), Happening(2, "notice", text="notice of breach"),
        Happening(3, "right", text="the client may leave"), Happening(4, "payment", text="the client pays late"),
        Happening(5, "regulation", "is announced", "voice"), Happening(6, "regulation", "is complied with", "voice"),
        Happening(7, "price", text="wages, prices or an exchange rate move, or an index ends"),
        Happening(8, "delay", "begins", "go-live", incident=4), Happening(8 + 3 * DAY, "delay", "ends", "go-live", incident=4),
        level(9 * DAY, 25.0, did="falls", kind="shortage"), Happening(9 * DAY + 3, "shortage", text="people or capacity are missing"),
        Happening(10 * DAY, "exit", text="the agreement ends early"),
    ]  # fmt: skip
    found = happened(story)
    assert [one.kind for one in found] == ["regulation", "price", "delay", "shortage", "exit"]
    assert found[2].words == "go-live is late by 3 d" and found[2].size == 3.0 and found[2].weight == 0.1
    assert max(found, key=lambda one: one.weight).kind == "exit"


def test_a_story_tells_what_climbs_and_comes_back_once_each() -> None:
    up = [level(k * 3 * DAY, 1.4 + (k % 2) * 0.1, shock="" if k else "influenza") for k in range(8)]
    down = [level((30 + 3 * k) * DAY, 1.5, did="falls back") for k in range(8)]
    between = Happening(29 * DAY, "notice", text="notice of breach")
    other = level(400 * DAY, 1.5)
    assert [(line.instant // DAY, line.words) for line in stepped([*up, between, *down, other])] == [
        (0, "demand of voice rises by 11.6 % of its normal level, in 8 steps (influenza)"),
        (29, "notice of breach"),
        (30, "demand of voice falls back by 12.0 % of its normal level, in 8 steps"),
        (400, "demand of voice rises by 1.5 % of its normal level"),
    ]


ODD = ("CRM (cloud)", "what is left", "desk: first line", "planned/x", "a is down (b)", "back office to front", "{of}")


def test_names_print_whole_whatever_they_look_like() -> None:
    for name in ODD:
        (down,) = happened(outage(0, 2 * HOUR, 1, name))
        (moved,) = happened([level(DAY, 5.0, name, shock=name), level(4 * DAY, 5.0, name)])
        assert down.words == f"{name} is down for 2 h"
        assert moved.words == f"demand of {name} rises by 10.0 % of its normal level, in 2 steps ({name})"
        assert [line.plain for line in outage(0, HOUR, 1, name)] == [f"{name} is down", f"{name} is restored after 1 h"]
        assert Happening(0, "response", "is answered", name, "called out: now").plain == f"{name}: called out: now"


def test_parts_of_a_size_are_added_up_before_they_are_rounded() -> None:
    thirds = [level(k * DAY, 100 / 30) for k in range(3)]
    assert [line.plain for line in stepped(thirds)] == ["demand of voice rises by 10.0 % of its normal level, in 3 steps"]
    assert [one.words for one in happened(thirds)] == ["demand of voice rises by 10.0 % of its normal level, in 3 steps"]


WORLD = """
name: Odd
history: ties.csv
services:
  "what is left": {demand: {level: 1 000 per month}, capacity: {level: 2 000 per month}, needs: ["CRM (cloud)", "desk: first line"]}
components: {"CRM (cloud)": {}, "desk: first line": {planned work: {rate: 1 per month, lasts: 5 hours}}}
shocks:
  "rush (autumn)": {kind: volume_surge, service: what is left, arrives: {date: 2027-09-01}, size: 30 %, lasts: 9 days}
"""
HISTORY = """start,end,component,planned
2027-03-10T09:00,2027-03-10T19:00,CRM (cloud),no
2027-04-10T09:00,2027-04-11T19:00,CRM (cloud),yes
2027-05-10T09:00,2027-05-10T12:00,desk: first line,no
"""


def test_planned_work_of_a_history_is_no_outage_and_odd_names_are_told_whole(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    (tmp_path / "ties.csv").write_text(HISTORY, encoding="utf-8")
    draft = FRONT.replace("voice: {unit: call", "'what is left': {unit: call")
    draft += "\n## 5.1 Call charge\n```terms\nkind: unit_charge\nservice: what is left\nbands:\n  - {price: GBP 4}\n```\n"
    told = play(workshop.rules(draft, WORLD), workshop.futures(WORLD, "day", 24, 1), 0)
    planned = {line.of for line in told.story if line.kind == "outage" and line.planned}
    assert planned == {"CRM (cloud)", "desk: first line"}  # of the history, and of the windows for planned work
    assert [one.words for one in happened(told.story) if one.kind in ("outage", "surge")] == [
        "CRM (cloud) is down for 10 h",
        "desk: first line is down for 3 h",
        "demand of what is left rises by 30.0 % of its normal level (rush (autumn))",
    ]
    kept, untold = _condensed(told.story)
    assert [line.plain for line in kept if line.kind == "outage"] == [
        *("CRM (cloud) is down", "CRM (cloud) is restored after 10 h"),
        *("desk: first line is down", "desk: first line is restored after 3 h"),
    ]
    assert len(untold) == sum(line.planned and line.did == "begins" for line in told.story) > 1
