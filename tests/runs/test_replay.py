"""Lives of a finished run, played again: not a number differs from what was written, and one that was tampered with is seen."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.harness import shell
from tests.runs.conftest import Command
from tests.runs.harness import CARE, ROOT, monthly, rows, run
from tests.samples.shipped import Pair, pairs, variants_of
from wargame.contract.rules.default_law import law_number, pack_of

CELLS = [("perfect-storm", "base"), ("perfect-storm", "higher cap")]


def rewrite(folder: Path, column: str, row: int, add: int) -> None:
    """Add to one number of futures.parquet."""
    path = folder / "futures.parquet"
    table = pq.read_table(path)
    values = table.column(column).to_pylist()
    values[row] = (values[row] or 0) + add
    at = table.schema.get_field_index(column)
    pq.write_table(table.set_column(at, table.schema.field(at), pa.array(values, pa.int64())), path)


@pytest.fixture
def copy(small_run: Path, tmp_path: Path) -> Path:
    """The run, to be spoilt."""
    return Path(shutil.copytree(small_run, tmp_path / "copy"))


def test_fifty_lives_differ_in_nothing(small_run: Path, command: Command) -> None:
    done = command("replay", small_run, "0-49")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [f"{scenario} / {variant} / base: 50 lives, 0 differing numbers" for scenario, variant in CELLS]


def test_lives_of_two_blocks_differ_in_nothing_and_are_said_as_data(small_run: Path, command: Command) -> None:
    done = command("replay", small_run, "1020-1027", "--json")
    assert done.code == 0
    assert json.loads(done.out) == [
        {"scenario": scenario, "variant": variant, "reading": "base", "futures": 8, "differences": 0} for scenario, variant in CELLS
    ]


@pytest.mark.parametrize("what", ["cost | client", "paid", "withheld", "exit"])
def test_a_number_changed_on_purpose_is_seen_and_exits_3(what: str, copy: Path, command: Command) -> None:
    names = pq.read_schema(copy / "futures.parquet").names
    # Row 7 is future 7 of the base; a cent, or a second, is enough.
    rewrite(copy, next(name for name in names if name.startswith(what)), 7, 1)
    done = command("replay", copy, "6-9", "--variant", "base")
    assert (done.code, done.out) == (3, "perfect-storm / base / base: 4 lives, 1 differing numbers\n")
    alone = command("replay", copy, "7", "--variant", "base")
    assert alone.code == 3 and alone.out.endswith("compared with futures.parquet: 1 differing numbers\n")
    assert command("replay", copy, "7", "--variant", "higher cap").code == 0
    assert command("replay", copy, "8", "--variant", "base").code == 0


def test_a_life_is_told_with_every_clause_quoted_once(small_run: Path, command: Command) -> None:
    done = command("replay", small_run, "7")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "perfect-storm / base / base, future 7"
    for words in ("For each Call handled the Client shall pay GBP 4.20 up to", "If availability under clause 8.1 in any month is below 99.5 %"):
        assert sum(words in line for line in lines) == 1
    assert re.search(r"^2027-02-01 00:00  client pays provider GBP [\d,]+\.\d\d \(charges, volume\) \[0\]  — 5\.1$", done.out, re.MULTILINE)
    assert re.search(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  [a-z-]+ is down ", done.out, re.MULTILINE)
    dates = [line[:10] for line in lines if re.match(r"\d{4}-\d\d-\d\d ", line)]
    assert dates == sorted(dates) and len(dates) > 100
    assert lines[-1] == "compared with futures.parquet: 0 differing numbers"


def test_a_life_as_data_is_the_life_as_told(small_run: Path, command: Command) -> None:
    data = json.loads(command("replay", small_run, "7", "--variant", "higher cap", "--json").out)
    assert (data["scenario"], data["variant"], data["future"], data["differences"]) == ("perfect-storm", "higher cap", 7, 0)
    told = command("replay", small_run, "7", "--variant", "higher cap").out
    assert len(data["events"]) > 100
    assert all(f"{event['date']}  {event['words']}" in told for event in data["events"])


def test_a_life_says_each_party_s_loss_as_the_run_counts_it(small_run: Path, command: Command) -> None:
    """Of the base, and of a variant, which has the plan of the base."""
    for variant in ("base", "higher cap"):
        data = json.loads(command("replay", small_run, "7", "--variant", variant, "--json").out)
        (row,) = rows(small_run, future=7, variant=variant)
        assert {one["party"]: round(100 * one["loss"]) for one in data["losses"]} == {
            party: row[f"loss | {party}"] for party in ("client", "provider")
        }
        assert all(round(100 * (one["plan"] - one["net"] - one["loss"])) == 0 for one in data["losses"])
        text = command("replay", small_run, "7", "--variant", variant).out
        assert "a loss is what the party would have been left with by the plan" in text and data["ending"][0] in text
        assert data["history"] == []


def test_a_life_says_what_was_kept_back_and_why(small_run: Path, command: Command) -> None:
    """As much as the run wrote for that future, by clause; month by month among the events, and once more in all."""
    data = json.loads(command("replay", small_run, "7", "--variant", "base", "--json").out)
    (row,) = rows(small_run, future=7, variant="base")
    written: dict[str, int] = {}
    for name, amount in row.items():
        if name.startswith("withheld | ") and amount:
            written[name.split(" | ")[1]] = written.get(name.split(" | ")[1], 0) + amount
    told: dict[str, int] = {}
    for one in data["kept_back"]:
        told[one["clause"]] = told.get(one["clause"], 0) + round(100 * one["amount"])
    assert written and told == written
    kept = [event for event in data["events"] if event["kind"] == "kept"]
    assert {event["clause"] for event in kept} == set(written)
    amounts = [event["words"].split("GBP ")[1].split(" of ")[0].replace(",", "") for event in kept]
    assert sum(round(100 * float(amount)) for amount in amounts) == sum(written.values())


def test_a_replayed_history_says_how_it_was_read(tmp_path: Path, command: Command) -> None:
    scenario = ROOT / "scenarios" / "replayed-outages.yaml"
    run(tmp_path / "run", "--workers", "1", "--postings", "0", "--export", "page", scenario=scenario, futures=4)
    (line,) = json.loads(command("replay", tmp_path / "run", "3", "--json").out)["history"]
    assert line.startswith("replayed-outages.csv, dated events: 7 of 7 rows fall into the term; the columns start, end, event, component, ")
    assert line.endswith("; `note` is for people; times carry an offset and are brought to UTC, which is the agreement's clock")
    assert f"read from {line}" in command("replay", tmp_path / "run", "3").out


def test_a_posting_is_explained_down_to_its_sentence_and_numbers(small_run: Path, command: Command) -> None:
    """One posting of each clause that paid in the sampled lives."""
    by_clause: dict[str, dict[str, Any]] = {}
    for row in rows(small_run, "postings", variant="base"):
        by_clause.setdefault(row["clause"], row)
    assert {"5.1", "8.2", "9.1", "14.1", "economics"} <= set(by_clause)
    draft = CARE.read_text(encoding="utf-8")
    pack = pack_of("England and Wales")
    of_law = {law_number(rule, service) for rule in (pack.rules if pack else ()) for service in ("", "voice", "cases")}
    for clause, row in by_clause.items():
        done = command("explain", small_run, row["id"])
        assert (done.code, done.err) == (0, ""), row["id"]
        first = done.out.splitlines()[0]
        amount = f"{row['amount'] / 100:,.2f}"
        assert first == f"{row['date']}  {row['payer']} pays {row['payee']} GBP {amount}"
        assert f"head: {row['head']}   cause: {row['cause']}" in done.out
        quoted = [line[4:] for line in done.out.splitlines() if line.startswith("  | ")]
        if clause == "economics":
            assert quoted == []
            continue
        assert f"clause: {clause} " in done.out
        assert quoted and (clause in of_law or all(line in draft for line in quoted))  # default law has words of its own
        assert re.search(r"in contract month \d+ the rule had in hand:\n  .+ = .+", done.out), done.out
        data = json.loads(command("explain", small_run, row["id"], "--json").out)
        assert (data["amount"], data["clause"], data["payer"], data["payee"], data["date"]) == (
            row["amount"] / 100, clause, row["payer"], row["payee"], row["date"],
        )  # fmt: skip
        assert data["read"] and data["quote"]


def test_a_credit_is_explained_with_the_attainment_it_follows(small_run: Path, command: Command) -> None:
    """The credit that is due for the attainment shown, by the tiers of clause 8.2 and the limit of 15 % of the month's charges, worked here."""
    tiers = ((95.0, 20), (98.0, 10), (99.0, 6), (99.5, 3))
    postings = rows(small_run, "postings", variant="base")
    credits = [row for row in postings if row["clause"] == "8.2"]
    assert len(credits) > 5
    for row in credits[:6]:
        invoice = [one for one in postings if (one["future"], one["instant"]) == (row["future"], row["instant"])]
        charges = sum(one["amount"] for one in invoice if one["head"] == "charges")
        attained = json.loads(command("explain", small_run, row["id"], "--json").out)["read"]["attainment of 8.1"]
        percent = min(15, next(rate for edge, rate in tiers if 100 * attained < edge))
        assert row["amount"] == (2 * charges * percent + 100) // 200


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("replay", "1100"), "X013", "futures 0 to 1099"),
        (("replay", "0-1100"), "X013", "futures 0 to 1099"),
        (("replay", "1", "-s", "calm"), "X012", "perfect-storm/base/base, perfect-storm/higher cap/base"),
        (("replay", "1", "--variant", "lower cap"), "X012", "higher cap"),
        (("explain", "perfect-storm/base/base/3"), "X014", "scenario/variant/reading/future/sequence"),
        (("explain", "perfect-storm/base/base/3/99999"), "X014", "postings, numbered from 0"),
        (("explain", "perfect-storm/base/base/5000/1"), "X013", "futures 0 to 1099"),
        (("explain", "calm/base/base/3/1"), "X012", "perfect-storm/base"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_a_run_does_not_have_is_refused_in_words(words: tuple[str, ...], code: str, says: str, small_run: Path, command: Command) -> None:
    done = command(words[0], small_run, *words[1:])
    assert done.code == 2 and done.out == ""
    assert done.err.startswith(f"{small_run}: {code}: ") and says in done.err
    assert "Traceback" not in done.err


def meetings() -> list[Any]:
    """Every shipped draft in every shipped scenario that names its services."""
    return [pytest.param(pair, id=str(pair)) for pair in pairs()]


@pytest.mark.slow
@pytest.mark.parametrize("pair", meetings())
def test_two_hundred_lives_of_everything_shipped_differ_in_nothing(pair: Pair, tmp_path: Path) -> None:
    # The variants in the harshest world only: a life takes longer to tell than to play.
    names = variants_of(pair.draft) if pair.scenario.stem == "perfect-storm" else ()
    more = ["-v", pair.draft.with_suffix(".variants.yaml")] if names else []
    run(tmp_path / "run", *more, "--workers", "1", "--postings", "0", draft=pair.draft, scenario=pair.scenario, futures=200)
    done = shell("replay", tmp_path / "run", "0-199", "--json")
    outcome = json.loads(done.out)
    assert (done.code, [row["differences"] for row in outcome]) == (0, [0] * (1 + len(names)))
    assert {row["futures"] for row in outcome} == {200}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["baseline", "perfect-storm"])
def test_lives_played_month_by_month_differ_in_nothing(name: str, tmp_path: Path) -> None:
    run(tmp_path / "run", "--workers", "1", "--postings", "0", scenario=monthly(tmp_path, name), futures=200)
    done = shell("replay", tmp_path / "run", "0-199")
    assert (done.code, done.out) == (0, f"{name} / base / base: 200 lives, 0 differing numbers\n")
