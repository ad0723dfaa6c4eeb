"""Findings as the cache keeps them: lists that JSON can hold, and back, with nothing believed.

A cache may come with somebody else's repository. Whatever in it is not of the right type makes the
whole result unknown, and so does a fix of a file outside of the run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tunelint.engine.cache import Cache
from tunelint.files.file_state import Basis
from tunelint.findings.diagnostic import Diagnostic, RelatedSpan, Span
from tunelint.findings.finding import Applicability, Level
from tunelint.findings.fixes.text_edit import Repair, TextEdit
from tunelint.lab.verdict_store import digest_of_words

_LARGEST = 2**31

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Findings:
    """What judging a unit gives: its findings, before any baseline, and problems, a line each."""

    diagnostics: tuple[Diagnostic, ...] = ()
    problems: tuple[str, ...] = ()


def unit_key(settings: str, files: Iterable[Path], parsed: Iterable[Path]) -> str:
    """What the cache knows a unit by: files of a run that are judged together.

    `settings` is the key of what holds in their project; those `parsed` are read for their
    searches, not only for their comments.
    """
    words = (sorted(map(str, files)), sorted(map(str, parsed)))
    return digest_of_words((settings, json.dumps(words)))[:32]


def recalled(cache: Cache, unit: str, fixable: Collection[Path]) -> Findings | None:
    """What is kept about a unit, if all that it rests on still holds.

    `fixable` are the files of the run, the only ones that fixes may change: a module that was among
    them still has to be, and one that was not may not be now.
    """
    match cache.result(unit):
        case [list(inside), list(outside), value]:
            before = [(name, True) for name in inside] + [(name, False) for name in outside]
            if all(_is_among(fixable, name, cache.root) is was for name, was in before):
                return decoded(value, cache.root, fixable)
    return None


def remember(
    cache: Cache, unit: str, basis: Basis, fixable: Collection[Path], findings: Findings
) -> None:
    """Keep what was found in a unit. Problems that come and go by themselves are not for it."""
    names = {path: cache.name(path) for path in basis.read}
    inside = sorted(name for path, name in names.items() if path in fixable)
    outside = sorted(name for path, name in names.items() if path not in fixable)
    cache.keep_result(unit, basis, [inside, outside, encoded(findings, cache.root)])


def _is_among(paths: Collection[Path], name: object, root: Path) -> bool | None:
    return Path(os.path.join(root, name)) in paths if isinstance(name, str) else None


class _Garbage(Exception):
    """A value that nobody encoded."""


def encoded(findings: Findings, root: Path) -> list[Any]:
    """The findings as lists, with paths from the project's root. Evidence is left out."""
    prefix = os.path.join(root, "")
    diagnostics = [_of_diagnostic(one, prefix) for one in findings.diagnostics]
    return [diagnostics, list(findings.problems)]


def decoded(value: object, root: Path, fixable: Collection[Path]) -> Findings | None:
    """The findings again; None where the value is not of the right form.

    Fixes may change no other files than the `fixable` ones.
    """
    try:
        diagnostics, problems = _items(value, 2)
        return Findings(
            _each(_Reader(root, fixable).diagnostic, diagnostics), _each(_text, problems)
        )
    except (_Garbage, ValueError):
        return None


def _of_diagnostic(one: Diagnostic, prefix: str) -> list[Any]:
    return [
        one.code,
        one.name,
        one.level.value,
        one.message,
        _of_span(one.span, prefix),
        one.fingerprint,
        [[_of_span(related.span, prefix), related.message] for related in one.related],
        one.help,
        None if one.fix is None else _of_repair(one.fix, prefix),
    ]


def _of_span(span: Span, prefix: str) -> list[Any]:
    excerpt = [[number, text] for number, text in span.excerpt]
    return [*_of_stretch(span, prefix), excerpt, span.run]


def _of_repair(repair: Repair, prefix: str) -> list[Any]:
    edits = [[*_of_stretch(edit, prefix), edit.content] for edit in repair.edits]
    return [repair.applicability, repair.message, edits]


def _of_stretch(one: Span | TextEdit, prefix: str) -> list[Any]:
    path = str(one.path).removeprefix(prefix)
    return [path, one.cell, one.line, one.column, one.end_line, one.end_column]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads what was encoded; raises _Garbage or ValueError where something else stands there."""

    root: Path
    fixable: Collection[Path]

    def diagnostic(self, value: object) -> Diagnostic:
        code, name, level, message, span, mark, related, advice, fix = _items(value, 9)
        return Diagnostic(
            _text(code),
            _text(name),
            Level(_text(level)),
            _text(message),
            self._span(span),
            _text(mark),
            _each(self._related, related),
            None if advice is None else _text(advice),
            None if fix is None else self._repair(fix),
        )

    def _related(self, value: object) -> RelatedSpan:
        span, message = _items(value, 2)
        return RelatedSpan(self._span(span), _text(message))

    def _span(self, value: object) -> Span:
        *stretch, excerpt, run = _items(value, 8)
        return Span(
            *self._stretch(stretch),
            _each(_numbered, excerpt),
            None if run is None else _number(run),
        )

    def _repair(self, value: object) -> Repair:
        applicability, message, edits = _items(value, 3)
        known = Applicability(_text(applicability)).value
        return Repair(known, _text(message), _each(self._edit, edits))

    def _edit(self, value: object) -> TextEdit:
        *stretch, content = _items(value, 7)
        edit = TextEdit(*self._stretch(stretch), _text(content))
        if edit.path not in self.fixable:
            raise _Garbage
        return edit

    def _stretch(self, value: object) -> tuple[Path, int | None, int, int, int, int]:
        name, cell, line, column, end_line, end_column = _items(value, 6)
        return (
            self._path(_text(name)),
            None if cell is None else _number(cell),
            _number(line),
            _number(column),
            _number(end_line),
            _number(end_column),
        )

    def _path(self, name: str) -> Path:
        if not name:
            raise _Garbage
        return Path(os.path.join(self.root, name))


def _items(value: object, count: int) -> list[Any]:
    """The items of a list of exactly so many."""
    if isinstance(value, list) and len(value) == count:
        return value
    raise _Garbage


def _each(read: Callable[[object], _Item], value: object) -> tuple[_Item, ...]:
    if isinstance(value, list):
        return tuple(map(read, value))
    raise _Garbage


def _numbered(value: object) -> tuple[int, str]:
    number, text = _items(value, 2)
    return _number(number), _text(text)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise _Garbage


def _number(value: object) -> int:
    # True is an int, too.
    if type(value) is int and 0 <= value < _LARGEST:
        return value
    raise _Garbage
