"""Words that limit several credits together are a finding while no term does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.checks.bench import CLEAN, Bench

SECOND = """
## 8.8 Further level

Voice shall be available for at least 98 % of each month.

```terms
kind: service_level
service: voice
target: 98 %
```

## 8.9 Further credits

Below 98 % the Provider shall credit a further 5 % of the monthly charges. WORDS

```terms
kind: service_credit
service level: 8.8
credit: 5 %
```
"""
LIMIT = """
## 8.10 Limit

The service credits of a month under all clauses together shall not exceed 20 % of its charges.

```terms
kind: credit_limit
limit: 20 %
```
"""


def found(folder: Path, text: str) -> list[str]:
    """The clauses in which it is found."""
    return [one.clause for one in Bench(folder).look(text) if one.check == "joint-cap"]


@pytest.mark.parametrize(
    "words",
    [
        "All credits of a month together shall not exceed 20 % of the Charges.",
        "In no event shall the aggregate Service Level Credits in any month exceed fifteen percent of the Charges.",
        "The sum of all service credits is limited to 10 % of the monthly Charges.",
        "Service Credits in aggregate are capped at 12 % of the Charges.",
    ],
)
def test_words_that_limit_credits_together_want_a_term(words: str, tmp_path: Path) -> None:
    text = CLEAN + SECOND.replace("WORDS", words)
    assert found(tmp_path, text) == ["8.9"]
    (tmp_path / "said").mkdir()
    assert found(tmp_path / "said", text + LIMIT) == []


@pytest.mark.parametrize("words", ["", "The credit shall not exceed 20 % of the Charges.", "All invoices shall be paid together."])
def test_a_limit_of_one_credit_is_none_of_all(words: str, tmp_path: Path) -> None:
    assert found(tmp_path, CLEAN + SECOND.replace("WORDS", words)) == []


def test_with_one_credit_there_is_nothing_to_join(tmp_path: Path) -> None:
    assert found(tmp_path, CLEAN + "\n## 8.8 Credits\n\nAll credits together shall not exceed 20 %.\n\n```terms\nterms: none\n```\n") == []
