"""Suppression comments: which codes a comment silences, and for which lines it speaks."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_NOQA = re.compile(
    r"#\s*noqa(?::\s?(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*))?", re.IGNORECASE
)
_IGNORE = re.compile(r"#\s*tunelint:\s*ignore\[(?P<codes>[^\]]*)\]")
_IGNORE_FILE = re.compile(r"#\s*tunelint:\s*ignore-file\[(?P<codes>[^\]]*)\]")
_FLAKE8_FILE = re.compile(
    r"#\s*flake8[:=]\s*noqa(?::\s?(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*))?\s*$",
    re.IGNORECASE,
)
_BETWEEN_STATEMENTS = frozenset({tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})
_CODE = re.compile(r"[A-Za-z]+[0-9]*")


@dataclass(frozen=True, eq=False, slots=True)
class Suppression:
    """One code of one comment (None: every code), with the place of the code or the comment.

    `lines` are those that it speaks for, None is the whole file. Lines count from 1, columns from
    0, both in the program text.
    """

    code: str | None
    line: int
    column: int
    end_column: int
    lines: range | None

    def silences(self, code: str, line: int) -> bool:
        """Whether a finding of `code` that begins on `line` is meant."""
        if self.code is not None and not code.startswith(self.code):
            return False
        return self.lines is None or line in self.lines


@dataclass(frozen=True, slots=True)
class Suppressions:
    """All suppression comments of one source, in order."""

    entries: tuple[Suppression, ...] = ()

    def silencing(self, code: str, line: int) -> list[Suppression]:
        """The comments that silence a finding of `code` beginning on `line` of the text."""
        return [entry for entry in self.entries if entry.silences(code, line)]


def find_suppressions(text: str) -> Suppressions:
    """The suppression comments of a program text; strings that look like comments are none."""
    lowered = text.lower()
    if "noqa" not in lowered and "tunelint:" not in lowered:
        return Suppressions()
    return Suppressions(
        tuple(
            suppression
            for comment, lines in _comments(text)
            for suppression in _read(comment, lines)
        )
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


def _read(comment: tokenize.TokenInfo, lines: range) -> Iterator[Suppression]:
    """What one comment suppresses; it may hold several of our forms."""
    alone = comment.line[: comment.start[1]].strip() == ""
    if alone and (file_wide := _FLAKE8_FILE.match(comment.string)):
        yield from _codes(comment, file_wide, None)
        return
    for pattern, scope in ((_NOQA, lines), (_IGNORE, lines), (_IGNORE_FILE, None)):
        for found in pattern.finditer(comment.string):
            yield from _codes(comment, found, scope)


def _codes(
    comment: tokenize.TokenInfo, found: re.Match[str], lines: range | None
) -> Iterator[Suppression]:
    line, column = comment.start
    if found["codes"] is None:
        yield Suppression(None, line, column, column + len(comment.string), lines)
        return
    start = column + found.start("codes")
    for code in _CODE.finditer(found["codes"]):
        text = code.group().upper()
        yield Suppression(text, line, start + code.start(), start + code.end(), lines)
