"""Walks the syntax trees of rules: what a rule does to facts must mean the same for one life and for thousands of lanes.

A name is tainted if it holds, or may hold, a fact or a state: every parameter but `self`, and whatever is made from a tainted name. Structure is not:
a constant of the clause, the calendar of the month, how many dues there are. Tainted values may be added, subtracted, multiplied, compared, given to
the words of the vocabulary; they may not decide which statement runs.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

METHODS = ("on_incident", "on_event", "on_day", "on_month_end", "on_later", "after_exit", "answers")
# Of the desk, the calendar and the notice: the same for every lane. `detected` is a number of the source, known when the scenario is read.
STRUCTURE = frozenset(
    {
        "index",
        "first",
        "last",
        "seconds",
        "term_end",
        "morning",
        "notice",
        "event",
        "component",
        "clause",
        "head",
        "payer",
        "payee",
        "cause",
        "service",
    }
)
# Calls whose answer is structure, whatever they are given: a list of dues, its length, an instant of the calendar.
HANDED = frozenset({"claims", "interruptions"})  # lists that the desk hands over
STRUCTURAL_CALLS = HANDED | {"len", "after", "isinstance"}
FORBIDDEN_OPERATORS: dict[type[ast.AST], str] = {ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**", ast.Invert: "~", ast.MatMult: "@"}
# How else to say it: of months that close a period everybody thinks first.
WAYS = dict.fromkeys(("%", "//"), "; months that close a period are worked out once: `closing = range(…)`, then `month.index + 1 in closing`")
MASK_OPERATORS: dict[type[ast.AST], str] = {ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>"}
LIBRARIES = frozenset({"np", "numpy", "math", "scipy", "pd", "pandas", "random"})
# Annotations of parameters that hold inputs of the scenario, never facts.
_STRUCTURAL_HINTS = ("Backend", "str", "int", "LossHead", "LossHead | Once", "ProviderCosts", "Replacement", "frozenset[str]", "FactRequest")


@dataclass(frozen=True, order=True)
class Violation:
    """A line of a rule (counted from the `def`) and what it must not do."""

    line: int
    what: str


def check_function(tree: ast.FunctionDef, *, structural: frozenset[str] = frozenset()) -> list[Violation]:
    """What one method must not do. `structural` names parameters that hold no fact."""
    walker = _Walker({arg.arg for arg in (*tree.args.posonlyargs, *tree.args.args, *tree.args.kwonlyargs)} - {"self"} - structural)
    for _ in range(3):  # a loop may taint a name that was read above: again until nothing changes
        for statement in tree.body:
            walker.statement(statement)
    walker.found.clear()
    for statement in tree.body:
        walker.statement(statement)
    return sorted({Violation(line - tree.lineno + 1, what) for line, what in walker.found})


class _Walker:
    """Statements in order, with the names tainted so far."""

    def __init__(self, tainted: set[str]) -> None:
        self.tainted = set(tainted)
        self.found: list[tuple[int, str]] = []

    def say(self, node: ast.AST, what: str) -> None:
        self.found.append((getattr(node, "lineno", 0), what))

    # --- is a value a fact? ------------------------------------------------------------------------------------------------------

    def taints(self, node: ast.AST) -> bool:
        """Whether an expression may hold a fact or a state."""
        if isinstance(node, ast.Name):
            return node.id in self.tainted
        if isinstance(node, ast.Attribute):
            return node.attr not in STRUCTURE and self.taints(node.value)
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
            if name in STRUCTURAL_CALLS:
                return False
            return self.taints(node.func) or any(self.taints(arg) for arg in (*node.args, *(k.value for k in node.keywords)))
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (ast.Is, ast.IsNot)):
            return False  # whether there is a value at all is structure
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
            return self.taints(node.elt)
        return any(self.taints(child) for child in ast.iter_child_nodes(node))

    # --- what is said of one expression -------------------------------------------------------------------------------------------

    def expression(self, node: ast.AST | None) -> None:
        for inner in ast.walk(node) if node is not None else ():
            self._one(inner)

    def _one(self, node: ast.AST) -> None:
        if isinstance(node, ast.BinOp):
            self._operator(node, node.op, node.left, node.right)
        elif isinstance(node, ast.UnaryOp):
            if isinstance(node.op, ast.Invert):
                self.say(node, "uses ~, which is -2 for True in Python")
            elif isinstance(node.op, ast.Not) and self.taints(node.operand):
                self.say(node, "asks `not` of a fact; say v.negate")
        elif isinstance(node, ast.BoolOp) and any(self.taints(value) for value in node.values):
            self.say(node, f"asks `{'and' if isinstance(node.op, ast.And) else 'or'}` of a fact; say v.both or v.either")
        elif isinstance(node, ast.IfExp) and self.taints(node.test):
            self.say(node, "chooses by a fact; say v.where")
        elif isinstance(node, ast.Compare):
            if len(node.ops) > 1 and any(self.taints(part) for part in (node.left, *node.comparators)):
                self.say(node, "chains comparisons of facts; say v.both")
            if any(isinstance(op, (ast.In, ast.NotIn)) for op in node.ops) and any(self.taints(part) for part in (node.left, *node.comparators)):
                self.say(node, "asks `in` of a fact")
        elif isinstance(node, ast.Name) and node.id in LIBRARIES:
            self.say(node, f"reaches for {node.id}, past the vocabulary")
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("min", "max", "abs", "sum", "int", "bool", "round", "any", "all")
        ):
            if any(self.taints(arg) for arg in node.args):
                self.say(node, f"gives a fact to {node.func.id}(); say it in the vocabulary")
        elif isinstance(node, ast.comprehension):
            self._bind(node.target, self.taints(node.iter))
            if any(self.taints(test) for test in node.ifs):
                self.say(node.ifs[0], "leaves out by a fact")

    def _operator(self, node: ast.AST, op: ast.operator, *sides: ast.AST) -> None:
        word = FORBIDDEN_OPERATORS.get(type(op))
        if word:
            self.say(node, f"uses {word}, which differs between Python and numpy{WAYS.get(word, '')}")
        mask = MASK_OPERATORS.get(type(op))
        if mask and any(self.taints(side) for side in sides):
            self.say(node, f"uses {mask} on facts; say v.both or v.either")

    # --- statements --------------------------------------------------------------------------------------------------------------

    def statement(self, node: ast.stmt) -> None:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self.say(node, "imports inside a rule")
        elif isinstance(node, ast.Assign):
            self.expression(node.value)
            for target in node.targets:
                self._assign(target, node.value)
        elif isinstance(node, ast.AnnAssign):
            self.expression(node.value)
            if node.value is not None:
                self._assign(node.target, node.value)
        elif isinstance(node, ast.AugAssign):
            self.expression(node.value)
            self._operator(node, node.op, node.target, node.value)
            self._bind(node.target, self.taints(node.target) or self.taints(node.value))
            self.say(node, "changes a value in place; lanes of another name would change with it")
        elif isinstance(node, (ast.If, ast.While)):
            self.expression(node.test)
            if self.taints(node.test):
                self.say(node, f"`{'if' if isinstance(node, ast.If) else 'while'}` asks a fact; say v.where")
            self._body(node.body, node.orelse)
        elif isinstance(node, ast.For):
            self.expression(node.iter)
            listed = isinstance(node.iter, ast.Call) and isinstance(node.iter.func, ast.Attribute) and node.iter.func.attr in HANDED
            names = isinstance(node.iter, ast.Name) and self._is_list_of_claims(node.iter.id)
            if self.taints(node.iter) and not (listed or names or self._beside_structure(node.iter)):
                self.say(node, "loops over a fact")
            self._bind_loop(node)
            self._body(node.body, node.orelse)
        elif isinstance(node, ast.Assert):
            self.expression(node.test)
            if self.taints(node.test):
                self.say(node, "asserts a fact, whose truth differs from lane to lane")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Try, ast.With, ast.Match)):
            self.say(node, "is more than a rule needs: only assignments, `if`, `for`, calls, `yield` and `return` are read")
        else:
            self.expression(node)

    def _body(self, *bodies: list[ast.stmt]) -> None:
        for body in bodies:
            for statement in body:
                self.statement(statement)

    def _beside_structure(self, node: ast.AST) -> bool:
        """A zip with something of the clause's own is as long as that, whatever it hands out beside it."""
        zipped = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "zip"
        return zipped and any(not self.taints(one) for one in node.args)

    def _is_list_of_claims(self, name: str) -> bool:
        return name in ("claims",)

    def _assign(self, target: ast.AST, value: ast.AST) -> None:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            for one, other in zip(target.elts, value.elts, strict=True):
                self._assign(one, other)
        elif isinstance(target, ast.Name):
            # A name once tainted stays so, as a loop or the other branch of an `if` may have tainted it.
            self._bind(target, self.taints(value))
        elif isinstance(target, (ast.Attribute, ast.Subscript)):
            self.say(target, "writes into an object; say month.keep or month.owe")
        else:
            self._bind(target, self.taints(value))

    def _bind(self, target: ast.AST, tainted: bool) -> None:
        if tainted:
            self.tainted |= {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}

    def _bind_loop(self, node: ast.For) -> None:
        """zip() hands each name its own source; dues hold amounts, so a due is tainted, though a list of dues is not."""
        source = node.iter
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "zip" and isinstance(node.target, ast.Tuple):
            for target, one in zip(node.target.elts, source.args, strict=True):
                self._bind(target, self.taints(one))
            return
        claims = isinstance(source, ast.Name) and self._is_list_of_claims(source.id)
        claims = claims or (isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute) and source.func.attr in HANDED)
        self._bind(node.target, claims or self.taints(source))


