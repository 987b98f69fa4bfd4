"""Three small kinds and a draft, so that the reading of drafts is tested apart from any real clause."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from wargame.core.quantities import MoneyT, PartyName, PriceT, RateT, Ref, ServiceName, TextT

CONFIG = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", " "))


class Band(BaseModel):
    """A price up to a volume."""

    model_config = CONFIG
    price: PriceT
    up_to: TextT | None = None


class Charge:
    """So much for each unit."""

    class Terms(BaseModel):
        """Bands of prices."""

        model_config = CONFIG
        service: ServiceName
        bands: list[Band]
        bands_apply: Literal["marginally", "to all units"] | None = None


class Credit:
    """So much back when a level is missed."""

    class Terms(BaseModel):
        """The level, and what is at risk."""

        model_config = CONFIG
        service_level: Ref
        at_risk: RateT | None = None
        also_see: list[Ref] = []


class Cap:
    """So much and no more."""

    class Terms(BaseModel):
        """An amount, or none."""

        model_config = CONFIG
        cap: MoneyT | None = None
        protects: PartyName | None = None


KINDS: dict[str, type] = {"charge": Charge, "credit": Credit, "cap": Cap}

FRONT = """---
title: Customer care services agreement
draft: 4
parties:
  client: {name: Harbour Bank}
  provider: {name: Meridian Services}
currency: GBP
effective: 2027-01-01
term: 36 months
services:
  voice: {unit: call, baseline: 100 000 per month}
precedence: [12.1]
---
"""

DRAFT = (
    FRONT
    + """
# 5 Charges

## 5.1 Call charge

For each Call the Client shall pay GBP 4.20
up to 80,000 Calls.

```terms
kind: charge
service: voice
bands:
  - {up to: 80 000, price: GBP 4.20}
  - {price: GBP 3.90}
```

After the terms.

## 8.1 Availability

99.5 % in a calendar month.

## 8.2 Service credits

```terms
kind: credit
service level: 8.1
at risk: 15 %
subject to: 12.1
```

# 12 Liability

Nothing in this heading moves money.

```terms
terms: none
```

## 12.1 Limit

Not above GBP 5 000 000.

```terms
kind: cap
cap: GBP 5 000 000
protects: provider
```

## 12.10 Survival

This clause survives.
"""
)
