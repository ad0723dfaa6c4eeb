"""How a file's content is known again: by its size and time where they can be trusted to tell.

Nothing here raises for a file that cannot be looked at, but `read_known`.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tunelint.files.disk import read_regular

# A file that was changed less than this before it was looked at may be changed again without its
# time telling: file systems count in steps of up to two seconds.
_RACY_NS = 2_000_000_000


# These are tuples since a run makes tens of thousands of them: they take a third of the time.


class Stamp(NamedTuple):
    """What the file system tells of a file: its size in bytes, and when it was last changed."""

    size: int
    mtime_ns: int


class Known(NamedTuple):
    """A file's content by its digest; `stamp` stands for it, None where it cannot be trusted to."""

    digest: str
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a result rests on.

    It is the content of the files that were read, and whether there are others: those that were
    looked for are still `absent`, and those that were only seen are still `present`. A `listing`
    tells the names of all Python files of the project, where one that comes later would matter.
    """

    read: Mapping[Path, Known]
    absent: Collection[Path] = ()
    present: Collection[Path] = ()
    listing: str | None = None


def digest_of(content: bytes | str) -> str:
    """The digest of a file's content; that of a decoded text is never that of bytes."""
    if isinstance(content, str):
        content = b"text\0" + content.encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest()[:32]


def stamp_of(path: str | Path) -> Stamp | None:
    """The stamp of a file; None where there is none."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return Stamp(found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def bytes_of(path: str) -> bytes:
    """What a file holds; nothing where it cannot be read."""
    try:
        return read_regular(path)
    except OSError:
        return b""


def read_known(path: str | Path) -> tuple[bytes, Known]:
    """A file's bytes, and how to know them again. Raises OSError where it cannot be read."""
    # The stamp is older than the bytes: if they change in between, the digest decides next time.
    stamp = stamp_of(path)
    settled = time.time_ns() - _RACY_NS
    data = read_regular(path)
    trusted = stamp is not None and stamp.mtime_ns < settled and stamp.size == len(data)
    return data, Known(digest_of(data), stamp if trusted else None)


def current(path: str | Path, known: Known | None = None) -> Known | None:
    """What a file holds now; None where there is none. It is read only if its stamp is not known.

    The answer is `known` itself where the stamp stands for the content.
    """
    stamp = stamp_of(path)
    if stamp is None:
        return None
    if known is not None and known.stamp == stamp:
        return known
    try:
        return read_known(path)[1]
    except OSError:
        return None
