"""A draft outsourcing agreement, played through thousands of contract lives before anyone signs it."""

from __future__ import annotations


def __getattr__(name: str) -> str:
    """`__version__`, looked up when it is asked for: that takes longer than `wargame --help` does."""
    if name != "__version__":
        raise AttributeError(f"module 'wargame' has no attribute '{name}'")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("wargame")
    except PackageNotFoundError:  # run from a bare checkout, before the set-up
        return "0+not.installed"
