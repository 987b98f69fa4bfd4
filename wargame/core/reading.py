"""From words to quantities: `15 %`, `GBP 4.2055 per call`, `2 business days`, `100 000 per month`.

Numbers have a point for decimals and spaces or commas between thousands; no leading zeros, no exponents, no letters for
thousands. A text of another dimension is refused by naming both units. Each reader takes a text and returns a value, or
raises BadValue with the way out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from .money import CURRENCIES, MONEY_LIMIT, Money, currency
from .problem import BadValue, listing, suggest
from .values import DAY, Count, Duration, Price, Rate

COUNT_LIMIT = 10**12
LONGEST_MONTHS = 1200
LONGEST_DAYS = 36_525
_MOST_DECIMALS = 12
_MOST_CHARACTERS = 60

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": DAY, "calendar day": DAY, "week": 7 * DAY}
_MONTHS = {"month": 1, "calendar month": 1, "quarter": 3, "year": 12}
_BUSINESS_DAYS = ("business day", "working day")
_DURATION_UNITS = (*_SECONDS, *_MONTHS, *_BUSINESS_DAYS)
PERIODS = (*_DURATION_UNITS, "contract month", "contract quarter", "contract year", "calendar quarter", "calendar year", "term")

_EACH = re.compile(rf" (?:an?|each|every) (?=(?:{'|'.join(PERIODS)})$)")  # calls a year, 20 each month

_SYMBOLS = {
    "HK$": ("HKD",), "US$": ("USD",), "NZ$": ("NZD",), "A$": ("AUD",), "C$": ("CAD",), "S$": ("SGD",), "R$": ("BRL",), "₹": ("INR",), "€": ("EUR",),
    "£": ("GBP", "EGP", "FKP", "GIP", "SHP", "SSP"), "¥": ("JPY", "CNY"),
    "$": ("USD", "AUD", "BBD", "BMD", "BND", "BSD", "BZD", "CAD", "CLP", "COP", "FJD", "GYD", "HKD", "JMD", "KYD", "LRD", "MXN",
          "NAD", "NZD", "SBD", "SGD", "SRD", "TTD", "TWD", "XCD"),
}  # fmt: skip
_BLANK = re.compile(r"\[?\s*(|tb[cda]|to be (agreed|confirmed|determined|completed)|[●•*_?]+|x{2,4}|redacted|~)\s*\]?", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_LEADING = re.compile(r"(?P<sign>[-+]?) ?(?P<number>[0-9](?:[0-9 ,.]*[0-9])?)(?P<rest>.*)")
_GROUPED = re.compile(r"[0-9]+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+")
_SCIENTIFIC = re.compile(r"[-+]?[0-9.,]+[eE][-+]?[0-9]+")
_NOT_FINITE = re.compile(r"[-+.]*(nan|inf|infinity)\b.*", re.IGNORECASE)
_CODE_FIRST = re.compile(r"(?P<code>[A-Za-z]{3}) ?(?P<rest>[-+]?[ 0-9.,].*|)")

PRICE_DECIMALS = 6  # so that amounts stay within exact 64-bit arithmetic


def normalise(text: str) -> str:
    """The text with every kind of space (no-break, thin, figure) as one ordinary space, and one kind of minus sign."""
    return _SPACE.sub(" ", text.replace("\N{MINUS SIGN}", "-").replace("\N{ZERO WIDTH SPACE}", "")).strip()


def is_blank(text: str) -> bool:
    """True of what drafts leave where a term is still to come: nothing, TBC, [●], [***], ____."""
    return _BLANK.fullmatch(normalise(text)) is not None


def describe(text: str) -> str:
    """What a text looks like, for a message that names both units: `a duration (hours)`, `a percentage (%)`."""
    text = normalise(text)
    match = _LEADING.fullmatch(text)
    rest = match["rest"].strip() if match else ""
    if match and rest.startswith("%"):
        return "a percentage (%)"
    if match and _singular(rest) in _DURATION_UNITS:
        return f"a duration ({rest})"
    if (symbol := _symbol(text)) is not None:
        return f"an amount of money ({symbol})"
    if (code := _CODE_FIRST.fullmatch(text)) and code["code"].upper() in CURRENCIES:
        return f"an amount of money ({code['code'].upper()})"
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return "a date"
    if match and not rest:
        return "a plain number"
    return f"a quantity ({rest})" if match and rest[0].isalpha() and " per " in f" {rest}" else "a text"


def parse_decimal(text: str) -> tuple[int, int]:
    """A number as (num, decimals): `1,000.50` is (10005, 1), meaning 10005 / 10^1. Trailing zeros are dropped."""
    num, decimals, rest = _number(normalise(text), "a number")
    if rest:
        raise _mismatch(text, "a plain number", "such as 1 000 or 2.5")
    return num, decimals


def parse_money(text: str, currencies: Sequence[str] = (), limit: int = MONEY_LIMIT) -> Money:
    """`GBP 250 000`, `GBP 250,000.00`, `£250 000` where the draft's currencies leave no doubt. Never negative; at most `limit` minor units."""
    code, num, decimals, rest = _amount(text, currencies, "an amount of money")
    digits = currency(code).digits
    if rest:
        raise _beside(text, rest, "an amount of money", f"{code} 250 000")
    if decimals > digits:
        raise BadValue(f'"{text}" has {decimals} decimal places; {code} has {digits}', "only a price per unit may be finer than the smallest coin")
    minor = num * 10 ** (digits - decimals)
    if minor > limit:
        raise BadValue(f'"{text}" is above the limit of {Money(limit, code)}', "check the zeros")
    return Money(minor, code)


