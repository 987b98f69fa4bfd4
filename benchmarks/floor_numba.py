"""The floor: the agreement of `draft.md` as one scalar numba kernel, one life after the other, with the terms compiled in as constants.

It posts and rounds like the others, in int64: every posting is an addition to a column of the life's row in the books. Nobody would write a
product this way (a new draft means a new kernel), so it is not shipped: it shows how much time the arithmetic itself needs. Amounts of this agreement
stay far below 2^62, so bounds are not checked. All tables are lane-major (`tapes.LaneTape`).

The kernel is one function of two hundred lines on purpose. Taken apart into ten it ran 1.2 (by day) to 2.3 times (by month) as long at best, and ten
times where tuples of arrays were handed on, because numba counts references to arrays at every call.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from benchmarks import terms
from benchmarks.compare import EXIT
from benchmarks.tapes import LaneTape, World

from benchmarks.terms import (  # isort: skip
    AT_RISK, BAND_1, BAND_2, CAP_AMOUNT, CAP_RATE, CEILING, CREDIT_1, CREDIT_2, CREDIT_3, CREDIT_4, CRUMB, DAMAGES_AN_HOUR, DAMAGES_AT_MOST, DAY,
    ESCALATE_1, ESCALATE_2, EXERCISED, EXIT_FEE, EXIT_MORNING, FIXED_COST, GAP, HOUR, KEEP_1, KEEP_2, KEEP_3, KEEP_PLAN, LAW_ABOVE,
    LAW_BELOW, LAW_EDGE, LAW_LASTING, LOST_UNIT, MILLION, MISSES, PLAN_MORNING, PRICE_1, PRICE_2, PRICE_3, REDRESS_AN_HOUR,
    REPLACEMENT_PRICE, RESTORE_WITHIN, STEP_IN, STEP_IN_COST, TARGET, TIER_1, TIER_2, TIER_3, TIER_4, TRANSITION, UNIT_COST, WINDOW,
    WORK_AROUND,
)  # fmt: skip

COLUMN: dict[Any, int] = {account: i for i, account in enumerate((*terms.PAID, *terms.WITHHELD))}
_EXIT = len(COLUMN)

# numba compiles globals in as constants; a dict would be looked up.
(
    _CHARGES, _LAW_ONCE, _LAW_LASTS, _CREDITS, _DAMAGES, _STEP_INS, _FEE, _REDRESS, _WAITING, _SERVING, _FIXED,
    _COMPLIANCE_LASTS, _COMPLIANCE, _COMPLIANCE_AFTER, _FINE, _MOVING, _REPLACED, _LOST,
    _NOT_AT_RISK, _OVER_LIMIT, _DAMAGES_CAPPED, _STEP_INS_CAPPED,
) = range(len(COLUMN))  # fmt: skip

_OPEN = 32  # outages of one life open at a month end; more raise an error
_DAYS = 31
_NEVER = np.int64(2**62)

_KEEP_1, _KEEP_2, _KEEP_3, _KEEP_PLAN = KEEP_1[0], KEEP_2[0], KEEP_3[0], KEEP_PLAN[0]  # per cent


@nb.njit(inline="always")
def _percent(amount, rate):  # type: ignore[no-untyped-def]
    """`rate` per cent of an amount that is not negative, half-up."""
    return (2 * amount * rate + 100) // 200


@nb.njit
def _reduced(num, den):  # type: ignore[no-untyped-def]
    """A fraction in lowest terms."""
    a, b = num, den
    while b:
        a, b = b, a % b
    return num // a, den // a


@nb.njit(inline="always")
def _share(amount, num, den):  # type: ignore[no-untyped-def]
    """num/den of an amount that is not negative, half-up."""
    return (2 * amount * num + den) // (2 * den)


@nb.njit
def _respond(start, end, rung, until):  # type: ignore[no-untyped-def]
    """The end of an outage, and the next rung of its ladder, once the responses due up to an instant have fired."""
    if rung == 0 and start + ESCALATE_1 < end and start + ESCALATE_1 <= until:
        end = start + ESCALATE_1 + _percent(end - start - ESCALATE_1, _KEEP_1)
        rung = 1
    if rung == 1 and start + ESCALATE_2 < end and start + ESCALATE_2 <= until:
        end = start + ESCALATE_2 + _percent(end - start - ESCALATE_2, _KEEP_2)
        rung = 2
    if rung == 2 and start + STEP_IN < end and start + STEP_IN <= until:
        end = start + STEP_IN + _percent(end - start - STEP_IN, _KEEP_3)
        rung = 3
    return end, rung


@nb.njit
def _kernel(daily, starts, plan_until, base, capacity, ceiling, per_backlog, stretches, noise_scale, tape, books):  # type: ignore[no-untyped-def]
    months = starts.size - 1
    term_end = starts[months]
    open_start, open_end, open_rung = np.empty(_OPEN, np.int64), np.empty(_OPEN, np.int64), np.empty(_OPEN, np.int64)
    day_down = np.zeros(_DAYS, np.int64)
    charged = np.zeros(12, np.int64)
    for lane in range(tape.decisions.shape[0]):
        book = books[lane]
        noise, decisions = tape.noise[lane], tape.decisions[lane]
        row, last_row = tape.outage_at[lane], tape.outage_at[lane + 1]
        change, last_change = tape.level_at[lane], tape.level_at[lane + 1]
        first_law, last_law = tape.law_at[lane], tape.law_at[lane + 1]
        pull = 0.0
        backlog = stretch = volume_left = demand_left = waiting_left = 0.0
        exit_at, plan, morning, morning_until = term_end, np.int64(-1), _NEVER, np.int64(-1)
        opened, surge, misses = 0, np.int64(0), 0
        num, den, level = np.int64(1), np.int64(1), np.int64(MILLION)
        used = annual = np.int64(0)
        charged[:] = 0
        for month in range(months):
            first, last = starts[month], starts[month + 1]
            days = (last - first) // DAY
            here = first < exit_at
            # --- outages of the month, those carried first: ends, down-time (once where they overlap), damages
            down = damages = over_limit = step_ins = np.int64(0)
            if here:
                stop = min(last, exit_at)
                reached = first
                still = 0
                carried = opened
                while True:
                    if carried > 0:
                        i = opened - carried
                        start, end, rung = open_start[i], open_end[i], open_rung[i]
                        carried -= 1
                    elif row < last_row and tape.start[row] < stop:
                        start, rung = tape.start[row], 0
                        end = tape.raw[row]
                        if start < plan or (start >= morning and start < morning_until):
                            end = _percent(end, _KEEP_PLAN)
                        end += start
                        row += 1
                    else:
                        break
                    if start < morning < last and end > morning:
                        end, rung = _respond(start, end, rung, morning)
                        if end > morning:
                            end = morning + _percent(end - morning, _KEEP_PLAN)
                    if end - start > ESCALATE_1:
                        end, rung = _respond(start, end, rung, last)
                    if end > last and last < exit_at:
                        if still == _OPEN:
                            raise ValueError("too many open outages")
                        open_start[still], open_end[still], open_rung[still] = start, end, rung
                        still += 1
                    else:
                        end = min(end, exit_at)
                        late = end - start - RESTORE_WITHIN
                        if late > 0:
                            amount = (late + HOUR - 1) // HOUR * DAMAGES_AN_HOUR
                            damages += min(amount, DAMAGES_AT_MOST)
                            over_limit += max(amount - DAMAGES_AT_MOST, 0)
                            if end - start > STEP_IN:
                                step_ins += 1
                    begin, end = max(start, reached), min(end, stop)
                    if end > begin:
                        reached = end
                        down += end - begin
                        if daily:
                            day = (begin - first) // DAY
                            while True:
                                midnight = first + (day + 1) * DAY
                                day_down[day] += min(end, midnight) - begin
                                if end <= midnight:
                                    break
                                begin = midnight
                                day += 1
                opened = still
                if morning < last:
                    plan, morning = max(plan, morning_until), _NEVER
            # --- demand and work
            volume = demand = waiting = 0.0
            low = first // DAY
            if daily:
                for day in range(low, low + days):
                    moved = False
                    while change < last_change and tape.level_day[change] == day:
                        surge += tape.level_by[change]
                        change += 1
                        moved = True
                    if moved or day % 7 == 0:
                        pull = max(1.0 + noise_scale * noise[day // 7], 0.0) * ((surge + MILLION) / MILLION)
                    arrivals = base[day] * pull
                    demand += arrivals
                    if day * DAY < exit_at:
                        room = stretch + capacity[day]
                        if day_down[day - low] > 0:
                            room *= (DAY - day_down[day - low]) / DAY
                            day_down[day - low] = 0
                        work = backlog + arrivals
                        done = min(work, room)
                        backlog = work - done
                        volume += done
                        waiting += backlog
                        stretch += (min(backlog * per_backlog, ceiling) - stretch) * stretches
            else:
                surged, since = days * MILLION, low
                while change < last_change and tape.level_day[change] < low + days:
                    surged += surge * (tape.level_day[change] - since)
                    since = tape.level_day[change]
                    surge += tape.level_by[change]
                    change += 1
                surged += surge * (low + days - since)
                demand = base[month] * (max(1.0 + noise_scale * noise[month], 0.0) * (surged / (days * MILLION)))
                if here:
                    work = backlog + demand
                    volume = min(work, (stretch + capacity[month]) * ((last - first - down) / (last - first)))
                    backlog = work - volume
                    waiting = backlog * days
                    stretch += (min(backlog * per_backlog, ceiling) - stretch) * stretches
                    if exit_at < last:
                        part = (exit_at - first) / (last - first)
                        volume *= part
                        waiting *= part
            demand = demand + CRUMB + demand_left
            wanted = np.int64(demand)
            demand_left = demand - wanted - CRUMB
            # --- changes of law
            rule = np.int64(0)
            for law in range(first_law, last_law):
                if tape.force[law] <= first:
                    rule += tape.lasting[law]
                ready = tape.ready[law]
                if first < ready <= last:
                    cost = tape.cost[law]
                    book[_FINE] += tape.fine[law]
                    if ready <= exit_at:
                        book[_COMPLIANCE] += cost
                        book[_LAW_ONCE] += _percent(min(cost, LAW_EDGE), LAW_BELOW) + _percent(max(cost - LAW_EDGE, 0), LAW_ABOVE)
                    else:
                        book[_COMPLIANCE_AFTER] += cost
            if here:
                # --- the invoice
                served = min(exit_at, last) - first
                volume = volume + CRUMB + volume_left
                units = np.int64(volume)
                volume_left = volume - units - CRUMB
                waiting = waiting + CRUMB + waiting_left
                waited = np.int64(waiting)
                waiting_left = waiting - waited - CRUMB
                owed = units * PRICE_1 + max(units - BAND_1, 0) * (PRICE_2 - PRICE_1) + max(units - BAND_2, 0) * (PRICE_3 - PRICE_2)
                charge = _share(owed, num, den)
                book[_CHARGES] += charge
                availability = (served - down) / served
                rate = 0
                if availability < TIER_4:
                    rate = CREDIT_4
                elif availability < TIER_3:
                    rate = CREDIT_3
                elif availability < TIER_2:
                    rate = CREDIT_2
                elif availability < TIER_1:
                    rate = CREDIT_1
                earned = _percent(charge, rate)
                credit = min(earned, _percent(charge, AT_RISK))
                book[_CREDITS] += credit
                book[_NOT_AT_RISK] += earned - credit
                dearer = _percent(units * rule, 1)
                book[_LAW_LASTS] += _percent(dearer, LAW_LASTING)
                # --- claims under the cap
                book[_OVER_LIMIT] += over_limit
                damages = max(damages - credit, 0)
                step_ins *= STEP_IN_COST
                if month % 12 == 0:
                    used = np.int64(0)
                annual += charge - charged[month % 12]
                charged[month % 12] = charge
                year = annual if month >= 11 else _share(annual, 12, month + 1)
                room_left = max(max(_percent(year, CAP_RATE), CAP_AMOUNT) - used, 0)
                claimed = damages + step_ins
                if claimed > 0:
                    allowed = min(claimed, room_left)
                    used += allowed
                    paid = damages * allowed // claimed
                    rest = 2 * (damages * allowed - paid * claimed)
                    if rest > claimed or (rest == claimed and damages >= step_ins):
                        paid += 1  # the unit left over, by largest remainder
                    book[_DAMAGES] += paid
                    book[_STEP_INS] += allowed - paid
                    book[_DAMAGES_CAPPED] += damages - paid
                    book[_STEP_INS_CAPPED] += step_ins - (allowed - paid)
                # --- each party's own money
                book[_REDRESS] += _share(down, REDRESS_AN_HOUR, HOUR)
                book[_WAITING] += waited * WORK_AROUND
                book[_SERVING] += units * UNIT_COST
                book[_FIXED] += FIXED_COST if served == last - first else _share(served, FIXED_COST, last - first)
                book[_COMPLIANCE_LASTS] += dearer
                # --- rights
                missed = availability < TARGET
                misses = ((misses << 1) | missed) & ((1 << WINDOW) - 1)
                if missed and exit_at > last:
                    morning, morning_until = last + PLAN_MORNING, plan_until[month]
                    count, bits = 0, misses
                    while bits:
                        count += bits & 1
                        bits >>= 1
                    if count >= MISSES and decisions[month] < EXERCISED:
                        book[_FEE] += EXIT_FEE
                        exit_at = min(exit_at, last + EXIT_MORNING)
                if (month + 1) % 12 == 0 and last < term_end:
                    # An exact fraction: two moves of one agreement stay within 64 bits.
                    read = tape.series[lane, (month + 1) // 12]
                    over, under = read, level
                    if read * MILLION > level * (MILLION + CEILING):
                        over, under = np.int64(MILLION + CEILING), np.int64(MILLION)
                    elif read <= level:
                        over, under = np.int64(1), np.int64(1)
                    level = read
                    num, under = _reduced(num, under)
                    num, den = _reduced(num * over, den * under)
            if exit_at <= last and exit_at < term_end:
                if exit_at > first:
                    book[_MOVING] += TRANSITION
                back = exit_at + GAP
                book[_REPLACED] += _share(wanted, max(last - max(back, first), 0), last - first) * REPLACEMENT_PRICE
                book[_LOST] += _share(wanted, max(min(back, last) - max(exit_at, first), 0), last - first) * LOST_UNIT
        book[_EXIT] = exit_at


def play(world: World, tape: LaneTape) -> NDArray[np.int64]:
    """Books of all lives: (lanes, accounts + 1) int64, a column for each account paid and withheld (COLUMN), the last one the instant of exit."""
    books = np.zeros((tape.decisions.shape[0], _EXIT + 1), np.int64)
    _kernel(
        world.daily, np.array(world.starts), np.array(world.plan_until), np.array(world.base), np.array(world.capacity),
        world.ceiling, world.per_backlog, world.stretches, world.noise, tape, books,
    )  # fmt: skip
    return books


def columns(books: NDArray[np.int64]) -> dict[Any, NDArray[np.int64]]:
    """The books as a column for each account, for comparison."""
    return {account: books[:, i] for account, i in COLUMN.items()} | {EXIT: books[:, _EXIT]}
