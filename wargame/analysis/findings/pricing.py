"""What a finding costs each party: its patch, and each way to read its words, played on the same futures as the current draft.

Differences are paired, and averaged over scenarios, each counting alike. Money then decides the severity: beside what the agreement turns
over in a life, much is High; what a check is sure of from the words alone stays at least Medium.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wargame.analysis.figures.exposure import difference
from wargame.analysis.figures.intervals import Column
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.findings.materiality import GRAVE
from wargame.analysis.words.patches import patch_text
from wargame.contract.text.variant import moves, read_variants
from wargame.core.finding import Finding, Option, Severity, Spread, Stake, Witness
from wargame.core.money import mean
from wargame.core.problem import BadInput
from wargame.simulation.run.budget import ALL

if TYPE_CHECKING:
    from wargame.simulation.counterfactuals.what_if import WhatIf

LEAST = 30  # futures below which a tail or an interval says nothing
WORDS_ONLY = "the proposed words move no money: they say who does what, or make the text agree with what is played"
UNFIT = "not priced: the patch does not fit this draft"
LEFT = f"not priced: what this run prices is limited, and the limit was reached before this finding; `{ALL}` prices every finding"
Texts = tuple[str, ...]  # the patch of a finding as text, "" for none, then those of its ways
Play = Callable[[list[str], int], "Iterable[WhatIf]"]


def price(findings: list[Finding], evidence: Evidence, play: Play, futures: int) -> list[Finding]:
    """The findings with money for each party and with fans, graded. `play` meets patches with the world
    (`simulation.counterfactuals.what_if`), in the order of the findings: the most severe first."""
    wanted: dict[str, None] = {}
    checked: dict[str, str] = {}  # patch as text -> "" to be played, or the reason why not
    written: dict[int, Texts] = {}
    for i, one in enumerate(findings):
        # A finding that knows its money needs no play: only what is left open is priced.
        known = all(party in one.money for party in evidence.rules.parties)
        patch, *ways = written[i] = tuple(patch_text(each) if each else "" for each in (one.patch, *one.ways.values()))
        for each, text in zip((one.patch, *one.ways.values()), () if known else (patch, *ways), strict=False):
            if each and text not in checked:
                checked[text] = _reason(evidence, text)
                if not checked[text]:
                    wanted[text] = None
    texts = list(wanted)
    found: dict[str, dict[str, list[Column]]] = {text: {} for text in texts}
    where: dict[str, list[tuple[str, int]]] = {text: [] for text in texts}  # (scenario, futures) in the order of the columns
    for met in play(texts, futures) if texts else ():
        if met.left:
            checked[texts[met.patch]] = LEFT
        for party, column in (met.differences or {}).items():
            found[texts[met.patch]].setdefault(party, []).append(column)
        if met.differences:
            where[texts[met.patch]].append((evidence.base[met.scenario].cell.scenario, next(iter(met.differences.values())).size))
    # What is left in one scenario has no figure: that of the others would be another one's.
    found = {text: {} if checked[text] == LEFT else by_party for text, by_party in found.items()}
    pooled = {text: {party: np.concatenate(columns) for party, columns in by_party.items()} for text, by_party in found.items()}
    spreads = {text: {party: spread(*(-column for column in columns)) for party, columns in by_party.items()} for text, by_party in found.items()}
    turnover = evidence.paid(lambda account: account.head == "charges")
    priced = (_priced(one, written[i], pooled, spreads, checked, evidence) for i, one in enumerate(findings))
    return [graded(_seen(one, written[i], pooled, where), turnover) for i, one in enumerate(priced)]


def unpriced(findings: Iterable[Finding]) -> int:
    """How many findings have no figure because the budget ended before them."""
    return sum(any(stake.reason == LEFT for stake in one.money.values()) for one in findings)


def _reason(evidence: Evidence, text: str) -> str:
    try:
        (variant,) = read_variants(text, "the patch")
    except BadInput:
        return UNFIT
    found = moves(evidence.draft, variant, evidence.kinds)
    return UNFIT if found is None else "" if found else WORDS_ONLY


def _priced(
    one: Finding,
    texts: Texts,
    pooled: Mapping[str, Mapping[str, Column]],
    spreads: Mapping[str, Mapping[str, Spread]],
    checked: Mapping[str, str],
    evidence: Evidence,
) -> Finding:
    parties = evidence.rules.parties
    if all(party in one.money for party in parties):
        return one
    still = dict.fromkeys(parties, Spread(0, 0, 0))
    fan = one.fan
    text, *ways = texts
    left = any(checked.get(each) == LEFT for each in (ways or texts))
    if not fan and not left:
        played = ((i, name, spreads[way] if pooled.get(way) else still, way) for i, (name, way) in enumerate(zip(one.ways, ways, strict=True)))
        # The first way is as played only where nothing differs: of two clauses that contradict each other both are played, neither as prevailing.
        fan = tuple(
            Option(name, i == 0 and not any(each.mean or each.low or each.high for each in differences.values()), differences)
            for i, name, differences, way in played
            if pooled.get(way) or checked[way] == WORDS_ONLY
        )
    money = dict(one.money)
    for party in parties:
        if party in money:
            continue
        if left and not one.fan:
            money[party] = Stake(None, None, LEFT)
        elif one.ways and fan:
            worst = max((option.differences[party].mean for option in fan), default=0)
            money[party] = Stake(
                max(worst, 0), None, "the most that a way of reading these words costs" if worst > 0 else "no way of reading costs it"
            )
        elif pooled.get(text):
            column = pooled[text][party]
            money[party] = Stake(mean_of(column), tail_of(column), _nothing(column))
        else:
            money[party] = Stake(0, None, checked.get(text, "") or "the words name no amount that could be played")
    return replace(one, money=money, fan=fan)


def _seen(one: Finding, texts: Texts, pooled: Mapping[str, Mapping[str, Column]], where: Mapping[str, list[tuple[str, int]]]) -> Finding:
    """The finding with how often the patch, or else a way of reading, changes a life, and the future in which it changes most."""
    column = next((next(iter(pooled[text].values())) for text in texts if pooled.get(text)), None)
    if column is None or not column.any() or one.witness is not None:
        return one
    text = next(text for text in texts if pooled.get(text))
    at = int(np.argmax(np.abs(column)))
    for scenario, count in where[text]:
        if at < count:
            often = one.frequency if one.frequency is not None else int(np.count_nonzero(column)) / column.size
            return replace(one, frequency=often, witness=Witness(scenario, at))
        at -= count
    return one


def _nothing(column: Column) -> str:
    """Why a column of differences has no amount to show; "" where it has."""
    if mean_of(column):
        return ""
    return "what differs in single futures comes to nothing on average" if column.any() else "nothing differs in any future played"


def graded(one: Finding, turnover: int) -> Finding:
    """A finding with the severity that its money makes: one of Medium severity that costs much is High."""
    most = max((abs(stake.mean or 0) for stake in one.money.values()), default=0)
    severity: Severity = one.severity
    if one.severity == "Medium" and one.priced and turnover and most >= GRAVE * turnover:
        severity = "High"
    return replace(one, severity=severity)


def spread(*columns: Column) -> Spread:
    """Mean, half-up, and its 95 % interval, of paired differences: one column a scenario. Future i is drawn from the same streams in every scenario,
    so that scenarios are no independent samples: the interval is that of the sum over the scenarios of each future."""
    whole = np.concatenate(columns)
    mean, n = mean_of(whole), min(column.size for column in columns)
    if n < LEAST:
        return Spread(mean)
    each = np.sum([column[:n] for column in columns], axis=0)
    found = difference(each, np.zeros(n, np.int64))
    if found.low is None or found.high is None:
        return Spread(mean)
    return Spread(mean, min(math.floor(found.low / len(columns)), mean), max(math.ceil(found.high / len(columns)), mean))


def mean_of(column: Column) -> int:
    """The mean in whole minor units, half-up."""
    return mean(int(column.sum()), column.size)


def tail_of(column: Column) -> int | None:
    """TVaR 95 of a column of losses: the mean of its worst twentieth."""
    if column.size < LEAST:
        return None
    return mean_of(np.sort(column)[-max(1, column.size // 20) :])
