"""`import wargame`: nothing is loaded before it is asked for, nothing printed, and what is wrong is one exception with all its places."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import wargame as wg
from tests.cli.harness import ROOT

CARE, CALM = ROOT / "contracts" / "customer-care.md", ROOT / "scenarios" / "baseline.yaml"
DRAFT = """---
title: Call handling
law: England and Wales
parties: {client: {name: Bank}, provider: {name: Centre}}
currency: GBP
effective: 2027-01-01
term: 12 months
services: {voice: {unit: call}}
---

## 5.1 Call charge

The Client shall pay GBP 4.20 for each call.

```terms
kind: unit_charge
service: voice
bands: [{price: GBP 4.20}]
```
"""
SCENARIO = """name: Plain
step: month
services:
  voice: {demand: {level: 1 000 per month}}
"""


def python(code: str, cwd: Path, how: str = "-c") -> subprocess.CompletedProcess[str]:
    """A program in a process of its own: as `-c`, as a file, or from standard input."""
    if how == "file":
        (cwd / "program.py").write_text(code, encoding="utf-8")
        return subprocess.run([sys.executable, "program.py"], cwd=cwd, capture_output=True, text=True, timeout=300, check=False)
    words = [sys.executable, "-"] if how == "-" else [sys.executable, "-c", code]
    return subprocess.run(words, input=code if how == "-" else None, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)


def test_importing_it_loads_nothing_of_others() -> None:
    heavy = {"numpy", "pandas", "pydantic", "click", "scipy"}
    code = f"import sys; import wargame; print(sorted({{name.partition('.')[0] for name in sys.modules}} & {heavy}))"
    assert python(code, ROOT).stdout == "[]\n"


def test_its_names_are_there_for_who_looks() -> None:
    assert set(wg.__all__) <= set(dir(wg))
    for name in wg.__all__:
        assert getattr(wg, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'replays'; its public names are"):
        wg.replays  # noqa: B018
    assert (Path(wg.__file__).parent / "py.typed").is_file()


def test_a_draft_with_five_errors_is_one_exception_with_five_places() -> None:
    broken = (
        DRAFT.replace("term: 12 months", "term: soon").replace("currency: GBP", "currency: GPB").replace("kind: unit_charge", "kind: unit_chrage")
    )
    broken += "\n## 5.1 Again\n\nWords.\n\n## Charges\n\n```terms\nkind: set_off\n```\n"
    with pytest.raises(wg.BadInput) as refused:
        wg.check(wg.Text(broken, "five.md"))
    problems = refused.value.problems
    assert [problem.code for problem in problems] == ["D002", "D002", "D012", "D007", "D010"]
    assert len({problem.place for problem in problems}) == 5 and all(problem.place.file == "five.md" and problem.place.line for problem in problems)
    assert str(refused.value).count("five.md:") >= 5 and "hint: " in str(refused.value)
    seen = wg.check(wg.Text(broken, "five.md"), errors="return")
    assert seen.problems == problems == seen.errors
    for study in (lambda draft: wg.run(draft, CALM), lambda draft: wg.compare(draft, CARE.with_suffix(".variants.yaml"), CALM)):
        with pytest.raises(wg.BadInput) as again:
            study(wg.Text(broken, "five.md"))
        assert set(problems) <= set(again.value.problems)


def test_an_agreement_of_text_alone_is_played_written_and_opened_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    draft = wg.read_draft(text=DRAFT, name="calls.md")
    run = wg.run(draft, wg.Text(SCENARIO, "plain.yaml"), futures=24, workers=1)
    assert run.exposure["value"].dropna().eq(0).all()  # every month is the plan's
    paid = run.postings.query("clause == '5.1' and reading == 'base'")
    assert paid["amount"].eq(1_000 * 420).all() and len(paid) == 24 * 12
    run.write(tmp_path / "out")
    again = wg.replay(tmp_path / "out", 3)
    assert again.differences == 0 and again.data() == run.life(3).data()
    assert wg.verify(tmp_path / "out", 0, 23).differences == 0
    assert "GBP 4.20 for each call" in wg.explain(tmp_path / "out", paid.iloc[0]["id"]).text
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("how", ["file", "-", "-c"])
def test_two_processes_need_no_guard(tmp_path: Path, how: str) -> None:
    play = f"run = wg.run({str(CARE)!r}, {str(CALM)!r}, futures=5_000, workers=2, readings='base', postings=0)"
    code = f"import wargame as wg\n{play}\nprint(len(run.futures))"
    done = python(code, tmp_path, how)
    assert (done.returncode, done.stdout, done.stderr) == (0, "5000\n", "")


def test_what_is_written_while_it_is_played_is_what_is_written_afterwards(tmp_path: Path) -> None:
    how = {"futures": 30, "workers": 1, "variants": CARE.with_suffix(".variants.yaml")}
    later = wg.run(CARE, CALM, **how)  # type: ignore[arg-type]
    later.write(tmp_path / "later")
    wg.run(CARE, CALM, out=tmp_path / "while", **how)  # type: ignore[arg-type]
    names = {path.relative_to(tmp_path / "while") for path in (tmp_path / "while").rglob("*") if path.is_file()}
    assert names == {path.relative_to(tmp_path / "later") for path in (tmp_path / "later").rglob("*") if path.is_file()}
    unlike = [name for name in names if (tmp_path / "while" / name).read_bytes() != (tmp_path / "later" / name).read_bytes()]
    assert [str(name) for name in unlike] == ["manifest.json"]


def test_a_copy_to_be_shared_holds_no_futures(tmp_path: Path) -> None:
    run = wg.run(CARE, CALM, futures=30, workers=1, share=True, out=tmp_path / "shared")
    assert run.verdict == () and "futures.parquet" not in {path.name for path in (tmp_path / "shared").iterdir()}
    with pytest.raises(ValueError, match="a copy to be shared holds neither futures nor postings"):
        run.futures  # noqa: B018


def test_a_run_goes_with_what_holds_it() -> None:
    run = wg.run(wg.Text(DRAFT, "calls.md"), wg.Text(SCENARIO, "plain.yaml"), futures=4, workers=1)
    folder = run.folder
    assert (folder / "futures.parquet").is_file()
    del run
    assert not folder.exists()


def test_a_draft_that_has_changed_since_it_was_read_is_not_played(tmp_path: Path) -> None:
    path = tmp_path / "calls.md"
    path.write_text(DRAFT, encoding="utf-8")
    draft = wg.read_draft(path)
    path.write_text(DRAFT.replace("4.20", "4.30"), encoding="utf-8")
    with pytest.raises(wg.BadInput, match="X001: has changed since the draft was read"):
        wg.run(draft, wg.Text(SCENARIO, "plain.yaml"), futures=4)


def test_progress_is_told_to_whoever_asks() -> None:
    heard: list[tuple[str, int, int]] = []
    wg.compare(CARE, CARE.with_suffix(".variants.yaml"), CALM, only=["higher cap"], futures=8, workers=1, progress=lambda *one: heard.append(one))
    assert heard[-1] == ("running simulations", 16, 16)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: wg.read_draft(), "give the path of a draft, or its text=, and not both"),
        (lambda: wg.run(CARE, CALM, futures=0), "futures=0: a run has 1 to 10,000,000"),
        (lambda: wg.run(CARE, CALM, seed=-1), "seed=-1: write a whole number"),
        (lambda: wg.run(CARE, CALM, workers=0, futures=1), "workers=0: at least one process is needed"),
        (lambda: wg.Text("x", ""), "'' cannot be the name of a document"),
        (lambda: wg.kinds("clauses"), "there are no kinds of 'clauses'; there are kinds of clause, shock"),  # type: ignore[arg-type]
        (lambda: wg.kinds("check")["blank"].schema, "a check has no schema"),
    ],
)
def test_arguments_that_cannot_be_meant_are_refused_in_words(call: object, words: str) -> None:
    with pytest.raises(ValueError, match="^" + words.replace("(", r"\(")):
        call()  # type: ignore[operator]


def test_what_a_notebook_shows_is_escaped_and_short() -> None:
    hostile = DRAFT.replace("Call charge", "<script>alert(1)</script>" * 40)
    run = wg.run(wg.Text(hostile, "calls.md"), wg.Text(SCENARIO, "plain.yaml"), futures=4, workers=1)
    results = [run, run.life(0), wg.check(CARE), wg.kinds()["service_credit"], run.explain(str(run.postings["id"].iloc[0]))]
    for result in results:
        shown = result._repr_html_()
        assert "<script" not in shown and len(shown.encode()) < 50_000 and shown.startswith("<div>")
        assert len(repr(result)) < 300


def test_a_text_is_its_name_and_travels_whole() -> None:
    text = wg.Text("words", "folder/calls.md")
    assert (text, text.text, str(text)) == ("folder/calls.md", "words", "folder/calls.md")
    again = pickle.loads(pickle.dumps(text))
    assert (again, again.text, type(again)) == (text, "words", wg.Text)
    for empty in ("", "  \n"):
        with pytest.raises(wg.BadInput, match="F006: the text is empty"):
            wg.read_draft(text=empty)


def test_tables_hold_words_or_numbers(run: wg.Run) -> None:
    for name in run.tables:
        frame = run.table(name)
        assert isinstance(frame, pd.DataFrame) and len(frame)
    assert run.exposure["value"].dtype.kind == "f" and run.exposure["note"].isna().sum() == 0
    with pytest.raises(ValueError, match='the run has no table "exposre"; did you mean "exposure"'):
        run.table("exposre")


@pytest.fixture(scope="module")
def run() -> wg.Run:
    return wg.run(CARE, CALM, futures=24, workers=1)
