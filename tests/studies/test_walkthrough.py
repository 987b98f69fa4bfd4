"""The walk-through runs from its first cell to its last."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.harness import ROOT

NOTEBOOK = ROOT / "docs" / "walkthrough.ipynb"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the shipped files at hand."""
    for name in ("contracts", "scenarios"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.mark.slow
def test_its_cells_run_one_after_the_other(clone: Path) -> None:
    cells = [cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] for cell in cells)  # what was played once elsewhere is not kept
    script = clone / "walkthrough.py"
    script.write_text("\n".join("".join(cell["source"]) for cell in cells), encoding="utf-8")
    done = subprocess.run([sys.executable, script], cwd=clone, capture_output=True, text=True, timeout=600, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (clone / "reports" / "walkthrough" / "report.html").is_file()


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("nbconvert") is None, reason="nbconvert is not installed: pip install nbconvert ipykernel")
def test_it_runs_as_a_notebook(clone: Path) -> None:
    words = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir", str(clone), "--output", "done.ipynb"]
    (clone / NOTEBOOK.name).write_bytes(NOTEBOOK.read_bytes())
    done = subprocess.run([*words, NOTEBOOK.name], cwd=clone, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    cells = json.loads((clone / "done.ipynb").read_text(encoding="utf-8"))["cells"]
    shown = [output for cell in cells for output in cell.get("outputs", ()) if "text/html" in output.get("data", {})]
    assert len(shown) >= 8 and all(len("".join(output["data"]["text/html"])) < 50_000 for output in shown)
    assert not [output for cell in cells for output in cell.get("outputs", ()) if output["output_type"] == "stream" and output["name"] == "stderr"]
