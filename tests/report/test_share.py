"""A shared copy: nothing in it depends on what a party spends or loses, and no planted private number is anywhere in its bytes."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.analysis.small_run import DRAFT, SCENARIO, VARIANTS
from tests.report.full_summary import finding_row
from wargame.analysis.tables.schema import summary_schema
from wargame.analysis.tables.summary import Summary
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.facts import FactRequest
from wargame.core.message import Message, agreed, played
from wargame.core.problem import BadInput
from wargame.report.files.export import export_kinds
from wargame.report.files.outputs import chosen
from wargame.report.files.share import clauses_that_tell, shareable
from wargame.simulation.run.results import RunResult
from wargame.studies.run import RunOptions, run

# Numbers that nobody but their party knows, each in the forms in which it could be written.
PLANTED = {"unit cost": "7.4319", "fixed cost": "83 461", "client loss": "61 237", "transition": "917 533", "price": "9.8731", "goodwill": "937.19"}
ECONOMICS = """economics:
  provider: {unit cost: {voice: GBP UNIT}, fixed cost: GBP FIXED}
  client losses:
    - {head: customer redress, amount: GBP REDRESS, per: hour of outage, service: voice, private: yes}
    - {head: work-around, amount: GBP GOODWILL, per: unit waiting a day, service: voice, private: yes}
  replacement: {gap: 11 days, transition: GBP TRANSITION, price: {voice: GBP PRICE}}
"""
NAMES = {"UNIT": "unit cost", "FIXED": "fixed cost", "REDRESS": "client loss", "GOODWILL": "goodwill", "TRANSITION": "transition", "PRICE": "price"}
SHOWN = {
    *("parties", "scenarios", "readings", "findings", "clauses", "waterfall", "coverage", "world", "default_law", "constructions", "assumptions"),
}
EXPORT = {"report.html", "summary.json", "findings.csv", "issues.docx", "results.xlsx"}


# Clauses that act as parties behave, and two ways of behaving.
RIGHTS = """
## 6.1 Payment

Invoices are paid within 30 days; late payment bears interest of 8 % a year.

```terms
kind: payment_terms
due: 30 days
interest: 8 %
```

## 15.1 Cause

If 8.1 is missed in 2 months of any 6 the Client may terminate on 10 days' notice.

```terms
kind: termination_cause
breach of: [8.1]
repeated: {breaches: 2, within: 6 months}
notice: 10 days
```

## 15.3 Convenience

From 2 months on the Client may leave on 30 days' notice.

```terms
kind: termination_convenience
earliest: 2 months
notice: 30 days
```

## 7.4 Innovation fund

The Provider shall commit 1 % of the monthly charges; the Client may call for projects of up to GBP 20,000.

```terms
kind: innovation_fund
share: 1 %
project: GBP 20 000
```
"""
RESTLESS = """behaviour:
  rights:
    terminate for cause: {probability: 60 %}
    terminate for convenience: {probability: 20 %}
    call for the innovation fund: {exercised: always}
  payment: {client: {by: {low: 1 day, mode: 12 days, high: 90 days}}}
  claims: {client: {notice: {low: 0 days, mode: 9 days, high: 60 days}, disputed: 50 %, settled at: 63.5 %, settled after: 5 months}}
  default: {provider: {rate: 0.5 per year}}
