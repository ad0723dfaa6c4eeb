"""Suppression comments: which codes a comment silences, and for which lines it speaks.

# noqa                              every finding of the line
# noqa: TUN101                      these codes, or codes that begin so
# tunelint: ignore                  every finding of tunelint's in the line
# tunelint: ignore[TUN101] reason   these codes, or rules by their names
# tunelint: ignore-file             the same for the whole file, with or without codes
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

_NOQA = re.compile(
    r"#\s*noqa(?::\s?(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*))?", re.IGNORECASE
)
_OURS = re.compile(r"#\s*tunelint:(?P<said>[^#]*)", re.IGNORECASE)
_WORD = r"[a-z]+[0-9]*(?:-[a-z0-9]+)*"
_IGNORE = re.compile(
    rf"\s*ignore(?P<file>-file)?\s*"
    rf"(?:\[(?P<codes>\s*{_WORD}(?:[,\s]+{_WORD})*[,\s]*)\]|(?=$|\s+(?!\s|[a-z]+[0-9]+\b)|[,;.:]))",
    re.IGNORECASE,
)
_FLAKE8_FILE = re.compile(
    r"#\s*flake8[:=]\s*noqa(?::\s?(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*))?\s*$",
    re.IGNORECASE,
)
_BETWEEN_STATEMENTS = frozenset({tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})
_CODE = re.compile(_WORD, re.IGNORECASE)


@dataclass(frozen=True, eq=False, slots=True)
class Suppression:
    """One code of one comment (None: every code), with the place of the code or the comment.

    A code may be the name of a rule in a comment that is tunelint's own (`ours`). `lines` are those
    that it speaks for, None is the whole file. Lines count from 1, columns from 0, both in the
    program text.
    """

    code: str | None
    line: int
    column: int
    end_column: int
    lines: range | None
    ours: bool = False

    def silences(self, code: str, line: int, name: str = "") -> bool:
        """Whether a finding that begins on `line` is meant, by its rule's `code` or `name`."""
        if self.code is not None and not self._means(code, name):
            return False
        return self.lines is None or line in self.lines

    def _means(self, code: str, name: str) -> bool:
        word = self.code or ""
        return code.startswith(word.upper()) or (self.ours and word.lower() == name)


@dataclass(frozen=True, slots=True)
class Misread:
    """A comment that is meant for tunelint and not understood, with its place and what it says."""

    said: str
    line: int
    column: int
    end_column: int


@dataclass(frozen=True)
class Suppressions:
    """All suppression comments of one source, in order, and those that are not understood."""

    entries: tuple[Suppression, ...] = ()
    misread: tuple[Misread, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries or self.misread)

    def silencing(self, code: str, line: int, name: str = "") -> list[Suppression]:
        """The comments that silence a finding of a rule that begins on `line` of the text."""
        about = (*self._by_line.get(None, ()), *self._by_line.get(line, ()))
        return [entry for entry in about if entry.silences(code, line, name)]

    @cached_property
    def _by_line(self) -> Mapping[int | None, list[Suppression]]:
        """The comments by the lines that they speak for; None is the whole file."""
        found: dict[int | None, list[Suppression]] = {}
        for entry in self.entries:
            for line in (None,) if entry.lines is None else entry.lines:
                found.setdefault(line, []).append(entry)
        return found


def find_suppressions(text: str) -> Suppressions:
    """The suppression comments of a program text; strings that look like comments are none."""
    lowered = text.lower()
    if "noqa" not in lowered and "tunelint:" not in lowered:
        return Suppressions()
    found = [one for comment, lines in _comments(text) for one in _read(comment, lines)]
    return Suppressions(
        tuple(one for one in found if isinstance(one, Suppression)),
        tuple(one for one in found if isinstance(one, Misread)),
    )


def _comments(text: str) -> Iterator[tuple[tokenize.TokenInfo, range]]:
    """Every comment with the lines that it speaks for.

    At the end of a statement's first or last line that is the whole statement; elsewhere its own
    line, with the lines of a string that ends there.
    """
    first: int | None = None
    waiting: list[tokenize.TokenInfo] = []
    string_starts: dict[int, int] = {}
    for token in _tokens(text):
        if token.type == tokenize.COMMENT:
            waiting.append(token)
        elif token.type == tokenize.NEWLINE:
            yield from _spoken_for(waiting, first, token.start[0], string_starts)
            first, waiting = None, []
        elif token.type not in _BETWEEN_STATEMENTS:
            if first is None:
                yield from _spoken_for(waiting, None, 0, string_starts)
                first, waiting = token.start[0], []
            if token.end[0] > token.start[0]:
                start = token.start[0]
                string_starts[token.end[0]] = string_starts.get(start, start)
    yield from _spoken_for(waiting, None, 0, string_starts)


def _spoken_for(
    comments: list[tokenize.TokenInfo],
    first: int | None,
    last: int,
    string_starts: Mapping[int, int],
) -> Iterator[tuple[tokenize.TokenInfo, range]]:
    for comment in comments:
        line = comment.start[0]
        if first is not None and line in (first, last):
            yield comment, range(first, last + 1)
        else:
            yield comment, range(string_starts.get(line, line), line + 1)


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(io.StringIO(text).readline)
    except (tokenize.TokenError, SyntaxError):
        return


def _read(comment: tokenize.TokenInfo, lines: range) -> Iterator[Suppression | Misread]:
    """What one comment suppresses; it may hold several of our forms."""
    alone = comment.line[: comment.start[1]].strip() == ""
    if alone and (file_wide := _FLAKE8_FILE.match(comment.string)):
        yield from _codes(comment, file_wide, None)
        return
    for found in _NOQA.finditer(comment.string):
        yield from _codes(comment, found, lines)
    for ours in _OURS.finditer(comment.string):
        ignore = _IGNORE.match(comment.string, ours.start("said"), ours.end())
        if ignore is None:
            line, column = comment.start
            said = f"tunelint:{ours['said']}".rstrip()
            yield Misread(said, line, column + ours.start(), column + ours.end())
        else:
            yield from _codes(comment, ignore, None if ignore["file"] else lines, ours=True)


def _codes(
    comment: tokenize.TokenInfo, found: re.Match[str], lines: range | None, *, ours: bool = False
) -> Iterator[Suppression]:
    line, column = comment.start
    if found["codes"] is None:
        yield Suppression(None, line, column, column + len(comment.string), lines, ours)
        return
    start = column + found.start("codes")
    for code in _CODE.finditer(found["codes"]):
        word = code.group() if "-" in code.group() else code.group().upper()
        yield Suppression(word, line, start + code.start(), start + code.end(), lines, ours)
