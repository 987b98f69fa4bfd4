"""The shipped drafts, variants and scenarios, made ready to play."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from wargame.contract.rules.clause import Clause
from wargame.contract.rules.rulebook import Rulebook, compile_rules
from wargame.contract.text.draft import Draft, load_draft
from wargame.contract.text.variant import Variant, load_variants
from wargame.core.calendar import Calendar
from wargame.core.registry import discover
from wargame.world.sampled.futures import Futures, draw_futures
from wargame.world.scenario.file import Scenario, load_scenario

ROOT = Path(__file__).resolve().parents[2]
DRAFTS = sorted(path for path in (ROOT / "contracts").glob("*.md") if path.stem != "README")
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
KINDS: dict[str, type[Any]] = discover("wargame.contract.clauses", Clause)


@dataclass(frozen=True)
class Pair:
    """A shipped draft and a shipped scenario that meet."""

    draft: Path
    scenario: Path

    def __str__(self) -> str:
        return f"{self.draft.stem} in {self.scenario.stem}"


@cache
def draft_of(path: Path) -> Draft:
    """The draft in a file."""
    return load_draft(path, KINDS)


def variants_of(path: Path) -> tuple[Variant, ...]:
    """The variants shipped beside a draft."""
    beside = path.with_suffix(".variants.yaml")
    return load_variants(beside) if beside.exists() else ()


@cache
def services_named(path: Path) -> frozenset[str]:
    """Services that a scenario, or what it is based on, names: read without our own loader, so that a scenario we cannot load is not left out."""
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    below = services_named(path.parent / written["based on"]) if "based on" in written else frozenset()
    return below | frozenset(written.get("services", {}))


def pairs() -> list[Pair]:
    """Every shipped draft with every shipped scenario that names its services."""
    return [Pair(draft, scenario) for draft in DRAFTS for scenario in SCENARIOS if set(draft_of(draft).front.services) <= services_named(scenario)]


@cache
def scenario_of(pair: Pair) -> Scenario:
    """The pair's scenario, in the draft's money and with its history in the draft's time."""
    front = draft_of(pair.draft).front
    return load_scenario(pair.scenario, front.currency, to_instant=Calendar(front.effective, frozenset(front.holidays)).instant)


def rules_of(draft: Draft, scenario: Scenario) -> Rulebook:
    """The draft compiled for the scenario."""
    components = {service: scenario.components_of(service) for service in scenario.inputs.services}
    return compile_rules(draft, KINDS, components=components, provides=scenario.provides)


def futures_of(rules: Rulebook, scenario: Scenario, count: int) -> Futures:
    """The first futures of seed 1."""
    return draw_futures(scenario, rules.calendar, rules.term_months, 1, 0, count)