"""


@dataclass(frozen=True)
class Asked:
    """What a run is of: economics, perhaps more clauses, and people who behave so; where its files go, and whether they are to be shared."""

    economics: dict[str, str] = field(default_factory=lambda: PLANTED)
    out: str = "share"
    share: bool = True
    more: str = ""
    behaviour: str = ""
    text: str = ECONOMICS
    futures: int = 120


ASKED = Asked()
FULL = Asked(out="full", share=False)


def export(folder: Path, asked: Asked = ASKED) -> Path:
    """A run of the small agreement."""
    folder.mkdir(exist_ok=True)
    text = asked.text
    for word, name in NAMES.items():
        text = text.replace(word, asked.economics[name])
    draft = DRAFT.replace("TITLE", "Care").replace("CLIENT", "Harbour Bank").replace("CHARGE", "Call charge")
    # Default law turns losses into money between the parties: its amounts must not tell what a loss was.
    draft = draft.replace("currency: GBP\n", "currency: GBP\nlaw: England and Wales\n")
    (folder / "draft.md").write_text(draft + asked.more, encoding="utf-8")
    (folder / "variants.yaml").write_text(VARIANTS, encoding="utf-8")
    world = SCENARIO.replace("NAME", "Rough").replace("WHY", "a rough year").replace("RATE", "5")
    (folder / "rough.yaml").write_text(world[: world.index("economics:")] + text + asked.behaviour, encoding="utf-8")
    every = [kind for kind, one in export_kinds().items() if one.shared or not asked.share]  # those too that are written only where they are named
    how: RunOptions = {"readings": "base", "postings": 4, "share": asked.share, "exports": every}
    draft_file, scenario, variants = (folder / name for name in ("draft.md", "rough.yaml", "variants.yaml"))
    run(draft_file, scenario, variants=variants, futures=asked.futures, workers=1, out=folder / asked.out, **how)
    return folder / asked.out


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shared copy with planted economics."""
    return export(tmp_path_factory.mktemp("one"))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, archives opened."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[path.name] = path.read_bytes()
            if path.suffix in (".docx", ".xlsx"):
                with zipfile.ZipFile(io.BytesIO(found[path.name])) as archive:
                    found |= {f"{path.name}/{name}": archive.read(name) for name in archive.namelist()}
    return found


def forms(number: str) -> set[bytes]:
    """A number as it may be written, in major and minor units."""
    plain = number.replace(" ", "")
    whole = f"{int(float(plain)):,}" if float(plain) >= 1000 else plain
    return {form.encode() for form in (number, plain, whole, whole.replace(",", " "), plain.replace(".", "").lstrip("0"))}


def test_the_copy_holds_what_may_be_sent_and_nothing_else(shared: Path) -> None:
    usual = {file.rstrip("/") for one in chosen(share=True) for file in one.files}
    assert {path.name for path in shared.iterdir()} == usual | {"findings.md"} and usual >= EXPORT | {"charts"}
    assert {path.name for path in (shared / "charts").iterdir()} == {"world-1.svg"}


def test_no_planted_number_is_in_any_byte(shared: Path) -> None:
    found = contents(shared)
    assert len(found) > 20
    for what, number in PLANTED.items():
        for form in forms(number):
            assert [name for name, data in found.items() if form in data] == [], f"{what}: {form!r}"


def test_the_full_run_does_hold_what_the_copy_leaves_out(tmp_path: Path, shared: Path) -> None:
    """The search would find a leak: the losses of the full run are in its files, and none of them is in the copy."""
    full = json.loads((export(tmp_path, FULL) / "summary.json").read_text(encoding="utf-8"))
    losses = {f"{row['value']:,.0f}".encode() for row in full["exposure"] if row["value"] and row["measure"] in ("mean", "var95")}
    page = (tmp_path / "full" / "report.html").read_bytes()
    assert losses and all(loss in page for loss in losses)
    assert [loss for loss in losses for data in contents(shared).values() if loss in data] == []


def test_other_private_economics_give_the_same_copy(shared: Path, tmp_path: Path) -> None:
    others = {"unit cost": "2.15", "fixed cost": "11 000", "client loss": "3 333", "transition": "5 000", "price": "4.44", "goodwill": "0.02"}
    other = export(tmp_path / "other", Asked(others))
    assert contents(other) == contents(shared) and {*contents(shared)} > EXPORT


def test_other_behaviour_gives_the_same_copy(tmp_path: Path) -> None:
    """Not even how long agreements last, or which clauses are ever woken, tells how a party behaves."""
    copies = [export(tmp_path / name, Asked(more=RIGHTS, behaviour=how)) for name, how in (("calm", ""), ("restless", RESTLESS))]
    assert contents(copies[0]) == contents(copies[1])
    runs = [
        json.loads((export(tmp_path / name, replace(FULL, more=RIGHTS, behaviour=how)) / "summary.json").read_text(encoding="utf-8"))
        for name, how in (("calm", ""), ("restless", RESTLESS))
    ]
    assert runs[0]["exits"] != runs[1]["exits"] and runs[0]["clauses"] != runs[1]["clauses"]
    shown = json.loads((copies[0] / "summary.json").read_text(encoding="utf-8"))
    untold = {row["clause"] for row in shown["clauses"] if row["paid_mean"] is None}
    assert {"15.1", "15.3", "7.4"} <= untold
    assert {"15.1", "15.3", "7.4"}.isdisjoint(one["clause"] for one in shown["findings"] if one["check"] == "dormant")


