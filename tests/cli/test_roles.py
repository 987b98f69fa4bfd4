"""An agreement calls its parties what it likes: the sample agreement between a customer and a supplier comes to the same amounts everywhere, and
nothing that is printed or written calls them a client and a provider but what is named below, each with its reason.

The words of the draft are renamed too, so that whatever still says `provider` is ours. One scenario names the parties by their roles; the other is
of the library's kind, where `client` is who buys and `provider` who supplies in whatever agreement it is played with.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

from tests.cli.conftest import Command
from tests.cli.harness import ROOT, shell
from wargame.contract.rules.kinds import clause_kinds

SAMPLE, VARIANTS, WORLDS = ROOT / "contracts" / "customer-care.md", ROOT / "contracts" / "customer-care.variants.yaml", ROOT / "scenarios"
OURS = {"client": "client", "provider": "provider"}
THEIRS = {"client": "customer", "provider": "supplier"}
SIDE = re.compile(r"\b(client|provider)(s?)\b", re.IGNORECASE)
# The draft calls people who ring the bank its customers: where a party is called so, a Priority Customer needs no definition of its own.
NOT_ASKED = {"undefined:8.6"}
# Nobody is named here but by the words that every scenario has for the two sides.
DISTRESS = """based on: library.yaml
name: Hard times
why: both sides run short of money
shocks:
  supplier fails:
    kind: provider_insolvency
    services: [voice, cases]
    arrives: {rate: 0.6 per year}
    distress: {low: 1 month, mode: 3 months, high: 8 months}
    insolvency: 60 %
    kept: {low: 30 %, mode: 70 %, high: 95 %}
    recovers: 12 %
    work around: {median: GBP 150 000, p95: GBP 700 000}
  buyer fails:
    kind: client_non_payment
    arrives: {rate: 0.4 per year}
    lasts: {low: 2 months, mode: 4 months, high: 9 months}
    days: {low: 15 days, mode: 40 days, high: 120 days}
    fails: 50 %
    recovers: 15 %
    chasing: {provider: {median: GBP 8 000, p95: GBP 40 000}}
