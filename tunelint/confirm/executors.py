"""Where jobs run: an executor takes jobs and gives an answer to each.

The local one starts a process for each job; others can run them elsewhere, or in processes that
have the libraries imported already.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tunelint.confirm.child.channel import ERRORS
from tunelint.confirm.child.tree import descendants
from tunelint.confirm.processes import CannotStart, Holds, Started, environment, run
from tunelint.errors import reason_of
from tunelint.lab.answers import Answer
from tunelint.lab.questions import Job

CHILD = Path(__file__).parent / "child" / "__main__.py"


class Executor(Protocol):
    """Runs jobs side by side."""

    def run(self, jobs: Sequence[Job], seconds: float) -> tuple[Answer, ...]:
        """The answers in the order of the jobs; one that takes longer than `seconds` has none.

        Whatever ends this call, nothing that it started goes on running.
        """


@dataclass(frozen=True)
class LocalProcesses:
    """A fresh process of `python` for each job, on this machine."""

    python: str = sys.executable
    holds: Holds = field(default_factory=Holds)

    def run(self, jobs: Sequence[Job], seconds: float) -> tuple[Answer, ...]:
        return run(jobs, seconds, self.holds, self._start)

    def _start(self, number: int, job: Job, folder: Path, keeper: socket.socket) -> Started:
        with (folder / ERRORS).open("wb") as errors:
            try:
                process = subprocess.Popen(
                    [self.python, str(CHILD), str(folder), str(keeper.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    env=environment(job),
                    pass_fds=[keeper.fileno()],
                    start_new_session=True,
                )
            except OSError as error:
                raise CannotStart(f"{self.python} cannot be started: {reason_of(error)}") from error

        def resume() -> None:
            with suppress(OSError):
                process.send_signal(signal.SIGCONT)

        def reap() -> None:
            # Where the keeper did not get to it.
            for one in (*descendants(process.pid), process.pid):
                with suppress(OSError):
                    os.kill(one, signal.SIGKILL)
            process.wait()

        return Started(resume, reap)


def default_python(environment: Mapping[str, str] = os.environ) -> str:
    """The interpreter of the virtual environment that is active, else our own."""
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        folder = environment.get(name)
        if folder and (python := Path(folder) / "bin" / "python").exists():
            return str(python)
    return sys.executable
