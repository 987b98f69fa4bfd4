"""What the guide shows of a scenario can be written so: every example is read, alone and with all others, and played; every input is spoken of."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tests.cli.harness import ROOT
from wargame.contract.rules.kinds import clause_kinds
from wargame.contract.text.draft import load_draft
from wargame.core.calendar import Calendar
from wargame.core.quantities import Rate
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.behaviour import Behaviour, Claiming, EffortInputs, Escalating, Failing, PaysLate, Right, Without
from wargame.world.scenario.file import Scenario, load_scenario
from wargame.world.scenario.inputs import (
    Capacity,
    Component,
    Demand,
    Forecast,
    Hiring,
    Histories,
    Learning,
    Live,
    Noise,
    PlannedWork,
    Quality,
    ServiceInputs,
    Staff,
)
from wargame.world.shock_base.arrival import After, Arrival, Raised

GUIDE = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
WORLD = GUIDE[GUIDE.index("## A scenario") : GUIDE.index("## Tables for")]
FENCED = re.findall(r"^```(yaml|)\n(.*?)^```$", WORLD, re.DOTALL | re.MULTILINE)
FIRST, *LAID_OVER = [text for kind, text in FENCED if kind == "yaml"]
EVENTS, VOLUMES = [text for kind, text in FENCED if not kind]
CALENDAR = Calendar(load_draft(ROOT / "contracts" / "customer-care.md", clause_kinds()).front.effective)
SPOKEN_OF = (
    Live, Staff, Hiring, Learning, Demand, Noise, Forecast, Capacity, Quality, ServiceInputs, Component, PlannedWork, Histories,
    Arrival, After, Raised, Behaviour, Right, Escalating, EffortInputs, Without, Claiming, PaysLate, Failing,
)  # fmt: skip


def read(folder: Path, examples: list[str]) -> Scenario:
    """The first example of the guide with others laid over it, one after the other."""
    shutil.copyfile(ROOT / "scenarios" / "baseline.yaml", folder / "baseline.yaml")
    (folder / "outages.csv").write_text(EVENTS, encoding="utf-8")
    (folder / "volumes.csv").write_text(VOLUMES, encoding="utf-8")
    plain = FIRST if any("history:" in one for one in examples) else FIRST.replace("history: outages.csv\n", "")
    (folder / "0.yaml").write_text(plain, encoding="utf-8")
    for number, text in enumerate(examples, start=1):
        (folder / f"{number}.yaml").write_text(f"name: Guide\nbased on: {number - 1}.yaml\n{text}", encoding="utf-8")
    return load_scenario(folder / f"{len(examples)}.yaml", "GBP", CALENDAR.instant)


@pytest.mark.parametrize("text", LAID_OVER, ids=lambda text: text.split(":")[0] + f" {len(text)}")
def test_an_example_is_read_and_played(text: str, tmp_path: Path) -> None:
    futures = draw_futures(read(tmp_path, [text]), CALENDAR, 6, 1, 0, 32)
    assert futures.lanes == 32 and "voice" in futures.plans


def test_all_examples_make_one_world(tmp_path: Path) -> None:
    scenario = read(tmp_path, LAID_OVER)
    said = scenario.inputs
    voice, letters = said.services["voice"], said.services["letters"]
    assert voice.live is not None and len(voice.live.profile) == 24 and voice.staff == letters.staff == "front line"
    assert said.staff["front line"].hiring is not None and said.staff["front line"].learning is not None
    assert voice.demand.forecast is not None and voice.demand.on_holidays is not None and len(said.holidays) == 3
    assert voice.demand.noise is not None and set(voice.demand.noise.driven_by) == set(said.drivers) == {"economy"}
    assert scenario.components_of("voice") == {"platform", "power"}
    assert {shock.name: shock.kind for shock in scenario.shocks} == {"major": "outage", "walk-out": "strike", "campaign": "volume_surge"}
    assert said.behaviour.effort is not None and said.behaviour.escalation["client"].probability == Rate(60, 100)
    assert scenario.history is not None and len(scenario.history.outages) == len(scenario.history.moved) == 1
    assert sum(len(days) for days in scenario.history.volumes.values()) == 2
    draw_futures(scenario, CALENDAR, 12, 1, 0, 32)


@pytest.mark.parametrize("model", SPOKEN_OF, ids=lambda model: model.__name__)
def test_every_input_is_spoken_of(model: type[BaseModel]) -> None:
    missing = [name for name in words_of(model) if not re.search(rf"\b{re.escape(name)}\b", WORLD)]
    assert missing == []


def words_of(model: type[Any]) -> list[str]:
    """The keys of a model, as they are written."""
    return [name.replace("_", " ") for name in model.model_fields]
