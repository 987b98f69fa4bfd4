"""Of what befalls people every input has a stream of its own: one that is left out, or said otherwise, moves no draw of another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import yaml

from tests.world.shocks.block import effects
from wargame.world.scenario.file import shock_kinds
from wargame.world.shock_base.effects import Effects

# Kind -> inputs that may be left out together, and what they alone bring.
OPTIONAL = {
    "attrition_wave": [({"errors", "services"}, "errors"), ({"recruitment"}, "costs")],
    "key_staff_departure": [({"errors"}, "errors"), ({"milestone", "slips"}, "slips"), ({"recruitment"}, "costs")],
    "strike": [({"cover"}, "costs"), ({"work around"}, "costs")],
    "pandemic": [({"demand", "in demand"}, "demand"), ({"set up"}, "costs")],
    "provider_insolvency": [({"errors"}, "errors"), ({"staff", "leaving"}, "leavers"), ({"work around"}, "costs")],
    "provider_favours_another": [({"errors"}, "errors")],
}
CASES = [(kind, inputs, what) for kind, several in OPTIONAL.items() for inputs, what in several]


def rows(found: Effects, what: str) -> list[Any]:
    """All that a shock did, but for one sort of it."""
    kept = [row for row in found.levels if row[0] != what]
    for name in ("costs", "slips", "leavers", "failures", "happenings"):
        kept += getattr(found, name) if name != what else []
    return kept


@pytest.mark.parametrize(("kind", "inputs", "what"), CASES, ids=[f"{kind} without {sorted(inputs)[0]}" for kind, inputs, _ in CASES])
def test_what_is_left_out_moves_no_other_draw(kind: str, inputs: set[str], what: str) -> None:
    ((_, said),) = yaml.load(shock_kinds()[kind].example, yaml.BaseLoader).items()
    del said["kind"]
    assert inputs <= set(said)
    whole, fewer = (effects(kind, yaml.safe_dump(one)) for one in (said, {key: value for key, value in said.items() if key not in inputs}))
    first, second = rows(whole, what), rows(fewer, what)
    assert len(first) == len(second) > 0
    for mine, other in zip(first, second, strict=True):
        assert all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in zip(mine, other, strict=True))
    assert sum(map(len, everything(whole))) > sum(map(len, everything(fewer)))  # what was left out is not there


def everything(found: Effects) -> tuple[list[Any], ...]:
    """The tables in which what may be left out would stand."""
    return found.levels, found.costs, found.slips, found.leavers
