"""The front matter of a draft: who agrees, in what money, from when, for how long, and for which services."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo, field_validator, model_validator

from wargame.core.calendar import Calendar, add_months, calendar_of
from wargame.core.money import CURRENCIES, currency
from wargame.core.party import OUTSIDE
from wargame.core.quantities import BadValue, Count, CountT, DateT, Duration, DurationT, Ref, TextT
from wargame.core.source import Mapping, Scalar, Sequence
from wargame.core.zones.clocks import ZoneT


def _role(word: str) -> str:
    if word == OUTSIDE:
        raise BadValue(f'"{OUTSIDE}" is kept for everybody who is not a party', "choose another role")
    if not re.fullmatch(r"[a-z][a-z0-9 _-]*", word):
        raise BadValue(f'the role "{word}" must be in lower case', f"write {word.casefold()}")
    return word


Role = Annotated[str, AfterValidator(_role)]
CurrencyCode = Annotated[TextT, AfterValidator(lambda code: currency(code).code)]


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, alias_generator=lambda name: name.replace("_", " "))


class Party(_Group):
    """One party, by the name it signs with."""

    name: TextT


class ServiceUnit(_Group):
    """A service: the unit its volume is counted in, and the volume per period that the draft assumes."""

    unit: TextT
    baseline: CountT | None = None
    title: TextT | None = None

    @field_validator("baseline")
    @classmethod
    def _per_period(cls, baseline: Count | None) -> Count | None:
        if baseline is not None and baseline.num == 0:
            raise BadValue("a baseline of 0 is no baseline", "leave the term out if no volume is assumed")
        if baseline is not None and baseline.per is None:
            raise BadValue(f'"{baseline}" names no period', f"write {baseline} per month")
        return baseline


class DocumentFront(_Group):
    """The front matter of a further document of a layered agreement. `prefix: S1` makes its clause 4.2 the clause S1.4.2."""

    title: TextT | None = None
    prefix: TextT | None = None
    date: DateT | None = None


class Front(_Group):
    """The front matter of a draft. `term` is in whole months; roles and services keep the order in which they are written.

    A term that ends inside a month is given by its `last_day` instead; `term` is then the months that it begins.

    `time_zone` is that of its hours and of what a history tells; without one its clocks never change. `documents` lists the further files of a
    layered agreement, the one that prevails first.
    """

    title: TextT
    draft: TextT | None = None
    law: TextT | None = None
    parties: dict[Role, Party]
    currency: CurrencyCode
    currencies: tuple[CurrencyCode, ...] = ()
    effective: DateT
    term: DurationT = Duration()
    last_day: DateT | None = None
    services: dict[str, ServiceUnit] = {}
    precedence: tuple[Ref, ...] = ()
    holidays: tuple[DateT, ...] = ()
    time_zone: ZoneT | None = None
    documents: tuple[TextT, ...] = ()

    @field_validator("parties")
    @classmethod
    def _two_or_more(cls, parties: dict[str, Party]) -> dict[str, Party]:
        if len(parties) < 2:
            raise BadValue("an agreement has at least two parties", "name each by its role: client: {name: …}")
        return parties

    @field_validator("effective", "term")
    @classmethod
    def _dated(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, Duration):
            if value.months == 0:
                raise BadValue(f"the term {value} is not a whole number of months, one or more", "write it as 36 months or 3 years")
            if "effective" in info.data:
                add_months(info.data["effective"], value.months)
        return value

    @model_validator(mode="after")
    def _ends(self) -> Self:
        said = self.term != Duration()
        if self.last_day is None:
            if not said:
                raise ValueError('the term "term" is missing: how many months does the agreement run? Or give its `last day`, a date')
            return self
        if said:
            raise ValueError(f"the agreement has a `term`, {self.term}, and a `last day`, {self.last_day}: give one of them")
        if self.last_day < self.effective:
            raise ValueError(f"the `last day` {self.last_day} is before the effective date {self.effective}")
        months = (self.last_day.year - self.effective.year) * 12 + self.last_day.month - self.effective.month
        months += add_months(self.effective, months) <= self.last_day
        object.__setattr__(self, "term", Duration(months=months))
        return self

    @property
    def term_end(self) -> int:
        """The instant at which the term ends, in seconds from the effective date: the first not in it."""
        return self.calendar.term_end(self.term.months)

    @property
    def part_month(self) -> bool:
        """Whether the term ends inside its last month."""
        return self.term_end < self.calendar.month_starts(self.term.months)[-1]

    @property
    def calendar(self) -> Calendar:
        """The calendar of the agreement."""
        return calendar_of(self.effective, frozenset(self.holidays), self.time_zone or "", self.last_day)

    @property
    def all_currencies(self) -> tuple[str, ...]:
        """The currencies in which amounts may be stated, the agreement's own first."""
        return tuple(dict.fromkeys((self.currency, *self.currencies)))


def currencies_of(front: Mapping | None) -> tuple[str, ...]:
    """The currencies of a front matter that could not be read as a whole, so that its terms can still be checked; () if unknown."""
    if front is None:
        return ()
    own, more = (front.entries.get(key, (None, None))[1] for key in ("currency", "currencies"))
    nodes = (own, *(more.items if isinstance(more, Sequence) else ()))
    codes = [node.value for node in nodes if isinstance(node, Scalar)]
    return tuple(codes) if codes and all(code in CURRENCIES for code in codes) and isinstance(own, Scalar) else ()
