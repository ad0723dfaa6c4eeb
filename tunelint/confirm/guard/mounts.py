"""What is mounted where: read from Linux' list, without what cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# File systems that the kernel makes up: nothing that is written there is a file of the user's.
_MADE_UP = frozenset(
    (
        *("autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts"),
        *("devtmpfs", "efivarfs", "fusectl", "hugetlbfs", "mqueue", "nsfs", "proc", "pstore"),
        *("ramfs", "rpc_pipefs", "securityfs", "selinuxfs", "sysfs", "tracefs"),
    )
)
_SYSTEM_FOLDERS = ("/proc", "/sys", "/dev")
_SHARED_MEMORY = "/dev/shm"
_ESCAPED = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True)
class Mount:
    """One mount: its folder (or file), and whether the user's files can be changed through it."""

    point: str
    guarded: bool


def mounts(listed: Iterable[str]) -> list[Mount]:
    """The mounts that can be seen, parents first, from the lines of ``/proc/self/mountinfo``."""
    found: dict[str, Mount] = {}
    for line in listed:
        fields = line.split()
        rest = fields.index("-")
        kind, point = fields[rest + 1], _plain(fields[4])
        read_only = "ro" in fields[5].split(",") or "ro" in fields[rest + 3].split(",")
        for hidden in [other for other in found if is_below(other, point) or other == point]:
            del found[hidden]
        found[point] = Mount(point, not read_only and not _belongs_to_system(kind, point))
    return list(found.values())


def is_below(path: str, folder: str) -> bool:
    """Whether an absolute path lies inside a folder."""
    return path != folder and path.startswith(folder.rstrip("/") + "/")


def _belongs_to_system(kind: str, point: str) -> bool:
    if point == _SHARED_MEMORY:
        return False
    inside = any(point == folder or is_below(point, folder) for folder in _SYSTEM_FOLDERS)
    return inside or kind in _MADE_UP


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 8)), text)
