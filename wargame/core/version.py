"""Which version of this project is running."""

from __future__ import annotations

from functools import cache


@cache
def version() -> str:
    """The version that is installed; `0+not.installed` in a bare checkout, before the set-up."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed  # only here: it takes longer to load than `wargame --help` does

    try:
        return installed("wargame")
    except PackageNotFoundError:
        return "0+not.installed"
