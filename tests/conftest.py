"""What every test may ask for: the shared folder beside the repository, and whether to rewrite expectations."""

from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# Two workers share two cores: a single slow example says nothing about the code under test.
settings.register_profile("wargame", deadline=None)
settings.load_profile("wargame")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--accept`, which makes the stories write what they got where they would compare it."""
    parser.addoption("--accept", action="store_true", help="rewrite the expectations in tests/stories; `git diff` is the review")


@pytest.fixture(scope="session")
def accept(request: pytest.FixtureRequest) -> bool:
    """True if expectations are to be rewritten instead of compared."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the repository, with cases and benches from outside; skips the test where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared is not here")
    return folder
