"""Which drafts and scenarios both sides play: those of one commit for both, so that a result differs by the program alone."""

from __future__ import annotations

import filecmp
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.same_as.commands import INPUTS, Command
from tests.same_as.trees import OURS, THEIRS, Tree
from tests.same_as.turns import lay_out, once

OWN = "own"
WORDS = {THEIRS: "the other commit's, on both sides", OURS: "the working tree's, on both sides", OWN: "EACH SIDE ITS OWN"}
REFUSED = 2  # the exit code of bad input


@dataclass(frozen=True)
class Chosen:
    """Whose inputs a command is given, and why it is not the first choice."""

    whose: str
    why: str = ""

    def folder(self, side: str, trees: Mapping[str, Tree]) -> Path:
        """Where a side's inputs lie."""
        return trees[side if self.whose == OWN else self.whose].folder


def choose(command: Command, first: str, trees: Mapping[str, Tree], stage: Path) -> Chosen:
    """The inputs of the first choice where they are there and both programs read them; else those of the other side; else each side's own."""
    reasons = []
    for whose in (first, OURS if first == THEIRS else THEIRS):
        missing = [path for path in command.inputs if not (trees[whose].folder / path).is_file()]
        if missing:
            reasons.append(f"{whose} lack {missing[0]}")
            continue
        refused = [side for side, tree in trees.items() if _refuses(tree, command, trees[whose].folder, stage)]
        if not refused:
            return Chosen(whose, "; ".join(reasons))
        reasons.append(f"the program of {' and '.join(refused)} refuses {whose}")
    return Chosen(OWN, "; ".join(reasons))


def _refuses(tree: Tree, command: Command, inputs: Path, stage: Path) -> bool:
    lay_out(inputs, stage)
    return once(tree, command.check, stage, stage / "stdout", stage / "stderr").code >= REFUSED


def differing(trees: Mapping[str, Tree]) -> list[str]:
    """The files among the inputs that the two trees have otherwise, or that one lacks."""
    found = set()
    for folder in INPUTS:
        pair = [tree.folder for tree in trees.values()]
        sides = [{path.relative_to(root).as_posix() for path in (root / folder).rglob("*") if path.is_file()} for root in pair]
        found |= sides[0] ^ sides[1]
        found |= {name for name in sides[0] & sides[1] if not filecmp.cmp(pair[0] / name, pair[1] / name, shallow=False)}
    return sorted(found)
