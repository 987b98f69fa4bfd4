"""The published schemas take what is shipped and refuse nothing that is read; what they know (keys, choices, the form of a quantity) they refuse."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator as Validator

import wargame as wg
from tests.cli.harness import ROOT
from wargame.contract.rules.kinds import clause_kinds
from wargame.contract.text.document import read_document
from wargame.core import quantities
from wargame.core.problem import BadValue
from wargame.studies.schema import EDITOR, schema
from wargame.world.scenario.file import shock_kinds

KINDS, SHOCKS = sorted(clause_kinds()), sorted(shock_kinds())
FENCED = re.compile(r"```terms\n(.*?)```", re.DOTALL)


class AsEditors(yaml.SafeLoader):
    """YAML 1.2, as editors read it: numbers and truths are no texts, `yes` and dates are."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012


for tag, form, first in (
    ("bool", "^(true|false)$", "tf"),
    ("int", "^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", "-+0123456789."),
    ("null", "^(~|null|)$", ["~", "n", ""]),
):
    AsEditors.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(form), list(first))
LOADERS = [yaml.BaseLoader, AsEditors]


def terms_validator() -> Validator:
    whole = schema("draft")
    return Validator({**whole["$defs"]["terms"], "$defs": whole["$defs"]})


def errors(validator: Validator, data: object) -> list[str]:
    return [f"{one.json_path}: {one.message[:100]}" for one in validator.iter_errors(data)]


@pytest.mark.parametrize("name", ["draft", "scenario", "variants", *KINDS, *SHOCKS])
def test_every_schema_is_one(name: str) -> None:
    Validator.check_schema(schema(name))
    text = json.dumps(schema(name))
    assert set(re.findall(r'"#/\$defs/([^"]+)"', text)) <= set(schema(name).get("$defs", {}))


