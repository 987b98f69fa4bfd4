"""The command line: `wargame COMMAND`, each command a file in `commands/`.

stdout is the result (`--json` everywhere), stderr the progress and the problems. Exit codes: 0 fine · 1 a finding at or above --fail-on · 2 bad input
· 3 a result that could not be finished or written · 130 interrupted.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from importlib import import_module
from pkgutil import iter_modules

import click

from wargame import commands
from wargame.commands._console import show_problems
from wargame.core.problem import BadInput

COLLECT = 100_000  # new objects between two looks for circles: at Python's own 700 they take a tenth of a check, and find nothing (measured)


def main() -> None:
    """Entry point: turns every expected trouble into words and an exit code."""
    code = 3
    gc.set_threshold(COLLECT)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # there are none; to look for them takes 3 ms (measured)
    atexit.register(gc.freeze)  # what is still there when it ends need not be looked through for circles
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt as stop:
        click.echo(f"interrupted; {stop}" if str(stop) else "interrupted", err=True)
        code = 130
    sys.exit(code)


def _interrupted(*_: object) -> None:
    """A polite request to end is treated as Ctrl-C: finished files stay, unfinished ones go, workers are sent home."""
    raise KeyboardInterrupt


def _run(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a character gets a question mark, not a traceback
    debug = "--debug" in arguments
    arguments = [word for word in arguments if word != "--debug"]
    try:
        result = cli.main(args=arguments, prog_name="wargame", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort as error:  # as click calls an interruption
        raise KeyboardInterrupt(*error.__cause__.args if error.__cause__ else ()) from error
    except click.ClickException as error:
        error.show(sys.stderr)
        return 2
    except BadInput as error:
        show_problems(error.problems, as_json="--json" in arguments)
        return 2
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except OverflowError as error:
        if debug:
            raise
        click.echo(f"wargame: a figure of the draft or the scenario is too large to be exact: {error}", err=True)
        return 2
    except MemoryError as error:
        if debug:
            raise
        click.echo(f"wargame: there is not enough memory for this ({error}); let what happens be rarer, or play fewer futures at a time", err=True)
        return 3
    except Exception as error:
        if debug:
            raise
        click.echo(
            f"wargame: {error}"
            if type(error).__name__ == "Unwritable"
            else f"wargame: something failed that should not: {type(error).__name__}: {error}\nrun again with --debug to see where",
            err=True,
        )
        return 3


class Room(click.Group):
    """The commands found in `commands/`; each is imported when it, or the list of all, is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        return sorted(found.name for found in iter_modules(commands.__path__) if not found.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None where there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{commands.__name__}.{cmd_name}").command
        command.name = cmd_name
        return command


@click.group(cls=Room, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="wargame")
def cli() -> None:
    """Play thousands of contract lives against a draft agreement, and see where its words fail and what that costs each party."""
