"""Files that are broken, hostile or not files at all: each is refused with exit 2 at its place, and no way of writing a draft crashes the command."""

from __future__ import annotations

import json
import os
import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.harness import SOUND, place_of, shell

CAP = "kind: liability_cap\ncap: GBP 60 000\ncovers: [liquidated damages]\n"
TIERS = "  - {below: 99.5 %, credit: 5 %}\n  - {below: 98 %, credit: 12 %}\n"
NAME = "{name: Harbour Bank}"
BASELINE = "baseline: 100 000 per month"


def put(path: Path, was: str, now: str) -> str:
    """Write the sound draft with one thing changed; returns its text."""
    assert SOUND.count(was) == 1, was
    text = SOUND.replace(was, now)
    path.write_text(text, encoding="utf-8")
    return text


def run(draft: Path, world: Path, name: str) -> list[str | Path]:
    """A small run of the draft into a folder beside it."""
    return ["run", draft, "-s", world, "--futures", "64", "--workers", "1", "--postings", "0", "--readings", "base", "--out", draft.parent / name]


def bomb(levels: int = 8) -> str:
    """Terms of 300 bytes that a naive reader unfolds to 9 ** 9 values."""
    names = "abcdefghij"[: levels + 1]
    rows = [f"{names[0]}: &{names[0]} [x, x, x, x, x, x, x, x, x]"]
    rows += [f"{name}: &{name} [{', '.join(['*' + before] * 9)}]" for before, name in pairwise(names)]
    return "\n".join(rows) + "\n"


def test_an_alias_bomb_is_refused_at_its_first_anchor(sound: Path) -> None:
    text = put(sound, CAP, bomb())
    began = time.perf_counter()
    done = shell("check", sound, timeout=20).refused(sound)
    print(f"refused in {time.perf_counter() - began:.2f} s, the start of Python included")
    assert done.problems[0] == (*place_of(text, "&a"), "Y002")
    assert "anchors are not allowed" in done.err.splitlines()[0]


@pytest.mark.parametrize("opening", ["[", "{a: "])
@pytest.mark.parametrize("where", [CAP, "title: Contact centre services\n"], ids=["terms", "front matter"])
def test_deep_nesting_is_refused_and_never_ends_in_a_crash(where: str, opening: str, sound: Path) -> None:
    put(sound, where, ("title: " if "title" in where else "") + opening * 200_000 + "\n")
    done = shell("check", sound, timeout=30).refused(sound)
    assert done.problems[0][2] == "Y004"
    assert "nested deeper than 50" in done.err.splitlines()[0]


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!!float", "!own", "!!binary"])
def test_a_tag_is_refused_and_nothing_is_carried_out(tag: str, sound: Path, tmp_path: Path) -> None:
    text = put(sound, CAP, f"cap: {tag} [touch {tmp_path / 'carried-out'}]\n{CAP}")
    done = shell("check", sound, cwd=tmp_path).refused(sound)
    assert (*place_of(text, tag), "Y003") in done.problems
    assert sorted(path.name for path in tmp_path.iterdir()) == ["draft.md"]


def test_a_key_given_twice_names_both_lines(sound: Path, command: Command) -> None:
    text = put(sound, CAP, CAP + "cap: GBP 1\n")
    done = command("check", sound).refused(sound)
    line, column = place_of(text, "cap: GBP 1\n")
    first = place_of(text, "cap: GBP 60 000")[0]
    assert done.problems == [(line, column, "Y005")]
    assert f"line {first} " in done.err and f"line {line}" in done.err and f"also: {sound}:{first}:1" in done.err


@pytest.mark.parametrize("words", [("NO", "on", "22:22"), ("010", "1e3", "100 000"), ("1,000", "0x1F", "1_000")], ids=" ".join)
def test_a_word_that_yaml_would_change_stays_what_it_is(words: tuple[str, str, str], sound: Path, world: Path, command: Command) -> None:
    text = put(sound, "title: Contact centre services", f"title: {words[0]}")
    text = text.replace("Harbour Bank", words[1]).replace("Meridian Services", words[2])
    sound.write_text(text, encoding="utf-8")
    summary = json.loads(command(*run(sound, world, "run"), "--json").out)
    assert (summary["title"], *(party["name"] for party in summary["parties"])) == words


def test_the_ways_of_writing_an_amount_are_one_amount(sound: Path, world: Path, command: Command) -> None:
    def exposure(amount: str, name: str) -> str:
        put(sound, "cap: GBP 60 000", f"cap: {amount}")
        assert command(*run(sound, world, name)).code == 0
        return (sound.parent / name / "exposure.csv").read_text(encoding="utf-8")

    assert exposure("GBP 61 000", "a") == exposure("GBP 61,000", "b") == exposure('"GBP 61000.00"', "c") != exposure("GBP 61", "d")


