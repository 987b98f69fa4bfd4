"""`wargame apply`: the patch of a finding as a variants file that is played, and what came of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.harness import SOUND
from wargame.core.problem import BadInput
from wargame.studies.apply import written_summary

FLAWED = SOUND.replace("{below: 99.5 %", "{below: 99 %").replace("Below 99.5 % the", "Below 99 % the")


def test_a_patch_is_written_its_finding_goes_and_both_parties_see_the_change(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    sound.write_text(FLAWED, encoding="utf-8")
    out, run = tmp_path / "patch.yaml", tmp_path / "run"
    asked = ["--futures", "64", "--workers", "1", "--postings", "0", "--out", run, "--json"]
    ran = command("run", sound, "-s", world, *asked)
    assert ran.code == 0, ran.err
    rows = {row["id"]: row for row in json.loads(ran.out)["findings"]}
    assert rows["dead-zone:8.2"]["patch"]["patch"]["8.2"]["tiers"][0]["below"] == "99.5 %"
    done = command("apply", run, "dead-zone:8.2", "-o", out, "--json")
    assert done.code == 0, done
    (one,) = json.loads(done.out)["applied"]
    assert (one["finding"], one["gone"], one["come"]) == ("dead-zone:8.2", True, [])
    change = {row["party"]: row for row in one["change"]}
    # The client gains: its loss becomes less, which is below 0 as everywhere.
    assert change["client"]["value"] == -change["provider"]["value"] < 0 and change["client"]["measure"] == "mean"
    assert change["client"]["low"] <= change["client"]["value"] <= change["client"]["high"]
    # The register had priced the same patch on the same futures: what the words cost is what they no longer cost once mended.
    priced = {row["party"]: row["mean"] for row in rows["dead-zone:8.2"]["money"]}
    assert priced == {party: -row["value"] for party, row in change.items()}
    again = command("run", sound, "-s", world, "-v", out, *asked)
    assert again.code == 0, again.err
    assert json.loads(again.out)["variants"] == ["base", "dead-zone 8 2"]


def test_several_patches_of_a_draft_become_one_variant_each_and_one_of_all(sound: Path, tmp_path: Path, command: Command) -> None:
    sound.write_text(FLAWED.replace("costs the Provider GBP 7,500", "costs the Provider GBP 7,600"), encoding="utf-8")
    out = tmp_path / "patch.yaml"
    done = command("apply", sound, "dead-zone:8.2", "number-drift:9.1", "-o", out)
    assert done.code == 0, done
    assert done.out.count("gone; no new finding of equal or greater severity") == 2 and done.out.splitlines()[-1] == str(out)
    checked = command("check", sound, "-v", out, "--fail-on", "never")
    assert checked.code == 0 and "all of them:" in out.read_text(encoding="utf-8") and "&" not in out.read_text(encoding="utf-8")


def test_a_finding_that_is_not_there_is_refused_with_the_nearest(sound: Path, tmp_path: Path, command: Command) -> None:
    sound.write_text(FLAWED, encoding="utf-8")
    done = command("apply", sound, "dead-zon:8.2", "-o", tmp_path / "patch.yaml")
    assert done.code == 2 and "X060" in done.err and "dead-zone:8.2" in done.err
    assert not (tmp_path / "patch.yaml").exists()


def test_a_summary_of_an_earlier_version_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text('{"schema_version": 1, "findings": [{"id": "dormant:8.1", "severity": "note"}]}', encoding="utf-8")
    with pytest.raises(BadInput, match="version 1 of the summary, and version 2 is read"):
        written_summary(tmp_path)
