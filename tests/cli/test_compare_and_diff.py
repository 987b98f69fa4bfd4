"""`wargame compare` and `wargame diff`: paired differences that can be checked by hand, and no difference where there is none."""

from __future__ import annotations

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


def means(data: dict[str, Any], key: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Differences of means by wording and party."""
    return {(row["wording"], row["party"]): row for row in data[key] if row["measure"] == "mean"}


def test_a_dearer_price_is_a_loss_of_the_client_and_the_same_words_are_none(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    (tmp_path / "variants.yaml").write_text(VARIANTS, encoding="utf-8")
    words = ("compare", sound, "-v", tmp_path / "variants.yaml", "-s", world, *RUN)
    data = json.loads(command(*words, "--json").out)
    found = means(data, "compare")
    client, provider = (found["dearer calls", party] for party in ("client", "provider"))
    # Some 1,200,000 calls a year, ten pence each, less the credits that are a share of the charges.
    assert 100_000 < client["difference"] < 125_000 and client["low"] < client["difference"] < client["high"]
    assert provider["difference"] == -client["difference"] and client["verdict"] == "more to lose"
    assert found["same words", "client"]["verdict"] == "no difference"
    regret = {(row["variant"], row["party"]): row["regret"] for row in data["regret"]}
    assert regret["dearer calls", "client"] == client["difference"] and regret["base", "client"] == 0 == regret["dearer calls", "provider"]
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
    found = means(data, "differences")
    for party in ("client", "provider"):
        parts = [found[wording, party]["difference"] for wording in ("5.1", "12.1", "together beyond the sum")]
        assert abs(sum(parts) - found["all changes", party]["difference"]) < 0.02
    assert found["5.1", "client"]["difference"] > 0 > found["12.1", "client"]["difference"]
    shown = command(*words)
    assert shown.code == 0 and "words only: no term changed" in shown.out and "+ For each Call the Client shall pay GBP 4.30." in shown.out


def test_a_clause_added_and_one_removed_are_said(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    cap = SOUND.index("# 12 Liability")
    second = SOUND[:cap] + "## 9.2 Notices\n\nNotices are given in writing.\n"
    (tmp_path / "second.md").write_text(second, encoding="utf-8")
    data = json.loads(command("diff", sound, tmp_path / "second.md", "-s", world, *RUN, "--json").out)
    assert ("9.2", "added") in {(one["clause"], one["what"]) for one in data["changes"]}
    assert ("12.1", "removed") in {(one["clause"], one["what"]) for one in data["changes"]}
    assert means(data, "differences")["12.1", "client"]["difference"] < 0


def test_what_cannot_stand_alone_says_why_and_counts_in_the_total(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    second = SOUND[: SOUND.index("## 8.1")] + SOUND[SOUND.index("# 9 Damages") :]
    (tmp_path / "second.md").write_text(second, encoding="utf-8")
    data = json.loads(command("diff", sound, tmp_path / "second.md", "-s", world, *RUN, "--json").out)
    changes = {one["clause"]: one for one in data["changes"]}
    assert changes["8.1"]["why"] and not changes["8.2"]["why"]
    assert means(data, "differences")["all changes", "client"]["difference"] > 0


def test_the_same_draft_differs_in_nothing_and_another_agreement_is_refused(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    done = command("diff", sound, sound, "-s", world, *RUN)
    assert (done.code, done.out) == (0, "no words and no terms differ\n")
    (tmp_path / "second.md").write_text(SOUND.replace("term: 12 months", "term: 24 months"), encoding="utf-8")
    done = command("diff", sound, tmp_path / "second.md", "-s", world, *RUN)
    assert done.code == 2 and "V006" in done.err and "term" in done.err
