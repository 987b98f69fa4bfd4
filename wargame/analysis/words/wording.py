"""The words of a draft as a reader takes them: sentences, figures with their units, references to clauses and schedules.

Nothing here understands English. It finds what can be found with certainty – a percentage, a sum of money, a span of time, a clause number – and
leaves the rest alone, because one silly find costs a reader's trust in all the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from wargame.core.money import CURRENCIES
from wargame.core.values import DAY

BINDS = re.compile(r"\b(shall|must|may not|may|unless|except|provided that)\b", re.IGNORECASE)
MONEY_WORDS = re.compile(
    r"\b(pay|pays|paid|payable|payment|charges?|prices?|fees?|cost|costs|credit|credits|rates?|sums?|amounts?|invoice\w*|refund\w*|damages|liab\w+)\b",
    re.I,
)
TIME_WORDS = re.compile(r"\b(period|date|dates|time|times|timetable|days?|months?|deadline|programme|milestones?)\b", re.I)
_END = re.compile(r"(?<=[.;:])\s+(?=[(“\"*A-Z])|\n\s*\n|\n(?=\s*(?:[-*•]|\([a-z0-9ivx]+\))\s)")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|No|cl|cls|Ltd|Inc|vs?|Mr|Ms|Dr|approx|para|art)\.$")
_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: i for i, word in enumerate(_SMALL)} | {word: 10 * (i + 2) for i, word in enumerate(_TENS)}
WORDS |= {f"{ten}-{one}": 10 * (i + 2) + j + 1 for i, ten in enumerate(_TENS) for j, one in enumerate(_SMALL[1:10])}
WORDS |= {"hundred": 100, "once": 1, "twice": 2}
_DIGITS = r"\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


def one_of(words: Iterable[str]) -> str:
    """A pattern of words, the longer of two that begin alike first; what they begin with in common is read once."""
    follows: dict[str, list[str]] = {}
    ends = False
    for word in words:
        if word:
            follows.setdefault(word[0], []).append(word[1:])
        else:
            ends = True
    parts = [re.escape(letter) + one_of(rest) for letter, rest in follows.items()]
    if not parts:
        return ""
    return f"(?:{'|'.join(parts)})?" if ends else parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def spelled(but: Iterable[str] = ()) -> str:
    """A pattern of the numbers in words, the longest first, some of them left out. Ninety-nine are of two words: said as two, they compile in a third
    of the time that all of them take (measured: 0.25 ms against 0.75, and several patterns hold them)."""
    rest = [word for word in (*_SMALL, "hundred", "once", "twice") if word not in but]
    return f"(?:{one_of(_TENS)}(?:-{one_of(_SMALL[1:10])})?|{one_of(rest)})"


_UNITS = r"business days?|working days?|calendar days?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|quarters?"
# A figure may be a word, and then a percentage or a span, so the words stand in the pattern once; a code is looked up once it is found. What begins
# with a digit is asked for at digits alone: that takes a third off the time (measured).
_FIGURE = re.compile(
    rf"(?P<money>(?:\b(?P<code>[a-z]{{3}})(?=\s?\d)|[£€$¥])\s?(?P<sum>{_DIGITS})(?:\s?(?P<scale>million|m|k|thousand|billion)\b)?)"
    rf"|(?=\d)(?:(?P<share>{_DIGITS})\s?(?:%|per\s?cent\b)"
    rf"|\b(?P<count>{_DIGITS})[\s-]+(?P<unit>{_UNITS})\b"
    rf"|(?P<plain>(?<![\w.,])(?:{_DIGITS})(?![\w%]|\.\d)))"
    rf"|\b(?P<word>{spelled()})(?:(?P<percent>\s+per\s?cent\b)|(?:\s+\(\d+\))?[\s-]+(?P<of>{_UNITS})\b)",
    re.IGNORECASE,
)
_NUMBERED = r"[A-Z]?[0-9]+[A-Z]?(?:\.[0-9]+[A-Z]?)*"
_CLAUSES = re.compile(
    rf"\b(?:[Cc]lauses?|[Ss]ections?|[Pp]aragraphs?|Articles?)\s+({_NUMBERED}(?:\([a-z]+\))?(?:(?:,|\s+(?:and|or|to))\s+(?:[Cc]lause\s+)?{_NUMBERED}(?:\([a-z]+\))?)*)"
)
_SCHEDULES = re.compile(r"\b((?:Schedule|Annex|Appendix|Exhibit|Attachment)\s+(?:[0-9]+[A-Z]?|[A-Z](?![a-z])))")
_ELSEWHERE = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:of|to|in)\s+(?:Schedule|Annex|Appendix|Exhibit|Attachment|EU|UK|Regulation|Directive)\b|^\s*(?:\([^)]*\)\s*)?(?:of|to|in)\s+(?:the|that|any|an?|its|such)\s+(?!present\b)(?!Agreement\b)(?!Schedule\b)[A-Z][\w]+|^\s*(?:of|to)\s+[A-Z]{3,}\b"
)
_DATES = re.compile(  # each begins with a digit, a bracket or a numeral: at any other place there is nothing to try
    r"(?=[\d\[ivx])(?:\b\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\s+\d{4})?"
    r"|\b\d{4}-\d\d-\d\d\b|\b(?:19|20)\d\d\b(?=\s*[,.)]|\s+(?:Act|Regulations?)|\b)(?<!\d,\d{3})|\[\d{4}\]"
    r"|\b\d{1,2}(?::\d\d(?:\s?(?:am|pm))?|\.\d\d\s?(?:am|pm))\b|(?<=\()[0-9ivx]+(?=\))|\b\d+(?:st|nd|rd|th)\b)"
)


class WrittenFigure(NamedTuple):
    """A number in words: what it measures (`money`, `percent`, `span`, `count`), its value in a common unit, and how it is written.

    Spans are in seconds; months and years in months (`unit` tells). Counts are plain.
    """

    what: str
    value: Fraction
    unit: str
    text: str


@lru_cache(maxsize=65_536)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, verbatim. Many checks ask for the same ones."""
    parts: list[str] = []
    start = 0
    for match in _END.finditer(text):
        piece = text[start : match.start()]
        if _ABBREVIATION.search(piece) or (piece.endswith(":") and "\n\n" not in match.group()):
            continue
        parts.append(piece)
        start = match.end()
    parts.append(text[start:])
    return tuple(part.strip() for part in parts if part.strip())


