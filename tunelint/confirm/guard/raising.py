"""Which guard this process gets."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

OVERLAY = "overlay"


def raise_guard(scratch: Path, wanted: Sequence[str]) -> str:
    """The name of the first wanted guard that holds, from now on; empty where none does.

    The working folder must be the script's already; `scratch` is a folder to be made.
    """
    scratch.mkdir()
    for name in wanted:
        if name == OVERLAY and _enter_overlay(scratch):
            return name
    return ""


def _enter_overlay(scratch: Path) -> bool:
    if sys.platform != "linux":
        return False
    from tunelint.confirm.guard import overlay

    try:
        overlay.enter(str(scratch))
    except overlay.NoOverlay:
        return False
    return True
