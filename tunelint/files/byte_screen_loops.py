"""Whether a module may train models in a loop: told from its lines, without parsing them.

A search that is written by hand is a loop that trains. Most files that train something do it once,
or do it for a library: they need no closer look. Whatever is in doubt counts as a loop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_HEADER = re.compile(rb"(?:async[ \t]+)?(def|class|for|while)\b[ \t]*(\w*)")
_TARGETS = re.compile(rb"([\w., \t\[\]()*:|]+?)=(?!=)")
_WORD = re.compile(rb"[^\W\d]\w*")
_USE = re.compile(rb"([^\W\d]\w*)(\s*\()?")
# What runs something for each of many things inside of a statement.
_INLINE_LOOP = re.compile(rb"\bfor\b|\bmap\w*\s*\(|\bapply\w*\s*\(|\bsubmit\s*\(")
_CLOSING = (b")", b"]", b"}")
_NEAR = 6
_MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Looped:
    """Whether something trains in a loop, and the names under which a module trains something."""

    loops: bool = False
    names: frozenset[bytes] = frozenset()


@dataclass(slots=True)
class _Line:
    """A line with the headers that it stands under: the nearest one, by its number."""

    text: bytes
    under: int | None
    kind: bytes = b""
    name: bytes = b""

    @property
    def head(self) -> int:
        """How long the line's head is; a comprehension's own line has none."""
        return len(self.kind) if b":" in self.text else 0


@dataclass(eq=False, slots=True)
class _Module:
    """The lines of a module, and the names that train something as far as they are known."""

    lines: list[_Line]
    names: set[bytes] = field(default_factory=set)
    classes: set[bytes] = field(default_factory=set)
    factories: set[bytes] = field(default_factory=set)
    hits: set[int] = field(default_factory=set)

    def add(self, number: int, used: Iterable[tuple[bytes, bytes | None]]) -> None:
        """A line trains something, by itself or by names that it uses, each called there or not."""
        self.hits.add(number)
        inner = 0
        for header in self.above(number):
            if header.kind in (b"def", b"class"):
                self.names.add(header.name)
                if header.kind == b"class":
                    self.classes.add(header.name)
                elif inner:
                    self.factories.add(header.name)
                inner += 1
        assigned = _TARGETS.match(self.lines[number].text)
        # An object, a function that was made, or a function itself can train something later.
        makers = self.classes | self.factories
        if assigned is not None and any(not call or name in makers for name, call in used):
            self.names.update(_WORD.findall(assigned[1]))

    def above(self, number: int) -> Iterator[_Line]:
        """The headers that a line stands under, the nearest first; its own where it is one."""
        line = self.lines[number]
        if line.kind:
            yield line
        while line.under is not None:
            line = self.lines[line.under]
            yield line

    def loops(self, number: int) -> bool:
        """Whether a line is run again and again, by what stands above or near it."""
        if any(header.kind in (b"for", b"while") for header in self.above(number)):
            return True
        near = self.lines[max(number - _NEAR, 0) : number + _NEAR + 1]
        return any(_INLINE_LOOP.search(line.text, line.head) for line in near)


def looped(code: bytes, training: re.Pattern[bytes]) -> Looped:
    """Whether calls that match `training` stand in loops, and what a module has that makes them.

    `code` has no comments, and no text in its strings.
    """
    lines = code.split(b"\n")
    if len(lines) > _MOST_LINES:
        return Looped(True)
    module = _Module(list(_read(lines)))
    for number, text in enumerate(lines):
        if training.search(text):
            module.add(number, ())
    _follow(module, lines)
    return Looped(any(map(module.loops, module.hits)), frozenset(module.names))


def _follow(module: _Module, lines: list[bytes]) -> None:
    """Add the lines that use what trains, until there are no more."""
    if not module.names:
        return
    holding: dict[bytes, list[int]] = {}
    for number, text in enumerate(lines):
        for word in set(_WORD.findall(text)):
            holding.setdefault(word, []).append(number)
    known: frozenset[bytes] = frozenset()
    while new := module.names - known:
        known = frozenset(module.names)
        for number in sorted({number for name in new for number in holding.get(name, ())}):
            own = module.lines[number].name
            uses = (use.groups() for use in _USE.finditer(lines[number]))
            used = [(name, call) for name, call in uses if name in new and name != own]
            if used:
                module.add(number, used)


def _read(lines: list[bytes]) -> Iterator[_Line]:
    open_headers: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        expanded = line.expandtabs()
        text = expanded.strip()
        indentation = len(expanded) - len(expanded.lstrip())
        if text and not text.startswith(_CLOSING):
            while open_headers and open_headers[-1][0] >= indentation:
                open_headers.pop()
        under = open_headers[-1][1] if open_headers else None
        header = _HEADER.match(text)
        if header is None:
            yield _Line(text, under)
            continue
        yield _Line(text, under, header[1], header[2])
        open_headers.append((indentation, number))
