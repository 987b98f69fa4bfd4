"""From how much money on a finding weighs."""

from __future__ import annotations

from fractions import Fraction

GRAVE, WORTH = Fraction(1, 100), Fraction(1, 2000)  # of what the agreement turns over in a life
