"""Conservation over a whole run: what one party pays another receives, and every table of a run tells the same story."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.runs.harness import Rows, rows
from wargame.core.account import Account, Reason
from wargame.simulation.run.columns import Column, cost, described, described_by

PARTIES = ("client", "provider")


@pytest.fixture(scope="module")
def futures(small_run: Path) -> Rows:
    """Every row of futures.parquet."""
    return rows(small_run)


@pytest.fixture(scope="module")
def postings(small_run: Path) -> Rows:
    """Every row of postings.parquet."""
    return rows(small_run, "postings")


@pytest.fixture(scope="module")
def held(small_run: Path) -> dict[str, Column]:
    """What the columns of futures.parquet hold, as its metadata say, by name."""
    return described_by(pq.read_schema(small_run / "futures.parquet").metadata)


def paid(row: dict[str, Any], held: dict[str, Column]) -> dict[Account, int]:
    """The accounts of a row that hold money."""
    return {one.account: row[name] for name, one in held.items() if one.holds == "paid" and one.account and row[name]}


def account(posting: dict[str, Any]) -> Account:
    """A posting's account."""
    return Account(*(posting[field] for field in Account._fields))


def test_the_metadata_say_what_every_column_of_numbers_holds(futures: Rows, held: dict[str, Column]) -> None:
    assert set(futures[0]) - set(held) == {"scenario", "variant", "reading", "future", "weight", "failed"}
    assert all(one.name == name for name, one in held.items())
    kept = next(one for name, one in held.items() if name.endswith("above the liability cap of 12.1"))
    assert kept.why is not None and (kept.why.keeps, kept.why.clause) == ("above a cap", "12.1")


def test_names_that_look_like_other_names_are_no_matter() -> None:
    """What is read back is what was written, whatever stands in a name."""
    odd = Account("9.1", "paid | 9.1 | fees", "client > provider", "cost | client", "withheld")
    columns = [cost("loss | x"), Column("paid", account=odd), Column("withheld", account=odd, why=Reason("excused", "by {clause} | of 8.1", "13.2"))]
    assert list(described_by(described(columns)).values()) == columns
    with pytest.raises(ValueError, match="does not say what its columns hold"):
        described_by(None)


def test_each_cell_has_each_future_once_in_order(futures: Rows) -> None:
    cells: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in futures:
        cells[row["scenario"], row["variant"], row["reading"]].append(row["future"])
    assert list(cells) == [("perfect-storm", "base", "base"), ("perfect-storm", "higher cap", "base")]
    assert all(found == list(range(1_100)) for found in cells.values())
    assert all(row["weight"] == 1.0 and row["failed"] is False for row in futures)


def test_what_the_sampled_lives_were_paid_is_the_sum_of_their_postings(futures: Rows, postings: Rows, held: dict[str, Column]) -> None:
    """All accounts of every life in postings.parquet, and no account besides."""
    told: dict[tuple[Any, ...], dict[Account, int]] = defaultdict(lambda: defaultdict(int))
    for row in postings:
        told[row["scenario"], row["variant"], row["reading"], row["future"]][account(row)] += row["amount"]
    written = {(row["scenario"], row["variant"], row["reading"], row["future"]): row for row in futures}
    assert len(told) >= 10
    for life, sums in told.items():
        assert {name: amount for name, amount in sums.items() if amount} == paid(written[life], held), life


def test_a_partys_net_is_what_its_postings_come_to(futures: Rows, postings: Rows) -> None:
    net: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in postings:
        life = row["scenario"], row["variant"], row["reading"], row["future"]
        net[(*life, row["payer"])] -= row["amount"]
        net[(*life, row["payee"])] += row["amount"]
    written = {(row["scenario"], row["variant"], row["reading"], row["future"]): row for row in futures}
    for (*life, party), amount in net.items():
        if party in PARTIES:
            assert written[tuple(life)][f"cost | {party}"] == -amount


