"""What CONTRIBUTING.md promises: a clause kind, a check, a shock and a law pack are as many files as it says, and pass what a change must pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.copied import in_house, module_in, tree
from tests.cli.harness import ROOT, Outcome
from tests.house.test_filled_in import OPEN, left_open

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PIECES = {  # what is added, and its files
    "clause quality_bonus": ("wargame/contract/clauses/quality_bonus.py", "tests/stories/quality_bonus.md"),
    "check all-speed": ("wargame/analysis/checks/all_speed.py", "tests/analysis/checks/test_all_speed.py"),
    "shock cold_spell": ("wargame/world/shocks/cold_spell.py", "tests/world/shocks/test_cold_spell.py"),
}
LAW = {
    "wargame/contract/laws/ireland.py": '''"""Ireland: what the law adds where an agreement is silent."""

from wargame.contract.laws.england_and_wales import LateInterest
from wargame.contract.rules.default_law import DefaultLawPack, LawRule


class Retention(LawRule):
    """A party may withhold its performance while the other is in breach. States a position, so it moves no money."""

    name = "retention"
    title = "Retention"
    says = "A party in material breach cannot insist on the counterpart obligations of the other."
    plays = False
    source = "judged: a rule for this test [v]"


class Ireland(DefaultLawPack):
    """The pack."""

    kind = "Ireland"
    also = ("Irish law",)
    rules = (LateInterest, Retention)
''',
    "tests/contract/test_law_ireland.py": '''"""Ireland: found by its names."""

from wargame.contract.rules.default_law import pack_of


def test_it_is_found_by_its_names() -> None:
    pack = pack_of("Irish law")
    assert pack is not None and [rule.name for rule in pack.rules] == ["late payment", "retention"]
''',
}
FILES = [name for files in PIECES.values() for name in files]
CONCERNED = "quality_bonus or all_speed or cold_spell or ireland or retention"


def block(fence: str, kind: str, first: str) -> str:
    """The block of the page that begins so."""
    (found,) = (text for text in re.findall(rf"^{fence}{kind}\n(.*?)^{fence}$", PAGE, re.DOTALL | re.MULTILINE) if text.startswith(first))
    return str(found)


CLAUSE, STORY = block("````", "python", '"""Quality bonus'), block("~~~~", "markdown", "# A bonus")


def fill_in(house: Path) -> None:
    """Write what CONTRIBUTING.md shows, and say something wherever the other templates leave it to be said."""
    clause, story = (house / name for name in PIECES["clause quality_bonus"])
    clause.write_text(CLAUSE, encoding="utf-8")
    story.write_text(STORY, encoding="utf-8")
    for name in FILES:
        text = (house / name).read_text(encoding="utf-8")
        (house / name).write_text(OPEN.sub("Somebody has said it here", text), encoding="utf-8")


def quick_tests(house: Path, *words: str) -> Outcome:
    """The quick tests of the copy that match."""
    return module_in(house, "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", "-m", "not slow", *words)


def failing(done: Outcome) -> set[str]:
    """The tests that failed."""
    return set(re.findall(r"^(?:FAILED|ERROR) ([^\n]+?)(?: - .*)?$", done.out, re.MULTILINE))


def test_the_table_names_the_files_of_each_piece() -> None:
    rows = re.findall(r"^\| (?:a|an) ([^|]+) \| (\d+) \| `([^`]+)` \| `([^`]+)` \|$", PAGE, re.MULTILINE)
    told = {(int(count), piece, test) for _, count, piece, test in rows}
    for files in (*PIECES.values(), tuple(LAW)):
        stem = Path(files[0]).stem
        assert (len(files), *(name.replace(stem, "NAME") for name in files)) in told, files
    for _, _, piece, _ in rows:
        assert (ROOT / piece).parent.is_dir()


def test_the_walk_has_nothing_left_to_be_said_and_a_story_that_is_one() -> None:
    assert left_open(CLAUSE) == left_open(STORY) == []
    assert STORY.count("~~~") == 6 and "kind: quality_bonus" in CLAUSE


@pytest.mark.slow
def test_each_piece_is_as_many_files_as_promised_and_passes_the_gates(house: Path) -> None:
    before = tree(house)
    for piece in PIECES:
        assert in_house(house, "new", *piece.split()).code == 0
    # As they are written only the places left open fail, each in its file and with its line.
    done = quick_tests(house, "tests/house/test_filled_in.py", "tests/house/test_rules.py", "tests/stories", "-k", CONCERNED)
    assert failing(done) == {f"tests/house/test_filled_in.py::test_nothing_is_left_to_be_said[{name}]" for name in FILES}, done.out[-3_000:]
    assert all(f"\n{name}:" in done.out for name in FILES)

    fill_in(house)
    for name, text in LAW.items():
        (house / name).write_text(text, encoding="utf-8")
    after = tree(house)
    assert set(after) - set(before) == {*FILES, *LAW}
    assert {name: after[name] for name in before} == before

    for words in (("check",), ("format", "--check")):
        done = module_in(house, "ruff", *words, "--no-cache", *FILES[::2], *(name for name in FILES if name.endswith(".py")), *LAW)
        assert done.code == 0, done.out
    done = module_in(house, "mypy", "--strict", "--cache-dir", str(house.parent / "mypy"), *FILES[::2], *list(LAW)[:1])
    assert not [line for line in done.out.splitlines() if line.startswith((*FILES, *LAW))], done.out[-3_000:]
    assert module_in(house, "wargame.report.console.reference", "docs/reference").code == 0
    pages = set(tree(house)) - set(after)
    ours = {"clauses/quality_bonus.md", "checks/all-speed.md", "shocks/cold_spell.md"}
    ours |= {"laws/ireland.md", "laws/ireland/late-payment.md", "laws/ireland/retention.md"}
    assert pages == {f"docs/reference/{name}" for name in ours}

    rooms = ("tests/laws", "tests/house", "tests/contract", "tests/world", "tests/analysis/checks", "tests/stories")
    concerned = quick_tests(house, *rooms, "-k", CONCERNED)
    assert concerned.code == 0 and int(re.findall(r"(\d+) passed", concerned.out)[-1]) > 80, concerned.out[-3_000:]
    # Tests that look at all kinds at once: registers, lists, pages, counts.
    whole = (
        *("test_reference", "test_house", "test_shape", "test_own_words", "test_names_of_data"),
        *("test_same_credit", "test_idle", "test_declared", "test_default_law", "test_second_law", "test_codes", "test_every_check"),
        *("test_stories", "test_library", "test_readme", "test_guide", "test_new", "test_joining"),
    )
    files = [str(path.relative_to(house)) for path in (house / "tests").rglob("test_*.py") if path.stem in whole]
    assert len(files) == len(whole), sorted(files)
    done = quick_tests(house, *files)
    assert done.code == 0, done.out[-3_000:]
