"""Readers that leave and disks that refuse: no traceback, the path and the system's own number, and what was there before stays there."""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.harness import ROOT, SOUND, START, environment, shell
from wargame.report.files.outputs import chosen

FILES = [
    *("exposure.csv", "findings.csv", "futures.parquet", "issues.docx", "manifest.json", "postings.parquet", "report.html", "results.xlsx"),
    *("summary.json", "world.csv"),
]


def words_of_run(draft: Path, world: Path, out: Path) -> list[str]:
    """A run of a few futures in one process."""
    return ["run", str(draft), "-s", str(world), "--futures", "16", "--workers", "1", "--postings", "2", "--readings", "base", "--out", str(out)]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("words", [["check"], ["check", "--json"], ["explain", "service_credit"], ["--help"]], ids=" ".join)
def test_a_reader_who_leaves_at_once_gets_no_traceback(words: list[str], sound: Path) -> None:
    # Sixty clauses and their findings, so that the output is written in several pieces.
    if words[0] == "check":
        many = [f"## 20.{n} Credits {n}" + SOUND[SOUND.index("## 8.2") :].split("# 9")[0][len("## 8.2 Service credits") :] for n in range(60)]
        holes = "\n".join(many).replace("{below: 98 %", "{below: 99.5 %")
        sound.write_text(SOUND + "\n" + holes, encoding="utf-8")
        words = [words[0], str(sound), *words[1:]]
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", START, *words], cwd=ROOT, env=environment(ROOT), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout and process.stderr
    process.stdout.close()
    err = process.stderr.read().decode("utf-8")
    process.stderr.close()
    assert process.wait(60) in (0, 1)
    assert "Traceback" not in err and "BrokenPipe" not in err and "Exception ignored" not in err, err


