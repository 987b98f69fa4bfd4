"""One name a thing in all data: no wording where a variant is meant, and the names that the glossary lists as changed are gone and come."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.house.names_checker import in_code, in_text
from wargame.analysis.tables.schema import summary_schema

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
SCHEMA = summary_schema()
HERE = ROOT / "tests" / "house"
# Where a clause kind's own `wording`, sentences that a drafter may use, is written or read.
OF_KINDS = (
    *(
        "wargame/contract/rules/clause.py",
        "wargame/contract/clauses/*.py",
        "wargame/report/console/reference.py",
        "wargame/analysis/checks/silent.py",
    ),
    *("wargame/analysis/checks/rule_without_text.py", "wargame/analysis/checks/text_without_rule.py"),
)
# What reads, or removes, what an earlier version wrote under its former name.
CHARTS = "wargame/report/files/outputs.py"
FORMER = {CHARTS: r"wordings-\d+", "tests/same_as/rows.py": "wording"}
CODE = [path for folder in ("wargame", "tests", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py")) if path.parent != HERE]
SAID = [
    *(path for path in CODE if path != ROOT / CHARTS),
    *(path for pattern in ("*.j2", "*.css", "*.js", "*.json") for path in sorted((ROOT / "wargame").rglob(pattern))),
    *(path for folder in ("docs", "contracts", "scenarios") for path in sorted((ROOT / folder).rglob("*")) if path.suffix in (".md", ".yaml")),
    ROOT / "README.md",
]
RENAMES = [
    [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
    for line in GLOSSARY.partition("## Names of data that changed")[2].splitlines()
    if line.startswith("|")
]


def named(path: Path) -> str:
    """A path as the tests say it."""
    return path.relative_to(ROOT).as_posix()


def test_no_identifier_key_or_column_says_wording_of_a_variant() -> None:
    found = {}
    for path in CODE:
        kinds = any(path.relative_to(ROOT).match(pattern) for pattern in OF_KINDS)
        keys = (FORMER[named(path)],) if named(path) in FORMER else ()
        if breaches := in_code(path.read_text(encoding="utf-8"), ("wording",) if kinds else (), keys):
            found[named(path)] = breaches
    assert found == {}


def test_no_sentence_says_wording_of_a_variant() -> None:
    texts = {named(path): path.read_text(encoding="utf-8") for path in SAID}
    texts["docs/glossary.md"] = texts["docs/glossary.md"].partition("## Names of data that changed")[0]
    assert {name: hits for name, text in texts.items() if (hits := in_text(text))} == {}
    assert "wording" not in json.dumps(SCHEMA)


@pytest.mark.parametrize(
    ("source", "breach"),
    [
        ('row = {"wording": name}', "1: wording"),
        ("def f(wording): ...", "1: wording"),
        ("found.wording = 1", "1: wording"),
        ("Paired(wording=1)", "1: wording"),
        ("class OtherWordings: ...", "1: OtherWordings"),
        ("import wargame.report.sections.wordings", "1: wargame.report.sections.wordings"),
        ('name = f"wordings-{number}"', "1: wordings-"),
        ('COLUMNS = ("scenario", "Wording")', "1: Wording"),
    ],
)
def test_the_rule_sees_a_breach(source: str, breach: str) -> None:
    assert in_code(source) == [breach]


def test_the_rule_lets_words_of_an_agreement_be() -> None:
    assert in_code("from wargame.analysis.words.wording import sentences") == []
    assert in_code('"""It states facts about wording and money."""') == []
    assert in_code('class Kind:\n    wording = "The Client shall pay {amount}."\n', ("wording",)) == []
    assert in_text("It states facts about wording and money, in the wording of 8.2.") == []
    assert in_text("one\nno other wording helps; of two wordings the first") == ["2: no other wording", "2: wordings"]


def keys_at(path: str) -> dict[str, Any]:
    """What the schema of summary.json describes at a path such as `findings.fan`."""
    place = SCHEMA
    for step in filter(None, path.split(".")):
        place = place["properties"][step]
        place = place.get("items", place)
        place = SCHEMA["$defs"][place["$ref"].rpartition("/")[2]]
    found: dict[str, Any] = place["properties"]
    return found


def test_the_table_of_names_has_its_four_columns() -> None:
    heads, _, *rows = RENAMES
    assert heads == ["where", "before", "now", "values"] and len(rows) > 40
    for row in rows:
        assert len(row) == 4 and all(row[:3]), row
        assert row[3] in ("", "sign turned") or all(re.fullmatch(r"[^→;]+ → [^→;]+", part.strip()) for part in row[3].split(";")), row
        assert row[1] != row[2] or row[3], row


def test_in_the_summary_every_former_name_is_gone_and_every_present_one_is_there() -> None:
    rows = [(where.partition(":")[2].strip(), before, now, values) for where, before, now, values in RENAMES[2:] if where.startswith("summary.json")]
    assert len(rows) >= 15
    for path, before, now, values in rows:
        keys = keys_at(path)
        assert now in keys and (before == now or before not in keys), (path, before, now)
        if before == now:
            assert {part.partition("→")[2].strip() for part in values.split(";")} <= set(keys[now]["enum"])


def test_every_severity_stands_in_the_glossary() -> None:
    said = re.findall(r"^\| (High|Medium|Low|For information) \|", GLOSSARY, re.MULTILINE)
    assert said == list(reversed(keys_at("findings")["severity"]["enum"]))
