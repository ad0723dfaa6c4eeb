"""What the system sees to in a worker: when it ends, how much memory it takes, how deep it goes."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

_STACKS = (512 << 20, 64 << 20, 0)
_MEMORY = 4 << 30


def start_on_a_large_stack(work: Callable[[], NoReturn]) -> None:
    """Start what a worker does, on as large a stack as there can be."""
    for size in _STACKS:
        threading.stack_size(size)
        with suppress(RuntimeError):
            threading.Thread(target=work, daemon=True).start()
            return
    work()


def end_with_the_writers_of(pipe: int) -> None:
    """Let the system end this process, whatever it does, when nobody can write to a pipe any more.

    Where the system cannot do that, whoever waits for the pipe's end has to.
    """
    if sys.platform != "linux":
        return
    import fcntl

    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)


def limit_memory() -> None:
    """See to it that a file that asks for all memory there is does not get it.

    What the process has by now is not the file's: an editor or a test run that checks files by
    itself may hold gigabytes already.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        most = _held_memory() + _MEMORY
        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if soft == resource.RLIM_INFINITY or soft > most:
            resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _held_memory() -> int:
    """How many bytes of this process count towards its limit (proc(5), the sixth of statm)."""
    import resource

    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()
