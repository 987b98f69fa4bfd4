"""Printed messages are template and figures: no check prints what was played as if the draft held it, and nobody looks into our own sentences."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.message_checker import breaches, looked_into

ROOT = Path(__file__).resolve().parents[2] / "wargame"
PRINTING = [*sorted((ROOT / "analysis" / "checks").glob("*.py")), *(ROOT / "analysis" / "findings" / f"{name}.py" for name in ("withheld", "check"))]
READING = [
    *sorted((ROOT / "report").rglob("*.py")),
    *sorted((ROOT / "commands").rglob("*.py")),
    *sorted((ROOT / "studies").rglob("*.py")),
    *(ROOT / "analysis" / f"{name}.py" for name in ("verdict", "summary", "findings/negotiation_points", "findings/register")),
]


def name(path: Path) -> str:
    """A module by its place in the project."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("module", PRINTING, ids=name)
def test_a_check_says_which_figures_were_found_by_playing(module: Path) -> None:
    assert breaches(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("module", READING, ids=name)
def test_nobody_looks_into_a_message_a_title_or_a_question(module: Path) -> None:
    assert looked_into(module.read_text(encoding="utf-8")) == []


def test_the_shared_copy_needs_no_pattern() -> None:
    tree = ast.parse((ROOT / "report" / "files" / "share.py").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not {"re", "string", "fnmatch"} & imported


FUNCTION = "def look(self, evidence):\n    {body}\n"
PLANTED = {
    'yield self.finding(evidence, "Low", n, f"it costs {evidence.money(5)}", "Why?")': "message",
    'lost = evidence.paid(w)\n    yield self.finding(evidence, "Low", n, f"it costs {lost}", "Why?")': "message",
    'lost = evidence.paid(w)\n    text = f"it costs {evidence.written(lost)}"\n    yield self.finding(evidence, "Low", n, text, "Why?")': "message",
    'yield self.finding(evidence, "Low", n, f"it is {in_percent(share)}", "Why?")': "message",
    'yield self.finding(evidence, "Low", n, f"in none of {evidence.lives:,} lives", "Why?")': "message",
    'yield self.finding(evidence, "Low", n, "it costs " + str(mean(total, n)), "Why?")': "message",
    'yield self.finding(evidence, "Low", n, "it is dear", f"Why {evidence.events_per_life(e)} times?")': "question",
    'yield self.finding(evidence, "Low", n, "it is dear", "Why?", proposal=f"Pay {evidence.money(5)}.")': "proposal",
    'a, b = 5, evidence.fired(n)\n    yield Finding("k", "Low", "", "it is dear", "Why?", place, quote, f"In {b} lives.")': "proposal",
    'yield self.finding(evidence, "Low", n, drafted("it is {x}", x=in_percent(Fraction(evidence.paid(w), 7))), "Why?")': "drafted",
    'lost = evidence.withheld(w)\n    yield self.finding(evidence, "Low", n, Message("it is {x}", x=agreed(lost)), "Why?")': "agreed",
    'yield self.finding(evidence, "Low", n, Message("it is {x}", x=str(one.losses)), "Why?")': "Message",
    'yield self.finding(evidence, "Low", n, Message(f"it is {evidence.money(5)} {{x}}", x=agreed(5)), "Why?")': "Message",
}


@pytest.mark.parametrize("body", PLANTED)
def test_what_a_check_must_not_print_is_seen(body: str) -> None:
    assert any(PLANTED[body] in one for one in breaches(FUNCTION.format(body=body)))


@pytest.mark.parametrize(
    "body",
    [
        'yield self.finding(evidence, "Low", n, Message("it costs {x}", x=evidence.money(evidence.paid(w))), "Why?")',
        'share = played(in_percent(Fraction(evidence.paid(w), 7)))\n    yield self.finding(evidence, "Low", n, Message("{s}", s=share), "Why?")',
        'yield self.finding(evidence, "Low", n, drafted("it is {x}", x=in_percent(total)), f"Is {clause.number} meant?")',
        'lost = evidence.paid(w)\n    yield self.finding(evidence, "Low" if lost else "High", n, "a" if lost > 5 else "b", "Why?", money=lost)',
        'words = f"not above {evidence.written(60 * amount)}"\n    yield self.finding(evidence, "Low", n, "it is dear", "Why?", proposal=words)',
    ],
)
def test_what_a_check_may_print_is_let_through(body: str) -> None:
    assert breaches(FUNCTION.format(body=body)) == []


@pytest.mark.parametrize(
    "line",
    [
        'first = row["ask"][0].lower()',
        "short = finding.message[:40]",
        'known = "capped" in row["message"]',
        'head = row.get("title").split(" ")[0]',
        'said = str(row.get("message") or "")\nsaid = said.rstrip(".")',
        'blank = PATTERN.sub("", finding.question)',
        'found = re.search("[0-9]", str(row["message"]))',
        'if finding.message.startswith("no clause"): pass',
    ],
)
def test_looking_into_a_sentence_is_seen(line: str) -> None:
    assert looked_into(line) and looked_into("def f(row, finding):\n    " + line.replace("\n", "\n    "))


@pytest.mark.parametrize("line", ['x = sentence(str(row["message"]))', 'x = row["question"] == "excuse"', 'x = "message" in row', "x = one.title"])
def test_printing_a_sentence_is_let_through(line: str) -> None:
    assert looked_into(line) == []
