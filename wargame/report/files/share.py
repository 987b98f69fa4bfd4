"""What may leave the house: the draft's words, the questions they leave open, and the contract's own flows; no party's private economics.

The lives of a shared copy are played as if nobody used a right and everybody paid, notified and was paid in time (`RunSpec.shared`): how parties
behave could else be told from how long agreements last, and so from any amount at all. Left out are losses (they hold each party's own costs),
differences between losses, their parts, tolerances, asks, cash, every input marked private, fingerprints of scenarios, lives told, and how often the
agreement ends (that is behaviour). What a clause moves is kept, unless its rule reads what a party loses or spends: then that amount would tell it.
Of the figures in a finding's message those stay that the draft holds; what was found by playing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wargame.analysis.findings.check import look_over
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.findings.register import message_of, parts_of
from wargame.analysis.tables.clauses import ClauseRow
from wargame.analysis.tables.facts import ProvenanceRow
from wargame.analysis.tables.findings import FindingRow
from wargame.analysis.tables.row import ABSENT
from wargame.analysis.tables.summary import Summary
from wargame.contract.parts.bases import CREDITS
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.roles import Role
from wargame.contract.rules.rulebook import Rulebook, number_key
from wargame.core.events import Stage
from wargame.core.finding import SEVERITIES, Finding

PRIVATE_FACTS = frozenset({"loss", "cost_of_serving", "lasting_cost"})
PRIVATE_EVENTS = frozenset({"exit", "late payment", "lapse", "failure to pay"})  # they happen as people behave
NOT_SHOWN = "not shown: it would tell what is a party’s own"


def shareable(summary: Summary, rules: Sequence[Rulebook]) -> Summary:
    """The summary without anything private. `rules` are those of every variant, to tell which clauses read private facts. A table that is not named
    here is empty in it, whoever adds one."""
    tainted = clauses_that_tell(rules)
    said = {(one.check, one.clause) for one in look_over(Evidence(rules[0]))} if rules else set()
    return Summary(
        title=summary.title,
        currency=summary.currency,
        parties=summary.parties,
        futures=summary.futures,
        scenarios=summary.scenarios,
        variants=summary.variants,
        readings=summary.readings,
        # That such a clause is never woken, or cuts what is claimed, is known from lives alone, and tells what a party lost or did.
        findings=tuple(_finding(one) for one in summary.findings if one.clause not in tainted or (one.check, one.clause) in said),
        clauses=tuple(_clause(row, row.clause in tainted) for row in summary.clauses),
        waterfall=tuple(row for row in summary.waterfall if row.step in ("moved", "withheld") and row.clause and row.clause not in tainted),
        coverage=tuple(row for row in summary.coverage if row.event not in PRIVATE_EVENTS),
        not_played=summary.not_played,
        # A witness is somebody's worst life; how a party staffs a service, and so what waits in it, is its own unless it says otherwise.
        world=tuple(replace(row, witness=None) for row in summary.world if not row.private),
        default_law=tuple(replace(row, paid_mean=None, withheld_mean=None) for row in summary.default_law),
        constructions=summary.constructions,
        assumptions=tuple(row for row in summary.assumptions if not row.private),
        provenance=_provenance(summary),
    )


def found_by_all(evidence: Evidence, rules: Sequence[Rulebook]) -> list[Finding]:
    """The findings of a shared copy, in an order that tells no amount: by severity, then as the draft has them. What a party spends or loses is not
    looked at, else which findings there are, how severe they are and which comes first would tell of it; for the same reason none is priced."""
    found = look_over(evidence.without(clauses_that_tell(rules)))
    return sorted(found, key=lambda one: (-SEVERITIES.index(one.severity), number_key(one.clause), one.check, one.id))


def clauses_that_tell(rules: Iterable[Rulebook]) -> frozenset[str]:
    """The numbers of clauses whose amounts would tell what a party loses, spends or how it behaves: their rules read it, or they come after
    those that do."""
    found: set[str] = set()
    for book in rules:
        reading = {one.number for one in book.clauses if "regulation" in one.listens or any(read.fact in PRIVATE_FACTS for read in one.reads())}
        found |= reading | {one.number for one in book.clauses if one.grants() or Role.AFTER_EXIT in one.roles_of(one.terms)}
        if reading:
            # They share caps, set-off and late payment with every other claim, so that what is left of those would tell as well.
            first = Stage.CREDIT if any(_limits_credits(one) for one in book.clauses) else Stage.DAMAGES
            found |= {one.number for one in book.clauses if one.stage >= first}
    return frozenset(found)


def _limits_credits(one: Clause) -> bool:
    """Whether a clause is a limit that credits share with damages."""
    return one.stage == Stage.CAP and not CREDITS.isdisjoint(one.limits_heads())


def _clause(row: ClauseRow, tells: bool) -> ClauseRow:
    if tells:
        return replace(row, fired=None, paid_mean=None, withheld_mean=None, ends=ABSENT, note=NOT_SHOWN)
    return replace(row, ends=ABSENT)


def _finding(one: FindingRow) -> FindingRow:
    own = one.event in PRIVATE_EVENTS
    said = message_of(one.message_parts)
    return replace(
        one, message=said.shown(played=False), message_parts=parts_of(said, played=False), mean=None, tvar95=None,
        reason="amounts are not shown in this copy", frequency=None if own or one.check != "silent" else one.frequency, witness=None, money=(),
        fan=(), patch=None,
    )  # fmt: skip


def _provenance(summary: Summary) -> ProvenanceRow:
    """Without the fingerprints of scenarios: whoever knows all but one input could try what that one must be."""
    said = summary.provenance
    named = ("draft", *(f"variant {name}" for name in summary.variants))
    hashes = {} if said.sha256 is ABSENT else said.sha256
    return replace(said, sha256={name: value for name, value in hashes.items() if name in named})
