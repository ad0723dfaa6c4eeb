"""The baseline: findings that a project has accepted, kept by their fingerprints in a file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tunelint.errors import ConfigurationError, reason_of
from tunelint.files.disk import NOT_REGULAR, clear_unfinished, read_regular, rewrite_file
from tunelint.files.here import from_here

VERSION = 1


@dataclass(frozen=True, slots=True, order=True)
class Accepted:
    """One accepted finding; only the fingerprint counts, the rest tells where it came from.

    `path` is seen from the folder of the baseline, in POSIX form.
    """

    path: str
    code: str
    fingerprint: str


def read_baseline(file: Path) -> frozenset[str]:
    """The fingerprints in a baseline file. Raises ConfigurationError where it is none."""
    return frozenset(one.fingerprint for one in read_entries(file))


def read_entries(file: Path, *, new: bool = False) -> tuple[Accepted, ...]:
    """The entries of a baseline file. Raises ConfigurationError where it is none.

    One that may be `new` has none where it is not there yet, or empty.
    """
    import json

    data = _content(file, new)
    if new and not data:
        return ()
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ConfigurationError(f"{file}: not a baseline: not JSON") from None
    match document:
        case {"version": version} if version != VERSION:
            raise ConfigurationError(f"{file}: baseline version {version!r} is not supported")
        case {"findings": [*findings]}:
            return tuple(_entry(file, one) for one in findings)
    raise ConfigurationError(f"{file}: not a baseline: it has no list of findings")


def _content(file: Path, new: bool) -> bytes:
    try:
        return read_regular(file)
    except OSError as error:
        # What stands there instead of a file is told when it cannot be written to.
        if new and (isinstance(error, FileNotFoundError) or error.strerror == NOT_REGULAR):
            return b""
        raise ConfigurationError(f"{file}: cannot be read: {reason_of(error)}") from None


def _entry(file: Path, entry: object) -> Accepted:
    match entry:
        case {"path": str(path), "code": str(code), "fingerprint": str(mark)}:
            return Accepted(path, code, mark)
        case {"fingerprint": str(mark)}:
            return Accepted("", "", mark)
    raise ConfigurationError(f"{file}: not a baseline: an entry has no fingerprint")


def path_in(file: Path, path: Path) -> str:
    """A path as the entries of a baseline file have it."""
    return os.path.relpath(path, from_here(file).parent).replace(os.sep, "/")


def write_baseline(file: Path, accepted: Iterable[Accepted]) -> None:
    """Write the findings, sorted, one a line. Raises OSError."""
    import json

    entries = [json.dumps(asdict(one), ensure_ascii=False) for one in sorted(set(accepted))]
    listed = "".join(f"\n    {entry}," for entry in entries).removesuffix(",")
    end = "\n  " if entries else ""
    text = f'{{\n  "version": {VERSION},\n  "findings": [{listed}{end}]\n}}\n'
    clear_unfinished(file.parent)
    # What is not UTF-8 in a file's name becomes an escape, which JSON has too.
    rewrite_file(file, text.encode("utf-8", "backslashreplace"))
