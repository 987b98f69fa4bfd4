"""Whatever a table holds, it is fitted or refused in words; and what was fitted is a scenario that can be read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wargame.core.calendar import Calendar
from wargame.core.problem import BadInput
from wargame.report.fit.page import fit_page, headlines, remarks
from wargame.world.fitting.fitted import Wishes, fit_files
from wargame.world.fitting.scenario_file import scenario_text
from wargame.world.scenario.file import load_scenario

QUIET = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
CELLS = st.one_of(
    st.sampled_from(
        ["", "?", "2026-01-01", "2026-01-05 10:00", "01/02/2026", "13/02/2026", "5", "0", "-1", "1,5", '"', "a\nb", "\x00", "\u2028", "=1+1"]
    ),
    st.text(max_size=6),
)
NAMES = st.sampled_from(["date", "volume", "service", "start", "end", "number", "state", "severity", "component", "planned", "x", ""])
FIRST = dt.datetime(2024, 1, 1)


def outcome(folder: Path, data: bytes) -> None:
    """Fit a file and read what comes of it; or be told why not."""
    path = folder / "table.csv"
    path.write_bytes(data)
    try:
        fits = fit_files([str(path)], Wishes())
    except BadInput as refused:
        assert all(problem.message and problem.code[0] in "FT" for problem in refused.problems)
        return
    (folder / "fitted.yaml").write_text(scenario_text(fits, "Fitted", rate="2 per month"), encoding="utf-8")
    load_scenario(folder / "fitted.yaml", "GBP", Calendar(dt.date(2027, 1, 1)).instant)
    assert list(headlines(fits)) and list(remarks(fits)) is not None


@QUIET
@given(
    header=st.lists(NAMES, min_size=1, max_size=4),
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=8),
    separator=st.sampled_from(",;"),
)
def test_any_table_is_fitted_or_refused(header: list[str], rows: list[list[str]], separator: str, tmp_path: Path) -> None:
    outcome(tmp_path, "\n".join(separator.join(row) for row in (header, *rows)).encode("utf-8", "replace"))


@QUIET
@given(data=st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes, tmp_path: Path) -> None:
    outcome(tmp_path, data)


@QUIET
@given(
    volumes=st.lists(st.one_of(st.integers(0, 10**9), st.floats(0, 1e9), st.none()), min_size=1, max_size=240),
    scale=st.sampled_from([1, 7, 31]),
)
def test_any_volumes_are_fitted_or_refused(volumes: list[float | None], scale: int, tmp_path: Path) -> None:
    rows = [f"{(FIRST + dt.timedelta(days=scale * n)).date()},{volume:.6f}" for n, volume in enumerate(volumes) if volume is not None]
    outcome(tmp_path, "\n".join(["date,volume", *rows]).encode())


@QUIET
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 10**8), st.one_of(st.none(), st.integers(-10, 10**9)), st.sampled_from(["Open", "Closed", "P2"])), max_size=60
    )
)
def test_any_incidents_are_fitted_or_refused(rows: list[tuple[int, int | None, str]], tmp_path: Path) -> None:
    lines = []
    for start, length, state in rows:
        began = FIRST + dt.timedelta(seconds=start)
        lines.append(f"{began},{'' if length is None else began + dt.timedelta(seconds=length)},{state},{len(lines) % 2}")
    outcome(tmp_path, "\n".join(["start,end,status,severity", *lines]).encode())


def test_the_page_of_the_least_that_can_be_fitted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("date,volume\n2026-01-01,5\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("start,end\n2026-01-01 10:00,2026-01-01 11:00\n", encoding="utf-8")
    page = fit_page(fit_files([str(tmp_path / "a.csv"), str(tmp_path / "b.csv")], Wishes()), "Least")
    assert "not estimable (0 complete weeks)" in page and "not estimable (n = 1)" in page and "not estimable (1 day)" in page
