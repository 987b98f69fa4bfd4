"""The shape of the house: short functions, folders that can be taken in at a glance, and a page that says what each holds.

That imports go down and no folders of a floor import each other in a circle is import-linter's business (`make check`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WARGAME = ROOT / "wargame"
MODULES = sorted(path for folder in ("wargame", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
LONGEST = 80
LONG = {("benchmarks/floor_numba.py", "_kernel"): "one kernel, because numba is slower where it is taken apart (its module says how much)"}
MOST = 15
# Folders in which any file dropped is found may have as many as there are kinds.
OPEN_ROOMS = {
    *("contract/clauses", "contract/laws", "world/shocks", "world/distributions", "analysis/checks", "report/sections", "report/readers"),
    *("report/exports", "commands"),
}
MORE = {"core": 26, "world/fitting": 20}  # the words everyone uses; the fits, whose parts only one another use
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def name(path: Path) -> str:
    """A file by its place in the repository."""
    return path.relative_to(ROOT).as_posix()


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Every function of a module, methods and inner ones too, and its lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_function_is_short(module: Path) -> None:
    long = {said: lines for said, lines in functions(module.read_text(encoding="utf-8")) if lines > LONGEST and (name(module), said) not in LONG}
    assert long == {}, f"over {LONGEST} lines: take apart what is done one after the other"


def test_what_may_be_long_is_there_and_is() -> None:
    for file, said in LONG:
        assert dict(functions((ROOT / file).read_text(encoding="utf-8")))[said] > LONGEST


def test_the_length_of_a_function_is_seen() -> None:
    assert list(functions("class A:\n    def f(self):\n        x = 1\n        return x\n")) == [("f", 3)]


FOLDERS = sorted({path.parent for path in WARGAME.rglob("*.py")})


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_a_folder_has_few_modules_at_its_top(folder: Path) -> None:
    here = folder.relative_to(WARGAME).as_posix()
    modules = [path.stem for path in folder.glob("*.py") if path.stem != "__init__"]
    if here not in OPEN_ROOMS:
        assert len(modules) <= MORE.get(here, MOST), f"{len(modules)} modules: give those that belong together a folder of their own"


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_the_architecture_says_what_a_folder_holds(folder: Path) -> None:
    here = folder.relative_to(WARGAME).as_posix()
    holds_folders = any(path.parent.parent == folder for path in WARGAME.rglob("__init__.py"))
    if here != "." and not holds_folders:
        assert f"| `{here}` | " in ARCHITECTURE, f"docs/architecture.md, *Folders*: say in a line what wargame/{here} holds"


def test_the_folders_that_the_architecture_names_are_there() -> None:
    for here in re.findall(r"^\| `([a-z_/]+)` \| ", ARCHITECTURE, re.MULTILINE):
        assert (WARGAME / here).is_dir(), here


def test_the_walks_of_the_architecture_name_what_is_there() -> None:
    """`file.py:name` and `file.py:Class.name`; the file by the end of its path."""
    said = re.findall(r"`([\w/]+\.py):([\w.]+)`", ARCHITECTURE)
    assert len(said) > 15
    files = [name(path) for path in WARGAME.rglob("*.py")]
    for file, what in said:
        (found,) = (one for one in files if one == f"wargame/{file}" or one.endswith(f"/{file}"))
        tree: ast.Module | ast.ClassDef = ast.parse((ROOT / found).read_text(encoding="utf-8"))
        for part in what.split("."):
            defined = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
            assert part in defined, f"docs/architecture.md speaks of {what} in {file}, which is not there"
            inner = defined[part]
            tree = inner if isinstance(inner, ast.ClassDef) else ast.Module([], [])
