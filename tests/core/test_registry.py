"""An open room finds every kind dropped into it, and names the file of whatever does not fit."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wargame.core.problem import BadInput
from wargame.core.registry import discover

BASE = "class Base:\n    kind = ''\n"
Room = Callable[[dict[str, str]], tuple[str, type]]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    def build(files: dict[str, str]) -> tuple[str, type]:
        package = tmp_path / "openroom"
        package.mkdir()
        for name, text in {"__init__.py": BASE, **files}.items():
            (package / name).write_text(text, encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        importlib.invalidate_caches()
        base: type = importlib.import_module("openroom").Base
        return "openroom", base

    yield build
    for name in [n for n in sys.modules if n.split(".")[0] == "openroom"]:
        del sys.modules[name]


def test_kinds_are_found_and_bases_and_imported_classes_are_not(room: Room) -> None:
    package, base = room(
        {
            "b.py": "from openroom import Base\nclass B(Base):\n    kind = 'bee'\n",
            "a.py": "from openroom import Base\nfrom openroom.b import B\nclass _Shared(Base):\n    pass\nclass A(_Shared):\n    kind = 'ay'\n",
        }
    )
    found = discover(package, base)
    assert {kind: cls.__name__ for kind, cls in found.items()} == {"ay": "A", "bee": "B"}


def test_two_classes_of_one_kind_are_refused_naming_both_files(room: Room) -> None:
    package, base = room({name: f"from openroom import Base\nclass {name[0].upper()}(Base):\n    kind = 'same'\n" for name in ("a.py", "b.py")})
    with pytest.raises(BadInput) as caught:
        discover(package, base)
    (problem,) = caught.value.problems
    assert problem.code == "R002" and problem.place.file.endswith("b.py") and problem.also[0].file.endswith("a.py")


@pytest.mark.parametrize("text", ["x = 1\ny = 1 / 0\n", "x = 1\ndef f(:\n", "import nothing\nimport nowhere_at_all\n"])
def test_every_module_that_fails_to_import_is_named(room: Room, text: str) -> None:
    package, base = room({"bad.py": text.replace("import nothing\n", "\n"), "worse.py": "raise ValueError('no')\n"})
    with pytest.raises(BadInput) as caught:
        discover(package, base)
    bad, worse = caught.value.problems
    assert (Path(bad.place.file).name, bad.place.line) == ("bad.py", 2)
    assert Path(worse.place.file).name == "worse.py" and "ValueError: no" in worse.message
