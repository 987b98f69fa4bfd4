"""The sample report under reports/: what `make sample` plays and keeps, and the pictures of the README, taken from its page in a browser.

    python -m tests.samples.sample_report            play, keep, take the pictures
    python -m tests.samples.sample_report --pictures  take the pictures of the page that is there

Everything but the pictures depends on the inputs and the seed alone. `inputs.json` holds the digests of what was played, and that of the page of
which the pictures were taken.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.cli.harness import ROOT, shell
from tests.report.browser import Browser, chromium

SAMPLE = ROOT / "reports" / "sample"
DRAFT = "contracts/customer-care.md"
VARIANTS = "contracts/customer-care.variants.yaml"
SCENARIOS = tuple(f"scenarios/{name}.yaml" for name in ("baseline", "peak-surge", "platform-outage", "new-regulation", "perfect-storm"))
FUTURES, SEED = 512, 1
KEPT = (
    *("report.html", "issues.docx", "results.xlsx", "findings.csv", "exposure.csv"),
    *("charts/curve-0.svg", "charts/curve-1.svg", "charts/waterfall.svg"),
)
WIDTH = 1120
# What the README shows: the file's name, and the blocks of the page that are on it, from the first one's top to the last one's foot.
PICTURES = {
    "first-page.png": ("header", "#for-director .scroll"),
    "matrix.png": ("#gaps h2", "#gaps .scroll"),
    "register.png": ("#register h2", "#register .register .findings > li:nth-child(-n+2)"),
}


def words() -> list[str]:
    """The command that the sample is the result of, without its `--out`."""
    scenarios = [word for name in SCENARIOS for word in ("-s", name)]
    return ["run", DRAFT, "-v", VARIANTS, *scenarios, "--futures", str(FUTURES), "--seed", str(SEED), "--postings", "50"]


def played(out: Path) -> dict[str, Any]:
    """Play into a folder, from the root of the project, and return what the summary says it was made from."""
    done = shell(*words(), "--out", out, timeout=1_800)
    assert done.code == 0, done.err
    summary: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = summary["provenance"]
    return found


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def keep(out: Path, provenance: dict[str, Any]) -> None:
    """Put what is kept of a run where the sample lies, in place of what was there."""
    shutil.rmtree(SAMPLE, ignore_errors=True)
    for name in KEPT:
        (SAMPLE / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(out / name, SAMPLE / name)
    _note(provenance)


def _note(provenance: dict[str, Any]) -> None:
    text = json.dumps(provenance, indent=2, sort_keys=True)
    (SAMPLE / "inputs.json").write_text(text + "\n", encoding="utf-8")


def take_pictures() -> None:
    """Photograph the sections that the README shows, and note which page they are of."""
    page = SAMPLE / "report.html"
    with Browser() as browser:
        browser.open(page, WIDTH)
        for name, (first, last) in PICTURES.items():
            box = browser.evaluate(
                f"""(() => {{ const boxes = [...document.querySelectorAll({first!r}), ...document.querySelectorAll({last!r})]
                    .map(one => one.getBoundingClientRect()).filter(one => one.height > 0);
                  const top = Math.min(...boxes.map(one => one.top)), foot = Math.max(...boxes.map(one => one.bottom));
                  return [top + scrollY, foot - top, boxes.length]; }})()"""
            )
            clip = {"x": 0, "y": max(box[0] - 12, 0), "width": WIDTH, "height": box[1] + 24, "scale": 1}
            answer = browser.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
            (SAMPLE / name).write_bytes(base64.b64decode(answer["data"]))
    provenance = json.loads((SAMPLE / "inputs.json").read_text(encoding="utf-8"))
    _note(provenance | {"pictures are of": digest(page)})


def main() -> None:
    """Play, keep and photograph; with `--pictures` photograph only."""
    if chromium() is None:
        sys.exit("the README's pictures are taken in Chromium, and there is none: `apt-get install chromium` brings one")
    if "--pictures" not in sys.argv:
        with tempfile.TemporaryDirectory() as folder:
            keep(Path(folder), played(Path(folder)))
    take_pictures()
    print(f"{sum(path.stat().st_size for path in SAMPLE.rglob('*') if path.is_file()):,} bytes in {SAMPLE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
