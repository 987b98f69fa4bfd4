"""What the working tree changes in results against another commit: `make same-as COMMIT=…`, or `python -m tests.same_as COMMIT`.

Exit codes: 0 all is equal · 1 something differs · 2 nothing could be compared.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from tests.same_as.commands import COMMANDS, Command, named
from tests.same_as.glossary import read
from tests.same_as.inputs import WORDS, choose, differing
from tests.same_as.played import Played, play_all
from tests.same_as.trees import OURS, THEIRS, Trouble, assert_own_code, differs_in_code, other_tree, prepare, this_tree

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3


def main() -> int:
    """Play both sides, compare, and say what differs."""
    asked = arguments()
    try:
        commands = named(asked.only)
        with ExitStack() as stack:
            kept = Path(asked.keep or asked.again or stack.enter_context(tempfile.TemporaryDirectory(prefix="same-as-"))).resolve()
            played = Played.read(kept) if asked.again else fresh(asked, commands, kept, stack)
            return compare(asked, [command.name for command in commands if command.name in played.turns], played, kept)
    except (Trouble, ValueError, OSError) as trouble:
        print(f"same-as: {trouble}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def arguments() -> argparse.Namespace:
    """The words of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.same_as", description="What the working tree changes in results against another commit.")
    parser.add_argument("commit", nargs="?", help="the other commit")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help=f"only this command: {', '.join(one.name for one in COMMANDS)}")
    parser.add_argument("--once", action="store_true", help="play each command once, for results rather than times")
    parser.add_argument("--rounds", type=int, default=None, metavar="N", help=f"play each command N times (default: {ROUNDS}; the long ones once)")
    parser.add_argument("--inputs", choices=(OURS, THEIRS), default=THEIRS, help="whose contracts/ and scenarios/ both sides play (default: theirs)")
    parser.add_argument("--full", action="store_true", help="every difference of every file")
    parser.add_argument("--json", metavar="FILE", help="write everything as data too")
    parser.add_argument("--keep", metavar="FOLDER", help="keep what both sides wrote")
    parser.add_argument("--again", metavar="FOLDER", help="play nothing: compare what was kept")
    asked = parser.parse_args()
    if (asked.commit is None) == (asked.again is None):
        parser.error("give a commit, or --again FOLDER")
    if asked.rounds is not None and asked.rounds < 1:
        parser.error("--rounds is at least 1")
    return asked


def fresh(asked: argparse.Namespace, commands: tuple[Command, ...], kept: Path, stack: ExitStack) -> Played:
    """Play both sides into `kept`."""
    kept.mkdir(parents=True, exist_ok=True)
    if any(kept.iterdir()):
        raise Trouble(f"{kept} is not empty")
    trees = {OURS: this_tree(ROOT), THEIRS: stack.enter_context(other_tree(ROOT, asked.commit))}
    stage = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="same-as-"))).resolve() / "stage"
    played = Played(code=differs_in_code(trees[OURS], trees[THEIRS]), inputs_differ=differing(trees))
    for side, tree in trees.items():
        prepare(tree)
        played.sides[side] = f"{tree.words}, imported from {assert_own_code(tree, kept)}"
        say(f"{side}: {played.sides[side]}")
    chosen = {command.name: choose(command, asked.inputs, trees, stage) for command in commands}
    played.inputs = {name: WORDS[one.whose] + (f" ({one.why})" if one.why else "") for name, one in chosen.items()}
    rounds = 1 if asked.once else asked.rounds or ROUNDS
    play_all(commands, trees, chosen, rounds, asked.rounds is not None, kept, stage, say, played)
    played.write(kept)
    return played


def compare(asked: argparse.Namespace, names: list[str], played: Played, kept: Path) -> int:
    """Compare what lies in `kept`, and print and write it. What reads tables is imported only now: until here this process is small, for the memory
    of a process that it starts counts from its own."""
    from tests.same_as import kinds, told
    from tests.same_as.files import compare_folders
    from tests.same_as.renaming import Renames

    glossary = ROOT / "docs" / "glossary.md"
    renames = Renames(read(glossary.read_text(encoding="utf-8")) if glossary.is_file() else ())
    results = {name: compare_folders(kept / THEIRS / name, kept / OURS / name, renames) for name in names}
    kept_equal = not any(one.differences for files in results.values() for one in files)
    for title, lines in (
        ("", told.heading(played)),
        ("What differs", told.by_file(results, asked.full)),
        ("Kinds of difference", told.by_kind(results)),
        ("Names that changed", told.renamed(renames, len(names) < len(COMMANDS))),
        ("Left out", told.ignored(results)),
        ("CPU seconds and greatest memory (MB)", told.speed(played)),
        ("Files", told.summary(results)),
        ("Not the same twice on one side", (f"- {one}" for one in played.unsteady)),
        ("No result on either side, so that nothing is compared", (f"- {one}" for one in played.in_vain)),
    ):
        if block := list(lines):
            print("\n".join([*([f"\n## {title}\n"] if title else []), *block]))
    equal = kept_equal and not played.unsteady and not played.in_vain
    print(f"\n{'All is equal' if equal else 'NOT equal'}: {len(names)} commands, {sum(map(len, results.values()))} files, {told.total(results)}")
    if asked.json:
        found = {"equal": equal, "played": asdict(played), **kinds.as_data(results), "renames": {"met": dict(renames.met), "unused": renames.unused}}
        Path(asked.json).write_text(json.dumps(found, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    return 0 if equal else 1


def say(words: str) -> None:
    """How far it is, for whoever waits."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