def parse_price(text: str, currencies: Sequence[str] = ()) -> Price:
    """`GBP 4.20`, `GBP 4.2055`, `GBP 4.20 per call`: a price for one unit, up to 6 decimals, never negative."""
    code, num, decimals, rest = _amount(text, currencies, "a price")
    if decimals > PRICE_DECIMALS:
        most = f"a price has at most {PRICE_DECIMALS}"
        raise BadValue(f'"{text}" has {decimals} decimals; {most}', "round it, or price a larger unit (a thousand requests)")
    shift = decimals - currency(code).digits
    price = Price(num * 10 ** max(0, -shift), 10 ** max(0, shift), code, _per(text, rest, "a price", f"{code} 4.20 per call"))
    if price.num > MONEY_LIMIT * price.den:
        raise BadValue(f'"{text}" is above the limit of {Money(MONEY_LIMIT, code)}', "check the zeros")
    return price


def parse_rate(text: str) -> Rate:
    """`15 %`, `15%`, `99.5 %`, `-2 %`: a percentage, at most 1 000 000 %."""
    num, decimals, rest = _number(normalise(text), "a percentage (%)", signed=True)
    if rest != "%":
        if rest.startswith("%"):
            raise BadValue(f'"{text}" says more than a percentage: "{rest[1:].strip()}"', "give the percentage alone, such as 15 %")
        raise _mismatch(text, "a percentage (%)", "such as 15 %")
    if abs(num) > 10 ** (6 + decimals):
        raise BadValue(f'"{text}" is above the limit of 1,000,000 %', "check the zeros")
    return Rate(num, 100 * 10**decimals)


def parse_share(text: str) -> Rate:
    """A percentage that is a part of a whole: 0 % to 100 %."""
    rate = parse_rate(text)
    if not 0 <= rate.num <= rate.den:
        raise BadValue(f'"{text}" is not a part of a whole', "write a percentage from 0 % to 100 %")
    return rate


def parse_duration(text: str) -> Duration:
    """`4 hours`, `30 minutes`, `3 weeks`, `2 business days`, `36 months`, `1 year` (12 months); at most 100 years."""
    num, decimals, rest = _number(normalise(text), "a duration")
    unit, den = _singular(rest), 10**decimals
    if unit not in _DURATION_UNITS:
        if rest and describe(text) == "a text":
            hint = suggest(unit, _DURATION_UNITS) or f"use one of {listing(_DURATION_UNITS)}"
            raise BadValue(f'"{text}" is not a duration: no unit of time is called "{rest}"', hint)
        raise _mismatch(text, "a duration", "such as 4 hours, 2 business days or 36 months")
    whole = num * _SECONDS.get(unit, 1)
    if whole % den:
        finest = "a whole number of seconds" if unit in _SECONDS else f"a whole number of {unit}s"
        raise BadValue(f'"{text}" is not {finest}', "write it in a smaller unit" if unit != "second" else "round it to a second")
    value = whole // den * _MONTHS.get(unit, 1)
    if value > (LONGEST_DAYS * DAY if unit in _SECONDS else LONGEST_MONTHS if unit in _MONTHS else LONGEST_DAYS):
        raise BadValue(f'"{text}" is longer than the limit of 100 years', "check the zeros, or leave the term out if there is no limit in time")
    if unit in _SECONDS:
        return Duration(seconds=value)
    return Duration(months=value) if unit in _MONTHS else Duration(business_days=value)


