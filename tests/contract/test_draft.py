"""A draft is read whole: its words, terms and places, or every problem at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.kinds_for_tests import DRAFT, FRONT, KINDS, Cap, Charge, Credit
from wargame.contract.text.draft import Draft, load_draft
from wargame.core.money import Money
from wargame.core.quantities import Count, Price, Rate, Redacted
from wargame.core.source import BadInput, Place, Problem, render

Refused = Callable[[str], list[Problem]]
Written = Callable[..., Path]


@pytest.fixture
def draft(written: Written) -> Draft:
    return load_draft(written(DRAFT), KINDS)


def test_a_draft_is_read_with_its_words_terms_and_places(draft: Draft) -> None:
    assert [p.number for p in draft.provisions] == ["5", "5.1", "8.1", "8.2", "12", "12.1", "12.10"]
    charge = draft.provision("5.1")
    assert (charge.title, charge.level, charge.kind, charge.place.line) == ("Call charge", 2, "charge", 17)
    assert charge.text == "For each Call the Client shall pay GBP 4.20\nup to 80,000 Calls.\n\n\nAfter the terms."
    assert isinstance(charge.terms, Charge.Terms)
    assert charge.terms.bands[0].price == Price(420, 1, "GBP")
    assert draft.front.services["voice"].baseline == Count(100_000, 1, None, "month")


def test_silence_terms_none_and_terms_are_three_things(draft: Draft) -> None:
    silent, none, cap = (draft.provision(n) for n in ("8.1", "12", "12.1"))
    assert (silent.terms, silent.terms_none, none.terms, none.terms_none) == (None, False, None, True)
    assert isinstance(cap.terms, Cap.Terms) and cap.terms.protects == "provider"


def test_an_absent_cap_is_not_a_cap_of_zero(written: Written) -> None:
    absent = load_draft(written(DRAFT.replace("cap: GBP 5 000 000\n", "")), KINDS).provision("12.1").terms
    zero = load_draft(written(DRAFT.replace("cap: GBP 5 000 000\n", "cap: GBP 0\n")), KINDS).provision("12.1").terms
    assert isinstance(absent, Cap.Terms) and isinstance(zero, Cap.Terms)
    assert (absent.cap, zero.cap) == (None, Money(0, "GBP"))


def test_common_keys_are_kept_beside_the_terms(draft: Draft) -> None:
    assert draft.provision("8.2").subject_to == ("12.1",) and draft.provision("8.2").notwithstanding == ()


def test_12_1_and_12_10_are_two_clauses(draft: Draft) -> None:
    assert (draft.provision("12.1").title, draft.provision("12.10").title) == ("Limit", "Survival")
    with pytest.raises(KeyError, match=r"no clause 12\.11; did you mean"):
        draft.provision("12.11")


PLANTED = [
    ("effective: 2027-01-01", "effective: 2027-02-30", "2027-02-30", "D002"),
    ("service: voice", "service: vioce", "vioce", "D015"),
    ("{price: GBP 3.90}", "{price: USD 3.90}", "USD 3.90", "D003"),
    ("service level: 8.1", "service level: 8.7", "8.7", "D014"),
    ("at risk: 15 %", "at risk: [●]", "[●]", "D006"),
    ("terms: none", "terms: nil", "nil", "D013"),
    ("protects: provider", "protcets: provider", "protcets", "D004"),
    ("## 12.10 Survival", "## 12 Survival", "## 12 Survival", "D007"),
]


def test_eight_planted_defects_are_all_reported_with_line_and_column(refused: Refused) -> None:
    text = DRAFT
    for old, new, _, _ in PLANTED:
        assert text.count(old) == 1
        text = text.replace(old, new)
    lines = text.split("\n")
    expected = []
    for _, new, at, code in PLANTED:
        line = next(i for i, words in enumerate(lines, 1) if new in words)
        expected.append((code, line, lines[line - 1].index(at) + 1))
    assert [(p.code, *p.place[1:]) for p in refused(text)] == expected


def test_faults_of_yaml_and_of_terms_come_together(refused: Refused) -> None:
    text = (
        DRAFT.replace("up to: 80 000,", "up to: 80,000,").replace("at risk: 15 %", "at risk: 15 hours").replace("cap: GBP 5 000 000", "cap: &c GBP 5")
    )
    assert [p.code for p in refused(text)] == ["Y008", "D003", "Y002"]


def test_a_redacted_term_plays_its_mode_and_keeps_its_range(written: Written) -> None:
    draft = load_draft(written(DRAFT.replace("at risk: 15 %", "at risk:\n  redacted: {high: 20 %, low: 5 %, mode: 10 %}")), KINDS)
    credit = draft.provision("8.2").terms
    assert isinstance(credit, Credit.Terms) and credit.at_risk == Rate(10, 100)
    (term,) = draft.redacted
    assert (term.number, term.loc, term.place.line) == ("8.2", ("at risk",), 42)
    assert term.value == Redacted(Rate(5, 100), Rate(10, 100), Rate(20, 100))


def test_a_redacted_baseline_is_kept_too(written: Written) -> None:
    text = DRAFT.replace("baseline: 100 000 per month", "baseline: {redacted: {low: 1 per month, mode: 2 per month, high: 3 per month}}")
    (term,) = load_draft(written(text), KINDS).redacted
    assert (term.number, term.loc) == ("", ("services", "voice", "baseline"))


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("kind: credit", "kind: credits", "D012", 'did you mean "credit"?'),
        ("kind: credit\n", "", "D012", "the kinds are: cap, charge, credit"),
        ("at risk: 15 %", "at rsk: 15 %", "D004", 'did you mean "at risk"?'),
        ("at risk: 15 %", "at risk: 4 hours", "D003", "such as 15 %"),
        ("at risk: 15 %", "at risk:", "D006", "redacted"),
        ("service level: 8.1\n", "", "D005", "absent is never zero"),
        ("service level: 8.1", "service level: 8.11", "D014", 'did you mean "8.1"?'),
        ("service level: 8.1", "service level: clause 8.1", "D014", "write it alone: 8.1"),
        ("subject to: 12.1", "subject to: [12.1, 13]", "D014", "there are: 5"),
        ("subject to: 12.1", "subject to: {a: b}", "D003", "write it as 8.2"),
        ("at risk: 15 %", "also see: [8.2, 9.9]", "D014", "there are: 5, 5.1, 8.1, 8.2"),
        ("service: voice", "service: voices", "D015", 'did you mean "voice"?'),
        ("protects: provider", "protects: supplier", "D016", "client, provider"),
        ("cap: GBP 5 000 000", "cap: USD 5 000 000", "D003", "list USD under"),
        ("terms: none", "terms: maybe", "D013", "terms: none"),
        ("terms: none", "terms: none\ncap: GBP 1", "D013", "stands alone"),
        ("## 12.10 Survival", "## 12.1 Survival", "D007", "renumber"),
    ],
)
def test_one_fault_is_one_problem_with_a_way_out(refused: Refused, old: str, new: str, code: str, words: str) -> None:
    assert DRAFT.count(old) >= 1
    problems = refused(DRAFT.replace(old, new, 1))
    assert [p.code for p in problems] == [code]
    assert words in problems[0].hint


def test_two_headings_with_one_number_name_both_places(refused: Refused) -> None:
    (problem,) = refused(DRAFT.replace("## 12.10 Survival", "## 5.1 Survival"))
    assert (problem.place.line, [p.line for p in problem.also]) == (63, [17])


def test_a_problem_is_shown_with_its_line(refused: Refused) -> None:
    text = DRAFT.replace("at risk: 15 %", "at rsk: 15 %")
    (problem,) = refused(text)
    shown = render(problem, text.split("\n")).split("\n")
    assert shown[0].endswith('care.md:41:1: D004: "at rsk" is not a term of this group')
    assert shown[1:3] == ["  at rsk: 15 %", "  ^"]


def test_a_file_without_front_matter_or_numbers_is_no_draft(refused: Refused) -> None:
    assert [p.code for p in refused("# 1 One\n")] == ["D001"]
    assert [p.code for p in refused(FRONT.replace("precedence: [12.1]\n", "") + "# Charges\n")] == ["D018"]
    assert [p.code for p in refused("---\ntitle: [\n---\n# 1 One\n")] == ["Y001"]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(written: Written, tmp_path: Path) -> None:
    windows = tmp_path / "windows.md"
    windows.write_bytes(b"\xef\xbb\xbf" + DRAFT.replace("\n", "\r\n").encode())
    one, other = load_draft(written(DRAFT), KINDS), load_draft(windows, KINDS)
    assert one.digest == other.digest and [p.text for p in one.provisions] == [p.text for p in other.provisions]


def test_the_digest_follows_every_word(written: Written) -> None:
    digests = {load_draft(written(DRAFT), KINDS).digest, load_draft(written(DRAFT + "More.\n"), KINDS).digest}
    assert len(digests) == 2 and all(len(d) == 64 for d in digests)


SCHEDULE = """---
title: Service levels
prefix: S1
---
# 1 Availability

