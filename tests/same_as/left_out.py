"""What is not compared, by name. Nothing else is left out.

Both sides are played on one machine by one Python, with the same packages, in one folder: host, platform, paths and the versions of packages have no
reason to differ, and are compared. No result holds the seconds that a run took, and `manifest.json` alone tells the time.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.same_as.difference import Difference


class LeftOut(NamedTuple):
    """A place in a file whose value may differ, and why."""

    file: str
    place: str
    why: str


LEFT_OUT = (
    LeftOut("manifest.json", "began", "the time of day"),
    LeftOut("manifest.json", "ended", "the time of day"),
    LeftOut("summary.json", "provenance.versions.wargame", "the program's own version, which says nothing of what it does"),
    LeftOut("results.xlsx", "provenance[what=versions, which=wargame].value", "the same version"),
)


def why_left_out(file: str, difference: Difference) -> LeftOut | None:
    """The line of the table by which a difference is left out. One side that lacks the thing is never left out."""
    if not difference.valued:
        return None
    return next((one for one in LEFT_OUT if (one.file, one.place) == (file, difference.place.exact)), None)
