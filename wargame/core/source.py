"""Source documents: reading a file's text, finding the place of a term in it, and holding it against a schema.

Whatever a path may name (nothing, a directory, a pipe, a gigabyte, another encoding), the answer comes at once: the text,
or a BadInput that says what it is. Whatever a group of terms may hold, all that is wrong with it is reported together,
each fault at its own line and column.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from io import BufferedReader
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ValidationError

from .problem import BadInput, BadValue, Place, Problem, listing, ordered, render, suggest
from .yaml_source import DEEPEST, Mapping, Node, Scalar, Sequence, read_yaml

SIZE_LIMIT = 5_000_000
"""Largest file, in bytes, that is read."""

M = TypeVar("M", bound=BaseModel)


class Text(str):
    """A document that lies in no file: the name under which messages speak of it, as a string, and its text beside.

    It may stand wherever the path of a draft, of variants or of a scenario may. Files that it names are sought from the folder of its name.
    """

    text: str
    __slots__ = ("text",)

    def __new__(cls, text: str, name: str) -> Self:
        """A text by that name. ValueError where the name is no name of a file."""
        if Path(name).name in ("", "..") or not name.isprintable() or name.endswith(("/", "\\")):
            raise ValueError(f"{name!r} cannot be the name of a document: write one such as draft.md")
        made = super().__new__(cls, name)
        made.text = text
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        return type(self), (self.text, str(self))


def read_text(path: str | os.PathLike[str], table: bool = False) -> str:
    """The text of a UTF-8 file, or of a Text, with \\n line ends and without a byte order mark; of a `table` in UTF-16 too, if its mark says so.

    BadInput (F001 to F006), without ever waiting, for a path that is missing, unreadable, not a regular file or above
    SIZE_LIMIT bytes, and with line, column and byte offset for bytes that are not UTF-8 text.
    """
    name = os.fspath(path)
    data = _bytes_of(path) if isinstance(path, Text) else _read_bytes(name)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        if table:
            try:
                return data.decode("utf-16").replace("\r\n", "\n").replace("\r", "\n")
            except UnicodeDecodeError as error:
                raise _refuse("F005", name, f"the file is not whole in UTF-16 (byte offset {error.start})", "save it as UTF-8") from None
        raise _refuse("F005", name, "the file is in UTF-16 (byte offset 0)", "save it as UTF-8")
    if (zero := data.find(b"\0")) >= 0:
        even_odd = {i % 2 for i, byte in enumerate(data[:200]) if byte == 0}
        what = "the file is in UTF-16" if len(even_odd) == 1 and data[:200].count(0) > len(data[:200]) // 4 else "the file is not text: a NUL byte"
        raise _refuse("F005", name, f"{what} (byte offset {zero})", "save it as UTF-8 text", data[:zero])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = data[error.start]
        message = f"byte 0x{byte:02X} at byte offset {error.start} is not UTF-8; the file may be in Latin-1 or Windows-1252"
        raise _refuse("F005", name, message, "save it as UTF-8", data[: error.start]) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _bytes_of(document: Text) -> bytes:
    """What a file with this text would hold."""
    data = document.text.encode("utf-8", "surrogatepass")
    if not data.strip():
        raise _refuse("F006", str(document), "the text is empty", "give its words")
    if len(data) > SIZE_LIMIT:
        raise _refuse("F004", str(document), f"the text has {len(data):,} bytes, and {SIZE_LIMIT:,} are read", "split it")
    return data


def read_named(path: str | os.PathLike[str], by: Place, table: bool = False) -> str:
    """The text of a file that another file names: what is wrong with it is told with the place that names it beside."""
    try:
        return read_text(path, table)
    except BadInput as error:
        raise BadInput([one._replace(also=(*one.also, by)) for one in error.problems]) from None


def plain(node: Node) -> Any:
    """The node as dict, list and str, for pydantic."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    return [plain(item) for item in node.items] if isinstance(node, Sequence) else node.value


def locate(node: Node, loc: Iterable[int | str], key: bool = False) -> Place:
    """The place of the value at a pydantic error location, or of its key with `key`; where it is absent, of what should hold it.

    Steps that name no term (pydantic's labels for the members of a union) are passed over.
    """
    place = key_place = node.place
    for step in loc:
        if isinstance(node, Mapping) and (name := _key(node, step)) is not None:
            key_place, node = node.entries[name]
        elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
            key_place = node.place
        else:
            continue
        # A group or list that begins on the next line is better shown by the key that opens it.
        place = node.place if isinstance(node, Scalar) or node.place.line == key_place.line else key_place
    return key_place if key else place


