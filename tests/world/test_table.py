"""Columns of figures: read exactly, in bounded memory, from the folder of the scenario that names them; bad rows are named."""

from __future__ import annotations

import datetime as dt
import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from pydantic import BaseModel

from tests.world.written import length
from wargame.core.calendar import Calendar
from wargame.core.problem import BadInput, BadValue
from wargame.core.reading import parse_duration
from wargame.core.streams import stream
from wargame.world.scenario.file import Scenario, load_scenario
from wargame.world.sizes.column import read_column
from wargame.world.sizes.dated import read_dated
from wargame.world.sizes.read import AmountD, CountD, Distribution, LengthD, MoveD, SizeD, read_distribution

CALENDAR = Calendar(dt.date(2027, 1, 1))


class Model(BaseModel):
    """One of each unit."""

    length: LengthD | None = None
    size: SizeD | None = None
    move: MoveD | None = None
    amount: AmountD | None = None
    count: CountD | None = None


def read(folder: Path, text: str, what: str = "length", **more: str) -> Distribution:
    """The column `x` of a file with these bytes."""
    (folder / "x.csv").write_text(text, encoding="utf-8")
    model = Model.model_validate({what: {"from": "x.csv", "column": "x", **more}}, context={"folder": str(folder), "currencies": ("GBP",)})
    found: Distribution = getattr(model, what)
    return found


@pytest.mark.parametrize(
    ("what", "unit", "cells", "quanta"),
    [
        ("length", "minutes", ("90", "0.5", "3"), (30, 180, 5400)),
        ("length", "hours", ("1", "24", "0"), (0, 3600, 86_400)),
        ("size", "%", ("12", "0.5", "100"), (5_000, 120_000, 1_000_000)),
        ("move", "%", ("-2", "1.5", "0"), (-20_000, 0, 15_000)),
        ("amount", "GBP", ("5", "0.07", "1200.5"), (7, 500, 120_050)),
        ("count", "", ("3", "0", "12"), (0, 3, 12)),
    ],
)
def test_cells_are_read_in_their_unit(tmp_path: Path, what: str, unit: str, cells: tuple[str, ...], quanta: tuple[int, ...]) -> None:
    law = read(tmp_path, "id,x\n" + "".join(f"a,{cell}\n" for cell in cells), what, **({"unit": unit} if unit else {}))
    assert [law.quantile(p) for p in (0.0, 0.5, 1.0)] == list(quanta)
    assert law.mean == pytest.approx(sum(quanta) / 3)
    assert set(law.draw(stream(1, "x", 0), 200).tolist()) == set(quanta)
    assert law.words == f"3 rows of x.csv, column 'x'{f' in {unit}' if unit else ''}"


def test_blank_lines_quotes_spaces_and_a_byte_order_mark_are_no_matter(tmp_path: Path) -> None:
    law = read(tmp_path, '\ufeff"note", x \r\n"a, b", 1\r\n\r\n"c\nd",2 \r\n', unit="hours")
    assert (law.quantile(0.5), law.quantile(1)) == (3600, 7200)


def test_the_quantiles_are_those_of_the_rows(tmp_path: Path) -> None:
    law = read(tmp_path, "x\n" + "\n".join(map(str, range(1, 11))), unit="seconds")
    assert [law.quantile(p) for p in (0.05, 0.1, 0.11, 0.3, 0.95)] == [1, 1, 2, 3, 10]
    assert law.cdf(3) == 0.3 and law.cdf(2.9) == 0.2