# 2 Credits

```terms
kind: credit
service level: S1.1
```
"""


def layered(folder: Path, master: str, **files: str) -> Path:
    (folder / "master.md").write_text(master, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_a_layered_agreement_is_one_draft_in_order_of_precedence(tmp_path: Path) -> None:
    master = DRAFT.replace("title:", "documents: [levels.md, master.md]\ntitle:", 1)
    draft = load_draft(layered(tmp_path, master, levels=SCHEDULE), KINDS)
    assert draft.numbers[-3:] == ("12.10", "S1.1", "S1.2")
    assert [Path(d).name for d in draft.documents] == ["levels.md", "master.md"]
    credit = draft.provision("S1.2")
    assert credit.place == Place(str(tmp_path / "levels.md"), 7, 1) and isinstance(credit.terms, Credit.Terms)
    assert set(draft.sources) == {str(tmp_path / "levels.md"), str(tmp_path / "master.md")}


def test_documents_that_clash_are_missing_or_lie_elsewhere_are_refused(tmp_path: Path) -> None:
    (tmp_path / "draft").mkdir()
    (tmp_path / "secret.md").write_text(SCHEDULE)
    master = DRAFT.replace("title:", "documents: [levels.md, levels.md, ../secret.md, /etc/hosts, missing.md]\ntitle:", 1)
    folder = layered(tmp_path / "draft", master, levels="# 12.1 Again\n")
    with pytest.raises(BadInput) as caught:
        load_draft(folder, KINDS)
    found = [(Path(p.place.file).name, p.code, p.place.line) for p in caught.value.problems]
    assert found == [
        ("levels.md", "D007", 1),
        ("master.md", "D017", 2),
        ("master.md", "D017", 2),
        ("master.md", "D017", 2),
        ("missing.md", "F001", 0),
    ]


def test_a_folder_without_master_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"master\.md: F001"):
        load_draft(tmp_path, KINDS)


def test_sixty_provisions_are_read_in_a_tenth_of_a_second(written: Written) -> None:
    charge = DRAFT[DRAFT.index("For each Call") : DRAFT.index("## 8.1")]
    path = written(FRONT.replace("[12.1]", "[1.1]") + "".join(f"## {i}.1 Charge\n\n{charge}" for i in range(1, 61)))
    load_draft(path, KINDS)
    times = []
    for _ in range(5):
        started = time.perf_counter()
        load_draft(path, KINDS)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.1
