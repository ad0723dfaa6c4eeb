"""The few calls to Linux that Python's standard library does not have."""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import signal
from typing import Any

NEW_NAMESPACE = 0x00020000  # CLONE_NEWNS
NEW_USER = 0x10000000  # CLONE_NEWUSER

READ_ONLY = 0x1  # MS_RDONLY
REMOUNT = 0x20  # MS_REMOUNT
BIND = 0x1000  # MS_BIND
RECURSIVE = 0x4000  # MS_REC
PRIVATE = 0x40000  # MS_PRIVATE

_DETACH = 0x2  # MNT_DETACH
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41, "riscv64": 41, "ppc64le": 203, "s390x": 217}


@functools.cache
def _library() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def unshare(flags: int) -> None:
    """Leave namespaces that are shared with the parent. Raises OSError."""
    _checked(_library().unshare(flags), "unshare")


def mount(
    source: str, target: str, kind: str | None = None, flags: int = 0, options: str | None = None
) -> None:
    """Mount one file system. Raises OSError."""
    arguments = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    data = None if options is None else os.fsencode(options)
    _checked(_library().mount(*arguments, ctypes.c_ulong(flags), data), f"mount {target}")


def take_as_root(folder: str) -> None:
    """Make the mount point `folder` the root of this namespace, and drop the old root.

    Raises OSError, also where this processor's number of the call is not known.
    """
    number = _PIVOT_ROOT.get(platform.machine())
    if number is None:
        raise OSError(f"pivot_root is not known for {platform.machine()}")
    os.chdir(folder)
    # The old root comes to lie on top of the new one, where it can be taken off.
    system_call(number, b".", b".")
    _checked(_library().umount2(b".", _DETACH), "umount2")
    os.chdir("/")


def adopt_orphans() -> None:
    """Processes whose parents end become this process's children, if they descend from it."""
    _checked(_library().prctl(_SUBREAPER, 1, 0, 0, 0), "prctl")


def end_with_parent(parent: int) -> None:
    """Be killed when the parent of this process, which is to be `parent`, ends."""
    _checked(_library().prctl(_END_WITH_PARENT, int(signal.SIGKILL), 0, 0, 0), "prctl")
    if os.getppid() != parent:
        os._exit(1)


def refuse_new_privileges() -> None:
    """Neither this process nor its children gain rights by starting programs."""
    _checked(_library().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "prctl")


def system_call(number: int, *arguments: Any) -> int:
    """A system call by its number. Raises OSError."""
    return _checked(_library().syscall(ctypes.c_long(number), *arguments), f"syscall {number}")


def _checked(result: int, what: str) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
    return result
