"""Every check finds its defect in a small draft, and its patch removes it without anything as grave taking its place."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.analysis.checks.bench import CAP, CHARGE, CLEAN, CREDIT, DAMAGES, FRONT, LEVEL, NATURE, WORLD, Bench, as_grave
from wargame.analysis.findings.check import checks
from wargame.core.finding import SEVERITIES

NONE = "\n```terms\nterms: none\n```\n"
DEFINED = "\n## 1.1 Definitions\n\n**Call** means a call that is answered; **Charges** means the sums of clause 5.1.\n" + NONE
SCHEDULES = "\n# Schedule 1 Prices\n\nPrices are those of clause 5.1.\n" + NONE + "\n# Schedule 2 Sites\n\nThe sites are two.\n" + NONE
CHRONIC = """
## 15.2 Chronic failure

If availability is below target in 13 months of any 24 months the Client may terminate on 30 days' notice.

```terms
kind: termination_chronic
service level: 8.1
misses: 13
window: 24 months
notice: 30 days
right arises: in a month that fails
```
"""
LICENCE = """
## 5.8 Licence

From the third month to month 30 the Client shall pay GBP 200 a month for licences.

```terms
kind: fixed_charge
amount: GBP 200
from month: 3
to month: 30
```
"""
REPEATED = """
## 15.3 Termination for cause

If the Provider misses 8.1 in 14 months of any 24 months the Client may terminate on 20 days' notice.

```terms
kind: termination_cause
breach of: [8.1]
repeated: {breaches: 14, within: 24 months}
notice: 20 days
unused right: stands until used
```
"""
GO_LIVE = """
## 9.4 Late go-live

For each week by which go-live is later than 1 May 2027 the Provider shall pay GBP 1,000, up to GBP 9,000.

```terms
kind: liquidated_damages
milestone: go-live
due: 2027-06-01
amount: GBP 1 000
per: 1 week
limit: GBP 9 000
part periods: count whole
```
"""
ELSE = "\n## 13.1 Other matters\n\n{}\n" + NONE
OTHER_LEVEL = LEVEL.replace("8.1 Availability", "14.1 Availability again").replace("99.5", "99.9")
CHAIN = (
    "A claim is notified within 14 days of the event. The other Party answers within 28 days of receipt of that notice. It is referred within 14 "
    "days of the answer. A claim that is not referred in any event within 42 days of the event is lost."
)
FIXED = """
## 5.1 Monthly charge

The Client shall pay GBP 420,000 for each month.

```terms
kind: fixed_charge
amount: GBP 420 000
```
"""


SOLE = """
## 8.4 Sole remedy

Service credits under 8.2 are the Client's sole remedy for failures of the voice service.

```terms
kind: sole_remedy
remedy: 8.2
```
"""
NOTICE = """
## 13.2 Notice of claims

A claim shall be notified within 5 days of the end of the month in which it accrues, failing which it is lost.

```terms
kind: notice
within: 5 days
late notice: bars the claim
```
"""
STEPS = NOTICE.replace("within 5 days of", "in steps of 14, 28 and 14 days, and within 42 days of").replace(
    "within: 5 days", "within: 42 days\nsteps: [14 days, 28 days, 14 days]"
)
SLOW = """behaviour:
  claims:
    client: {notice: {median: 4 days, p95: 9 days}}
