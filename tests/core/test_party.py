"""Sentences about the client and the provider, in the words of agreements that call them otherwise."""

from __future__ import annotations

import pytest

from wargame.core.party import SIDES, PartyWords

SAID = (
    "The Provider's people serve the Client; a client-adverse reading of {client} and {client above} costs the client what clients pay the provider."
)


def test_agreements_between_a_client_and_a_provider_need_no_other_words() -> None:
    assert PartyWords(SIDES, ["Client", "Provider"]).fit(SAID) is SAID
    assert PartyWords((*SIDES, "guarantor")).fit(SAID) is SAID


def test_who_buys_comes_first_and_who_supplies_second() -> None:
    other = "The Supplier's people serve the Buyer; a client-adverse reading of {client} and {client above} costs the buyer what clients "
    other += "pay the supplier."
    assert PartyWords(("buyer", "supplier")).fit(SAID) == other
    assert PartyWords(("buyer", "service_provider")).fit("The Provider and the provider") == "The Service Provider and the service provider"
    assert PartyWords(("provider", "client")).fit("the client pays the provider") == "the provider pays the client"


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ((), "The Supplier serves the Buyer"),
        (("Buyer", "Supplier"), "The Supplier serves the Buyer"),
        (("Client", "Provider"), "The Provider serves the Client"),  # the words of the draft have terms of their own
        (("Client", "Buyer", "Supplier"), "The Supplier serves the Buyer"),  # where the buyer serves clients
    ],
)
def test_words_for_a_draft_use_the_terms_that_it_uses(terms: tuple[str, ...], said: str) -> None:
    assert PartyWords(("buyer", "supplier"), terms).fit("The Provider serves the Client") == said
    assert PartyWords(("buyer", "supplier"), terms).fit("costs the provider") == "costs the supplier"
    assert set(PartyWords.wanted(("buyer", "supplier"))) == {"Client", "Buyer", "Provider", "Supplier"}
