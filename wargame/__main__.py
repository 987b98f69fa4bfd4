"""`wargame`, and `python -m wargame`: a process that does one command, and ends."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

BRIEF = ["check"]  # what starts nothing and leaves nothing behind: no workers, no files


def start() -> None:
    """The process from its beginning to its end."""
    gc.disable()  # until `main` says how often to look for circles: while it is loaded there are none to find, and 3 ms to save (measured)
    from wargame.cli import main

    gc.enable()
    try:
        main()
    except SystemExit as end:
        if sys.argv[1:2] == BRIEF and isinstance(end.code, int):
            _leave(end.code)
        raise


def _leave(code: int) -> None:
    """End at once: to take every module down again takes 4 ms (measured). What cannot be written to its end leaves as any other process does."""
    with suppress(OSError, ValueError, AttributeError):  # a full disk, a closed stream, none
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    start()