@pytest.mark.parametrize("loader", LOADERS)
def test_whatever_is_shipped_is_taken(loader: Any) -> None:
    scenario, variants, front, terms = (*(Validator(schema(name)) for name in ("scenario", "variants", "draft")), terms_validator())
    seen = 0
    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        assert errors(scenario, yaml.load(path.read_text(encoding="utf-8"), loader)) == [], path
        seen += 1
    for path in sorted((ROOT / "contracts").rglob("*.variants.yaml")):
        assert errors(variants, yaml.load(path.read_text(encoding="utf-8"), loader)) == [], path
        seen += 1
    for path in sorted((ROOT / "contracts").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        head = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
        if head and "parties:" in head[1]:
            assert errors(front, yaml.load(head[1], loader)) == [], path
            seen += 1
        for block in FENCED.findall(text):
            assert errors(terms, yaml.load(block, loader)) == [], block
            seen += 1
    assert seen > 250


def example_of(kind: str) -> list[dict[str, Any]]:
    """The terms blocks of a kind's own example."""
    return [yaml.load(block, yaml.BaseLoader) for block in FENCED.findall(clause_kinds()[kind].example)]


def groups(value: Any) -> Iterator[dict[str, Any]]:
    """Every group of terms in a block, the block first."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from groups(inner)


def reader_refuses(kind: str, terms: dict[str, Any]) -> bool:
    """Whether the terms alone, whatever else the draft holds, cannot be read."""
    model = clause_kinds()[kind].Terms
    own = {key: value for key, value in terms.items() if key not in ("kind", "subject to", "notwithstanding")}
    try:
        model.model_validate(own, context={"currencies": ("GBP",), "redacted": {}})
    except ValueError:
        return True
    return False


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_that_no_rule_reads_and_a_choice_that_there_is_not_are_refused(kind: str) -> None:
    validator = terms_validator()
    for terms in example_of(kind):
        assert errors(validator, terms) == []
        assert errors(validator, {**terms, "colour": "red"}) and errors(validator, {**terms, "kind": f"{kind}s"})
        assert errors(validator, {key: value for key, value in terms.items() if key != "kind"})
        for required in schema(terms["kind"]).get("required", ()):
            assert errors(validator, {key: value for key, value in terms.items() if key != required})
        for name in clause_kinds()[terms["kind"]].constructions:
            said = {**terms, name.replace("_", " "): "sideways"}
            assert errors(validator, said) and reader_refuses(terms["kind"], said)


@pytest.mark.parametrize("kind", KINDS)
def test_no_schema_refuses_what_is_read(kind: str) -> None:
    """Every term of every example under every text that some term of some example has."""
    validator = terms_validator()
    texts = [
        "4 hours",
        "GBP 250 000",
        "15 %",
        "2",
        "100 000 per month",
        "2027-01-31",
        "none",
        "voice",
        "8.2",
        "£5",
        "36 MONTHS",
        "1 business day",
        ["a"],
        {},
    ]
    refused = 0
    for block in example_of(kind):
        for place in range(sum(1 for _ in groups(block))):
            for key in list(list(groups(block))[place]):
                for text in texts:
                    changed = copy.deepcopy(block)
                    list(groups(changed))[place][key] = text
                    if key != "kind" and errors(validator, changed):
                        refused += 1
                        assert reader_refuses(block["kind"], changed), (key, text, errors(validator, changed))
    assert refused


@given(st.data())
def test_a_form_holds_for_whatever_is_read(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["MoneyT", "PriceT", "RateT", "ShareT", "DurationT", "DateT", "CountT", "WholeT"]))
    reader = getattr(quantities, name).__metadata__[0]
    number = data.draw(st.sampled_from(["4", "1 000", "2.5", "0", "+3", "12,000"]))
    unit = data.draw(
        st.sampled_from(["", " %", "%", " hours", " Hour", " business days", " calls per month", " weeks", " quarters", " YEARS", " per call"])
    )
    text = data.draw(
        st.sampled_from([f"{number}{unit}", f"GBP {number}{unit}", f"£{number}", f"US$ {number}", f" {number}{unit} ", "2027-01-31", "-2 %", "−2 %"])
    )
    try:
        reader.parse(quantities.normalise(text))
    except BadValue:
        return
    assert not reader.form or re.search(reader.form, quantities.normalise(text)), (name, text)


def test_a_scenario_that_leans_on_another_may_give_parts_of_it() -> None:
    validator = Validator(schema("scenario"))
    part = {"name": "More", "services": {"voice": {"demand": {"growth": "3 %"}}}}
    assert errors(validator, {**part, "based on": "baseline.yaml"}) == []
    assert errors(validator, part)
    wrong = {**part, "based on": "baseline.yaml", "shocks": {"storm": {"kind": "outage", "colour": "red"}}}
    assert errors(validator, wrong) and errors(validator, {**part, "based on": "baseline.yaml", "servces": {}})
    assert errors(validator, {**part, "based on": "baseline.yaml", "shocks": {"storm": {"kind": "meteor"}}})


def test_variants_are_named_or_listed() -> None:
    validator = Validator(schema("variants"))
    one = {"why": "dearer", "patch": {"8.2": {"at risk": "25 %"}}}
    assert errors(validator, {"variants": {"dearer": one}}) == errors(validator, {"variants": [{"name": "dearer", **one}]}) == []
    for wrong in ({}, {"variants": {}}, {"variants": {"x": {"patch": {}}}}, {"variants": [one]}, {"variants": {"x": {**one, "pach": {}}}}):
        assert errors(validator, wrong)
    added = {"why": "new", "add": {"8.9": {"title": "New", "terms": {"kind": "unit_charge", "service": "voice", "colour": "red"}}}}
    assert errors(validator, {"variants": {"x": added}})


def test_the_first_line_that_editors_know_is_a_comment_to_the_reader(tmp_path: Path) -> None:
    for name, folder in (("baseline.yaml", "scenarios"), ("customer-care.variants.yaml", "contracts")):
        text = (ROOT / folder / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(f"{EDITOR}scenario.schema.json\n{text}", encoding="utf-8")
    draft = ROOT / "contracts" / "customer-care.md"
    assert wg.check(draft, tmp_path / "baseline.yaml", tmp_path / "customer-care.variants.yaml").errors == ()
    assert read_document(draft.read_text(encoding="utf-8"), "d.md", []).has_front
