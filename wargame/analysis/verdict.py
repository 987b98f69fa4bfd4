"""Five plain lines that say what a run came to, for the terminal and for the head of the report.

They state facts about wording and money. Amounts are rounded to three significant figures, because n futures support no more.
"""

from __future__ import annotations

from wargame.analysis.findings.silence import SILENT, UNSPOKEN
from wargame.analysis.tables.exposure import MeasureName
from wargame.analysis.tables.facts import PartyRow, ProvenanceRow
from wargame.analysis.tables.row import ABSENT, Amount
from wargame.analysis.tables.summary import Summary
from wargame.contract.rules.kinds import price_kinds
from wargame.contract.rules.readings import ADVERSE, BASE_READING
from wargame.core.words import in_percent, joined, many, midway, sentence
from wargame.simulation.run.budget import ALL


def verdict(summary: Summary) -> list[str]:
    """What was played · what each party stands to lose · which clauses carry the money · where the draft is silent · which variant
    helps whom · what was left, where anything was."""
    return [_played(summary), _at_stake(summary), _clauses(summary), _silent(summary), _variants(summary), *_left(summary.provenance)]


def first_lines(summary: Summary) -> list[str]:
    """What can be said before open words are interpreted and findings priced: what each party stands to lose, which clauses carry the money, how
    many lives end early. Of the current draft alone."""
    return [_at_stake(summary), _clauses(summary), _variants(summary)]


def about(amount: float, currency: str) -> str:
    """`GBP 1.23 million`, `GBP 45,600`, `GBP 0`: three significant figures, exact halves away from 0."""
    sign = "−" if amount < 0 else ""
    digits = max(len(str(int(abs(amount)))) - 3, 0)
    size = int(abs(amount) / 10**digits + 0.5) * 10**digits
    for unit, word in ((10**9, "billion"), (10**6, "million")):
        if size >= unit:
            return f"{currency} {sign}{size / unit:.{2 if size < 10 * unit else 1 if size < 100 * unit else 0}f} {word}"
    return f"{currency} {sign if size else ''}{size:,}"


def name_of(summary: Summary, party: str) -> str:
    """The name a party signs with, by its role."""
    return next((one.name for one in summary.parties if one.role == party), party)


def scenario_name(summary: Summary, key: str) -> str:
    """A scenario's own name, by its key."""
    return next((one.name for one in summary.scenarios if one.scenario == key), key)


def hardest(summary: Summary, party: str) -> str:
    """The key of the scenario in which the current draft leaves `party` the largest mean loss; the first where no loss is told."""
    means = {row.scenario: row.value for row in summary.exposure if row.current and row.party == party and row.measure == "mean"}
    known = {scenario: value for scenario, value in means.items() if value is not None}
    return max(known, key=lambda scenario: known[scenario]) if known else summary.scenarios[0].scenario


def _listed(names: list[str], most: int = 6) -> str:
    """`a, b and c`; of a long list the first, and how many follow."""
    if len(names) > most + 1:
        names = [*names[:most], f"{len(names) - most} more clauses"]
    return joined(names)


def _left(provenance: ProvenanceRow) -> list[str]:
    """What the budget of the run did not reach, in a sentence with the way out; none where it reached all."""
    left = provenance.left
    if left is ABSENT:
        return []
    parts = (
        (left.findings, "{} not priced", "finding"),
        (left.constructions, "{} played as usual practice only (the adverse figures are then no worst case)", "open construction"),
        (left.knock_outs, "{} whose worth is not measured by leaving it out", "clause"),
    )
    said = [words.format(many(count, noun)) for count, words, noun in parts if count]
    return [f"The size of this agreement left {joined(said)}; `{ALL}` plays them all."] if said else []


def _played(summary: Summary) -> str:
    scenarios, variants = len(summary.scenarios), len(summary.variants)
    played = "the current draft" if variants == 1 else f"the current draft and {many(variants - 1, 'variant')}"
    failed = sum(row.failed for row in summary.exits)
    others = [row.futures for row in summary.readings if row.reading != BASE_READING]
    lives = scenarios * (summary.futures * variants + sum(others))
    said = f"{many(summary.futures, 'future')} of {many(scenarios, 'scenario')}, {played}"
    said += f", and {many(len(others), 'other reading')} of its open words" if others else ""
    return f"{said}: {lives:,} contract {'life' if lives == 1 else 'lives'} played{f', {failed:,} of which failed' if failed else ''}."


def _at_stake(summary: Summary) -> str:
    """A loss is said with its tail, a gain or nothing with what most lives do at least, and what every life does alike as such."""
    parts: dict[str, list[str]] = {}
    for party in summary.parties:
        often, words = _stake_of(summary, party)
        parts.setdefault(often, []).append(words)
    where = ", in its worst scenario, " if len(summary.scenarios) > 1 else " "
    said = "; ".join(f"{often}{where if often else ''}{' and '.join(words)}" for often, words in parts.items())
    return sentence(said)


