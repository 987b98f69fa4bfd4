"""A draft outsourcing agreement, played through thousands of contract lives before anyone signs it."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("wargame")
except PackageNotFoundError:  # run from a bare checkout, before the set-up
    __version__ = "0+not.installed"
