"""A chart read back from its SVG: the marks, and the values that they stand for by the words on its axes alone."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

from wargame.report.drawing.svg import Chart

UNITS = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9, "%": 0.01, "s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0}
NUMBER = re.compile(r"([+−]?[\d,]+(?:\.\d+)?) ?(k|m|bn|%|s|min|h|d)?")
Point = tuple[float, float]


@dataclass(frozen=True)
class Text:
    """Words at a place."""

    words: str
    x: float
    y: float
    anchor: str


class Drawn:
    """The elements of a chart's file."""

    def __init__(self, chart: Chart) -> None:
        root = ElementTree.fromstring(chart.file.encode())
        self.elements = [(one.tag.removeprefix("{http://www.w3.org/2000/svg}"), one.attrib) for one in root.iter()]
        self.texts = [
            Text(one.text or "", float(one.attrib["x"]), float(one.attrib["y"]), one.attrib.get("text-anchor", "start"))
            for one in root.iter("{http://www.w3.org/2000/svg}text")
        ]
        self.width, self.height = (float(size) for size in root.attrib["viewBox"].split()[2:])

    def paths(self, colour: str) -> list[str]:
        """What is drawn with a stroke of this colour, legends aside."""
        return [found["d"] for tag, found in self.elements if tag == "path" and found.get("stroke") == colour and "h28" not in found["d"]]

    def circles(self, colour: str) -> list[Point]:
        """The middles of dots."""
        return [(float(found["cx"]), float(found["cy"])) for tag, found in self.elements if tag == "circle" and found.get("fill") == colour]

    def bars(self) -> list[tuple[float, float, str]]:
        """Left and right end of each bar, and its fill."""
        boxes = [found for tag, found in self.elements if tag == "rect" and found["width"] != "100%" and "opacity" not in found]
        return [(float(one["x"]), float(one["x"]) + float(one["width"]), one["fill"]) for one in boxes]

    def across(self, place: float, *, log: bool = False) -> float:
        """The value at a place across."""
        foot = max(one.y for one in self.texts if one.anchor == "middle" and value(one.words) is not None)
        return between([(one.x, value(one.words)) for one in self.texts if one.anchor == "middle" and one.y == foot], place, log)

    def up(self, place: float, *, log: bool = False) -> float:
        """The value at a place upwards."""
        # A line of words has its ticks a little above its foot.
        return between([(one.y - 3.5, value(one.words)) for one in self.texts if one.anchor == "end"], place, log)

    def names(self, anchor: str) -> list[str]:
        """The words with an anchor, in their order."""
        return [one.words for one in self.texts if one.anchor == anchor]


def value(words: str) -> float | None:
    """The value that a tick says; None for other words."""
    if words == "all":
        return 1.0
    if words.startswith("1 in "):
        return 1 / float(words[5:].replace(",", ""))
    found = NUMBER.fullmatch(words)
    return float(found[1].replace("−", "-").replace(",", "")) * UNITS[found[2] or ""] if found else None


def between(ticks: list[tuple[float, float | None]], place: float, log: bool) -> float:
    """The value at a place, by the first tick and the last."""
    known = sorted((where, math.log10(one) if log else one) for where, one in ticks if one is not None)
    (first, low), (last, high) = known[0], known[-1]
    assert first < last, "an axis needs two ticks"
    for (one, a), (other, b) in pairwise(known):
        assert abs((other - one) / (last - first) - (b - a) / (high - low)) < 0.01, "ticks do not stand where their words say"
    found = low + (place - first) / (last - first) * (high - low)
    return 10**found if log else found


def corners(path: str) -> list[Point]:
    """The places that a path runs through."""
    x, y, found = 0.0, 0.0, []
    for letter, rest in re.findall(r"([MLHV])([-\d. ]+)", path):
        numbers = [float(one) for one in rest.split()]
        x, y = (numbers[0], y) if letter == "H" else (x, numbers[0]) if letter == "V" else (numbers[0], numbers[1])
        found.append((x, y))
    return found
