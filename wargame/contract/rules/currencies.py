"""The currency in which a clause states its amounts: the agreement's own, or one that a clause of the agreement converts."""

from __future__ import annotations

from wargame.contract.rules.clause import Clause
from wargame.contract.rules.units import BadTerm
from wargame.core.problem import listing


def check_currency(clause: Clause, kinds: list[str]) -> None:
    """BadTerm for amounts in another currency that no clause converts, of a kind that cannot be in one (`kinds` can), or in two currencies."""
    home = clause.setting.currency
    stated = clause.terms.currencies()
    path, code = next(((path, code) for path, code in stated if code != home), ((), home))
    if code == home:
        return
    if not clause.in_any_currency:
        raise BadTerm(path, f"an amount of a {clause.kind} is in {code}", f"state it in {home}; other currencies are for those of {listing(kinds)}")
    other = next((other for _, other in stated if other != code), "")
    if other:
        raise BadTerm(path, f"its amounts are in {code} and in {other}", "state them in one currency, or in two provisions")
    if not clause.exchange:
        hint = f"add a provision `kind: exchange_rate` with `currency: {code}`, or state the amount in {home}"
        raise BadTerm(path, f"no provision says how {code} is converted into {home}", hint)
