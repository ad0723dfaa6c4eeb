"""Seals: what tunelint kept for this user is known from what came with somebody's repository.

A seal is a keyed digest. The key is made at the first use and lies outside of every project, in
``$XDG_CACHE_HOME/tunelint/key``, by default ``~/.cache/tunelint/key``; nobody else can read it.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from tunelint.disk import read_regular

_BYTES = 32
_OTHERS = 0o077


def seal(key: bytes, data: bytes) -> str:
    """The seal of some data, 32 hexadecimal digits."""
    return hashlib.blake2b(data, key=key, digest_size=16).hexdigest()


def own_key() -> bytes | None:
    """The key of this user; None where none can be kept, or others may know it."""
    try:
        file = _file()
        return _read(file) or _made(file)
    except (OSError, RuntimeError, ValueError):
        return None


def _file() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    folder = Path(base) if base else Path.home() / ".cache"
    return folder / "tunelint" / "key"


def _read(file: Path) -> bytes | None:
    """The key in a file; None where there is none. Raises OSError where it is not ours alone."""
    if not file.exists():
        return None
    found = file.stat()
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & _OTHERS):
        raise PermissionError(None, "others may know it")
    data = read_regular(file)
    return data if len(data) == _BYTES else None


def _made(file: Path) -> bytes | None:
    """A new key; that of another run which made one at the same time, if that was the last."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_name(f"key.{os.getpid()}-{os.urandom(4).hex()}")
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(os.urandom(_BYTES))
        os.replace(unfinished, file)
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return _read(file)
