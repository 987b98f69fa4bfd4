"""The reference is made of the registers: every page renders, and is whole. `make docs`, which `make test` does first, writes it into docs/reference;
what is committed there is compared with nothing, so that a kind is one file and its test."""

import re
from pathlib import Path

import pytest

from wargame.report.console.reference import page_of, pages, write

PARTS = {  # of the pages of a room, as `wargame explain` shows them; what stands behind each
    "clauses/": {
        "## Terms": "`Terms`",
        "## Example": "`example`",
        "## Words": "`wording`",
        "Source: ": "`source`",
    },
    "shocks/": {
        "Event: `": "`event`",
        "It asks the draft: ": "`event`",
        "## Facts that it moves": "`writes`",
        "## Inputs": "`Inputs`",
        "## Example": "`example`",
        "Source of the sizes in the example: ": "`source`",
    },
    "checks/": {"Why it matters: ": "`why`", "Example: ": "`example`", "Redraft: ": "`redraft`"},
    "distributions/": {"## Given by": "`given_by`", "`at most`": "its bounds", "## Example": "`example`", "Source: ": "`source`"},
    "laws/": {"# default law: ": "`name`", "“": "`says`", "Source: ": "`source`"},
}
PAGES = pages()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_whole(name: str) -> None:
    text = PAGES[name]
    assert text.startswith("# ") and text.endswith("\n") and len(text.splitlines()) > 4, name
    room = "" if name == "shocks/arrival.md" else name.partition("/")[0] + "/"
    whole_law = room == "laws/" and Path(name).parent.name == "laws"  # a pack's own page lists its rules, which have pages below it
    for part, said in () if whole_law else PARTS.get(room, {}).items():
        _, _, after = text.partition(part)
        told = after if part.startswith("## ") else after.partition("\n\n")[0]
        assert told.strip(), f"the page of {Path(name).stem} says nothing under “{part.strip()}”: it is made of {said} in the kind's own file"
    if room in PARTS and room != "laws/":
        assert page_of(Path(name).stem).strip() == text.strip()


def test_the_folder_holds_these_pages_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "clauses").mkdir()
    gone = tmp_path / "clauses" / "fine_words.md"
    gone.write_text("# fine_words\n", encoding="utf-8")
    assert write(tmp_path) == len(PAGES)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md")} == set(PAGES)
    assert all((tmp_path / name).read_text(encoding="utf-8") == text for name, text in PAGES.items())


def test_no_page_shows_how_a_default_is_kept_in_memory() -> None:
    for name, text in PAGES.items():
        assert "=None" not in text and "default ['" not in text and "(default (" not in text, name
    assert "(default [damages, liquidated damages])" in PAGES["clauses/sole_remedy.md"]


def test_every_shock_leads_to_when_it_arrives() -> None:
    page = PAGES["shocks/arrival.md"]
    assert page_of("arrival").strip() == page.strip()
    assert all(f"`{word}`" in page for word in ("date", "rate", "earliest", "after", "season", "raised by", "driven by", "marked", "fault"))
    shocks = [text for name, text in PAGES.items() if name.startswith("shocks/") and name != "shocks/arrival.md"]
    assert len(shocks) > 30 and all("(arrival.md)" in text for text in shocks)


def test_terms_and_facts_are_told_as_a_draft_writes_them() -> None:
    """`base charge`, not the name that the program has for it; what a draft does write with a stroke, the kinds and files, stays."""
    kinds = {Path(name).stem for name in PAGES}
    for name, text in PAGES.items():
        if name.startswith(("clauses/", "shocks/")):
            prose = re.sub(r"```.*?```", "", text.partition("## Example")[0], flags=re.DOTALL)
            words = {word for span in re.findall(r"`[^`\n]+`", prose) for word in re.findall(r"\w+_\w+", span)}
            assert words <= kinds, f"{name} says {words - kinds}: write terms with spaces, as a draft does"
    page = page_of("arc_rrc")
    assert "`base charge` per month" in page and "With `baseline moves: each contract year` the part" in page
    assert "- `cost of serving`, in minor units" in page_of("wage_rise")
