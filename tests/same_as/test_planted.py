"""A difference planted in each kind of file is reported, by field, cell and amount; what is left out by name is left out, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.same_as import planted
from tests.same_as.files import Compared, compare_folders
from tests.same_as.kinds import told
from tests.same_as.left_out import LEFT_OUT
from tests.same_as.planted import edit, frame, put
from tests.same_as.renaming import Renames

Plant = Callable[[Path], object]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the other side."""
    return planted.lay(tmp_path_factory.mktemp("base") / "theirs")


def found(base: Path, tmp_path: Path, plant: Plant) -> dict[str, Compared]:
    """The files that differ after something was planted, or of which something was left out."""
    ours = shutil.copytree(base, tmp_path / "ours")
    plant(ours)
    return {one.file: one for one in compare_folders(base, ours, Renames()) if one.differences or one.left_out}


def lines(one: Compared) -> list[str]:
    """Every difference of a file on a line, with the kind of change."""
    return [f"{told(difference)} | {difference.change}" for difference in one.differences]


def exposure(index: int, name: str, value: object) -> Plant:
    """A value in a row of the summary."""
    return edit("summary.json", lambda data: data["exposure"][index].__setitem__(name, value))


PLANTED: list[tuple[str, Plant, list[str]]] = [
    ("summary.json", exposure(0, "value", 110.75), ["exposure[party=client].value: 100.5 → 110.75 (+10.25) | amount"]),
    ("summary.json", exposure(1, "low", 190), ["exposure[party=provider].low: nothing → 190 | nothing → amount"]),
    ("summary.json", exposure(1, "value", 200.0), ["exposure[party=provider].value: 200 → 200.0 | written otherwise"]),
    ("summary.json", edit("summary.json", lambda data: data["exposure"].reverse()), ["exposure[]: party=client → party=provider | order of rows"]),
    (
        "summary.json", edit("summary.json", lambda data: data["findings"].pop()),
        [
            "findings[id=cliff:8.2]: {'id': 'cliff:8.2', 'severity': 'note', 'also': []} → absent | row only before",
        ],
    ),
    (
        "summary.json", edit("summary.json", lambda data: data["findings"][0]["also"].reverse()),
        [
            "findings[id=silent:8.1].also: ['9.1', '9.2'] → ['9.2', '9.1'] | order of items",
        ],
    ),
    (
        "summary.json", edit("summary.json", lambda data: data["findings"][0]["also"].append("9.3")),
        [
            "findings[id=silent:8.1].also[2]: absent → 9.3 | item only now",
        ],
    ),
    (
        "summary.json", edit("summary.json", lambda data: [row.update(unit="GBP") for row in data["exposure"]]),
        [
            "exposure[].unit: absent → GBP [column only now, ×2] | column only now",
        ],
    ),
    ("summary.json", edit("summary.json", lambda data: data.pop("futures")), ["futures: 512 → absent | only before"]),
    ("summary.json", put("summary.json", '"futures": 512', '"futures":  512'), []),
    ("apply --json", put("apply --json", '"low": 3', '"low": 4'), ["applied[finding=cliff:8.2].gain.client.low: 3 → 4 (+1) | amount"]),
    ("manifest.json", put("manifest.json", '"workers": 1', '"workers": 2'), ["workers: 1 → 2 (+1) | amount"]),
    ("exposure.csv", put("exposure.csv", "-7.00", "-6.50"), ["[party=provider].mean: -7.00 → -6.50 (+0.50) | amount"]),
    (
        "exposure.csv", put("exposure.csv", "party,mean", "side,mean"),
        [
            "[].party: client → absent [column only before, ×2] | column only before",
            "[].side: absent → client [column only now, ×2] | column only now",
        ],
    ),
    ("exposure.csv", put("exposure.csv", "\n", "\r\n"), []),
    ("report.html", put("report.html", "12 findings", "13 findings"), ["line 1: <p>12 findings</p> → <p>13 findings</p> | figures in the text"]),
    ("report.html", put("report.html", '"value": 1', '"value": 3'), ["script 0.rows[id=a].value: 1 → 3 (+2) | amount"]),
    ("report.html", put("report.html", "<p>the end</p>\n", ""), ["line 3: <p>the end</p> → absent | line only before"]),
    (
        "stdout", put("stdout", "loses", "gains"),
        [
            "line 1: In one life in 20 the bank loses GBP 4.57 million. → In one life in 20 the bank gains GBP 4.57 million. | loses → gains",
        ],
    ),
    ("stderr", lambda folder: (folder / "stderr").write_text("a warning\n"), ["line 1: absent → a warning | line only now"]),
    ("charts/curve-0.svg", put("charts/curve-0.svg", "1,000", "1,001"), ["line 2: <text>1,000</text> → <text>1,001</text> | figures in the text"]),
    ("charts/curve-0.png", lambda folder: (folder / "charts/curve-0.png").write_bytes(b"\x89PNG two"), []),
    ("charts/curve-1.svg", lambda folder: (folder / "charts/curve-1.svg").write_bytes(b"<svg/>"), ["the file: absent → 6 bytes | file only now"]),
    ("issues.docx", lambda folder: (folder / "issues.docx").unlink(), []),
    ("issues.docx", lambda folder: planted.document(folder / "issues.docx", "What remedy?"), []),
    ("issues.docx", lambda folder: planted.document(folder / "issues.docx", style="Heading 1"), []),
    ("results.xlsx", lambda folder: planted.workbook(folder / "results.xlsx", 99), ["exposure[party=client].mean: 100.5 → 99 (-1.5) | amount"]),
    ("results.xlsx", lambda folder: planted.workbook(folder / "results.xlsx", title="losses"), []),
    ("results.xlsx", lambda folder: planted.workbook(folder / "results.xlsx", bold=True), []),
    (
        "futures.parquet", frame(lambda table: table.assign(exit=table["exit"].fillna(9))),
        [
            "[].exit: nothing → 9; largest +9 at future=1; e.g. future=1: nothing → 9 | nothing → amount",
        ],
    ),
    (
        "futures.parquet", frame(lambda table: table.assign(**{"loss | client": [100, 250, 290]})),
        [
            "[].loss | client: 200 → 250 (+50) [amount, ×2]; largest +50 at future=1; e.g. future=1: 200 → 250; future=2: 300 → 290 | amount",
        ],
    ),
    (
        "futures.parquet", frame(lambda table: table.rename(columns={"loss | client": "exposure | client"})),
        [
            "[].loss | client: loss | client → exposure | client [column renamed, contents equal, ×3] | column renamed, contents equal",
        ],
    ),
    ("futures.parquet", frame(lambda table: table.drop(columns="exit")), ["[].exit: exit → absent [column only before, ×3] | column only before"]),
    (
        "futures.parquet", frame(lambda table: table.iloc[:2]),
        [
            "[future=2]: {'scenario': 'storm', 'future'… 8.2 | service credits': '20'} → absent | row only before",
        ],
    ),
    ("futures.parquet", frame(lambda table: table.iloc[::-1]), ["[]: future=0 → future=2 | order of rows"]),
    (
        "futures.parquet", frame(lambda table: table.astype({"future": "int32"})),
        [
            "[].future: Int64 → Int32 [type of the column, ×3] | type of the column",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "plant", "said"), PLANTED, ids=[f"{i}-{file}" for i, (file, _, _) in enumerate(PLANTED)])
def test_a_planted_difference_is_reported(base: Path, tmp_path: Path, file: str, plant: Plant, said: list[str]) -> None:
    differing = found(base, tmp_path, plant)
    assert list(differing) == [file] and differing[file].differences
    if said:
        assert lines(differing[file]) == said


def test_folders_that_are_equal_are_equal(base: Path, tmp_path: Path) -> None:
    assert found(base, tmp_path, lambda folder: None) == {}
    assert len(compare_folders(base, base, Renames())) == 12


LEFT: dict[tuple[str, str], Plant] = {
    ("manifest.json", "began"): put("manifest.json", "T10:00:00", "T11:00:00"),
    ("manifest.json", "ended"): put("manifest.json", "T10:01:00", "T11:01:00"),
    ("summary.json", "provenance.versions.wargame"): put("summary.json", "0.1.0", "0.2.0"),
    ("results.xlsx", "provenance[what=versions, which=wargame].value"): lambda folder: planted.workbook(folder / "results.xlsx", version="0.2.0"),
}


def test_every_name_that_is_left_out_is_tried() -> None:
    assert set(LEFT) == {(one.file, one.place) for one in LEFT_OUT} and all(one.why for one in LEFT_OUT)


@pytest.mark.parametrize(("file", "place"), LEFT)
def test_what_is_left_out_by_name_is_left_out_and_said(base: Path, tmp_path: Path, file: str, place: str) -> None:
    differing = found(base, tmp_path, LEFT[file, place])
    assert list(differing) == [file]
    assert [left.place for left in differing[file].left_out] == [place] and differing[file].differences == []


@pytest.mark.parametrize("name", ["began", "ended"])
def test_a_time_that_is_no_longer_there_is_a_difference(base: Path, tmp_path: Path, name: str) -> None:
    differing = found(base, tmp_path, edit("manifest.json", lambda data: data.pop(name)))
    assert [difference.change for difference in differing["manifest.json"].differences] == ["only before"]


@pytest.mark.parametrize("name", [name for name in planted.MANIFEST if name not in ("began", "ended")])
def test_nothing_else_of_the_manifest_is_left_out(base: Path, tmp_path: Path, name: str) -> None:
    differing = found(base, tmp_path, edit("manifest.json", lambda data: data.__setitem__(name, "other")))
    assert [difference.place.exact for difference in differing["manifest.json"].differences] == [name]


def test_the_same_name_elsewhere_is_not_left_out(base: Path, tmp_path: Path) -> None:
    differing = found(base, tmp_path, edit("summary.json", lambda data: data["provenance"]["versions"].__setitem__("numpy", "3")))
    assert [difference.place.exact for difference in differing["summary.json"].differences] == ["provenance.versions.numpy"]
    theirs, ours = (planted.lay(tmp_path / name) for name in ("a", "b"))
    for folder, hour in ((theirs, 10), (ours, 11)):
        (folder / "apply --json").write_text(f'{{"began": "{hour}:00"}}')
    assert [one.file for one in compare_folders(theirs, ours, Renames()) if one.differences] == ["apply --json"]
