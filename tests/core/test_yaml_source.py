"""YAML is read strictly: every scalar a text with its place, and everything clever refused."""

from __future__ import annotations

import time

import pytest

from wargame.core.source import BadInput, Mapping, Place, Problem, Scalar, plain, read_yaml


def problems(text: str, first_line: int = 1, first_column: int = 1) -> list[Problem]:
    with pytest.raises(BadInput) as caught:
        read_yaml(text, "f.yaml", first_line, first_column)
    return list(caught.value.problems)


def only(text: str) -> Problem:
    (problem,) = problems(text)
    return problem


def test_every_scalar_is_the_text_that_was_written() -> None:
    text = "a: NO\nb: on\nc: 22:22\nd: 010\ne: 1e3\nf: 100 000\ng: 1,000\nh: 12.10\ni: ~\nj: 2027-01-01\nk: 'x'\nl: .inf\n"
    values = ["NO", "on", "22:22", "010", "1e3", "100 000", "1,000", "12.10", "~", "2027-01-01", "x", ".inf"]
    assert plain(read_yaml(text, "f")) == dict(zip("abcdefghijkl", values, strict=True))


def test_keys_are_texts_too() -> None:
    assert plain(read_yaml("12.10: a\n12.1: b\nyes: c\n", "f")) == {"12.10": "a", "12.1": "b", "yes": "c"}


def test_places_count_from_the_first_line_and_column_given() -> None:
    node = read_yaml("a: 1\nb:\n  - {c: 2}\n", "f", 10, 3)
    assert isinstance(node, Mapping)
    assert node.entries["a"] == (Place("f", 10, 3), Scalar("1", Place("f", 10, 6), True))
    assert node.entries["b"][1].place == Place("f", 12, 5)


def test_an_empty_text_is_an_empty_scalar() -> None:
    assert read_yaml("# nothing\n", "f", 4) == Scalar("", Place("f", 4, 1), True)


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{c}: &{c} [{','.join(['*' + p] * 9)}]\n" for p, c in zip("abcdefghi", "bcdefghij", strict=True))
    started = time.perf_counter()
    found = problems(bomb)
    assert time.perf_counter() - started < 1
    assert (found[0].code, found[0].place) == ("Y002", Place("f.yaml", 1, 4)) and "anchors are not allowed" in found[0].message


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a:\n "])
def test_deep_nesting_is_refused_and_crashes_nothing(opening: str) -> None:
    deep = opening * 200_000 if opening != "a:\n " else "".join(" " * i + "a:\n" for i in range(200))
    assert "nested deeper than 50" in problems(deep)[-1].message


def test_fifty_levels_are_allowed() -> None:
    assert plain(read_yaml("[" * 50 + "]" * 50, "f"))
    assert only("[" * 51 + "]" * 51).code == "Y004"


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system [ls]", "!!str 4", "! x", "!local x"])
def test_tags_are_refused(tag: str) -> None:
    assert (only(f"a: {tag}\n").code, only(f"a: {tag}\n").place) == ("Y003", Place("f.yaml", 1, 4))


def test_directives_and_second_documents_are_refused() -> None:
    assert only("%YAML 1.1\n---\na: 1\n").code == "Y003"
    assert only("a: 1\n---\nb: 2\n").code == "Y006"


def test_a_duplicate_key_names_both_lines() -> None:
    problem = only("a: 1\nb: 2\na: 3\n")
    assert (problem.code, problem.place, problem.also) == ("Y005", Place("f.yaml", 3, 1), (Place("f.yaml", 1, 1),))
    assert "line 1" in problem.message and "line 3" in problem.message


@pytest.mark.parametrize(
    ("text", "column", "whole"),
    [
        ("{up to: 100,000, price: GBP 4}", 9, "100 000"),
        ("{price: GBP 4, up to: 1,000,000}", 23, "1 000 000"),
        ("{cap: GBP 250,000.00, a: b}", 7, "GBP 250 000.00"),
        ("{volume: 100,500 calls per month}", 10, "100 500 calls per month"),
        ("[100,000]", 2, "100 000"),
    ],
)
def test_a_number_that_yaml_splits_at_the_comma_is_explained(text: str, column: int, whole: str) -> None:
    problem = only(text)
    assert (problem.code, problem.place.column) == ("Y008", column)
    assert f"write {whole}" in problem.hint


@pytest.mark.parametrize(
    "text", ["{up to: 100 000, price: GBP 4}", '{up to: "100,000"}', "[10, 200]", "[10,20]", "a: 100,000", "{a: 1, 200: x}", "{a: b, 200: }"]
)
def test_other_commas_are_left_alone(text: str) -> None:
    assert plain(read_yaml(text, "f"))


def test_tabs_and_invisible_line_breaks_are_refused_in_their_place() -> None:
    assert (only("a:\n  \tb: 1\n").code, only("a:\n  \tb: 1\n").place) == ("Y009", Place("f.yaml", 2, 3))
    assert only("a: x\u2028y\n").place == Place("f.yaml", 1, 5)
    assert plain(read_yaml("a: x\ty\n", "f")) == {"a": "x\ty"}


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        ("a: see 4: it applies\n", "Y001", (1, 9), "colon stands inside a text"),
        ("a: @x\n", "Y001", (1, 4), "cannot begin a text"),
        ("a: [***]\n", "Y002", (1, 6), "begins an alias"),
        ("a: 1\nb: 'x\nc: 2\n", "Y001", (2, 4), "cannot be read as YAML"),
        ("a: {b: 1\nc: 2\n", "Y001", (2, 2), "cannot be read as YAML"),
        ("a: x\n  y\x07: 1\n", "Y001", (2, 4), "control character"),
        ("? [a, b]\n: c\n", "Y007", (1, 3), "name of a term"),
    ],
)
def test_what_is_not_yaml_is_refused_in_plain_words(text: str, code: str, place: tuple[int, int], words: str) -> None:
    problem = only(text)
    assert (problem.code, problem.place[1:]) == (code, place)
    assert words in problem.message and problem.hint


def test_all_faults_are_found_at_once() -> None:
    assert [p.code for p in problems("a: &x 1\na: 2\nb: !!str 3\nc: {d: 100,000}\n")] == ["Y002", "Y005", "Y003", "Y008"]
