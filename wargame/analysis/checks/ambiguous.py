"""Looks for constructions that the draft leaves open, and prices each option against the base reading on the same futures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.findings.materiality import GRAVE, WORTH
from wargame.analysis.words.patches import extend
from wargame.analysis.words.spoken import RARE, spoken
from wargame.contract.rules.readings import ADVERSE
from wargame.core.finding import Finding, Option, Stake, Witness

if TYPE_CHECKING:
    from wargame.analysis.figures.intervals import Column
    from wargame.simulation.run.results import CellResult

    Columns = dict[str, dict[str, list[Column]]]  # option -> party -> what it has less than in the base reading, a column a scenario

COUNTS = ("clock", "part_periods")
SELDOM, MATTERS = 0.01, 0.05  # of lives; of what a clause moves in a life


class AmbiguousCheck(Check):
    """Words that can be read in two ways."""

    kind = "ambiguous"
    why = "Both parties read open words in their own favour; the spread between the readings is what they will argue about."
    example = "`… for each hour of delay`: a begun hour counts whole, in proportion, or not at all."
    redraft = "Say which reading applies."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        if evidence.for_all:  # which reading costs whom how much hangs on what a party loses: every opening is asked about, and none is weighed
            for number, name in evidence.rules.open_choices:
                if evidence.draft.has(number):
                    yield self._asked(evidence, number, name, False)
            return
        base = {one.cell.scenario: one for one in evidence.base}
        alone: dict[tuple[str, str], dict[str, list[tuple[CellResult, CellResult]]]] = defaultdict(lambda: defaultdict(list))
        for reading in (one for one in evidence.readings if one not in ADVERSE):
            for one in evidence.reading(reading):
                usual = base.get(one.cell.scenario)
                changed = one.rules.unlike(usual.rules) if usual else {}
                if usual and len(changed) == 1 and not changed.keys().isdisjoint(evidence.rules.open):
                    ((key, option),) = changed.items()
                    alone[key][option].append((usual, one))
        parties = evidence.rules.parties
        turnover = evidence.paid(lambda account: account.head == "charges")
        for (number, name), options in alone.items():
            columns = {option: {party: [_more(*pair, party) for pair in pairs] for party in parties} for option, pairs in options.items()}
            # What no option changes in any life stays with the list of constructions.
            if any(column.any() for by in columns.values() for each in by.values() for column in each):
                yield self._finding(evidence, number, name, [usual for usual, _ in next(iter(options.values()))], columns, turnover)

    def _finding(self, evidence: Evidence, number: str, name: str, cells: list[CellResult], columns: Columns, turnover: int) -> Finding:
        import numpy as np  # where lives were played: a draft alone is checked without

        from wargame.analysis.findings.pricing import spread

        usual = evidence.rules.choices[number, name]
        parties = evidence.rules.parties
        zero = {party: spread(np.zeros(1, np.int64)) for party in parties}

        def there(party: str) -> int:
            return evidence.paid_under(number, lambda account: account.payer == party)

        # A clause that posts nothing of its own (a cap, a measure) has no sum to show under an option: what differs says it all.
        moves = any(True for _ in evidence.books_of(number))
        now = there(evidence.provider) - there(evidence.client)
        spreads = {option: {party: spread(*each) for party, each in by.items()} for option, by in columns.items()}
        others = (Option(option, False, by, now + by[evidence.provider].mean if moves else None) for option, by in spreads.items())
        fan = (Option(usual, True, zero, now if moves else None), *others)
        money = {}
        for party in parties:
            worst = max(fan, key=lambda option: option.differences[party].mean)
            most = worst.differences[party].mean
            money[party] = Stake(max(most, 0), None, f"if it is read as “{worst.option}”" if most > 0 else "no reading costs it more than the base")
        most = max(stake.mean or 0 for stake in money.values())
        # In which lives any option changes anything, by scenario.
        stirred = [np.logical_or.reduce([by[party][i] != 0 for by in columns.values() for party in parties]) for i in range(len(cells))]
        shows = next((Witness(one.cell.scenario, int(np.argmax(lives))) for one, lives in zip(cells, stirred, strict=True) if lives.any()), None)
        often = float(np.mean(np.concatenate(stirred)))
        weighs = self._weighs(evidence, number, name, most, often, turnover)
        return self._asked(evidence, number, name, weighs, money=money, fan=fan, frequency=often, witness=shows)

    def _asked(self, evidence: Evidence, number: str, name: str, weighs: bool, **found: Any) -> Finding:
        construction, usual = evidence.rules.by_number[number].constructions[name], evidence.rules.choices[number, name]
        provision = evidence.draft.provision(number)
        said = spoken(name, provision, evidence.draft.provisions)
        asks = evidence.fitted(construction.asks)
        settled = f"To the question “{asks}” the answer, for clause {number}, is: {usual}."
        message = f"{name.replace('_', ' ')} is left open: {', '.join(construction.arguable)}"
        return self.finding(
            evidence, "Medium" if weighs and not said else "Low", number,
            f"{message} (the words speak of it, the terms do not choose)" if said else message,
            asks, proposal=settled, patch=extend(provision, settled, **{name: usual}), **found,
        )  # fmt: skip

    def _weighs(self, evidence: Evidence, number: str, name: str, most: int, often: float, turnover: int) -> bool:
        """Whether the reading that costs a party most, `most` a life, is worth a warning: beside what the agreement turns over, or, where it says
        from when or in what steps a claim counts, beside what the clause itself moves in a life in which it moves anything."""
        if name in RARE:
            return most >= GRAVE * turnover and most > 0
        if most and most >= WORTH * turnover:
            return True
        lives = evidence.fired_by_cell(number)
        if name not in COUNTS or often < SELDOM or not lives:
            return False
        own = evidence.paid_under(number) * evidence.lives / lives
        return bool(most / often >= MATTERS * own)


def _more(base: CellResult, other: CellResult, party: str) -> Column:
    """What a party has less under the other reading than under the base, future by future."""
    n = min(base.n, other.n)
    return (base.plan[party] - base.losses[party][:n]) - (other.plan[party] - other.losses[party][:n])
