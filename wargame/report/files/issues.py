"""A finding made ready to be read: labels, question, quoted words, proposed words, money for each party, whom it favours, and its fan."""

from __future__ import annotations

import re

from wargame.analysis.tables.findings import ChangeRow, FindingRow
from wargame.core.words import sentence
from wargame.report.page.blocks import Issue
from wargame.report.page.context import ReportContext, favoured, largest, stakes
from wargame.report.page.fan import fan_drawing
from wargame.report.page.table import NONE, Table, TableCell, signed

BLANK = re.compile(r"\{([^{}]*)\}")  # a place in proposed words that nobody has filled


def issue(context: ReportContext, finding: FindingRow) -> Issue:
    """The finding as it stands on the page."""
    check = finding.check.replace("_", " ")
    place = f"{'clause ' if finding.clause[:1].isdigit() else ''}{finding.clause} {finding.title}".strip()
    about = " · ".join(word for word in (check, place) if word)
    return Issue(
        tag=f"{finding.severity} · {about}",
        about=about,
        severity=finding.severity,
        ask=finding.ask,
        said=_said(context, finding),
        quote=finding.quote,
        proposal=BLANK.sub(r"[\1]", finding.proposal),
        money=money_words(context, finding),
        favours=favoured(context, finding),
        also=", ".join(finding.also),
        fan=fan_table(context, finding),
        drawing=_drawing(context, finding),
        clause=finding.clause,
        check=check,
        often=float(finding.frequency or 0),
        size=largest(context, finding),
    )


def _said(context: ReportContext, finding: FindingRow) -> str:
    said = sentence(finding.message)
    often, witness = finding.frequency, finding.witness
    if often:  # what has never come up is what the message is about
        times = f"{often:,.2f} times a life" if often >= 0.005 else "in fewer than one life in 200"
        where = f" in {context.scenario(witness.scenario)}, for instance in future {witness.future:,}" if witness else ""
        said = f"{said} It comes up {times}{where}.".strip()
    if finding.fan and not _differs(finding):
        said = f"{said} No way to read it changes an amount in these futures.".strip()
    return said


def _differs(finding: FindingRow) -> bool:
    return any(one.value for option in finding.fan for one in option.change)


def money_words(context: ReportContext, finding: FindingRow) -> list[tuple[str, str]]:
    """(party, what it loses or gains by the words as drafted, or why there is no amount)."""
    lines = []
    for stake in stakes(context, finding):
        if stake.mean:
            said = f"{'loses' if stake.mean > 0 else 'gains'} {context.money(abs(stake.mean))} a life"
            if stake.tvar95 is not None and stake.tvar95 > 0:
                said += f", {context.money(abs(stake.tvar95))} in the worst twentieth"
            lines.append((context.name(stake.party), said))
        elif stake.reason:
            lines.append((context.name(stake.party), stake.reason if stake.mean is None else f"nothing: {stake.reason}"))
    reasons = {said for _, said in lines}
    if len(reasons) == 1 and len(lines) > 1:
        return [("each party", reasons.pop())]
    return lines


def fan_table(context: ReportContext, finding: FindingRow) -> Table | None:
    """Every way to read the words, with the mean difference it makes to each party beside usual practice."""
    if not _differs(finding):
        return None
    rows = []
    for option in finding.fan:
        found = {one.party: one for one in option.change}
        cells = [TableCell(option.option, "usual practice, as played" if option.usual else "", heads=True)]
        for party in context.parties:
            one = found.get(party)
            cells.append(TableCell(NONE) if option.usual or one is None else _difference(one))
        rows.append(tuple(cells))
    heads = ("read as", *(f"{context.name(party)} loses" for party in context.parties))
    return Table(f"What each way to read it changes, mean a life in {context.currency}", heads, tuple(rows))


def _difference(one: ChangeRow) -> TableCell:
    return TableCell(signed(one.value), "" if one.low is None or one.high is None else f"{signed(one.low)} to {signed(one.high)}")


def _drawing(context: ReportContext, finding: FindingRow) -> str:
    bars = []
    for option in (one for one in finding.fan if not one.usual):
        for number, party in enumerate(context.parties):
            for one in option.change:
                if one.party == party and one.value is not None:
                    low, high = (one.value if end is None else end for end in (one.low, one.high))
                    bars.append((f"{option.option}: {context.name(party)}", number, float(one.value), float(low), float(high)))
    return fan_drawing(bars, "What each way to read it changes", "The figures are in the table beside it.") if bars else ""