def sentence_with(text: str, words: str) -> str:
    """The first sentence that holds the words; the whole text where none does."""
    return next((one for one in sentences(text) if words in one), text.strip())


def figures(text: str) -> Iterator[WrittenFigure]:
    """The figures of a text. Clause numbers, dates, years and list marks are none."""
    return iter(_kept_figures(text))


@lru_cache(maxsize=65_536)
def _kept_figures(text: str) -> tuple[WrittenFigure, ...]:
    """Many checks ask for the figures of the same sentences."""
    return tuple(_figures(text))


def _figures(text: str) -> Iterator[WrittenFigure]:
    cleaned = _DATES.sub(_blank, _SCHEDULES.sub(_blank, _CLAUSES.sub(_blank, text)))
    for match in _matches(cleaned):
        shown = text[match.start() : match.end()]
        if match["money"]:
            scale = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "billion": 10**9}.get((match["scale"] or "").lower(), 1)
            yield WrittenFigure("money", number(match["sum"]) * scale, "", shown)
        elif match["share"] or match["percent"]:
            yield WrittenFigure("percent", number(match["share"] or match["word"]) / 100, "", shown)
        elif unit := match["unit"] or match["of"]:
            yield span(number(match["count"] or match["word"]), unit.lower().rstrip("s"), shown)
        elif match["plain"]:
            yield WrittenFigure("count", number(match["plain"]), "", shown)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What the pattern of figures finds, without the amounts in what is no currency: what stands in those is read by itself."""
    at = 0
    while match := _FIGURE.search(text, at):
        if (code := match["code"]) and code.casefold().upper() not in CURRENCIES:
            at = match.start() + 1
        else:
            at = match.end()
            yield match


def span(count: Fraction, unit: str, text: str) -> WrittenFigure:
    """A length of time as a figure: in seconds, in months, or in business days."""
    if unit in ("business day", "working day"):
        return WrittenFigure("span", count, "business days", text)
    if unit in ("month", "year", "quarter"):
        return WrittenFigure("span", count * {"month": 1, "quarter": 3, "year": 12}[unit], "months", text)
    size = {"second": 1, "minute": 60, "hour": 3600, "week": 7 * DAY}.get(unit, DAY)
    return WrittenFigure("span", count * size, "seconds", text)


def number(text: str) -> Fraction:
    """`7,500`, `99.5`, `thirty` as an exact number."""
    word = WORDS.get(text.lower())
    if word is not None:
        return Fraction(word)
    digits = re.sub(r"[,  ]", "", text)
    return Fraction(int(digits)) if digits.isdecimal() else Fraction(digits)  # made of a whole number it takes a third of the time


def references(text: str) -> Iterator[tuple[str, str]]:
    """(number, as written) of every clause or schedule of this agreement that a text refers to; those of other documents are left out."""
    for match in _CLAUSES.finditer(text):
        if _ELSEWHERE.match(text[match.end() :]):
            continue
        for one in re.findall(_NUMBERED, re.sub(r"\([a-z]+\)", "", match[1])):
            yield one, match.group()
    for match in _SCHEDULES.finditer(text):
        if not _ELSEWHERE.match(text[match.end() :]):
            yield " ".join(match[1].split()), match.group()


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
