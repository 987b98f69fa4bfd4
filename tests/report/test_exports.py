"""The formats of a run: each is one file, makes what it says and no more, needs only its own packages, and is written where it is asked for."""

from __future__ import annotations

import importlib.util
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.cli.harness import CARE, ROOT, STORM, Outcome, shell
from tests.report.full_summary import FORMULAS, HOSTILE
from wargame.analysis.tables.summary import Summary
from wargame.core.problem import BadInput
from wargame.core.words import printable
from wargame.report.exports.markdown import HEADS, plain
from wargame.report.files.export import Asked, Export, export_kinds
from wargame.report.files.outputs import check_packages, chosen, remove_old, write_exports
from wargame.report.page.context import ReportContext
from wargame.simulation.run.archive import write_json, write_text
from wargame.simulation.run.results import RunResult

Whole = tuple[RunResult, Summary]
# Of what is shipped; a format that is added stands among them wherever its order puts it.
USUAL = ["summary", "exposure", "world", "page", "findings", "issues", "workbook"]
SHOWN = ["summary", "page", "findings", "issues", "workbook"]
SMALL = ("--futures", "8", "--readings", "base", "--postings", "0", "--workers", "1")
# A format that somebody drops into the room.
TICKET = '''"""ticket.txt: a line for each finding."""

from __future__ import annotations

from pathlib import Path

from wargame.report.files.export import Asked, Export
from wargame.report.page.context import ReportContext
from wargame.simulation.run.archive import write_text


class Ticket(Export):
    """For a tracker that knows no tables."""

    kind = "ticket"
    title = "a line for each finding"
    files = ("ticket.txt",)
    order = 90
    usual = False

    def write(self, stage: Path, context: ReportContext, asked: Asked) -> None:
        write_text(stage / "ticket.txt", "".join(f"{asked.draft}: {one.ask}\\n" for one in context.findings))
'''


def kinds(exports: tuple[type[Export], ...]) -> list[str]:
    """The names of formats."""
    return [one.kind for one in exports]


def shipped(exports: tuple[type[Export], ...]) -> list[str]:
    """The same, without formats that somebody has added."""
    return [kind for kind in kinds(exports) if kind in (*USUAL, "markdown")]


def made(stage: Path) -> set[str]:
    """What lies in a folder, folders by their names with a stroke."""
    return {f"{path.name}/" if path.is_dir() else path.name for path in stage.iterdir()}


def test_the_usual_formats_are_those_of_every_run() -> None:
    assert shipped(chosen()) == USUAL and kinds(chosen()) == [kind for kind, one in export_kinds().items() if one.usual]
    assert kinds(chosen(("markdown",))) == ["summary", "markdown"]
    assert kinds(chosen(("workbook", "page", "page"))) == ["summary", "page", "workbook"]
    assert shipped(chosen(share=True)) == SHOWN and all(one.shared for one in chosen(share=True))
    assert kinds(chosen(("markdown",), share=True)) == ["summary", "markdown"]


def test_a_format_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadInput, match=f"no format is called 'markdwon'; there are: {', '.join(export_kinds())}\n.*did you mean \"markdown\"\\?"):
        chosen(("markdwon",))
    with pytest.raises(BadInput, match=r"a copy for the other party does not hold 'exposure' \(exposure\.csv\)"):
        chosen(("exposure", "page"), share=True)


@pytest.mark.parametrize("kind", export_kinds())
@pytest.mark.parametrize("shared", [False, True], ids=["whole", "shared"])
def test_a_format_makes_the_files_that_it_says(kind: str, shared: bool, whole: Whole, tmp_path: Path) -> None:
    run, summary = whole
    one = export_kinds()[kind]
    assert one.title and one.files and one.__doc__ and (one.usual or not one.always)
    if shared and not one.shared:
        return
    context = ReportContext(summary, None, shared=True) if shared else ReportContext(summary, run)
    write_exports(tmp_path, context, Asked("draft.md"), (one,))
    assert made(tmp_path) == set(one.files)


def test_only_the_packages_of_what_is_asked_for_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in ("docx", "xlsxwriter", "jinja2", "matplotlib") else there(name))
    check_packages(chosen(("markdown", "findings", "exposure")), png=True)

    def wanted(*words: str, png: bool = False) -> str:
        with pytest.raises(BadInput) as caught:
            check_packages(chosen(words), png)
        (problem,) = caught.value.problems
        assert problem.code == "X051"
        return problem.hint

    assert wanted("issues") == "pip install python-docx"
    assert wanted("page") == "pip install Jinja2"
    assert wanted("page", png=True) == "pip install Jinja2 matplotlib"
    assert wanted() == "pip install Jinja2 python-docx XlsxWriter"