def test_in_two_hundred_rows_the_parties_sum_to_nothing(futures: Rows, held: dict[str, Column]) -> None:
    """Nets worked out from the accounts alone cancel to the minor unit, between the parties and with the world outside, and are the written ones."""
    for row in [*futures[:100], *futures[1_100:1_200]]:
        nets = {"client": 0, "provider": 0, "outside": 0}
        between = {"client": 0, "provider": 0}
        for one, amount in paid(row, held).items():
            nets[one.payer] -= amount
            nets[one.payee] += amount
            if "outside" not in one:
                between[one.payer] -= amount
                between[one.payee] += amount
        assert sum(nets.values()) == 0 and sum(between.values()) == 0
        assert between["provider"] > 0
        assert {party: nets[party] for party in PARTIES} == {party: -row[f"cost | {party}"] for party in PARTIES}


def test_a_loss_is_the_cost_beyond_the_plan_in_every_row_alike(futures: Rows) -> None:
    for variant in ("base", "higher cap"):
        for party in PARTIES:
            plan = {row[f"loss | {party}"] - row[f"cost | {party}"] for row in futures if row["variant"] == variant}
            assert len(plan) == 1


def test_ids_name_life_and_place_and_are_in_the_order_of_time(postings: Rows) -> None:
    assert len({row["id"] for row in postings}) == len(postings)
    lives: dict[tuple[Any, ...], Rows] = defaultdict(list)
    for row in postings:
        life = row["scenario"], row["variant"], row["reading"], row["future"]
        assert row["id"] == "/".join(map(str, (*life, row["sequence"])))
        lives[life].append(row)
    for found in lives.values():
        assert [row["sequence"] for row in found] == list(range(len(found)))
        assert [row["instant"] for row in found] == sorted(row["instant"] for row in found)
    assert all(row["amount"] > 0 and row["clause"] and row["cause"] and row["payer"] != row["payee"] for row in postings)


def test_the_sampled_lives_are_the_first_ones_the_worst_and_the_witnesses(futures: Rows, postings: Rows, small_run: Path) -> None:
    for variant in ("base", "higher cap"):
        mine = [row for row in futures if row["variant"] == variant]
        lives = {row["future"] for row in postings if row["variant"] == variant}
        assert set(range(5)) <= lives  # ten over two cells
        for party in PARTIES:
            assert max(mine, key=lambda row, of=party: row[f"loss | {of}"])["future"] in lives  # type: ignore[misc]
    summary = json.loads((small_run / "summary.json").read_text(encoding="utf-8"))
    witnesses = {row["witness"]["future"] for row in summary["findings"] if row.get("witness")}
    assert witnesses and witnesses <= {row["future"] for row in postings if row["variant"] == "base"}


def test_the_means_of_the_summary_are_those_of_the_rows(futures: Rows, held: dict[str, Column], small_run: Path) -> None:
    """The mean loss, and what each clause paid, worked out from futures.parquet, each rounded half up to the cent."""
    summary = json.loads((small_run / "summary.json").read_text(encoding="utf-8"))
    for row in summary["exposure"]:
        losses = [one[f"loss | {row['party']}"] for one in futures if one["variant"] == row["variant"]]
        if row["measure"] == "mean":
            assert round(100 * row["value"]) == (2 * sum(losses) + 1_100) // 2_200
        elif row["measure"] == "worst":
            assert round(100 * row["value"]) == max(losses)
    for row in summary["exits"]:
        assert row["exits"] == sum(one["exit"] is not None for one in futures if one["variant"] == row["variant"])
        by_notice = [one["futures"] for one in summary["ends"] if all(one[name] == row[name] for name in ("scenario", "variant", "reading"))]
        assert by_notice and sum(by_notice) == row["exits"]
    for row in summary["clauses"]:
        mine = [one for one in futures if one["variant"] == row["variant"]]
        total = sum(amount for one in mine for mine_of, amount in paid(one, held).items() if mine_of.clause == row["clause"])
        assert round(100 * row["paid_mean"]) == (2 * total + 1_100) // 2_200, row
