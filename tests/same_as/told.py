"""What was found, as it is printed."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from tests.same_as.kinds import Results, kinds, number_of, told
from tests.same_as.left_out import LEFT_OUT
from tests.same_as.played import Played
from tests.same_as.renaming import Renames
from tests.same_as.trees import OURS, THEIRS

BY_FILE = 12  # differences shown of each file, unless all are asked for


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in columns, the first to the left and the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.rjust(width) if i else cell.ljust(width) for i, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()


def heading(played: Played) -> Iterator[str]:
    """What is compared with what, on which inputs."""
    yield from (f"{side:7} {words}" for side, words in played.sides.items())
    changed, differ = played.code, played.inputs_differ
    code = f"{len(changed)} files of wargame/ differ: {some(changed)}" if changed else "no file of wargame/ differs: equal results are to be expected"
    yield f"code    {code}"
    for words in dict.fromkeys(played.inputs.values()):
        yield f"inputs  {words}: {', '.join(name for name, one in played.inputs.items() if one == words)}"
    yield f"        contracts/ and scenarios/ of the two sides {f'differ in {some(differ)}' if differ else 'are equal'}"


def some(names: Sequence[str], most: int = 6) -> str:
    """The first names of many."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def by_file(results: Results, full: bool) -> Iterator[str]:
    """Field by field, cell by cell, line by line, what differs in each file."""
    for command, files in results.items():
        for one in files:
            if not one.differences:
                continue
            yield f"\n{command}/{one.file}: {number_of(one):,} differ (theirs → ours)"
            shown = one.differences if full else one.differences[:BY_FILE]
            yield from (f"  {told(difference, 10_000 if full else 60)}" for difference in shown)
            if len(shown) < len(one.differences):
                yield f"  … and {len(one.differences) - len(shown):,} more; --full has them all"


def by_kind(results: Results) -> Iterator[str]:
    """What is to be explained: each kind of difference with its count, the sum of its amounts and two examples."""
    for kind in kinds(results):
        amount = f", {kind.amount:,.10g} in all" if kind.amount is not None else ""
        yield f"- {kind.words}{amount} ({', '.join(kind.commands)})"
        yield from (f"    e.g. {example}" for example in kind.examples)


def summary(results: Results) -> Iterator[str]:
    """Each file by each command: equal, or how many differ; `·` where the command writes no such file."""
    files = sorted({one.file for some in results.values() for one in some}, key=lambda name: (name.startswith("charts/"), name))
    rows = [["file", *results]]
    for file in files:
        cells = [next((one for one in some if one.file == file), None) for some in results.values()]
        rows.append([file, *("·" if one is None else f"{number_of(one):,} differ" if one.differences else "equal" for one in cells)])
    yield from table(rows)


def ignored(results: Results) -> Iterator[str]:
    """What the table of things left out did: every line of it, and how often it was needed."""
    met = [left for files in results.values() for one in files for left in one.left_out]
    for left in LEFT_OUT:
        yield f"- {left.file}, {left.place}: differs and is left out {met.count(left)} times ({left.why})"


def renamed(renames: Renames, partly: bool) -> Iterator[str]:
    """Which renames of the glossary were met, and which matched nothing."""
    if not renames.rows:
        yield "- none is listed in docs/glossary.md"
    yield from (f"- {row}: met {count:,} times" for row, count in renames.met.items())
    for row in renames.unused:
        yield f"- UNUSED: {row}{' (not every command was played)' if partly else ''}"


def speed(played: Played) -> Iterator[str]:
    """CPU seconds and memory of both sides: medians over the turns, and the median of the ratio within a round with its least and greatest."""
    rows = [["command", "ours, s CPU", "theirs", "ratio", "(range)", "ours, MB", "theirs", "ratio", "turns"]]
    for command, sides in played.turns.items():
        ours, theirs = sides[OURS], sides[THEIRS]
        cells = [command]
        for name, digits in (("cpu", 1), ("peak", 0)):
            pair = [[getattr(turn, name) for turn in turns] for turns in (ours, theirs)]
            ratios = [a / b for a, b in zip(*pair, strict=True)]
            cells += [f"{statistics.median(values):.{digits}f}" for values in pair] + [f"{statistics.median(ratios):.3f}"]
            cells += [f"{min(ratios):.3f}–{max(ratios):.3f}"] if name == "cpu" else []
        rows.append([*cells, str(len(ours))])
    yield from table(rows)


def total(results: Results) -> str:
    """How many differences there are, of how many kinds, in how many files."""
    counts = [number_of(one) for files in results.values() for one in files]
    return f"{sum(counts):,} differences of {len(kinds(results)):,} kinds in {sum(map(bool, counts)):,} files"
