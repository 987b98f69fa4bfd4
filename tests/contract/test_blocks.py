"""Blocks of a text: what is read from the lines alone is what markdown-it reads."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import pairwise

import pytest

from wargame.contract import blocks as read
from wargame.contract.blocks import Block, blocks

PARTS = [
    *("", "", "", " ", "    ", "prose", "  indented prose", "     code", "# Part", "## 5.1 Charge", "## 5.1 Charge ##", "###### deep", "#######"),
    *("#none", "#", "# #", "## ## ##  ", "##  \u00a0spaced\u00a0 ", "## x#", "\u00a0", "```", "```terms", "``` terms ", "````", "```` text"),
    *("```a`b", " ```", "   ```", "    ```", "`````  ", "~~~", "~~~terms", "- item", "  - {below: 99 %}", "-", "1. item", "12) item", "+ plus"),
    *("- # in a list", "- ```", "1. - ```terms", "  # in a list", "  ```terms", "* * *", "---", "===", "> quoted", "> ```terms", "- > ## x"),
    *("[label]: /where", "[a]: <b>", "[not\nit]", "<div>", "<!--", "-->", "  <b>", "text <b> text", "\tcode", "a\tb", "| a | b |", "kind: x"),
    *("\f", "\\# no heading", "-no item", "1.no item"),
]


def _gist(found: list[Block], lines: list[str]) -> list[object]:
    """What a document takes from its blocks: fences, headings outside of everything, and the last line with words under each (blank ones go)."""
    starts = [i for i, block in enumerate(found) if block.what == "heading" and not block.nested]
    parts = [lines[: max(block.end for block in found[a:b])] for a, b in pairwise([*starts, len(found)])]
    ends = [max(i for i, line in enumerate(part) if line.strip(" ")) for part in parts]
    return [ends, [block for block in found if block.what == "fence" or (block.what == "heading" and not block.nested)]]


@pytest.mark.parametrize("seed", range(8))
def test_lines_alone_tell_what_markdown_reads(seed: int) -> None:
    dice, by_lines = random.Random(seed), 0
    for _ in range(400):
        few = dice.sample(PARTS, 8)  # so that a text often has nothing in it for which markdown-it is needed
        lines = "\n".join(dice.choices(few, k=dice.randint(1, 12))).split("\n")
        text = "\n".join(lines)
        if not read._is_intricate(text):
            by_lines += 1
            assert _gist(read._at_the_margin(lines), lines) == _gist(read._by_markdown(text), lines), text
    assert by_lines > 20


@pytest.mark.parametrize("text", ["> ## 5.1 Quoted", "- ```terms", "1. # In a list", "[a]: b", "<div>\n## 5.1 Hidden", "\t# code"])
def test_what_could_hold_or_hide_a_heading_is_left_to_markdown(text: str) -> None:
    assert not [block for block in blocks(text.split("\n")) if block.what == "heading" and not block.nested]


def test_an_agreement_as_it_is_commonly_written_loads_no_markdown_it() -> None:
    asked = "import sys; from wargame.contract.blocks import blocks; blocks(['## 5.1 A', '', '- one', '', '```terms', '- {a: b}', '```']); "
    asked += "sys.exit('markdown_it' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