def test_check_piped_into_head_gives_head_its_line(sound: Path) -> None:
    sound.write_text(SOUND.replace("cap: GBP 60 000", "cap: GBP 0"), encoding="utf-8")
    line = f"'{sys.executable}' -P -c '{START}' check '{sound}' | head -1"
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, env=environment(ROOT), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{sound}:") and done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_a_full_device_at_the_end_of_stdout_is_an_exit_code_and_no_traceback(sound: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        words = [sys.executable, "-P", "-c", START, "check", str(sound)]
        done = subprocess.run(words, cwd=ROOT, env=environment(ROOT), stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 3, done
    assert b"Traceback" not in done.stderr and b"errno 28" in done.stderr.lower(), done.stderr


@pytest.mark.parametrize("out", ["file.txt", "file.txt/run"], ids=["a file", "below a file"])
def test_an_out_that_cannot_be_a_folder_exits_3_with_path_and_errno(out: str, sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    (tmp_path / "file.txt").write_text("mine", encoding="utf-8")
    done = command(*words_of_run(sound, world, tmp_path / out))
    assert done.code == 3 and "Traceback" not in done.err
    assert str(tmp_path / "file.txt") in done.err and re.search(r"\(errno \d+\)", done.err)
    assert (tmp_path / "file.txt").read_text(encoding="utf-8") == "mine"


@pytest.fixture
def earlier(sound: Path, world: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder with the results of an earlier run; made writable again at the end."""
    run = tmp_path / "run"
    assert shell(*words_of_run(sound, world, run)).code == 0
    assert set(contents(run)) >= set(FILES)
    yield run
    run.chmod(0o755)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_write_permission_exits_3_and_leaves_the_earlier_report(earlier: Path, sound: Path, world: Path) -> None:
    before = contents(earlier)
    earlier.chmod(0o555)
    done = shell(*words_of_run(sound, world, earlier), "--seed", "2")
    assert done.code == 3 and "Traceback" not in done.err
    assert str(earlier) in done.err and "errno 13" in done.err
    assert contents(earlier) == before


def test_a_disk_that_is_full_exits_3_and_leaves_the_earlier_report(earlier: Path, sound: Path, world: Path) -> None:
    """No file may grow beyond 4 KB: what a full disk does, in the very first file that is written."""
    before = contents(earlier)

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = subprocess.run(
        [sys.executable, "-P", "-B", "-c", START, *words_of_run(sound, world, earlier), "--seed", "2"],
        cwd=ROOT, env=environment(ROOT), capture_output=True, timeout=120, preexec_fn=small_disk, check=False,
    )  # fmt: skip
    err = done.stderr.decode("utf-8")
    assert done.returncode == 3 and "Traceback" not in err, err
    assert str(earlier) in err and "errno 27" in err.lower(), err
    assert contents(earlier) == before


def test_a_run_that_is_refused_leaves_the_earlier_report(earlier: Path, sound: Path, world: Path) -> None:
    before = contents(earlier)
    sound.write_text(SOUND.replace("target: 99.5 %", "target: 7 hours"), encoding="utf-8")
    assert shell(*words_of_run(sound, world, earlier)).refused(sound)
    assert contents(earlier) == before


@pytest.mark.parametrize(
    ("workers", "moment"),
    [
        ("1", "playing"),
        pytest.param("1", "starting", marks=pytest.mark.slow),
        pytest.param("2", "playing", marks=pytest.mark.slow),
        pytest.param("2", "starting", marks=pytest.mark.slow),
    ],
)
def test_ctrl_c_ends_a_run_with_130_and_keeps_what_was_finished_aside(workers: str, moment: str, sound: Path, world: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    process = begin_long_run(sound, world, out, workers)
    await_rows(out, 0 if moment == "starting" else 10_000)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to everyone in the group
    ends_well(process, out)


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_sigterm_ends_a_run_with_130_and_keeps_what_was_finished_aside(workers: str, sound: Path, world: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    process = begin_long_run(sound, world, out, workers)
    await_rows(out, 10_000)
    process.terminate()
    ends_well(process, out)


def begin_long_run(draft: Path, world: Path, out: Path, workers: str) -> subprocess.Popen[bytes]:
    """A run of a million futures in a process group of its own."""
    quick = ["--postings", "0", "--readings", "base"]
    words = ["run", str(draft), "-s", str(world), "--futures", "1000000", "--workers", workers, *quick, "--out", str(out)]
    command = [sys.executable, "-P", "-c", START, *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment(ROOT), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def await_rows(out: Path, size: int) -> None:
    """Wait until the table of futures has begun, and has more than `size` bytes."""
    deadline = time.monotonic() + 60
    while not any(path.stat().st_size > size for path in out.glob(".unfinished.*/.futures.parquet.*")):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ends_well(process: subprocess.Popen[bytes], out: Path) -> None:
    """The run says 130 at once, without a traceback, and leaves nothing behind but, beside its directory, what was finished."""
    began = time.monotonic()
    try:
        said, err = process.communicate(timeout=15)
        assert process.returncode == 130, err
        assert time.monotonic() - began < 10  # the rule is 3 s; the rest is for a machine with other work to do
        assert b"Traceback" not in err, err
        assert said == b""
        assert list(out.iterdir()) == []
        kept = out.with_name("run.partial")
        assert f"interrupted; what was finished is in {kept}" in err.decode("utf-8")
        names = {str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file()}
        assert {"exposure.csv", "manifest.json", "summary.json"} <= names <= {*FILES, *(file for one in chosen() for file in one.files)}
        manifest = json.loads((kept / "manifest.json").read_text(encoding="utf-8"))
        summary = json.loads((kept / "summary.json").read_text(encoding="utf-8"))
        assert manifest["interrupted"] and manifest["futures"] == summary["futures"] == 1_024
        again = shell("replay", str(kept), "0")
        assert again.code == 2 and "of a run that was interrupted while" in again.err
        # A worker may finish the cohort that it has in hand.
        while still_there(process.pid) and time.monotonic() < began + 10:
            time.sleep(0.05)
        assert not still_there(process.pid)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def still_there(group: int) -> bool:
    """Whether any process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
