"""`docs/api.md` as a program: its blocks run one after the other as a file, and its tables have the columns that it gives."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import wargame as wg
from tests.cli.harness import ROOT

CARE = ROOT / "contracts" / "customer-care.md"
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
ROWS = dict(re.findall(r"^\| `(.+?)`(?:, `.+?`)? \| (.+) \|$", PAGE, re.MULTILINE))


def as_file(folder: Path, *blocks: str) -> subprocess.CompletedProcess[str]:
    """The blocks as a script, without a guard, run from a folder that has the shipped files at hand."""
    for name in ("contracts", "scenarios"):
        (folder / name).symlink_to(ROOT / name)
    script = folder / "page.py"
    script.write_text("\n".join(blocks), encoding="utf-8")
    return subprocess.run([sys.executable, script], cwd=folder, capture_output=True, text=True, timeout=300, check=False)


def test_the_page_runs_as_a_file_with_two_workers(tmp_path: Path) -> None:
    assert any("workers=2" in block for block in BLOCKS) and len(BLOCKS) == 5
    done = as_file(tmp_path, *BLOCKS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "D018 call-handling.md:1:1 the draft has no numbered heading" in done.stdout
    assert (tmp_path / "reports" / "from-python" / "report.html").is_file()


@pytest.fixture(scope="module")
def run() -> wg.Run:
    return wg.run(CARE, ROOT / "scenarios" / "peak-surge.yaml", futures=40, workers=1)


def columns_given(name: str) -> list[str]:
    """The columns that the page gives a table, what is said of them in brackets left out; from `PARTY` columns one for each party."""
    text = re.sub(r"\([^)]*\)", "", ROWS[name].replace("\\|", "|"))
    found: list[str] = []
    block: list[str] = []
    for word in re.findall(r"`([^`]+)`", text):
        if "PARTY" in word:
            block.append(word)
        else:
            found += [one.replace("PARTY", party) for party in ("client", "provider") for one in block]
            block = []
            found.append(word)
    return found + [one.replace("PARTY", party) for party in ("client", "provider") for one in block]


def test_the_tables_have_the_columns_that_the_page_gives(run: wg.Run) -> None:
    both = wg.compare(CARE, CARE.with_suffix(".variants.yaml"), ROOT / "scenarios" / "baseline.yaml", only=["higher cap"], futures=16, workers=1)
    frames = {
        "run.exposure": run.exposure,
        "run.clauses": run.clauses,
        "run.findings": run.findings,
        "run.postings": run.postings,
        "run.life(17).events": run.life(17).events,
        "check(...).findings": wg.check(CARE).findings,
        "compare(...).table": both.table,
        "compare(...).regrets": both.regrets,
        "apply(...).changes": wg.apply(run, [run.register[0].id]).changes,
    }
    assert {name: list(frame.columns) for name, frame in frames.items()} == {name: columns_given(name) for name in frames}
    given = columns_given("run.futures")
    assert list(run.futures.columns[: len(given)]) == given
    assert set(ROWS) - {*frames, "run.futures"} <= set(re.findall(r"^\| `(.+?)`", PAGE.partition("## Tables")[0], re.MULTILINE))


def test_every_public_name_is_on_the_page_or_is_what_a_function_gives() -> None:
    named = set(re.findall(r"\b(\w+)\b", PAGE))
    assert set(wg.__all__) - {"__version__"} - named == {"Place", "Problem", "Finding", "Kind"}
