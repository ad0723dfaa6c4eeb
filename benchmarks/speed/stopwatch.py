"""Runs a command and says what it took: ``python -I -S stopwatch.py REPORT COMMAND…``.

A process of its own, and a small one: a new process begins with the peak memory of the one that
starts it, so the benchmark itself, which is larger, must not be that one.

REPORT is written as ``status wall user system peak``: the exit status (negative: the signal),
seconds, and the most memory in KiB that any one process of the command's tree held at once. User
and system time are those of the whole tree; on Linux also of processes that their own parent did
not wait for, as far as they have ended when the command has.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
import time
from collections.abc import Iterator

_SET_CHILD_SUBREAPER = 36  # of prctl, in linux/prctl.h


def main() -> None:
    report, *command = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    begin = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ)
    ended, usages = 0, []
    while ended != child:
        ended, status, usage = os.wait4(-1, 0)
        usages.append(usage)
    wall = time.perf_counter() - begin
    usages.extend(_of_orphans())
    user = sum(one.ru_utime for one in usages)
    system = sum(one.ru_stime for one in usages)
    peak = max(one.ru_maxrss for one in usages)
    with open(report, "w", encoding="ascii") as file:
        print(os.waitstatus_to_exitcode(status), wall, user, system, peak, file=file)


def _of_orphans() -> Iterator[resource.struct_rusage]:
    """What the processes took that the command left behind and that have ended."""
    try:
        while (ended := os.wait4(-1, os.WNOHANG))[0]:
            yield ended[2]
    except ChildProcessError:
        return


if __name__ == "__main__":
    main()
