"""What a result was made from: its provenance, the same on every machine, and the manifest, which also tells when, where and by which command."""

from __future__ import annotations

import datetime as dt
import platform
import socket
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from wargame.core.source import Text
from wargame.core.version import version
from wargame.simulation.run.archive import TEXTS
from wargame.simulation.run.prepare import NOT_WRITTEN, Prepared, today
from wargame.world.scenario.file import Scenario


def provenance(ready: Prepared) -> dict[str, object]:
    """What a result depends on: seed, number of futures, hashes of the inputs, versions."""
    versions = {"wargame": version(), "numpy": np.__version__}
    hashes = {"draft": ready.draft.digest}
    hashes |= {f"variant {variant.name}": draft.digest for variant, draft in zip(ready.variants[1:], ready.drafts[1:], strict=True)}
    hashes |= {f"scenario {scenario.key}": scenario.digest for scenario in ready.scenarios}
    return {"seed": ready.spec.seed, "futures": ready.spec.futures, "sha256": hashes, "versions": versions}


def manifest(ready: Prepared, command: Sequence[str], began: dt.datetime, workers: int, exports: Iterable[str] = ()) -> dict[str, Any]:
    """Times, host, paths and command: what may differ between two equal runs, and what `replay` needs to open the run again. `exports` are the
    formats in which it is written."""
    spec = replace(
        ready.spec,
        draft=str(Path(ready.spec.draft).resolve()),
        scenarios=tuple(str(Path(path).resolve()) for path in ready.spec.scenarios),
        variants_file=_resolved(ready.spec.variants_file),
        against=_resolved(ready.spec.against),
        digests=ready.digests,
    )
    said = {name: value for name, value in asdict(spec).items() if name != NOT_WRITTEN}
    given = (ready.spec.draft, *ready.spec.scenarios, *([ready.spec.variants_file] if ready.spec.variants_file else []))
    texts = {_resolved(one): one.text for one in given if isinstance(one, Text)}
    ended = today()
    return {
        "spec": said, "command": ["wargame", *command], "began": began.isoformat(), "ended": ended.isoformat(), "workers": workers,
        "holidays": {scenario.key: _holidays(ready, scenario) for scenario in ready.scenarios},
        **({"exports": list(exports)} if exports else {}),
        "host": socket.gethostname(), "platform": platform.platform(), "python": sys.version.split()[0],
        **({TEXTS: texts} if texts else {}),
    }  # fmt: skip


def _holidays(ready: Prepared, scenario: Scenario) -> list[str]:
    """The dates on which a scenario's demand was quiet: those of the draft and its own, as they were when the run was made."""
    return sorted(str(day) for day in {*ready.draft.front.holidays, *scenario.inputs.holidays})


def _resolved(path: str | None) -> str | None:
    return None if path is None else str(Path(path).resolve())
