"""A draft read anew: front matter, and the terms of each numbered provision, as plain data in which every value is still text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import yaml

PROVISION = re.compile(r"^#{1,6} (\d[\d.]*) (.*?)$(.*?)(?=^#{1,6} |\Z)", re.MULTILINE | re.DOTALL)
TERMS = re.compile(r"^```terms\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Agreement:
    """What a draft says: who buys, who supplies, from when, for how many months, and the terms and titles by provision number."""

    client: str
    provider: str
    effective: datetime
    term: int
    terms: dict[str, dict[str, Any]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def of_kind(self, *kinds: str) -> list[tuple[str, dict[str, Any]]]:
        """The provisions of some kinds, in the order in which they are written."""
        return [(number, terms) for number, terms in self.terms.items() if terms["kind"] in kinds]


def read_agreement(text: str) -> Agreement:
    """The agreement that a Markdown text is."""
    _, front, body = text.split("---\n", 2)
    head = yaml.load(front, Loader=yaml.BaseLoader)
    roles = list(head["parties"])
    terms: dict[str, dict[str, Any]] = {}
    titles: dict[str, str] = {}
    for number, title, words in PROVISION.findall(body):
        block = TERMS.search(words)
        if block:
            said = yaml.load(block.group(1), Loader=yaml.BaseLoader)
            if "kind" in said:
                terms[number], titles[number] = said, title
    months = int(head["term"].split()[0])
    return Agreement(roles[0], roles[1], datetime.fromisoformat(head["effective"]), months, terms, titles)
