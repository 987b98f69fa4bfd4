"""A printed sentence as template and figures: what it says, and the figures in which it says it.

`Message("outages cost the client {lost} a life", lost=played("GBP 7,500"))` prints as a sentence, and can be printed without what was found by
playing; two sentences that differ in figures alone have one template. Nobody need look for numbers in a sentence that we wrote ourselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any, Literal, NamedTuple

Basis = Literal["agreed", "played"]
UNTOLD = "…"


class Figure(NamedTuple):
    """A figure as it is printed, and where it comes from: agreed figures follow from the draft alone (a term, a clause number, a level, a date, and
    what is reckoned from these), played ones from what lives did."""

    text: str
    basis: Basis = "played"

    def __str__(self) -> str:
        return self.text

    def untold(self) -> str:
        """The figure as a reader sees it who is not to know what lives did."""
        return self.text if self.basis == "agreed" else UNTOLD


def agreed(text: object) -> Figure:
    """A figure that stands in the draft or follows from it."""
    return Figure(str(text), "agreed")


def played(text: object) -> Figure:
    """A figure that is known from lives: an amount, a share, a frequency, a count."""
    return Figure(str(text), "played")


class Message:
    """A sentence with named places for figures. What is given as text is part of the sentence (a name, a word of the draft); what is given as a
    Figure is filled in when it is printed. Messages are equal, and sorted, by the sentence, and equal to a text that reads the same."""

    __slots__ = ("figures", "template")
    template: str
    figures: dict[str, Figure]

    def __init__(self, template: str, /, **parts: Figure | str) -> None:
        written, self.figures = [], {}
        for text, name, _, _ in Formatter().parse(template):
            written.append(_escaped(text))
            if name is not None:
                part = parts[name]
                if isinstance(part, Figure):
                    self.figures[name] = part
                written.append(f"{{{name}}}" if isinstance(part, Figure) else _escaped(part))
        self.template = "".join(written)

    def __str__(self) -> str:
        return self.shown()

    def __repr__(self) -> str:
        return f"Message({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, Message | str) else NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))

    def __lt__(self, other: Message | str) -> bool:
        return str(self) < str(other)

    def __gt__(self, other: Message | str) -> bool:
        return str(self) > str(other)

    def shown(self, played: bool = True) -> str:
        """The sentence; where it is not to tell what was `played`, "…" in place of each such figure."""
        return self.template.format(**{name: str(one) if played else one.untold() for name, one in self.figures.items()})

    def data(self, played: bool = True) -> dict[str, Any]:
        """Template and figures as plain data, from which `from_data` makes the message again."""
        figures = [{"name": name, "text": str(one) if played else one.untold(), "basis": one.basis} for name, one in self.figures.items()]
        return {"template": self.template, "figures": figures}

    @classmethod
    def from_data(cls, said: Mapping[str, Any]) -> Message:
        """The message that `data` wrote down."""
        return cls(said["template"], **{one["name"]: Figure(one["text"], one["basis"]) for one in said["figures"]})


def drafted(template: str, /, **figures: object) -> Message:
    """A message all of whose figures the draft holds, or follow from it."""
    return Message(template, **{name: agreed(one) for name, one in figures.items()})


def as_message(text: Message | str) -> Message:
    """A message as it is; a text as one that holds no figure but what its words hold."""
    return text if isinstance(text, Message) else Message("{text}", text=text)


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
