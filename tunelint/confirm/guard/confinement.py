"""What the kernel itself refuses, where it offers that to everybody: changes outside some folders.

Linux has Landlock (5.13), macOS the sandbox that its own tools use (``sandbox_init`` of libSystem).
Both hold for all that the process starts, whatever library changes a file, and for good.
"""

from __future__ import annotations

import ctypes
import os
import sys

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1  # LANDLOCK_CREATE_RULESET_VERSION
_BENEATH = 1  # LANDLOCK_RULE_PATH_BENEATH
_WRITE_FILE = 1 << 1
_REMOVE_AND_MAKE = sum(1 << bit for bit in range(4, 13))
_REFER = 1 << 13  # since version 2: renaming from one folder to another
_TRUNCATE = 1 << 14  # since version 3

_PROFILE = """\
(version 1)
(allow default)
(deny file-write*)
(allow file-write* (subpath "/dev"))
(allow file-write* (subpath "{scratch}"))
"""


def confine(scratch: str) -> bool:
    """Let nothing but what is below `scratch` (and devices) be changed; whether that holds."""
    try:
        if sys.platform == "linux":
            _landlock((scratch, "/dev", "/proc"))
        elif sys.platform == "darwin":
            _seatbelt(scratch)
        else:
            return False
    except OSError:
        return False
    return True


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled_access_fs", ctypes.c_uint64),)


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def _landlock(folders: tuple[str, ...]) -> None:
    from tunelint.confirm.guard import kernel

    version = kernel.system_call(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    changes = _WRITE_FILE | _REMOVE_AND_MAKE
    changes |= (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    ruleset = _Ruleset(changes)
    rules = kernel.system_call(
        _CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(ctypes.sizeof(ruleset)), 0
    )
    try:
        for folder in folders:
            parent = os.open(folder, os.O_PATH | os.O_CLOEXEC)
            try:
                rule = _PathBeneath(changes, parent)
                kernel.system_call(_ADD_RULE, rules, _BENEATH, ctypes.byref(rule), 0)
            finally:
                os.close(parent)
        kernel.refuse_new_privileges()
        kernel.system_call(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _seatbelt(scratch: str) -> None:
    library = ctypes.CDLL(None)
    profile = _PROFILE.format(scratch=os.path.realpath(scratch))
    problem = ctypes.c_char_p()
    if library.sandbox_init(profile.encode(), ctypes.c_uint64(0), ctypes.byref(problem)) != 0:
        raise OSError((problem.value or b"sandbox_init").decode())
