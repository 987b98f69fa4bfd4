"""The six commands that are played in both trees, and what is asked of their results afterwards. To play others, edit this table alone.

All have a fixed seed and `--workers 1`: a second process saves next to nothing here, for most of such a run is telling lives and looking over drafts,
and one leaves the other processor to whoever else works on the machine. The network agreement alone has two, so that what is handed to a second
process and comes back is compared too. `--postings` is as each command has it by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.samples import sample_report

OUT = "out"  # where every command writes, beside the inputs that it reads
INPUTS = ("contracts", "scenarios")
CARE, VARIANTS, STORM = sample_report.DRAFT, sample_report.VARIANTS, "scenarios/perfect-storm.yaml"


@dataclass(frozen=True)
class Command:
    """A command without its `--out`, the commands that are asked of what it wrote (not timed), and the inputs that its words do not name."""

    name: str
    words: tuple[str, ...]
    then: tuple[tuple[str, ...], ...] = ()
    unnamed: tuple[str, ...] = ()
    once: bool = False  # too long to be played three times in turns

    @property
    def inputs(self) -> tuple[str, ...]:
        """The files that it reads, the draft first, as paths from the root of the project."""
        return tuple(word for word in self.words if word.startswith(tuple(f"{folder}/" for folder in INPUTS))) + self.unnamed

    @property
    def check(self) -> tuple[str, ...]:
        """The command that reads the same inputs and plays nothing."""
        variants = [path for path in self.inputs if path.endswith(".variants.yaml")]
        scenarios = [path for path in self.inputs if path.startswith("scenarios/")]
        words = [word for path in variants for word in ("-v", path)] + [word for path in scenarios for word in ("-s", path)]
        return ("check", self.inputs[0], *words, "--fail-on", "never", "--json")


def run(draft: str, *scenarios: str, futures: int, workers: int = 1, variants: str = "") -> tuple[str, ...]:
    """The words of `wargame run`."""
    more = ["-v", variants] if variants else []
    more += [word for name in scenarios for word in ("-s", f"scenarios/{name}.yaml")]
    return ("run", draft, *more, "--futures", str(futures), "--seed", "1", "--workers", str(workers))


COMMANDS = (
    Command("sample-report", (*sample_report.words(), "--workers", "1"), once=True),
    # It takes no seed: its own is 1.
    Command("demo", ("demo", "--futures", "256", "--workers", "1"), unnamed=(CARE, VARIANTS, *sample_report.SCENARIOS), once=True),
    Command(
        "network",
        run("contracts/network-management.md", "network-years", "network-isolation", futures=512, workers=2),
        then=(("apply", OUT, "tier-table:Schedule-C.2", "-o", f"{OUT}/patches.yaml", "--json"), ("replay", OUT, "17", "--json")),
    ),
    Command("it-services", run("contracts/it-services.md", "smelter-years", futures=512)),
    # Nothing is drawn in this world, so every life is the same one.
    Command("object-storage", run("contracts/object-storage-sla.md", "published-outages", futures=64)),
    Command(
        "storm",
        run(CARE, "perfect-storm", futures=256, variants=VARIANTS),
        then=(
            ("compare", CARE, "-v", VARIANTS, "-s", STORM, "--futures", "256", "--seed", "1", "--workers", "1", "--json"),
            ("explain", OUT, "perfect-storm/base/base/17/0", "--json"),
        ),
    ),
)


def named(names: list[str]) -> tuple[Command, ...]:
    """The commands of these names, all where none is given; ValueError for a name that no command has."""
    if unknown := sorted(set(names) - {command.name for command in COMMANDS}):
        raise ValueError(f"no command is called {unknown[0]}; there are: {', '.join(command.name for command in COMMANDS)}")
    return tuple(command for command in COMMANDS if not names or command.name in names)
