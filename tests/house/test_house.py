"""The house keeps its own rules: small modules, a docstring on everything public, no trace of one machine, a short top level, pinned versions."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "wargame").rglob("*.py"))
TOP_LEVEL = {
    *("wargame", "contracts", "scenarios", "reports", "tests", "benchmarks", "docs", ".ci"),
    *("pyproject.toml", "constraints.txt", "Makefile", ".gitignore"),
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"),
}
NOT_OURS = {".git", ".venv", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis", "__pycache__"}
# A path that starts at the root of somebody's machine; a relative one such as ../shared or a word such as and/or is fine.
MACHINE_PATH = re.compile(rb"(?<![\w./<])/(?:work|root|tmp|home/\w+|Users/\w+)\b")


def repository_files() -> list[Path]:
    """Every file that is or would be committed; without git, every file outside .git, .venv and the caches."""
    if (ROOT / ".git").exists():
        command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        try:
            names = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\0")
            return [ROOT / name for name in names if name and (ROOT / name).is_file()]
        except (OSError, subprocess.CalledProcessError):
            pass  # no git here, or it distrusts the owner of the folder
    return [path for path in ROOT.rglob("*") if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts)]


def undocumented(tree: ast.Module) -> list[str]:
    """Names at the top of a module, the module itself included, that are public and have no docstring."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    public = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    module = [] if ast.get_docstring(tree) else ["the module itself"]
    return module + [f"{node.name} (line {node.lineno})" for node in public if not ast.get_docstring(node)]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_and_documented(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") <= 400, "over 400 lines: split it by the things in the world that it models"
    assert undocumented(ast.parse(text)) == []


def test_the_docstring_rule_sees_what_is_missing() -> None:
    tree = ast.parse("def f(): ...\nclass C:\n    'Said.'\ndef _g(): ...\nasync def h(): ...\n")
    assert undocumented(tree) == ["the module itself", "f (line 1)", "h (line 5)"]


def test_no_file_names_a_path_of_one_machine() -> None:
    found = {str(path.relative_to(ROOT)): hit.group().decode() for path in repository_files() if (hit := MACHINE_PATH.search(path.read_bytes()))}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("/" + "work/main", True),
        ("see '/" + "root/x'", True),
        ("/" + "home/ann/x", True),
        ("../work/x", False),
        ("and/or", False),
        ("a/work/b", False),
        ("</root>", False),
    ],
)
def test_the_path_rule_tells_a_machine_from_a_word(text: str, hit: bool) -> None:
    assert bool(MACHINE_PATH.search(text.encode())) is hit


def test_the_top_level_holds_only_the_agreed_names() -> None:
    here = {path.relative_to(ROOT).parts[0] for path in repository_files()}
    assert here - TOP_LEVEL == set()


def test_everything_installed_is_pinned_at_its_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    pins = {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}
    todo = [Requirement(text) for text in sum(project["optional-dependencies"].values(), project["dependencies"])]
    reached: dict[NormalizedName, str] = {}
    while todo:
        wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        if name in reached or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        try:
            found = distribution(name)
        except PackageNotFoundError:
            pytest.fail(f"{name} is asked for but not installed: run `make .venv/.ready`")
        reached[name] = found.version
        todo += [Requirement(text) for text in found.requires or []]
    assert {name: pins.get(name) for name in reached} == reached


@pytest.mark.skipif(not (ROOT / "wargame" / "cli.py").exists(), reason="wargame/cli.py is not here yet")
def test_help_imports_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['wargame', '--help']; from wargame.cli import main; main()"
    run = subprocess.run([sys.executable, "-X", "importtime", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr[-2000:]
    imported = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in run.stderr.splitlines() if line.startswith("import time:")}
    assert "wargame" in imported
    assert imported & {"pandas", "matplotlib", "scipy"} == set()
