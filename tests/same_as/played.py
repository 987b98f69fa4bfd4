"""All commands in both trees, the sides taking turns; and what came of it, as it can be kept and read again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.same_as.commands import OUT, Command
from tests.same_as.inputs import Chosen
from tests.same_as.trees import OURS, THEIRS, Tree
from tests.same_as.turns import Turn, ask, digests, keep, play

SIDES = (OURS, THEIRS)
RECORD = "played.json"
FAILED = 2  # exit codes from here on mean that there is no result


@dataclass
class Played:
    """What was played: both sides in words, the inputs, every turn by command and side, what failed on both sides, and what differed when played
    again on the same side."""

    sides: dict[str, str] = field(default_factory=dict)
    code: list[str] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    inputs_differ: list[str] = field(default_factory=list)
    turns: dict[str, dict[str, list[Turn]]] = field(default_factory=dict)
    in_vain: list[str] = field(default_factory=list)
    unsteady: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Note it beside what the sides wrote."""
        (folder / RECORD).write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Played:
        """What was noted in a folder."""
        found = cls(**json.loads((folder / RECORD).read_text(encoding="utf-8")))
        found.turns = {name: {side: [Turn(*one) for one in turns] for side, turns in sides.items()} for name, sides in found.turns.items()}
        return found


def play_all(
    commands: Sequence[Command], trees: Mapping[str, Tree], chosen: Mapping[str, Chosen], rounds: int, every: bool, kept: Path, stage: Path,
    say: Callable[[str], None], played: Played,
) -> None:  # fmt: skip
    """Play `rounds` rounds, in each of which the other side begins; the long commands in the first only, unless it is to be `every`.

    What is compared is written in the first round. The later ones are for the clock, and must write the same."""
    first: dict[tuple[str, str], dict[str, str]] = {}
    for turn in range(rounds):
        for command in commands:
            if turn and command.once and not every:
                continue
            codes: dict[str, dict[str, int]] = {}
            for side in SIDES if turn % 2 == 0 else SIDES[::-1]:
                tree = trees[side]
                spent = play(tree, command, chosen[command.name].folder(side, trees), stage)
                played.turns.setdefault(command.name, {}).setdefault(side, []).append(spent)
                say(f"round {turn + 1} of {rounds}: {command.name}, {side}: {spent.cpu:.1f} s CPU, {spent.wall:.1f} s, {spent.peak:.0f} MB")
                wrote = digests(stage / OUT)
                if turn == 0:
                    first[command.name, side] = wrote
                    codes[side] = {command.name: spent.code} | ask(tree, command, stage)
                    keep(stage, kept / side / command.name, codes[side])
                else:
                    before = first[command.name, side]
                    odd = sorted(name for name in before | wrote if before.get(name) != wrote.get(name))
                    played.unsteady += [f"{command.name}/{name}, {side}, round {turn + 1}" for name in odd]
            if turn == 0:
                played.in_vain += [f"{command.name}: {name}" for name in codes[OURS] if min(one[name] for one in codes.values()) >= FAILED]
    shutil.rmtree(stage, ignore_errors=True)
