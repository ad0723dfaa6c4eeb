"""The cache: what earlier runs found out about files, so that unchanged ones are not read again.

It lies at ``.tunelint/cache/check.json`` below the project's root. It is read once, at the start of
a run, and replaced as a whole at its end, so that of two runs at once the last one's holds. One
that is missing, broken, or not to be written to costs nothing but what it would have remembered; so
do one without the seal of this user and one that a link leads to, which may have come with
somebody's repository. No error of
it ever leaves this module.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from tunelint.files.disk import clear_unfinished, is_regular, read_regular, replace_file
from tunelint.files.file_state import Basis, Known, Stamp, current, digest_of, stamp_of
from tunelint.files.importers import Importers
from tunelint.files.seal import own_key, seal
from tunelint.lab.verdict_store import CACHE, FOLDER, is_linked

_FORMAT = 3
_FILE = os.path.join(FOLDER, CACHE, "check.json")

_DAY = 86_400
_DAYS_KEPT = 30
_DAYS_BETWEEN_NOTES_OF_USE = 7
_MOST_FILES = 200_000
_MOST_RESULTS = 20_000
_MOST_BYTES = 128 * 1024 * 1024

_ABSENT, _PRESENT = 0, 1
_ALL_FILES = ""
_NO_STAMP = (-1, 0)
_HEAD = re.compile(
    rb'\{"format":%d,"key":"(?P<key>[^"\\]*)","seal":"(?P<seal>[0-9a-f]{32})",' % _FORMAT
)


class Screening(NamedTuple):
    """What the bytes of a file tell.

    `imports` are the modules that it may import: dotted names without their leading dots, and how
    many dots stand before them. `trains` are the names under which it has something that trains.
    In an `installed` file nobody looked for what trains.
    """

    telling: bool = False
    suppresses: bool = False
    imports: tuple[tuple[str, int], ...] = ()
    searches: bool = False
    trains: tuple[str, ...] = ()
    installed: bool = False


class _File(NamedTuple):
    """An entry of the cache: a file, and what its bytes tell if anybody asked.

    `day` is when it was last used, in days from 1970.
    """

    day: int
    known: Known
    screening: Screening | None = None


@dataclass(frozen=True, slots=True)
class _Result:
    """An entry of the cache: what was found, as JSON holds it, and what that rests on.

    Every file is there by its name: the digest of what was read, or one of the marks. Without a
    name stand the names of all Python files of the project.
    """

    day: int
    basis: Mapping[str, str | int]
    value: Any


@dataclass(eq=False, slots=True)
class Cache:
    """What earlier runs in the project at `root` found out, and what this one does.

    Nothing of a run is kept before `save`; nothing at all where the cache has no `file`. The key
    tells what else its content depends on; `secret` is what it is sealed with.
    """

    root: Path
    key: str = ""
    file: Path | None = None
    secret: bytes = b""
    _files: dict[str, Any] = field(default_factory=dict)
    _results: dict[str, Any] = field(default_factory=dict)
    _own_files: dict[str, _File] = field(default_factory=dict)
    _own_results: dict[str, _Result] = field(default_factory=dict)
    _digests: dict[str, str | None] = field(default_factory=dict)
    _given: set[str] = field(default_factory=set)
    _exists: dict[str, bool] = field(default_factory=dict)
    _today: int = field(default_factory=lambda: int(time.time() // _DAY))
    _names: str | None = None
    _prefix: str = ""
    _is_changed: bool = False

    def __post_init__(self) -> None:
        self._prefix = os.path.join(self.root, "")

    def give(self, path: Path, content: bytes | str) -> None:
        """Let a content stand in for that of the file on the disk."""
        name = self.name(path)
        self._given.add(name)
        self._digests[name] = digest_of(content)
        self._exists[name] = True

    def screening(self, path: Path) -> Screening | None:
        """What the bytes of a file tell; None where that is not known of what it holds now."""
        name = self.name(path)
        entry = self._file(name)
        if entry is None or self._digest(name, entry) != entry.known.digest:
            return None
        return entry.screening

    def keep_screening(self, path: Path, known: Known, screening: Screening) -> None:
        """Keep what the bytes of a file tell."""
        self._keep_file(self.name(path), known, screening)

    def result(self, key: str) -> Any | None:
        """The result that was kept with `key`, as JSON has it; None unless all it rests on holds.

        Whatever stands in the cache's file comes out: it is not to be trusted.
        """
        entry = self._result(key)
        if entry is None or not all(self._holds(*one) for one in entry.basis.items()):
            return None
        self._note_use(key, entry)
        return entry.value

    def keep_result(self, key: str, basis: Basis, value: Any) -> None:
        """Keep a result, which must be something that JSON can hold and gives back as it is."""
        for path, known in basis.read.items():
            self._keep_file(self.name(path), known, None)
        rests_on: dict[str, str | int] = {self.name(path): _ABSENT for path in basis.absent}
        rests_on |= {self.name(path): _PRESENT for path in basis.present}
        rests_on |= {self.name(path): known.digest for path, known in basis.read.items()}
        if basis.listing is not None:
            rests_on[_ALL_FILES] = basis.listing
        self._own_results[key] = _Result(self._today, rests_on, value)
        self._is_changed = True

    def save(self) -> None:
        """Write the cache, if this run adds anything to it and it can be written."""
        if self.file is None or not self._is_changed or is_linked(self.root):
            return
        with contextlib.suppress(OSError, ValueError, TypeError, RecursionError, MemoryError):
            _make_folder(self.file.parent)
            replace_file(self.file, self._bytes())

    def _bytes(self) -> bytes:
        data = self._document(self._files, self._results)
        if len(data) > _MOST_BYTES:
            data = self._document({}, {})
        if len(data) > _MOST_BYTES:
            raise ValueError("too much to keep")
        return data

    def _document(self, files: Mapping[str, Any], results: Mapping[str, Any]) -> bytes:
        """The cache as it is kept: the given entries of earlier runs with those of this one."""
        own_files = {name: _text_of(one) for name, one in self._own_files.items()}
        own_results = {
            key: [one.day, one.basis, one.value] for key, one in self._own_results.items()
        }
        entries = {
            "files": _worth_keeping(files, own_files, self._today, _MOST_FILES),
            "results": _worth_keeping(results, own_results, self._today, _MOST_RESULTS),
        }
        return sealed(entries, self.key, self.secret)

    def name(self, path: Path) -> str:
        """A file's name in the cache: its path from the root, the whole one outside of it."""
        return str(path).removeprefix(self._prefix)

    def _file(self, name: str) -> _File | None:
        return self._own_files.get(name) or _file_from(self._files.get(name))

    def _result(self, key: str) -> _Result | None:
        return self._own_results.get(key) or _result_from(self._results.get(key))

    def _holds(self, name: str, expected: str | int) -> bool:
        if name == _ALL_FILES:
            return self._listing == expected
        if isinstance(expected, str):
            return self._digest(name, self._file(name)) == expected
        if name not in self._exists:
            self._exists[name] = stamp_of(os.path.join(self._prefix, name)) is not None
        return self._exists[name] == (expected == _PRESENT)

    @property
    def _listing(self) -> str:
        if self._names is None:
            self._names = Importers(self.root).listing
        return self._names

    def _digest(self, name: str, entry: _File | None) -> str | None:
        """The digest of what a file holds now; each file is looked at once in a run."""
        if name not in self._digests:
            known = entry.known if entry is not None else None
            now = current(os.path.join(self._prefix, name), known)
            self._digests[name] = now.digest if now is not None else None
            if entry is not None and now is not None and now.digest == entry.known.digest:
                self._confirm(name, entry, now)
        return self._digests[name]

    def _confirm(self, name: str, entry: _File, now: Known) -> None:
        """Note that a file still holds what it held, under its newest stamp."""
        if now == entry.known and not self._is_stale(entry.day):
            self._own_files[name] = entry
            return
        self._own_files[name] = entry._replace(day=self._today, known=now)
        self._is_changed = True

    def _note_use(self, key: str, entry: _Result) -> None:
        stale = self._is_stale(entry.day)
        self._own_results[key] = replace(entry, day=self._today) if stale else entry
        self._is_changed |= stale

    def _is_stale(self, day: int) -> bool:
        # Noted too often, the use of entries would be all that most runs have to write.
        return abs(self._today - day) >= _DAYS_BETWEEN_NOTES_OF_USE

    def _keep_file(self, name: str, known: Known, screening: Screening | None) -> None:
        if name in self._given:
            return
        before = self._file(name)
        if screening is None and before is not None and before.known.digest == known.digest:
            screening = before.screening
        entry = _File(self._today, known, screening)
        self._digests.setdefault(name, known.digest)
        self._own_files[name] = entry
        self._is_changed = True


