"""What the system sees to in a worker: its end, its memory, its stack, its time."""

from __future__ import annotations

import math
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

LONGEST = 1e6
"""More seconds than anything waits, and few enough for every timer."""

_SHORTEST = 0.001
_STACKS = (512 << 20, 64 << 20, 0)
_MEMORY = 4 << 30


@dataclass(eq=False, slots=True)
class Clock:
    """Counts the seconds of a processor that everything a task is about takes.

    When one has taken as many as it may, the system ends this process, whatever it does. `tell`
    hears what the task is about from now on.
    """

    tell: Callable[[object], None]
    limit: float = math.inf
    about: object = None
    since: float = 0.0
    spent: dict[object, float] = field(default_factory=dict)

    def start(self, limit: float) -> None:
        """Another task begins; nothing is said of it yet."""
        self.limit, self.about, self.spent = limit, None, {}
        self.since = time.process_time()
        self._set()

    def begin(self, about: object) -> None:
        """The task is about something else from now on."""
        if about == self.about:
            return
        now = time.process_time()
        self.spent[self.about] = self.spent.get(self.about, 0.0) + now - self.since
        self.about, self.since = about, now
        self.tell(about)
        self._set()

    def stop(self) -> None:
        """The task is done."""
        if self.limit != math.inf:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def _set(self) -> None:
        if self.limit != math.inf:
            left = self.limit - self.spent.get(self.about, 0.0)
            signal.setitimer(signal.ITIMER_PROF, min(max(left, _SHORTEST), LONGEST))


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
