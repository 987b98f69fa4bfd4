"""A draft put together: front matter, and provisions with a sentence and their terms as YAML."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

import yaml


class Plain(yaml.SafeDumper):
    """Writes every value as text, so that `8.10` stays a clause number, and nothing by reference."""

    def ignore_aliases(self, data: object) -> bool:
        """Anchors are refused in a draft."""
        return True


def text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    """A string as it is, quoted where YAML would read a number."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", value)


Plain.add_representer(str, text)


@dataclass
class Drafting:
    """An agreement as it is drawn: chance, what is drawn so far, and the feature that may be drawn beyond what is clear and built."""

    rng: Random
    feature: str = ""
    roles: tuple[str, str] = ("client", "provider")
    provisions: list[str] = field(default_factory=list)
    effective: date = date(2027, 1, 1)

    def __post_init__(self) -> None:
        """Draw the effective date."""
        self.effective = date(2027, self.rng.randint(1, 12), self.rng.randint(1, 28))

    def has(self, *features: str) -> bool:
        """Whether one of some features may be drawn."""
        return self.feature in features

    def add(self, number: str, title: str, kind: str, **terms: Any) -> None:
        """Add a provision; terms that are None are left out, and `_` in a name is a space."""
        said = {"kind": kind} | {name.replace("_", " "): value for name, value in terms.items() if value is not None}
        block = yaml.dump(said, Dumper=Plain, sort_keys=False, width=1000, default_flow_style=False)
        self.provisions.append(f"## {number} {title}\n\nThe parties agree as the terms say.\n\n```terms\n{block}```\n")

    def pick(self, *options: Any) -> Any:
        """One of some options."""
        return self.rng.choice(options)

    def maybe(self, value: Any, chance: float = 0.5) -> Any:
        """A value, or nothing."""
        return value if self.rng.random() < chance else None

    def money(self, low: int, high: int, pence: bool = True) -> str:
        """An amount in pounds between two bounds."""
        pounds = self.rng.randint(low, high)
        return f"GBP {pounds}.{self.rng.randint(0, 99):02d}" if pence else f"GBP {pounds}"

    def price(self, low: float, high: float, decimals: int = 2) -> str:
        """A price of one unit."""
        return f"GBP {self.rng.uniform(low, high):.{decimals}f}"

    def percent(self, low: float, high: float, decimals: int = 1) -> str:
        """A percentage between two bounds."""
        return f"{self.rng.uniform(low, high):.{decimals}f} %"

    def write(self, title: str, services: dict[str, str], term: int) -> str:
        """The whole draft as Markdown."""
        client, provider = self.roles
        units = ", ".join(f"{name}: {{unit: {unit}}}" for name, unit in services.items())
        front = [
            "---",
            f"title: {title}",
            f"parties: {{{client}: {{name: First}}, {provider}: {{name: Second}}}}",
            "currency: GBP",
            f"effective: {self.effective}",
            f"term: {term} months",
            f"services: {{{units}}}",
            "---",
            "",
        ]
        return "\n".join(front) + "\n" + "\n".join(self.provisions)
