"""A month end, in the order in which both drivers run it: the month is opened, the clauses act, the parties' own books are written and closed.

Before it a driver has counted the month's time and work, and between opening and acting it adds up the events that are over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.contract.rules.rulebook import Rulebook
from wargame.core.account import ECONOMICS
from wargame.core.events import Stage
from wargame.core.problem import BadInput, BadValue, Place, Problem
from wargame.core.vocabulary import Value
from wargame.simulation.desk.claims import failed_by_now, settle
from wargame.simulation.desk.memory import periods_starting
from wargame.simulation.desk.quantities import Sums
from wargame.world.scenario.economics import DeskAfter

if TYPE_CHECKING:
    from wargame.simulation.desk.driver import Driver


def open_month(driver: Driver, month: int, served: Value, exit_at: Value, sums: Sums) -> None:
    """Begin a month end: `served` seconds of the month, the instant at which the agreement ends, and what services did."""
    driver.memory.renew(periods_starting(driver.rules.calendar, driver.starts, month))
    driver.desk.open(month, driver.starts[month], driver.starts[month + 1], served, exit_at)
    driver.quantities.add(sums)
    failed_by_now(driver)


def run_acts(driver: Driver) -> None:
    """Let every clause act, in the order of the rulebook. What is due is settled before the first that acts at SETTLE or later; what these, such as
    rights, make due enters the next settlement."""
    desk, shadows, settled, decided = driver.desk, driver.shadows, False, False
    for act in driver.rules.acts:
        if act.stage >= Stage.RIGHTS and act.again and not decided:
            driver.decide()
            decided = True
        if act.stage >= Stage.SETTLE and not settled:
            settle(driver, desk.last)
            settled = True
        desk.turn_to(act.clause)
        try:
            if shadows is not None:
                shadows.at_month_end(act)
            act.run(desk)
        except (OverflowError, BadValue) as error:
            raise exact_range_error(driver.rules, act.clause, error) from error
    if not decided:
        driver.decide()
    settle(driver, driver.invoices[desk.index + 1] if settled else desk.last)


def close_books(driver: Driver, left: DeskAfter | None) -> None:
    """Write what each party spends and loses of its own; `left` is the desk of those whose agreement has ended early, None where none has."""
    desk = driver.desk
    desk.turn_to(ECONOMICS)
    driver.economics.on_month_end(desk)
    if desk.parts.ends:
        driver.economics.after_parts(desk, desk.parts.ends)
    if left is not None:
        driver.economics.after_exit(left)
    if desk.books is not None:
        desk.books.close(desk.seconds)


def exact_range_error(rules: Rulebook, clause: str, error: OverflowError | BadValue) -> BadInput:
    """The refusal of a run in which the rule of a clause met a sum or a date beyond the exact range."""
    place = rules.draft.provision(clause).place if clause in rules.draft.numbers else Place(rules.draft.path, 0, 0)
    hint = "check the figures of this clause, and those of the scenario that it is multiplied with"
    return BadInput([Problem("X009", place, f"{clause} comes to a figure or a date that is beyond what is computed exactly: {error}", hint)])
