"""Published worked examples through shipped rules, played event by event and by a cohort: a table of case, expected and got.

`pytest tests/worked -s` prints it.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tests.worked import adapter
from tests.worked.adapter import CASES, Found, Said
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import load_draft
from wargame.core.calendar import Calendar
from wargame.core.problem import BadInput
from wargame.core.registry import discover
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.life.driver import play
from wargame.simulation.life.trace import LifeTrace
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import load_scenario

KINDS: dict[str, type[Any]] = discover("wargame.contract.clauses", Clause)
FRONT = """---
title: A published example
parties: {client: {name: A}, provider: {name: B}}
currency: GBP
effective: 2027-01-01
term: TERM
services: {work: {unit: unit}}
---
"""
# Parts of a result that no posting or measure states, each with the reason.
UNSAID = {("idx_va_1", "adj"): "a difference of two prices; both are found"}
# Cases that no rule says, each with the reason.
LEFT = {
    "slc_multiplier_10x": "a year of quarters of 90 days; the source rounds to whole pounds",
    "term_ofg_rebate": "a rebate of a fee already paid, upon another agreement",
    "reg_tsb_discount": "a regulator's discount on a fine, between the regulator and the fined",
    "reg_nlw_annual": "wages: an input of the provider's cost, not of an agreement",
    "reg_eer_nic": "the same",
    "reg_ncr": "the same",
    "up_9995": "seconds that a target allows; tests of service levels miss it by one second",
    "up_999": "the same",
}


@pytest.fixture(scope="module")
def published(shared: Path) -> dict[str, Any]:
    """Every case by its id."""
    return {case["id"]: case for case in json.loads((shared / "cases" / "worked_examples.json").read_text(encoding="utf-8"))}


def life(said: Said, folder: Path) -> LifeTrace:
    """The one life of what was said; the cohort must pay the same."""
    (folder / "draft.md").write_text(FRONT.replace("TERM", said.term) + said.draft, encoding="utf-8")
    service = f"services: {{work: {{demand: {{level: {said.volume}}}, needs: [platform]}}}}\n"
    base = f"name: As published\nstep: month\n{service}components: {{platform: {{}}}}\n"
    (folder / "base.yaml").write_text(base, encoding="utf-8")
    (folder / "world.yaml").write_text(f"name: This one\nbased on: base.yaml\n{said.world}", encoding="utf-8")
    draft = load_draft(folder / "draft.md", KINDS)
    calendar = Calendar(draft.front.effective)
    scenario = load_scenario(folder / "world.yaml", "GBP", calendar.instant)
    rules = compile_rules(draft, KINDS, components={"work": frozenset({"platform"})}, provides=scenario.provides)
    assert rules.unmeasured == ()
    futures = draw_futures(scenario, calendar, rules.term_months, 1, 0, 1)
    told, ledger = play(rules, futures, 0), CohortDriver(rules, futures).run().ledger
    assert {account: int(column[0]) for account, column in ledger.paid.items() if column[0]} == told.paid()
    return told


def got(told: LifeTrace, found: Found) -> Any:
    """A result as the source writes it."""
    if found.what == "posting":
        months = range(told.term_end) if found.year is None else range(12 * found.year - 12, 12 * found.year)
        months = months if found.month is None else range(found.month, found.month + 1)
        payer = "provider" if found.unit == "provider" else "client"
        lines = [one for one in told.postings if one.account.head == found.name and one.account.payer == payer]
        return sum(one.amount for one in lines if one.month in months) / 100
    value = told.inputs[found.month or 0, found.clause][found.name]
    if found.unit == "split":
        return f"{100 - round(100 * value)}/{round(100 * value)}"
    return value / 100 if found.unit == "pence" else value


def results(case: str, inputs: Any, folder: Path) -> list[dict[str, Any]]:
    """What each life of a case comes to, by the name of the result."""
    said = CASES[case](inputs)
    return [{name: got(told, found) for name, found in one.found.items()} for one in said for told in (life(one, folder),)]


@pytest.mark.parametrize("case", CASES)
def test_a_worked_example(case: str, published: dict[str, Any], tmp_path: Path) -> None:
    expected = published[case]["expected"]
    if isinstance(expected, str) and expected.startswith("ERROR"):
        with pytest.raises(BadInput) as refused:
            results(case, published[case]["inputs"], tmp_path)
        print(f"\n{case:20} expected {expected!s:50} got {refused.value.problems[0]}")
        return
    each = results(case, published[case]["inputs"], tmp_path)
    if isinstance(expected, list):
        found: Any = [one[""] for one in each]
    elif isinstance(expected, dict):
        found = {name: value for one in each for name, value in one.items()}
        assert {name for name in expected if name not in found} == {name for of, name in UNSAID if of == case}
        expected = {name: value for name, value in expected.items() if name in found}
    else:
        found = each[0][""]
    print(f"\n{case:20} expected {expected!s:50} got {found}")
    assert found == expected


WORKS_OUT = ("sum", "min", "max", "round", "abs", "pow", "divmod", "int", "float", "len", "eval")


def arithmetic(source: str) -> list[str]:
    """Every piece of a source that works something out: an operator (`|` between types apart), a sign, or a word that reckons."""
    found = []
    for node in ast.walk(ast.parse(source)):
        operator = isinstance(node, (ast.BinOp, ast.AugAssign)) and not isinstance(node.op, ast.BitOr)
        reckons = isinstance(node, ast.Call) and ast.unparse(node.func) in WORKS_OUT
        imports = isinstance(node, (ast.Import, ast.ImportFrom)) and ast.unparse(node).split()[1] not in (
            "__future__",
            "collections.abc",
            "dataclasses",
            "typing",
        )
        if operator or reckons or imports or isinstance(node, ast.UnaryOp):
            found.append(ast.unparse(node))
    return found


def test_the_adapter_holds_no_arithmetic() -> None:
    assert arithmetic(Path(adapter.__file__).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", ["a * 2", "a + 1", "-a", "sum(a)", "a += 1", "import math", "from operator import mul", "a % 2"])
def test_the_rule_against_arithmetic_sees_it(text: str) -> None:
    assert arithmetic(text) != []


def test_every_published_case_is_said_or_left_with_a_reason(published: dict[str, Any]) -> None:
    assert set(CASES) | set(LEFT) == set(published)
    assert not set(CASES) & set(LEFT)