@pytest.mark.parametrize("word", ["NO", "on", "22:22", "010", "1e3", "100 000", "1,000"])
def test_no_such_word_passes_for_an_amount(word: str, sound: Path, command: Command) -> None:
    text = put(sound, "cap: GBP 60 000", f"cap: {word}")
    done = command("check", sound).refused(sound)
    line, column = place_of(text, f"cap: {word}\n")
    assert done.problems == [(line, column + len("cap: "), "D003")]


@pytest.mark.parametrize(("word", "code"), [("NO", "D002"), ("22:22", "D002"), ("010", "D002"), ("1e3", "D002"), ("1,000", "Y008")])
def test_no_such_word_passes_for_a_quantity(word: str, code: str, sound: Path, command: Command) -> None:
    text = put(sound, BASELINE, f"baseline: {word} per month")
    done = command("check", sound).refused(sound)
    assert done.problems == [(*place_of(text, f"{word} per month"), code)]


@pytest.mark.parametrize("written", [b"\xef\xbb\xbf" + SOUND.encode(), SOUND.replace("\n", "\r\n").encode(), SOUND.replace("\n", "\r").encode()],
                         ids=["byte order mark", "CR LF", "CR"])  # fmt: skip
def test_a_byte_order_mark_and_other_line_ends_are_accepted(written: bytes, sound: Path, command: Command) -> None:
    sound.write_bytes(written)
    assert command("check", sound) == (0, "1 draft, 5 rules, 0 findings\n", "")


def test_a_fault_in_a_file_of_windows_is_shown_at_the_same_place(sound: Path, command: Command) -> None:
    text = put(sound, "target: 99.5 %", "target: 7 hours")
    sound.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert command("check", sound).refused(sound).problems == [(*place_of(text, "7 hours"), "D003")]


LATIN = SOUND.replace("Harbour Bank", "Hâfen Bank").encode("latin-1")
NUL = SOUND.replace("Harbour Bank", "Har\0bour").encode()


@pytest.mark.parametrize(
    ("written", "offset"),
    [(SOUND.encode("utf-16"), 0), (SOUND.encode("utf-16-be"), 0), (SOUND.encode("utf-16-le"), 1), (LATIN, LATIN.index(0xE2)), (NUL, NUL.index(0)),
     (bytes(range(256)) * 8, 0), (b"\x7fELF\x02\x01\x01\x00", 7)],
    ids=["UTF-16", "UTF-16 BE", "UTF-16 LE", "Latin-1", "NUL", "binary", "program"],
)  # fmt: skip
def test_what_is_not_utf8_text_is_refused_with_the_byte(written: bytes, offset: int, sound: Path, command: Command) -> None:
    sound.write_bytes(written)
    done = command("check", sound).refused(sound)
    assert ": F005: " in done.err.splitlines()[0] and f"byte offset {offset}" in done.err.splitlines()[0]


def test_a_tab_in_the_indentation_of_terms_is_refused(sound: Path, command: Command) -> None:
    text = put(sound, "cap: GBP 60 000", "\tcap: GBP 60 000")
    assert command("check", sound).refused(sound).problems == [(*place_of(text, "\tcap:"), "Y009")]


def test_what_is_not_a_file_is_refused_at_once(tmp_path: Path, command: Command) -> None:
    """A path that names nothing, a directory, an empty file, a pipe nobody writes to, a gigabyte, a device without end."""
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "blank.md").write_bytes(b"\xef\xbb\xbf \n\n")
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    with (tmp_path / "giant.md").open("wb") as file:
        file.truncate(1_000_000_000)
    due = {"missing.md": "F001", "empty.md": "F006", "blank.md": "F006", "pipe.md": "F002", "giant.md": "F004"}
    for name, code in due.items():
        done = command("check", tmp_path / name).refused(tmp_path / name)
        assert f"{name}: {code}: " in done.err, done
    assert "1,000,000,000 bytes" in done.err and "the limit is 5,000,000" in done.err
    inside = tmp_path / "folder.md" / "master.md"  # a folder is a layered agreement
    assert ": F001: " in command("check", tmp_path / "folder.md").refused(inside).err
    assert ": F002: " in command("check", "/dev/zero").refused(Path("/dev/zero")).err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_read_permission_is_refused(sound: Path, command: Command) -> None:
    sound.chmod(0)
    assert ": F003: " in command("check", sound).refused(sound).err