"""


class Case(NamedTuple):
    """A draft with a defect, the clause in which it is found, words of the message, and a world where lives must be played."""

    text: str
    clause: str
    says: str
    world: str = ""


def without(*pairs: str, text: str = CLEAN) -> str:
    """The clean draft with words replaced, pair by pair; each must be there."""
    for was, now in zip(pairs[::2], pairs[1::2], strict=True):
        assert was in text, was
        text = text.replace(was, now)
    return text


HIGH = without(
    "12 %",
    "60 %",
    "credit 5 %",
    "credit 20 %",
    "credit: 5 %",
    "credit: 20 %",
    "\nat risk: 15 %",
    "",
    ", but no more than 15 %",
    "",
    "\n---\n",
    "\n  chat: {unit: chat}\n---\n",
)
HIGH_AGAIN = LEVEL.replace("8.1", "14.1").replace("voice", "chat") + CREDIT.replace("8.2", "14.2").replace("8.1", "14.1").replace(
    "12 %", "60 %"
).replace("\nat risk: 15 %", "").replace(", but no more than 15 %", "").replace("credit 5 %", "credit 20 %").replace("credit: 5 %", "credit: 20 %")
WEAK = CREDIT.replace("credit 5 %", "credit 0.1 %").replace("credit: 5 %", "credit: 0.1 %").replace("12 %", "0.2 %")


CASES: dict[str, list[Case]] = {
    "agreement-to-agree": [Case(CLEAN + ELSE.format("Exit assistance is paid at rates to be agreed."), "13.1", "to be agreed")],
    "ambiguous": [],  # needs several readings: test_ambiguous
    "blank": [
        Case(CLEAN + ELSE.format("The Provider shall insure itself for GBP [●]."), "13.1", "[●]"),
        Case(without("amount: GBP 7 500", "amount: {redacted: {low: GBP 2 000, mode: GBP 7 500, high: GBP 9 000}}"), "9.1", "GBP 2,000", WORLD),
    ],
    "breach-without-remedy": [Case(FRONT + CHARGE + LEVEL, "8.1", "nothing follows")],
    "calendar-month": [Case(without("2027-01-01", "2027-01-15", "99.5 % of each month", "99.5 % of each calendar month"), "8.1", "calendar month")],
    "capped": [Case(without("6,000,000", "60,000", "6 000 000", "60 000"), "12.1", "above the liability cap", WORLD)],
    "circular": [Case(without("at risk: 15 %", "at risk: 15 %\nsubject to: 12.1", "covers: [", "subject to: 8.2\ncovers: ["), "12.1", "12.1 → 8.2")],
    "cliff": [Case(without("12 %", "35 %", "15 %", "35 %"), "8.2", "jumps from 5 % to 35 %")],
    "contradictory": [
        Case(CLEAN + OTHER_LEVEL, "14.1", "8.1 and 14.1 both answer for voice and differ in target", WORLD),
        Case(

                       CLEAN + ELSE.format("Invoices are paid within 30 days of receipt.") + "\n## 13.2 Account\n\nEvery invoice is paid within "
                           "45 days.\n" + NONE,
            "13.2", "30 days",
        ),
    ],
    "dangling": [
        Case(without("Credits are", "Subject to clause 12.9 credits are"), "8.3", "clause 12.9"),
        Case(without("Credits are", "Beside Schedule 4 credits are"), "8.3", "Schedule 4"),
    ],
    "date-drift": [
        Case(CLEAN + GO_LIVE, "9.4", "the words say 1 May 2027, the terms say 1 June 2027"),
        Case(CLEAN + GO_LIVE.replace("1 May 2027", "May 1, 2027"), "9.4", "the words say May 1, 2027, the terms say June 1, 2027"),
        Case(CLEAN + GO_LIVE.replace("1 May 2027", "2027-05-01"), "9.4", "the words say 2027-05-01, the terms say 2027-06-01"),
    ],
    "dead-zone": [
        Case(without("{below: 99.5 %", "{below: 99 %", "Below 99.5 % the", "Below 99 % the"), "8.2", "from 99 % up to (not including) 99.5 %"),
        Case(without("at risk: 15 %", "at risk: 4 %", "more than 15 %", "more than 4 %"), "8.2", "every tier is above the at-risk amount"),
    ],
    "deadline-chain": [Case(CLEAN + ELSE.format(CHAIN), "13.1", "14 + 28 + 14 = 56 days against a limit of 42 days: 10.2 %"), Case(CLEAN + STEPS,
    "13.2", "14 + 28 + 14 = 56 days", WORLD + SLOW)],
    "discretion": [Case(CLEAN + ELSE.format("The Client may reduce the Charges in its sole discretion."), "13.1", "sole discretion")],
    "dormant": [Case(CLEAN, "12.1", "in any future", WORLD)],
    "double-recovery": [Case(without("credits: set against damages", "credits: in addition"), "9.1", "same outage as 8.2", WORLD)],
    "exclusivity-unstated": [Case(without(NATURE, ""), "8.2", "only remedy")],
    "excluded": [Case(CLEAN + SOLE, "8.4", "shut out by the sole remedy of 8.4", WORLD)],
    "negative-price": [Case(HIGH + HIGH_AGAIN, "8.2", "120 %")],
    "number-drift": [Case(without("within 4 hours", "within 6 hours"), "9.1", "the words say 6 hours, the terms say 4 hours")],
    "perverse": [Case(without(CHARGE, FIXED, NATURE, SOLE, DAMAGES, "", CAP, ""), "8.2", "costs the provider at most 12 %", WORLD)],
    "precedence-gap": [Case(CLEAN + SCHEDULES, "Schedule 1", "Schedule 1, Schedule 2 prevails")],
    "remedy-without-breach": [Case(without("{below: 99.5 %", "{below: 99.9 %", "Below 99.5 % the", "Below 99.9 % the"), "8.2", "meets the target "
        "of 8.1 and pays")],
    "rule-without-text": [Case(without("The Provider's liability in each contract year shall not exceed GBP 6,000,000.\n", ""), "12.1", "no words")],
    "silent": [Case(CLEAN, "", "no clause with terms answers “who may leave?”", WORLD)],
    "text-without-rule": [
        Case(without(NONE, "", text=CLEAN) + "\n## 13.1 Interest\n\nA sum paid late shall bear interest at 8 % a year.\n", "13.1", "has no terms"),
    ],
    "tier-edge": [
        Case(without("Below 99.5 % the", "At a level above 98 % but below 99.5 % the"), "8.2", "exactly 98 % lies in no tier"),
        Case(without("at risk: 15 %", "at risk: 15 %\nboundary: inclusive"), "8.2", "exactly 99.5 % both meets the target of 8.1 and pays"),
    ],
    "tier-table": [
        Case(without("{below: 98 %", "{below: 97.5 %", "{below: 99.5 %", "{below: 99.5 %, at least: 98 %", "below 98 %", "at least 98 % or below "
            "97.5 %"),
             "8.2", "gap from 97.5 % up to (not including) 98 %"),
        Case(without("credit: 12 %", "credit: 2 %", "credit 12 %", "credit 2 %"), "8.2", "less than"),
    ],
    "time-barred": [Case(CLEAN + NOTICE, "13.2", "notified too late", WORLD + SLOW)],
    "toothless": [Case(FRONT + CHARGE + LEVEL + WEAK + SOLE, "8.2", "the provider pays", WORLD)],
    "unbounded": [
        Case(without(CAP, ""), "9.1", "nothing limits"),
        Case(without("cap: GBP 6 000 000", "cap: GBP 0", "GBP 6,000,000", "GBP 0"), "12.1", "the cap is 0"),
    ],
    "undefined": [Case(DEFINED.join((FRONT, "")) + CLEAN.removeprefix(FRONT).replace("The service shall", "With every Critical Function the "
    "service shall"), "8.1", "Critical Function")],
    "unmeasured": [Case(CLEAN, "8.2", "needs", WORLD.replace("    needs: [platform]\n", ""))],
    "unreachable": [Case(CLEAN + CHRONIC, "15.2", "13 misses are asked for in 24 months"),
    Case(CLEAN + REPEATED, "15.3", "14 misses are asked for in 24 months"),
    Case(CLEAN + LICENCE, "5.8", "it runs to month 30 of a term of 12")],
    "vague": [Case(without("An outage not restored", "An outage not promptly restored"), "9.1", "promptly", WORLD)],
}  # fmt: skip


@pytest.mark.parametrize(
    ("check", "case"), [(name, case) for name, cases in CASES.items() for case in cases], ids=lambda x: x if isinstance(x, str) else ""
)
def test_what_a_check_finds_is_gone_when_its_patch_is_applied(check: str, case: Case, tmp_path: Path) -> None:
    bench = Bench(tmp_path, case.world)
    before = bench.look(case.text)
    found = [one for one in before if one.check == check and one.clause == case.clause and case.says in str(one.message)]
    assert len(found) == 1, [(one.id, one.message) for one in before]
    (finding,) = found
    assert finding.quote or not finding.clause
    assert finding.question.endswith("?") and finding.proposal
    if case.world:
        assert set(finding.money) == {"client", "provider"}
        assert all(stake.mean is not None and (stake.mean or stake.reason) for stake in finding.money.values())
    after = bench.again(case.text, finding)
    assert finding not in after
    assert as_grave(after, max(finding.severity, "Medium", key=SEVERITIES.index)) - set(before) == set()


def test_every_check_is_in_the_table_or_has_tests_of_its_own() -> None:
    own = {path.stem.removeprefix("test_").replace("_", "-") for path in Path(__file__).parent.glob("test_*.py")}
    bare = set(checks()) - {name for name, cases in CASES.items() if cases} - own
    assert bare == set(), (
        "these checks have no test: write tests/analysis/checks/test_NAME.py, with a draft in which the check finds something and one in which it "
        "does not (`wargame new check` writes its beginning), or a case in the table above"
    )


def test_a_clean_draft_has_nothing_above_a_note(tmp_path: Path) -> None:
    assert as_grave(Bench(tmp_path).look(CLEAN), "Medium") == set()
