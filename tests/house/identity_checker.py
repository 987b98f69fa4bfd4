"""What no code may do with a kind of clause: look for a term by asking whether it is there, or know the kind by its name. Two walks of a module.

A kind's name is a breach as a literal wherever it stands, but for two things. Where it is an ordinary word ("notice", "indemnity", "cure") it may be
a head, an event, a term or a right as well: such a word counts only where it meets something called a kind – compared with it, looked up in a table
of kinds, or listed with names that can be nothing else. And words that write a clause into a draft (`{"kind": "service_credit", …}`) are data where
drafts are written.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

PROBES = frozenset({"getattr", "hasattr", "attrgetter"})
TERMS = frozenset({"terms", "tier", "tiers", "level", "step", "trigger", "band", "allocation"})  # what holds terms, by its name
FIELDS = frozenset({"model_fields", "model_fields_set", "__dict__", "__fields__"})
KIND_WORDS = frozenset({"kind", "kinds", "clause_kinds", "of_kind", "clauses"})
LOOK_UPS = frozenset({"get", "startswith", "endswith", "removeprefix", "removesuffix", "index", "count", "find"})


# --- terms are not searched ------------------------------------------------------------------------------------------------------------


def probes(source: str, only_terms: bool = False) -> list[str]:
    """Where a module asks an object for an attribute by name, or whether it has one: "line: what". With `only_terms` only where it asks terms, for
    modules that may ask something else."""
    tree = ast.parse(source)
    return sorted({f"{line}: {what}" for scope in (tree, *_functions(tree)) for line, what in _probes(scope, only_terms)}, key=_line)


def _probes(scope: ast.AST, only_terms: bool) -> Iterator[tuple[int, str]]:
    aliases = set(TERMS)
    for _ in range(2):  # an alias of an alias
        for target, value in _bound(scope):
            if _holds_terms(value, aliases):
                aliases |= {node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in ast.walk(scope):
        if isinstance(node, ast.Call) and _last(node.func) in PROBES:
            if not only_terms or any(_holds_terms(one, aliases) for one in node.args[:1]):
                yield node.lineno, f"asks {_last(node.func)}()"
        elif isinstance(node, ast.Compare) and any(isinstance(op, ast.In | ast.NotIn) for op in node.ops):
            sides = (side for side in node.comparators if isinstance(side, ast.Attribute))
            yield from ((node.lineno, f"looks into {side.attr}") for side in sides if side.attr in FIELDS and _holds_terms(side.value, aliases))
        elif isinstance(node, ast.ExceptHandler) and "AttributeError" in {_last(one) for one in ast.walk(node.type or ast.Constant(0))}:
            yield node.lineno, "waits for an AttributeError"
        elif isinstance(node, ast.Subscript | ast.Call):
            inner = node.value if isinstance(node, ast.Subscript) else node.func
            inner = inner.value if isinstance(node, ast.Call) and isinstance(inner, ast.Attribute) and inner.attr == "get" else inner
            if isinstance(inner, ast.Attribute) and inner.attr in FIELDS and _holds_terms(inner.value, aliases):
                yield node.lineno, f"looks into {inner.attr}"


def _holds_terms(node: ast.AST, aliases: Collection[str]) -> bool:
    """Whether an expression is terms, or stands within terms."""
    if isinstance(node, ast.Name):
        return node.id in aliases
    if isinstance(node, ast.Attribute):
        return node.attr in TERMS or _holds_terms(node.value, aliases)
    if isinstance(node, ast.Call):  # of calls only those that give what stands in terms, or what they are made of
        inside = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        return _last(node.func) in PROBES | {"type", "term", "at"} and any(_holds_terms(one, aliases) for one in (*node.args[:1], *inside))
    return any(_holds_terms(child, aliases) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))


# --- kinds are not named ---------------------------------------------------------------------------------------------------------------


def named(source: str, kinds: Collection[str], *, drafts: bool = False) -> list[str]:
    """Where a module knows a kind of clause by its name: "line: the name". With `drafts` it may write clauses as a draft holds them."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in kinds and not _documents(node, parents):
            if drafts and _written_to_a_draft(node, parents):
                continue
            if "_" in node.value or _meets_a_kind(node, parents, kinds):
                found.add(f"{node.lineno}: {node.value}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_part(node, parents, kinds):
            found.add(f"{node.lineno}: a part of {node.value}")
    return sorted(found, key=_line)


def _documents(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """A sentence that stands alone."""
    return isinstance(parents.get(node), ast.Expr)


def _written_to_a_draft(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """`{"kind": "service_credit", …}`."""
    holder = parents.get(node)
    if not isinstance(holder, ast.Dict):
        return False
    return any(value is node and isinstance(key, ast.Constant) and key.value == "kind" for key, value in zip(holder.keys, holder.values, strict=True))


def _meets_a_kind(node: ast.AST, parents: dict[ast.AST, ast.AST], kinds: Collection[str]) -> bool:
    """Whether a word that may be something else is said of a kind: compared with one, looked up among them, matched, or listed with other names of
    kinds."""
    inner, holder = node, parents.get(node)
    while isinstance(holder, ast.Tuple | ast.List | ast.Set | ast.Starred):
        beside = [one.value for one in ast.walk(holder) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if any("_" in one and one in kinds for one in beside):
            return True
        inner, holder = holder, parents.get(holder)
    if isinstance(holder, ast.Call) and inner in holder.args and _last(holder.func) in ("frozenset", "set", "tuple", "list"):
        inner, holder = holder, parents.get(holder)
    if isinstance(holder, ast.Compare):
        return any(_called_kind(one) for one in (holder.left, *holder.comparators) if one is not inner)
    if isinstance(holder, ast.Subscript):
        return _called_kind(holder.value)
    if isinstance(holder, ast.Call):
        looks = isinstance(holder.func, ast.Attribute) and holder.func.attr in LOOK_UPS and _called_kind(holder.func.value)
        return looks or (_last(holder.func) in KIND_WORDS)
    if isinstance(holder, ast.MatchValue):
        while holder is not None and not isinstance(holder, ast.Match):
            holder = parents.get(holder)
        return holder is not None and _called_kind(holder.subject)
    if isinstance(holder, ast.Dict):
        others = [one.value for one in holder.keys if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        return any("_" in one and one in kinds for one in others) if node in holder.keys else False
    if isinstance(holder, ast.Assign | ast.AnnAssign):
        targets = holder.targets if isinstance(holder, ast.Assign) else [holder.target]
        return any(_called_kind(one) for one in targets) and inner is not node  # a set of kinds; `kind = "notice"` says what a class of ours is
    return False


def _is_part(node: ast.Constant, parents: dict[ast.AST, ast.AST], kinds: Collection[str]) -> bool:
    """Whether the beginning or the end of names of kinds is looked for: `one.kind.startswith("termination_")`."""
    holder = parents.get(node)
    while isinstance(holder, ast.Tuple):
        holder = parents.get(holder)
    if not (isinstance(holder, ast.Call) and isinstance(holder.func, ast.Attribute) and holder.func.attr in LOOK_UPS - {"get"}):
        return False
    return _called_kind(holder.func.value) and bool(node.value) and any(node.value in kind for kind in kinds)


def _called_kind(node: ast.AST) -> bool:
    """`kind`, `one.kind`, `row["kind"]`, `evidence.kinds`, `clause_kinds()`."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value == "kind"
    return _last(node.func if isinstance(node, ast.Call) else node) in KIND_WORDS - {"clauses"}


# --- both ------------------------------------------------------------------------------------------------------------------------------


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _bound(scope: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """(name, what it is taken from) of assignments and loops, side by side where both are tuples."""
    for node in ast.walk(scope):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign | ast.NamedExpr) else []
        if isinstance(node, ast.For | ast.comprehension):
            yield node.target, node.iter
        for target in targets:
            value = node.value  # type: ignore[attr-defined]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
                yield from zip(target.elts, value.elts, strict=True)
            elif value is not None:
                yield target, value


def _last(node: ast.AST) -> str:
    """The last part of a dotted name; "" for anything else."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _line(said: str) -> tuple[int, str]:
    return int(said.split(":")[0]), said
