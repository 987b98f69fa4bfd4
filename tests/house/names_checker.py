"""Looks for `wording` said of a variant: as an identifier, a key, a column or the name of a file, and in sentences.

What a drafter may write is a wording, and has that name in the code: the class attribute of clause kinds, and the tools over the words of an
agreement. A set of words that is played beside another is a variant, and the one that was given the current draft.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

NAME = "wording"
TOOLS = "wargame.analysis.words.wording"
# A string without a space is a key, a column or part of a file's name; any other is a sentence.
KEY = re.compile(r"\S*wording\S*", re.IGNORECASE)
SENTENCE = re.compile(r"\bwordings\b|\b(?:an|a|any|another|best|each|every|no|one|other|which|two|three|five) (?:other )?wording\b", re.IGNORECASE)


def in_code(source: str, attributes: Collection[str] = (), keys: Collection[str] = ()) -> list[str]:
    """`LINE: NAME` for every identifier and key of Python source that says wording. `attributes` and `keys` are the names that may."""
    found = []
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        names = [name for name in _names(node) if NAME in name.lower() and name not in attributes]
        texts = [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
        names += [text for text in texts if KEY.fullmatch(text) and not any(key in text for key in keys)]
        found += [f"{line}: {name}" for name in names]
    return sorted(found)


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.keyword):
        yield node.arg or ""
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        module = getattr(node, "module", None) or ""
        names = [*(alias.name for alias in node.names), *(alias.asname or "" for alias in node.names)]
        yield from (name for name in (module, *names) if name != TOOLS)


def in_text(text: str) -> list[str]:
    """`LINE: PHRASE` for every phrase that says wording of a variant."""
    return [f"{text.count(chr(10), 0, hit.start()) + 1}: {hit.group()}" for hit in SENTENCE.finditer(text)]
