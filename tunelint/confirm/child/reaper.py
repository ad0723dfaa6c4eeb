"""Stands between the asking process and the script's: keeps its limits, and cleans up behind it.

The keeper forks before anything of the script runs and runs nothing of it. Whatever descends from
the script is the keeper's to end: on Linux also what leaves its session or its parent. It holds one
end of a socket: when the asking process closes the other, or dies, everything ends; when the
keeper's closes, everything has ended. The reason is written there in one line, where there is one.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from tunelint.confirm.child.tree import descendants, resident, resident_at_most

_BETWEEN_LOOKS = 0.2
_LONGEST_END = 5.0


@dataclass(frozen=True)
class Limits:
    """Wall time in seconds, and resident memory of the script and all that it starts in bytes."""

    seconds: float
    memory: int | None = None


def keep(work: Callable[[], None], limits: Limits, asking: socket.socket) -> bool:
    """Run `work` in a process of its own, until it ends or has to; nothing of it is left.

    Whether that was before the asking process went away.
    """
    with contextlib.suppress(OSError, ImportError):
        _adopt_orphans()
    woken, waking = os.pipe()
    os.set_blocking(waking, False)
    previous = signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
    keeper = os.getpid()
    process = os.fork()
    if process == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, previous)
        for descriptor in (woken, waking, asking.detach()):
            os.close(descriptor)
        _run(work, keeper)
    why: str | None = None
    try:
        why = _watch(process, limits, asking, woken)
    finally:
        _end(process)
        with contextlib.suppress(OSError):
            asking.sendall((why or "the run was stopped").encode())
        asking.close()
    return why is not None


def _run(work: Callable[[], None], keeper: int) -> None:
    """The script's own process; never returns."""
    status = 1
    try:
        os.setsid()
        with contextlib.suppress(OSError, ImportError):
            _end_with(keeper)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        work()
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def _watch(process: int, limits: Limits, asking: socket.socket, woken: int) -> str | None:
    """Wait until the script's process has ended or has to; why it gave no answer, in one line.

    None where the asking process went away.
    """
    deadline = time.monotonic() + limits.seconds
    look = time.monotonic()
    while True:
        now = time.monotonic()
        if now >= deadline:
            return f"the script is still running after {limits.seconds:.0f} s"
        if limits.memory is not None and now >= look:
            if _holds_more(process, limits.memory):
                return f"the script used more than {limits.memory >> 20} MiB of memory"
            # Looking is to take a small share of the time, however many processes there are.
            look = time.monotonic() + max(_BETWEEN_LOOKS, 20 * (time.monotonic() - now))
        wait = deadline - now if limits.memory is None else min(deadline, look) - now
        ready, _, _ = select.select([asking.fileno(), woken], [], [], max(0.0, wait))
        if woken in ready:
            os.read(woken, 4096)
        status = _ended(process)
        if status is not None:
            return status
        if asking.fileno() in ready:
            return None


def _ended(process: int) -> str | None:
    """Reap what has ended; of the script's own process, how."""
    how = None
    with contextlib.suppress(ChildProcessError):
        while True:
            found, status = os.waitpid(-1, os.WNOHANG)
            if found == 0:
                break
            if found == process:
                how = _in_words(os.waitstatus_to_exitcode(status))
    return how


def _in_words(status: int) -> str:
    if status >= 0:
        return f"the script's process exited with status {status}"
    try:
        return f"the script's process was killed by signal {signal.Signals(-status).name}"
    except ValueError:
        return f"the script's process was killed by signal {-status}"


def _holds_more(process: int, memory: int) -> bool:
    processes = [process, *descendants(process)]
    return resident_at_most(processes) > memory and resident(processes) > memory


def _end(process: int) -> None:
    """End the script's process and everything that descends from it."""
    give_up = time.monotonic() + _LONGEST_END
    while time.monotonic() < give_up:
        if sys.platform != "linux":  # orphans cannot be found there, but by their session
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process, signal.SIGKILL)
        left = descendants(os.getpid())
        for one in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(one, signal.SIGKILL)
        _ended(process)
        if not left:
            return
        time.sleep(0.002)


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        from tunelint.confirm.guard import kernel

        kernel.adopt_orphans()


def _end_with(keeper: int) -> None:
    if sys.platform == "linux":
        from tunelint.confirm.guard import kernel

        kernel.end_with_parent(keeper)
