"""What the cache's content depends on besides the project's files, as one digest each.

Nothing is imported for it, libcst least of all, and no file of tunelint's is opened: the names,
sizes and times of files tell when they are others.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tunelint import __version__
from tunelint.config.rule_selection import Catalogue
from tunelint.config.settings import ProjectSettings
from tunelint.files.file_state import digest_of

_PACKAGE = __name__.partition(".")[0]
_SOURCES = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_LIBRARIES = ("libcst", "msgspec", "pathspec")
_IMPORTABLE = (".py", ".so", ".pyd", ".toml")

# What chooses the files of a run, or is applied to its findings when they are known.
_BESIDE_THE_POINT = frozenset({"configuration", "excluded", "baseline"})
_SPELLED_OUT = frozenset({"catalogue", "selection", "options", "per_file_ignores"})


def key_of_tool() -> str:
    """Changes with tunelint and its rules, with the libraries that it reads with, and Python."""
    libraries = [_library(name) for name in _LIBRARIES]
    return _digest(
        [__version__, sys.version, libraries, sorted(_files_below(_SOURCES, links=True))]
    )


def key_of_settings(settings: ProjectSettings) -> str:
    """Changes with all that decides which findings a project's files have, before any baseline.

    Which files are checked, and how findings are printed, is not part of it.
    """
    selection = settings.selection
    ignores = [
        (str(patterns.root), patterns.lines, codes) for patterns, codes in settings.per_file_ignores
    ]
    options = {code: dict(table) for code, table in settings.options.items()}
    words = [str(settings.root), sorted(selection.codes), sorted(selection.outspoken)]
    return _digest(
        [*words, ignores, options, _rules(settings.catalogue), _further(settings)],
    )


def _further(settings: ProjectSettings) -> list[tuple[str, str]]:
    """Every setting that this module does not know: better a key too many than one too few."""
    names = (field.name for field in dataclasses.fields(settings))
    known = _BESIDE_THE_POINT | _SPELLED_OUT
    return [(name, repr(getattr(settings, name))) for name in names if name not in known]


def _rules(catalogue: Catalogue) -> list[Any]:
    """Which rules there are, and the sources of those that are not tunelint's own."""
    entries = [
        (code, one.name, one.module, one.attribute, str(one.file or ""))
        for code, one in catalogue.entries.items()
    ]
    tops = {module.partition(".")[0] for _, _, module, _, file in entries if not file}
    packages = [_package(name) for name in sorted(tops - {_PACKAGE})]
    folders = {
        one.file.parent
        for code, one in catalogue.entries.items()
        if one.file is not None and code not in catalogue.barred
    }
    texts = [_texts(folder) for folder in sorted(folders)]
    return [entries, sorted(catalogue.barred), packages, texts]


def _library(name: str) -> list[Any]:
    """What tells the version of an installed library: its record's name, and its own files."""
    found = []
    for folder in _folders(name):
        beside = _scanned(os.path.dirname(folder))
        records = sorted(one.name for one in beside if one.name.startswith(f"{name}-"))
        found.append((records, sorted(_files(folder))))
    return found


def _package(name: str) -> list[Any]:
    """The files of an installed package, or of a module that is a file by itself."""
    folders = _folders(name)
    if folders:
        return [sorted(_files_below(folder)) for folder in folders]
    spec = _spec(name)
    return [] if spec is None else [spec.origin, _digest_of_file(Path(spec.origin or ""))]


def _folders(name: str) -> list[str]:
    """The folders that an installed package lies in."""
    spec = _spec(name)
    return [] if spec is None else list(spec.submodule_search_locations or ())


def _spec(name: str) -> ModuleSpec | None:
    """Where Python would find a package. Nothing is imported: it has no dots in its name."""
    try:
        return find_spec(name)
    except (ImportError, ValueError):
        return None


def _texts(folder: Path) -> list[Any]:
    """The rules that lie in a folder; read, since a checkout gives files new times."""
    return [(str(file), _digest_of_file(file)) for file in sorted(folder.glob("*.py"))]


def _digest_of_file(file: Path) -> str:
    try:
        return digest_of(file.read_bytes())
    except OSError as error:
        return repr(error)


_File = tuple[str, int, int]


def _files_below(folder: str, *, links: bool = False) -> Iterator[_File]:
    """The files below a folder that Python could import; `links` to folders in it are followed."""
    yield from _files(folder)
    for entry in _scanned(folder):
        if entry.name != "__pycache__" and entry.is_dir(follow_symlinks=links):
            yield from _files_below(entry.path)


def _files(folder: str) -> Iterator[_File]:
    """Path, size and time of every file of a folder that Python could import."""
    for entry in _scanned(folder):
        if entry.name.endswith(_IMPORTABLE):
            with contextlib.suppress(OSError):
                found = entry.stat()
                yield (entry.path, found.st_size, found.st_mtime_ns)


def _scanned(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _digest(words: list[Any]) -> str:
    return digest_of(json.dumps(words, sort_keys=True, default=repr))
