"""Files with another time than that of their last change, for the tests."""

from __future__ import annotations

import os
import time
from pathlib import Path


def aged(path: Path, seconds: float = 100) -> Path:
    """The file, last changed so long ago."""
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def rewritten(path: Path, text: str) -> Path:
    """The file with another text, its time as before: nobody who trusts its stamp sees it."""
    before = path.stat()
    path.write_text(text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return path
