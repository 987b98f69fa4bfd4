"""Tables of many rows, compared column by column: how many rows differ, by how much in all and at most, and the first few."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tests.same_as.difference import ABSENT, Difference, Place, change_of, shown
from tests.same_as.rows import IDENTIFYING

EXAMPLES = 3


def read(path: Path) -> pd.DataFrame:
    """A parquet file with its numbers as they are written: whole numbers stay whole where some are missing."""
    return pd.read_parquet(path, dtype_backend="numpy_nullable")


def compare_frames(before: pd.DataFrame, now: pd.DataFrame) -> Iterator[Difference]:
    """Every column that differs."""
    key = _key(before, now)
    old, new = (_keyed(frame, key) for frame in (before, now))
    both = old.index.intersection(new.index, sort=False)
    for side, words in ((old, "row only before"), (new, "row only now")):
        rows = side.index.difference(both, sort=False)
        if len(rows):
            first = shown({name: str(value) for name, value in side.loc[rows[0]].head(6).items()}, 200)
            pair = (first, ABSENT) if side is old else (ABSENT, first)
            yield Difference(Place(f"[{_label(key, rows[0])}]", "[]"), *pair, words, len(rows))
    order = old.index[old.index.isin(both)], new.index[new.index.isin(both)]
    if len(odd := np.flatnonzero(order[0].to_numpy() != order[1].to_numpy())):
        yield Difference(Place("[]", "[]"), *(_label(key, one[odd[0]]) for one in order), "order of rows")
    old, new = old.loc[both], new.loc[both]
    yield from _columns(old, new)
    for name in [one for one in old.columns if one in new.columns]:
        yield from _column(str(name), old[name], new[name], key)


def _key(before: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    """The names that tell the rows of both apart; empty where none do, and position must serve."""
    chosen: list[str] = []
    for name in IDENTIFYING:
        if name in before.columns and name in now.columns and set(before[name].unique()) & set(now[name].unique()):
            further = [*chosen, name]
            if not before.duplicated(further).any() and not now.duplicated(further).any():
                return further
            if any(_distinct(frame, further) > _distinct(frame, chosen) for frame in (before, now)):
                chosen = further
    return []


def _distinct(frame: pd.DataFrame, names: list[str]) -> int:
    return len(frame[names].drop_duplicates()) if names else 1


def _keyed(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    return frame.set_index(key, drop=False) if key else frame.reset_index(drop=True)


def _label(key: list[str], where: Any) -> str:
    values = where if isinstance(where, tuple) else (where,)
    return ", ".join(f"{name}={value}" for name, value in zip(key or ["row"], values, strict=False))


def _columns(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[Difference]:
    """Columns of one side alone; one that the other side has under another name, with the same contents, is told as renamed."""
    gone, come = ([str(name) for name in side.columns if name not in other.columns] for side, other in ((old, new), (new, old)))
    for name in gone:
        twins = [other for other in come if old[name].dtype == new[other].dtype and old[name].equals(new[other])]
        if len(twins) == 1:
            come.remove(twins[0])
            yield Difference(Place("[]").key(name)._replace(kind="[]"), name, twins[0], "column renamed, contents equal", len(old))
        else:
            yield Difference(Place("[]").key(name)._replace(kind="[]"), name, ABSENT, "column only before", len(old), _sum(old[name]))
    for name in come:
        yield Difference(Place("[]").key(name)._replace(kind="[]"), ABSENT, name, "column only now", len(new), _sum(new[name]))
    if not gone and not come and list(old.columns) != list(new.columns):
        yield Difference(Place("[]", "[]"), list(old.columns), list(new.columns), "order of columns")


def _numeric(column: pd.Series[Any]) -> bool:
    return pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype)


def _sum(column: pd.Series[Any]) -> float | None:
    return float(column.abs().sum()) if _numeric(column) else None


def _column(name: str, old: pd.Series[Any], new: pd.Series[Any], key: list[str]) -> Iterator[Difference]:
    place = Place("[]", "[]").key(name)
    place = place._replace(kind=f"[].{name.partition(' | ')[0]}")
    if old.dtype != new.dtype:
        yield Difference(place, str(old.dtype), str(new.dtype), "type of the column", len(old))
    missing = old.isna().to_numpy(), new.isna().to_numpy()
    differs = missing[0] != missing[1]
    said = np.flatnonzero(~missing[0] & ~missing[1])
    differs[said] = old.iloc[said].astype(object).to_numpy() != new.iloc[said].astype(object).to_numpy()
    where = np.flatnonzero(differs)
    if not len(where):
        return
    amount, note = None, ""
    if _numeric(old) and _numeric(new):
        change = new.iloc[where].fillna(0).to_numpy(dtype=float) - old.iloc[where].fillna(0).to_numpy(dtype=float)
        largest = int(np.abs(change).argmax())
        amount = float(np.abs(change).sum())
        note = f"largest {change[largest]:+,.10g} at {_label(key, old.index[where[largest]])}; "
    examples = [f"{_label(key, old.index[i])}: {shown(_one(old.iloc[i]))} → {shown(_one(new.iloc[i]))}" for i in where[:EXAMPLES]]
    before, now = _one(old.iloc[where[0]]), _one(new.iloc[where[0]])
    yield Difference(place, before, now, change_of(before, now), len(where), amount, note + "e.g. " + "; ".join(examples))


def _one(value: Any) -> Any:
    return None if value is pd.NA else value.item() if isinstance(value, np.generic) else value
