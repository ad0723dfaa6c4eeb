"""Where jobs run: an executor takes jobs and gives an answer to each.

The local one starts a process for each job; others can run them elsewhere, or in processes that
have the libraries imported already.
"""

from __future__ import annotations

import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tunelint.lab.answers import Answer
from tunelint.lab.questions import Job

CHILD = Path(__file__).parent / "child" / "__main__.py"
_POLL = 0.02


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

    def run(self, jobs: Sequence[Job], seconds: float) -> tuple[Answer, ...]:
        folder = Path(tempfile.mkdtemp(prefix="tunelint-"))
        running: list[_Process] = []
        try:
            for number, job in enumerate(jobs):
                running.append(_Process(job, folder / str(number), self.python))
            deadline = time.monotonic() + seconds
            while any(one.goes_on() for one in running) and time.monotonic() < deadline:
                time.sleep(_POLL)
            return tuple(one.answer(seconds) for one in running)
        finally:
            for one in running:
                one.end()
            shutil.rmtree(folder, ignore_errors=True)


class _Process:
    def __init__(self, job: Job, folder: Path, python: str) -> None:
        folder.mkdir()
        self._folder = folder
        (folder / "job.pickle").write_bytes(pickle.dumps(job, protocol=4))
        with (folder / "output.txt").open("wb") as output:
            self._process = subprocess.Popen(
                [python, str(CHILD), str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment(job),
                start_new_session=True,
            )

    def goes_on(self) -> bool:
        return self._process.poll() is None

    def answer(self, seconds: float) -> Answer:
        if self.goes_on():
            return Answer(False, f"the script was still running after {seconds:.0f} s")
        file = self._folder / "answer.pickle"
        data = file.read_bytes() if file.exists() else b""
        if data:
            found: Answer = pickle.loads(data)
            return found
        return Answer(False, f"the process ended with status {self._process.returncode}")

    def end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def environment(job: Job) -> dict[str, str]:
    """The environment of a job's process: as ours, with fresh entropy and no window."""
    changed = {
        "PYTHONHASHSEED": str(random.SystemRandom().randrange(1, 2**32)),
        "MPLBACKEND": "Agg",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if job.device == "cpu":
        changed |= {"CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu"}
    return {**os.environ, **changed}
