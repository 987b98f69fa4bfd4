"""Which provisions name which clause numbers in their words.

A text is looked at once, for its runs of digits: 8.12 can only stand where a run of digits is 12. So who names a clause, and whom a text names, is
asked of few provisions, however many there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from wargame.contract.text.draft import Provision

_RUNS = re.compile(r"\d+")
_LONG = 12  # digits: of longer runs the parts are not kept


class Mentions:
    """The words of provisions that have a number, by the clause numbers that stand in them."""

    def __init__(self, provisions: Iterable[Provision]) -> None:
        self.provisions = tuple(provisions)
        self.by_number = {one.number: one for one in self.provisions}

    def of(self, number: str) -> Iterator[Provision]:
        """The provisions whose words name the clause: its number as it stands, not as a part of a longer one."""
        runs = _RUNS.findall(number)
        for one in self._by_run.get(runs[-1], ()) if runs else self.provisions:
            if names(one.text, number):
                yield one

    def holding(self, number: str) -> Iterator[Provision]:
        """The provisions whose words hold the number anywhere, be it as a part of a longer one."""
        runs = sorted(_RUNS.findall(number), key=len)
        few = [*self._by_part.get(runs[-1], ()), *self._with_long_runs] if runs and len(runs[-1]) <= _LONG else self.provisions
        return (one for one in few if number in one.text)

    def named_in(self, text: str) -> set[str]:
        """The clause numbers that a text names, as `of` finds them."""
        return self._in(text, names)

    def words_in(self, text: str) -> set[str]:
        """The clause numbers that stand in a text as words of their own, 8.1 in "8.1.2" too."""
        return self._in(text, stands_alone)

    def _in(self, text: str, wanted: Callable[[str, str], bool]) -> set[str]:
        few = (number for run in {*_RUNS.findall(text), ""} for number in self._numbers.get(run, ()))
        return {number for number in few if wanted(text, number)}

    @cached_property
    def _numbers(self) -> Mapping[str, list[str]]:
        """The last run of digits of a number, "" where it has none, to the numbers."""
        found: dict[str, list[str]] = {}
        for number in self.by_number:
            found.setdefault((_RUNS.findall(number) or [""])[-1], []).append(number)
        return found

    @cached_property
    def _by_run(self) -> Mapping[str, list[Provision]]:
        found: dict[str, list[Provision]] = {}
        for one in self.provisions:
            for run in dict.fromkeys(_RUNS.findall(one.text)):
                found.setdefault(run, []).append(one)
        return found

    @cached_property
    def _by_part(self) -> Mapping[str, list[Provision]]:
        found: dict[str, list[Provision]] = {}
        for run, provisions in self._by_run.items():
            if len(run) <= _LONG:
                for part in {run[i:j] for i in range(len(run)) for j in range(i + 1, len(run) + 1)}:
                    found.setdefault(part, []).extend(provisions)
        return {part: list({one.number: one for one in provisions}.values()) for part, provisions in found.items()}

    @cached_property
    def _with_long_runs(self) -> list[Provision]:
        return list({one.number: one for run, some in self._by_run.items() if len(run) > _LONG for one in some}.values())


def names(text: str, number: str) -> bool:
    """Whether a text names a clause: its number stands in it, and neither digits nor points go before, nor more of a number after."""
    at = text.find(number)
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(number) : at + len(number) + 2]
        if not (before.isdecimal() or before == "." or after[:1].isdecimal() or (after[:1] == "." and after[1:].isdecimal())):
            return True
        at = text.find(number, at + 1)
    return False


def stands_alone(text: str, number: str) -> bool:
    """Whether a number stands in a text with the edge of a word on both sides."""
    at = text.find(number)
    while at >= 0:
        end = at + len(number)
        if _edge(text, at) and _edge(text, end):
            return True
        at = text.find(number, at + 1)
    return False


def _edge(text: str, at: int) -> bool:
    """Whether a word begins or ends before the letter at this place."""
    return _of_a_word(text[at - 1 : at] if at else "") != _of_a_word(text[at : at + 1])


def _of_a_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