def open_cache(root: Path, key: str) -> Cache:
    """The cache of the project at `root`; all that was kept with another key is forgotten.

    One that keeps nothing where this user has no key to seal it with, or a link leads to it.
    """
    secret = own_key()
    if secret is None or is_linked(root):
        return without_cache(root)
    file = root / _FILE
    cache = Cache(root, key, file, secret)
    match _read(file, key, secret):
        case {"files": dict(files), "results": dict(results)}:
            cache._files, cache._results = files, results
    return cache


def without_cache(root: Path) -> Cache:
    """A cache that knows nothing and keeps nothing."""
    return Cache(root)


def sealed(entries: Mapping[str, Any], key: str, secret: bytes) -> bytes:
    """The entries as JSON, behind what tells whether they may be believed."""
    body = json.dumps(entries, separators=(",", ":"))[1:]
    mark = seal(secret, f"{_FORMAT} {key} {body}".encode("ascii"))
    head = json.dumps({"format": _FORMAT, "key": key, "seal": mark}, separators=(",", ":"))[:-1]
    return f"{head},{body}".encode("ascii")


def _read(file: Path, key: str, secret: bytes) -> object:
    """The entries that were kept with this key and sealed by us; None without any."""
    try:
        if not is_regular(file) or os.stat(file).st_size > _MOST_BYTES:
            return None
        data = read_regular(file)
        head = _HEAD.match(data)
        if head is None or head["key"] != key.encode():
            return None
        body = data[head.end() :]
        if seal(secret, b"%d %b %b" % (_FORMAT, head["key"], body)).encode() != head["seal"]:
            return None
        return json.loads(b"{" + body)
    except (OSError, ValueError, RecursionError, MemoryError):
        return None


