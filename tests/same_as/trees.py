"""The two trees: this one, and the other commit in a worktree of its own that is taken away again whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NamedTuple, NoReturn

OURS, THEIRS = "ours", "theirs"
IMPORTED = "import wargame, wargame.cli; print(*wargame.__path__, wargame.cli.__file__, sep='\\n')"


class Trouble(Exception):
    """Why nothing can be compared, in one sentence."""


class Tree(NamedTuple):
    """A checkout of the project: which side of the comparison it is, where, at which commit, and how many of its files are not as committed."""

    side: str
    folder: Path
    commit: str
    changed: int = 0

    @property
    def words(self) -> str:
        """The tree in a few words."""
        more = f" and {self.changed} changed file{'s' if self.changed != 1 else ''}" if self.changed else ""
        return f"{'the working tree, ' if self.side == OURS else ''}commit {self.commit[:12]}{more}"

    def environment(self) -> dict[str, str]:
        """What a process needs to run this tree's code: its folder before everything installed, and one thread for each process."""
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        return {**os.environ, **threads, "PYTHONPATH": str(self.folder), "PYTHONIOENCODING": "utf-8"}


def git(folder: Path, *words: str) -> str:
    """What git says; Trouble with its own words where it refuses."""
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"git {words[0]}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout.strip()


def this_tree(root: Path) -> Tree:
    """The working tree, with what is not committed in it."""
    return Tree(OURS, root, git(root, "rev-parse", "HEAD"), len(git(root, "status", "--porcelain").splitlines()))


@contextmanager
def other_tree(root: Path, commit: str) -> Iterator[Tree]:
    """A commit in a worktree outside the project. It goes when the block is left, by an interruption or a request to end too."""
    found = git(root, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}") if _known(root, commit) else ""
    if not found:
        raise Trouble(f"git knows no commit {commit!r}")
    before = signal.signal(signal.SIGTERM, _end)
    try:
        with tempfile.TemporaryDirectory(prefix="same-as-") as folder:
            tree = Path(folder).resolve() / "tree"
            try:
                git(root, "worktree", "add", "--detach", "--quiet", str(tree), found)
                yield Tree(THEIRS, tree, found)
            finally:
                held = signal.signal(signal.SIGINT, signal.SIG_IGN)
                remove = ["git", "-C", str(root), "worktree", "remove", "--force", str(tree)]
                subprocess.run(remove, capture_output=True, check=False)
                signal.signal(signal.SIGINT, held)
    finally:
        signal.signal(signal.SIGTERM, before)


def _known(root: Path, commit: str) -> bool:
    done = subprocess.run(["git", "-C", str(root), "cat-file", "-e", f"{commit}^{{commit}}"], capture_output=True, check=False)
    return done.returncode == 0


def _end(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def assert_own_code(tree: Tree, cwd: Path) -> str:
    """The folder from which a process of this tree imports `wargame`; Trouble unless it is this tree's, at the commit that it should be."""
    command = [sys.executable, "-P", "-c", IMPORTED]
    done = subprocess.run(command, cwd=cwd, env=tree.environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"{tree.side}: `import wargame` fails in {tree.words}: {done.stderr.strip().splitlines()[-1]}")
    home = tree.folder.resolve() / "wargame"
    for path in done.stdout.split("\n"):
        if path and not Path(path).resolve().is_relative_to(home):
            raise Trouble(f"{tree.side}: a process that should run {tree.words} imports {path}")
    if git(home, "rev-parse", "HEAD") != tree.commit:
        raise Trouble(f"{tree.side}: {home} is not at commit {tree.commit}")
    return str(home)


def prepare(tree: Tree) -> None:
    """Compile a tree's code, so that neither side pays for that in its first turn."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(tree.folder / "wargame")], capture_output=True, check=False)


def differs_in_code(ours: Tree, theirs: Tree) -> list[str]:
    """The files of the program that the working tree has otherwise than the other commit, new ones too."""
    changed = git(ours.folder, "diff", "--name-only", theirs.commit, "--", "wargame").splitlines()
    return sorted({*changed, *git(ours.folder, "ls-files", "--others", "--exclude-standard", "--", "wargame").splitlines()})
