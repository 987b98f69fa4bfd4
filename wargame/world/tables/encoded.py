"""How a table is encoded and what separates its cells, as its first bytes and its first line say."""

from __future__ import annotations

import re

SEPARATORS = ",;\t"
_SAID = re.compile(r"sep=(.)", re.IGNORECASE)
NAMES = {",": "commas", ";": "semicolons", "\t": "tabs"}


def encoding_of(first: bytes) -> str:
    """The encoding of a file that begins with these bytes: UTF-16 where its mark stands there (what Excel calls Unicode text), else UTF-8."""
    return "utf-16" if first[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def said_separator(line: str) -> str | None:
    """The separator that a first line such as `sep=;` names, which is no row; None for any other line."""
    found = _SAID.fullmatch(line.rstrip("\r\n").strip('"').rstrip(SEPARATORS) or line.rstrip("\r\n"))
    found = found or _SAID.fullmatch(line.rstrip("\r\n"))
    return found[1] if found and found[1] in SEPARATORS else None


def separator_of(header: str) -> str:
    """The separator of the columns' names: the one that stands in them most often."""
    return max(SEPARATORS, key=header.count)
