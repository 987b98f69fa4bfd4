"""An agreement and a history in, every posting between the parties out: by dates and exact fractions, from the documentation alone."""

from __future__ import annotations

from datetime import datetime

from tests.oracle import charges, credits, damages, exits, indices, levels, rewards
from tests.oracle.life import Life
from tests.oracle.reader import Agreement
from tests.oracle.world import History

Row = tuple[datetime, str, str]

STAGES = (
    {"indexation": indices.indexation},
    {
        "fixed_charge": charges.fixed_charge,
        "unit_charge": charges.unit_charge,
        "arc_rrc": charges.arc_rrc,
        "milestone_payment": charges.milestone_payment,
    },
    {"rate_reset": indices.rate_reset, "currency_adjustment": indices.currency_adjustment},
    {"service_level": levels.service_level},
    {
        "service_credit": credits.service_credit,
        "service_points": credits.service_points,
        "credit_pool": credits.credit_pool,
    },
    {"earn_back": rewards.earn_back},
    {
        "liquidated_damages": damages.liquidated_damages,
        "bonus": rewards.bonus,
        "minimum_commitment": rewards.minimum_commitment,
        "gain_share": rewards.gain_share,
    },
    {"termination_convenience": exits.give},
    {"termination_convenience": exits.pay},
    {"liability_cap": damages.liability_cap},
    {"credit_excess": credits.credit_excess},
    {"payment_terms": damages.interest},
    {"set_off": damages.set_off},
)
KINDS = frozenset(kind for stage in STAGES for kind in stage)


def evaluate(agreement: Agreement, history: History) -> dict[Row, int]:
    """Postings by date, clause and head, in minor units: above 0 from the client to the provider, below 0 back. What is nil is left out."""
    life = Life(agreement, history)
    for month in range(1, agreement.term + 1):
        credits.arrive(life, month)
        for stage in STAGES:
            for clause, terms in agreement.of_kind(*stage):
                stage[terms["kind"]](life, clause, terms, month)
        damages.settle(life)
        if life.is_exit_month(month):
            break
    return {row: amount for row, amount in life.postings.items() if amount}
