"""A scenario is read whole before anything is refused, and everything that cannot be is refused at its own place."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from wargame.core.calendar import Calendar
from wargame.core.problem import BadInput, Problem
from wargame.world.scenario.file import Scenario, load_scenario

CALENDAR = Calendar(dt.date(2027, 1, 1))

GOOD = """name: A small world
services:
  voice:
    demand: {level: 100 000 per month, growth: 3 %, season: {week: [6, 6, 5, 5, 5, 2, 1]}, noise: {weekly: 6 %}}
    capacity: {level: 108 000 per month, ceiling: 150 000 per month}
    needs: [platform]
components:
  platform: {outages: 2 per month, repair: {median: 42 minutes, p95: 5 hours}, detection: 5 minutes}
indices:
  CPI: {yearly move: {mean: 3 %, sd: 1.5 %}}
economics:
  provider: {unit cost: {voice: GBP 3.10}, fixed cost: GBP 40 000}
  client losses:
    - {head: customer redress, amount: GBP 6 000, per: hour of outage, service: voice}
  replacement: {gap: 20 days, transition: GBP 400 000, price: {voice: GBP 4.90}}
shocks:
  surge: {kind: volume_surge, service: voice, arrives: {rate: 1.8 per year}, size: 25 %, lasts: 14 days}
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Scenario]:
    """Writes scenarios to files and reads the last."""

    def read(*texts: str | bytes) -> Scenario:
        for i, text in enumerate(texts):
            path = tmp_path / f"world{i}.yaml"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_scenario(path, "GBP", CALENDAR.instant)

    return read


@pytest.fixture
def refused(load: Callable[..., Scenario]) -> Callable[..., list[Problem]]:
    """The problems of scenarios that must be refused."""

    def read(*texts: str | bytes) -> list[Problem]:
        with pytest.raises(BadInput) as caught:
            load(*texts)
        assert all(problem.place.file.endswith(".yaml") or problem.place.file.endswith(".csv") for problem in caught.value.problems)
        return list(caught.value.problems)

    return read


def line_of(text: str, words: str) -> int:
    """The line on which some words first stand."""
    return text[: text.index(words)].count("\n") + 1


def test_a_scenario_as_it_should_be(load: Callable[..., Scenario]) -> None:
    scenario = load(GOOD)
    assert (scenario.key, scenario.step, scenario.currency) == ("world0", "day", "GBP")
    assert scenario.components_of("voice") == frozenset({"platform"})
    assert {("volume", "voice"), ("downtime", "voice"), ("index", "CPI"), ("lasting_cost", "")} <= scenario.provides
    assert [shock.name for shock in scenario.shocks] == ["surge"]


def test_byte_order_marks_and_carriage_returns_are_accepted(load: Callable[..., Scenario]) -> None:
    same = load(GOOD).digest
    assert load(b"\xef\xbb\xbf" + GOOD.encode()).digest == same
    assert load(GOOD.replace("\n", "\r\n")).digest == same


def test_the_digest_follows_the_content(load: Callable[..., Scenario]) -> None:
    assert load(GOOD + "\n# a remark\n").digest == load(GOOD).digest != load(GOOD.replace("GBP 3.10", "GBP 3.11")).digest


def test_based_on_another_lays_key_over_key(load: Callable[..., Scenario]) -> None:
    upper = (
        "name: Worse\nbased on: world0.yaml\ncomponents: {platform: {outages: 9 per month, repair: {mean: 3 hours}}}\nshocks: {surge: {size: 80 %}}\n"
    )
    scenario = load(GOOD, upper)
    platform = scenario.inputs.components["platform"]
    assert (scenario.inputs.name, str(platform.outages)) == ("Worse", "9 per month")
    assert platform.repair is not None and platform.repair.kind == "exponential"  # a law is replaced whole
    assert platform.detection is not None and platform.detection.seconds == 300
    assert scenario.shocks[0].inputs.size.parameters == (800_000,)