@pytest.mark.parametrize(
    ("text", "more", "says", "hint"),
    [
        ("x\n1\n\n,\n", {"unit": "hours"}, "row 4: the cell is empty", "mend these rows"),
        ("id,x\n1,5\n2\n", {"unit": "hours"}, "row 3: the cell is empty", "mend"),
        (
            "x\n1\nabc\n-3\n1e9\n2\nNaN\n",
            {"unit": "hours"},
            "row 3: 'abc' is not a plain number; row 4: -3 is negative; row 5: '1e9' is not a plain number and 1 more",
            "",
        ),
        ("x\n99999999999999999999\n", {"unit": "hours"}, "row 2: 99999999999999999999 is too large", ""),
        ("x\n", {"unit": "hours"}, "has no rows under 'x'", "at least one figure"),
        ("", {"unit": "hours"}, "has no column 'x'", "its columns are: none"),
        ("xs,y\n1,2\n", {"unit": "hours"}, "has no column 'x'", "its columns are: xs, y"),
        ("x,x\n1,2\n", {"unit": "hours"}, "more than one column 'x'", ""),
        ("x\n1\n", {}, "the figures have no unit", "unit: minutes"),
        ("x\n1\n", {"unit": "GBP"}, "'GBP' is no unit of what is due here", "unit: minutes"),
        ("x\n1\n", {"unit": "business days"}, "'business days' is no unit", "depends on the date"),
        ("x\n1\n", {"unti": "hours"}, "no law is given by column, from, unti", 'did you mean "unit"?'),
        ("x\n1\x00\n", {"unit": "hours"}, "row 2: '1\x00' is not a plain number", ""),
    ],
)
def test_a_column_that_cannot_be_read_is_refused_with_its_rows(tmp_path: Path, text: str, more: dict[str, str], says: str, hint: str) -> None:
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    reader = LengthD.__metadata__[0]  # type: ignore[attr-defined]
    with pytest.raises(BadValue) as caught:
        read_distribution({"from": "x.csv", "column": "x", **more}, reader.number, folder=tmp_path)
    assert says in caught.value.message and hint in caught.value.hint


def test_what_is_no_table_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "latin.csv").write_bytes("x\nBüro\n".encode("latin-1"))
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "line.csv").write_text("x" * 1_000_001, encoding="utf-8")
    with (tmp_path / "gigabyte.csv").open("wb") as file:
        file.truncate(2**30)
    for name, says in (
        ("pipe.csv", "not a file"), ("folder.csv", "not a file"), ("latin.csv", "not a table of comma-separated values in UTF-8"),
        ("latim.csv", "No such file"), ("gigabyte.csv", "the limit is 500,000,000"), ("line.csv", "more than 1,000,000 characters"),
    ):  # fmt: skip
        with pytest.raises(BadValue, match=says) as caught:
            length(f"{{from: {name}, column: x, unit: hours}}", tmp_path)
        assert name != "latim.csv" or caught.value.hint == 'did you mean "latin.csv"?'


