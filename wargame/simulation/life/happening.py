"""One line of a life's story: what happened, as data, and the sentence that is made of it.

Whoever counts, leaves out or adds up reads the fields; the sentence is for people, and is made when it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from wargame.core.values import DAY
from wargame.core.words import in_percent

Did = Literal[
    "",  # no more is known of it than its `text` says
    "begins", "ends", "is cut",  # an outage or a delay: the last when the agreement ends before it does
    "is answered",  # by what a clause does to an outage under way
    "rises", "falls", "falls back", "recovers",  # a level: of demand in a surge, of capacity in a shortage
    "is announced", "is in force", "is complied with", "is given up",  # a new rule
]  # fmt: skip
MILLION = 1_000_000

_SAID: dict[tuple[str, Did], str] = {
    ("outage", "begins"): "{of} is down",
    ("outage", "ends"): "{of} is restored after {span}",
    ("outage", "is cut"): "{of} is still down when the agreement ends",
    ("delay", "begins"): "{of} is due and not delivered",
    ("delay", "ends"): "{of} is delivered, late by {span}",
    ("delay", "is cut"): "{of} is still not delivered when the agreement ends",
    ("response", "is answered"): "{of}: {text}",
    ("regulation", "is announced"): "a new rule for {of} is announced",
    ("regulation", "is in force"): "the new rule for {of} is in force",
    ("regulation", "is complied with"): "{of} complies with the new rule",
    ("regulation", "is given up"): "the work on {of} is paid for as far as it has come",
}
_PLANNED: dict[Did, str] = {
    "begins": "planned work on {of} begins",
    "ends": "planned work on {of} is over after {span}",
    "is cut": "planned work on {of} is not over when the agreement ends",
}
_LEVEL = "{what} of {of} {did} by {part} of its normal level"
_WHAT = {"surge": "demand", "shortage": "capacity"}


@dataclass(frozen=True, slots=True)
class Happening:
    """When, what kind of thing, and what became (`did`) of the component, milestone or service it is about (`of`).

    `size` is how long an outage lasted or a milestone is late, in seconds, where it ends or is cut; of a level, by how much of the normal one it
    moves, in millionths, in so many `steps`. `shock` is what lies behind it, `source` the random source of an incident, `clause` the one it concerns,
    `incident` the number of the outage or delay it belongs to; `text` are words that no field holds.
    """

    instant: int
    kind: str
    did: Did = ""
    of: str = ""
    text: str = ""
    size: int = 0
    steps: int = 1
    planned: bool = False
    shock: str = ""
    source: str = ""
    clause: str = ""
    incident: int = -1

    @property
    def is_level(self) -> bool:
        """Whether it is a level that moves."""
        return self.did in ("rises", "falls", "falls back", "recovers")

    @property
    def what(self) -> str:
        """What has the level that moves: demand or capacity."""
        return _WHAT.get(self.kind, "")

    @property
    def words(self) -> str:
        """The sentence, with the random source of an incident that begins: for whoever looks into the engine."""
        return f"{self.plain} ({self.source})" if self.source and self.did == "begins" and self.kind == "outage" and not self.planned else self.plain

    @property
    def plain(self) -> str:
        """The sentence as a reader of the agreement is told it."""
        template = _LEVEL if self.is_level else _SAID.get((self.kind, self.did), "{text}")
        if self.planned:
            template = _PLANNED.get(self.did, template)
        part = in_percent(Fraction(self.size, MILLION), 1)
        said = template.format(of=self.of, did=self.did, text=self.text, what=self.what, part=part, span=span(self.size))
        return said + (f", in {self.steps} steps" if self.steps > 1 else "") + (f" ({self.shock})" if self.shock else "")


def span(seconds: int) -> str:
    """A length of time as a person says it: `2 d 3 h`, `45 min`."""
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (left, "s")]
    said = [f"{number} {unit}" for number, unit in parts if number]
    return " ".join(said[:2]) or "0 s"