def test_a_scenario_that_is_not_a_file_is_refused_too(sound: Path, tmp_path: Path, command: Command) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for name, code in {"missing.yaml": "F001", "pipe.yaml": "F002"}.items():
        assert f"{name}: {code}: " in command("run", sound, "-s", tmp_path / name, "--out", tmp_path / "run").refused(tmp_path / name).err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("was", "now", "at", "code", "hint"),
    [
        ("kind: liability_cap", "kind: liability_cup", "liability_cup", "D012", 'did you mean "liability_cap"?'),
        ("restore within:", "restores within:", "restores within", "D004", 'did you mean "restore within"?'),
        ("service level: 8.1", "service level: 8.11", "8.11", "D014", 'did you mean "8.1"?'),
        ("kind: service_level\nservice: voice", "kind: service_level\nservice: voyce", "voyce", "D015", 'did you mean "voice"?'),
        ("cap: GBP 60 000", "protects: provder\ncap: GBP 60 000", "provder", "D016", 'did you mean "provider"?'),
        ("currency: GBP", "currency: GPB", "GPB", "D002", 'did you mean "GBP"?'),
    ],
    ids=["kind", "key", "clause", "service", "party", "currency"],
)
def test_a_name_that_nobody_knows_is_refused_with_the_nearest_one(
    was: str, now: str, at: str, code: str, hint: str, sound: Path, command: Command
) -> None:
    text = put(sound, was, now)
    done = command("check", sound).refused(sound)
    assert (*place_of(text, at), code) in done.problems
    assert hint in done.err


def test_a_fence_that_is_never_closed(sound: Path, command: Command) -> None:
    text = put(sound, CAP + "```\n", CAP)
    opening = text.rindex("```terms")
    assert command("check", sound).refused(sound).problems == [(text[:opening].count("\n") + 1, 1, "D009")]


def test_two_blocks_of_terms_under_one_heading_are_named_with_both_places(sound: Path, command: Command) -> None:
    text = put(sound, CAP + "```\n", CAP + "```\n\n```terms\n" + CAP + "```\n")
    first, second = (text[: text.index(CAP)].count("\n"), text[: text.rindex(CAP)].count("\n"))
    done = command("check", sound).refused(sound)
    assert done.problems == [(second, 1, "D008")]
    assert f"also: {sound}:{first}:1" in done.err


def test_two_headings_with_one_number_are_named_with_both_places(sound: Path, command: Command) -> None:
    text = put(sound, "## 9.1 Late restoration", "## 5.1 Late restoration")
    done = command("check", sound).refused(sound)
    assert done.problems == [(*place_of(text, "## 5.1 Late"), "D007")]
    assert f"also: {sound}:{place_of(text, '## 5.1 Call charge')[0]}:1" in done.err


@pytest.mark.parametrize(
    ("was", "now", "units"),
    [
        ("target: 99.5 %", "target: 7 hours", ("hours", "%")),
        ("restore within: 4 hours", "restore within: 7 %", ("%", "duration")),
        ("cap: GBP 60 000", "cap: JPY 60 000", ("JPY", "GBP")),
        ("amount: GBP 7 500", "amount: 7 500 calls", ("calls", "money")),
        ("price: GBP 4.20", "price: 4.20 %", ("%", "price")),
    ],
)
def test_a_clash_of_units_names_both(was: str, now: str, units: tuple[str, str], sound: Path, command: Command) -> None:
    text = put(sound, was, now)
    done = command("check", sound).refused(sound)
    line, column = place_of(text, now)
    assert done.problems == [(line, column + now.index(":") + 2, "D003")]
    assert all(unit in done.err.splitlines()[0] for unit in units), done.err


LEVELS = ("target: 99.5 %", "below: 98 %")
# A credit of more than the month's charges is unusual, and for the parties to agree; a negative one pays the wrong way.
PERCENTAGES = [(was, "198 %") for was in LEVELS] + [(was, "-12 %") for was in (*LEVELS, "credit: 12 %", "at risk: 15 %")]


@pytest.mark.parametrize(("was", "percent"), PERCENTAGES)
def test_a_percentage_below_nothing_is_refused_and_so_is_a_level_above_the_whole(was: str, percent: str, sound: Path, command: Command) -> None:
    term = was.split(":")[0]
    text = put(sound, was, f"{term}: {percent}")
    line, column = place_of(text, f"{term}: {percent}")
    assert command("check", sound).refused(sound).problems == [(line, column + len(term) + 2, "D003")]