def test_a_million_rows_take_bounded_memory(tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("w", encoding="utf-8") as file:
        file.write("id,minutes\n")
        file.writelines(f"{number},{number % 977}.25\n" for number in range(1_000_000))
    tracemalloc.start()
    law = length("{from: big.csv, column: minutes, unit: minutes}", tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000
    assert law.quantile(1) == 976 * 60 + 15 and law.mean == pytest.approx(np.mean(np.arange(1_000_000) % 977) * 60 + 15)


BASE = """
name: Base
services: {voice: {demand: {level: 1 000 per month}, needs: [platform]}}
components: {platform: {outages: 1 per month, repair: {from: repairs.csv, column: minutes, unit: minutes}}}
"""


def loaded(path: Path) -> Scenario:
    """The scenario as a run loads it."""
    return load_scenario(path, "GBP", CALENDAR.instant)


def test_a_path_starts_at_the_file_that_says_it_and_its_contents_are_part_of_the_digest(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "repairs.csv").write_text("minutes\n10\n20\n", encoding="utf-8")
    (tmp_path / "below" / "repairs.csv").write_text("minutes\n500\n", encoding="utf-8")
    shocks = "shocks: {big: {kind: outage, component: platform, arrives: {rate: 1 per year}, "
    shocks += "lasts: {from: repairs.csv, column: minutes, unit: minutes}}}\n"
    (tmp_path / "below" / "upper.yaml").write_text("name: Upper\nbased on: ../base.yaml\n" + shocks, encoding="utf-8")
    scenario = loaded(tmp_path / "below" / "upper.yaml")
    repair = scenario.inputs.components["platform"].repair
    assert repair is not None and repair.quantile(1) == 1200 and repair.words == "2 rows of ../repairs.csv, column 'minutes' in minutes"
    assert scenario.shocks[0].inputs.lasts.quantile(0) == 30_000
    assert loaded(tmp_path / "below" / "upper.yaml").digest == scenario.digest
    for name in ("repairs.csv", "below/repairs.csv"):
        before = loaded(tmp_path / "below" / "upper.yaml").digest
        (tmp_path / name).write_text("minutes\n11\n20\n", encoding="utf-8")
        assert loaded(tmp_path / "below" / "upper.yaml").digest != before


def test_a_law_in_the_upper_file_replaces_the_lower_one_whole(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")  # whose table does not exist, and is not read
    for number, law in enumerate(("{law: gamma, shape: 2, scale: 1 hour}", "{mixture: [{share: 50 %, size: 1 hour}, {share: 50 %, size: 3 hours}]}")):
        path = tmp_path / f"upper{number}.yaml"
        path.write_text(f"name: Upper\nbased on: base.yaml\ncomponents: {{platform: {{repair: {law}}}}}\n", encoding="utf-8")
        repair = loaded(path).inputs.components["platform"].repair
        assert repair is not None and repair.mean == 7200


def test_a_bad_table_is_refused_at_its_place_in_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "repairs.csv").write_text("minutes\n10\nlong\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        loaded(tmp_path / "base.yaml")
    (problem,) = caught.value.problems
    assert problem.place.line == 4 and BASE.splitlines()[3][problem.place.column - 1 :].startswith("{from")
    assert problem.message == "repair: repairs.csv, column minutes, row 3: 'long' is not a plain number"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("minutes;what\n12,5;a\n3,25;b\n", [195, 750]),
        ("sep=;\nminutes;what\n12.5;a\n3.25;b\n", [195, 750]),
        ("minutes\twhat\n1,200.5\ta\n7\tb\n", [420, 72_030]),
        ("what;minutes\na;1'200,5\nb;7\n", [420, 72_030]),
    ],
)
def test_a_column_is_read_as_its_tool_wrote_it(tmp_path: Path, text: str, expected: list[int]) -> None:
    for encoding in ("utf-8", "utf-16"):
        (tmp_path / "lengths.csv").write_bytes(text.encode(encoding))
        found = read_column(tmp_path / "lengths.csv", "lengths.csv", "minutes", "minutes", lambda one: float(parse_duration(one).seconds), False)
        assert found.tolist() == expected


def test_a_column_that_could_be_read_in_two_ways_is_refused_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "lengths.csv").write_text("minutes;what\n7;a\n3.275;b\n", encoding="utf-8")
    with pytest.raises(BadValue, match=r"column minutes, row 3: '3\.275' could be 3\.275 or 3275"):
        read_column(tmp_path / "lengths.csv", "lengths.csv", "minutes", "minutes", lambda one: float(parse_duration(one).seconds), False)


LEVELS = (
    "date,level\n2027-01-31,104.2\n2027-02-28,107\n",
    "date;level\n31.01.2027;104,2\n28.02.2027;107,0\n",
    "date,level\n1/31/2027,104.2\n2/28/2027,107\n",
)


@pytest.mark.parametrize("text", LEVELS)
def test_levels_by_date_in_the_format_of_their_country(tmp_path: Path, text: str) -> None:
    (tmp_path / "cpi.csv").write_text(text, encoding="utf-8")
    assert read_dated(tmp_path / "cpi.csv", "cpi.csv", "level", float) == {dt.date(2027, 1, 31): 104.2, dt.date(2027, 2, 28): 107.0}
    (tmp_path / "cpi.csv").write_text("date,level\n1/2/2027,104\n1/3/2027,105\n", encoding="utf-8")
    with pytest.raises(BadValue, match="'1/2/2027', like every date there, could be day first or month first"):
        read_dated(tmp_path / "cpi.csv", "cpi.csv", "level", float)
