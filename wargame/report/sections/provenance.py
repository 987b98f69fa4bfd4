"""Provenance: what the results depend on, so that anyone can make them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wargame.report.page.blocks import Block, Pairs
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section


class Provenance(Section):
    """Seed, number of futures, scenarios, fingerprints of the inputs, versions."""

    kind = "provenance"
    title = "Provenance"
    order = 140

    def build(self, context: ReportContext) -> Sequence[Block]:
        """Terms with what they stand for."""
        items: list[tuple[str, str, bool]] = [("futures", f"{context.summary.futures:,} for every scenario and variant", False)]
        items += [(one.name, one.why or one.scenario, False) for one in context.scenarios]
        for key, value in context.summary.provenance.data().items():
            if isinstance(value, Mapping):
                items += [(f"{'fingerprint' if key == 'sha256' else key}, {name}", str(text), True) for name, text in value.items()]
            elif key != "futures":
                items.append((key, str(value), True))
        return [Pairs(items)]
