"""The base of everything a scenario file says: strict maps whose keys are words with spaces."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from wargame.core.quantities import TextT


class Inputs(BaseModel):
    """Base of all inputs; keys are the field names with spaces."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", " "))


class Sourced(Inputs):
    """What is said beside a figure: how it came to be known, from where, and whether a party keeps it from the other. What a party spends or
    loses, and what replacing the provider would cost, is private unless said otherwise."""

    marked: Literal["measured", "fitted", "judged"] = "judged"
    source: TextT | None = None
    private: Literal["yes", "no"] = "no"
