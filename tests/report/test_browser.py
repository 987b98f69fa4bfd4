"""The report in a browser, from a file, with the network off: no request, no error, nothing wider than the window, tabs and sorting that work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.report.browser import Browser, chromium

pytestmark = pytest.mark.skipif(chromium() is None, reason="no Chromium here: `apt-get install chromium` brings one")
TABS = "Array.from(document.querySelectorAll('.tabs a'))"
SHOWN = "Array.from(document.querySelectorAll('.panel')).filter(one => one.offsetParent !== null).map(one => one.id).join()"
OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"
# What sticks out of the window although nothing that scrolls holds it.
OVERFLOW = """Array.from(document.querySelectorAll('main *, header *'))
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll, .wide, .unseen, svg'))
  .map(one => one.tagName + '.' + one.className + ': ' + one.textContent.slice(0, 60)).slice(0, 5).join('|')"""
# Words of charts that stick out of their drawing, and pairs of which one covers the other; the bands of the world have marks on their lines.
CLASHES = """Array.from(document.querySelectorAll('svg[aria-labelledby]')).filter(one => !one.closest('.bands')).flatMap(one => {
  const view = one.viewBox.baseVal, words = Array.from(one.querySelectorAll('text')).map(text => [text.getBBox(), text.textContent]);
  const out = words.filter(([b]) => b.x < -1 || b.y < -1 || b.x + b.width > view.width + 1 || b.y + b.height > view.height + 1)
    .map(([, said]) => said);
  const over = words.flatMap(([a, said], k) => words.slice(k + 1).filter(([b]) => a.x + a.width > b.x + 1 && b.x + b.width > a.x + 1
    && a.y + a.height > b.y + 3 && b.y + b.height > a.y + 3).map(([, other]) => said + ' / ' + other));
  return [...out, ...over].map(said => one.getAttribute('aria-labelledby') + ': ' + said); }).join('|')"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this file."""
    with Browser() as one:
        yield one


@pytest.fixture(scope="module")
def file(whole_page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page with every section and hostile texts, as a file."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(whole_page, encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [1440, 390])
def test_a_name_without_a_space_breaks_where_the_window_ends(width: int, browser: Browser, hostile: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(hostile[2], encoding="utf-8")
    browser.open(path, width)
    browser.evaluate(OPEN)
    assert browser.evaluate(OVERFLOW) == ""
    assert browser.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_no_request_no_error_and_nothing_wider_than_the_window(width: int, dark: bool, browser: Browser, file: Path) -> None:
    browser.open(file, width, dark=dark)
    browser.evaluate(OPEN)
    assert browser.evaluate("document.documentElement.scrollWidth") == width
    for number in range(4):
        browser.evaluate(f"{TABS}[{number}].click()")
        assert browser.evaluate(OVERFLOW) == ""
        assert browser.evaluate("document.documentElement.scrollWidth") == width
    requests = [one["request"]["url"] for one in browser.noted("Network.requestWillBeSent")]
    assert requests == [file.resolve().as_uri()]
    assert browser.noted("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded") == []
    paper = browser.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") is not dark


@pytest.mark.parametrize("which", ["ordinary", "hostile", "whole"])
def test_no_words_of_a_chart_are_cut_off_or_cover_others(which: str, browser: Browser, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(request.getfixturevalue("whole_page") if which == "whole" else request.getfixturevalue(which)[2], encoding="utf-8")
    browser.open(path, 1440)
    assert browser.evaluate("document.querySelectorAll('svg[aria-labelledby] text').length") > 50
    assert browser.evaluate(CLASHES) == ""


def test_one_first_page_at_a_time_by_mouse_and_by_keyboard(browser: Browser, file: Path) -> None:
    browser.open(file, 1440)
    assert browser.evaluate(SHOWN) == "for-director"
    browser.evaluate(f"{TABS}[2].click()")
    assert browser.evaluate(SHOWN) == "for-lawyer"
    assert browser.evaluate(f"{TABS}.map(one => one.getAttribute('aria-selected')).join()") == "false,false,true,false"
    press = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{key: '{}', bubbles: true}}))"
    browser.evaluate(f"{TABS}[2].focus(); {press.format('ArrowRight')}")
    assert browser.evaluate(SHOWN) == "for-supplier"
    browser.evaluate(press.format("ArrowRight"))
    assert browser.evaluate(SHOWN) == "for-director" and browser.evaluate("document.activeElement.id") == "tab-director"


