"""A document as laid out: Markdown whose headings are provisions and whose fenced blocks marked `terms` hold their terms.

Only headings written with # at the left margin count, never a line inside a code fence or a list. The number of a
provision is the first word of its heading (`5`, `5.1`, `12.10`, `A.1`, `12A`) or a word such as `Schedule 2`; a heading
without a number is a title, and may hold no terms.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from wargame.core.source import BadInput, Mapping, Place, Problem, Scalar, read_yaml, suggest

_NUMBER = re.compile(
    r"(?P<number>(?:Schedule|Annex|Appendix|Exhibit|Attachment) [A-Z0-9]+(?:\.[A-Z0-9]+)*|[A-Z]?[0-9]+[A-Z]?(?:\.[0-9]+[A-Z]?)*|[A-Z](?:\.[0-9]+)+)"
    r"[.):]?(?:\s+(?:[-–—:]\s+)?(?P<title>.*))?"
)
_FRONT = re.compile(r"---[ ]*")
_LIKE_A_HEADING = re.compile(r"#{1,6} ")
# A line of prose above --- is no heading here: "5 % of the Charges" over a rule would become clause 5.
_MARKDOWN = MarkdownIt("commonmark").disable(["lheading", "inline"])


class Heading(NamedTuple):
    """A heading and what stands under it, up to the next one. Number "" for a title; `terms` is None where there is no terms block."""

    number: str
    title: str
    level: int
    place: Place
    text: str
    text_place: Place
    terms: Mapping | None


class Document(NamedTuple):
    """One file: its front matter, if it has any that can be read, and its headings in order. `has_front` tells an unreadable one from none."""

    file: str
    text: str
    has_front: bool
    front: Mapping | None
    headings: tuple[Heading, ...]


def read_document(text: str, file: str, problems: list[Problem]) -> Document:
    """The document in `text`; everything wrong with its layout is added to `problems`, and reading goes on."""
    lines = text.split("\n")
    body, front = _front_matter(lines, file, problems)
    # Blank lines in the place of the front matter keep every line at its number.
    tokens = _MARKDOWN.parse("\n" * body + "\n".join(lines[body:]))
    starts = [i for i, t in enumerate(tokens) if t.type == "heading_open" and t.level == 0]
    for token in tokens[: starts[0] if starts else len(tokens)]:
        if _terms_fence(token, lines, file, problems):
            message = "a terms block stands before the first heading, and belongs to no provision"
            problems.append(Problem("D010", _at(token, file), message, "put it under a heading such as ## 5.1 Call charge"))
    headings = [_heading(tokens[a:b], lines, file, problems) for a, b in pairwise([*starts, len(tokens)])]
    return Document(file, text, body > 0, front, tuple(headings))


def split_number(heading: str) -> tuple[str, str]:
    """(number, title) of a heading's words; number "" where it does not begin with one."""
    match = _NUMBER.fullmatch(heading)
    return (match["number"], match["title"] or "") if match else ("", heading)


def _front_matter(lines: list[str], file: str, problems: list[Problem]) -> tuple[int, Mapping | None]:
    """(lines it takes, its terms)."""
    if not _FRONT.fullmatch(lines[0]):
        return 0, None
    end = next((i for i, line in enumerate(lines) if i and _FRONT.fullmatch(line)), None)
    if end is None:
        message = "the front matter begins here with --- and is never closed"
        problems.append(Problem("D001", Place(file, 1, 1), message, "close it with a line --- before the first heading"))
        end = next((i for i, line in enumerate(lines) if _LIKE_A_HEADING.match(line)), len(lines))
        return end, None
    return end + 1, _group("\n".join(lines[1:end]), file, 2, "the front matter", problems)


