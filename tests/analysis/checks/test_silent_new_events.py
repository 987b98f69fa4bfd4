"""What the register says where data are lost, people strike and a provider fails: one warning for a gap, no second clause of a kind, honest money."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.checks.bench import CLEAN, WORLD, Bench
from wargame.analysis.checks.silent import ONE_GAP, SPECIAL, usual
from wargame.analysis.words.gap_words import WORDS
from wargame.analysis.words.patches import patch_text
from wargame.contract.rules.kinds import clause_kinds
from wargame.core.events import EVENTS
from wargame.core.finding import Finding

SHOCKS = """shocks:
  records exposed:
    kind: data_breach
    arrives: {rate: 2 per year}
    fault: provider
    records: {low: 10 000, high: 100 000}
    per record: {client: {low: GBP 1, high: GBP 5}}
  walk-out:
    kind: strike
    services: [voice]
    arrives: {rate: 2 per year}
    notice: 14 days
    size: {low: 20 %, high: 90 %}
    lasts: {low: 1 day, high: 20 days}
    fault: provider
"""
INDEMNITY = """
## 12.2 Data

The Provider shall indemnify the Client against remediation and notification after a loss of data for which it is responsible.

```terms
kind: indemnity
losses: [remediation and notification]
payable after: 30 days
fault: failures of the payer only
```
"""
FORCE_MAJEURE = """
## 13.1 Force majeure

The Provider is not liable for a failure caused by an event beyond its control that lasts longer than 12 hours. Charges abate meanwhile.

```terms
kind: force_majeure
service: voice
longer than: 12 hours
causation: but for the event
subcontractors: their failures do not count
charges: abate
```
"""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, WORLD + SHOCKS)


def silences(found: list[Finding], event: str) -> dict[str, Finding]:
    """The silences about an event, by question."""
    return {one.asks: one for one in found if one.check == "silent" and one.event == event}


def test_a_loss_of_data_that_nobody_pays_for_is_one_warning_with_its_money(bench: Bench) -> None:
    breach = silences(bench.look(CLEAN), "breach")
    assert set(breach) == {"act", "pay", "excuse", "remedy", "decide", "leave"}  # the cap limits indemnities too, as usually read
    assert breach["pay"].severity in ("Medium", "High")
    assert {one.severity for question, one in breach.items() if question != "pay"} == {"Low"}
    stake = breach["pay"].money["client"]
    assert stake.mean is not None and stake.mean > 10_000_00 and "no clause with terms lays down a duty" in stake.reason
    assert "[to agree]" in breach["decide"].proposal and "alone decides" in breach["decide"].proposal


def test_the_patch_for_it_answers_it(bench: Bench) -> None:
    before = silences(bench.look(CLEAN), "breach")["pay"]
    assert before.patch is not None
    after = silences(bench.look(CLEAN, patch_text(before.patch)), "breach")
    assert "pay" not in after and "remedy" not in after


def test_an_indemnity_that_names_its_losses_answers_it(bench: Bench) -> None:
    assert {"pay", "remedy"}.isdisjoint(silences(bench.look(CLEAN + INDEMNITY), "breach"))
    other = INDEMNITY.replace("losses: [remediation and notification]", "losses: [customer redress]\nservice: voice")
    assert {"pay", "remedy"} <= set(silences(bench.look(CLEAN + other), "breach"))


def test_silences_about_two_events_are_two_though_they_read_alike(bench: Bench) -> None:
    found = [one for one in bench.look(CLEAN) if one.check == "silent" and one.asks == "excuse" and str(one.message).startswith("no clause")]
    assert {"breach", "shortage"} <= {one.event for one in found}


def test_force_majeure_that_is_played_for_down_time_only_is_said_to_be(bench: Bench) -> None:
    excuse = silences(bench.look(CLEAN + FORCE_MAJEURE), "shortage")["excuse"]
    assert str(excuse.message).endswith("13.1 is played for down-time only") and excuse.severity == "Low"
    assert "down-time only" not in str(silences(bench.look(CLEAN), "shortage")["excuse"].message)


def test_every_sentence_is_for_a_question_that_is_asked() -> None:
    for event, question in WORDS:
        assert question in EVENTS[event].asks
    for event, question in SPECIAL:
        assert event in ONE_GAP and question in ("", *EVENTS[event].asks)


def test_change_of_control_has_words_for_all_it_asks() -> None:
    """No kind of clause speaks of it."""
    assert {question for event, question in WORDS if event == "control"} == set(EVENTS["control"].asks)


def test_words_for_a_delay_and_for_late_money_answer_their_question() -> None:
    """What is due on delivery, or what interest runs, says nothing of an excuse, a limit or a way out."""
    for event in ("delay", "late payment", "exit"):
        for question in EVENTS[event].asks:
            assert usual(clause_kinds(), event, question) or (event, question) in WORDS, (event, question)
    assert "put off" in WORDS["delay", "excuse"] and "Provider may terminate" in WORDS["late payment", "leave"]


def test_a_way_out_of_late_payment_is_worded_as_one(tmp_path: Path) -> None:
    late = "behaviour: {payment: {client: {by: 10 days, probability: 50 %}}}\n"
    leave = silences(Bench(tmp_path, WORLD + late).look(CLEAN), "late payment")["leave"]
    assert leave.patch is None and "terminate" in leave.proposal and "bears simple interest" not in leave.proposal
