"""A copy of the repository, in which files may be dropped: what `wargame new` writes there, and what the project says of it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tests.cli.harness import ROOT, Outcome, environment, shell
from tests.house.test_house import repository_files

QUIET = {"PYTHONDONTWRITEBYTECODE": "1"}


def copy_to(copy: Path) -> Path:
    """Copy every file that is or would be committed."""
    for path in repository_files():
        place = copy / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return copy


def in_house(house: Path, *words: str | Path) -> Outcome:
    """`wargame WORDS…` of the copy."""
    return shell(*words, home=house, env=QUIET)


def module_in(house: Path, module: str, *words: str, timeout: float = 1200) -> Outcome:
    """`python -m MODULE WORDS…` in the copy, with its code."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=house, env=environment(house, QUIET), capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip
    return Outcome(done.returncode, done.stdout, done.stderr)


def tree(house: Path) -> dict[str, str]:
    """The hash of every file of the copy, caches apart."""
    files = (path for path in house.rglob("*") if path.is_file() and not any(part == "__pycache__" or part.endswith("_cache") for part in path.parts))
    return {path.relative_to(house).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
