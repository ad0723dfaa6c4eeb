"""Seals: what tunelint kept for this user is known from what came with somebody's repository.

A seal is a keyed digest. The key is made at the first use and lies outside of every project, in a
folder that nobody else can look into.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from tunelint.files.disk import own_folder, read_regular, replace_file

_BYTES = 32
_NAME = "key"


def seal(key: bytes, data: bytes) -> str:
    """The seal of some data, 32 hexadecimal digits."""
    return hashlib.blake2b(data, key=key, digest_size=16).hexdigest()


def own_key() -> bytes | None:
    """The key of this user; None where none can be kept, or others may know it."""
    folder = own_folder()
    if folder is None:
        return None
    try:
        return _read(folder / _NAME) or _made(folder / _NAME)
    except OSError:
        return None


def _read(file: Path) -> bytes | None:
    """The key in a file; None where there is none."""
    data = read_regular(file) if file.exists() else b""
    return data if len(data) == _BYTES else None


def _made(file: Path) -> bytes | None:
    """A new key; that of another run which made one at the same time, if that was the last."""
    replace_file(file, os.urandom(_BYTES))
    return _read(file)
