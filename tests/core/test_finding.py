"""Findings: each once, with ids that stay."""

from __future__ import annotations

from dataclasses import replace

from wargame.core.finding import Finding, Stake, numbered
from wargame.core.problem import Place

HERE = Finding("tier-gap", "Medium", "8.2", "a gap", "What is due there?", Place("d.md", 1, 1))


def test_what_it_costs_and_where_it_stands_does_not_make_another_finding_of_it() -> None:
    priced = replace(HERE, severity="High", money={"client": Stake(7)}, place=Place("v.yaml", 9, 1), patch={"remove": ["8.2"]})
    assert priced == HERE and hash(priced) == hash(HERE)
    assert replace(HERE, message="another gap") != HERE and replace(HERE, clause="8.3") != HERE


def test_ids_are_counted_where_a_check_finds_several_in_one_clause() -> None:
    other, silent = replace(HERE, message="another gap"), replace(HERE, check="silent", clause="", event="late payment", asks="pay")
    assert [one.id for one in numbered([HERE, other, HERE, silent])] == ["tier-gap:8.2", "tier-gap:8.2:2", "silent:late-payment/pay"]
