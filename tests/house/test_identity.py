"""Nobody asks what a clause is: whoever needs to know something of one asks what its kind declares.

1. *No getattr, no hasattr.* In `contract`, `analysis`, `simulation` and `report` nothing is asked for an attribute by name, and nothing is asked
   whether it has one: a term that a kind may or may not have is either declared (`contract/rules/declared.py`) or nobody's business. A term that is
   listed by its name, as constructions are, is had by `terms.term(name)` or `terms.at(path)`, which fail where there is none. The modules in `ASKING`
   ask something that is no terms, for the reason beside them; terms they may not ask either.
2. *No kind by its name.* Outside a kind's own file no literal is the name of a kind of clause: no comparison, no look-up, no list. Names that are
   ordinary words may stand for a head, an event, a term or a right; they are breaches where something called a kind meets them. Where a check
   proposes a clause, `{"kind": "service_credit", …}` is what it writes into the draft.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.identity_checker import named, probes
from wargame.contract.rules.kinds import clause_kinds

ROOT = Path(__file__).resolve().parents[2] / "wargame"
KINDS = frozenset(clause_kinds())
FLOORS = ("contract", "analysis", "simulation", "report")
# Modules that ask an object for an attribute by name, and of what.
ASKING = {
    "analysis/figures/assumptions.py": "inputs of a scenario, all of which are listed, and the annotations of their types",
    "analysis/tables/row.py": "the fields of a row, all of which its class declares",
    "contract/rules/changes.py": "keys of the front matter, which are listed",
    "report/console/reference.py": "annotations of types, of which the typing module says no more",
    "simulation/run/prepare.py": "inputs of shocks and habits of parties, which are the world's",
    "simulation/cohort/parallel.py": "the act of another clause that is the same as the one just run",
}


def name(path: Path) -> str:
    """A module by its place in the project."""
    return path.relative_to(ROOT).as_posix()


def writes_drafts(path: Path) -> bool:
    """Whether a module proposes clauses."""
    return name(path).startswith("analysis/checks/") or name(path) in ("analysis/words/patches.py", "analysis/words/gap_words.py")


def own(path: Path) -> frozenset[str]:
    """The kind whose file it is."""
    return frozenset({path.stem}) if name(path) == f"contract/clauses/{path.stem}.py" else frozenset()


ASKED = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
NAMING = sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("module", ASKED, ids=name)
def test_terms_are_not_searched(module: Path) -> None:
    assert probes(module.read_text(encoding="utf-8"), only_terms=name(module) in ASKING) == []


def test_modules_that_may_ask_do() -> None:
    assert {name(path) for path in ASKED if probes(path.read_text(encoding="utf-8"))} == set(ASKING)


@pytest.mark.parametrize("module", NAMING, ids=name)
def test_no_kind_is_known_by_its_name(module: Path) -> None:
    assert named(module.read_text(encoding="utf-8"), KINDS - own(module), drafts=writes_drafts(module)) == []


# --- the walks see what they should ----------------------------------------------------------------------------------------------------

PROBING = {
    'x = getattr(clause.terms, "tiers", None)': "getattr",
    'x = getattr(thing, "anything")': "getattr",
    'if hasattr(provision.terms, "relieved_by"):\n    pass': "hasattr",
    'found = [one for one in tiers if hasattr(one, "credit")]': "hasattr",
    'x = operator.attrgetter("cap")(clause.terms)': "attrgetter",
    'x = "cap" in type(clause.terms).model_fields': "model_fields",
    'x = "target" not in provision.terms.model_fields_set': "model_fields_set",
    'x = clause.terms.__dict__["cap"]': "__dict__",
    'x = clause.terms.__dict__.get("cap")': "__dict__",
    "try:\n    x = clause.terms.cap\nexcept AttributeError:\n    x = None": "AttributeError",
    "try:\n    x = clause.terms.cap\nexcept (KeyError, AttributeError):\n    x = None": "AttributeError",
}


@pytest.mark.parametrize("body", PROBING)
def test_a_planted_probe_is_caught(body: str) -> None:
    found = probes(body)
    assert len(found) == 1 and PROBING[body] in found[0], found


@pytest.mark.parametrize(
    "body",
    [
        'def f(clause):\n    return getattr(clause.terms, "cap", None)',
        'def f(clause):\n    what = clause.terms\n    return hasattr(what, "cap")',
        'def f(clause):\n    what = clause.terms\n    cap = what.cap\n    return getattr(cap, "amount", None)',
        'def f(clause):\n    for tier in clause.terms.tiers:\n        yield getattr(tier, "credit")',
        'def f(clause):\n    return [one for one in clause.terms.severities if hasattr(one, "credit")]',
        'def f(clause):\n    if (cap := clause.terms.cap) is not None:\n        return getattr(cap, "amount")',
        'def f(provision):\n    return getattr(getattr(provision.terms, "cap", None), "amount", None)',
        "def f(clause, name):\n    return getattr(clause.terms, name)",
        'def f(level):\n    return getattr(level, "target", None)',
        'def f(provision):\n    return getattr(provision.terms.term("cap"), "amount", None)',
    ],
)
def test_terms_are_not_searched_where_something_else_is(body: str) -> None:
    assert probes(body, only_terms=True)


@pytest.mark.parametrize(
    "body",
    ['x = getattr(shock.inputs, "arrives", None)', 'for inner in getattr(annotation, "__args__", ()):\n    pass', "x = getattr(clause, later)"],
)
def test_what_is_no_terms_may_be_asked_where_that_is_agreed(body: str) -> None:
    assert probes(body) and probes(body, only_terms=True) == []


@pytest.mark.parametrize(
    "body",
    [
        'x = clause.terms.term("cap")',
        'x = clause.terms.at(("tiers", 0, "credit"))',
        "for one in type(clause.terms).model_fields:\n    pass",
        "x = vars(t)",
    ],
)
def test_what_fails_where_there_is_nothing_is_left_alone(body: str) -> None:
    assert probes(body) == []


NAMED = [
    'x = [one for one in clauses if one.kind == "service_credit"]',
    'x = one.kind != "service_credit"',
    'x = one.kind in ("fixed_charge", "unit_charge")',
    'x = kind not in {"fixed_charge"}',
    'x = "sole_remedy" == clause.kind',
    'x = evidence.clauses("service_credit")',
    'x = setting.of_kind("service_credit")',
    'x = evidence.kinds["service_credit"]',
    'x = clause_kinds().get("service_credit")',
    'CREDITS = ("service_credit", "credit_pool")',
    'CREDITS = frozenset({"service_credit"})',
    'ORDER = {"service_credit": 1}',
    'ANSWERS = {("outage", "pay"): ("liquidated_damages",)}',
    'def f(kind="service_credit"):\n    pass',
    'x = rows["service_credit"]',
    'x = {"clause": "8.2", "kind": "service_credit"}',
    'match clause.kind:\n    case "service_credit":\n        pass',
    'x = clause.kind.startswith("termination_")',
    'x = row["kind"].endswith("_charge")',
    'x = one.kind.endswith(("_charge", "_rrc"))',
    # words that may be something else
    'x = one.kind == "indemnity"',
    'x = "notice" != one.kind',
    'x = row["kind"] in ("cure", "bonus")',
    'x = kind in {"escalation"}',
    'x = one.kind in frozenset({"playbook"})',
    'x = kinds["indexation"]',
    'x = clause_kinds()["indexation"]',
    'x = evidence.kinds.get("indemnity")',
    'x = evidence.clauses("notice")',
    'CLAIMS = ("liquidated_damages", "indemnity")',
    'match one.kind:\n    case "cure" | "bonus":\n        pass',
    'kinds = ("cure", "bonus")',
]


@pytest.mark.parametrize("body", NAMED)
def test_a_planted_name_is_caught(body: str) -> None:
    assert named(body, KINDS)


@pytest.mark.parametrize(
    "body",
    [
        'HEADS = frozenset({"damages", "indemnity", "liquidated damages"})',
        'x = due.head == "indemnity"',
        'x = account.head in ("indemnity", "damages")',
        'month.owe("indemnity", payer, payee, amount, head)',
        'x = terms["notice"]',
        'terms = ("cap", "notice")',
        'x = behaviour["escalation"]',
        'x = one.kind == "outage"',
        'x = row["kind"].startswith("paid")',
        'x = patches.amend(number, indemnity="yes")',
        '"""sole_remedy"""',
        'x = f"a clause of kind {kind}"',
        'class Own(Clause):\n    kind = "notice"',
    ],
)
def test_a_word_that_names_something_else_is_left_alone(body: str) -> None:
    assert named(body, KINDS) == []


def test_a_kinds_own_file_may_say_its_name_and_no_other() -> None:
    body = 'class Own(Clause):\n    kind = "sole_remedy"\n'
    assert named(body, KINDS - {"sole_remedy"}) == [] and named(body, KINDS - {"cure"})


@pytest.mark.parametrize("body", ['t = {"kind": "service_credit", "tiers": []}', 't = {"kind": "indemnity", "losses": ["regulatory fine"]}'])
def test_a_clause_may_be_proposed_where_drafts_are_written(body: str) -> None:
    assert named(body, KINDS, drafts=True) == []


def test_what_is_proposed_is_no_licence_to_compare() -> None:
    assert named('x = {"kind": "service_credit"}["kind"] == "sole_remedy"', KINDS, drafts=True) == ["1: sole_remedy"]
    assert named('x = {"service_credit": "kind"}', KINDS, drafts=True)