# --- what an earlier run has left ---------------------------------------------------------------------------------------------------------


def folder_of(directory: Path, **files: str) -> None:
    """Files in a directory: `report_html="…"`."""
    for name, text in files.items():
        write_text(directory / name.replace("_", "."), text)


@pytest.mark.parametrize(
    ("earlier", "stays"),
    [
        ({}, {"report.html", "findings.md", "issues.docx", "notes.txt"}),  # no run at all: the files are somebody's own
        ({"manifest.json": {"spec": {}}}, {"findings.md", "notes.txt"}),  # of a version that did not say what it wrote
        ({"manifest.json": {"spec": {}, "exports": ["summary", "issues", "markdown"]}}, {"report.html", "notes.txt"}),
        ({"manifest.json": {"spec": {}, "exports": "markdown"}}, {"findings.md", "notes.txt"}),
        ({"manifest.json": {"spec": {}, "exports": ["../../notes"]}}, {"report.html", "findings.md", "issues.docx", "notes.txt"}),
        ({"manifest.json": ["no", "run"]}, {"report.html", "findings.md", "issues.docx", "notes.txt"}),
        ({"summary.json": {"schema_version": 2}}, {"findings.md", "notes.txt"}),  # a shared copy
    ],
)
def test_what_an_earlier_run_wrote_and_this_one_does_not_goes(earlier: dict[str, Any], stays: set[str], tmp_path: Path) -> None:
    out, stage = tmp_path / "out", tmp_path / "stage"
    folder_of(out, report_html="old", findings_md="old", issues_docx="old", notes_txt="mine")
    for name, data in earlier.items():
        write_json(out / name, data)
    folder_of(stage, summary_json="{}", results_xlsx="new")
    remove_old(stage, out)
    assert {path.name for path in out.iterdir()} - set(earlier) == stays


