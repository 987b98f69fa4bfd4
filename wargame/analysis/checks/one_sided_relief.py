"""Looks for relief that only one of two provisions knows of: a clause relieves of a level that does not say so, or a level is relieved by a clause
that does not list it."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.contract.rules.roles import Role
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import Message, drafted


class OneSidedReliefCheck(Check):
    """Relief stated on one side only."""

    kind = "one-sided-relief"
    why = (
        "A provider that is excused in one clause and credited in another will quote the one, and the client the other; "
        "played is what the measuring clause says."
    )
    example = "6.2 relieves the Provider of 8.1 above the forecast; 8.1 counts every month."
    redraft = "Say in both: `A month for which the Provider is relieved under clause 6.2 counts as met.`"

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        provisions = {one.number: one for one in evidence.provisions}
        known = evidence.rules.provisions
        excused = {number: one.kind.relieved_by(one.terms) for number, one in known.items()}
        # Other kinds that relieve cut the remedies they name themselves; a lock only says so, and the level must hear it.
        listed = {one.number: one.kind.relieves(one.terms) for one in known.playing(Role.FORECAST)}
        for relief, levels in listed.items():
            for level in levels:
                if excused.get(level) != relief:
                    yield self._unheard(evidence, provisions[relief], provisions[level], levels, excused.get(level))
        for level, named in excused.items():
            if named in listed and level not in listed[named]:
                message = drafted("says that {relief} relieves of it, but {relief} does not list it", relief=named)
                yield self._finding(evidence, provisions[level], provisions[named], message, {named: {"relieves": [*listed[named], level]}})

    def _unheard(self, evidence: Evidence, relief: Provision, level: Provision, listed: tuple[str, ...], other: str | None) -> Finding:
        """A level that knows nothing of a relief. It can name one clause: where it names another, the list is what can be mended."""
        said = "relieves of {level}, but {level} " + ("names {other} only" if other else "counts as if nothing had happened")
        message = drafted(said, level=level.number, other=other)
        if other or other is None:
            return self._finding(evidence, relief, level, message, {relief.number: {"relieves": [one for one in listed if one != level.number]}})
        return self._finding(evidence, relief, level, message, {level.number: {"relieved by": relief.number}})

    def _finding(self, evidence: Evidence, where: Provision, other: Provision, message: Message, patch: dict[str, dict[str, object]]) -> Finding:
        return Finding(
            self.kind,
            "Medium",
            where.number,
            message,
            evidence.fitted(f"Is the Provider relieved, under {where.number} and {other.number} alike?"),
            where.place,
            where.text.strip(),
            evidence.fitted(self.redraft),
            event="surge",
            asks="excuse",
            patch={"patch": patch},
            also=(other.number,),
        )
