"""Relief that only one of two provisions knows of is found, and the patch of the finding mends it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.contract.clauses.published import FRONT, KINDS, provision
from wargame.analysis.checks.one_sided_relief import OneSidedReliefCheck
from wargame.analysis.findings.evidence import Evidence
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import Draft, load_draft
from wargame.contract.text.variant import apply, load_variants
from wargame.core.finding import Finding

LOCK = "kind: forecast_lock\nservice: work\nlocked: 2 months\ntolerance: 10 %"
LEVEL = "kind: service_level\nservice: work\ntarget: 99 %"
CHARGE = provision("5.1", "kind: fixed_charge\namount: GBP 1")


def found(draft: Draft) -> list[Finding]:
    """What the check says of a draft."""
    return list(OneSidedReliefCheck().look(Evidence(compile_rules(draft, KINDS))))


def read(folder: Path, text: str) -> Draft:
    """A draft of these provisions."""
    (folder / "draft.md").write_text(FRONT.replace("MONTHS", "12 months") + text, encoding="utf-8")
    return load_draft(folder / "draft.md", KINDS)


CASES = {
    "the level knows nothing of it": (
        provision("6.2", f"{LOCK}\nrelieves: [8.1]") + provision("8.1", LEVEL), "6.2", "8.1 counts as if nothing had happened",
    ),
    "the lock does not list it": (
        provision("6.2", LOCK) + provision("8.1", f"{LEVEL}\nrelieved by: 6.2"), "8.1", "6.2 does not list it",
    ),
    "the level names another": (
        provision("6.2", f"{LOCK}\nrelieves: [8.1]") + provision("6.3", f"{LOCK}\nrelieves: [8.1]") + provision("8.1", f"{LEVEL}\nrelieved by: 6.2"),
        "6.3", "8.1 names 6.2 only",
    ),
    "it is no level": (CHARGE + provision("6.2", f"{LOCK}\nrelieves: [5.1]"), "6.2", "5.1 counts as if nothing had happened"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_relief_on_one_side_is_found_and_mended(case: str, tmp_path: Path) -> None:
    text, clause, said = CASES[case]
    draft = read(tmp_path, text)
    (finding,) = found(draft)
    assert (finding.clause, finding.severity) == (clause, "Medium") and said in str(finding.message)
    variants = {"variants": [{"name": "mended", "why": finding.question, **(finding.patch or {})}]}
    (tmp_path / "draft.variants.yaml").write_text(yaml.safe_dump(variants), encoding="utf-8")
    (variant,) = (one for one in load_variants(tmp_path / "draft.variants.yaml") if one.name == "mended")
    assert found(apply(draft, variant, KINDS)) == []


def test_relief_on_both_sides_is_not_found(tmp_path: Path) -> None:
    assert found(read(tmp_path, provision("6.2", f"{LOCK}\nrelieves: [8.1]") + provision("8.1", f"{LEVEL}\nrelieved by: 6.2"))) == []