def test_the_copy_still_says_what_the_contract_moves_and_leaves_open(shared: Path) -> None:
    summary = json.loads((shared / "summary.json").read_text(encoding="utf-8"))
    amounts = {row["clause"]: row["paid_mean"] for row in summary["clauses"]}
    # Damages by default law share the cap with 9.1, so that what 9.1 pays would tell of them; credits are on the invoice and tell nothing.
    assert amounts["5.1"] > 0 and amounts["8.2"] > 0 and amounts["9.1"] is None
    assert {row["clause"] for row in summary["waterfall"]} == {"8.2"}
    assert summary["findings"] and summary["coverage"]
    page = (shared / "report.html").read_text(encoding="utf-8")
    assert "sign" not in page.lower().split() and 'id="for-director"' not in page and 'id="for-lawyer"' in page
    assert "This copy may be given to the other party" in page and "Which clause works where" in page
    jsonschema.validate(summary, summary_schema())


def test_a_shared_copy_is_not_put_beside_a_full_run(tmp_path: Path) -> None:
    full = export(tmp_path, Asked(out="run", share=False))
    before = contents(full)
    with pytest.raises(BadInput, match="not to be shared"):
        export(tmp_path, Asked(out="run"))
    assert contents(full) == before


def test_a_table_that_is_not_meant_to_be_shown_is_empty_whoever_adds_one(whole: tuple[RunResult, Summary]) -> None:
    run, summary = whole
    copy = shareable(summary, [run.cells[0].rules])
    assert set(summary.tables()) - set(copy.tables()) >= {"exposure", "compare", "exits", "recovery", "asks", "cash", "incentives", "attribution"}
    assert set(copy.tables()) == SHOWN
    text = json.dumps(copy.data())
    assert "61,237" not in text and "77123" not in text and '"calls a month"' in text
    assert all(one.money == one.fan == () and one.patch is None for one in copy.findings)


# Every private input of a scenario, so small and so large that other findings weigh.
OWN = """economics:
  provider: {unit cost: {voice: GBP UNIT}, fixed cost: GBP FIXED}
  client losses:
    - {head: customer redress, amount: GBP REDRESS, per: hour of outage, service: voice}
    - {head: work-around, amount: GBP GOODWILL, per: unit waiting a day, service: voice}
  replacement: {gap: GAP days, transition: GBP TRANSITION, price: {voice: GBP PRICE}}
  tolerances:
    - {party: client, loss: GBP BEARS}
    - {party: client, outage: GAP hours, service: voice}
    - {party: provider, loss: GBP BEARS}
  discount: {client: RATE %, provider: RATE %}
shocks:
  records exposed:
    kind: data_breach
    arrives: {rate: 0.8 per year}
    fault: provider
    records: 20 000
    per record: {client: GBP GOODWILL}
    investigation: {provider: GBP FIXED}
    redress: {client: GBP REDRESS}
    fine: {client: GBP FIXED}
  statutory pay:
    kind: regulatory_change
    service: voice
    arrives: {rate: 0.4 per year}
    lead time: 3 months
    work: 18 days
    cost: GBP FIXED
    fine: GBP REDRESS
    lasting cost: GBP GOODWILL
behaviour:
  payment: {client: {by: GAP days, probability: RATE %}}
  claims: {client: {notice: GAP days, disputed: RATE %, settled at: RATE %, settled after: GAP months}}
"""
SMALL = {
    "UNIT": "0.01", "FIXED": "1", "REDRESS": "0.01", "GOODWILL": "0.01", "TRANSITION": "2", "PRICE": "0.02", "BEARS": "3", "GAP": "1", "RATE": "1",
}  # fmt: skip
LARGE = {
    "UNIT": "71", "FIXED": "8 300 000", "REDRESS": "9 000 000", "GOODWILL": "91", "TRANSITION": "93 000 000", "PRICE": "97", "BEARS": "99 000 000",
    "GAP": "13", "RATE": "90",
}  # fmt: skip


def owned(folder: Path, values: dict[str, str], share: bool) -> Path:
    """A run of the small agreement, in which parties have these costs, losses, limits and habits."""
    text = OWN
    for word, value in values.items():
        text = text.replace(word, value)
    return export(folder, Asked(out="out", share=share, text=text, futures=48))


