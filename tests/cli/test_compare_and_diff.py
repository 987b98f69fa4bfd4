"""`wargame compare` and `wargame diff`: paired differences that can be checked by hand, and no difference where there is none."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Command
from tests.cli.harness import SOUND

VARIANTS = """variants:
  dearer calls:
    why: ten pence more
    patch:
      "5.1": {bands: [{price: GBP 4.30}]}
  same words:
    why: nothing changes
    patch:
      "12.1": {cap: GBP 60 000}
"""
RUN = ("--futures", "64", "--workers", "1")


def means(data: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Changes of the mean by variant and party."""
    return {(row["variant"], row["party"]): row for row in data["compare"] if row["measure"] == "mean"}


def test_a_dearer_price_is_a_loss_of_the_client_and_the_same_words_are_none(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    (tmp_path / "variants.yaml").write_text(VARIANTS, encoding="utf-8")
    words = ("compare", sound, "-v", tmp_path / "variants.yaml", "-s", world, *RUN)
    data = json.loads(command(*words, "--json").out)
    found = means(data)
    client, provider = (found["dearer calls", party] for party in ("client", "provider"))
    # Some 1,200,000 calls a year, ten pence each, less the credits that are a share of the charges.
    assert 100_000 < client["value"] < 125_000 and client["low"] < client["value"] < client["high"]
    assert provider["value"] == -client["value"] and client["verdict"] == "more to lose"
    assert found["same words", "client"]["verdict"] == "no difference"
    regret = {(row["variant"], row["party"]): row["value"] for row in data["regret"]}
    assert regret["dearer calls", "client"] == client["value"] and regret["base", "client"] == 0 == regret["dearer calls", "provider"]
    shown = command(*words)
    assert shown.code == 0 and shown.out.count("no difference") == 2 and "regret" in shown.out


def test_each_changed_clause_is_played_alone_and_words_alone_move_nothing(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    second = (
        SOUND.replace("GBP 4.20", "GBP 4.30").replace("cap: GBP 60 000", "cap: GBP 90 000").replace("within 4 hours costs", "within four hours costs")
    )
    (tmp_path / "second.md").write_text(second, encoding="utf-8")
    words = ("diff", sound, tmp_path / "second.md", "-s", world, *RUN)
    data = json.loads(command(*words, "--json").out)
    assert [(one["clause"], one["what"], one["moves"]) for one in data["changes"]] == [
        ("5.1", "words and terms", True), ("9.1", "words", False), ("12.1", "terms", True),
    ]  # fmt: skip
    found = means(data)
    for party in ("client", "provider"):
        parts = [found[change, party]["value"] for change in ("5.1", "12.1", "together beyond the sum")]
        assert abs(sum(parts) - found["all changes", party]["value"]) < 0.02
    assert found["5.1", "client"]["value"] > 0 > found["12.1", "client"]["value"]
    shown = command(*words)
    assert shown.code == 0 and "words only: no term changed" in shown.out and "+ For each Call the Client shall pay GBP 4.30." in shown.out


def test_a_clause_added_and_one_removed_are_said(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    cap = SOUND.index("# 12 Liability")
    second = SOUND[:cap] + "## 9.2 Notices\n\nNotices are given in writing.\n"
    (tmp_path / "second.md").write_text(second, encoding="utf-8")
    data = json.loads(command("diff", sound, tmp_path / "second.md", "-s", world, *RUN, "--json").out)
    assert ("9.2", "added") in {(one["clause"], one["what"]) for one in data["changes"]}
    assert ("12.1", "removed") in {(one["clause"], one["what"]) for one in data["changes"]}
    assert means(data)["12.1", "client"]["value"] < 0


def test_what_cannot_stand_alone_says_why_and_counts_in_the_total(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    second = SOUND[: SOUND.index("## 8.1")] + SOUND[SOUND.index("# 9 Damages") :]
    (tmp_path / "second.md").write_text(second, encoding="utf-8")
    data = json.loads(command("diff", sound, tmp_path / "second.md", "-s", world, *RUN, "--json").out)
    changes = {one["clause"]: one for one in data["changes"]}
    assert changes["8.1"]["why"] and not changes["8.2"]["why"]
    assert means(data)["all changes", "client"]["value"] > 0


def test_the_same_draft_differs_in_nothing_and_another_agreement_is_refused(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    done = command("diff", sound, sound, "-s", world, *RUN)
    assert (done.code, done.out) == (0, "no words and no terms differ\n")
    (tmp_path / "second.md").write_text(SOUND.replace("term: 12 months", "term: 24 months"), encoding="utf-8")
    done = command("diff", sound, tmp_path / "second.md", "-s", world, *RUN)
    assert done.code == 2 and "V006" in done.err and "term" in done.err


def _files(directory: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in directory.iterdir()}


def _as_written(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _manifest_holds(text: str, draft: Path, futures: int) -> None:
    manifest = json.loads(text)
    assert manifest["seed"] == 1 and manifest["futures"] == futures and manifest["versions"]["wargame"] and manifest["spec"]["draft"] == str(draft)
    assert len(manifest["sha256"]["draft"]) == 64 and {"began", "ended", "host", "command"} <= set(manifest)


def test_compare_writes_what_it_prints_and_the_manifest_says_from_what(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    (tmp_path / "variants.yaml").write_text(VARIANTS, encoding="utf-8")
    words = ("compare", sound, "-v", tmp_path / "variants.yaml", "-s", world, *RUN)
    out = tmp_path / "beside" / "each other"
    printed = command(*words, "--json").out
    assert command(*words, "--json", "--out", out).out == printed
    assert command(*words, "--out", out).out == command(*words).out  # again into the same directory, and as lines: what is printed is the same
    files = _files(out)
    assert set(files) == {"comparison.json", "comparison.csv", "manifest.json"} and files["comparison.json"] == printed
    rows, data = _as_written(files["comparison.csv"]), json.loads(printed)["compare"]
    assert len(rows) == len(data) > 0 and list(rows[0]) == ["variant", "scenario", "party", "measure", "value", "low", "high", "verdict", "note"]
    for row, one in zip(rows, data, strict=True):
        assert row == {name: "" if one.get(name) is None else f"{one[name]:.2f}" if isinstance(one[name], float) else one[name] for name in row}
    _manifest_holds(files["manifest.json"], sound, 64)
    assert {"variant dearer calls", "variant same words", "scenario harsh-year"} < set(json.loads(files["manifest.json"])["sha256"])


def test_diff_writes_what_it_prints(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    (tmp_path / "second.md").write_text(SOUND.replace("GBP 4.20", "GBP 4.30"), encoding="utf-8")
    words = ("diff", sound, tmp_path / "second.md", "-s", world, *RUN)
    done = command(*words, "--json", "--out", tmp_path / "out")
    files = _files(tmp_path / "out")
    assert done.code == 0 and files["comparison.json"] == done.out == command(*words, "--json").out
    assert {row["variant"] for row in _as_written(files["comparison.csv"])} == {"5.1", "all changes", "together beyond the sum"}
    _manifest_holds(files["manifest.json"], sound, 64)
    assert json.loads(files["manifest.json"])["spec"]["against"] == str(tmp_path / "second.md")


def test_a_comparison_and_a_run_do_not_share_a_manifest(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    (tmp_path / "variants.yaml").write_text(VARIANTS, encoding="utf-8")
    compare = ("compare", sound, "-v", tmp_path / "variants.yaml", "-s", world, *RUN)
    run = ("run", sound, "-s", world, *RUN, "--postings", "0", "--readings", "base")
    for name, first, second, third in (("a", run, compare, ("diff", sound, sound, "-s", world, *RUN)), ("b", compare, run, (*run, "--share"))):
        out = tmp_path / name
        assert command(*first, "--out", out).code == 0
        before = (out / "manifest.json").read_text(encoding="utf-8")
        for other in (second, third):
            done = command(*other, "--out", out)
            assert done.code == 2 and ("X052" if "--share" in other else "X053") in done.err
        assert (out / "manifest.json").read_text(encoding="utf-8") == before