def _heading(tokens: list[Token], lines: list[str], file: str, problems: list[Problem]) -> Heading:
    """The heading that opens `tokens`, with the prose and the terms block among the rest."""
    opening = tokens[0]
    number, title = split_number(tokens[1].content)
    here = _at(opening, file)
    first, end = _lines(opening)[1], max((_lines(t)[1] for t in tokens if t.map), default=0)
    prose = {i: lines[i] for i in range(first, min(end, len(lines)))}
    fences = [t for t in tokens if _terms_fence(t, lines, file, problems)]
    for fence in fences:
        for i in range(*_lines(fence)):
            prose.pop(i, None)
    if fences and not number:
        message = f'a terms block stands under "{title}", a heading without a number'
        problems.append(Problem("D010", _at(fences[0], file), message, f"number the heading, such as ## 5.1 {title}", also=(here,)))
    if len(fences) > 1:
        message = f"{number or title} has {len(fences)} terms blocks; a provision has one"
        problems.append(Problem("D008", _at(fences[1], file), message, "give each its own numbered heading", also=(_at(fences[0], file),)))
    terms = _terms(fences[0], lines, file, problems) if fences else None
    written = [i for i, line in prose.items() if line.strip()]
    text_place = Place(file, written[0] + 1, 1) if written else here
    text = "\n".join(prose[i] for i in prose if written and i >= written[0]).rstrip()
    return Heading(number, title, int(opening.tag[1:]), here, text, text_place, terms)


def _terms_fence(token: Token, lines: list[str], file: str, problems: list[Problem]) -> bool:
    """Whether a token is a terms block; a fence that seems meant as one, or is never closed, is a problem."""
    if token.type != "fence":
        return False
    here, (first, end) = _at(token, file), _lines(token)
    word = (token.info.split() or [""])[0]
    if not _closed(token, lines):
        swallowed = next((i for i in range(first + 1, end) if _LIKE_A_HEADING.match(lines[i])), None)
        also = (Place(file, swallowed + 1, 1),) if swallowed is not None else ()
        message = "this fence is never closed, and takes in the rest of the document"
        problems.append(Problem("D009", here, message, f"close it with {token.markup}", also=also))
        return False
    if word == "terms" and token.level == 0:
        return True
    if word == "terms":
        problems.append(Problem("D011", here, "a terms block stands inside a list or quotation", "move it to the left margin, under the heading"))
    elif word != "text" and (suggest(word, ["terms"]) or token.content.lstrip().startswith("kind:")):
        said = f'this block is marked "{word}"' if word else "this block has no mark"
        problems.append(Problem("D011", here, f"{said} and would be read as prose", f"if these are terms, begin it with {token.markup}terms"))
    return False


def _closed(token: Token, lines: list[str]) -> bool:
    first, end = _lines(token)
    last = lines[end - 1].strip() if end - 1 < len(lines) else ""
    if token.level:
        last = last.lstrip("> ")
    return end - 1 > first and len(last) >= len(token.markup) and set(last) == {token.markup[0]}


def _terms(fence: Token, lines: list[str], file: str, problems: list[Problem]) -> Mapping | None:
    first, end = _lines(fence)
    # The raw lines, not the token's content: it is stripped of indentation, and columns would be off.
    return _group("\n".join(lines[first + 1 : end - 1]), file, first + 2, "the terms block", problems)


def _group(text: str, file: str, first_line: int, what: str, problems: list[Problem]) -> Mapping | None:
    try:
        node = read_yaml(text, file, first_line)
    except BadInput as bad:
        problems.extend(bad.problems)
        return None
    if isinstance(node, Mapping):
        return node
    empty = isinstance(node, Scalar) and not node.value
    message = f"{what} is empty" if empty else f"{what} must hold one `name: value` on each line"
    problems.append(Problem("D013", node.place, message, "write its terms; a provision without effect on money or time says `terms: none`"))
    return None


def _lines(token: Token) -> tuple[int, int]:
    assert token.map is not None  # headings and fences always have one
    return token.map[0], token.map[1]


def _at(token: Token, file: str) -> Place:
    return Place(file, _lines(token)[0] + 1, 1)
