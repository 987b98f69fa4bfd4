"""The gap register as rows: findings with what they cost each party, and messages as data from which they can be printed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict

from wargame.analysis.figures.amounts import Money, change_rows, known
from wargame.analysis.tables.findings import FanRow, FindingRow, MessageFigure, MessageParts, StakeRow, WitnessRow
from wargame.analysis.tables.row import Amount
from wargame.contract.text.draft import Draft
from wargame.core.finding import SEVERITIES, Finding, Option, Stake
from wargame.core.message import Message, as_message

UNPLAYED = Stake(None, None, "found in the words, without playing")


def finding_rows(findings: Iterable[Finding], draft: Draft, money: Money) -> Iterator[FindingRow]:
    """The gap register, the most severe first. `mean`, `tvar95` and `reason` repeat what the client stands to lose."""
    titles = {provision.number: provision.title for provision in draft.provisions if provision.number}
    client = next(iter(draft.front.parties))
    for found in sorted(findings, key=lambda one: -SEVERITIES.index(one.severity)):
        stakes = {party: _stake(found.money.get(party, UNPLAYED), money) for party in draft.front.parties}
        yield FindingRow(
            id=found.id, check=found.check, severity=found.severity, clause=found.clause, title=titles.get(found.clause, ""), also=found.also,
            message=str(found.message), message_parts=parts_of(as_message(found.message)), ask=found.question, event=found.event,
            question=found.asks, state=found.state, frequency=found.frequency, **stakes[client],
            money=tuple(StakeRow(party=party, **stake) for party, stake in stakes.items()),
            witness=None if found.witness is None else WitnessRow(scenario=found.witness.scenario, future=found.witness.future),
            quote=found.quote, proposal=found.proposal, patch=found.patch, fan=tuple(_fan(one, money) for one in found.fan),
            file=Path(found.place.file).name, line=found.place.line,
        )  # fmt: skip


def parts_of(message: Message, *, played: bool = True) -> MessageParts:
    """A message as data; where it is not to tell what was `played`, "…" in place of each such figure."""
    said = message.data(played)
    return MessageParts(template=said["template"], figures=tuple(MessageFigure(**one) for one in said["figures"]))


def message_of(parts: MessageParts) -> Message:
    """The message that `parts_of` wrote down."""
    return Message.from_data(parts.data())


class _Stake(TypedDict):
    mean: Amount | None
    tvar95: Amount | None
    reason: str


def _stake(stake: Stake, money: Money) -> _Stake:
    return {"mean": known(money, stake.mean), "tvar95": known(money, stake.tvar95), "reason": stake.reason}


def _fan(one: Option, money: Money) -> FanRow:
    return FanRow(option=one.option, usual=one.usual, paid_to_client_mean=known(money, one.paid), change=change_rows(money, one.differences))
