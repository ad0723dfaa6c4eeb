"""The backstop of the wrappers: refuses changes outside the scratch folder that come another way.

Python tells audit hooks of what is about to happen; a hook cannot be taken off again. What C
libraries open by themselves it is not told of.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from tunelint.confirm.guard.files import opening
from tunelint.confirm.guard.refused import Refused
from tunelint.confirm.guard.view import View, absolute

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Events that change what lies at their first argument, with the position of its `dir_fd`.
_CHANGES = {
    "os.chmod": 2,
    "os.chown": 3,
    "os.lchown": None,
    "os.mkdir": 2,
    "os.remove": 1,
    "os.removexattr": None,
    "os.rmdir": 1,
    "os.setxattr": None,
    "os.truncate": None,
    "os.utime": 3,
}
_PROGRAMS = ("os.exec", "os.posix_spawn", "subprocess.Popen", "os.spawn")
# Programs that libraries ask about the machine, and which change nothing.
_HARMLESS = frozenset(
    (
        *("arch", "cat", "file", "getconf", "hostname", "ldconfig", "lscpu", "lsb_release"),
        *("nproc", "nvidia-smi", "ps", "sw_vers", "sysctl", "true", "uname", "which"),
    )
)


def refuse_changes(view: View, *, programs: bool) -> None:
    """From now on; with `programs`, those that the script starts are not refused."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        match event:
            case "open":
                _check_open(view, *arguments)
            case "os.rename" | "os.link" | "os.symlink":
                _check(view, event, arguments[1], arguments[-1])
            case "sqlite3.connect":
                _check_database(view, arguments[0])
            case "os.system" if not programs:
                raise Refused("the guard does not let the script run shell commands")
            case _ if event in _CHANGES:
                position = _CHANGES[event]
                folder = -1 if position is None else arguments[position]
                _check(view, event, arguments[0], folder)
            case _ if event in _PROGRAMS and not programs:
                _check_program(event, arguments)

    sys.addaudithook(hook)


def _check_open(view: View, path: Any, mode: Any, flags: Any) -> None:
    if not isinstance(flags, int) or not flags & _WRITING or path == opening.path:
        return
    _check(view, "open", path, -1)


def _check(view: View, event: str, path: Any, folder: int) -> None:
    if isinstance(path, int) or path is None:
        return
    place = absolute(os.fsdecode(path), None if folder == -1 else folder)
    if not place.startswith(f"{view.scratch}/") and view.is_guarded(view.real(place, follow=False)):
        raise Refused(f"the guard does not let {event} change {place}")


def _check_database(view: View, database: Any) -> None:
    text = os.fsdecode(database) if not isinstance(database, int) else ""
    if text in ("", ":memory:") or "mode=ro" in text or "mode=memory" in text:
        return
    _check(view, "sqlite3.connect", text.removeprefix("file:").partition("?")[0], -1)


def _check_program(event: str, arguments: tuple[Any, ...]) -> None:
    program = arguments[1 if event == "os.spawn" else 0]
    name = os.path.basename(os.fsdecode(program))
    if name not in _HARMLESS and not name.startswith("python"):
        raise Refused(f"the guard does not let the script run {name}")
