"""The page of the scenario library, written from the files themselves by `make docs`: what each asks, and the shocks in it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.samples.shipped import DRAFTS, ROOT, Pair, draft_of, pairs, scenario_of

PAGE = ROOT / "scenarios" / "README.md"
HEAD = """# Scenarios

A scenario is a world in which an agreement is tried; `wargame run contracts/customer-care.md -s scenarios/strike.yaml` plays one, and `-s`
may be given again. Each file says at its head where its sizes come from; every figure is marked measured, fitted or judged, and what is
judged is to be replaced by a team's own. To begin one of your own: `wargame new scenario`, or `wargame fit` from tables of what happened;
see [docs/writing.md](../docs/writing.md).
This page is written by `make docs`."""


def page() -> str:
    """The whole page: for each shipped agreement, the scenarios it can be played in."""
    met = pairs()
    return "\n\n".join([HEAD, *(_of(draft, [pair for pair in met if pair.draft == draft]) for draft in _agreements(met))]) + "\n"


def _agreements(met: list[Pair]) -> list[Path]:
    """Agreements, one of those that can be played in the same scenarios: that of the shortest name."""
    worlds = {draft: tuple(pair.scenario for pair in met if pair.draft == draft) for draft in DRAFTS}
    first = {worlds[draft]: draft for draft in sorted(DRAFTS, key=lambda draft: -len(draft.name))}
    return sorted(first.values(), key=lambda draft: -len(worlds[draft]))


def _of(draft: Path, met: list[Pair]) -> str:
    lines = [f"## {draft_of(draft).front.title} ({draft.name})", "", "| scenario | what it asks | shocks |", "|---|---|---|"]
    for pair in met:
        scenario = scenario_of(pair)
        name = f"[{scenario.inputs.name}]({pair.scenario.name})"
        lines.append(f"| {name} | {scenario.inputs.why} | {_shocks(Counter(shock.kind for shock in scenario.shocks)) or '–'} |")
    return "\n".join(lines)


def _shocks(kinds: Counter[str]) -> str:
    return ", ".join(f"[{kind.replace('_', ' ')}](../docs/reference/shocks/{kind}.md){f' ({n})' if n > 1 else ''}" for kind, n in kinds.items())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print("the page of the scenario library in scenarios/README.md")