"""

# Where `client` and `provider` may stand in what is printed for any agreement: names of closed lists, and words that are not ours to change.
OPTIONS = {option for kind in clause_kinds().values() for one in kind.constructions.values() for option in one.options if SIDE.search(option)}
SOURCES = {one.source for kind in clause_kinds().values() for one in kind.constructions.values() if SIDE.search(one.source)}
NAMED: dict[str, str] = {
    r"\b(?:client|provider)-adverse\b": "names of readings, by which `replay` and every table know them",
    r"\bpaid_to_client_mean\b": "a name of data: the schema's",
    r"\bprovider share of (?:overrun|underrun)\b": "measures of a clause, by the names under which others read them",
    r"\bprovider[ _]at[ _]fault\b": "a construction: the name of a term",
    r"[\[{](?:client|client above)[\]}]|(?<=- )client(?=:)|\bclient: \d+ %|\"client\": \"\d+ %\"": "a term of a clause: the client's share of a cost",
    r"\beconomics: provider\b|\bclient loss\b": "parts of a scenario, by the names of its keys",
    r"\b(?:arguing|chasing|integration|separation|stranded|work around): (?:client|provider)\b": "inputs of a shock, by the names of its keys",
    r"(?<=\bfault: )(?:client|provider)\b|(?m:^(?:client|provider)$)|(?<=\": \")(?:client|provider)(?=\")": "whose fault: a closed list",
    r"usual practice \(provider excused meanwhile\)|leave general law with the provider": "citations: what practice is elsewhere",
    r"what is late money worth to the provider": "why the scenario is played, as the scenario says it",
}


class Side(NamedTuple):
    """The sample agreement under one pair of names, and everything that commands say of it."""

    folder: Path
    names: dict[str, str]

    @property
    def draft(self) -> Path:
        """The draft."""
        return self.folder / "draft.md"

    @property
    def variants(self) -> Path:
        """Its variants."""
        return self.folder / "variants.yaml"

    @property
    def worlds(self) -> tuple[str | Path, ...]:
        """Its scenarios, as options."""
        return "-s", self.folder / "late-payer.yaml", "-s", self.folder / "distress.yaml"

    @property
    def out(self) -> Path:
        """Its run."""
        return self.folder / "out"


def renamed(text: str, names: dict[str, str]) -> str:
    """Prose with the parties called otherwise."""
    return SIDE.sub(lambda found: (names[found[1].lower()].capitalize() if found[1][0].isupper() else names[found[1]]) + found[2], text)


def draft_between(names: dict[str, str]) -> str:
    """The sample agreement between parties of these names: front matter, prose, and the terms that name a party. Lists of causes and the shares of a
    change in law are no names of parties."""
    _, front, body = SAMPLE.read_text(encoding="utf-8").split("---\n", 2)
    front = re.sub(r"^  (client|provider):", lambda found: f"  {names[found[1]]}:", front, flags=re.MULTILINE)
    parts = re.split(r"(```terms\n.*?```)", body, flags=re.DOTALL)
    in_terms = [re.sub(r": (client|provider)(?=[,}\n])", lambda found: f": {names[found[1]]}", part) for part in parts[1::2]]
    return (
        "---\n"
        + front
        + "---\n"
        + "".join(part for pair in zip([renamed(part, names) for part in parts[::2]], [*in_terms, ""], strict=True) for part in pair)
    )


def world_between(names: dict[str, str]) -> str:
    """The baseline, in which a party is named by its role in the agreement wherever one is named."""
    text = (WORLDS / "baseline.yaml").read_text(encoding="utf-8")
    text, tolerances = re.subn(r"party: (client|provider)\b", lambda found: f"party: {names[found[1]]}", text)
    text, habits = re.subn(r"^    (client|provider)(?=: \{(?:by|notice|rate):)", lambda found: f"    {names[found[1]]}", text, flags=re.MULTILINE)
    assert (tolerances, habits) == (3, 5)
    return text


def side(folder: Path, names: dict[str, str]) -> Side:
    """The agreement, its variants and its worlds on disk, checked, run and compared."""
    shutil.copy(WORLDS / "late-payer.yaml", folder / "late-payer.yaml")
    (folder / "baseline.yaml").write_text(world_between(names), encoding="utf-8")
    shutil.copy(WORLDS / "baseline.yaml", folder / "library.yaml")
    (folder / "distress.yaml").write_text(DISTRESS, encoding="utf-8")
    one = Side(folder, names)
    one.draft.write_text(draft_between(names), encoding="utf-8")
    one.variants.write_text(VARIANTS.read_text(encoding="utf-8").replace("the provider bears", f"the {names['provider']} bears"), encoding="utf-8")
    variants = ("-v", one.variants, "--variant", "shared change costs")
    words = ("--futures", "16", "--workers", "1", "--readings", "adverse", "--postings", "40", "--out", one.out)
    done = shell("run", one.draft, *one.worlds, *variants, *words)
    assert done.code == 0, done
    return one


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """As it is shipped."""
    return side(tmp_path_factory.mktemp("ours"), OURS)


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """Between a customer and a supplier."""
    return side(tmp_path_factory.mktemp("theirs"), THEIRS)


def numbers(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every number in data, with its place: rows that have an id by that, the role of a party by its side."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from numbers(inner, f"{path}[{inner['id'] if isinstance(inner, dict) and 'id' in inner else place}]")
    elif not isinstance(value, str):
        yield path, value


def summary(one: Side) -> dict[str, Any]:
    """The summary of its run, without what no two drafts can share, and the one finding that hangs on what the customer is called."""
    found: dict[str, Any] = json.loads((one.out / "summary.json").read_text(encoding="utf-8"))
    found["findings"] = sorted((row for row in found["findings"] if row["id"] not in NOT_ASKED), key=lambda row: str(row["id"]))
    return found


def test_every_amount_of_a_run_is_the_same(ours: Side, theirs: Side) -> None:
    mine, yours = summary(ours), summary(theirs)
    assert [row["id"] for row in mine["findings"]] == [row["id"] for row in yours["findings"]]
    assert dict(numbers(mine)) == dict(numbers(yours))
    assert [row["role"] for row in yours["parties"]] == ["customer", "supplier"]
    assert {row["words"] for row in yours["world_events"]} & {
        "the supplier is insolvent (supplier fails)",
        "the supplier is in distress (supplier fails)",
    }
    books, others = (pd.read_parquet(one.out / "postings.parquet") for one in (ours, theirs))
    back = {role: name for name, role in THEIRS.items()}
    pd.testing.assert_frame_equal(books, others.assign(payer=others["payer"].replace(back), payee=others["payee"].replace(back)))


def test_a_comparison_comes_to_the_same(ours: Side, theirs: Side, command: Command) -> None:
    words = ("--futures", "16", "--workers", "1", "--json")
    mine, yours = (json.loads(command("compare", one.draft, "-v", one.variants, *one.worlds, *words).out) for one in (ours, theirs))
    assert dict(numbers(mine)) == dict(numbers(yours))


def masked(text: str) -> str:
    """A text without the options of constructions and the names of terms, which stand as a draft writes them."""
    for option in sorted(OPTIONS, key=len, reverse=True):
        text = text.replace(option, "…")
    return re.sub(r"\{client( above)?\}", "…", text)


def test_what_is_found_asked_and_proposed_is_the_same_in_other_words(ours: Side, theirs: Side, command: Command) -> None:
    """Found in the words alone, and found by playing: quotes are the draft's, all else is ours and calls the parties as the draft does."""
    checked = {}
    for one in (ours, theirs):
        rows = json.loads(command("check", one.draft, *one.worlds, "--fail-on", "never", "--json").out)["findings"]
        checked[one.names["client"]] = [row for row in rows if row["id"] not in NOT_ASKED]
    pairs = [(checked["client"], checked["customer"]), (summary(ours)["findings"], summary(theirs)["findings"])]
    for mine, yours in pairs:
        assert [row["id"] for row in mine] == [row["id"] for row in yours] and len(mine) > 25
        for old, new in zip(mine, yours, strict=True):
            for key in ("message", "ask", "proposal", "quote"):
                assert masked(new[key]) == renamed(masked(old[key]), THEIRS), (old["id"], key)


