"""The run directory: files that are whole or absent.

Every file is written beside its name and moved there when it is complete. `manifest.json` is the only one with clock times, host, paths and command;
all others depend on nothing but the inputs and the seed, so that two runs can be compared byte by byte.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wargame.core.account import Account
from wargame.core.arrays import Bools, Floats, Ints
from wargame.core.problem import BadInput, Place, Problem
from wargame.simulation.run.cells import CellSlice, Layout
from wargame.simulation.run.columns import EXIT, Column, cost, described, described_by, loss, paid
from wargame.simulation.run.postings import Postings, join
from wargame.simulation.run.results import Cell

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.json"
TEXTS = "texts"  # stands there for inputs that lie in no file: name -> text
INTERRUPTED = "interrupted"  # stands in the manifest of what was finished of an interrupted run


class Unwritable(Exception):
    """A result could not be written; holds the path and what the system said. Finished files stay as they were."""

    @classmethod
    def at(cls, path: Path | str, error: OSError) -> Unwritable:
        """What the system has refused, in words."""
        return cls(f"{path}: cannot be written: {error.strerror or error} (errno {error.errno})")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, moved to it when the block ends well and removed otherwise. Unwritable when the system refuses."""
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        part = Path(name)
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(path)
        part = None
    except OSError as error:
        raise Unwritable.at(path, error) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole."""
    with whole(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, value: object) -> None:
    """Write JSON with sorted keys, so that equal results are equal bytes."""
    write_text(path, json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n")


class FuturesTable:
    """futures.parquet: a row group holds a unit of futures of one cell, put together from as many cohorts as it took."""

    def __init__(self, path: Path, layout: Layout, parties: tuple[str, ...]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._futures, self._unit = layout.futures, layout.unit
        self._waiting: dict[Cell, list[CellSlice]] = {}
        self.groups: list[tuple[Cell, int, int]] = []  # of each row group: the cell, its first future, how many
        word = pa.dictionary(pa.int32(), pa.string())
        self._money = (*(what(party) for party in parties for what in (cost, loss)), *layout.columns)
        fields = [(name, word) for name in ("scenario", "variant", "reading")] + [
            ("future", pa.int64()),
            ("weight", pa.float64()),
            ("failed", pa.bool_()),
        ]
        numbers = (EXIT, *self._money)
        self._schema = pa.schema(fields + [(one.name, pa.int64()) for one in numbers], metadata=described(numbers))
        self._writer = pq.ParquetWriter(
            path, self._schema, compression="zstd", compression_level=1, use_dictionary=["scenario", "variant", "reading"]
        )

    def add(self, cell: Cell, first: int, one: CellSlice) -> None:
        """Add a cohort's rows, in the order of futures; they are written when their unit is complete."""
        parts = self._waiting.setdefault(cell, [])
        parts.append(one)
        start = first // self._unit * self._unit
        end = first + len(one.columns[EXIT])
        if end == min(start + self._unit, self._futures):
            del self._waiting[cell]
            columns = {held: np.concatenate([part.columns[held] for part in parts]) for held in one.columns} if len(parts) > 1 else one.columns
            self._write(cell, start, columns, np.concatenate([part.weight for part in parts]), np.concatenate([part.failed for part in parts]))

    def _write(self, cell: Cell, first: int, found: Mapping[Column, Ints], weight: Floats, failed: Bools) -> None:
        """Write a unit; a column that the cell does not have is null."""
        import pyarrow as pa

        n = len(found[EXIT])
        self.groups.append((cell, first, n))

        def word(value: str) -> pa.DictionaryArray:
            return pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, np.int32)), pa.array([value]))

        columns = [
            word(cell.scenario),
            word(cell.variant),
            word(cell.reading),
            pa.array(np.arange(first, first + n)),
            pa.array(weight),
            pa.array(failed),
        ]
        columns.append(pa.array(found[EXIT], mask=found[EXIT] < 0))
        columns += [pa.array(found[held]) if held in found else pa.nulls(n, pa.int64()) for held in self._money]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


