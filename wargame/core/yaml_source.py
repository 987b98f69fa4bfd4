"""A strict reading of YAML: words, lists and groups, each with its place, and nothing that surprises a lawyer.

Every scalar stays the text it was written as (`NO` is a word, `12.10` is not 12.1); what it means is for the schema to
say. Anchors, aliases, tags, directives, duplicate keys, several documents and nesting deeper than 50 are refused. The
file is read as a stream of events, which is never composed into objects: PyYAML's C composer crashes on deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

import yaml

from .problem import BadInput, Place, Problem

DEEPEST = 50
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAIL_OF_NUMBER = re.compile(r"[0-9]{3}(?![0-9])")
_ENDS_IN_NUMBER = re.compile(r"(?:.*[^0-9.])?[0-9]{1,3}(?:,[0-9]{3})*")
_LINE_BREAK_IN_YAML = re.compile("[\x85\u2028\u2029]")
_INDENT_WITH_TAB = re.compile(r" *\t")


class Scalar(NamedTuple):
    """A text as written. `plain` is true when it stood without quotes."""

    value: str
    place: Place
    plain: bool


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    place: Place


class Mapping(NamedTuple):
    """A group of terms: key to (place of the key, value), in the order written."""

    entries: dict[str, tuple[Place, Node]]
    place: Place


Node: TypeAlias = Scalar | Sequence | Mapping


def read_yaml(text: str, file: str, first_line: int = 1, first_column: int = 1) -> Node:
    """The one document in `text`, whose first character stands at `first_line`:`first_column` of `file`.

    An empty text is an empty plain scalar. BadInput holds every fault found up to the point where reading cannot go on.
    """
    return _Reader(text, file, first_line, first_column).read()


class _Reader:
    def __init__(self, text: str, file: str, first_line: int, first_column: int) -> None:
        self.text, self.file, self.first_line, self.first_column = text, file, first_line, first_column
        self.problems: list[Problem] = []
        self.events: Iterator[Any] = iter(())

    def read(self) -> Node:
        self._refuse_odd_spaces()
        root: Node | None = None
        try:
            self.events = yaml.parse(self.text, Loader=_LOADER)
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    if root is not None:
                        self._stop("Y006", event.start_mark, "a second YAML document begins here", "remove the --- line")
                    if event.version or event.tags:
                        self._note("Y003", event.start_mark, "YAML directives (%YAML, %TAG) are not allowed", "remove the line")
                elif isinstance(event, yaml.NodeEvent):
                    root = self._node(event, 1)
        except yaml.YAMLError as error:
            self.problems.append(self._explain(error))
        if self.problems:
            raise BadInput(self.problems)
        return root or Scalar("", Place(self.file, self.first_line, self.first_column), True)

    def _node(self, event: Any, depth: int) -> Node:
        place = self._place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            self._note("Y002", event.start_mark, f"aliases are not allowed: *{event.anchor}", "write the terms out, or quote a text beginning with *")
            return Scalar("", place, True)
        if event.anchor:
            self._note("Y002", event.start_mark, f"anchors are not allowed: &{event.anchor}", "write the terms out, or quote a text beginning with &")
        if event.tag:
            self._note("Y003", event.start_mark, f"tags are not allowed: {event.tag}", "remove it, or quote a text that begins with !")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, place, not event.style)
        if depth > DEEPEST:
            self._stop("Y004", event.start_mark, f"nested deeper than {DEEPEST}", "close the brackets, or lay the terms out flat")
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(depth)), place)
        return Mapping(self._entries(depth, bool(event.flow_style)), place)

    def _items(self, depth: int) -> Iterator[Node]:
        before: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            item = self._node(event, depth + 1)
            # [1, 200] may be two numbers, but no number begins with a zero.
            if isinstance(item, Scalar) and item.value.startswith("0") and self._split_number(before, item, event):
                self._note_split(before, item)
            before = item
            yield item

    def _entries(self, depth: int, flow: bool) -> dict[str, tuple[Place, Node]]:
        entries: dict[str, tuple[Place, Node]] = {}
        last = ""
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self._note("Y007", event.start_mark, "a group or list stands where the name of a term is due", "quote it if it is meant as text")
                continue
            empty = isinstance(value, Scalar) and value.plain and not value.value
            if flow and empty and last and self._split_number(entries[last][1], key, event):
                entries[last] = (entries[last][0], self._note_split(entries[last][1], key))
            elif key.value in entries:
                first = entries[key.value][0]
                message = f'"{key.value}" stands twice in one group; it is first on line {first.line} and again on line {key.place.line}'
                self.problems.append(Problem("Y005", key.place, message, "keep one of the two", also=(first,)))
            else:
                entries[key.value] = (key.place, value)
                last = key.value
        return entries

    def _split_number(self, before: Node | None, after: Scalar, event: Any) -> bool:
        """Whether YAML has split one number at its comma: `100` and `000` of `{up to: 100,000}`."""
        if not isinstance(before, Scalar) or not (before.plain and after.plain):
            return False
        if not _ENDS_IN_NUMBER.fullmatch(before.value) or not _TAIL_OF_NUMBER.match(after.value):
            return False
        line: str = self.text.split("\n")[event.start_mark.line]
        return line[: event.start_mark.column].endswith(",")

    def _note_split(self, before: Node | None, after: Scalar) -> Scalar:
        assert isinstance(before, Scalar)
        whole = f"{before.value},{after.value}"
        message = f'YAML splits "{whole}" at the comma, because a comma separates terms inside braces and brackets'
        # 1,000,000 is split twice; the last word about a place says it all.
        self.problems = [p for p in self.problems if (p.code, p.place) != ("Y008", before.place)]
        self.problems.append(Problem("Y008", before.place, message, f'write {whole.replace(",", " ")} or put it in quotes: "{whole}"'))
        return Scalar(whole, before.place, True)

    def _refuse_odd_spaces(self) -> None:
        for number, line in enumerate(self.text.split("\n")):
            if match := _INDENT_WITH_TAB.match(line):
                place = Place(self.file, self.first_line + number, self.first_column + match.end() - 1)
                self.problems.append(Problem("Y009", place, "a tab is not allowed in the indentation of terms", "use spaces"))
            if odd := _LINE_BREAK_IN_YAML.search(line):
                place = Place(self.file, self.first_line + number, self.first_column + odd.start())
                message = f"the invisible line break U+{ord(odd.group()):04X} is not allowed in terms"
                self.problems.append(Problem("Y009", place, message, "remove it"))
        if self.problems:
            raise BadInput(self.problems)

    def _place(self, mark: Any) -> Place:
        return Place(self.file, self.first_line + mark.line, self.first_column + mark.column)

    def _note(self, code: str, mark: Any, message: str, hint: str) -> None:
        self.problems.append(Problem(code, self._place(mark), message, hint))

    def _stop(self, code: str, mark: Any, message: str, hint: str) -> None:
        self._note(code, mark, message, hint)
        raise BadInput(self.problems)

    def _explain(self, error: yaml.YAMLError) -> Problem:
        if isinstance(error, yaml.reader.ReaderError):
            before = self.text[: error.position] if isinstance(error.position, int) else ""
            place = Place(self.file, self.first_line + before.count("\n"), self.first_column + len(before) - before.rfind("\n") - 1)
            return Problem("Y001", place, f"a control character stands in the terms: {error.reason}", "remove it")
        mark, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        said = str(getattr(error, "problem", None) or error)
        if mark is None or "end of stream" in said:
            mark = opened or mark
        place = self._place(mark) if mark else Place(self.file, self.first_line, self.first_column)
        also = (self._place(opened),) if opened and self._place(opened) != place else ()
        line = [*self.text.split("\n"), ""][mark.line] if mark else ""
        if "mapping values are not allowed" in said:
            return Problem("Y001", place, "a colon stands inside a text, and YAML takes it for a term of its own", "put the text in quotes")
        if "[*" in line or (mark and line[mark.column :].startswith("*")):
            return Problem("Y002", place, "a * begins an alias, which is not allowed", "a blank is written redacted: {low: …, mode: …, high: …}")
        if "cannot start any token" in said:
            return Problem("Y001", place, "this character cannot begin a text in YAML", "put the text in quotes")
        hint = "check the brackets, quotes, colons and indentation here"
        return Problem("Y001", place, f"the terms cannot be read as YAML: {said}", hint, also=also)
