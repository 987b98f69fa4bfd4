"""The committed reference says what the registers say. A kind without a page yet is not at fault: `make docs` writes it."""

import re
from pathlib import Path

import pytest

from wargame.report.console.reference import page_of, pages

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
COMMITTED = sorted(path.relative_to(REFERENCE).as_posix() for path in REFERENCE.rglob("*.md"))


@pytest.mark.parametrize("name", COMMITTED)
def test_a_committed_page_is_what_the_register_says(name: str) -> None:
    assert name in pages(), f"{name} describes something that is no longer there: remove the page"
    assert (REFERENCE / name).read_text(encoding="utf-8") == pages()[name], "run `make docs`"


@pytest.mark.parametrize("name", sorted(pages()))
def test_every_kind_has_something_to_say(name: str) -> None:
    text = pages()[name]
    assert len(text) > 300
    if name.startswith("distributions/"):
        assert page_of(Path(name).stem).strip() == text.strip()
        assert all(part in text for part in ("## Given by", "`at most`", "## Example", "Source: "))
    if name.startswith("shocks/") and name != "shocks/arrival.md":
        assert page_of(Path(name).stem).strip() == text.strip()
        for part in ("Event: `", "## Facts that it moves", ", in ", "## Inputs", "## Example", "Source of the sizes in the example: "):
            assert part in text
    if name.startswith("clauses/"):
        kind = Path(name).stem
        assert page_of(kind).strip() == text.strip()
        for part in ("## Terms", "## Example", "## Words", "Source: "):
            assert part in text


def test_no_page_shows_how_a_default_is_kept_in_memory() -> None:
    for name, text in pages().items():
        assert "=None" not in text and "default ['" not in text and "(default (" not in text, name
    assert "(default [damages, liquidated damages])" in pages()["clauses/sole_remedy.md"]


def test_every_shock_leads_to_when_it_arrives() -> None:
    page = pages()["shocks/arrival.md"]
    assert page_of("arrival").strip() == page.strip()
    assert all(f"`{word}`" in page for word in ("date", "rate", "earliest", "after", "season", "raised by", "driven by", "marked", "fault"))
    shocks = [text for name, text in pages().items() if name.startswith("shocks/") and name != "shocks/arrival.md"]
    assert len(shocks) > 30 and all("(arrival.md)" in text for text in shocks)


def test_terms_and_facts_are_told_as_a_draft_writes_them() -> None:
    """`base charge`, not the name that the program has for it; what a draft does write with a stroke, the kinds and files, stays."""
    kinds = {Path(name).stem for name in pages()}
    for name, text in pages().items():
        if name.startswith(("clauses/", "shocks/")):
            prose = re.sub(r"```.*?```", "", text.partition("## Example")[0], flags=re.DOTALL)
            words = {word for span in re.findall(r"`[^`\n]+`", prose) for word in re.findall(r"\w+_\w+", span)}
            assert words <= kinds, name
    page = page_of("arc_rrc")
    assert "`base charge` per month" in page and "With `baseline moves: each contract year` the part" in page
    assert "- `cost of serving`, in minor units" in page_of("wage_rise")
