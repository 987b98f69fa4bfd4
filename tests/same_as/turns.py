"""One command played once: what it wrote and printed, its CPU seconds and its greatest memory."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tests.same_as.commands import INPUTS, OUT, Command
from tests.same_as.trees import Tree

TELLS_THE_TIME = "manifest.json"


class Turn(NamedTuple):
    """An exit code; CPU seconds and the memory of the largest process in MB, children included, as the system counts them; seconds by the clock."""

    code: int
    cpu: float
    peak: float
    wall: float


def once(tree: Tree, words: tuple[str, ...], cwd: Path, out: Path, err: Path) -> Turn:
    """`wargame WORDS…` with a tree's code. The process and all its children end with this one."""
    command = [sys.executable, "-P", "-m", "wargame", *words]
    start = time.perf_counter()
    with out.open("wb") as said, err.open("wb") as complained:
        process = subprocess.Popen(
            command, cwd=cwd, env=tree.environment(), stdin=subprocess.DEVNULL, stdout=said, stderr=complained, start_new_session=True
        )
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return Turn(process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, time.perf_counter() - start)


def lay_out(inputs: Path, stage: Path) -> None:
    """An empty folder with the inputs in it. It is the same one for both sides, so that paths have no reason to differ."""
    shutil.rmtree(stage, ignore_errors=True)
    for name in INPUTS:
        shutil.copytree(inputs / name, stage / name)


def play(tree: Tree, command: Command, inputs: Path, stage: Path) -> Turn:
    """A command by itself, into the stage."""
    lay_out(inputs, stage)
    (stage / OUT).mkdir()
    return once(tree, (*command.words, "--out", OUT), stage, stage / "stdout", stage / "stderr")


def ask(tree: Tree, command: Command, stage: Path) -> dict[str, int]:
    """Ask what is to be asked of the results on the stage; the exit codes by the names under which the answers lie there."""
    codes = {}
    for words in (command.check, *command.then):
        name = f"{words[0]} --json"
        codes[name] = once(tree, words, stage, stage / name, stage / f"{words[0]} stderr").code
    return codes


def keep(stage: Path, folder: Path, codes: dict[str, int]) -> None:
    """Put what was written and printed, and the exit codes, where it is compared."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(stage / OUT, folder)
    for path in stage.iterdir():
        if path.is_file():
            shutil.move(path, folder / path.name)
    (folder / "exit codes").write_text("".join(f"{name}: {code}\n" for name, code in codes.items()), encoding="utf-8")


def digests(folder: Path) -> dict[str, str]:
    """What a run wrote, by the digest of each file but the one that tells the time."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != TELLS_THE_TIME]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