def test_patches_fit_the_agreement_and_mend_it_alike(ours: Side, theirs: Side, command: Command) -> None:
    """A clause that nobody wrote comes with its parties: who bears the cost of a step-in is one of this agreement's."""
    wanted = ("silent:outage/decide", "breach-without-remedy:8.12")
    results = []
    for one in (ours, theirs):
        done = command("apply", one.out, *wanted, "-o", one.folder / "patches.yaml", "--futures", "16", "--json")
        results.append((done.code, dict(numbers(json.loads(done.out)))))
    assert results[0] == results[1] and results[0][0] in (0, 1)
    patches = (theirs.folder / "patches.yaml").read_text(encoding="utf-8")
    assert "borne by: supplier" in patches and "the Supplier" in patches and not SIDE.search(patches)


def test_lives_are_told_alike(ours: Side, theirs: Side, command: Command) -> None:
    of = ("--scenario", "distress")
    assert command("replay", theirs.out, "0-3", *of) == command("replay", ours.out, "0-3", *of)
    told = command("replay", theirs.out, "3", *of).out
    assert told == renamed(command("replay", ours.out, "3", *of).out, THEIRS) and not SIDE.search(told)


# --- nothing calls them otherwise --------------------------------------------------------------------------------------------------------


def texts(one: Side, command: Command) -> Iterator[tuple[str, str]]:
    """Everything that a run has written and commands print, as text, with its name: of postings one a clause."""
    for path in sorted(one.out.rglob("*")):
        if path.suffix == ".html":
            page = re.sub(r"<(script|style).*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            yield path.name, html.unescape(re.sub(r"<[^>]*>", "\n", page))
        elif path.suffix in (".csv", ".svg") or path.name == "summary.json":
            yield path.name, path.read_text(encoding="utf-8")
        elif path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as parts:
                words = [parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith(("document.xml", "sharedStrings.xml"))]
            yield path.name, html.unescape(re.sub(r"<[^>]*>", "\n", "".join(words)))
    yield "check", command("check", one.draft, *one.worlds, "--fail-on", "never").out
    yield "compare", command("compare", one.draft, "-v", one.variants, *one.worlds, "--futures", "16", "--workers", "1").out
    rows = pd.read_parquet(one.out / "postings.parquet").drop_duplicates("clause")
    for posting in rows["id"]:
        yield f"explain {posting}", command("explain", one.out, posting).out


def left(text: str) -> list[str]:
    """What still says client or provider once everything that may is taken away: the words around it."""
    for allowed in sorted(OPTIONS | SOURCES, key=len, reverse=True):
        text = text.replace(allowed, "…").replace(allowed[:1].upper() + allowed[1:], "…")
    for pattern in NAMED:
        text = re.sub(pattern, "…", text)
    return [text[max(found.start() - 60, 0) : found.end() + 40] for found in SIDE.finditer(text)]


def test_nothing_calls_the_parties_otherwise(theirs: Side, command: Command) -> None:
    found = {name: left(text) for name, text in texts(theirs, command)}
    assert len(found) > 20 and {name: said for name, said in found.items() if said} == {}
