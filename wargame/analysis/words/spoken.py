"""Whether the words of a clause answer the question that a construction puts, so that it is open in the terms alone.

A reader of `for each hour or part of an hour` has no doubt what a begun hour counts, whatever the terms beside it leave out. Each construction has
the expressions with which drafts usually decide it; where one stands in the clause the words are not open. `RARE` are questions that hardly any
draft answers in words and that have one plain reading: they are worth a reader's time only if they move much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from wargame.contract.text.draft import Provision

_SAYS: dict[str, str] = {
    "boundary": r"\b(?:below|less than|under|fewer than|at least|or (?:more|less|above|below)|exceed\w*|short of)\b",
    "bands_apply": r"\b(?:each|every|for any|for) (?:further|additional|extra)\b|\bin excess\b|\bbeyond (?:that|them|those)\b|\bto all\b"
    r"|\bfor all\b"
    r"|\ball (?:units|calls|cases)\b|\bwhole volume\b|\bmarginal\w*|\bincremental\w*|\bto each change\b|\beach change\b",
    "clock": r"\b(?:of|from|after|since|by) (?:the |its |their |such |any |first )?(?:moment |time )?(?:of )?(?:the |its )?(?:start"
    r"|beginning|began|begins|occurrence"
    r"|occurring|commencement|onset|outset|detection|discovery|notice|notification|being (?:reported|detected|notified)|report|call|logging)"
    r"|\bcounted from\b|\b(?:it|which) (?:occurs|occurred|begins|began|is detected|is reported)\b"
    r"|\bhas (?:begun|been (?:detected|reported|notified|logged))\b",
    "part_periods": r"\bor (?:any )?part\b|\bpart of (?:an?|any|the)\b|\bfraction\w*|\bpro[- ]rata\b|\bin proportion\b|\bcomplete(?:d)?\b"
    r"|\bbegun\b|\bcommenced\b"
    r"|\b(?:full|whole|entire) (?:hours?|days?|weeks?|months?|periods?)\b",
    "credits": r"\bcredits?\b",
    "overlapping_outages": r"\boverlap\w*|\bcoincid\w*|\bcounted (?:only )?once\b|\bat the same time\b|\bconcurrent\w*|\bsimultaneous\w*"
    r"|\badded together\b",
    "planned_work": r"\b(?:service|agreed|available|measured) (?:time|hours)\b[^.]*\b(?:less|exclud\w+|without|net of)\b|\bwhether or not\b",
    "longer_outages": r"\bin excess\b|\bbeyond (?:that|it|this)\b|\bfrom (?:the|its) (?:start|beginning|first minute)\b|\bin full\b",
    "precision": r"\bround\w*|\bdecimal|\bexact\w*",
    "target_itself": r"\b(?:at least|not less than|no less than|not below|no lower than|or (?:more|better|above)|not exceed|at most"
    r"|more than|exceed\w*)\b",
    "excused_month": r"\bcounts? as\b|\bdisregard\w*|\bleft out\b|\bskipped\b|\bnot (?:be )?counted?\b",
    "charges_of": r"\bpreceding\b|\bprevious\b|\bprior\b|\blast (?:12|twelve)\b|\bto date\b|\bunder this agreement\b|\bof the affected\b|\btotal\b"
    r"|\ball (?:the )?(?:charges|fees)\b|\bbase fee\b|\bfor (?:that|the) (?:\w+ )?service\b",
    "at_risk_base": r"\bbefore (?:any|all|the|such)? ?(?:credit|deduction|service credit)s?\b|\bnet of\b"
    r"|\bafter (?:any |all )?(?:service )?credits\b",
    "several_levels": r"\beach (?:is|shall be|of them)\b|\bseveral\b|\bmore than one\b|\bhighest\b|\bcumulat\w*|\bonly (?:once|one)\b",
    "resets": r"\b(?:contract|calendar|agreement|any|each|every|a|rolling) year\b|\b(?:12|twelve)[- ]months?\b|\bterm\b"
    r"|\b(?:any one|each|per|single) (?:claim|event)\b"
    r"|\bin aggregate\b|\bannual\w*|\bper annum\b|\bin total\b",
    "basis": r"\bpaid\b|\bpayable\b",
    "service_credits": r"\bservice credits?\b|\bcredits\b",
    "indemnities": r"\bindemni\w+|\bhowever (?:arising|caused)\b|\bof (?:any|every) kind\b|\btotal liability\b|\baggregate liability\b",
    "heads": r"\btotal\b|\baggregate\b|\btogether\b|\ball claims\b|\bhowever many\b|\beach head\b",
    "order": r"\bset[- ]?off\b|\bset against\b|\bbefore anything\b|\bnet\b",
    "right_arises": r"\bmay\b[^.]*\b(?:within|while|at any time|in (?:the|that|any|such|which) month|no later than|so long as)\b[^.]*\bterminat"
    r"|\bterminat\w+\b[^.]*\b(?:at any time|thereafter|while|within (?:\d+|[a-z]+) (?:days|months|weeks)|no later than|so long as)\b",
    "unused_right": r"\bwhile it lasts\b|\bwithin\b[^.]*\bof (?:that|the)\b|\blaps\w+|\bat any time\b",
    "fault": r"\b(?:failures?|fault|default|breach|negligen\w+|not performing|non-performance|acts? (?:or|and) omissions?|answers)\b|\bcaused by\b",
    "accrues": r"\bsimple\b|\bcompound\w*|\brests?\b",
    "interest_on": r"\b(?:balance|net|outstanding|unpaid|overdue|left of)\b|\bless (?:any )?(?:service )?credits\b",
    "limit_applies": r"\b(?:in )?(?:any|each|every|a|one|per) (?:one )?(?:contract )?(?:year|annum)\b|\bcumulativ\w*|\bover the term\b|\bannual\w*",
    "method": r"\bas last adjusted\b|\bthen[- ]current\b|\b(?:preceding|previous|last|prior) (?:year|adjustment|anniversary)\b"
    r"|\bbase (?:date|month|index|level)\b"
    r"|\bover the (?:preceding|previous|last|prior)\b|\bof the year before\b",
    "fee_as_at": r"\bnotice is given\b|\bdate of (?:the )?(?:notice|termination|exit)\b|\btakes effect\b|\b(?:term|agreement) ends\b"
    r"|\bterminat\w+ (?:in|during|within|before|after)\b",
    "counted_from": r"\bfrom the (?:edge|baseline)\b|\bbeyond (?:the|that) (?:edge|band)\b|\babove that band\b|\boutside (?:the|that) band\b",
    "beyond_band": r"\bexcess\b|\bbeyond that band\b|\bwhole (?:move|change|movement)\b|\bwhat lies beyond\b",
    "band_from": r"\bat the effective date\b|\bbase rate\b|\blast (?:reset|adjust\w+)\b",
    "late_notice": r"\b(?:lost|loses|lapses?|barred|waived|forfeit\w*|extinguish\w*|condition precedent|no bar|not prejudice|failing which)\b",
    "nature": r"\bsole\b|\bexclusive\b|\bonly remed|\bwithout prejudice\b|\bcumulative\b",
    "when": r"\bindirect\b|\beven (?:if|where|when)\b|\bwhether direct\b|\bdirect or indirect\b",
    "wasted_expenditure": r"\bwasted\b",
    "sums": r"\bliquidated\b|\bany (?:sum|claim|amount)\b",
    "charges": r"\babat\w+|\bcharges (?:continue|remain|are not|shall not)\b",
    "objective_runs": r"\b(?:of|from) (?:the |its )?(?:start|beginning|outage|disaster|invocation|invoking|declaration)\b",
    "mandatory_changes": r"\bchange in law\b|\blaw demands\b|\bmandatory\b|\bregulatory\b",
    "earlier_credits": r"\bcredits?\b",
    "charges_count": r"\bbefore (?:any )?(?:service )?credits?\b|\bafter (?:any )?(?:service )?credits?\b|\bnet\b|\bgross\b",
    "what_cures": r"\bcured (?:by|if|when)\b|\bmonth that meets\b|\bmeets the level\b",
    "loss_of_bargain": r"\bremaining term\b|\bloss of bargain\b|\bnothing (?:more|further|for)\b",
}
RARE = frozenset(
    (
        "precision", "window_moves", "low_volume_rule", "fee_between_steps", "at_a_boundary", "earliest_is_of", "allotment", "count_after_credit",
        "last_invoice", "invoice", "part_points", "order", "heads", "basis", "overlapping_outages",
    )
)  # fmt: skip


def spoken(name: str, provision: Provision, others: Iterable[Provision] = ()) -> bool:
    """Whether words decide a construction: the clause's own, or those of `others` that speak for the whole agreement (provisions without terms)."""
    pattern = _SAYS.get(name)
    if pattern is None:
        return False
    if re.search(pattern, _flat(provision), re.I):
        return True
    general = (_flat(one) for one in others if one.terms_none and name in ("precision", "overlapping_outages"))
    return any(re.search(pattern, text, re.I) and re.search(r"\blevels?\b|\boutages?\b", text, re.I) for text in general)


def _flat(provision: Provision) -> str:
    return " ".join(provision.text.split())
