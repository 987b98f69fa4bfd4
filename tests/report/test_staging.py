"""The files of a run appear together, or not at all; what was finished of an interrupted one lies aside, and over nothing that matters."""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path

import pytest

from wargame.report.files.staging import keep_partial, partial_of, staged
from wargame.simulation.run.archive import Unwritable, write_text


def nothing(folder: Path, directory: Path) -> None:
    """Sweeps nothing."""


def contents(folder: Path) -> dict[str, str]:
    """Every file of a folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def interrupted(place: Path) -> None:
    """What an interrupted run leaves."""
    place.mkdir()
    (place / "manifest.json").write_text(json.dumps({"interrupted": "playing"}), encoding="utf-8")


def test_files_are_moved_up_when_all_are_whole(tmp_path: Path) -> None:
    out = tmp_path / "runs" / "out"
    seen: list[list[str]] = []
    with staged(out, lambda folder, directory: seen.append([*contents(folder), *contents(directory)])) as stage:
        write_text(stage / "manifest.json", "m")
        write_text(stage / "charts" / "a.svg", "a")
        assert not (out / "manifest.json").exists()
    assert contents(out) == {"charts/a.svg": "a", "manifest.json": "m"}
    assert len(seen) == 1 and "charts/a.svg" in seen[0]


@pytest.mark.parametrize("trouble", [ValueError("wrong"), KeyboardInterrupt()])
def test_what_fails_leaves_an_earlier_run_as_it_was(trouble: BaseException, tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text("earlier", encoding="utf-8")
    with pytest.raises(type(trouble)), staged(tmp_path, nothing) as stage:
        write_text(stage / "summary.json", "half")
        raise trouble
    assert contents(tmp_path) == {"summary.json": "earlier"}


def test_a_refusal_names_the_place_where_the_file_was_to_be(tmp_path: Path) -> None:
    with pytest.raises(Unwritable) as refused, staged(tmp_path, nothing) as stage:
        (stage / "charts").write_text("in the way", encoding="utf-8")
        write_text(stage / "charts" / "a.svg", "a")
    assert str(refused.value).startswith(str(tmp_path / "charts")) and ".unfinished" not in str(refused.value)
    assert f"(errno {errno.EEXIST})" in str(refused.value) or f"(errno {errno.ENOTDIR})" in str(refused.value)
    assert contents(tmp_path) == {}


def test_what_was_finished_replaces_only_what_an_earlier_interrupted_run_left(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert next(partial_of(out)) == tmp_path / "out.partial"
    interrupted(tmp_path / "out.partial")
    assert next(partial_of(out)) == tmp_path / "out.partial"
    (tmp_path / "out.partial" / "manifest.json").write_text('{"spec": {}}', encoding="utf-8")  # a whole run that somebody has called so
    assert next(partial_of(out)) == tmp_path / "out.partial-2"
    interrupted(tmp_path / "out.partial-2")
    (tmp_path / "out.partial-2" / "old.csv").write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), staged(out, nothing) as stage:
        write_text(stage / "exposure.csv", "new")
        assert keep_partial(stage, out) == tmp_path / "out.partial-2"
        raise KeyboardInterrupt
    assert contents(tmp_path / "out.partial-2") == {"exposure.csv": "new"}
    assert contents(tmp_path / "out.partial") == {"manifest.json": '{"spec": {}}'}
    assert contents(out) == {}


@pytest.mark.parametrize("way", ["a link to one", "a link to nothing", "a file"])
def test_what_only_looks_like_an_interrupted_run_is_left_alone(way: str, tmp_path: Path) -> None:
    place, real = tmp_path / "out.partial", tmp_path / "real"
    if way == "a file":
        place.write_text("mine", encoding="utf-8")
    else:
        if way == "a link to one":
            interrupted(real)
        place.symlink_to(real)
    before = contents(tmp_path)
    with pytest.raises(KeyboardInterrupt), staged(tmp_path / "out", nothing) as stage:
        write_text(stage / "exposure.csv", "new")
        assert keep_partial(stage, tmp_path / "out") == tmp_path / "out.partial-2"
        raise KeyboardInterrupt
    assert contents(tmp_path) == {**before, "out.partial-2/exposure.csv": "new"}


def test_where_nothing_can_be_written_beside_it_what_was_finished_stays_within(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move = shutil.move

    def refusing(folder: Path, place: Path) -> Path:
        if place.parent == tmp_path:
            raise PermissionError(errno.EACCES, "Permission denied", str(place))
        return Path(move(folder, place))

    monkeypatch.setattr(shutil, "move", refusing)
    with pytest.raises(KeyboardInterrupt), staged(tmp_path / "out", nothing) as stage:
        write_text(stage / "exposure.csv", "new")
        assert keep_partial(stage, tmp_path / "out") == tmp_path / "out" / "partial"
        raise KeyboardInterrupt
    assert contents(tmp_path) == {"out/partial/exposure.csv": "new"}
