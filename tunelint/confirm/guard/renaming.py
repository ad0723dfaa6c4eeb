"""Renaming folders where the overlay cannot: in a user namespace, those that lie on the disk."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from functools import wraps
from typing import Any


def rename_folders_by_copying() -> None:
    """Let `os.rename` and `os.replace` copy what the kernel says lies on another device."""
    for name in ("rename", "replace"):
        setattr(os, name, _copying(getattr(os, name)))


def _copying(original: Callable[..., None]) -> Callable[..., None]:
    @wraps(original)
    def rename(src: Any, dst: Any, **kwargs: Any) -> None:
        try:
            original(src, dst, **kwargs)
        except OSError as error:
            if error.errno != errno.EXDEV or kwargs or not os.path.isdir(src):
                raise
            if os.path.lexists(dst):
                os.rmdir(dst)
            shutil.copytree(src, dst, symlinks=True)
            shutil.rmtree(src)

    return rename
