"""What was made from what: nothing is made twice, and nothing old is used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path]) -> str:
    """A digest of the names and contents of the files among and below `paths`."""
    seen = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                seen.update(f"{file.relative_to(path.parent).as_posix()}\0".encode())
                seen.update(hashlib.sha256(file.read_bytes()).digest())
    return seen.hexdigest()


def is_made_from(mark: Path, wanted: str) -> bool:
    """Whether the file `mark` says that what it stands for was made from `wanted`."""
    return mark.exists() and mark.read_text(encoding="utf-8") == wanted
