"""The byte screen at work: which files of a run are worth decoding, and for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tunelint.discovery import imported_words, may_hold_search, may_suppress, with_importers

Content = bytes | str
"""A file as it is stored, or text that somebody else has decoded."""


@dataclass(frozen=True, slots=True)
class Screened:
    """The files that are read for their searches, and those read for their comments alone."""

    to_read: Mapping[Path, Content]
    to_parse: frozenset[Path]
    problems: tuple[str, ...]


def screened(
    files: Iterable[Path], named: frozenset[Path], contents: Mapping[Path, Content]
) -> Screened:
    """Look at the bytes of every file; `contents` stand in for files on the disk.

    Files that are named are always read and parsed.
    """
    passed: set[Path] = set()
    commented: set[Path] = set()
    imports: dict[Path, frozenset[str]] = {}
    problems: list[str] = []
    for path in files:
        content = _content(path, contents, problems)
        if content is None:
            continue
        data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
        if path in named or may_hold_search(data):
            passed.add(path)
        else:
            imports[path] = imported_words(data)
            if may_suppress(data):
                commented.add(path)
    to_parse = with_importers(passed, imports)
    to_read = {
        path: content
        for path in sorted(to_parse | commented)
        if (content := _content(path, contents, problems)) is not None
    }
    return Screened(to_read, frozenset(to_parse), tuple(problems))


def _content(path: Path, contents: Mapping[Path, Content], problems: list[str]) -> Content | None:
    if path in contents:
        return contents[path]
    try:
        return path.read_bytes()
    except OSError as error:
        problems.append(f"{path}: cannot be read: {error.strerror or error}")
        return None
