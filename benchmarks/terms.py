"""The agreement of `draft.md` and the economics of `world.yaml`, written out by hand for the two peers, as one would for a model of this one deal.

Money is in pence, time in whole seconds, a rate is a pair (numerator, denominator). That the figures are those of the draft is what the comparison
with the engine shows: one wrong figure and the books differ.
"""

from __future__ import annotations

HOUR, DAY = 3_600, 86_400
MILLION = 1_000_000
CRUMB = 2.0**-20  # of a unit, added before a month's quantity is cut to whole units and the remainder carried

# 5.1 Call charge, 5.2 Indexation
PRICE_1, PRICE_2, PRICE_3 = 420, 390, 360
BAND_1, BAND_2 = 80_000, 120_000
CEILING = 40_000  # millionths a year; the floor is 0

# 8.1 Availability, 8.2 Service credits
TARGET = 0.993
TIER_1, TIER_2, TIER_3, TIER_4 = 0.995, 0.99, 0.985, 0.975
CREDIT_1, CREDIT_2, CREDIT_3, CREDIT_4 = 2, 5, 8, 12  # per cent of the month's charges
AT_RISK = 10  # per cent

# 9.1 Liquidated damages
RESTORE_WITHIN = 4 * HOUR
DAMAGES_AN_HOUR = 900_000
DAMAGES_AT_MOST = 26_000_000

# 10.1 Escalation and step-in: after so long, this share of what is left remains
ESCALATE_1, KEEP_1 = 4 * HOUR, (80, 100)
ESCALATE_2, KEEP_2 = 12 * HOUR, (90, 100)
STEP_IN, KEEP_3 = 24 * HOUR, (50, 100)
STEP_IN_COST = 2_500_000

# 12.1 Liability cap
CAP_AMOUNT = 10_000_000
CAP_RATE = 2  # per cent of annual charges

# 14.1 Change in law
LAW_EDGE = 20_000_000
LAW_BELOW, LAW_ABOVE, LAW_LASTING = 50, 80, 50  # the client's part, per cent

# 15.1 Chronic failure: a notice is delivered on the first morning after its instant
MISSES, WINDOW = 3, 6
PLAN_MORNING = 11 * DAY
KEEP_PLAN = (85, 100)
EXIT_MORNING = 21 * DAY
EXIT_FEE = 5_000_000
EXERCISED = 0.5

# Economics
REDRESS_AN_HOUR = 600_000
WORK_AROUND = 50
UNIT_COST = 310
FIXED_COST = 4_000_000
GAP = 20 * DAY
TRANSITION = 40_000_000
REPLACEMENT_PRICE = 490
LOST_UNIT = 200

# Accounts: clause, head, payer, payee, cause; and for money withheld, why.
CHARGES = ("5.1", "charges", "client", "provider", "volume")
LAW_ONCE = ("14.1", "change in law", "client", "provider", "regulation")
LAW_LASTS = ("14.1", "change in law", "client", "provider", "lasting cost of regulation")
CREDITS = ("8.2", "service credits", "provider", "client", "outage")
DAMAGES = ("9.1", "liquidated damages", "provider", "client", "outage")
STEP_INS = ("10.1", "step-in costs", "provider", "client", "outage")
FEE = ("15.1", "termination fee", "client", "provider", "chronic failure")
REDRESS = ("economics", "customer redress", "client", "outside", "outage")
WAITING = ("economics", "work-around", "client", "outside", "backlog")
SERVING = ("economics", "cost of serving", "provider", "outside", "volume")
FIXED = ("economics", "fixed cost", "provider", "outside", "time")
COMPLIANCE_LASTS = ("economics", "cost of compliance", "provider", "outside", "lasting cost of regulation")
COMPLIANCE = ("economics", "cost of compliance", "provider", "outside", "regulation")
COMPLIANCE_AFTER = ("economics", "cost of compliance", "client", "outside", "regulation")
FINE = ("economics", "regulatory fine", "client", "outside", "regulation")
MOVING = ("economics", "transition", "client", "outside", "exit")
REPLACED = ("economics", "replacement service", "client", "outside", "exit")
LOST = ("economics", "service lost in the gap", "client", "outside", "exit")
PAID = (
    CHARGES, LAW_ONCE, LAW_LASTS, CREDITS, DAMAGES, STEP_INS, FEE, REDRESS, WAITING, SERVING, FIXED,
    COMPLIANCE_LASTS, COMPLIANCE, COMPLIANCE_AFTER, FINE, MOVING, REPLACED, LOST,
)  # fmt: skip

NOT_AT_RISK = (CREDITS, "above the at-risk amount")
OVER_LIMIT = (DAMAGES, "above the limit of one outage")
DAMAGES_CAPPED = (DAMAGES, "above the liability cap of 12.1")
STEP_INS_CAPPED = (STEP_INS, "above the liability cap of 12.1")
WITHHELD = (NOT_AT_RISK, OVER_LIMIT, DAMAGES_CAPPED, STEP_INS_CAPPED)