def validate(model: type[M], node: Node, *, context: dict[str, Any], code: str, problems: list[Problem]) -> M | None:
    """The model read from a group of terms, or None after adding everything wrong with it to `problems`.

    `context` is pydantic's; its `codes` may give other codes than `code` by topic ("unknown", "missing", "blank" and so on; see
    `schema_error`), and its `common` names keys that are allowed at the top beside the model's own.
    """
    if not isinstance(node, Mapping):
        problems.append(Problem(code, node.place, "a group of terms is due here", "write one `name: value` on each line"))
        return None
    try:
        return model.model_validate(plain(node), context=context)
    except ValidationError as error:
        from .schema_error import schema_errors  # only where there is something to complain of: it takes 2 ms to load from its source (measured)

        codes: dict[str, str] = context.get("codes", {})
        for fault in schema_errors(model, error, context.get("common", ())):
            place = locate(node, fault.loc, key=fault.topic == "unknown")
            problems.append(Problem(codes.get(fault.topic, code), place, fault.message, fault.hint))
        return None


def _key(node: Mapping, step: int | str) -> str | None:
    name = str(step)
    return next((n for n in (name, name.replace("_", " ")) if n in node.entries), None)


def _read_bytes(name: str) -> bytes:
    with open_file(name) as file:
        try:
            data = file.read(SIZE_LIMIT + 1)
        except OSError as error:
            raise _unopened(name, error) from None
    if len(data) > SIZE_LIMIT:
        raise _refuse("F004", name, f"the file has more than {SIZE_LIMIT:,} bytes, the limit", "check that this is the right file")
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise _refuse("F006", name, "the file is empty", "check that it was saved")
    return data


def open_file(name: str, limit: int = SIZE_LIMIT) -> BufferedReader:
    """A regular file of at most `limit` bytes, open for reading; BadInput (F001 to F004), without ever waiting, for anything else."""
    try:
        # Without O_NONBLOCK, opening a pipe nobody writes to would wait for ever.
        handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise _unopened(name, error) from None
    except ValueError:
        raise _refuse("F001", name.replace("\0", "\\0"), "there cannot be a file of this name: it holds a NUL", "check the path") from None
    file: BufferedReader | None = None
    try:
        mode, size = os.fstat(handle).st_mode, os.fstat(handle).st_size
        if stat.S_ISDIR(mode):
            raise _refuse("F002", name, "this is a directory, and a file is due", "name the file")
        if not stat.S_ISREG(mode):
            raise _refuse("F002", name, "this is a pipe or a device, and a file is due", "write its contents to a file first")
        if size > limit:
            raise _refuse("F004", name, f"the file has {size:,} bytes; the limit is {limit:,}", "check that this is the right file")
        file = os.fdopen(handle, "rb")
    except OSError as error:
        raise _unopened(name, error) from None
    finally:
        if file is None:
            os.close(handle)
    return file


def _unopened(name: str, error: OSError) -> BadInput:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        folder = Path(name).parent
        beside = [p.name for p in folder.iterdir()] if folder.is_dir() and os.access(folder, os.R_OK) else []
        return _refuse("F001", name, "there is no such file", suggest(Path(name).name, beside) or "check the path")
    if error.errno == errno.EISDIR:
        return _refuse("F002", name, "this is a directory, and a file is due", "name the file")
    return _refuse("F003", name, f"the file cannot be read: {error.strerror or error}", "check its permissions")


def _refuse(code: str, name: str, message: str, hint: str, before: bytes | None = None) -> BadInput:
    if before is None:
        return BadInput([Problem(code, Place(name, 0, 0), message, hint)])
    lines = before.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return BadInput([Problem(code, Place(name, len(lines), len(lines[-1]) + 1), message, hint)])


__all__ = [
    "DEEPEST", "SIZE_LIMIT", "BadInput", "BadValue", "Mapping", "Node", "Place", "Problem", "Scalar", "Sequence", "listing", "locate", "open_file",
    "ordered", "plain", "read_named", "read_text", "read_yaml", "render", "suggest", "validate",
]  # fmt: skip
