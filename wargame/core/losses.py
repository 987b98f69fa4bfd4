"""Heads of loss: the words under which a client's losses are asked for, excluded and limited.

A scenario may use any head; these are the usual ones, with whether a loss of that head usually flows directly from a failure of service (the first
limb of Hadley v Baxendale) or only from special circumstances (the second). A head that is not listed is taken for direct.
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Head(NamedTuple):
    """A head of loss in words, and how it usually flows from a failure."""

    name: str
    flows: Literal["directly", "indirectly"]
    words: str


WASTED = "wasted expenditure"
FINE = "regulatory fine"
USUAL_HEADS = (
    Head("re-performance", "directly", "doing again what was done wrong"),
    Head("work-around", "directly", "keeping business going meanwhile, internal staff included"),
    Head("re-procurement", "directly", "what a replacement costs above the charges"),
    Head("data restoration", "directly", "bringing data back"),
    Head("customer redress", "directly", "making the client's customers whole"),
    Head(FINE, "directly", "what a regulator imposes"),
    Head("remediation and notification", "directly", "telling and mending after a breach of data"),
    Head(WASTED, "directly", "money spent in vain because the service failed"),
    Head("stranded charges", "directly", "charges to others that run on unused"),
    Head("profit and revenue", "directly", "profit or revenue not earned"),
    Head("anticipated savings", "directly", "savings that the agreement was to bring"),
    Head("goodwill", "indirectly", "custom that stays away"),
    Head("reputation", "indirectly", "standing with the public"),
    Head("loss of business", "indirectly", "business with third parties that special circumstances had in view"),
)
INDIRECT = frozenset(head.name for head in USUAL_HEADS if head.flows == "indirectly")
# Heads under which data that are lost, or seen by those who should not, cost the client something.
OF_A_BREACH = frozenset(
    {"data restoration", "customer redress", FINE, "remediation", "remediation and notification", "goodwill", "reputation", "profit and revenue"}
)