def parse(source: str) -> ast.FunctionDef:
    """The tree of one function's source."""
    found = ast.parse(textwrap.dedent(source)).body[0]
    assert isinstance(found, ast.FunctionDef)
    return found


def check_source(source: str, **kwargs: Any) -> list[Violation]:
    """What a method given as text must not do."""
    return check_function(parse(source), **kwargs)


def rules_of(instance: Any) -> Iterator[tuple[str, Any, frozenset[str]]]:
    """(name, function, structural parameters) of every rule of a clause, and of the methods that these call on self or on one of its parts."""
    todo = [(name, getattr(type(instance), name), instance) for name in METHODS if hasattr(type(instance), name)]
    seen = set()
    while todo:
        name, function, owner = todo.pop(0)
        if function in seen or not inspect.isfunction(function):
            continue
        seen.add(function)
        tree = parse(inspect.getsource(function))
        yield f"{type(owner).__name__}.{name}", function, _structural(name, function)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                part = _part(owner, node.func.value)
                method = getattr(type(part), node.func.attr, None) if part is not None else None
                if inspect.isfunction(method) and method.__module__.startswith("wargame.") and node.func.attr != "choice":
                    todo.append((node.func.attr, method, part))


def _structural(name: str, function: Any) -> frozenset[str]:
    """Parameters that hold no fact: the event's name in `answers`, and lists of dues and the vocabulary in helpers, by their annotation."""
    hints = {key: _said(value) for key, value in function.__annotations__.items()}
    named = {key for key, hint in hints.items() if "list[" in hint or hint in _STRUCTURAL_HINTS}
    return frozenset(named | ({"event"} if name == "answers" else set())) - {"row", "month", "day", "incident"}


def _said(annotation: Any) -> str:
    """An annotation by the bare names in it, whether the file keeps it as a text or as what it names."""
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", annotation if isinstance(annotation, str) else inspect.formatannotation(annotation))


def _part(owner: Any, node: ast.AST) -> Any:
    """The object that `self`, `self.table` or `self.terms.x` stands for; None for anything else."""
    if isinstance(node, ast.Name):
        return owner if node.id == "self" else None
    if isinstance(node, ast.Attribute):
        below = _part(owner, node.value)
        return getattr(below, node.attr, None) if below is not None else None
    return None
