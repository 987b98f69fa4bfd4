"""No code reads our own words: what a sentence says is data beside it, and the sentence is made once, for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.words_checker import check_source

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "wargame").rglob("*.py"))
# (file, what stands on the line): why this is not a sentence of ours.
ALLOWED = {
    (
        "wargame/analysis/checks/undefined.py",
        'if _MEANS.search(" ".join(provision.text.split())) or "definition" in provision.title.casefold():',
    ): "the agreement's own title of a provision",
}


def breaches() -> dict[tuple[str, str], str]:
    """Every line of the program that reads a sentence of ours, by file and what stands there."""
    found = {}
    for module in MODULES:
        for one in check_source(module.read_text(encoding="utf-8")):
            found[module.relative_to(ROOT).as_posix(), one.source] = f"line {one.line}: {one.what}"
    return found


def test_no_module_reads_our_own_words() -> None:
    assert {place: what for place, what in breaches().items() if place not in ALLOWED} == {}


def test_what_is_allowed_is_there() -> None:
    assert set(ALLOWED) <= set(breaches())


PLANTED = {
    'clause = why.rpartition(" of ")[2]': "asks .rpartition of why",
    'mine = [one for one in kept if one.why.endswith(f" of {number}")]': "asks .endswith of why",
    'component = line.words.split(" is ", 1)[0]': "asks .split of words",
    'planned = "(planned/" in story[first].words': "asks what is in words",
    'planned = "(planned/" not in line.words.lower()': "asks what is in words",
    "hit = _MOVED.fullmatch(line.words)": "searches words for a pattern",
    'hit = re.search(r" of (.+)$", one.why)': "searches why for a pattern",
    'hit = re.search(pattern, string=row["message"])': "searches message for a pattern",
    'said = re.sub("[0-9]", "#", finding.message)': "searches message for a pattern",
    'facts = [part.partition(" of ") for part in missing.missing.split(", ")]': "asks .split of missing",
    'late = "late" in row["title"]': "asks what is in title",
    'late = "late" in (row.get("message") or "")': "asks what is in message",
    'late = "late" in str(error.message)': "asks what is in message",
    "bare = words[3:]": "cuts words",
    'bare = row["title"][:-1]': "cuts title",
    'first = chapter.title.partition(" to ")[0]': "asks .partition of title",
    'place = one.words.find("(")': "asks .find of words",
    'place = one.words.index("(")': "asks .index of words",
    'bare = one.message.removeprefix("not played: ")': "asks .removeprefix of message",
    'plain = one.words.replace(" (planned)", "")': "asks .replace of words",
    'kept = [column for column in names if column.startswith("withheld")]': "asks .startswith of column",
    'account = column_name(account).split(" | ")': "asks .split of column_name",
    'kept = "withheld" in column': "asks what is in column",
}


@pytest.mark.parametrize("line", PLANTED)
def test_a_planted_breach_is_caught(line: str) -> None:
    assert PLANTED[line] in [one.what for one in check_source(f"def f():\n    {line}\n")]


@pytest.mark.parametrize(
    "line",
    [
        'said = f"{one.words}; {one.message}"',
        "if one.words and not row['message']:\n        pass",
        "said = ', '.join(one.words for one in lines)",
        "kept = why.clause in numbers and why.keeps in self.reasons",
        "said = one.words.format(clause=number)",
        "plain = text.split() + provision.text.partition(':')",
        "first = column[:10].sum() + columns[0].index",
        "if name in table.columns:\n        pass",
        "same = one.title == other.title",
    ],
)
def test_what_makes_and_prints_sentences_is_left_alone(line: str) -> None:
    assert check_source(f"def f():\n    {line}\n") == []


def test_a_breach_is_named_with_its_line() -> None:
    (found,) = check_source('def f(one):\n    a = one.clause\n    return "of" in one.why\n')
    assert (found.line, found.source) == (3, 'return "of" in one.why')
