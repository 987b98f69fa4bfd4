"""Sources as readers are told them: nothing that only the project's own folders hold."""

from __future__ import annotations

from typing import Any

import pytest

from wargame.contract.rules.clause import Clause
from wargame.contract.rules.default_law import DefaultLawPack
from wargame.core.citation import UNPUBLISHED, cite
from wargame.core.registry import discover


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("PRACTICE §10; Drax v Wipro [2023] EWHC 1342 (TCC)", "Drax v Wipro [2023] EWHC 1342 (TCC)"),
        ("PRACTICE §8", UNPUBLISHED),
        ("PRACTICE §8; DESIGN §7 (constructions)", "usual practice (constructions)"),
        ("PRACTICE §8, §12 (options lapse)", "usual practice (options lapse)"),
        ("PRACTICE §4: Topalsson v Rolls-Royce [2024] EWCA Civ 1330 (cap, then net)", "Topalsson v Rolls-Royce [2024] EWCA Civ 1330 (cap, then net)"),
        ("UK Model Services Contract: 96.5, 98.5, 96.5 score 3, 2, 6 (PRACTICE §8)", "UK Model Services Contract: 96.5, 98.5, 96.5 score 3, 2, 6"),
        ("PRACTICE §8; US state contract (cases/public_slas.json, state_pick_one)", "US state contract"),
        ("British Westinghouse [1912] AC 673; PRACTICE §1 B and D [v]", "British Westinghouse [1912] AC 673; to be verified"),
        ("Limitation Act 1980, s 5 (twelve years for a deed, s 8) [v]", "Limitation Act 1980, s 5 (twelve years for a deed, s 8) (to be verified)"),
        (
            "worked example gain_aco (first-dollar sharing); PRACTICE §9: the same question",
            "usual practice (first-dollar sharing); the same question",
        ),
    ],
)
def test_what_is_published_stays(source: str, told: str) -> None:
    assert cite(source) == told


def test_no_source_of_a_construction_or_law_sends_readers_to_a_paper_of_ours() -> None:
    kinds: dict[str, type[Any]] = discover("wargame.contract.clauses", Clause)
    packs: dict[str, type[Any]] = discover("wargame.contract.laws", DefaultLawPack)
    sources = [one.source for kind in kinds.values() for one in kind.constructions.values()]
    for rule in (rule for pack in packs.values() for rule in pack.rules):
        sources += [rule.source, *(one.source for one in rule.assumes), *(one.source for one in rule.constructions.values())]
    assert len(sources) > 100
    for source in sources:
        told = cite(source)
        assert told and not any(ours in told for ours in ("PRACTICE", "DESIGN", "§", "cases/", "[v]", "worked example")), (source, told)
        assert told.count("(") == told.count(")") and not told.startswith((";", ":", ",")) and "  " not in told, (source, told)
