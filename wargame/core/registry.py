"""Open rooms: a plural folder in which any file dropped is found.

A clause kind, shock kind, check, law pack or report section is one class in one file of its folder. The class says its
name in `kind`; nothing else lists it.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import traceback
from pathlib import Path
from types import ModuleType

from .problem import BadInput, Place, Problem

_known: dict[tuple[str, type], tuple[tuple[ModuleType | None, ...], dict[str, type]]] = {}  # what was found, and in which modules


def discover(package: str, base: type) -> dict[str, type]:
    """Every subclass of `base` with a non-empty `kind`, by kind, from all modules of the package folder in name order.

    Only classes defined in the module count, so a class imported for re-use is not taken twice. BadInput names the file
    of every module that fails to import (R001) and both files where two classes share a kind (R002). The folder is looked
    at whenever it is asked for, its modules only if they are others than before.
    """
    room = importlib.import_module(package)
    names = sorted(module.name for module in pkgutil.iter_modules(room.__path__))
    modules = tuple(sys.modules.get(f"{package}.{name}") for name in names)
    if (package, base) in _known and None not in modules and _known[package, base][0] == modules:
        return dict(_known[package, base][1])
    found = _found(package, base, room, names)
    _known[package, base] = (tuple(sys.modules.get(f"{package}.{name}") for name in names), found)
    return dict(found)


def _found(package: str, base: type, room: ModuleType, names: list[str]) -> dict[str, type]:
    problems: list[Problem] = []
    found: dict[str, type] = {}
    for name in names:
        try:
            module = importlib.import_module(f"{package}.{name}")
        except Exception as error:  # whatever a dropped-in file raises, its author needs the file's name
            problems.append(_broken(room, name, error))
            continue
        for cls in _kinds_in(module, base):
            kind: str = getattr(cls, "kind")  # noqa: B009 - `base` is any class, so the attribute is not declared here
            if kind in found:
                message = f'two classes call themselves "{kind}": {_name(found[kind])} and {_name(cls)}; each kind has one file'
                problems.append(Problem("R002", _place(module.__file__), message, "rename one of them", also=(_home(found[kind]),)))
            else:
                found[kind] = cls
    if problems:
        raise BadInput(problems)
    return found


def _kinds_in(module: ModuleType, base: type) -> list[type]:
    own = [thing for _, thing in sorted(vars(module).items()) if isinstance(thing, type) and thing.__module__ == module.__name__]
    return [cls for cls in own if issubclass(cls, base) and cls is not base and bool(getattr(cls, "kind", None))]


def _broken(room: ModuleType, name: str, error: Exception) -> Problem:
    home = Path(next(iter(room.__path__))).resolve()
    file = str(home / name / "__init__.py" if (home / name).is_dir() else home / f"{name}.py")
    line = 1
    if isinstance(error, SyntaxError) and error.filename == file:
        line = error.lineno or 1
    for frame in traceback.extract_tb(error.__traceback__):
        if str(Path(frame.filename).resolve()) == file:
            line = frame.lineno or 1
    message = f"{file} could not be loaded: {type(error).__name__}: {error}"
    return Problem("R001", _place(file, line), message, "mend the file, or move it out of the folder")


def _home(cls: type) -> Place:
    return _place(importlib.import_module(cls.__module__).__file__)


def _name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _place(file: str | None, line: int = 1) -> Place:
    return Place(file or "(no file)", line, 1)
