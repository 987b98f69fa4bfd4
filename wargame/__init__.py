"""A draft outsourcing agreement, played through thousands of contract lives before anyone signs it.

    import wargame as wg

    draft = wg.read_draft("contracts/customer-care.md")
    run = wg.run(draft, ["scenarios/baseline.yaml"], futures=1024)
    run.exposure, run.findings, run.life(17)

Nothing is printed and nothing exits: what is wrong with the files is one `BadInput`, which holds every problem with its place. `docs/api.md` has
every function, and the columns and units of every table.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wargame.core.finding import Finding as Finding
    from wargame.core.problem import BadInput as BadInput
    from wargame.core.problem import Place as Place
    from wargame.core.problem import Problem as Problem
    from wargame.core.source import Text as Text
    from wargame.simulation.run.archive import Unwritable as Unwritable
    from wargame.studies.apply import Applied as Applied
    from wargame.studies.apply import apply as apply
    from wargame.studies.check import Checked as Checked
    from wargame.studies.check import check as check
    from wargame.studies.compare import DraftsCompared as DraftsCompared
    from wargame.studies.compare import VariantsCompared as VariantsCompared
    from wargame.studies.compare import compare as compare
    from wargame.studies.compare import diff as diff
    from wargame.studies.fit import Fitted as Fitted
    from wargame.studies.fit import fit as fit
    from wargame.studies.inputs import read_draft as read_draft
    from wargame.studies.kinds import Kind as Kind
    from wargame.studies.kinds import kinds as kinds
    from wargame.studies.replay import Explained as Explained
    from wargame.studies.replay import LifePlayed as LifePlayed
    from wargame.studies.replay import Verified as Verified
    from wargame.studies.replay import explain as explain
    from wargame.studies.replay import replay as replay
    from wargame.studies.replay import verify as verify
    from wargame.studies.run import Run as Run
    from wargame.studies.run import run as run
    from wargame.studies.schema import schema as schema

    __version__: str

# Where each public name is at home. It is looked up when it is asked for: all of them together take half a second to load, `import wargame` nothing.
_HOMES = {
    "Applied": "studies.apply", "apply": "studies.apply",
    "BadInput": "core.problem", "Place": "core.problem", "Problem": "core.problem",
    "Checked": "studies.check", "check": "studies.check",
    "DraftsCompared": "studies.compare", "VariantsCompared": "studies.compare", "compare": "studies.compare", "diff": "studies.compare",
    "Explained": "studies.replay", "LifePlayed": "studies.replay", "Verified": "studies.replay",
    "explain": "studies.replay", "replay": "studies.replay", "verify": "studies.replay",
    "Finding": "core.finding",
    "Fitted": "studies.fit", "fit": "studies.fit",
    "Kind": "studies.kinds", "kinds": "studies.kinds",
    "Run": "studies.run", "run": "studies.run",
    "Text": "core.source",
    "Unwritable": "simulation.run.archive",
    "read_draft": "studies.inputs",
    "schema": "studies.schema",
}  # fmt: skip

__all__ = ["__version__", *_HOMES]  # the names are above, once


def __getattr__(name: str) -> Any:
    """A public name, loaded when it is first asked for; so is `__version__`, which takes longer than `wargame --help` does."""
    if name in _HOMES:
        found = getattr(import_module(f"wargame.{_HOMES[name]}"), name)
        globals()[name] = found
        return found
    if name == "__version__":
        from wargame.core.version import version

        return version()
    raise AttributeError(f"module 'wargame' has no attribute '{name}'; its public names are {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
