"""What a check must not print as if the draft held it, and what nobody may look for in our own sentences. An AST walk, function by function.

A figure is played where it comes from a call that asks lives (`evidence.money`, `evidence.paid`, `mean` …) or from an attribute of results; a name is
where it was given such a value in the same function. Played figures may reach a finding's message only as `played(…)` or `evidence.money(…)` given to
a Message, and its question and proposal not at all.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

FIGURES = frozenset({"money", "paid", "withheld", "fired", "events_per_life", "mean", "mean_of", "tail_of", "spread"})  # calls that ask lives
RESULTS = frozenset({"lives", "rows", "silent", "losses", "plan", "sum", "fired", "exits", "n"})  # attributes of what lives came to
AS_PLAYED = frozenset({"played", "money"})  # calls that say of a figure where it comes from
AS_AGREED = frozenset({"agreed", "drafted"})
PLACES = {"finding": {3: "message", 4: "question"}, "Finding": {3: "message", 4: "question", 7: "proposal"}}
SAID = frozenset({"message", "question", "proposal"})

SENTENCES = frozenset({"message", "title", "ask", "question"})
LOOKS = frozenset(
    (
        *(
            "split",
            "rsplit",
            "partition",
            "rpartition",
            "startswith",
            "endswith",
            "removeprefix",
            "removesuffix",
            "find",
            "index",
            "count",
            "replace",
        ),
        *("strip", "rstrip", "lstrip", "lower", "upper"),
    )
)
PATTERNS = frozenset({"search", "match", "fullmatch", "findall", "finditer", "sub", "subn"})


def breaches(source: str) -> list[str]:
    """Played figures that reach a finding as if they were words of the draft: "line: what"."""
    return sorted({f"{line}: {what}" for function in _functions(source) for line, what in _Printed(function).found()})


def looked_into(source: str) -> list[str]:
    """Where a module looks for something in a message, a title or a question: "line: what"."""
    return sorted({f"{line}: {what}" for scope in (ast.parse(source), *_functions(source)) for line, what in _Looks(scope).found()})


def _functions(source: str) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))


def _called(node: ast.AST) -> str:
    """The last part of the name that a call calls."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


def _assigned(scope: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """(target, value) of every assignment, side by side where both are tuples."""
    for node in ast.walk(scope):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else []
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
                yield from zip(target.elts, value.elts, strict=True)
            elif value is not None:
                yield target, value


def _names(target: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


class _Printed:
    """One function of a check, with the names that hold played figures."""

    def __init__(self, function: ast.FunctionDef) -> None:
        self.function = function
        self.names: set[str] = set()
        before = -1
        while before < len(self.names):
            before = len(self.names)
            for target, value in _assigned(function):
                if self.played(value):
                    self.names |= _names(target)

    def played(self, node: ast.AST, printed: bool = False) -> bool:
        """Whether an expression holds a played figure that nothing says is one. In an f-string (`printed`) a percentage always is."""
        if isinstance(node, ast.Name):
            return node.id in self.names
        if isinstance(node, ast.IfExp):
            return self.played(node.body, printed) or self.played(node.orelse, printed)
        if isinstance(node, ast.Compare | ast.Lambda):
            return False
        if isinstance(node, ast.JoinedStr):
            return any(self.played(part.value, True) for part in node.values if isinstance(part, ast.FormattedValue))
        if isinstance(node, ast.Call):
            name = _called(node)
            if name in AS_PLAYED and not printed:
                return False
            if name == "Message":
                return any(self.played(part) for part in node.args)
            if name in FIGURES or name in AS_PLAYED or (printed and name == "in_percent"):
                return True
            if name in AS_AGREED:
                return False  # what is wrong with it is told once, where it stands
        if isinstance(node, ast.Attribute) and node.attr in RESULTS:
            return True
        return any(self.played(child, printed) for child in ast.iter_child_nodes(node))

    def found(self) -> Iterator[tuple[int, str]]:
        """Everything that is wrong in the function."""
        for node in ast.walk(self.function):
            name = _called(node)
            if not isinstance(node, ast.Call):
                continue
            parts = [(part, "") for part in node.args] + [(word.value, word.arg or "") for word in node.keywords]
            if name in AS_AGREED or name == "Message":
                for part, _ in parts:
                    if self.played(part):
                        yield part.lineno, f"a played figure is given to {name} as it is"
            if name in PLACES:
                said = {f"{place}": node.args[at] for at, place in PLACES[name].items() if at < len(node.args)}
                said |= {word.arg: word.value for word in node.keywords if word.arg in SAID}
                for place, part in said.items():
                    if self.played(part):
                        yield part.lineno, f"a played figure is printed in a {place}"


class _Looks:
    """A module or a function, with the names that hold a message, a title or a question."""

    def __init__(self, scope: ast.AST) -> None:
        self.scope = scope
        self.names: set[str] = set()
        for target, value in _assigned(scope):
            if isinstance(target, ast.Name) and self.said(value):
                self.names.add(target.id)

    def said(self, node: ast.AST) -> bool:
        """Whether an expression is a sentence of a finding, perhaps as `str(…)` or with `or ""` behind it."""
        if isinstance(node, ast.Name):
            return node.id in self.names
        if isinstance(node, ast.Attribute):
            return node.attr in SENTENCES
        if isinstance(node, ast.Subscript):
            return isinstance(node.slice, ast.Constant) and node.slice.value in SENTENCES
        if isinstance(node, ast.BoolOp):
            return any(self.said(value) for value in node.values)
        if _called(node) == "str":
            return any(self.said(part) for part in node.args)  # type: ignore[attr-defined]
        if _called(node) == "get":
            return any(isinstance(part, ast.Constant) and part.value in SENTENCES for part in node.args[:1])  # type: ignore[attr-defined]
        return False

    def found(self) -> Iterator[tuple[int, str]]:
        """Everything by which it looks into one."""
        for node in ast.walk(self.scope):
            if isinstance(node, ast.Subscript) and self.said(node.value):
                yield node.lineno, "takes a part of a sentence"
            inside = isinstance(node, ast.Compare) and any(isinstance(op, ast.In | ast.NotIn) for op in node.ops)
            if inside and any(self.said(side) for side in node.comparators):
                yield node.lineno, "asks what a sentence holds"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr in LOOKS and self.said(node.func.value):
                    yield node.lineno, f"asks a sentence by {node.func.attr}"
                if node.func.attr in PATTERNS and any(self.said(part) for part in node.args):
                    yield node.lineno, "looks for a pattern in a sentence"