def parse_count(text: str) -> Count:
    """`80 000`, `12`, `0.5 per month`, `100 000 calls per month` (or `calls a month`): an amount of work or events, never negative, at most 10^12."""
    num, decimals, rest = _number(normalise(text), "a quantity")
    looks = describe(text)
    if rest and (rest.startswith("%") or _singular(rest) in _DURATION_UNITS):
        raise BadValue(f'"{text}" is {looks} where a quantity is due', "write a number, with its period if it has one, such as 100 000 per month")
    before, per_word, period = _EACH.sub(" per ", f" {rest}").partition(" per ")
    unit = before.strip()
    if unit and not re.fullmatch(r"[^\W\d_][\w -]*", unit):
        raise BadValue(f'"{text}" is not a quantity: "{unit}" is not a unit', "write a number and its unit, such as 100 000 calls per month")
    per = _per(text, f"per {period}", "a quantity", "100 000 per month") if per_word else None
    if num > COUNT_LIMIT * 10**decimals:
        raise BadValue(f'"{text}" is above the limit of {COUNT_LIMIT:,}', "check the zeros")
    return Count(num, 10**decimals, unit or None, per)


def parse_whole(text: str) -> int:
    """`12`, `1 000`: a whole number from 0 to 10^12."""
    num, decimals, rest = _number(normalise(text), "a whole number")
    if rest or decimals:
        raise _mismatch(text, "a whole number", "such as 3")
    if num > COUNT_LIMIT:
        raise BadValue(f'"{text}" is above the limit of {COUNT_LIMIT:,}', "check the zeros")
    return num


def parse_date(text: str) -> dt.date:
    """`2027-01-31`, and no other order of day, month and year."""
    text = normalise(text)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        hint = "write year-month-day, such as 2027-01-31"
        if re.fullmatch(r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}", text):
            raise BadValue(f'"{text}" can be read as more than one date', hint)
        raise _mismatch(text, "a date", "such as 2027-01-31")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadValue(f'"{text}" is not a day of the calendar', "check the day and the month") from None


def _amount(text: str, currencies: Sequence[str], due: str) -> tuple[str, int, int, str]:
    plain = normalise(text)
    symbol = _symbol(plain)
    if symbol is not None:
        code, rest = _by_symbol(plain, symbol, currencies), plain[len(symbol) :].strip()
    elif (match := _CODE_FIRST.fullmatch(plain)) and not _NOT_FINITE.fullmatch(plain):
        code, rest = match["code"], match["rest"].strip()
        currency(code)
    else:
        raise _no_currency(text, plain, currencies, due)
    if currencies and code not in currencies:
        raise BadValue(
            f'"{text}" is in {code}; this draft is in {currencies[0]}' + (f" and lists {listing(currencies)}" if len(currencies) > 1 else ""),
            f"state it in {currencies[0]}; or list {code} under `currencies` and add an `exchange_rate` that converts it",
        )
    if not rest:
        raise BadValue(f'"{text}" names a currency and no figure', f"write {due}, such as {code} 250 000")
    num, decimals, rest = _number(rest, due, whole=text)
    return code, num, decimals, rest


def _no_currency(text: str, plain: str, currencies: Sequence[str], due: str) -> BadValue:
    example = currencies[0] if currencies else "GBP"
    match = _LEADING.fullmatch(plain)
    if match is None:
        if _NOT_FINITE.fullmatch(plain):
            return BadValue(f'"{text}" is not a finite number', f"write {due}, such as {example} 250 000, or leave the term out")
        return _mismatch(text, due, f"such as {example} 250 000")
    rest = match["rest"].strip()
    if rest.upper() in CURRENCIES:
        return BadValue(f'"{text}" has its currency last', f"write {rest.upper()} {match['number']}")
    if not rest:
        return BadValue(f'"{text}" has no currency, and {due} is due', f"write {example} {plain}")
    return _mismatch(text, due, f"such as {example} 250 000")


