"""An executor for many jobs one after the other: interpreters that have the libraries already.

There are two, with different seeds of their hashes: jobs that run side by side are copies of one
and of the other, in turn.
"""

from __future__ import annotations

import json
import random
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tunelint.confirm.executors import CHILD
from tunelint.confirm.processes import CannotStart, Holds, Started, environment, run
from tunelint.lab.answers import Answer
from tunelint.lab.questions import Job

LIBRARIES = (
    *("numpy", "pandas", "sklearn.datasets", "sklearn.ensemble", "sklearn.linear_model"),
    *("sklearn.metrics", "sklearn.model_selection", "sklearn.pipeline", "sklearn.preprocessing"),
    *("sklearn.svm", "tensorflow", "keras", "keras_tuner", "hyperopt", "skopt", "bayes_opt"),
    *("optuna", "torch", "xgboost", "lightgbm", "catboost", "matplotlib.pyplot"),
)
# No library may start a thread at its import.
_ONE_THREAD = {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
_SIDES = 2


@dataclass(frozen=True)
class _Interpreter:
    process: subprocess.Popen[bytes]
    line: socket.socket


@dataclass(eq=False)
class WarmProcesses:
    """Copies of two interpreters that have `libraries` imported; a context manager.

    The first job waits for the imports. What a copy inherits, and a fresh process draws for itself,
    is drawn anew; the hashes' seed alone is its interpreter's.
    """

    libraries: Sequence[str] = LIBRARIES
    python: str = sys.executable
    holds: Holds = field(default_factory=Holds)
    _interpreters: list[_Interpreter] = field(default_factory=list)

    def __enter__(self) -> Self:
        seeds = random.SystemRandom().sample(range(1, 2**32), _SIDES)
        self._interpreters = [self._started(str(seed)) for seed in seeds]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for one in self._interpreters:
            one.line.close()
        for one in self._interpreters:
            one.process.kill()
            one.process.wait()
        self._interpreters = []

    def run(self, jobs: Sequence[Job], seconds: float) -> tuple[Answer, ...]:
        return run(jobs, seconds, self.holds, self._start)

    def _start(self, number: int, job: Job, folder: Path, keeper: socket.socket) -> Started:
        line = self._interpreters[number % _SIDES].line
        order = {"folder": str(folder), "environment": environment(job)}
        try:
            socket.send_fds(line, [f"{json.dumps(order)}\n".encode()], [keeper.fileno()])
            started = line.recv(1)
        except OSError:
            started = b""
        if not started:
            raise CannotStart("the interpreter that has the libraries imported has ended")
        return Started()

    def _started(self, seed: str) -> _Interpreter:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                [self.python, str(CHILD), "--warm", str(theirs.fileno()), *self.libraries],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**environment(), **_ONE_THREAD, "PYTHONHASHSEED": seed},
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        return _Interpreter(process, ours)