NUMBERS = ("NaN", ".nan", "inf", "-inf", ".inf", "1e400", "-0", "-4.20", "9" * 31)
MEASURES = {
    "money": ("cap: GBP 60 000", "cap: GBP {}", "D003"),
    "price": ("price: GBP 4.20", "price: GBP {}", "D003"),
    "quantity": (BASELINE, "baseline: {} per month", "D002"),
    "duration": ("restore within: 4 hours", "restore within: {} hours", "D003"),
    "term": ("term: 12 months", "term: {} months", "D002"),
    "percentage": ("at risk: 15 %", "at risk: {} %", "D003"),
}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("measure", MEASURES)
def test_a_number_that_is_none_or_too_large_or_negative_is_refused(measure: str, number: str, sound: Path, command: Command) -> None:
    was, now, code = MEASURES[measure]
    text = put(sound, was, now.format(number))
    done = command("check", sound).refused(sound)
    line = text[: text.index(now.format(number))].count("\n") + 1
    assert [(place[0], place[2]) for place in done.problems] == [(line, code)]
    if set(number) == {"9"}:
        assert "limit" in done.err


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (BASELINE, "baseline: 0 per month"),
        ("tiers:\n" + TIERS, "tiers: []\n"),
        ("term: 12 months", "term: 0 months"),
        ("bands:\n  - {price: GBP 4.20}", "bands: []"),
        ("per: 1 hour", "per: 0 hours"),
    ],
)
def test_nothing_where_something_is_needed_is_refused_in_a_draft(was: str, now: str, sound: Path, command: Command) -> None:
    put(sound, was, now)
    assert command("check", sound).refused(sound).code == 2


@pytest.mark.parametrize(
    ("was", "now"),
    [("capacity: {level: 130 000", "capacity: {level: 0"), ("demand: {level: 100 000", "demand: {level: 0"), ("median: 2 hours", "median: 0 hours"),
     ("demand: {level: 100 000", "demand: {level: NaN"), ("median: 2 hours", "median: 30 hours")],
)  # fmt: skip
def test_nothing_where_something_is_needed_is_refused_in_a_scenario(was: str, now: str, sound: Path, world: Path, command: Command) -> None:
    text = world.read_text(encoding="utf-8")
    assert text.count(was) == 1
    world.write_text(text.replace(was, now), encoding="utf-8")
    for words in (("check", sound, "-s", world), ("run", sound, "-s", world, "--out", sound.parent / "run")):
        done = command(*words).refused(world)
        assert done.problems[0][0] == text[: text.index(was)].count("\n") + 1
    assert not (sound.parent / "run").exists()


def test_a_world_in_which_nothing_happens_has_numbers_all_the_same(sound: Path, world: Path, command: Command) -> None:
    world.write_text(world.read_text(encoding="utf-8").replace("outages: 1 per month", "outages: 0 per month"), encoding="utf-8")
    done = command(*run(sound, world, "run"), "--postings", "5", "--json")
    assert done.code == 0
    for name in ("summary.json", "exposure.csv", "report.html"):
        text = (sound.parent / "run" / name).read_text(encoding="utf-8")
        assert "NaN" not in text and "Infinity" not in text and ">nan" not in text and ",nan" not in text and ",inf" not in text, name
    losses = [row for row in json.loads(done.out)["exposure"] if row["party"] == "client"]
    assert losses and all(row["value"] is None or isinstance(row["value"], (int, float)) for row in losses)


@pytest.mark.parametrize(
    ("rows", "says"),
    [("2024-02-01T10:00,2024-02-01T11:00,platform\n", "the term, 2027-01-01 to 2027-12-31"), ("", "no row below its header")],
)
def test_a_history_of_which_nothing_would_be_replayed_is_refused(rows: str, says: str, sound: Path, world: Path, command: Command) -> None:
    (world.parent / "outages.csv").write_text(f"start,end,component\n{rows}", encoding="utf-8")
    world.write_text(world.read_text(encoding="utf-8") + "history: outages.csv\n", encoding="utf-8")
    done = command("check", sound, "-s", world)
    assert done.code == 2 and "H010" in done.err and says in done.err and "leave the history out" in done.err
    row = "2027-12-31T23:00,2028-01-01T01:00,platform\n"
    (world.parent / "outages.csv").write_text(f"start,end,component\n{rows}{row}", encoding="utf-8")
    assert command("check", sound, "-s", world).code == 0


@pytest.mark.parametrize(
    ("series", "code", "says"),
    [
        ("levels: {2027-03-10: 1.377}", "X015", "the first level of 'CPI' is of 2027-03-10"),
        ("levels: [100, 80], rebased: {2028-01-02: {old base: 130, new base: 100}}", "X017", "levels are those from 2027-01-01 to 2028-01-01"),
        ("levels: [100, 80], rebased: {2027-01-01: {old base: 130, new base: 100}}", "X017", "list a level on each base"),
    ],
)
def test_a_series_without_a_level_where_one_is_needed_is_refused(
    series: str, code: str, says: str, sound: Path, world: Path, command: Command
) -> None:
    world.write_text(world.read_text(encoding="utf-8") + f"indices: {{CPI: {{{series}}}}}\n", encoding="utf-8")
    done = command("check", sound, "-s", world).refused(world)
    assert done.problems[0][2] == code and says in done.err
    world.write_text(world.read_text(encoding="utf-8").replace("2028-01-02", "2028-01-01").replace("03-10: 1", "01-01: 1"), encoding="utf-8")
    assert command("check", sound, "-s", world).code == (0 if "2027-01-01: {old" not in series else 2)
