"""Walks the syntax trees of modules for code that reads our own sentences: who is meant, how much and of what is data beside a sentence, never in it.

A sentence is whatever stands in a field (or a variable, or a key of a row) called by one of the names in SENTENCES; the name of a column is what is
called one of COLUMNS. Sentences may be made, joined, compared for being there at all, and printed. Nothing may look for something within them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

SENTENCES = frozenset({"why", "message", "words", "title", "missing"})
COLUMNS = frozenset({"column", "columns", "column_name"})
OF_TEXT = frozenset({"split", "rsplit", "partition", "rpartition", "startswith", "endswith", "removeprefix", "removesuffix", "replace"})
OF_SENTENCES = OF_TEXT | {"find", "rfind", "index", "rindex", "splitlines", "isdigit"}
SEARCHES = frozenset({"search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"})
SAME_TEXT = frozenset({"lower", "upper", "casefold", "strip", "lstrip", "rstrip", "capitalize", "title"})  # methods whose answer is the text still


@dataclass(frozen=True, order=True)
class Violation:
    """A line of a module, what stands there, and what it must not do."""

    line: int
    source: str
    what: str


def check_source(source: str) -> list[Violation]:
    """Where a module reads a sentence of ours or the name of a column."""
    lines = source.splitlines()
    found = {(getattr(node, "lineno", 1), what) for node in ast.walk(ast.parse(source)) for what in _one(node)}
    return sorted(Violation(line, lines[line - 1].strip(), what) for line, what in found)


def _one(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        of, method = _named(node.func.value), node.func.attr
        if (of in SENTENCES and method in OF_SENTENCES) or (of in COLUMNS and method in OF_TEXT):
            yield f"asks .{method} of {of}"
        if method in SEARCHES:
            for argument in (*node.args, *(one.value for one in node.keywords)):
                if _named(argument) in SENTENCES | COLUMNS:
                    yield f"searches {_named(argument)} for a pattern"
    elif isinstance(node, ast.Compare):
        for operator, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(operator, (ast.In, ast.NotIn)):
                left = node.left
                text = isinstance(left, (ast.JoinedStr, ast.Constant))
                if _named(right) in SENTENCES or (_named(right) == "column" and text):
                    yield f"asks what is in {_named(right)}"
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and _named(node.value) in SENTENCES:
        yield f"cuts {_named(node.value)}"


def _named(node: ast.AST) -> str:
    """The name under which a text is known here; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript):
        return node.slice.value if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str) else ""
    if isinstance(node, ast.BoolOp):
        return _named(node.values[0])
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name):
            return _named(node.args[0]) if node.func.id == "str" and node.args else node.func.id
        if isinstance(node.func, ast.Attribute):
            if node.func.attr in SAME_TEXT and not node.args:
                return _named(node.func.value)
            if node.func.attr == "get" and node.args and isinstance(node.args[0], ast.Constant):
                return str(node.args[0].value)
    return ""
