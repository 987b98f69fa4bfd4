"""Whatever a path names, reading it ends at once; whatever is wrong with terms is said together, each in its place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict

from wargame.core.quantities import MoneyT, PriceT, RateT, TextT
from wargame.core.source import SIZE_LIMIT, BadInput, Place, Problem, locate, read_text, read_yaml, validate


def refused(path: Path | str) -> Problem:
    with pytest.raises(BadInput) as caught:
        read_text(path)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem


def test_a_byte_order_mark_and_other_line_ends_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert read_text(path) == "one\ntwo\nthree\n"


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        ("a".encode("utf-16"), (0, 0), "UTF-16"),
        ("abc\ndef".encode("utf-16-le"), (1, 2), "UTF-16 (byte offset 1)"),
        (b"one\ntwo\0", (2, 4), "NUL byte (byte offset 7)"),
        ("é\nprix: 4 £".encode("latin-1"), (1, 1), "byte 0xE9 at byte offset 0"),
        ("é\r\n€ ".encode() + b"\xa3", (2, 3), "byte 0xA3 at byte offset 8"),
        (b"\x7fELF\x02\x01\x01\0\0", (1, 8), "NUL byte"),
    ],
)
def test_other_encodings_are_refused_with_the_byte_offset(tmp_path: Path, data: bytes, place: tuple[int, int], words: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    problem = refused(path)
    assert (problem.code, problem.place) == ("F005", Place(str(path), *place))
    assert words in problem.message


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    assert refused(path).code == "F006"


def test_a_missing_file_brings_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "care.md").write_text("x")
    problem = refused(tmp_path / "caer.md")
    assert (problem.code, problem.hint) == ("F001", 'did you mean "care.md"?')
    assert refused(tmp_path / "nowhere" / "x.md").code == "F001"
    assert refused("a\0b").code == "F001"


def test_directories_pipes_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "F002"
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe").code == "F002"
    assert refused("/dev/zero").code == "F002"


def test_a_file_above_the_limit_is_refused_unread_and_the_limit_stated(tmp_path: Path) -> None:
    path = tmp_path / "big.md"
    with path.open("wb") as file:
        file.truncate(2**30)
    problem = refused(path)
    assert problem.code == "F004" and f"{SIZE_LIMIT:,}" in problem.message


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="the superuser may read everything")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")
    path.chmod(0)
    assert refused(path).code == "F003"


def test_a_file_that_the_system_fails_to_open_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", fail)
    problem = refused(tmp_path / "a.md")
    assert problem.code == "F003" and "Permission denied" in problem.message


class Band(BaseModel):
    """A band of a price table."""

    model_config = ConfigDict(extra="forbid")
    price: PriceT
    up_to: TextT | None = None


class Terms(BaseModel):
    """A small set of terms."""

    model_config = ConfigDict(extra="forbid", alias_generator=lambda name: name.replace("_", " "))
    service: TextT
    bands: list[Band] = []
    at_risk: RateT | None = None
    bands_apply: Literal["marginally", "to all units"] | None = None
    cap: RateT | MoneyT | None = None


def faults(text: str, **context: object) -> list[tuple[str, int, int, str, str]]:
    problems: list[Problem] = []
    assert validate(Terms, read_yaml(text, "f"), context=dict(context), code="D003", problems=problems) is None
    return [(p.code, p.place.line, p.place.column, p.message, p.hint) for p in problems]


def test_good_terms_become_a_model() -> None:
    problems: list[Problem] = []
    terms = validate(Terms, read_yaml("service: voice\nat risk: 15 %\ncap: GBP 5\n", "f"), context={}, code="D003", problems=problems)
    assert terms is not None and str(terms.at_risk) == "15 %" and str(terms.cap) == "GBP 5.00" and problems == []


def test_all_faults_are_found_each_at_its_key_or_value() -> None:
    text = "bands:\n  - {prise: GBP 4}\n  - {price: 4 hours}\nat risk: 15\nbands apply: marginaly\ncolour: red\n"
    found = faults(text)
    assert [f[:3] for f in found] == [("D003", 1, 1), ("D003", 2, 6), ("D003", 3, 13), ("D003", 4, 10), ("D003", 5, 14), ("D003", 6, 1)]
    missing, misspelt, unit, plain_number, choice, unknown = found
    assert '"service" is missing' in missing[3]
    assert misspelt[4].startswith('did you mean "price"?')
    assert "a duration (hours) where a price is due" in unit[3]
    assert "at risk" in plain_number[3]
    assert choice[4].startswith('did you mean "marginally"?') and "to all units" in choice[4]
    assert "service, bands, at risk, bands apply, cap" in unknown[4]


def test_a_union_is_refused_once() -> None:
    ((_, line, column, message, _),) = faults("service: voice\ncap: 4 hours\n")
    assert (line, column) == (2, 6)
    assert "where a percentage (%) is due" in message and "where an amount of money is due" in message


def test_the_context_gives_codes_and_common_keys() -> None:
    found = faults("service:\ncap: TBC\nsubject too: 5\n", codes={"unknown": "D004", "blank": "D006"}, common=("subject to",))
    assert [f[0] for f in found] == ["D006", "D006", "D004"]
    assert found[2][4].startswith('did you mean "subject to"?')


def test_terms_that_are_no_group_are_refused() -> None:
    assert "a group of terms is due" in faults("- a\n")[0][3]
    assert [f[:3] for f in faults("service: voice\nbands: GBP 4\n")] == [("D003", 2, 8)]


def test_locate_passes_over_what_names_no_term() -> None:
    node = read_yaml("a:\n  - b: 1\n    c d: 2\n", "f")
    assert locate(node, ("a", "list[x]", 0, "Band", "c_d")) == Place("f", 3, 10)
    assert locate(node, ("a", 0, "c d"), key=True) == Place("f", 3, 5)
    assert locate(node, ("a", 0, "absent")) == Place("f", 2, 5)
