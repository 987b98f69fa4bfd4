"""The blocks of a Markdown text that matter to a draft: its headings, its fenced blocks, and where its last words stand.

What they are CommonMark says, and markdown-it reads it. An agreement as it is commonly written has nothing in it that CommonMark is needed for:
its headings and fences stand at the left margin, where nothing around them can change what they are. There the lines themselves tell, and markdown-it
is not even loaded: loading it and reading one draft with it took a twelfth of `wargame check` (29 of 310 ms, measured). Of any other text, however
little it departs from that, all is left to markdown-it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# What may hold a heading or a fence, or hide one: a quotation, HTML, the definition of a link, a tab, and either of the two where it does not stand
# at the margin, with or without the marks of lists before it. A fence of tildes is rare, and left to markdown-it too.
_STRANGE = ("\t", "\r", "\0", "]:")
_INTRICATE = re.compile(r"\n(?: {0,3}[>~<]| +(?:#|```|~~~)| *(?:[-+*]|\d+[.)]) [-+* >\d.)]*(?:#|```|~~~|<))")  # from a line's beginning on
_HEADING = re.compile(r"(#{1,6})(?: (.*))?")
_TAIL = re.compile(r"(?:^| )#+$")  # marks at the end of a heading are none of its words
_FENCE = re.compile(r"(`{3,})([^`]*)")
# What is taken off a heading's words: spaces as CommonMark has them, which are fewer than Python's.
_SPACE = " \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


class Block(NamedTuple):
    """A heading (`level` 1 to 6, its words in `text`), a fenced block (`text` follows its mark, `content` stands in it) or what else takes lines.

    `first` is its first line, counted from 0, `end` the one after its last; `nested` says that a list or a quotation holds it.
    """

    what: Literal["heading", "fence", "other"]
    first: int
    end: int
    nested: bool = False
    level: int = 0
    text: str = ""
    mark: str = ""
    content: str = ""


def blocks(lines: list[str]) -> list[Block]:
    """The blocks of a text by its lines, in their order."""
    text = "\n".join(lines)
    return _by_markdown(text) if _is_intricate(text) else _at_the_margin(lines)


def _is_intricate(text: str) -> bool:
    return any(strange in text for strange in _STRANGE) or _INTRICATE.search(f"\n{text}") is not None


def _at_the_margin(lines: list[str]) -> list[Block]:
    """The blocks of a text that has its headings and fences at the left margin alone, and nothing that could hold or hide one."""
    found: list[Block] = []
    last = len(lines) if lines[-1].strip(" ") else len(lines) - 1  # the text may end with the end of a line
    i = 0
    while i < last:
        line = lines[i]
        if line.startswith("#") and (heading := _HEADING.fullmatch(line)):
            words = _TAIL.sub("", (heading[2] or "").rstrip(" ")).strip(_SPACE)
            found.append(Block("heading", i, i + 1, level=len(heading[1]), text=words))
        elif line.startswith("```") and (fence := _FENCE.fullmatch(line)):
            closing = re.compile(rf" {{0,3}}`{{{len(fence[1])},}} *")
            end = next((j for j in range(i + 1, last) if closing.fullmatch(lines[j])), last)
            found.append(Block("fence", i, min(end + 1, last), text=fence[2], mark=fence[1], content="\n".join(lines[i + 1 : end])))
            i = end
        elif line.strip(" "):
            found.append(Block("other", i, i + 1))
        i += 1
    return found


def _by_markdown(text: str) -> list[Block]:
    """The blocks of any text."""
    tokens = _markdown().parse(text)
    found: list[Block] = []
    for i, token in enumerate(tokens):
        if not token.map:
            continue
        first, end = token.map
        if token.type == "heading_open":
            found.append(Block("heading", first, end, token.level > 0, int(token.tag[1:]), tokens[i + 1].content))
        elif token.type == "fence":
            found.append(Block("fence", first, end, token.level > 0, text=token.info, mark=token.markup, content=token.content.removesuffix("\n")))
        else:
            found.append(Block("other", first, end, token.level > 0))
    return found


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # only where it is needed: it takes 18 ms to load

    # A line of prose above --- is no heading here: "5 % of the Charges" over a rule would become clause 5.
    return MarkdownIt("commonmark").disable(["lheading", "inline"])
