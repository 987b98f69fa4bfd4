"""The types of summary.json: what is written is read back as it was, and the schema made from them refuses what a reader could not take."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields, replace
from typing import Any

import jsonschema
import pytest

from wargame.analysis.tables.clauses import AttributionRow
from wargame.analysis.tables.facts import ProvenanceRow
from wargame.analysis.tables.row import ABSENT
from wargame.analysis.tables.schema import summary_schema
from wargame.analysis.tables.summary import Summary
from wargame.core.problem import BadInput

SCHEMA = summary_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@pytest.fixture(scope="module")
def data(summary: Summary) -> dict[str, Any]:
    """A summary as it is written, with the first rows of each table."""
    found: dict[str, Any] = json.loads(json.dumps(summary.data()))
    return {name: rows[:7] if isinstance(rows, list) and name != "findings" else rows for name, rows in found.items()}


def test_the_schema_is_one_and_describes_every_table() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["required"] == list(SCHEMA["properties"]) == [one.name for one in fields(Summary)]
    kinds = {name: one for name, one in SCHEMA["$defs"].items() if name != "JsonValue"}  # what a patch holds
    assert all(one["description"] for one in (SCHEMA, *kinds.values()))
    assert {name for name, one in kinds.items() if one["additionalProperties"] is not False} == {"ProvenanceRow"}
    assert SCHEMA["additionalProperties"] is False


def test_a_caller_may_change_its_schema() -> None:
    summary_schema()["properties"].clear()
    assert summary_schema() == SCHEMA


def test_what_is_written_is_read_back_to_the_letter(summary: Summary) -> None:
    said = summary.data()
    again = Summary.from_data(json.loads(json.dumps(said)))
    assert again == summary and json.dumps(again.data()) == json.dumps(said)
    yen = replace(summary, exposure=(replace(summary.exposure[0], value=7, low=None, high=8.0),))
    assert json.dumps(Summary.from_data(yen.data()).data()["exposure"]) == json.dumps(yen.data()["exposure"]), "whole numbers stay whole"


def test_absent_is_not_null() -> None:
    row = AttributionRow(
        scenario="calm", variant="base", party="client", by="clause", key="8.2", label="Credits", mean=1, tvar95=None, leave_one_out=None
    )
    assert row.leave_one_out_low is ABSENT
    assert list(row.data()) == ["scenario", "variant", "party", "by", "key", "label", "mean", "tvar95", "leave_one_out"]
    found = replace(row, leave_one_out_low=None, note="with 8.3").data()
    assert found["leave_one_out_low"] is None and found["note"] == "with 8.3" and "leave_one_out_high" not in found


def test_a_provenance_that_tells_more_is_read(data: dict[str, Any]) -> None:
    more = {**data, "provenance": {**data["provenance"], "processor": "a later version's"}}
    assert VALIDATOR.is_valid(more) and Summary.from_data(more).provenance == Summary.from_data(data).provenance


Change = Callable[[dict[str, Any]], Any]
CORRUPT: dict[str, Change] = {
    "a table is missing": lambda d: d.pop("cash"),
    "there is another table": lambda d: d.update(surprise=[]),
    "a key is missing": lambda d: d["exposure"][0].pop("low"),
    "there is another key": lambda d: d["exposure"][0].update(surprise=1),
    "there is another key within a row": lambda d: d["findings"][0]["message_parts"].update(surprise=1),
    "a figure is a text": lambda d: d["exposure"][0].update(value="12"),
    "a figure is a yes": lambda d: d["exposure"][0].update(value=True),
    "a count is a fraction": lambda d: d.update(futures=1.5),
    "a text is a figure": lambda d: d["clauses"][0].update(title=5),
    "a yes is a figure": lambda d: d["constructions"][0].update(open=1),
    "a list is an object": lambda d: d["findings"][0].update(also={}),
    "a table is null": lambda d: d.update(regret=None),
    "a row is a list": lambda d: d["exits"].append([]),
    "a measure is unknown": lambda d: d["exposure"][0].update(measure="median"),
    "a severity is of another version": lambda d: d["findings"][0].update(severity="grave"),
    "a verdict is unknown": lambda d: d["compare"][0].update(verdict="better"),
    "a state is unknown": lambda d: d["coverage"][0].update(state="open"),
    "a step is unknown": lambda d: d["waterfall"][0].update(step="lost"),
    "null where a text must be": lambda d: d["clauses"][0].update(note=None),
    "null where a figure must be": lambda d: d["waterfall"][0].update(amount=None),
    "null where a share may be absent": lambda d: d["clauses"][0].update(ends=None),
    "null where an object must be": lambda d: d["findings"][0].update(message_parts=None),
    "a share beyond the whole": lambda d: d["exits"][0].update(share=1.01),
    "a count below none": lambda d: d["exits"][0].update(failed=-1),
    "a month before the first": lambda d: d["world"][0].update(month=0),
    "no scenario": lambda d: d.update(scenarios=[]),
    "one party alone": lambda d: d["parties"].pop(),
    "a currency of four letters": lambda d: d.update(currency="EURO"),
    "a scenario without a name": lambda d: d["exposure"][0].update(scenario=""),
    "no seed": lambda d: d["provenance"].pop("seed"),
}


def test_the_summary_that_is_corrupted_is_none(data: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(data) and Summary.from_data(data)


@pytest.mark.parametrize("what", CORRUPT)
def test_a_corrupted_summary_is_refused_by_the_schema_and_by_whoever_reads_it(what: str, data: dict[str, Any]) -> None:
    changed = deepcopy(data)
    CORRUPT[what](changed)
    assert not VALIDATOR.is_valid(changed)
    with pytest.raises(BadInput, match="X011") as caught:
        Summary.from_data(changed, "run/summary.json")
    assert str(caught.value).startswith("run/summary.json: X011: is damaged")


def test_what_is_damaged_is_named(data: dict[str, Any]) -> None:
    changed = deepcopy(data)
    changed["exposure"][3]["value"] = "12"
    with pytest.raises(BadInput, match=r"is damaged at `exposure\[3\]\.value`: input should be a valid [a-z]+\n"):
        Summary.from_data(changed)
    changed["cash"][0].pop("month")
    with pytest.raises(BadInput, match=r"`: .*; and elsewhere, at `cash"):
        Summary.from_data(changed)


@pytest.mark.parametrize(
    ("said", "words"), [([], "holds no object"), ({"schema_version": 1}, "is of version 1 of the summary, and version 2 is read")]
)
def test_another_version_or_none_is_refused_in_words(said: Any, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        Summary.from_data(said)


def test_what_a_run_tells_of_itself_has_a_place(run: Any) -> None:
    from wargame.analysis.summary import summarise

    with pytest.raises(ValueError, match="tells `weather`, which ProvenanceRow has no field for"):
        summarise(replace(run, provenance={**run.provenance, "weather": "fine"}))
    assert summarise(run).provenance == ProvenanceRow(seed=1, futures=300, sha256=run.provenance["sha256"])
