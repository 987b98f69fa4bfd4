"""The layout of a draft: which lines are headings, which blocks are terms, and where each thing stands."""

from __future__ import annotations

import pytest

from wargame.contract.text.document import Document, read_document, split_number
from wargame.core.source import Place, Problem, plain


def read(text: str) -> tuple[Document, list[Problem]]:
    problems: list[Problem] = []
    return read_document(text, "f", problems), problems


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("5 Charges", "5", "Charges"),
        ("5. Charges", "5", "Charges"),
        ("5.1 Call charge", "5.1", "Call charge"),
        ("12.10 – Survival", "12.10", "Survival"),
        ("A.1 Terms", "A.1", "Terms"),
        ("12A Step-in", "12A", "Step-in"),
        ("Schedule 2", "Schedule 2", ""),
        ("Schedule 2: Service levels", "Schedule 2", "Service levels"),
        ("Schedule 2.1 Levels", "Schedule 2.1", "Levels"),
        ("Charges", "", "Charges"),
        ("A fair price", "", "A fair price"),
        ("24x7 support", "", "24x7 support"),
    ],
)
def test_the_number_is_the_first_word_of_a_heading(heading: str, number: str, title: str) -> None:
    assert split_number(heading) == (number, title)


def test_headings_hold_their_prose_and_terms_at_their_places() -> None:
    document, problems = read("---\ntitle: x\n---\n\n# 1 One\n\nfirst\n\n~~~terms\n kind: a\n~~~\nlast\n## 1.1 Two\n")
    assert problems == [] and document.front is not None and plain(document.front) == {"title": "x"}
    one, two = document.headings
    assert (one.number, one.title, one.level, one.place) == ("1", "One", 1, Place("f", 5, 1))
    assert one.text == "first\n\nlast" and one.text_place == Place("f", 7, 1)
    assert one.terms is not None and one.terms.entries["kind"][0] == Place("f", 10, 2)
    assert (two.number, two.level, two.text, two.terms, two.text_place) == ("1.1", 2, "", None, Place("f", 13, 1))


def test_a_heading_inside_a_fence_or_list_or_over_a_rule_is_none() -> None:
    document, problems = read("# 1 One\n\n```text\n# 2 Two\n```\n\n- # 3 Three\n\n5 % of the Charges\n---\n\n    # 6 Six\n")
    assert [h.number for h in document.headings] == ["1"] and problems == []
    assert "# 2 Two" in document.headings[0].text and "5 % of the Charges" in document.headings[0].text


@pytest.mark.parametrize(
    ("text", "code", "line", "also"),
    [
        ("# 1 One\n\n```terms\nkind: a\n\n# 2 Two\n", "D009", 3, [6]),
        ("```\n# 1 One\n", "D009", 1, [2]),
        ("# 1 One\n\n```\nprose\n", "D009", 3, []),
        ("# 1 One\n```terms\na: 1\n```\n\n```terms\nb: 1\n```\n", "D008", 6, [2]),
        ("```terms\na: 1\n```\n# 1 One\n", "D010", 1, []),
        ("# Charges\n```terms\na: 1\n```\n", "D010", 2, [1]),
        ("# 1 One\n```term\na: 1\n```\n", "D011", 2, []),
        ("# 1 One\n```Terms\na: 1\n```\n", "D011", 2, []),
        ("# 1 One\n```\nkind: charge\n```\n", "D011", 2, []),
        ("# 1 One\n- item\n\n  ```terms\n  a: 1\n  ```\n", "D011", 4, []),
        ("# 1 One\n```terms\n```\n", "D013", 3, []),
        ("# 1 One\n```terms\n- a\n```\n", "D013", 3, []),
        ("---\ntitle: x\n# 1 One\n", "D001", 1, []),
        ("---\n---\n# 1 One\n", "D013", 2, []),
        ("# 1 One\n```terms\na: 1\na: 2\n```\n", "Y005", 4, [3]),
    ],
)
def test_faults_of_layout_are_found_in_their_places(text: str, code: str, line: int, also: list[int]) -> None:
    _, problems = read(text)
    assert [(p.code, p.place.line, [a.line for a in p.also]) for p in problems] == [(code, line, also)]
    assert problems[0].hint