def _stake_of(summary: Summary, party: PartyRow) -> tuple[str, str]:
    """How often, and what the party then loses, in the scenario where that is most."""
    found: dict[str, dict[MeasureName, Amount | None]] = {}
    for row in summary.exposure:
        if row.current and row.party == party.role:
            found.setdefault(row.scenario, {})[row.measure] = row.value
    alike = {scenario for scenario, values in found.items() if values["sd"] == 0}
    stakes = {scenario: values["mean"] if scenario in alike else values["var95"] for scenario, values in found.items()}
    known = {scenario: value for scenario, value in stakes.items() if value is not None}
    if not known:
        return "", f"what {party.name} loses in one life in 20 is not estimable (n = {summary.futures})"
    worst = max(known, key=lambda scenario: known[scenario])
    reach = _range(summary, party.role, worst, "mean" if worst in alike else "var95", known[worst])
    amount, where = about(abs(known[worst]), summary.currency), f" ({scenario_name(summary, worst)}{reach})"
    often = "in every life" if worst in alike else "in 19 lives of 20"
    if abs(known[worst]) < 0.5:  # rounds to 0
        return often, f"{party.name} loses nothing beyond the plan{where}"
    if known[worst] < 0:
        return often, f"{party.name} gains {'' if worst in alike else 'at least '}{amount}{where}"
    if worst in alike:
        return often, f"{party.name} loses {amount}{where}"
    return "in one life in 20", f"{party.name} loses {amount} or more{where}"


def _range(summary: Summary, party: str, scenario: str, measure: MeasureName, base: Amount) -> str:
    """From which to which amount the same figure goes over the base and the two adverse readings; nothing where they come to the same."""
    wanted = (party, scenario, measure)
    adverse = (row.value for row in summary.exposure if row.reading in ADVERSE and (row.party, row.scenario, row.measure) == wanted)
    values = [base, *(value for value in adverse if value is not None)]
    low, high = (about(amount, summary.currency) for amount in (min(values), max(values)))
    return "" if low == high else f"; between {low} and {high} as open words are read"


def _clauses(summary: Summary) -> str:
    """Which clause moves most, which move nothing in any future, and which rights to end the agreement are never used."""
    money: dict[str, float] = {}
    fired: dict[str, float] = {}
    ends: dict[str, float] = {}
    titles: dict[str, str] = {}
    prices = price_kinds()
    law = {row.clause for row in summary.default_law}  # what nobody wrote is not dormant
    for row in (one for one in summary.clauses if one.current):
        titles[row.clause] = f"{row.clause} {row.title}".strip()
        if row.fired is not None and row.clause not in law:
            fired[row.clause] = max(fired.get(row.clause, 0), row.fired)
        if row.ends is not ABSENT:
            ends[row.clause] = max(ends.get(row.clause, 0), row.ends)
        if row.kind not in prices:
            money[row.clause] = max(money.get(row.clause, 0), abs(row.paid_mean or 0))
    said = "Apart from the charges no clause moves money"
    if any(money.values()):
        most = max(money, key=lambda clause: money[clause])
        where = " in the scenario where it works hardest" if len(summary.scenarios) > 1 else ""
        said = f"Apart from the charges, {titles[most]} moves most money, {about(money[most], summary.currency)} a life{where}"
    dormant = [titles[clause] for clause, share in fired.items() if share == 0]
    idle = [titles[clause] for clause, share in ends.items() if share == 0 and fired.get(clause) != 0]
    if dormant:
        said += f"; {_listed(dormant)} {'moves or keeps' if len(dormant) == 1 else 'move or keep'} back none in any future"
    elif not idle and len(fired) > 1 and not any(row.check == "unmeasured" for row in summary.findings):
        said += "; every clause that can move money does so in some future"
    if idle:
        said += f"; {_listed(idle)} {'ends' if len(idle) == 1 else 'end'} no agreement in any future"
    return f"{said}."


def _silent(summary: Summary) -> str:
    cells = [row for row in summary.findings if row.check == "silent"]
    never = [row for row in cells if row.state in (SILENT, UNSPOKEN)]
    if not cells:
        happened = any(row.rows for row in summary.coverage)
        return "No event left a question unanswered." if happened else "No event happened that puts a question to the draft."
    if not never:
        some = "is answered only for some events" if len(cells) == 1 else "are answered only for some events"
        return f"No question is always left open, but {many(len(cells), 'question')} {some}."
    weighty = [row for row in never if row.severity == "Medium"] or never
    worst = max(weighty, key=lambda row: row.frequency or 0)
    often = worst.frequency or 0
    times = f"{often:.0f} times a life" if often >= 1.5 else "about once a life" if often >= 0.75 else f"{often:.1g} times a life"
    where = "" if worst.witness is None else f" in {scenario_name(summary, worst.witness.scenario)}"
    head = f"{many(len(never), 'question')} {'is' if len(never) == 1 else 'are'} never answered by a clause with terms; the most frequent"
    return f"{head}, {times}{where}: {midway(worst.ask)}"


def _variants(summary: Summary) -> str:
    """Which variant helps each party most; without variants, how many lives end early."""
    if len(summary.variants) == 1:
        exits = max(summary.exits, key=lambda row: row.share)
        if not exits.exits:
            return "No life ended early."
        where = f" in {scenario_name(summary, exits.scenario)}, more than in any other scenario" if len(summary.scenarios) > 1 else ""
        return f"{in_percent(exits.share, 1)} of lives end early{where}."
    return sentence("; ".join(_helped(summary, party) for party in summary.parties))


def _helped(summary: Summary, party: PartyRow) -> str:
    means = [row for row in summary.compare if row.measure == "mean" and row.party == party.role]
    shown = [(row.value, row) for row in means if row.verdict in ("less to lose", "more to lose") and row.value is not None and row.value < 0]
    if shown:
        value, best = min(shown, key=lambda pair: pair[0])
        return f"“{best.variant}” helps {party.name} most, by {about(-value, summary.currency)} a life in {scenario_name(summary, best.scenario)}"
    leaves = "leaves" if {row.verdict for row in means} <= {"no difference", "more to lose"} else "is shown to leave"
    return f"no variant {leaves} {party.name} less to lose"
