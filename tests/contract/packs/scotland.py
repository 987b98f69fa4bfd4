"""Scotland: a second governing law, as anybody would add it – this one file in `wargame/contract/laws`. It is no part of the shipped engine: the test
beside it drops it into a copy, to see that nothing there knows of one law only. Marked [v] where a practitioner should verify it.

What damages put right is alike in both laws, so that rule is England's with words and sources of its own; interest is not.
"""

from __future__ import annotations

from typing import ClassVar

from wargame.contract.laws.england_and_wales import Damages, LateInterest
from wargame.contract.rules.default_law import DefaultLawPack, LegalAssumption
from wargame.core.quantities import Rate


class DamagesForBreach(Damages):
    """Damages for breach of contract: the loss that a missed duty has caused, where the agreement shuts no remedy out."""

    title = "Damages for breach of contract"
    says = (
        "A party that suffers loss by a material or other breach is entitled to damages for what naturally arises from it, or what both parties had "
        "in view when they contracted, as far as reasonable steps could not have avoided it."
    )
    source = "A/B Karlshamns Oljefabriker v Monarch Steamship Co 1949 SC (HL) 1; Balfour Beatty v Scottish Power 1994 SC (HL) 20 [v]"


class JudicialInterest(LateInterest):
    """Interest at the judicial rate on invoices paid late, where the agreement fixes no interest of its own."""

    title = "Interest on late payment at the judicial rate"
    says = "A sum wrongfully withheld bears simple interest at the judicial rate of 8 % a year, unless the agreement fixes another."
    source = "Act of Sederunt (Interest in Sheriff Court Decrees or Extracts) 1975, SI 1975/948 as amended; RCS 1994, r 7.7 [v]"
    rate: ClassVar[Rate] = Rate(8, 100)
    assumes = (LegalAssumption("rate", "8 %, whatever the date", "judged: that the judicial rate applies before decree too [v]"),)


class Scotland(DefaultLawPack):
    """The pack."""

    kind = "Scotland"
    also = ("Scots law", "Scottish law", "the law of Scotland", "the laws of Scotland")
    rules = (DamagesForBreach, JudicialInterest)
    reviewed = "by nobody; written for a test"
