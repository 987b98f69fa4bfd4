"""The table of names that changed: how it is read, what it does to the other commit's data, and which rows were of no use."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from tests.same_as import planted
from tests.same_as.files import compare_folders
from tests.same_as.glossary import HEADING, read
from tests.same_as.renaming import Renames, turned

GLOSSARY = f"""# Glossary

| where | before | now | values |
|---|---|---|---|
| a table | of another | heading | |

{HEADING}

What was called otherwise before.

| where | before | now | values |
| --- | :--- | --- | ---: |
| `summary.json`: findings; results.xlsx | severity | severity | note → Low; grave → High |
| summary.json: exposure | value | amount | |
| summary.json | futures | lives | |
| apply --json: applied | gain | change | sign turned |
| exposure.csv | mean | average | sign turned |
| exposure.csv | party | side | client → buyer |
| futures.parquet | loss | exposure | |
| futures.parquet | service credits | credits | |
| results.xlsx | exposure | losses | |
| files | stdout | said | |
| compare --json | wording | variant | |

## Something else

| summary.json | futures | not this one | |
"""


def renamed(folder: Path) -> None:
    """The planted folder with everything named as the glossary has it."""
    summary = json.loads(json.dumps(planted.SUMMARY).replace('"grave"', '"High"').replace('"note"', '"Low"').replace('"value"', '"amount"'))
    summary["lives"] = summary.pop("futures")
    (folder / "summary.json").write_text(json.dumps(summary))
    answer = {"applied": [{"finding": "cliff:8.2", "change": {"client": {"mean": -5, "low": -8, "high": -3}}}]}
    (folder / "apply --json").write_text(json.dumps(answer))
    (folder / "exposure.csv").write_text("scenario,side,average\nstorm,buyer,-100.50\nstorm,provider,7.00\n")
    names = {"loss | client": "exposure | client", "paid | 8.2 | service credits": "paid | 8.2 | credits"}
    planted.FUTURES.rename(columns=names).to_parquet(folder / "futures.parquet")
    planted.workbook(folder / "results.xlsx", title="losses")
    (folder / "stdout").rename(folder / "said")


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """The other side, and this one with the names of now."""
    theirs = planted.lay(tmp_path / "theirs")
    ours = shutil.copytree(theirs, tmp_path / "ours")
    renamed(ours)
    return theirs, ours


def test_a_pure_rename_is_equal_and_a_row_of_no_use_is_told(sides: tuple[Path, Path]) -> None:
    renames = Renames(read(GLOSSARY))
    assert [one for one in compare_folders(*sides, renames) if one.differences] == []
    assert renames.unused == ["results.xlsx: severity → severity (note → Low; grave → High)", "compare --json: wording → variant"]
    assert renames.met["summary.json: findings: severity → severity (note → Low; grave → High)"] == 2
    assert renames.met["exposure.csv: mean → average (sign turned)"] == 2


def test_without_the_table_every_rename_is_a_difference(sides: tuple[Path, Path]) -> None:
    differing = [one.file for one in compare_folders(*sides, Renames()) if one.differences]
    assert differing == ["apply --json", "exposure.csv", "futures.parquet", "results.xlsx", "said", "stdout", "summary.json"]


def test_an_amount_that_changed_under_a_new_name_is_a_difference(sides: tuple[Path, Path]) -> None:
    theirs, ours = sides
    planted.put("apply --json", '"low": -8', '"low": -9')(ours)
    planted.put("exposure.csv", "7.00", "7.01")(ours)
    found = {one.file: one.differences for one in compare_folders(theirs, ours, Renames(read(GLOSSARY))) if one.differences}
    assert {file: [(one.place.exact, one.before, one.now) for one in some] for file, some in found.items()} == {
        "apply --json": [("applied[finding=cliff:8.2].change.client.low", -8, -9)],
        "exposure.csv": [("[side=provider].average", "7.00", "7.01")],
    }


def test_a_name_that_was_not_changed_after_all_is_a_difference(sides: tuple[Path, Path]) -> None:
    theirs, ours = sides
    planted.put("summary.json", '"lives"', '"futures"')(ours)
    found = [one.place.exact for file in compare_folders(theirs, ours, Renames(read(GLOSSARY))) for one in file.differences]
    assert sorted(found) == ["futures", "lives"]


def test_files_that_are_equal_are_left_as_they_are(tmp_path: Path) -> None:
    folder = planted.lay(tmp_path / "both")
    rows = [one for one in read(GLOSSARY) if one.file != "files"]
    assert [one for one in compare_folders(folder, folder, Renames(rows)) if one.differences] == []


def test_two_names_may_change_places() -> None:
    table = f"{HEADING}\n| where | before | now | values |\n|---|---|---|---|\n| x | low | high | sign turned |\n| x | high | low | sign turned |\n"
    assert Renames(read(table)).data("x", {"low": 1, "high": 2}) == {"high": -1, "low": -2}


def test_minor_units_become_major_ones() -> None:
    table = f"{HEADING}\n| x | amount | amount | minor units → major units |\n"
    found = Renames(read(table)).data("x", {"amount": [8402812, None], "of": {"amount": 5}})
    assert found == {"amount": [84028.12, None], "of": {"amount": 0.05}}


def test_a_name_that_is_taken_is_not_overwritten() -> None:
    table = f"{HEADING}\n| x | old | new | |\n"
    assert Renames(read(table)).data("x", {"old": 1, "new": 2}) == {"old": 1, "new": 2}
    assert list(Renames(read(table)).frame("x", pd.DataFrame({"old": [1], "new": [2]}))) == ["old", "new"]


def test_two_names_that_became_one_are_both_kept() -> None:
    table = f"{HEADING}\n| x | worth | change | sign turned |\n| x | cost | change | |\n"
    assert Renames(read(table)).data("x", {"worth": 1, "cost": 2, "a": 3}) == {"worth": -1, "cost": 2, "a": 3}


def test_columns_of_a_frame_have_their_values_renamed_and_signs_turned() -> None:
    table = f"{HEADING}\n| *.parquet | party | side | client → buyer |\n| *.parquet | amount | change | sign turned |\n"
    found = Renames(read(table)).frame("futures.parquet", pd.DataFrame({"party": ["client", "provider"], "amount": [5, -2]}))
    assert found.to_dict("list") == {"side": ["buyer", "provider"], "change": [-5, 2]}


@pytest.mark.parametrize("row", ["| x | old | |  |", "| x | old | new |", "| x | old | new | a to b |"])
def test_a_row_that_cannot_be_read_is_refused_with_its_line(row: str) -> None:
    with pytest.raises(ValueError, match="line 4 of the glossary"):
        read(f"{HEADING}\n\n|---|---|---|---|\n{row}\n")


def test_no_heading_means_no_renames() -> None:
    assert read("# Glossary\n\n| x | old | new | |\n") == []
    assert Renames().unused == []


def test_what_has_no_sign_keeps_it() -> None:
    assert turned([1, -2.5, 0, "3.50", "-3.50", "0.00", "name", None, True]) == [-1, 2.5, 0, "-3.50", "3.50", "0.00", "name", None, True]
