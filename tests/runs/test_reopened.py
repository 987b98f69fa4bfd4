"""A run that is opened again: refused, with the file named, when it or what it was made of is no longer what it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.harness import SOUND, WORLD
from tests.runs.conftest import Command
from tests.runs.harness import run

OPENINGS = (["replay", "0"], ["replay", "0-3"], ["explain", "harsh-year/base/base/0/0"])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a draft, variants, a world based on another, and a run of them."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "draft.md").write_text(SOUND, encoding="utf-8")
    (folder / "below.yaml").write_text(WORLD, encoding="utf-8")
    (folder / "harsh-year.yaml").write_text("based on: below.yaml\nname: Harsh year\n", encoding="utf-8")
    (folder / "variants.yaml").write_text('variants:\n  higher cap:\n    why: room\n    patch:\n      "12.1": {cap: GBP 70 000}\n', encoding="utf-8")
    files = {"draft": folder / "draft.md", "scenario": folder / "harsh-year.yaml"}
    run(folder / "run", "-v", folder / "variants.yaml", "--workers", "1", "--postings", "2", futures=8, **files)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy in which the run's manifest names the files of the copy."""
    copy = Path(shutil.copytree(made, tmp_path / "copy"))
    manifest = copy / "run" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(str(made), str(copy)), encoding="utf-8")
    return copy


def open_in_every_way(folder: Path, command: Command) -> list[str]:
    """What stderr says to each way of opening the run, all of which must be refused."""
    said = []
    for verb, what in OPENINGS:
        done = command(verb, folder / "run", what)
        assert done.code == 2 and done.out == "", done
        assert "Traceback" not in done.err and "should not" not in done.err, done.err
        said.append(done.err)
    return said


def test_an_untouched_run_opens_in_every_way(folder: Path, command: Command) -> None:
    for verb, what in OPENINGS:
        assert command(verb, folder / "run", what).code == 0


def test_a_run_opens_from_any_folder(folder: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "run")
    assert command("replay", ".", "0-3").code == 0


@pytest.mark.parametrize(
    ("file", "was", "now", "named"),
    [
        ("draft.md", "cap: GBP 60 000", "cap: GBP 61 000", "draft.md"),
        ("draft.md", "For each Call", "For every Call", "draft.md"),
        ("harsh-year.yaml", "name: Harsh year", "name: Harsh year\ncomponents: {platform: {outages: 2 per month}}", "harsh-year.yaml"),
        ("below.yaml", "outages: 1 per", "outages: 2 per", "harsh-year.yaml"),
        ("variants.yaml", "GBP 70 000", "GBP 71 000", "higher cap"),
    ],
    ids=["a term", "a word", "the scenario", "what it is based on", "the variants"],
)
def test_an_input_changed_since_the_run_is_named(file: str, was: str, now: str, named: str, folder: Path, command: Command) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(was) == 1
    path.write_text(text.replace(was, now), encoding="utf-8")
    for said in open_in_every_way(folder, command):
        first = said.splitlines()[0]
        assert ": X001: has changed since the run began" in first and named in first.split(": X001:")[0], said


def test_a_comment_in_a_scenario_is_no_change_but_one_in_a_draft_is(folder: Path, command: Command) -> None:
    """The words of a draft are part of it; a comment in a scenario is no part of the world."""
    with (folder / "below.yaml").open("a", encoding="utf-8") as file:
        file.write("# a thought\n")
    assert command("replay", folder / "run", "0-3").code == 0
    with (folder / "draft.md").open("a", encoding="utf-8") as file:
        file.write("\n<!-- a thought -->\n")
    assert all("X001" in said for said in open_in_every_way(folder, command))


def test_an_input_that_is_gone_is_named(folder: Path, command: Command) -> None:
    (folder / "draft.md").unlink()
    assert all(said.startswith(f"{folder / 'draft.md'}: F001: ") for said in open_in_every_way(folder, command))


def test_a_folder_that_is_no_run_is_refused(folder: Path, command: Command) -> None:
    (folder / "run" / "manifest.json").unlink()
    assert all(said.startswith(f"{folder / 'run'}: X010: ") and "manifest.json" in said for said in open_in_every_way(folder, command))
    shutil.rmtree(folder / "run")
    assert all("X010" in said for said in open_in_every_way(folder, command))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '"words"', "null", "{}", '{"spec": []}', "\udcff", '{"spec": {}}', '{"spec": {"draft": 7}}'],
    ids=["empty", "cut", "list", "text", "null", "no spec", "spec a list", "not UTF-8", "spec empty", "spec in part"],
)
def test_a_manifest_that_is_damaged_is_refused_and_named(text: str, folder: Path, command: Command) -> None:
    path = folder / "run" / "manifest.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert all(said.startswith(f"{path}: X010: ") for said in open_in_every_way(folder, command))


SHAPES: list[tuple[str, object]] = [("futures", "8"), ("seed", None), ("scenarios", "harsh-year.yaml")]
SHAPES += [("digests", []), ("choices", [["8.1"]]), ("draft", None), ("of a later version", 1)]
NEGATIVE = pytest.param("futures", -1, marks=pytest.mark.xfail(reason="refused as a future that the run does not have"))


@pytest.mark.parametrize(("key", "value"), [*SHAPES, NEGATIVE], ids=json.dumps)
def test_a_manifest_of_another_shape_is_refused_and_named(key: str, value: object, folder: Path, command: Command) -> None:
    path = folder / "run" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["spec"][key] = value
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert all(said.startswith(f"{path}: X010: ") for said in open_in_every_way(folder, command))


def test_a_digest_in_the_manifest_that_was_tampered_with_is_seen(folder: Path, command: Command) -> None:
    path = folder / "run" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["spec"]["digests"][0] = "0" * 64
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert all(f"{folder / 'draft.md'}: X001: " in said for said in open_in_every_way(folder, command))


@pytest.mark.parametrize("lives", ["0-3", "3"])
@pytest.mark.parametrize("what", ["cut", "foreign", "gone", "short"])
def test_a_table_of_futures_that_is_damaged_is_refused_and_named(what: str, lives: str, folder: Path, command: Command) -> None:
    path = folder / "run" / "futures.parquet"
    data = path.read_bytes()
    match what:
        case "cut":
            path.write_bytes(data[: len(data) // 2])
        case "foreign":
            path.write_bytes(b"PAR1" + b"\0" * 200)
        case "gone":
            path.unlink()
        case "short":
            pq.write_table(pq.read_table(path).slice(0, 2), path)
    done = command("replay", folder / "run", lives)
    assert done.code == 2 and done.err.startswith(f"{path}: X011: "), done
