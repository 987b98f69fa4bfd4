"""Bonus, earn-back, minimum commitment and gain-share (their pages)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.oracle.bases import counted
from tests.oracle.charges import PERIODS
from tests.oracle.life import Life
from tests.oracle.quantities import half_up, minor, share


def bonus(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Pay for the highest step that attainment reaches, within the year's limit, less credits that nothing has made good."""
    result = life.memory[terms["service level"], "result"]
    state = life.memory.setdefault((clause, "year"), {"paid": 0, "open": 0})
    if (month - 1) % 12 == 0:
        state["paid"] = state["open"] = 0
    state["open"] += sum(sum(parts.values()) for (_, when), parts in life.credited.items() if when == month)
    reached = [step for step in terms["steps"] if result and result[0] >= share(step["at least"])]
    amount = 0
    if reached:
        step = max(reached, key=lambda row: share(row["at least"]))
        amount = half_up(max(0, counted(life, terms, month)) * share(step["share"])) if "share" in step else half_up(minor(step["amount"]))
    if terms.get("earlier credits") == "are deducted":
        deducted = min(amount, state["open"])
        state["open"] -= deducted
        amount -= deducted
    if "limit" in terms:
        amount = min(amount, half_up(minor(terms["limit"])) - state["paid"])
    state["paid"] += amount
    life.line(clause, "bonus", month, amount)


def earn_back(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Pay credits back once the level was met in each of so many months after them."""
    result = life.memory[terms["service level"], "result"]
    state = life.memory.setdefault((clause, "open"), {"credits": {}, "clean": 0})
    given = sum(life.credited.get((terms["credits"], month), {}).values())
    if result and result[1]:
        state["clean"] = 0
        if terms.get("interrupted", "only the last credit") == "only the last credit":
            state["credits"].clear()
        state["credits"][month] = given
    elif result:
        state["clean"] += 1
    amount = 0
    if state["clean"] == int(terms["clean months"]):
        amount = sum(state["credits"].values())
        state["credits"].clear()
    life.line(clause, "earn-back", month, amount)


def minimum_commitment(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Charge the share payable of what a period's charges fall short of its minimum."""
    size = PERIODS[terms.get("per", "contract year")]
    if month % size and not life.is_last(month):
        return
    months = range(month - (month - 1) % size, month + 1)
    whole = half_up(minor(terms["minimum"]))
    ends = [half_up(Fraction(whole * k, size)) for k in range(size + 1)]
    parts = [half_up((ends[k + 1] - ends[k]) * life.served(m)) for k, m in enumerate(months)]
    least = half_up(sum(parts) * life.factor(terms))
    charges = sum(counted(life, terms, m, clauses=terms.get("counts")) for m in months)
    if terms.get("charges count") == "after credits":
        charges -= sum(life.credits_on(m) for m in months)
    carried = life.memory.get((clause, "carried"), 0)
    if terms.get("carry forward") == "excess":
        life.memory[clause, "carried"] = max(0, charges + carried - least)
    short = max(0, least - charges - carried)
    life.line(clause, "minimum commitment", month, half_up(short * share(terms.get("payable", "100 %"))))


def gain_share(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Share what a period's charges stay below a target, or exceed it by (charges as the measure)."""
    size = 12 if terms.get("per", "contract year") == "contract year" else life.agreement.term
    if month % size and not life.is_last(month):
        return
    months = range(month - (month - 1) % size, month + 1)
    whole = minor(terms["target"])
    target = half_up(whole) if len(months) == size else half_up(whole * len(months) / size)
    charges = sum(counted(life, terms, m) for m in months)
    if terms.get("charges count") == "after credits":
        charges -= sum(life.credits_on(m) for m in months)
    gap, edge = target - charges, half_up(target * share(terms.get("threshold", "0 %")))
    if abs(gap) <= edge:
        return
    size_of = abs(gap) - (edge if terms.get("threshold shares") == "the excess only" else 0)
    amount = half_up(size_of * share(terms.get("under" if gap > 0 else "over", "0 %")))
    if "ceiling" in terms:
        whole = minor(terms["ceiling"])
        amount = min(amount, half_up(whole) if len(months) == size else half_up(whole * len(months) / size))
    life.line(clause, "gain share", month, amount if gap > 0 else -amount)