def _make_folder(folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    folder.mkdir(exist_ok=True)
    ignore = folder.parent / ".gitignore"
    if not ignore.exists():
        replace_file(ignore, b"*\n")
    clear_unfinished(folder)


def _worth_keeping(
    earlier: Mapping[str, Any], own: Mapping[str, Any], today: int, most: int
) -> Mapping[str, Any]:
    """The entries of this run and the earlier ones that were used of late; at most so many."""
    kept = {
        name: raw
        for name, raw in earlier.items()
        if name not in own and abs(today - _day(raw)) <= _DAYS_KEPT
    }
    if len(kept) + len(own) > most:
        newest = sorted(kept, key=lambda name: _day(kept[name]), reverse=True)
        kept = {name: kept[name] for name in newest[: max(0, most - len(own))]}
    return {**dict(list(own.items())[:most]), **kept}


def _day(raw: object) -> int:
    """The day on which an entry was last used, 0 if it is no entry."""
    match raw:
        case str():
            entry = _file_from(raw)
            return 0 if entry is None else entry.day
        case [int(day), *_]:
            return day
    return 0


def _text_of(entry: _File) -> str:
    """An entry as one text, which JSON reads several times faster than a list."""
    known, screening = entry.known, entry.screening
    size, mtime = known.stamp or _NO_STAMP
    text = f"{entry.day} {size} {mtime} {known.digest}"
    if screening is None:
        return text
    flags = screening.telling + 2 * screening.suppresses + 4 * screening.searches
    flags += 8 * screening.installed
    imports = ("." * level + name for name, level in screening.imports)
    trains = (f"={name}" for name in screening.trains)
    return " ".join((text, str(flags), *imports, *trains))


def _file_from(text: object) -> _File | None:
    if not isinstance(text, str):
        return None
    try:
        day, size, mtime, digest, *told = text.split(" ")
        stamp = Stamp(int(size), int(mtime))
        known = Known(digest, None if stamp == _NO_STAMP else stamp)
        return _File(int(day), known, _screening(told) if told else None)
    except ValueError:
        return None


def _screening(told: list[str]) -> Screening:
    flags = int(told[0])
    names = [word for word in told[1:] if word.startswith("=")]
    imports = tuple(map(_imported, told[1 : len(told) - len(names)]))
    trains = tuple(word[1:] for word in names)
    telling, suppresses, searches, installed = (bool(flags & bit) for bit in (1, 2, 4, 8))
    return Screening(telling, suppresses, imports, searches, trains, installed)


@functools.lru_cache(maxsize=100_000)
def _imported(dotted: str) -> tuple[str, int]:
    name = dotted.lstrip(".")
    return name, len(dotted) - len(name)


def _result_from(raw: object) -> _Result | None:
    match raw:
        case [int(day), dict(basis), value] if all(map(_is_expected, basis.values())):
            return _Result(day, basis, value)
    return None


def _is_expected(expected: object) -> bool:
    return isinstance(expected, str) or (type(expected) is int and expected in (_ABSENT, _PRESENT))