CHANGES = {
    # 1-4: what YAML allows and a scenario does not
    "an anchor": ("platform: {outages", "platform: &p {outages", "anchor"),
    "a tag": ("name: A small world", "name: !!python/object/apply:os.system [ls]", "tag"),
    "a key twice": ("  platform: {outages", "  platform: {}\n  platform: {outages", "platform"),
    # 5, 12: numbers as words
    "a word for a number": ("level: 100 000 per month", "level: NO per month", "NO"),
    "sexagesimal": ("level: 100 000 per month", "level: 22:22 per month", "22:22"),
    "an exponent": ("level: 100 000 per month", "level: 1e5 per month", "1e5"),
    "not a number": ("level: 100 000 per month", "level: NaN per month", "NaN"),
    "infinity": ("GBP 40 000", "GBP inf", "inf"),
    "too much money": ("GBP 40 000", "GBP 1" + "0" * 30, "GBP"),
    "a negative price": ("GBP 3.10", "GBP -3.10", "-3.10"),
    # 8: unknown names, with the nearest
    "an unknown key": ("capacity: {level", "capacty: {level", "capacity"),
    "an unknown kind of shock": ("kind: volume_surge", "kind: volume_serge", "volume_surge"),
    "a shock without a kind": ("kind: volume_surge, ", "", "kind"),
    "an unknown component": ("needs: [platform]", "needs: [plattform]", "platform"),
    "an unknown service": ("volume_surge, service: voice", "volume_surge, service: vioce", "voice"),
    "a loss of an unknown service": ("hour of outage, service: voice", "hour of outage, service: vioce", "voice"),
    "a cost of an unknown service": ("unit cost: {voice", "unit cost: {vioce", "voice"),
    "a price of an unknown service": ("price: {voice", "price: {vioce", "voice"),
    # 11: units
    "hours where a percentage is due": ("growth: 3 %", "growth: 3 hours", "%"),
    "another currency": ("GBP 40 000", "EUR 40 000", "EUR"),
    "a rate a week": ("outages: 2 per month", "outages: 2 per week", "per month"),
    "a demand without a period": ("level: 100 000 per month", "level: 100 000", "per month"),
    # 13: nothing
    "no demand": ("level: 100 000 per month", "level: 0 per month", "demand"),
    "no capacity": ("level: 108 000 per month", "level: 0 per month", "capacity"),
    "outages without repair": (", repair: {median: 42 minutes, p95: 5 hours}", "", "repair"),
    "a season of six days": ("week: [6, 6, 5, 5, 5, 2, 1]", "week: [6, 6, 5, 5, 5, 2]", "7"),
    "a season of nothing": ("week: [6, 6, 5, 5, 5, 2, 1]", "week: [0, 0, 0, 0, 0, 0, 0]", "week"),
    "a blank": ("GBP 40 000", "TBC", "blank"),
    "a shock that never arrives": ("arrives: {rate: 1.8 per year}", "arrives: {}", "arrives"),
    "a shock that arrives in two ways": ("arrives: {rate: 1.8 per year}", "arrives: {rate: 1.8 per year, date: 2027-02-01}", "exactly one"),
    "a gap in months": ("gap: 20 days", "gap: 1 month", "days"),
    "a gap in business days": ("gap: 20 days", "gap: 20 business days", "days"),
    "less than nothing": ("growth: 3 %", "growth: -300 %", "less than nothing"),
    "a thousand shocks a month": ("arrives: {rate: 1.8 per year}", "arrives: {rate: 1 000 per month}", "at most 100 times a month"),
    "a detection in months": ("detection: 5 minutes", "detection: 1 month", "hours"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_cannot_be_is_refused_at_its_place_in_words(refused: Callable[..., list[Problem]], what: str) -> None:
    old, new, says = CHANGES[what]
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    problems = refused(text)
    said = " ".join(f"{one.message} {one.hint}" for one in problems)
    assert says in said, said
    where = GOOD.index(old)
    line = GOOD[:where].count("\n") + 1
    assert any(line - 1 <= one.place.line <= line + 1 and one.place.column >= 1 for one in problems), problems


def test_all_problems_come_at_once_in_the_order_of_lines(refused: Callable[..., list[Problem]]) -> None:
    text = GOOD.replace("growth: 3 %", "growth: 3 hours").replace("outages: 2 per month", "outages: many").replace("GBP 3.10", "EUR 3.10")
    text = text.replace("gap: 20 days", "gap: soon").replace("kind: volume_surge", "kind: flood")
    problems = refused(text)
    lines = [one.place.line for one in problems]
    assert len(problems) >= 5 and lines == sorted(lines)
    assert set(lines) >= {line_of(text, words) for words in ("3 hours", "many", "EUR", "soon", "flood")}


@pytest.mark.parametrize(
    "text",
    [b"", b"- a\n- b\n", b"name: x\n", GOOD.encode("utf-16"), GOOD.replace("small", "gr\xfcn").encode("latin-1"), b"name: a\x00b\n", b"a: [" * 10],
)
def test_files_that_are_no_scenario(refused: Callable[..., list[Problem]], text: bytes) -> None:
    assert refused(text)


def test_deep_nesting_is_refused_quickly_and_kills_nobody(refused: Callable[..., list[Problem]]) -> None:
    began = time.perf_counter()
    problems = refused("name: " + "[" * 200_000)
    assert "50" in problems[0].message
    assert time.perf_counter() - began < 5


def test_an_alias_bomb_is_refused_quickly(refused: Callable[..., list[Problem]]) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    began = time.perf_counter()
    assert "anchor" in refused(bomb)[0].message
    assert time.perf_counter() - began < 1


def test_scenarios_based_on_each_other_in_a_circle(refused: Callable[..., list[Problem]]) -> None:
    problems = refused("name: a\nbased on: world1.yaml\n", "name: b\nbased on: world0.yaml\n")
    assert "world0.yaml" in problems[0].message and "world1.yaml" in problems[0].message


def test_a_base_that_is_not_there(refused: Callable[..., list[Problem]]) -> None:
    (problem,) = refused("name: a\nbased on: nowhere.yaml\n")
    assert "nowhere.yaml" in str(problem) and [(one.line, one.column) for one in problem.also] == [(2, 11)]


@pytest.mark.parametrize("what", ["events", "volumes"])
def test_a_history_that_is_not_there(refused: Callable[..., list[Problem]], what: str) -> None:
    (problem,) = refused(GOOD + f"history:\n  {what}: nowhere.csv\n")
    assert problem.code == "F001" and [(one.line, one.column) for one in problem.also] == [(GOOD.count("\n") + 2, 4 + len(what) + 1)]


def test_two_histories_that_are_not_there_are_told_together(refused: Callable[..., list[Problem]]) -> None:
    problems = refused(GOOD + "history: {events: nowhere.csv, volumes: elsewhere.csv}\n")
    assert [Path(one.place.file).name for one in problems] == ["elsewhere.csv", "nowhere.csv"]


def test_a_base_whose_path_cannot_be_one(refused: Callable[..., list[Problem]], tmp_path: Path) -> None:
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    assert refused("name: a\nbased on: circle.yaml\n")[0].code == "F003"
    assert "NUL" in refused('name: a\nbased on: "a\\0b.yaml"\n')[0].message


def test_each_history_is_sought_beside_the_file_that_names_it(load: Callable[..., Scenario], tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "base.yaml").write_text(GOOD + "history: {events: dated.csv}\n", encoding="utf-8")
    (tmp_path / "there" / "dated.csv").write_text("start,end,component\n2027-02-01T10:00,2027-02-01T11:00,platform\n", encoding="utf-8")
    (tmp_path / "volumes.csv").write_text("date,voice\n2027-03-01,7\n", encoding="utf-8")
    history = load("name: a\nbased on: there/base.yaml\nhistory: {volumes: volumes.csv}\n").history
    assert history is not None and len(history.outages) == 1 and history.volumes == {"voice": {59: 7}}


def test_more_agents_than_any_centre_has_are_refused_before_a_table_is_made_of_them(refused: Callable[..., list[Problem]]) -> None:
    live = GOOD.replace("level: 108 000 per month", "level: 108 000 000 000 per month", 1).replace("ceiling: 150 000 per month", "stretches: 5 %", 1)
    live = live.replace("    needs: [", "    live: {handling: 5 minutes, threshold: 20 seconds}\n    needs: [", 1)
    assert any("agents" in one.message and one.code == "S006" for one in refused(live)), refused(live)


def test_an_outage_that_would_stop_nothing_is_refused(refused: Callable[..., list[Problem]]) -> None:
    major = "{kind: outage, component: spare, arrives: {rate: 1 per year}, lasts: 1 day}"
    spare = GOOD.replace("components:\n", "components:\n  spare: {}\n", 1).replace("shocks:\n", f"shocks:\n  major: {major}\n", 1)
    assert [(one.code, "no service needs 'spare'" in one.message) for one in refused(spare)] == [("S006", True)]


@pytest.mark.parametrize("rate", ["-99 %", "-300 %"])
def test_money_that_would_be_worth_a_hundredfold_in_a_year(refused: Callable[..., list[Problem]], rate: str) -> None:
    assert "discount rate" in refused(GOOD.replace("economics:\n", f"economics:\n  discount: {{client: {rate}}}\n", 1))[0].message


def test_a_history_is_read_with_the_scenario(load: Callable[..., Scenario], refused: Callable[..., list[Problem]], tmp_path: Path) -> None:
    (tmp_path / "dated.csv").write_text("start,end,component\n2027-02-01T10:00,2027-02-01T11:00,platform\n", encoding="utf-8")
    history = load(GOOD + "history: dated.csv\n").history
    assert history is not None and [(one.start, one.length) for one in history.outages] == [(31 * 86_400 + 36_000, 3600)]
    (tmp_path / "dated.csv").write_text("start,end,component\n2027-02-01T10:00,2027-02-01T11:00,disk\n", encoding="utf-8")
    problems = refused(GOOD + "history: dated.csv\n")
    assert problems[0].place.file.endswith("dated.csv") and problems[0].place.line == 2


def test_long_chains_are_followed_without_end_of_the_stack(load: Callable[..., Scenario]) -> None:
    chain = "".join(f"  c{i}: {{needs: [c{i + 1}]}}\n" for i in range(3_000))
    shocks = "".join(
        f"  s{i}: {{kind: volume_surge, service: voice, arrives: {{after: {{shock: s{i + 1}, delay: 1 day}}}}, size: 5 %, lasts: 2 days}}\n"
        for i in range(800)
    )
    last = "  s800: {kind: volume_surge, service: voice, arrives: {rate: 1 per year}, size: 5 %, lasts: 2 days}\n"
    text = GOOD.replace("indices:", f"{chain}  c3000: {{}}\nindices:").replace("needs: [platform]", "needs: [platform, c0]")
    began = time.perf_counter()
    scenario = load(text + shocks + last)
    assert len(scenario.components_of("voice")) == 3_002
    assert [shock.name for shock in scenario.in_order][:3] == ["surge", "s800", "s799"]
    assert time.perf_counter() - began < 60


def test_a_long_circle_is_told_by_its_ends(refused: Callable[..., list[Problem]]) -> None:
    chain = "".join(f"  c{i}: {{needs: [c{(i + 1) % 2_000}]}}\n" for i in range(2_000))
    (problem,) = refused(GOOD.replace("indices:", f"{chain}indices:"))
    assert (problem.code, problem.place.line) == ("S007", line_of(GOOD, "indices:"))
    assert problem.message == "c0 → c1 → c2 → c3 → c4 → c5 → 1993 more → c1999 → c0: these components need each other"


def test_where_all_need_all_some_circles_are_told(refused: Callable[..., list[Problem]]) -> None:
    names = [f"c{i}" for i in range(60)]
    every = "".join(f"  {name}: {{needs: [{', '.join(names)}]}}\n" for name in names)
    assert {problem.code for problem in refused(GOOD.replace("indices:", f"{every}indices:"))} == {"S007"}
    assert 1 < len(refused(GOOD.replace("indices:", f"{every}indices:"))) <= 20


def test_scenarios_stand_on_each_other_only_so_high(load: Callable[..., Scenario], refused: Callable[..., list[Problem]]) -> None:
    def tower(high: int) -> list[str]:
        return [GOOD, *(f"based on: world{i}.yaml\n" for i in range(high))]

    assert load(*tower(19)).inputs.name == "A small world"
    (problem,) = refused(*tower(400))
    assert problem.code == "S004" and "20 times" in problem.message and problem.place.file.endswith("world381.yaml")


def test_of_thousands_of_faults_the_first_are_told(refused: Callable[..., list[Problem]]) -> None:
    many = "".join(f"  s{i}: {{demnd: {{level: 10 per month}}}}\n" for i in range(2_000))
    began = time.perf_counter()
    problems = refused(GOOD.replace("components:", f"{many}components:"))
    assert 250 <= len(problems) <= 501 and time.perf_counter() - began < 30
    assert any("3,500 more faults" in problem.message for problem in problems)
    assert any(problem.place.line == line_of(GOOD, "components:") and "demand" in problem.hint for problem in problems)
    needs = ", ".join(f"c{i}" for i in range(3_000))
    unknown = refused(GOOD.replace("needs: [platform]", f"needs: [{needs}]"))
    assert len(unknown) == 3_000 and all(len(problem.message) < 200 for problem in unknown)
