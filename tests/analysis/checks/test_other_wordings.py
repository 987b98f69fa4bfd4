"""The same flaws in other words, and sound words that look like them: a small draft each, looked over without a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.checks.bench import CLEAN, FRONT, Bench
from wargame.core.finding import Finding

NONE = "\n```terms\nterms: none\n```\n"
DEFINED = "\n## 1.1 Definitions\n\n**Call** means a call that is answered; “**Service Hours**” means 8 to 18.\n" + NONE
DELAY = """
## 9.2 Delay

For each day of delay of the portal the Provider shall pay GBP 1,000{words}.

```terms
kind: liquidated_damages
milestone: portal
amount: GBP 1 000
per: 1 day
part periods: count whole
credits: in addition
{terms}```
"""
INDEMNITY = """
## 12.2 Indemnity

The Provider shall indemnify the Client against customer redress caused by its failures{words}.

```terms
kind: indemnity
losses: [customer redress]
fault: failures of the payer only
```
"""
RECOVERY = """
## 9.3 Recovery

An outage of the voice service that lasts 6 hours is a disaster. If the service does not run within 8 hours of its start the Provider shall pay
GBP 40,000. {words}

```terms
kind: disaster_recovery
service: voice
invoke after: 6 hours
shortens: 0 %
recover within: 8 hours
amount: GBP 40 000
objective runs: from the outage
```
"""
BONUS = """
## 5.2 Bonus

For a month of at least {level} the Client shall pay GBP 4,000.

```terms
kind: bonus
service level: 8.1
steps:
  - {{at least: {level}, amount: GBP 4 000}}
earlier credits: are not deducted
```
"""
CASES_CHARGE = """
## 5.3 Volumes

The charge for 1,000 calls a month is GBP 10,000. Within 10 % it does not change; each call more costs GBP 9 and each call fewer takes off {price},
counted from the edge of that band.

