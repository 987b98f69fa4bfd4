"""A finding: one thing in a draft that will hurt, as a question to its drafter. It states facts about wording and money, never law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

from wargame.core.message import Message
from wargame.core.problem import Place

Severity = Literal["For information", "Low", "Medium", "High"]
SEVERITIES: tuple[Severity, ...] = ("For information", "Low", "Medium", "High")  # rising
MAIN: frozenset[Severity] = frozenset({"Medium", "High"})  # what a register tells in full; the others are folded away


class Stake(NamedTuple):
    """What a gap costs one party a life, in minor units: + is what that party loses by the words as drafted. None: not known, 0: none; both with
    the reason."""

    mean: int | None
    tvar95: int | None = None
    reason: str = ""


class Witness(NamedTuple):
    """A future of the base variant that shows the finding."""

    scenario: str
    future: int


class Spread(NamedTuple):
    """A paired mean difference in minor units a life, with its 95 % interval where there is one."""

    mean: int
    low: int | None = None
    high: int | None = None

    def __neg__(self) -> Spread:
        """The same difference, told of the other side."""
        return Spread(-self.mean, None if self.high is None else -self.high, None if self.low is None else -self.low)


class Option(NamedTuple):
    """One way to read open words: which is usual practice, and what each party would lose more (+) or less by it than by the base reading."""

    option: str
    usual: bool
    differences: Mapping[str, Spread]
    paid: int | None = None  # what the clause then moves from provider to client a life, where it is the clause's own reading


@dataclass(frozen=True)
class Finding:
    """What a check found: where, how severe, the words concerned, the question to ask and words that would answer it.

        Two findings of one check, clause, message, event and question are one, whatever they cost. A message with figures is a Message: which of them
    the draft holds and which were found by playing is data. `question` (`ask` in data), for the drafter, and `proposal` hold nothing that was
    played. `event` and `asks` (`question` in data) name what happened and which of its questions is left open; `frequency` is how often a life;
    `money` is by party: what it loses by the current words against the proposed ones. `patch` is shaped like an entry of a variants file ({patch,
    add, remove}), and `ways` are patches that say what each way to read the words would mean, from which a fan is made. `also` lists other
    clauses concerned; `priced` says whether money may raise its severity; `nth` tells findings of one check and clause apart.
    """

    check: str
    severity: Severity = field(compare=False)
    clause: str
    message: Message | str
    question: str = field(compare=False)
    place: Place = field(compare=False)
    quote: str = field(default="", compare=False)
    proposal: str = field(default="", compare=False)
    event: str = ""
    asks: str = ""
    state: str = field(default="", compare=False)
    frequency: float | None = field(default=None, compare=False)
    money: Mapping[str, Stake] = field(default_factory=dict, compare=False)
    witness: Witness | None = field(default=None, compare=False)
    fan: tuple[Option, ...] = field(default=(), compare=False)
    patch: Mapping[str, Any] | None = field(default=None, compare=False)
    ways: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, compare=False)
    also: tuple[str, ...] = field(default=(), compare=False)
    priced: bool = field(default=True, compare=False)
    nth: int = field(default=1, compare=False)

    @property
    def id(self) -> str:
        """Its name in the register, for `wargame apply`: check, clause (else event and question), and a count where there are several."""
        where = self.clause or "/".join(part for part in (self.event, self.asks) if part) or "draft"
        return f"{self.check}:{where}{f':{self.nth}' if self.nth > 1 else ''}".replace(" ", "-")

    def __str__(self) -> str:
        return f"{self.place}: {self.check} ({self.severity}): {self.clause}: {self.message}"

    def data(self) -> dict[str, Any]:
        """The finding as plain data, for `--json`."""
        said = {"check": self.check, "severity": self.severity, "clause": self.clause, "message": str(self.message), "ask": self.question}
        place = {"file": self.place.file, "line": self.place.line, "column": self.place.column}
        return {"id": self.id, **said, **place, "quote": self.quote, "proposal": self.proposal, "patch": self.patch}


def numbered(findings: list[Finding]) -> list[Finding]:
    """The same findings, each once, those that would share an id counted in their order."""
    seen: dict[str, int] = {}
    result = []
    for finding in dict.fromkeys(findings):
        plain = replace(finding, nth=1)
        seen[plain.id] = seen.get(plain.id, 0) + 1
        result.append(replace(plain, nth=seen[plain.id]))
    return result


def at_least(findings: Iterable[Finding], severity: str) -> list[Finding]:
    """Findings of this severity or a higher one."""
    floor = SEVERITIES.index(severity)
    return [finding for finding in findings if SEVERITIES.index(finding.severity) >= floor]
