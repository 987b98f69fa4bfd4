"""Renames carried out on the other commit's data, and which of them were of use."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

from tests.same_as.difference import number
from tests.same_as.glossary import FILES, Rename

PARTS = " | "  # what parts the name of a column of futures.parquet


class Renames:
    """The renames of a glossary, and how often each was met."""

    def __init__(self, rows: Iterable[Rename] = ()) -> None:
        self.rows = list(rows)
        self.met: Counter[str] = Counter()

    @property
    def unused(self) -> list[str]:
        """Rows of the table that nothing matched."""
        return [row for row in dict.fromkeys(one.row for one in self.rows) if not self.met[row]]

    def name_of(self, file: str) -> str:
        """What a file of the other commit is called now."""
        for one in self.rows:
            if one.file == FILES and one.before == file:
                self.met[one.row] += 1
                return one.now
        return file

    def data(self, file: str, value: Any) -> Any:
        """The data of a file under the names of now."""
        rows = [one for one in self.rows if one.is_in(file)]
        return self._walk(value, rows, (), ()) if rows else value

    def _walk(self, value: Any, rows: list[Rename], old: tuple[str, ...], new: tuple[str, ...]) -> Any:
        if isinstance(value, list):
            return [self._walk(one, rows, old, new) for one in value]
        if not isinstance(value, dict):
            return value
        here = [one for one in rows if one.is_at(old, new)]
        names = names_of({name: _name(name, here) for name in value})
        found = {}
        for name, below in value.items():
            inner = self._walk(below, rows, (*old, name), (*new, names[name]))
            for one in here:
                if one.before == name:
                    self.met[one.row] += 1
                    inner = changed(inner, one)
            found[names[name]] = inner
        return found

    def frame(self, file: str, table: pd.DataFrame) -> pd.DataFrame:
        """A table under the names of now; one part of a column's name may have changed too, as in `paid | 8.2 | service credits`."""
        rows = [one for one in self.rows if one.is_in(file) and not one.path]
        columns = {name: str(name) for name in table.columns}
        for one in rows:
            for name, now in columns.items():
                if one.before != name and one.before not in str(name).split(PARTS):
                    continue
                self.met[one.row] += 1
                columns[name] = one.now if one.before == name else PARTS.join(one.now if part == one.before else part for part in now.split(PARTS))
                if one.before == name:
                    table = table.assign(**{name: _changed_column(table[name], one)})
        return table.rename(columns=names_of(columns))


def names_of(wanted: dict[str, str]) -> dict[str, str]:
    """The names of now by those of before. Where several would come to bear one name, all of them keep the old one: nothing is lost, and it shows."""
    taken = Counter(wanted.values())
    kept = {name: name if taken[now] > 1 else now for name, now in wanted.items()}
    return kept if len(set(kept.values())) == len(kept) else {name: name for name in wanted}


def _name(name: str, here: list[Rename]) -> str:
    return next((one.now for one in here if one.before == name and one.now != name), name)


def _changed_column(column: pd.Series[Any], rename: Rename) -> pd.Series[Any]:
    if rename.turned or rename.major:
        return -column if rename.turned else column / 100
    return column.map(lambda value: mapped(value, rename), na_action="ignore").astype(column.dtype) if rename.values else column


def changed(value: Any, rename: Rename) -> Any:
    """A value as it is said now."""
    if rename.turned:
        return turned(value)
    if rename.major:
        return major(value)
    return mapped(value, rename) if rename.values else value


def mapped(value: Any, rename: Rename) -> Any:
    """A value, or every value of a list, under its name of now."""
    if isinstance(value, list):
        return [mapped(one, rename) for one in value]
    if isinstance(value, dict):
        return value
    names = (value,) if isinstance(value, str) else (str(value), json.dumps(value, default=str))
    return next((rename.values[name] for name in names if name in rename.values), value)


def major(value: Any) -> Any:
    """Every whole number of minor units as an amount in major ones."""
    if isinstance(value, list):
        return [major(one) for one in value]
    if isinstance(value, dict):
        return {name: major(one) for name, one in value.items()}
    return value / 100 if isinstance(value, int) and not isinstance(value, bool) else value


def turned(value: Any) -> Any:
    """Every number with the other sign; the low end of an interval becomes its high end."""
    if isinstance(value, list):
        return [turned(one) for one in value]
    if isinstance(value, dict):
        found = {name: turned(one) for name, one in value.items()}
        if {"low", "high"} <= set(found):
            found["low"], found["high"] = found["high"], found["low"]
        return found
    if isinstance(value, str):
        amount = number(value)
        return value if not amount else value.removeprefix("-") if value.startswith("-") else f"-{value}"
    return -value if value and isinstance(value, int | float) and not isinstance(value, bool) else value
