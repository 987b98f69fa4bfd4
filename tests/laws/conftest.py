"""One workshop for all the laws that run in a test process."""

from __future__ import annotations

import pytest

from tests.laws.workshop import Workshop


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Drafts, worlds and futures, each made once."""
    return Workshop(tmp_path_factory.mktemp("laws"))
