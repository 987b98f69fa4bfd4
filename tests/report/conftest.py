"""Two pages: an ordinary one, and one whose every text tries to break out of it."""

from __future__ import annotations

import pytest

from tests.analysis.small_run import Small, small_run
from tests.report.full_summary import full_summary
from wargame.analysis.summary import summarise
from wargame.analysis.tables.summary import Summary
from wargame.report.page import html as page
from wargame.simulation.run.results import RunResult

SCRIPT = "<script>alert(1)</script>\"><img src=x onerror=alert(2)> ' {{ 7*7 }} </title>"
PRICE = "業務委託 $x_1^2$ and $y$ מחיר 🙂 " + "long " * 30 + "unbroken" * 30


@pytest.fixture(scope="session")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunResult, Summary, str]:
    """A run, its summary, its page."""
    run, findings = small_run(tmp_path_factory.mktemp("ordinary"), Small(futures=200))
    summary = summarise(run, findings)
    return run, summary, page.render(run, summary)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunResult, Summary, str]:
    """A run with markup, mathematics and many scripts in its names and titles."""
    run, findings = small_run(
        tmp_path_factory.mktemp("hostile"), Small(futures=40, title=SCRIPT, client=SCRIPT, charge=SCRIPT, scenario=PRICE.strip())
    )
    summary = summarise(run, findings)
    return run, summary, page.render(run, summary)


@pytest.fixture(scope="session")
def whole(ordinary: tuple[RunResult, Summary, str]) -> tuple[RunResult, Summary]:
    """The ordinary run with a summary that has every table there may be, with hostile texts."""
    run, summary, _ = ordinary
    return run, full_summary(summary)


@pytest.fixture(scope="session")
def whole_page(whole: tuple[RunResult, Summary]) -> str:
    """The page of the summary that has everything."""
    run, summary = whole
    return page.render(run, summary)
