"""The store of verdicts: what running a search proved about a finding, kept in the project.

It lies at ``.tunelint/evidence.sqlite`` below the project's root. A store that is missing, locked,
broken or not to be written to costs nothing but what it would have remembered, and so does one that
a link leads to; one that another version made is begun anew. Each verdict bears the seal of the
user whose `confirm` reached it: one that came with somebody's repository is not believed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tunelint.errors import reason_of
from tunelint.files.disk import NOT_REGULAR, is_regular, is_there, replace_file
from tunelint.files.seal import own_key, seal

if TYPE_CHECKING:
    from sqlite3 import Connection

    from tunelint.files.source import Source
    from tunelint.lab.verdict_records import Evidence

FOLDER = ".tunelint"
CACHE = "cache"
_FILE = "evidence.sqlite"
_FORMAT = 4
_SECONDS_TO_WAIT = 1.0
_TABLE = """
CREATE TABLE IF NOT EXISTS verdicts (
    fingerprint TEXT NOT NULL,
    request TEXT NOT NULL,
    date TEXT NOT NULL,
    record TEXT NOT NULL,
    seal TEXT NOT NULL,
    PRIMARY KEY (fingerprint, request)
)
"""


class StoreProblem(Exception):
    """The store cannot be used: why, in one line."""


def store_of(root: Path) -> Path:
    """Where the store of a project lies."""
    return root / FOLDER / _FILE


def is_linked(root: Path) -> bool:
    """Whether anything that tunelint keeps in a project is a link: it may lead anywhere.

    A repository can bring such a link along. Nothing is read or written through it.
    """
    folder = root / FOLDER
    return os.path.islink(folder) or any(map(_holds_link, (folder, folder / CACHE)))


def _holds_link(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(entry.is_symlink() for entry in entries)
    except OSError:
        return False


def has_store(root: Path) -> bool:
    """Whether the project has a store, be it one that a link leads to."""
    return is_there(store_of(root))


def digest(source: Source) -> str:
    """The digest of a file's code as it is written; a notebook's outputs do not count."""
    text = "\n".join(line.written for line in source.lines)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of_words(words: Iterable[str]) -> str:
    """One digest of several texts: what an experiment is asked with."""
    return hashlib.sha256(json.dumps([*words]).encode()).hexdigest()


def recall(root: Path) -> Mapping[str, Sequence[str]]:
    """The records of a project's store by fingerprint, the newest first. Raises StoreProblem."""
    found: dict[str, list[str]] = {}
    key = own_key() if has_store(root) else None
    if key is None:
        return found
    query = "SELECT * FROM verdicts ORDER BY date DESC, rowid DESC"
    with _opened(root, "ro") as connection:
        rows = connection.execute(query) if _format(connection) == _FORMAT else ()
        for *row, mark in rows:
            if _sealed(key, *row) == mark:
                fingerprint, _, _, record = row
                found.setdefault(fingerprint, []).append(record)
    return found


def find(root: Path, fingerprint: str, request: str) -> Evidence | None:
    """What is kept about a finding that was asked about like this. Raises StoreProblem."""
    key = own_key() if has_store(root) else None
    if key is None:
        return None
    query = "SELECT date, record, seal FROM verdicts WHERE fingerprint = ? AND request = ?"
    with _opened(root, "ro") as connection:
        if _format(connection) != _FORMAT:
            return None
        row = connection.execute(query, (fingerprint, request)).fetchone()
        if row is None or _sealed(key, fingerprint, request, *row[:2]) != row[2]:
            return None
        from tunelint.lab.verdict_records import evidence_in

        return evidence_in(row[1])


def keep(root: Path, fingerprint: str, request: str, evidence: Evidence) -> None:
    """Keep a verdict in place of an earlier one to the same request. Raises StoreProblem."""
    key = own_key()
    if key is None:
        raise StoreProblem(f"{store_of(root)}: no private folder can hold the key for it")
    from tunelint.lab.verdict_records import record_of

    row = (fingerprint, request, evidence.date, record_of(evidence))
    with _writable(root) as connection:
        connection.execute(
            "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?)", (*row, _sealed(key, *row))
        )


def forget(root: Path, fingerprint: str, request: str) -> None:
    """Forget what was kept about a finding that was asked about like this. Raises StoreProblem."""
    if not has_store(root):
        return
    query = "DELETE FROM verdicts WHERE fingerprint = ? AND request = ?"
    with _writable(root) as connection:
        connection.execute(query, (fingerprint, request))


def _refuse_links(root: Path) -> None:
    if is_linked(root):
        raise StoreProblem(f"{root / FOLDER}: it is a link, or holds one; remove it")


@contextlib.contextmanager
def _writable(root: Path) -> Iterator[Connection]:
    folder = root / FOLDER
    _refuse_links(root)
    try:
        folder.mkdir(exist_ok=True)
        if not (folder / ".gitignore").exists():
            replace_file(folder / ".gitignore", b"*\n")
    except OSError as error:
        raise StoreProblem(f"{folder}: {reason_of(error)}") from None
    with _opened(root, "rwc") as connection, connection:
        if _format(connection) != _FORMAT:
            connection.execute("DROP TABLE IF EXISTS verdicts")
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
        yield connection


@contextlib.contextmanager
def _opened(root: Path, mode: str) -> Iterator[Connection]:
    """The store, closed at the end; whatever goes wrong with it is a StoreProblem."""
    file = store_of(root)
    try:
        # Not every Python has it.
        import sqlite3
    except ImportError as error:
        raise StoreProblem(f"{file}: {error}") from None
    if is_there(file) and not is_regular(file):
        raise StoreProblem(f"{file}: {NOT_REGULAR}")
    _refuse_links(root)
    address = f"{file.absolute().as_uri()}?mode={mode}"
    try:
        connection = sqlite3.connect(address, timeout=_SECONDS_TO_WAIT, uri=True)
        with contextlib.closing(connection):
            yield connection
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise StoreProblem(f"{file}: {error}") from None


def _format(connection: Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def _sealed(key: bytes, *row: str) -> str:
    """The seal of a verdict: of which finding, asked how, on which day, and what it says."""
    return seal(key, json.dumps(row).encode("ascii"))
