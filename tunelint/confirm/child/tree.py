"""The processes that descend from one, and what they hold in memory."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress

_PROC = "/proc"
_HAS_PROC = os.path.exists("/proc/self/stat")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def descendants(root: int) -> list[int]:
    """The living processes below `root`, parents before children."""
    children: dict[int, list[int]] = {}
    for process, parent in _parents():
        children.setdefault(parent, []).append(process)
    found, waiting = [], [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def resident(processes: Iterable[int]) -> int:
    """Bytes in memory; pages that several of them share count once. 0 where it cannot be read."""
    return sum(_proportional(process) for process in processes)


def resident_at_most(processes: Iterable[int]) -> int:
    """An upper bound of `resident` that is cheap to read."""
    total = 0
    for process in processes:
        with suppress(OSError, ValueError, IndexError), open(f"{_PROC}/{process}/statm") as file:
            total += int(file.read().split()[1]) * _PAGE
    return total


def _proportional(process: int) -> int:
    with suppress(OSError, ValueError), open(f"{_PROC}/{process}/smaps_rollup") as file:
        for line in file:
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _parents() -> Iterator[tuple[int, int]]:
    """Each process with its parent, of those that have not ended."""
    if not _HAS_PROC:
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=False
        )
        for line in listed.stdout.splitlines():
            process, parent, state = line.split()[:3]
            if not state.startswith("Z"):
                yield int(process), int(parent)
        return
    for name in os.listdir(_PROC):
        if not name.isdigit():
            continue
        with suppress(OSError), open(f"{_PROC}/{name}/stat", "rb") as file:
            # The program's name stands in brackets and may hold anything.
            after = file.read().rpartition(b")")[2].split()
            if after[0] not in (b"Z", b"X"):
                yield int(name), int(after[1])


def threads() -> int:
    """How many threads this process has; 1 where that cannot be read."""
    return len(os.listdir(f"{_PROC}/self/task")) if _HAS_PROC else 1