def test_tables_are_sorted_by_figures_and_back(browser: Browser, file: Path) -> None:
    browser.open(file, 1440)
    column = "Array.from(document.querySelectorAll('#clauses tbody tr')).map(row => row.cells[2].firstChild.nodeValue).join(';')"
    head = "document.querySelectorAll('#clauses thead th')[2]"
    browser.evaluate(f"{head}.querySelector('button').click()")

    def figures() -> list[int]:
        return [int(text.replace(",", "").replace("−", "-")) for text in str(browser.evaluate(column)).split(";") if text != "–"]

    down = figures()
    assert len(down) > 2 and down == sorted(down, reverse=True) and down[0] > down[-1]
    assert browser.evaluate(f"{head}.getAttribute('aria-sort')") == "descending"
    browser.evaluate(f"{head}.querySelector('button').click()")
    assert figures() == sorted(down) and browser.evaluate(f"{head}.getAttribute('aria-sort')") == "ascending"


def test_the_register_is_ordered_and_filtered(browser: Browser, file: Path) -> None:
    browser.open(file, 1440)
    items = "Array.from(document.querySelectorAll('.register .findings > li')).filter(one => !one.hidden)"
    everything = int(browser.evaluate(f"{items}.length"))
    assert everything > 7

    def choose(field: int, option: int) -> None:
        select = f"document.querySelectorAll('.register select')[{field}]"
        browser.evaluate(f"{select}.selectedIndex = {option}; {select}.dispatchEvent(new Event('change'))")

    choose(0, 1)
    sizes = [float(text) for text in str(browser.evaluate(f"{items}.map(one => one.dataset.size).join()")).split(",")]
    assert sizes == sorted(sizes, reverse=True)
    choose(1, 1)
    assert 0 < int(browser.evaluate(f"{items}.length")) < everything
    choose(1, 0)
    browser.evaluate("(() => { const s = document.querySelector('.register input'); s.value = '業務委託'; s.dispatchEvent(new Event('input')); })()")
    assert browser.evaluate(f"{items}.length") == 1
    assert str(browser.evaluate("document.querySelector('.register output').textContent")) == f"1 of {everything}"


def test_without_the_script_all_first_pages_stand_one_below_the_other(browser: Browser, file: Path) -> None:
    browser.open(file, 1440, script=False)
    # The protocol itself may still ask: what is laid out is there whether scripts run or not.
    assert browser.evaluate(SHOWN) == "for-director,for-risk,for-lawyer,for-supplier"
    assert browser.evaluate("document.querySelectorAll('.controls, th button').length") == 0


def test_on_paper_every_first_page_and_the_figures_behind_charts_are_there(browser: Browser, file: Path, tmp_path: Path) -> None:
    browser.open(file, 1440)
    browser.call("Emulation.setEmulatedMedia", media="print")
    assert browser.evaluate(SHOWN) == "for-director,for-risk,for-lawyer,for-supplier"
    # What is folded away stays off the paper, with the figures in it.
    shown = "Array.from(document.querySelectorAll('details.figures table')).filter(one => !one.closest('details:not(.figures)'))"
    assert browser.evaluate(f"{shown}.length") > 3
    figures = f"{shown}.every(one => one.getBoundingClientRect().height > 0)"
    assert browser.evaluate(figures) is True
    browser.paper(tmp_path / "report.pdf")
    browser.call("Emulation.setEmulatedMedia", media="")
    assert (tmp_path / "report.pdf").read_bytes()[:5] == b"%PDF-"
