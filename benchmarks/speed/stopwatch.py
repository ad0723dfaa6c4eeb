"""Runs a command and says what it took: ``python -I -S stopwatch.py REPORT COMMAND…``.

A process of its own, and a small one: a new process begins with the peak memory of the one that
starts it, so the benchmark itself, which is larger, must not be that one.

REPORT is written as ``status wall user system peak``: the exit status (negative: the signal),
seconds, and the most memory in KiB that any one process of the command's tree held at once. User
and system time are those of the whole tree, as far as its processes were waited for.
"""

import os
import sys
import time


def main() -> None:
    report, *command = sys.argv[1:]
    begin = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - begin
    exited = os.waitstatus_to_exitcode(status)
    with open(report, "w", encoding="ascii") as file:
        print(exited, wall, usage.ru_utime, usage.ru_stime, usage.ru_maxrss, file=file)


if __name__ == "__main__":
    main()