def _by_symbol(text: str, symbol: str, currencies: Sequence[str]) -> str:
    meant = _SYMBOLS[symbol]
    listed = [code for code in currencies if code in meant]
    if len(listed) == 1:
        return listed[0]
    number = text[len(symbol) :].strip()
    if currencies and not listed:
        raise BadValue(f'"{text}" uses {symbol}; this draft is in {listing(currencies)}', f"write the ISO code: {currencies[0]} {number}")
    raise BadValue(f'"{text}": {symbol} may be {listing(listed or meant, 4)}', f"write the ISO code: {(listed or meant)[0]} {number}")


def _symbol(text: str) -> str | None:
    return next((symbol for symbol in _SYMBOLS if text.startswith(symbol)), None)


def _per(text: str, rest: str, due: str, example: str) -> str | None:
    """The period or unit after `per`; None when nothing follows the number."""
    if not rest:
        return None
    if not re.fullmatch(r"per [^\W\d_][\w -]*", rest):
        raise _beside(text, rest, due, example)
    word = rest[4:]
    if word not in PERIODS and _singular(word) in PERIODS:
        raise BadValue(f'"{text}": "per {word}" has a plural', f"write per {_singular(word)}")
    return word


def _number(text: str, due: str, *, signed: bool = False, whole: str | None = None) -> tuple[int, int, str]:
    """(num, decimals, what follows) of a text that begins with a number, trailing decimal zeros dropped."""
    shown = whole or text
    match = _LEADING.fullmatch(text)
    if _NOT_FINITE.fullmatch(text):
        raise BadValue(f'"{shown}" is not a finite number', f"write {due} in figures, or leave the term out if there is no limit")
    if _SCIENTIFIC.match(text):
        raise BadValue(f'"{shown}" is in scientific notation, which may be a figure or a reference', "write the figure out, such as 1 000")
    if match is None:
        raise _mismatch(shown, due, "in figures")
    sign, number, rest = match["sign"], match["number"], match["rest"].strip()
    integer, point, fraction = number.partition(".")
    if len(number) > _MOST_CHARACTERS or len(fraction) > _MOST_DECIMALS:
        raise BadValue(f'"{shown[:_MOST_CHARACTERS]}" is too long a number; at most {_MOST_DECIMALS} decimal places are kept', "check the zeros")
    if not _GROUPED.fullmatch(integer) or (point and not re.fullmatch(r"[0-9]+", fraction)):
        raise BadValue(f'"{shown}": "{number}" is not a number', "write 1 234 567.89: a point for decimals, spaces or commas between thousands")
    if len(integer) > 1 and integer.startswith("0"):
        hint = f"write {integer.lstrip('0') or '0'}, or put a reference in its own term"
        raise BadValue(f'"{shown}" begins with a zero, so it may be a code and not a number', hint)
    fraction = fraction.rstrip("0")
    num = int(re.sub(r"[ ,]", "", integer) + fraction)
    if sign == "-" and num == 0:
        raise BadValue(f'"{shown}" is minus zero', "write 0")
    if sign == "-" and not signed:
        way = "leave out the minus sign; the clause says who pays whom" if whole is not None else "write 0 or more, or leave the term out"
        raise BadValue(f'"{shown}" is negative, and {due} cannot be', way)
    return (-num if sign == "-" else num), len(fraction), rest


def _singular(unit: str) -> str:
    unit = unit.casefold()
    return unit[:-1] if unit.endswith("s") else unit


def _beside(text: str, rest: str, due: str, example: str) -> BadValue:
    return BadValue(f'"{text}": "{rest}" does not belong to {due}', f"write the figure in full and its unit, such as {example}")


def _mismatch(text: str, due: str, example: str) -> BadValue:
    looks = describe(text)
    return BadValue(f'"{text}" is {looks} where {due} is due', f"write {due} {example}")
