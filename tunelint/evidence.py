"""The store of verdicts: what running a search proved about a finding, kept in the project.

It lies at ``.tunelint/evidence.sqlite`` below the project's root. A store that is missing, locked,
broken or not to be written to costs nothing but what it would have remembered; one that another
version made is begun anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunelint.disk import NOT_REGULAR, is_regular, is_there, replace_file

if TYPE_CHECKING:
    from sqlite3 import Connection

    from tunelint.lab.verdicts import Verdict
    from tunelint.source import Source

FOLDER = ".tunelint"
_FILE = "evidence.sqlite"
_FORMAT = 2
_SECONDS_TO_WAIT = 1.0
_TABLE = """
CREATE TABLE IF NOT EXISTS verdicts (
    fingerprint TEXT NOT NULL,
    request TEXT NOT NULL,
    date TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (fingerprint, request)
)
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verdict that is kept: of which day (ISO), on what device, with which libraries.

    `code` is the digest of every file that the finding depends on, by its path from the project's
    root: the verdict holds until one of them changes.
    """

    verdict: Verdict
    date: str
    device: str = "cpu"
    seconds: float = 0.0
    versions: tuple[tuple[str, str], ...] = ()
    guard: str = ""
    code: Mapping[str, str] = field(default_factory=dict)

    def holds(self, digest_of: Callable[[str], str | None]) -> bool:
        """Whether every file is as it was; None is the digest of one that is not there."""
        return all(digest_of(path) == digest for path, digest in self.code.items())


class StoreProblem(Exception):
    """The store cannot be used: why, in one line."""


def store_of(root: Path) -> Path:
    """Where the store of a project lies."""
    return root / FOLDER / _FILE


def has_store(root: Path) -> bool:
    """Whether the project has a store."""
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
    if not has_store(root):
        return found
    query = "SELECT fingerprint, record FROM verdicts ORDER BY date DESC, rowid DESC"
    with _opened(root, "ro") as connection:
        rows = connection.execute(query) if _format(connection) == _FORMAT else ()
        for fingerprint, record in rows:
            found.setdefault(fingerprint, []).append(record)
    return found


def evidence_in(root: Path, record: str) -> Evidence:
    """What a record of a project's store says. Raises StoreProblem."""
    with _problems_of(store_of(root)):
        return _evidence(record)


def find(root: Path, fingerprint: str, request: str) -> Evidence | None:
    """What is kept about a finding that was asked about like this. Raises StoreProblem."""
    if not has_store(root):
        return None
    query = "SELECT record FROM verdicts WHERE fingerprint = ? AND request = ?"
    with _opened(root, "ro") as connection:
        if _format(connection) != _FORMAT:
            return None
        row = connection.execute(query, (fingerprint, request)).fetchone()
        return None if row is None else _evidence(row[0])


def keep(root: Path, fingerprint: str, request: str, evidence: Evidence) -> None:
    """Keep a verdict in place of an earlier one to the same request. Raises StoreProblem."""
    with _writable(root) as connection:
        connection.execute(
            "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?)",
            (fingerprint, request, evidence.date, _record(evidence)),
        )


def forget(root: Path, fingerprint: str, request: str) -> None:
    """Forget what was kept about a finding that was asked about like this. Raises StoreProblem."""
    if not has_store(root):
        return
    query = "DELETE FROM verdicts WHERE fingerprint = ? AND request = ?"
    with _writable(root) as connection:
        connection.execute(query, (fingerprint, request))


@contextlib.contextmanager
def _writable(root: Path) -> Iterator[Connection]:
    folder = root / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        if not (folder / ".gitignore").exists():
            replace_file(folder / ".gitignore", b"*\n")
    except OSError as error:
        raise StoreProblem(f"{folder}: {error.strerror or error}") from None
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
    with _problems_of(file, sqlite3.Error):
        address = f"{file.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(address, timeout=_SECONDS_TO_WAIT, uri=True)
        with contextlib.closing(connection):
            yield connection


@contextlib.contextmanager
def _problems_of(file: Path, *errors: type[Exception]) -> Iterator[None]:
    """Turns these errors, and those of a strange record, into a StoreProblem."""
    strange: tuple[type[Exception], ...] = (KeyError, TypeError, ValueError)
    try:
        yield
    except (*strange, *errors) as error:
        raise StoreProblem(f"{file}: {error}") from None


def _format(connection: Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def _record(evidence: Evidence) -> str:
    from tunelint.lab.records import record_of

    return json.dumps(
        {
            "verdict": record_of(evidence.verdict),
            "date": evidence.date,
            "device": evidence.device,
            "seconds": evidence.seconds,
            "versions": dict(evidence.versions),
            "guard": evidence.guard,
            "code": dict(evidence.code),
        }
    )


def _evidence(record: str) -> Evidence:
    from tunelint.lab.records import verdict_of

    fields: Any = json.loads(record)
    return Evidence(
        verdict_of(fields["verdict"]),
        str(fields["date"]),
        str(fields["device"]),
        float(fields["seconds"]),
        tuple(fields["versions"].items()),
        str(fields["guard"]),
        dict(fields["code"]),
    )
