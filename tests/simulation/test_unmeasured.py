"""What a clause lacks is data: a service whose name looks like a list or a clause is named whole, and the way out is that of the fact."""

from __future__ import annotations

from pathlib import Path

from tests.laws.workshop import FRONT, Workshop
from wargame.contract.rules.rulebook import Unmeasured
from wargame.simulation.drafts import WHERE_DESCRIBED, _unmeasured

SERVICE = "clause 8, of what is left"
DRAFT = (
    FRONT.replace("  voice: {unit: call", f"  '{SERVICE}': {{unit: call")
    + f"""
## 8.1 Availability
```terms
kind: service_level
service: '{SERVICE}'
target: 99.5 %
```

## 8.2 Credits
```terms
kind: service_credit
service level: 8.1
tiers:
  - {{below: 99.5 %, credit: 5 %}}
```
"""
)
WORLD = f"""
name: Plain
services: {{'{SERVICE}': {{demand: {{level: 1 000 per month}}, capacity: {{level: 2 000 per month}}}}}}
"""


def test_what_is_lacking_is_named_whole_with_its_way_out(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    lacking = workshop.rules(DRAFT, WORLD).unmeasured
    assert lacking == (Unmeasured("8.1", (("downtime", SERVICE),)), Unmeasured("8.2", (), ("8.1",)))
    level, credit = (_unmeasured(one, workshop.draft(DRAFT), workshop.scenario(WORLD)) for one in lacking)
    assert f"8.1 needs downtime of {SERVICE}, which " in str(level.message) and level.hint == WHERE_DESCRIBED["downtime"]
    assert "8.2 needs clause 8.1, which is not played" in str(credit.message) and credit.hint == "give the scenario what that clause needs"
