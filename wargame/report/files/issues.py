"""A finding made ready to be read: labels, question, quoted words, proposed words, money for each party, whom it favours, and its fan."""

from __future__ import annotations

import re

from wargame.core.words import sentence
from wargame.report.page.blocks import Issue
from wargame.report.page.context import ReportContext, Row, favoured, largest, stakes
from wargame.report.page.fan import fan_drawing
from wargame.report.page.table import NONE, Table, TableCell, signed

BLANK = re.compile(r"\{([^{}]*)\}")  # a place in proposed words that nobody has filled


def issue(context: ReportContext, finding: Row) -> Issue:
    """The finding as it stands on the page."""
    clause = str(finding.get("clause") or "")
    title = str(finding.get("title") or "")
    check = str(finding["check"]).replace("_", " ")
    place = f"{'clause ' if clause[:1].isdigit() else ''}{clause} {title}".strip()
    about = " · ".join(word for word in (check, place) if word)
    return Issue(
        tag=f"{finding['severity']} · {about}",
        about=about,
        severity=str(finding["severity"]),
        ask=str(finding["ask"]),
        said=_said(context, finding),
        quote=str(finding.get("quote") or ""),
        proposal=BLANK.sub(r"[\1]", str(finding.get("proposal") or "")),
        money=money_words(context, finding),
        favours=favoured(context, finding),
        also=", ".join(finding.get("also") or ()),
        fan=fan_table(context, finding),
        drawing=_drawing(context, finding),
        clause=clause,
        check=check,
        often=float(finding.get("frequency") or 0),
        size=largest(context, finding),
    )


def _said(context: ReportContext, finding: Row) -> str:
    said = sentence(str(finding.get("message") or ""))
    often, witness = finding.get("frequency"), finding.get("witness")
    if often:  # what has never come up is what the message is about
        times = f"{often:,.2f} times a life" if often >= 0.005 else "in fewer than one life in 200"
        where = f" in {context.scenario(witness['scenario'])}, for instance in future {witness['future']:,}" if witness else ""
        said = f"{said} It comes up {times}{where}.".strip()
    if finding.get("fan") and not _differs(finding):
        said = f"{said} No way to read it changes an amount in these futures.".strip()
    return said


def _differs(finding: Row) -> bool:
    return any(one.get("value") for option in finding.get("fan") or () for one in option["change"])


def money_words(context: ReportContext, finding: Row) -> list[tuple[str, str]]:
    """(party, what it loses or gains by the words as drafted, or why there is no amount)."""
    lines = []
    for party, mean, tail, reason in stakes(context, finding):
        if mean:
            said = f"{'loses' if mean > 0 else 'gains'} {context.money(abs(mean))} a life"
            if tail is not None:
                said += f", {context.money(abs(tail))} in the worst twentieth" if tail > 0 else ""
            lines.append((context.name(party), said))
        elif reason:
            lines.append((context.name(party), reason if mean is None else f"nothing: {reason}"))
    reasons = {said for _, said in lines}
    if len(reasons) == 1 and len(lines) > 1:
        return [("each party", reasons.pop())]
    return lines


def fan_table(context: ReportContext, finding: Row) -> Table | None:
    """Every way to read the words, with the mean difference it makes to each party beside usual practice."""
    fan = finding.get("fan") or ()
    if not _differs(finding):
        return None
    rows = []
    for option in fan:
        found = {one["party"]: one for one in option["change"]}
        cells = [TableCell(str(option["option"]), "usual practice, as played" if option.get("usual") else "", heads=True)]
        for party in context.parties:
            one = found.get(party)
            if option.get("usual") or one is None:
                cells.append(TableCell(NONE))
            else:
                low, high = one.get("low"), one.get("high")
                cells.append(TableCell(signed(one.get("value")), "" if low is None or high is None else f"{signed(low)} to {signed(high)}"))
        rows.append(tuple(cells))
    heads = ("read as", *(f"{context.name(party)} loses" for party in context.parties))
    return Table(f"What each way to read it changes, mean a life in {context.currency}", heads, tuple(rows))


def _drawing(context: ReportContext, finding: Row) -> str:
    bars = []
    for option in finding.get("fan") or ():
        for number, party in enumerate(context.parties):
            for one in option["change"]:
                if one["party"] == party and one.get("value") is not None and not option.get("usual"):
                    mean = float(one["value"])
                    low, high = (mean if one.get(end) is None else float(one[end]) for end in ("low", "high"))
                    bars.append((f"{option['option']}: {context.name(party)}", number, mean, low, high))
    return fan_drawing(bars, "What each way to read it changes", "The figures are in the table beside it.") if bars else ""