def test_a_run_in_one_format_leaves_nothing_of_another(tmp_path: Path) -> None:
    def ran(*words: str) -> Outcome:
        done = shell("run", CARE, "-s", STORM, *SMALL, "--out", tmp_path / "out", *words)
        assert done.code == 0, done
        return done

    assert ran().out.splitlines()[-1] == str(tmp_path / "out" / "report.html")
    assert made(tmp_path / "out") >= {"report.html", "issues.docx", "charts/"} and "findings.md" not in made(tmp_path / "out")
    summary = (tmp_path / "out" / "summary.json").read_bytes()
    assert ran("--export", "markdown").out.splitlines()[-1] == str(tmp_path / "out")
    rest = {"findings.md", "summary.json", "futures.parquet", "manifest.json", "charts/"}
    assert made(tmp_path / "out") == rest | ({"postings.parquet"} & made(tmp_path / "out"))
    assert not list((tmp_path / "out" / "charts").iterdir()) and (tmp_path / "out" / "summary.json").read_bytes() == summary
    assert shell("replay", tmp_path / "out", "0-7").code == 0
    ran("--export", "page", "--png")
    assert "findings.md" not in made(tmp_path / "out") and list((tmp_path / "out" / "charts").glob("*.png"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--export", "pdf"), "--export: X054: no format is called 'pdf'"),
        (("--export", "exposure", "--share"), "--export: X054: a copy for the other party does not hold 'exposure'"),
        (("--export", "markdown", "--png"), "--png paints the charts of the page"),
    ],
)
def test_what_cannot_be_written_so_is_refused_before_anything_is_played(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = shell("run", CARE, "-s", STORM, *SMALL, "--out", tmp_path / "out", *words)
    assert done.code == 2 and said in done.err and not (tmp_path / "out").exists()


# --- a new format -------------------------------------------------------------------------------------------------------------------------


def test_a_new_format_is_one_file(tmp_path: Path) -> None:
    house = tmp_path / "house"
    shutil.copytree(ROOT / "wargame", house / "wargame", ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    (house / "wargame" / "report" / "exports" / "ticket.py").write_text(TICKET, encoding="utf-8")
    for name, words in (("usual", ()), ("asked", ("--export", "ticket", "--export", "findings"))):
        done = shell("run", CARE, "-s", STORM, *SMALL, "--out", tmp_path / name, *words, home=house, env={"PYTHONDONTWRITEBYTECODE": "1"})
        assert done.code == 0, done
    assert "ticket.txt" not in made(tmp_path / "usual")
    assert {"ticket.txt", "findings.csv"} <= made(tmp_path / "asked") and "report.html" not in made(tmp_path / "asked")
    summary = json.loads((tmp_path / "asked" / "summary.json").read_text(encoding="utf-8"))
    lines = (tmp_path / "asked" / "ticket.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(lines) == sorted(f"customer-care.md: {row['ask']}" for row in summary["findings"]) and lines
    unknown = shell("run", CARE, "-s", STORM, *SMALL, "--out", tmp_path / "no", "--export", "tickets", home=house)
    assert unknown.code == 2 and 'did you mean "ticket"?' in unknown.err


# --- Markdown -----------------------------------------------------------------------------------------------------------------------------


def written(context: ReportContext, folder: Path) -> tuple[list[list[str]], list[list[str]], str]:
    """findings.md as whoever reads Markdown sees it: the cells of its table, the lines of each item of its list, and the text."""
    write_exports(folder, context, Asked("draft.md"), chosen(("markdown",))[1:])
    text = (folder / "findings.md").read_text(encoding="utf-8")
    rows: list[list[str]] = []
    items: list[list[str]] = []
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and tokens[place - 1].type in ("th_open", "td_open"):
            rows[-1].append(shown(token))
        elif token.type == "list_item_open" and token.level == 1:
            items.append([])
        elif token.type == "inline" and items and tokens[place - 1].type == "paragraph_open":
            items[-1].append(shown(token))
    return rows, items, text


def shown(token: Any) -> str:
    """The text of a line, which holds no mark but what is bold."""
    assert {child.type for child in token.children} <= {"text", "text_special", "strong_open", "strong_close"}, token.content
    return "".join(child.content for child in token.children)


def test_the_register_is_a_table_and_a_list_whatever_its_texts(whole: Whole, tmp_path: Path) -> None:
    run, summary = whole
    context = ReportContext(summary, run)
    rows, items, text = written(context, tmp_path)
    assert rows[0] == list(HEADS) and len(rows) == len(items) + 1 == len(context.findings) + 1 > len(FORMULAS)
    assert all(len(row) == len(HEADS) for row in rows)
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, len(rows))]
    assert [row[3] for row in rows[1:]] == [" ".join(one.ask.split()) for one in context.findings]
    said = [line for item in items for line in item]
    assert f"Words as drafted: “{' '.join(printable(HOSTILE).split())}”" in said and "Words as drafted: “=cmd|' /C calc'!A0”" in said
    first = next(item for item in items if any("loses GBP 1,500 a life" in line for line in item))
    assert "At stake: Harbour Bank: loses GBP 1,500 a life" in " ".join(first) and "Favours: Meridian Services" in first
    assert text.startswith("# Questions to the drafter: ") and text.endswith("\n") and "\n\n\n" not in text


@pytest.mark.parametrize(
    "text",
    [
        "a | b",
        "two\nlines\r\nand a\ttab",
        "**bold** and *it* and _it_",
        "<b>x</b> &amp; [x](y) ![i](j)",
        "`code` ~~no~~ \\| \\",
        "# 1. > - + no mark #3 !",
    ],
)
def test_no_text_is_a_mark(text: str) -> None:
    (row,) = [token for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(f"|a|\n|---|\n| {plain(text)} |")[11:12]]
    assert row.type == "inline" and shown(row) == " ".join(text.split())


def test_the_register_of_many_findings_stays_one_list(whole: Whole, tmp_path: Path) -> None:
    """From the tenth item on what belongs to it stands further in."""
    run, summary = whole
    many = replace(summary, findings=tuple(replace(summary.findings[0], ask=f"What of {number}?") for number in range(120)))
    rows, items, _ = written(ReportContext(many, run), tmp_path)
    assert len(rows) == 121 and len(items) == 120 and all(len(item) == len(items[0]) for item in items)


def test_nothing_found_is_said_so(whole: Whole, tmp_path: Path) -> None:
    run, summary = whole
    rows, items, text = written(ReportContext(replace(summary, findings=()), run), tmp_path)
    assert (rows, items) == ([], []) and text.endswith("\nNothing was found.\n")
