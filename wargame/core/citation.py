"""Where a practice is described, as a reader outside the project is told: published sources stay, references to working papers fall away.

Sources in the code also name the project's own notes (PRACTICE and DESIGN, by section) and its folder of cases, which nobody has who is handed a
report. `[v]` marks what a practitioner should verify before it is relied on; readers are told so in words.
"""

from __future__ import annotations

import re

UNPUBLISHED = "usual practice; to be verified"
_OURS = re.compile(
    r"\b(?:PRACTICE|DESIGN) §\d+(?:(?:,| and) §\d+)*(?: [A-D](?: and [A-D])?)?"  # PRACTICE §7, §12; PRACTICE §1 B and D
    r"|(?<=, )§\d+|\(cases/[^)]*\)|\bcases/[\w./]+(?:, \w+)?|\bworked examples? \w+(?: and \w+)*|\bclosed forms? `\w+`"
)
_EMPTY = re.compile(r"\(\s*\)")


def cite(source: str) -> str:
    """The published part of a source, with `[v]` in words; where nothing published is left, that it is usual practice to be verified."""
    said = []
    for piece in _OURS.sub("", source).split(";"):
        plain = _EMPTY.sub("", piece).strip(" :,")
        plain = f"usual practice {plain}" if plain.startswith("(") else plain
        if plain and plain != "[v]":
            said.append(" ".join(plain.split()).replace("[v]", "(to be verified)"))
        elif plain:
            said.append("to be verified")
    return "; ".join(said) or UNPUBLISHED
