"""What to ask for and to give: settling open words costs the other side the reading it would have argued, and no right to leave is sold."""

from __future__ import annotations

from pathlib import Path

from wargame.analysis.figures.amounts import MajorUnits
from wargame.analysis.findings.negotiation_points import negotiation_points
from wargame.analysis.tables.findings import PointRow
from wargame.analysis.tables.row import Amount
from wargame.core.finding import Finding, Option, Spread, Stake
from wargame.core.problem import Place


def finding(clause: str, client: int, provider: int, fan: dict[str, tuple[int, int]] | None = None, check: str = "capped") -> Finding:
    """A priced finding with a patch; `fan` gives both parties' differences under each option."""
    options = tuple(
        Option(name, not i, {"client": Spread(ours), "provider": Spread(theirs)}) for i, (name, (ours, theirs)) in enumerate((fan or {}).items())
    )
    money = {"client": Stake(client), "provider": Stake(provider)}
    place = Place(Path("draft.md").name, 1, 1)
    return Finding(check, "Medium", clause, "m", "q?", place, proposal=f"words of {clause}", money=money, fan=options, patch={"patch": {}})


def rows(*findings: Finding, leaving: tuple[str, ...] = ()) -> dict[tuple[str, str], PointRow]:
    """Rows by role and clause."""
    return {(row.role, row.clause): row for row in negotiation_points(findings, "client", "provider", MajorUnits("JPY"), leaving)}


def moved(row: PointRow) -> tuple[Amount | None, ...]:
    """What the proposed words do to the client and to the provider; less than 0 is better for it."""
    assert [one.party for one in row.change] == ["client", "provider"]
    return tuple(one.value for one in row.change)


def test_settling_open_words_costs_what_the_other_reading_would_have_brought() -> None:
    bands = finding("5.1", 0, 600, {"marginally": (0, 0), "to all units": (-600, 600)}, "ambiguous")
    rates = finding("15.6", 30, 54, {"middle": (0, 0), "asked": (30, -30), "none": (-54, 54)}, "ambiguous")
    found = rows(bands, rates)
    assert set(found) == {("give", "5.1"), ("ask", "15.6")}
    give, ask = found["give", "5.1"], found["ask", "15.6"]
    assert (moved(give), give.ratio, give.at_most) == ((600, -600), 1.0, True)
    assert (moved(ask), ask.at_most) == ((-30, 30), True)


def test_a_patch_costs_what_it_moves() -> None:
    (row,) = rows(finding("12.4", 785, -700)).values()
    assert (row.role, moved(row), row.at_most) == ("ask", (-785, 700), False)
    (row,) = rows(finding("5.8", -30, 20)).values()
    assert (row.role, moved(row)) == ("weak spot", (30, -20))


def test_nobody_is_told_to_ask_for_less_of_a_right_of_its_own() -> None:
    right = finding("15.2", 59, 101, {"in a month that fails": (0, 0), "while the count stands": (59, 101)}, "ambiguous")
    assert rows(right, leaving=("15.2",)) == {}
    assert set(rows(right)) == {("ask", "15.2")}


def test_what_moves_most_comes_first_and_a_good_ratio_counts_twice_at_most() -> None:
    found = rows(finding("1", 100, -100), finding("2", 60, 1), finding("3", 5, 1), finding("4", 110, -110))
    assert [clause for _, clause in found] == ["2", "4", "1", "3"]


def test_a_loss_that_lies_with_one_alone_is_not_shifted_for_nothing() -> None:
    (row,) = rows(finding("12.8", 1_340, 0, check="excluded")).values()
    assert (row.role, moved(row), row.at_most) == ("ask", (-1_340, 1_340), True)
    (row,) = rows(finding("3.1", 40, 30)).values()  # as drafted both lose: the better words cost nobody anything
    assert (row.role, moved(row), row.at_most) == ("ask", (-40, 0), False)
