"""Which guard this process gets."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tunelint.confirm.guard.servers import refuse_servers

OVERLAY = "overlay"
HOOKS = "hooks"
NONE = ""
GUARDS = (OVERLAY, HOOKS)


class NoGuard(Exception):
    """None of the guards that were asked for holds here: in one line, why."""


def raise_guard(scratch: Path, wanted: Sequence[str]) -> str:
    """The first of the wanted guards that holds, from now on; an empty name is no guard at all.

    The working folder must be the script's already; `scratch` is a folder to be made. Raises
    NoGuard.
    """
    scratch.mkdir()
    reasons = []
    for name in wanted:
        if name == NONE:
            return NONE
        why = _enter_overlay(scratch) if name == OVERLAY else _set_hooks(scratch)
        if not why:
            refuse_servers()
            return name
        reasons.append(f"{name}: {why}")
    raise NoGuard(f"no guard can keep the script from your files here ({'; '.join(reasons)})")


def _enter_overlay(scratch: Path) -> str:
    if sys.platform != "linux":
        return "only on Linux"
    from tunelint.confirm.guard import overlay

    try:
        overlay.enter(str(scratch))
    except overlay.NoOverlay as error:
        return str(error)
    return ""


def _set_hooks(scratch: Path) -> str:
    if sys.platform == "win32":
        return "not on Windows"
    from tunelint.confirm.guard.hooks import set_hooks

    set_hooks(scratch)
    return ""
