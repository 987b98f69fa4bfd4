"""The page: offline, with one script that its policy knows by its hash, escaped, whole, and readable by everyone."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.analysis.small_run import LEAVES, MORE, Small, small_run
from tests.report.conftest import SCRIPT
from wargame.analysis.summary import summarise
from wargame.analysis.tables.summary import Summary
from wargame.analysis.verdict import verdict
from wargame.report.page import html as page
from wargame.simulation.run.results import RunResult

Rendered = tuple[RunResult, Summary, str]
VOID = {"meta", "br", "img", "link", "input", "hr", "col"}


class Outline(HTMLParser):
    """Tags with their attributes, the words of the page, and tags that do not close as they open."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.broken: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.broken.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """What a reader reads."""
        return " ".join(" ".join(self.words).split())


@pytest.mark.parametrize("which", ["ordinary", "hostile"])
def test_nothing_comes_from_elsewhere_and_nothing_but_our_script_runs(which: str, request: pytest.FixtureRequest) -> None:
    html = request.getfixturevalue(which)[2]
    outline = Outline(html)
    assert {tag for tag, _ in outline.tags} & {
        "img",
        "link",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
        "foreignobject",
        "image",
    } == set()
    for _, attributes in outline.tags:
        for name, value in attributes.items():
            assert not name.startswith("on")
            if name in ("src", "href", "xlink:href", "action", "data"):
                assert value is not None and value.startswith("#")
    styles = html[html.index("<style>") : html.index("</style>")] + " ".join(a.get("style") or "" for _, a in outline.tags)
    assert "@import" not in styles and re.findall(r"url\((?!#)", styles) == []
    policy = next(a["content"] for tag, a in outline.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    script = html[html.index("<script>") + 8 : html.index("</script>")]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert script == (page.HERE / "page.js").read_text(encoding="utf-8")
    assert "innerHTML" not in script and "eval" not in script
    assert html.count("<script") == 1 and [a for tag, a in outline.tags if tag == "script"] == [{}]
    assert len(html.encode()) < 3_000_000
    assert "://" not in html


@pytest.mark.parametrize("which", ["ordinary", "hostile"])
def test_the_page_is_well_formed_and_no_id_is_given_twice(which: str, request: pytest.FixtureRequest) -> None:
    outline = Outline(request.getfixturevalue(which)[2])
    assert outline.broken == [] and outline.open == []
    ids = [a["id"] for _, a in outline.tags if "id" in a]
    assert len(ids) == len(set(ids))
    aims = {str(a["href"])[1:] for _, a in outline.tags if a.get("href")}
    aims |= {name for _, a in outline.tags for name in str(a.get("aria-labelledby") or "").split()}
    assert aims - set(ids) == set()


def test_markup_in_titles_names_clauses_and_scenarios_stays_text(hostile: Rendered) -> None:
    html = hostile[2]
    assert html.count("<script") == 1 and "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    text = Outline(html).text
    assert text.count(SCRIPT) > 5
    assert "{{ 7*7 }}" in text


def test_words_of_a_clause_are_quoted_as_they_stand(ordinary: Rendered) -> None:
    assert "<blockquote>The Provider shall pay &lt;b&gt;GBP 9,000&lt;/b&gt; &amp; costs for each hour of lateness.</blockquote>" in ordinary[2]


def test_everything_a_reader_needs_is_there_in_order(ordinary: Rendered) -> None:
    _, summary, html = ordinary
    text = Outline(html).text
    places = [text.index(line) for line in verdict(summary)]
    headings = [
        "Sourcing director sign or not", "Risk officer how bad", "Lawyer ten issues", "Supplier’s deal lead margin",
        "What each party stands to lose A loss", "Variants, on the same futures Every", "How often, how much Harbour",
        "Where the loss comes from, and where it goes Where", "Which clause works where Mean", "Where the draft is silent Each",
        "Questions to the drafter Each", "What each clause does What", "Three lives told Told", "The worst life of Harbour Bank Future",
        "A life in twenty of Harbour Bank", "A middling life of Harbour Bank", "Readings assumed Where", "Provenance futures",
    ]  # fmt: skip
    places += [text.index(heading) for heading in headings]
    assert places == sorted(places)
    for row in summary.exposure:
        if row.measure == "mean":
            assert f"{row.value:,.0f}".replace("-", "−") in text
    assert "no difference" in text and "left open" in text and "seed" in text


def test_tables_and_charts_can_be_read_out(ordinary: Rendered) -> None:
    outline = Outline(ordinary[2])
    for tag, attributes in outline.tags:
        if tag == "th":
            assert attributes.get("scope") in ("col", "row")
    drawings = [attributes for tag, attributes in outline.tags if tag == "svg"]
    assert len(drawings) == 8
    for attributes in drawings:
        assert attributes["role"] == "img" and attributes["aria-labelledby"]
    assert sum(tag == "table" for tag, _ in outline.tags) == sum(tag == "caption" for tag, _ in outline.tags) > 8
    assert ("html", {"lang": "en"}) in outline.tags


def test_the_same_run_gives_the_same_bytes(ordinary: Rendered) -> None:
    run, summary, html = ordinary
    assert page.render(run, summary) == html


def test_the_bytes_do_not_depend_on_hash_seed_time_zone_or_locale(root: Path, tmp_path: Path) -> None:
    code = (
        "import sys, hashlib, pathlib\n"
        "from tests.analysis.small_run import Small, small_run; from wargame.analysis.summary import summarise\n"
        "from wargame.report.page import html as page\n"
        "run, findings = small_run(pathlib.Path(sys.argv[1]), Small(futures=30, variants=False)); html = page.render(run, summarise(run, findings))\n"
        "print(hashlib.sha256(html.encode()).hexdigest())"
    )
    found = set()
    for number, (seed, zone, language) in enumerate((("1", "UTC", "C.UTF-8"), ("2", "Asia/Kathmandu", "C"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "PYTHONPATH": str(root)}
        ended = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=root, env=environment, capture_output=True, text=True, timeout=120)
        assert ended.returncode == 0, ended.stderr[-2000:]
        found.add(ended.stdout)
    assert len(found) == 1


def test_twenty_futures_and_no_variant_read_not_estimable(tmp_path: Path) -> None:
    run, findings = small_run(tmp_path, Small(futures=20, variants=False))
    text = Outline(page.render(run, summarise(run, findings))).text
    assert "not estimable (n = 20)" in text and "nan" not in text.lower().split()
    assert "Variants, on the same futures" not in text


def test_caps_rights_words_without_terms_and_who_decided_are_shown(tmp_path: Path) -> None:
    choices = (("12.2", "resets", "never"),)
    run, findings = small_run(tmp_path, Small(futures=60, more=MORE, behaviour=LEAVES, scenarios=("calm",), variants=False, choices=choices))
    summary = summarise(run, findings)
    outline = Outline(page.render(run, summary))
    clauses = {row.clause: row for row in summary.clauses}
    table = outline.text[outline.text.index("What each clause does in") :]
    whole = f"{clauses['12.1'].withheld_mean:,.0f}"
    assert clauses["12.1"].withheld_mean > 0
    assert f"12.1 Limit of liability liability cap {clauses['12.1'].fired * 100:.1f} % 0 {whole} kept from the claims of other clauses" in table
    assert "12.2 Liability as a whole liability cap 0.0 % 0 0" in table
    assert f"15.2 Chronic failure termination chronic ends agreements: {clauses['15.2'].ends * 100:.1f} % of lives" in table
    assert "Not played, because they have no terms: 15.1." in outline.text
    assert "No clause with terms answers" in outline.text
    assert "this run" in outline.text[outline.text.index("decided by") :] and "the draft or this run" not in outline.text
