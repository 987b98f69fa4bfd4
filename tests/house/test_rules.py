"""Rules are written in the vocabulary handed to them: they never branch on facts or state, and use no operator that two dialects read differently."""

from __future__ import annotations

import inspect

import pytest

from tests.house.rule_checker import Violation, check_source, rules_of
from tests.laws.workshop import CALM, KINDS, Workshop, example_of, number_of, second_choices
from wargame.world.scenario.economics import Economics


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Drafts and worlds, each made once."""
    return Workshop(tmp_path_factory.mktemp("rules"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_rules_of_every_clause_kind(workshop: Workshop, kind: str) -> None:
    draft = workshop.draft(example_of(kind))
    found, walked = [], []
    world = workshop.world_for(kind)
    for choices in ({}, second_choices(draft)):
        clause = workshop.rules(draft, world, choices).clause(number_of(draft, kind))
        for name, function, structural in rules_of(clause):
            walked.append(name)
            found += [f"{name}, line {one.line}: {one.what}" for one in check_source(inspect.getsource(function), structural=structural)]
    assert f"{KINDS[kind].__name__}.on_month_end" in walked
    assert sorted(set(found)) == [], f"a rule is written once for one life and for thousands (core/vocabulary.py); mend clauses/{kind}.py"


def test_the_rules_of_what_parties_spend_and_suffer(workshop: Workshop) -> None:
    found, walked = [], []
    for name, function, structural in rules_of(Economics(workshop.scenario(CALM), "client", "provider")):
        walked.append(name)
        found += [f"{name}, line {one.line}: {one.what}" for one in check_source(inspect.getsource(function), structural=structural)]
    assert {"Economics.on_event", "Economics.on_month_end", "Economics.after_exit"} <= set(walked)
    assert found == []


def test_the_parts_of_a_clause_are_walked_too(workshop: Workshop) -> None:
    clause = workshop.rules(example_of("service_credit"), CALM).clause("8.2")
    assert {"TierTable.rate", "ServiceCredit.answers"} <= {name for name, _, _ in rules_of(clause)}
    clause = workshop.rules(example_of("unit_charge"), CALM).clause("5.1")
    assert {"UnitCharge._marginal", "UnitCharge._reached"} <= {name for name, _, _ in rules_of(clause)}


PLANTED = {
    "amount = month.fact(READ) / 3": "/",
    "amount = month.fact(READ) // 3": "//",
    "amount = month.fact(READ) % 3": "%",
    "amount = month.fact(READ) ** 2": "**",
    "mask = ~(month.fact(READ) > 3)": "~",
    "mask = (month.fact(READ) > 3) & (month.state('x') > 1)": "&",
    "mask = (month.fact(READ) > 3) | self.terms.x": "|",
    "if month.fact(READ) > 3:\n        month.owe()": "`if`",
    "missed = month.measure('8.1', 'missed')\n    if missed:\n        month.owe()": "`if`",
    "count = month.state('x')\n    more = count + 1\n    while more:\n        pass": "`while`",
    "a = 5 if month.state('x') else 6": "chooses",
    "a = month.state('x') and 6": "`and`",
    "a = self.terms.x or month.state('x')": "`or`",
    "a = not month.state('x')": "`not`",
    "a = 1 < month.state('x') < 5": "chains",
    "a = month.state('x') in (1, 2)": "`in`",
    "a = np.where(month.state('x'), 1, 2)": "np",
    "import numpy": "imports",
    "a = max(month.state('x'), 0)": "max()",
    "for one in month.state('x'):\n        pass": "loops",
    "a = [one for one in self.terms.x if month.state('x')]": "leaves out",
    "for claim in month.claims(H, p):\n        if claim.amount:\n            pass": "`if`",
    "for band, units in zip(self.bands, month.fact(READ)):\n        if units:\n            pass": "`if`",
    "a = 1\n    for _ in self.terms.x:\n        if a:\n            pass\n        a = month.state('x')": "`if`",
    "a, b = self.terms.x, month.state('x')\n    if b:\n        pass": "`if`",
    "if row.column('duration') > 5:\n        yield 'pay', True": "`if`",
    "if month.served:\n        pass": "`if`",
    "month.total = 5": "writes",
    "a = month.state('x')\n    a += 1": "in place",
    "assert month.state('x') > 0": "asserts",
    "f = lambda: month.state('x') / 2": "/",
    "month.owe('x', amount=month.fact(READ) / 3)": "/",
    "return month.fact(READ) / 3": "/",
    "try:\n        pass\n    except ValueError:\n        pass": "more than a rule needs",
}


@pytest.mark.parametrize("body", PLANTED)
def test_a_planted_violation_is_caught(body: str) -> None:
    found = check_source(f"def on_month_end(self, month, row):\n    v = month.v\n    {body}\n")
    assert found and any(PLANTED[body] in one.what for one in found), found


def test_a_violation_is_said_once_with_its_line() -> None:
    source = "def on_month_end(self, month):\n    a = month.fact(READ)\n    b = a + 1\n    return b / 2\n"
    assert check_source(source) == [Violation(4, "uses /, which differs between Python and numpy")]


ALLOWED = [
    "if self.terms.limit:\n        month.owe()",
    "if self.choice('clock') == 'detection':\n        month.owe()",
    "if month.index < 11:\n        pass",
    "terms = self.terms\n    if terms.limit and terms.fee:\n        pass",
    "a = month.state('x') if self.keep is not None else 0",
    "for limit, price in zip(self.limits, self.prices):\n        a = v.where(month.state('x') > limit, price, 0)",
    "below = 0\n    for part, edge in zip(self.terms.cost, [*self.edges, None]):\n        below = below if edge is None else edge",
    "claims = month.claims(H, p)\n    if len(claims) == 1:\n        month.allow(claims[0], 5, 'x')",
    "claims = month.claims(H, p)\n    total = v.total([claim.amount for claim in claims])",
    "mask = v.both(month.state('x') > 1, v.negate(month.state('y')))",
    "heads = frozenset({'a'}) | self.covered",
    "if self.below is None:\n        a = month.state('x')",
]


@pytest.mark.parametrize("body", ALLOWED)
def test_what_rules_may_do_is_left_alone(body: str) -> None:
    assert check_source(f"def on_month_end(self, month):\n    v = month.v\n    {body}\n") == []


def test_the_name_of_the_event_may_be_asked() -> None:
    source = "def answers(self, event, row, month):\n    if event == 'outage':\n        yield 'pay', row.column('duration') > 5\n"
    assert check_source(source, structural=frozenset({"event"})) == []
    assert check_source(source) != []
