"""One digest: whatever the processes, the folder, the clock's zone, the order of hashes or the processor, a run writes the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import environment
from tests.runs.harness import CARE, CARE_VARIANTS, RESULTS, ROOT, STORM, monthly, run

# `--postings 30` makes work for a second process: twenty and fewer lives are told in the first.
VARIANT: list[str | Path] = ["-v", CARE_VARIANTS, "--variant", "higher cap", "--postings", "30"]
ELSEWHERE = {"TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "4711", "LC_ALL": "C", "COLUMNS": "40"}
# The names by which numpy knows a processor with AVX-512; its code for older ones is used in their stead.
OLD_NUMPY = {"NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR"}
OLDER_NUMPY = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"}
OLD_LIBM = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F,-AVX512VL"}


def every_digest(folder: Path) -> dict[str, str]:
    """SHA-256 of every file but the manifest."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every result."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in RESULTS}


def say(program: str, env: Mapping[str, str]) -> Any:
    """What a small program prints, as JSON, in another environment."""
    done = subprocess.run([sys.executable, "-c", program], env=environment(ROOT, env), capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The digests of a run in one process, from the top of the repository, with relative paths."""
    folder = tmp_path_factory.mktemp("reference") / "run"
    places: dict[str, Any] = {"draft": CARE.relative_to(ROOT), "scenario": STORM.relative_to(ROOT)}
    run(folder, *[p.relative_to(ROOT) if isinstance(p, Path) else p for p in VARIANT], "--workers", "1", cwd=ROOT, **places)
    return digests(folder)


def test_two_processes_another_folder_another_zone_and_other_hashes_change_nothing(reference: dict[str, str], tmp_path: Path) -> None:
    run(tmp_path / "run", *VARIANT, "--workers", "2", cwd=tmp_path, env=ELSEWHERE)
    assert digests(tmp_path / "run") == reference
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["workers"] == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("workers", "env"),
    [("1", {}), ("2", {}), ("7", {}), *(("1", {name: value}) for name, value in ELSEWHERE.items())],
    ids=["again", "two processes", "seven processes", *ELSEWHERE],
)
def test_each_of_them_alone_changes_nothing(workers: str, env: dict[str, str], reference: dict[str, str], tmp_path: Path) -> None:
    run(tmp_path / "run", *VARIANT, "--workers", workers, env=env)
    assert digests(tmp_path / "run") == reference


@pytest.mark.slow
def test_all_readings_priced_findings_and_every_file_are_the_same_bytes_too(tmp_path: Path) -> None:
    """Readings found by shadows, patches and knock-outs played, charts, Word and Excel: whatever the processes and the environment."""
    ways: list[tuple[str, dict[str, str]]] = [("1", {}), ("2", {"PYTHONHASHSEED": "3", "TZ": "America/St_Johns"}), ("7", ELSEWHERE)]
    found = []
    for workers, env in ways:
        # `--postings 60` makes work for all processes.
        run(tmp_path / workers, "-v", CARE_VARIANTS, "--readings", "all", "--postings", "60", "--workers", workers, futures=150, env=env)
        found.append(every_digest(tmp_path / workers))
    assert found[0] == found[1] == found[2]
    assert {*RESULTS} < {*found[0]}


def test_another_seed_changes_every_table(reference: dict[str, str], small_run: Path) -> None:
    assert json.loads((small_run / "manifest.json").read_text(encoding="utf-8"))["spec"]["seed"] == 2
    assert {name for name, digest in digests(small_run).items() if digest == reference[name]} == set()


def features(env: Mapping[str, str]) -> set[str]:
    """What numpy believes the processor has."""
    program = "import json, numpy; print(json.dumps([k for k, v in numpy._core._multiarray_umath.__cpu_features__.items() if v]))"
    return set(say(program, env))


@pytest.mark.parametrize("env", [OLD_NUMPY, pytest.param(OLDER_NUMPY, marks=pytest.mark.slow)], ids=["without AVX-512", "without AVX2"])
def test_a_processor_with_fewer_features_makes_the_same_numbers(env: dict[str, str], reference: dict[str, str], tmp_path: Path) -> None:
    asked = set(env["NPY_DISABLE_CPU_FEATURES"].split())
    has = features({}) & asked
    if not has:
        pytest.skip(f"this processor has none of {', '.join(sorted(asked))} to go without")
    assert not features({"NPY_DISABLE_CPU_FEATURES": " ".join(sorted(has))}) & has
    run(tmp_path / "run", *VARIANT, "--workers", "1", env={"NPY_DISABLE_CPU_FEATURES": " ".join(sorted(has))})
    assert digests(tmp_path / "run") == reference


LIBM = """
import ctypes, hashlib, json, random
libm, draw, said = ctypes.CDLL("libm.so.6"), random.Random(1), hashlib.sha256()
for name in ("exp", "log", "sin"):
    function = getattr(libm, name)
    function.restype, function.argtypes = ctypes.c_double, [ctypes.c_double]
    for _ in range(50_000):
        said.update(function(draw.uniform(0.001, 50)).hex().encode())
print(json.dumps(said.hexdigest()))
"""


@pytest.mark.slow
def test_a_mathematical_library_without_fma_makes_the_same_numbers(reference: dict[str, str], tmp_path: Path) -> None:
    if platform.libc_ver()[0] != "glibc" or platform.machine() != "x86_64":
        pytest.skip("only glibc on x86-64 can be asked to do without FMA")
    if say(LIBM, {}) == say(LIBM, OLD_LIBM):
        pytest.skip("exp, log and sin of this glibc are the same without AVX2 and FMA: the setting has no effect here")
    run(tmp_path / "run", *VARIANT, "--workers", "1", env=OLD_LIBM)
    assert digests(tmp_path / "run") == reference


@pytest.mark.slow
def test_cohorts_spread_over_processes_come_back_in_the_order_of_futures(tmp_path: Path) -> None:
    """Three cohorts in each of two scenarios, the last of them short."""
    storm, calm = monthly(tmp_path, "perfect-storm"), tmp_path / "baseline.yaml"
    common: dict[str, Any] = {"draft": CARE, "scenario": storm, "futures": 2 * 8_192 + 1_100}
    for workers in ("1", "2"):
        run(tmp_path / workers, "-s", calm, "--postings", "30", "--workers", workers, **common)
    assert digests(tmp_path / "1") == digests(tmp_path / "2")


def test_the_manifest_alone_tells_of_the_machine(small_run: Path) -> None:
    manifest = json.loads((small_run / "manifest.json").read_text(encoding="utf-8"))
    private = [str(ROOT), str(small_run), manifest["began"][:19], manifest["ended"][:19], os.uname().nodename]
    assert manifest["host"] == private[-1] and private[0] in manifest["spec"]["draft"]
    # A host called `vm` would be found in any binary file.
    private = [words for words in private if len(words) > 5]
    for name in RESULTS:
        data = (small_run / name).read_bytes()
        found = [words for words in private if words.encode() in data]
        assert not found, f"{name} holds {found}"