def test_no_private_input_moves_a_byte(tmp_path: Path) -> None:
    """Not which findings there are, not how severe they are, not their order."""
    full = [json.loads((owned(tmp_path / f"full {i}", ways, False) / "summary.json").read_text()) for i, ways in enumerate((SMALL, LARGE))]
    small, large = ({row["what"]: row["value"] for row in one["assumptions"] if row["private"]} for one in full)
    assert small.keys() == large.keys() and len(small) > 15
    assert all("tolerances: party" in what for what in small if small[what] == large[what])
    # In the runs that stay in the house other findings are there, and others weigh.
    before, after = ({one["id"]: one["severity"] for one in whole["findings"]} for whole in full)
    assert "toothless:8.2" in {*after} - {*before} and any(before[name] != after[name] for name in {*before} & {*after})
    copies = [contents(owned(tmp_path / f"copy {i}", ways, True)) for i, ways in enumerate((SMALL, LARGE))]
    assert copies[0] == copies[1] and "toothless" not in copies[0]["summary.json"].decode()


def test_what_was_played_is_left_out_though_the_draft_holds_the_number_and_what_is_agreed_stays(whole: tuple[RunResult, Summary]) -> None:
    run, summary = whole
    # 5 % and GBP 9,000 stand in the draft; 99.925 % follows from terms that its words do not hold.
    said = Message(
        "{share} is kept back, {amount} a life, below {edge} of {clause}", share=played("5 %"), amount=played("GBP 9,000"), edge=agreed("99.925 %"),
        clause=agreed("8.2"),
    )  # fmt: skip
    assert "5 %" in DRAFT and "GBP 9,000" in DRAFT and "99.925" not in DRAFT
    told = finding_row(
        check="capped", clause="8.2", frequency=0.5, mean=5.0, message=said, ask="Is 5 % meant?", proposal="Pay 7 %.", title="Credits of 9 %"
    )
    (shown,) = shareable(replace(summary, findings=(told,)), [run.cells[0].rules]).findings
    assert shown.message == "… is kept back, … a life, below 99.925 % of 8.2"
    assert [(one.name, one.text, one.basis) for one in shown.message_parts.figures] == [
        ("share", "…", "played"), ("amount", "…", "played"), ("edge", "99.925 %", "agreed"), ("clause", "8.2", "agreed"),
    ]  # fmt: skip
    assert (shown.ask, shown.proposal, shown.title) == ("Is 5 % meant?", "Pay 7 %.", "Credits of 9 %")


def test_a_share_of_events_that_go_unanswered_is_left_out_of_a_shared_copy(shared: Path) -> None:
    summary = json.loads((shared / "summary.json").read_text(encoding="utf-8"))
    (pays,) = (one for one in summary["findings"] if one["id"] == "silent:outage/pay")
    assert pays["message"] == "“who pays?” is answered by 8.2 and 9.1, but not for … of these events"
    (dead,) = (one for one in summary["findings"] if one["check"] == "dead-zone")
    assert dead["message"] == "flat: 12 % below 98 % is above the at-risk amount of 10 %, and what is above it is never paid"


def test_clauses_whose_amounts_would_tell_are_known(whole: tuple[RunResult, Summary]) -> None:
    run, _ = whole
    rules = run.cells[0].rules
    assert clauses_that_tell([rules]) == frozenset()
    damages = next(one for one in rules.clauses if one.number == "9.1")
    cap = next(one for one in rules.clauses if one.number == "12.1")

    def capped(terms: Any, **choices: str) -> Rulebook:
        other = type(cap)(replace(cap.setting, choices={**cap.setting.choices, **choices}), terms)
        return replace(rules, clauses=tuple(other if one is cap else one for one in rules.clauses))

    damages.reads = lambda: (FactRequest("loss"),)  # type: ignore[method-assign]
    try:
        assert clauses_that_tell([rules]) == {"9.1", "12.1"}
        # What is left for credits tells what damages came to, whether the terms list credits among what is capped or the open words are read so.
        both = cap.terms.model_copy(update={"covers": ["liquidated damages", "service credits"]})
        assert clauses_that_tell([capped(both)]) == {"8.2", "9.1", "12.1"}
        assert clauses_that_tell([capped(cap.terms, service_credits="erode the cap")]) == {"8.2", "9.1", "12.1"}
    finally:
        del damages.reads
