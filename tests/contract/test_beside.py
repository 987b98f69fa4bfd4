"""A rulebook compiled beside another, whose clauses it takes over where nothing can reach them, is the rulebook compiled alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.laws.further import further
from tests.laws.workshop import COMBINED, HEAD, KINDS, example_of
from tests.many_provisions import many
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.default_law import pack_of
from wargame.contract.rules.rulebook import Rulebook, compile_rules
from wargame.contract.text.draft import Draft, load_draft
from wargame.contract.text.variant import apply, load_variants, read_variants
from wargame.core.problem import BadInput

FURTHER = further()
TEXTS = {f"{kind} {i}": HEAD + text for kind in KINDS for i, text in enumerate((example_of(kind), *FURTHER.get(kind, ())))}
TEXTS |= {"combined": HEAD + COMBINED, "many": many(5), "many open": many(5, "all", 1), "sample": Path("contracts/customer-care.md").read_text()}
LAW = pack_of("England and Wales")


def same(beside: Rulebook, alone: Rulebook) -> None:
    """All that a rulebook says, and all that its clauses hold but where they stand."""
    assert [one.number for one in beside.clauses] == [one.number for one in alone.clauses]
    assert beside.unmeasured == alone.unmeasured and beside.provisions == alone.provisions
    assert list(beside.choices.items()) == list(alone.choices.items()) and beside.open_choices == alone.open_choices
    assert beside.services == alone.services and beside.excusing == alone.excusing
    for mine, theirs in zip((*beside.compiled, *beside.clauses), (*alone.compiled, *alone.clauses), strict=True):
        assert said(mine) == said(theirs), mine.number


def said(clause: Clause) -> dict[str, Any]:
    """What a clause holds and declares."""
    held = {name: value for name, value in vars(clause).items() if name != "setting" and not isinstance(vars(type(clause)).get(name), property)}
    fresh = type(clause)(clause.setting, clause.terms)
    held = {name: value for name, value in held.items() if name in vars(fresh)}  # not what is worked out when asked for
    where = (clause.setting.number, clause.setting.title, clause.setting.quote, dict(clause.setting.choices))
    declared = (clause.services(), clause.consults(), clause.needs(), clause.reads(), dict(clause.states()), clause.concern(), clause.covers())
    held = {name: plain(value) for name, value in held.items()}
    return {**held, "where": where, "declared": declared, "schedules": [clause.schedule(level) for level in clause.levels()]}


def plain(value: Any) -> Any:
    """A value whose parts can be compared: an object without an equality of its own by what it holds."""
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, Clause):
        return value.number
    return {"of": type(value), **plain(vars(value))} if type(value).__eq__ is object.__eq__ and hasattr(value, "__dict__") else value


def changed(draft: Draft, rules: Rulebook) -> Iterator[tuple[Draft, dict[tuple[str, str], str]]]:
    """The draft read otherwise, and under patches that take each clause away, take its terms, add one beside it, or give it other words."""
    yield draft, {}
    for clause in rules.compiled:
        for name, construction in clause.constructions.items():
            for option in construction.options:
                yield draft, {(clause.number, name): option}
    for number in draft.numbers:
        for patch in (f'remove: ["{number}"]', f'patch: {{"{number}": {{terms: none}}}}', f'patch: {{"{number}": {{text: Other words.}}}}'):
            yield from patched(draft, patch)
        provision = draft.provision(number)
        for name, value in (("payer", "client"), ("at risk", "7 %"), ("target", "98 %"), ("covers", "[charges]"), ("credit", "3 %")):
            if provision.kind and name.replace(" ", "_") in type(provision.terms).model_fields:
                yield from patched(draft, f'patch: {{"{number}": {{{name}: {value}}}}}')
    for terms in (
        "{kind: liability_cap, cap: GBP 1 000 000, covers: [service credits, liquidated damages]}",
        "{kind: super_cap, cap: GBP 9 000 000, covers: [data restoration]}",
        "{kind: unit_charge, service: voice, bands: [{price: GBP 2}]}",
        "{kind: payment_terms, within: 30 days}",
    ):
        yield from patched(draft, f'add: {{"98.1": {{title: More, terms: {terms}}}}}')


def patched(draft: Draft, patch: str) -> Iterator[tuple[Draft, dict[tuple[str, str], str]]]:
    """The draft under a patch, if it can be read so."""
    (variant,) = read_variants(f"variants:\n  one:\n    why: to see\n    {patch}\n", "the patch")
    try:
        yield apply(draft, variant, KINDS), {}
    except BadInput:
        return


@pytest.mark.parametrize("name", TEXTS)
def test_a_rulebook_compiled_beside_another_is_the_one_compiled_alone(tmp_path: Path, name: str) -> None:
    path = tmp_path / "draft.md"
    path.write_text(TEXTS[name])
    draft = load_draft(path, KINDS)
    law = LAW if name in ("combined", "sample") else None
    rules = compile_rules(draft, KINDS, law=law)
    for other, choices in changed(draft, rules):
        try:
            alone = compile_rules(other, KINDS, choices=choices, law=law)
        except BadInput as bad:
            with pytest.raises(BadInput) as found:
                compile_rules(other, KINDS, choices=choices, law=law, beside=rules)
            assert found.value.problems == bad.problems
            continue
        beside = compile_rules(other, KINDS, choices=choices, law=law, beside=rules)
        same(beside, alone)
        if choices:
            assert beside.unlike(rules) == {key: option for key, option in alone.choices.items() if rules.choices[key] != option}


def test_variants_of_the_sample_beside_it() -> None:
    draft = load_draft("contracts/customer-care.md", KINDS)
    rules = compile_rules(draft, KINDS, law=LAW)
    taken = 0
    for variant in load_variants("contracts/customer-care.variants.yaml"):
        other = apply(draft, variant, KINDS)
        beside = compile_rules(other, KINDS, law=LAW, beside=rules)
        same(beside, compile_rules(other, KINDS, law=LAW))
        taken += sum(one is rules.by_number.get(one.number) for one in beside.compiled)
    assert taken > 20