```terms
kind: arc_rrc
service: voice
baseline: 1 000 per month
dead band: 10 %
base charge: GBP 10 000
arc: GBP 9
rrc: {price}
counted from: the edge of the dead-band
```
"""
LIMIT = "limit: GBP 50 000\ndeductible counts"
OVER_ALL = "\n## 13.2 Payment\n\nDespite anything else in this Agreement the Provider shall be paid in full.\n" + NONE
CHAIN = (
    "The Client shall first give notice within fourteen (14) days; the Provider has a further 28 days from that notice to reply; the Client shall "
    "then refer it within 14 days of the reply. In any event all of this shall be completed within {limit} days of the event, failing which the "
    "claim is waived."
)


def matter(words: str) -> str:
    """The clean draft with a further provision in words alone."""
    return f"{CLEAN}\n## 13.1 Further matters\n\n{words}\n{NONE}"


def defined(words: str) -> str:
    """The same, with definitions."""
    return FRONT + DEFINED + matter(words).removeprefix(FRONT)


FLAWED = [
    ("agreement-to-agree", matter("The Parties will meet to agree the price of any additional site.")),
    ("agreement-to-agree", matter("Any additional fee shall be negotiated in good faith between the Parties.")),
    ("agreement-to-agree", matter("Rates for additional work: to be determined.")),
    ("discretion", matter("The Provider may at its discretion increase the Charges.")),
    ("discretion", matter("Credits are calculated by the Provider, whose determination is final.")),
    ("discretion", matter("The sum is such amount as the Client thinks fit.")),
    ("blank", matter("The deductible is GBP [amount].")),
    ("blank", matter("The cap is GBP XX.")),
    ("dangling", matter("As Article 22 says, sums are paid in pounds.")),
    ("undefined", defined("A Priority Customer shall be served first.")),
    ("undefined", defined("During the Transition Period no credits are due.")),
    ("precedence-gap", matter("Notwithstanding any other provision of this Agreement the Client may withhold sums.") + OVER_ALL),
    ("deadline-chain", matter(CHAIN.format(limit=42))),
    ("unbounded", CLEAN + DELAY.format(words="", terms="")),
    ("unbounded", CLEAN + INDEMNITY.format(words="")),
    ("unbounded", CLEAN.replace("covers: [", "covers: [indemnity, ") + INDEMNITY.format(words=", without limit of amount")),
    (
        "unbounded",
        CLEAN + INDEMNITY.format(words=", up to GBP 50,000 for each claim").replace("kind: indemnity\n", f"kind: indemnity\n{LIMIT}: each claim\n"),
    ),
    ("double-recovery", CLEAN + RECOVERY.format(words="")),
    (
        "exclusivity-unstated",
        CLEAN.replace("after credits for the month.", "after credits. It is the sole remedy in money.") + RECOVERY.format(words=""),
    ),
    ("perverse", CLEAN + BONUS.format(level="99.2 %")),
    ("negative-price", CLEAN + CASES_CHARGE.format(price="GBP 12")),
    ("cliff", CLEAN.replace("credit 5 %", "credit 1 %").replace("credit: 5 %", "credit: 1 %")),
    ("dead-zone", CLEAN.replace("at risk: 15 %", "at risk: 10 %").replace("more than 15 %", "more than 10 %")),
    ("rule-without-text", CLEAN.replace(", but no more than 15 %", "")),
    ("tier-table", CLEAN.replace("below: 98 %,", "below: 98 %, at least: 95 %,").replace("below 98 % it", "below 98 % but at least 95 % it")),
]
SOUND = [
    ("agreement-to-agree", matter("The price of a further site is as the Parties agree, and failing agreement is fixed by an independent expert.")),
    ("discretion", matter("The Client may, in its reasonable opinion, refuse a member of staff.")),
    ("blank", matter("See [1] for details; the sum is GBP 10.")),
    ("dangling", matter("Clause 12.1 of the Framework Agreement, Article 28 of the GDPR and clause 8.2(b) apply.")),
    ("undefined", defined("In Service Hours every Call shall be answered by the Provider in London.")),
    ("precedence-gap", matter("Notwithstanding clause 8.2 the Client may withhold sums.") + OVER_ALL),
    ("deadline-chain", matter(CHAIN.format(limit=56))),
    ("deadline-chain", matter("Invoices are sent within 10 days of the month end and paid within 30 days of receipt.")),
    ("unbounded", CLEAN + DELAY.format(words=", up to GBP 50,000", terms="limit: GBP 50 000\n")),
    ("unbounded", CLEAN.replace("covers: [", "covers: [indemnity, ") + INDEMNITY.format(words="")),
    (
        "unbounded",
        CLEAN + INDEMNITY.format(words=", up to GBP 50,000 a year").replace("kind: indemnity\n", f"kind: indemnity\n{LIMIT}: each contract year\n"),
    ),
    ("double-recovery", CLEAN + RECOVERY.format(words="What is due under clause 9.1 is set against it.")),
    ("exclusivity-unstated", CLEAN + RECOVERY.format(words="")),
    ("perverse", CLEAN + BONUS.format(level="99.9 %")),
    ("negative-price", CLEAN + CASES_CHARGE.format(price="GBP 7")),
    ("cliff", CLEAN),
    ("dead-zone", CLEAN),
    ("rule-without-text", CLEAN + DELAY.format(words="", terms="")),
    ("tier-table", CLEAN),
]


def found(check: str, text: str, folder: Path) -> list[Finding]:
    """What a check finds above a note."""
    return [one for one in Bench(folder).look(text) if one.check == check and one.severity != "Low"]


@pytest.mark.parametrize(("check", "text"), FLAWED, ids=[f"{check}-{i}" for i, (check, _) in enumerate(FLAWED)])
def test_a_flaw_is_found_however_it_is_worded(check: str, text: str, tmp_path: Path) -> None:
    (finding,) = found(check, text, tmp_path)
    assert finding.question.endswith("?")
    assert finding.proposal
    assert finding.quote in text
    assert "_" not in f"{finding.message} {finding.question} {finding.proposal}"


@pytest.mark.parametrize(("check", "text"), SOUND, ids=[f"{check}-{i}" for i, (check, _) in enumerate(SOUND)])
def test_sound_words_are_left_alone(check: str, text: str, tmp_path: Path) -> None:
    assert found(check, text, tmp_path) == []


@pytest.mark.parametrize(
    ("check", "text", "words"),
    [
        ("perverse", CLEAN + BONUS.format(level="99.2 %"), "No bonus is earned for a month in which the level of clause 8.1 is missed"),
        ("dead-zone", CLEAN.replace("at risk: 15 %", "at risk: 10 %").replace("more than 15 %", "more than 10 %"), "shall not exceed 12 %"),
    ],
)
def test_the_words_proposed_mend_what_was_found(check: str, text: str, words: str, tmp_path: Path) -> None:
    (finding,) = found(check, text, tmp_path)
    assert words in finding.proposal
