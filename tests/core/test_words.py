"""Numbers and lists in a sentence."""

from fractions import Fraction

import pytest

from wargame.core.words import in_percent, joined


@pytest.mark.parametrize(
    ("share", "digits", "said"),
    [(0.125, 1, "12.5 %"), (Fraction(1, 3), 0, "33 %"), (Fraction(1, 3), 2, "33.33 %"), (0, 0, "0 %"), (1.5, 0, "150 %"), (-0.25, 0, "-25 %")],
)
def test_a_share_in_percent(share: float | Fraction, digits: int, said: str) -> None:
    assert in_percent(share, digits) == said


@pytest.mark.parametrize(("words", "said"), [(["8.1"], "8.1"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_a_list_in_a_sentence(words: list[str], said: str) -> None:
    assert joined(words) == said