@dataclass(frozen=True)
class Written:
    """A finished futures.parquet: its path, and the cell, first future and number of futures of each row group."""

    path: Path
    groups: tuple[tuple[Cell, int, int], ...]
    accounts: Mapping[Cell, tuple[Account, ...]]

    def sums(self, cell: Cell, chosen: Ints) -> dict[Account, int]:
        """What each account of a cell came to over some futures (numbers in rising order), one row group at a time."""
        import pyarrow.parquet as pq

        accounts = self.accounts[cell]
        totals = dict.fromkeys(accounts, 0)
        with pq.ParquetFile(self.path) as file:
            for group, (one, first, count) in enumerate(self.groups):
                i, j = np.searchsorted(chosen, (first, first + count))
                if one == cell and i < j:
                    table = file.read_row_group(group, columns=[paid(account).name for account in accounts])
                    for account in accounts:
                        totals[account] += int(table.column(paid(account).name).to_numpy()[chosen[i:j] - first].sum())
        return totals


def write_postings(path: Path, postings: Mapping[Cell, Postings], label: Callable[[int], str]) -> None:
    """postings.parquet: postings cell by cell; id = scenario/variant/reading/future/sequence. `label` turns an instant into a date."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    whole_of = join(postings.values())
    counts = [part.future.size for part in postings.values()]

    def words(values: Sequence[str], places: Ints) -> pa.Array:
        return pa.array(values, pa.string()).take(pa.array(places))

    cell = np.repeat(np.arange(len(counts)), counts)
    future, sequence = pa.array(whole_of.future), pa.array(whole_of.sequence)
    instants, instant = np.unique(whole_of.instant, return_inverse=True)
    names = words([cell_id(one) for one in postings], cell)
    columns = {
        "id": pc.binary_join_element_wise(names, future.cast(pa.string()), sequence.cast(pa.string()), "/"),
        **{name: words([one[place] for one in postings], cell) for place, name in enumerate(Cell._fields)},
        "future": future,
        "sequence": sequence,
        "instant": pa.array(whole_of.instant),
        "date": words([label(one) for one in instants.tolist()], instant),
        **{name: words([account[place] for account in whole_of.accounts], whole_of.account) for place, name in enumerate(Account._fields)},
        "amount": pa.array(whole_of.amount),
    }
    with whole(path) as part:
        pq.write_table(pa.table(columns), part, compression="zstd")


def cell_id(cell: Cell) -> str:
    """The name of a cell: scenario/variant/reading."""
    return "/".join(cell)


def read_manifest(run: Path) -> dict[str, Any]:
    """The manifest of a run directory; BadInput (X010) where there is none or it is damaged."""
    path = run / MANIFEST
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput(
            [
                Problem(
                    "X010",
                    Place(str(run), 0, 0),
                    "is not the directory of a run: it has no manifest.json",
                    "give the directory that `wargame run` printed",
                )
            ]
        ) from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadInput([Problem("X010", Place(str(path), 0, 0), f"damaged: {error}", "run again")]) from None
    if isinstance(value, dict) and INTERRUPTED in value:
        message = f"holds what was finished of a run that was interrupted while {value[INTERRUPTED]}"
        raise BadInput([Problem("X010", Place(str(path), 0, 0), message, "run again, and give the directory of the whole run")])
    if not isinstance(value, dict) or not isinstance(value.get("spec"), dict):
        raise BadInput([Problem("X010", Place(str(path), 0, 0), "is not a manifest of this version: it has no `spec`", "run again")])
    return value


def read_rows(run: Path, cell: Cell, first: int, last: int) -> list[dict[Column, int | None]]:
    """The numbers of futures first … last of a cell in futures.parquet, in the order of futures, by what they are."""
    import pyarrow.parquet as pq

    path = run / "futures.parquet"
    try:
        table = pq.read_table(
            path, filters=[*((name, "=", value) for name, value in cell._asdict().items()), ("future", ">=", first), ("future", "<=", last)]
        )
        rows = sorted(table.to_pylist(), key=lambda row: row["future"])
        return [{one: row[name] for name, one in described_by(table.schema.metadata).items()} for row in rows]
    except Exception as error:
        raise BadInput([Problem("X011", Place(str(path), 0, 0), f"damaged or missing: {error}", "run again")]) from None
