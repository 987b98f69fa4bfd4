"""The colours of charts. Those of data are fixed; ink, rules and paper are the page's own, and are filled in when a drawing is finished."""

from __future__ import annotations

# Okabe and Ito (2008): told apart by everyone, on white and on black.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
LOOKS = {"suffered": COLOURS[1], "moved": COLOURS[2], "planned": "#8a8f98", "stays": COLOURS[0], "withheld": "#b9a27c"}
AGAINST = COLOURS[3]  # moved, but away from the party
# Stand for the page's own colours until the drawing is finished: letters that no label can hold, so that no words are taken for a colour.
INK, RULE, PAPER = "\x01", "\x02", "\x03"
ON_PAGE = {INK: "currentColor", RULE: "var(--rule)", PAPER: "var(--paper)"}
ON_WHITE = {INK: "#1b2430", RULE: "#d9dee5", PAPER: "#fff"}  # what they are in files


def painted(drawing: str, colours: dict[str, str]) -> str:
    """A drawing with ink, rules and paper in these colours."""
    for own, colour in colours.items():
        drawing = drawing.replace(own, colour)
    return drawing
