"""Public service levels laid over public outages: the credit of each month against `expected.csv`, which was worked by hand before it was played.

`left_out.csv` has the pairs that cannot be worked, and why.
"""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.contract.clauses.desk import Books, story

FEE = 1_000_000  # pence: GBP 10 000 a month
HERE = Path(__file__).parent
CANNOT = "cannot be said"


class Words(NamedTuple):
    """What an entry promises: the target, the tiers (below, credit) and, where only some outages count, which."""

    target: str
    tiers: tuple[tuple[str, int], ...]
    counts: str = ""


class Outage(NamedTuple):
    """When something was down (UTC), and in the words of which severity."""

    start: str
    end: str
    severity: str


WORDS = {
    "aws_s3_std": Words("99.9", (("99.9", 10), ("99.0", 25), ("95.0", 100))),
    "aws_s3_std (ia_tiers)": Words("99.0", (("99.0", 10), ("98.0", 25), ("95.0", 100))),
    "aws_compute_region": Words("99.99", (("99.99", 10), ("99.0", 30), ("95.0", 100)), counts="region unavailable"),
}
OUTAGES = {
    "aws_s3_2017": Outage("2017-02-28T17:37", "2017-02-28T21:54", "region unavailable"),
    "aws_useast1_2021": Outage("2021-12-07T15:35", "2021-12-08T00:44", "control plane unavailable"),
}
DRAFT = """
## 5.1 Charge
```terms
kind: fixed_charge
amount: GBP 10 000
per: month
```

## 8.1 Level
```terms
kind: service_level
service: voice
LEVEL
```

## 8.2 Credit
```terms
kind: service_credit
service level: 8.1
tiers:
TIERS
```
"""
WORLD = """name: A public outage
services: {voice: {demand: {level: 1 000 per month}, needs: [platform]}}
components: {platform: {severity: SEVERITY}}
step: month
"""


def read(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def played(folder: Path, words: Words, outage: Outage) -> Books:
    """The month of an outage under an entry's words, in both drivers."""

    def said(text: str, name: str) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    level = f"target: {words.target} %" + (f"\nseverities: [{words.counts}]" if words.counts else "")
    tiers = "\n".join(f"  - {{below: {below} %, credit: {credit} %}}" for below, credit in words.tiers)
    draft = DRAFT.replace("LEVEL", level).replace("TIERS", tiers)
    history = f"{outage.start},{outage.end},platform\n"
    return story(draft, WORLD.replace("SEVERITY", outage.severity), said, months=1, history=history, effective=f"{outage.start[:7]}-01")


def attainment(books: Books) -> str:
    """The month's attainment in percent, half-up to four decimals."""
    part, whole = (int(str(books.said("8.1", name)[0])) for name in ("part", "whole"))
    units = int(Fraction(part, whole) * 1_000_000 + Fraction(1, 2))
    return f"{units // 10_000}.{units % 10_000:04d}"


@pytest.mark.parametrize("row", read("expected.csv"), ids=lambda row: f"{row['entry']}, {row['outage']}")
def test_the_credit_is_that_worked_by_hand(row: dict[str, str], tmp_path: Path) -> None:
    if row["why"].startswith(CANNOT):
        pytest.skip(row["why"])
    books = played(tmp_path, WORDS[row["entry"]], OUTAGES[row["outage"]])
    assert OUTAGES[row["outage"]].start[:7] == row["month"]
    assert attainment(books) == row["attainment in percent"]
    assert books.paid("service credits") == Fraction(row["credit in percent of the month's fee"]) * FEE / 100


@pytest.mark.parametrize(
    ("end", "standard", "infrequent"),
    [
        # The other ends that were published: 240, 283 and about 300 minutes after the start.
        ("21:37", 10, 0),
        ("22:20", 10, 0),
        ("22:37", 10, 0),
        # February has 40,320 minutes. Of them 40.32 leave 99.9 % exactly, which is not below it; a second more is.
        ("18:17:19", 0, 0),
        ("18:17:20", 10, 0),
        # 403.2 minutes are 6 hours 43 minutes 12 seconds, and leave 99.0 % exactly, which is below neither table's 99.0 %.
        ("00:20:12", 10, 0),
        ("00:20:13", 25, 10),
    ],
)
def test_the_end_that_was_not_seen_does_not_decide_the_credit(end: str, standard: int, infrequent: int, tmp_path: Path) -> None:
    outage = OUTAGES["aws_s3_2017"]
    # The last two would end on 1 March: the start is laid a day earlier, so that all of the time falls into February.
    outage = outage._replace(end=f"2017-02-28T{end}")
    if end.startswith("00:"):
        outage = outage._replace(start="2017-02-27T17:37")
    found = [played(tmp_path, WORDS[entry], outage).paid("service credits") for entry in ("aws_s3_std", "aws_s3_std (ia_tiers)")]
    assert found == [standard * FEE // 100, infrequent * FEE // 100]


def test_had_the_control_plane_counted_the_second_tier_were_due(tmp_path: Path) -> None:
    """549 minutes of 44,640 leave 98.7702 %; the 30 % of that tier are not confirmed."""
    books = played(tmp_path, WORDS["aws_compute_region"]._replace(counts=""), OUTAGES["aws_useast1_2021"])
    assert (attainment(books), books.paid("service credits")) == ("98.7702", 300_000)


def test_every_entry_and_every_outage_is_played_or_left_out_and_the_words_are_those_of_the_files(shared: Path) -> None:
    entries = {one["id"]: one for one in json.loads((shared / "cases" / "public_slas.json").read_text(encoding="utf-8"))}
    with (shared / "cases" / "outages.csv").open(encoding="utf-8", newline="") as file:
        outages = {one["id"]: one for one in csv.DictReader(file)}
    rows = read("expected.csv") + read("left_out.csv")
    assert {row["entry"].split(" ")[0] for row in rows} - {""} == set(entries)
    assert {row["outage"] for row in rows} - {""} == set(outages)
    for name, words in WORDS.items():
        entry, _, key = name.removesuffix(")").partition(" (")
        tiers = entries[entry][key or "tiers"]
        assert [(Fraction(below), credit) for below, credit in words.tiers] == [(Fraction(str(below)), credit) for below, credit in tiers]
        assert Fraction(words.target) == Fraction(str(tiers[0][0] if key else entries[entry]["commitment"]))
    for name, outage in OUTAGES.items():
        assert (f"{outage.start}Z", f"{outage.end}Z") == (outages[name]["start_utc"], outages[name]["end_utc"])
