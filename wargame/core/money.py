"""Money: whole minor units of a currency, and the one rule by which a share of an amount is rounded.

An amount is an integer number of minor units (pence, cents, yen, fils), never a float: floats are a cent wrong for one
rate in ten. Currencies and their decimal places are those of ISO 4217.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import total_ordering
from typing import NamedTuple

from .problem import BadValue, suggest

LIMIT = 2**62
"""Bound of every product in `share`. Lanes hold int64, which wraps without a word, so scalars keep the same bound."""

MONEY_LIMIT = 10**12
"""Largest amount, in minor units, that a document may state."""

_CODES_BY_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP "
        "CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES "
        "KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
        "NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB "
        "TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}


class Currency(NamedTuple):
    """An ISO 4217 currency: its three-letter code and how many decimal places its minor unit has (JPY 0, GBP 2, BHD 3)."""

    code: str
    digits: int


CURRENCIES: dict[str, Currency] = {code: Currency(code, digits) for digits, codes in sorted(_CODES_BY_DIGITS.items()) for code in codes.split()}


def currency(code: str) -> Currency:
    """The currency of that ISO 4217 code; BadValue with a suggestion for any other word."""
    found = CURRENCIES.get(code)
    if found is None:
        upper = code.upper()
        hint = f'did you mean "{upper}"?' if upper in CURRENCIES else suggest(upper, CURRENCIES)
        raise BadValue(f'"{code}" is not an ISO 4217 currency code', hint or "write the three-letter code, such as GBP, EUR or USD")
    return found


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount in whole minor units of one currency: Money(25_000_000, "GBP") is GBP 250,000.00.

    Amounts of one currency are ordered; comparing two currencies raises TypeError.
    """

    minor: int
    currency: str

    def __str__(self) -> str:
        digits = currency(self.currency).digits
        major, rest = divmod(abs(self.minor), 10**digits)
        sign = "-" if self.minor < 0 else ""
        return f"{self.currency} {sign}{major:,}" + (f".{rest:0{digits}d}" if digits else "")

    def __lt__(self, other: Money) -> bool:
        if self.currency != other.currency:
            raise TypeError(f"{self} and {other} are amounts of two currencies; convert one before comparing them")
        return self.minor < other.minor


def share(amount: int, num: int, den: int) -> int:
    """The fraction num/den of an amount in minor units, rounded to a whole unit: (2·|amount·num| + den) // (2·den), with the sign.

    Exact halves go away from zero, so that what is owed one way is what would be owed the other: share(5, 1, 2) is 3, share(-5, 1, 2) is -3. To
    split an amount, round one side and give the other the remainder. ValueError unless den > 0; OverflowError when |2·amount·num| + den reaches
    2^62, where 64-bit lanes would be close to wrapping.
    """
    if den <= 0:
        raise ValueError(f"a share needs a positive denominator, not {den}")
    double = 2 * amount * num
    if abs(double) + den >= LIMIT:
        raise OverflowError(
            f"{num}/{den} of {amount} minor units is too large to compute exactly (the product must stay below 2^62); "
            "state the rate with fewer decimals or the amount in a larger unit"
        )
    return (double + den) // (2 * den) if double >= 0 else -((den - double) // (2 * den))


def mean(total: int, n: int) -> int:
    """The mean in minor units of a sum over n futures, half-up; 0 where there are none."""
    return (2 * total + n) // (2 * n) if n else 0
