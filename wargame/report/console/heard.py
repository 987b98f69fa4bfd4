"""What a long job says while it goes on. A command listens by deriving from `Heard`; who does not listen hears nothing."""

from __future__ import annotations


class Heard:
    """Hears nothing."""

    def say(self, lines: list[str]) -> None:
        """Something that can be said already."""

    def tick(self, what: str, done: int, total: int) -> None:
        """What is going on, and how much of it is done; of 0 where that is not known."""
