"""One job's process as the asking side sees it: what it is given, and what becomes of it."""

from __future__ import annotations

import json
import os
import pickle
import random
import re
import shlex
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from tunelint.confirm.child.channel import ANSWER, ERRORS, PASSED, passed_in
from tunelint.confirm.guard.raising import GUARDS
from tunelint.files.disk import read_regular
from tunelint.lab.answers import Answer
from tunelint.lab.questions import Job, Script

_GRACE = 5.0
_BETWEEN_LOOKS = 0.5
# Plotly serves a figure once and waits until a browser takes it: this one does, and shows nothing.
_TAKE = "import sys; from urllib import request; request.urlopen(sys.argv[1])"
_BROWSER = f"{shlex.quote(sys.executable)} -c '{_TAKE}' %s &"
_MEBIBYTE = 1 << 20
_LONGEST = 300
# Runs that begin within one second, and read the clock for a seed in whole ones, would have the
# same seed; how long they take to come to it differs by less than another second.
_APART = 2.0
_CLOCK = re.compile(
    r"\b(time|time_ns|now|utcnow|today|(perf_counter|monotonic|process_time)(_ns)?)\("
)


@dataclass(frozen=True)
class Holds:
    """What holds for every process: guards in the order of preference, and bytes of memory.

    Without `memory`, the processes that run side by side share three quarters of the machine's.
    The guard with an empty name is none: it is for those who know what the script does.
    """

    guards: tuple[str, ...] = GUARDS
    memory: int | None = None

    def memory_of_one(self, side_by_side: int) -> int:
        """The limit of each of so many processes, in bytes."""
        if self.memory is not None:
            return self.memory
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        return machine * 3 // 4 // max(1, side_by_side) // _MEBIBYTE * _MEBIBYTE


@dataclass(frozen=True)
class Started:
    """A keeper's process as whoever started it can reach it.

    `resume` lets it go on where the script has stopped it, `reap` ends what is left of it and waits
    for what was started directly from here.
    """

    resume: Callable[[], None] = lambda: None
    reap: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Running:
    """A job whose keeper was started: `keeper` is our end of the socket to it."""

    folder: Path
    keeper: socket.socket
    process: Started


Start = Callable[[int, Job, Path, socket.socket], Started]
"""Starts the keeper of job number so and so, given its folder and the socket."""


class CannotStart(Exception):
    """The process of a job cannot be started: in one line, why."""


def run(jobs: Sequence[Job], seconds: float, holds: Holds, start: Start) -> tuple[Answer, ...]:
    """The answers in the order of the jobs; whatever ends this call, nothing goes on running."""
    folder = Path(tempfile.mkdtemp(prefix="tunelint-"))
    running: list[Running] = []
    try:
        deadline = time.monotonic() + seconds
        for number, job in enumerate(jobs):
            if reads_the_clock(job.script):
                time.sleep(min(_APART, seconds))
            left = max(0.0, deadline - time.monotonic())
            if job.seconds is not None:
                job = replace(job, seconds=min(job.seconds, left))
            order = {
                "seconds": left,
                "memory": holds.memory_of_one(len(jobs)),
                "guards": holds.guards,
            }
            running.append(_started(number, job, order, folder / str(number), start))
        return tuple(
            _complete(_answer(one, deadline + _GRACE), one, job)
            for one, job in zip(running, jobs, strict=True)
        )
    except CannotStart as error:
        failed = Answer(False, str(error), ended=str(error))
        return tuple(replace(failed, unreached=frozenset(job.others)) for job in jobs)
    finally:
        # All are told to end before one is waited for.
        for one in running:
            with suppress(OSError):
                one.keeper.shutdown(socket.SHUT_WR)
        give_up = time.monotonic() + _GRACE
        for one in running:
            _read_to_end(one, give_up)
            one.keeper.close()
            one.process.reap()
        shutil.rmtree(folder, ignore_errors=True)


def reads_the_clock(script: Script) -> bool:
    """Whether a text of a script seems to ask for the time: its runs begin a while apart."""
    return any(_CLOCK.search(text) for _, text in script.texts)


def environment(job: Job | None = None) -> dict[str, str]:
    """The environment of a job's process, or of any job's: as ours, with fresh entropy, and quiet.

    No windows (Matplotlib, browsers), no run that is logged on a server (Weights & Biases, Comet).
    """
    changed = {
        "PYTHONHASHSEED": str(random.SystemRandom().randrange(1, 2**32)),
        "MPLBACKEND": "Agg",
        "BROWSER": _BROWSER,
        "WANDB_MODE": "offline",
        "COMET_START_ONLINE": "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if job is not None and job.device == "cpu":
        changed |= {"CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu"}
    return {**os.environ, **changed}


def _started(
    number: int, job: Job, order: dict[str, object], folder: Path, start: Start
) -> Running:
    folder.mkdir()
    (folder / "job.pickle").write_bytes(pickle.dumps(job, protocol=4))
    (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
    ours, keepers = socket.socketpair()
    try:
        with keepers:
            process = start(number, job, folder, keepers)
    except BaseException:
        ours.close()
        raise
    return Running(folder, ours, process)


def _answer(one: Running, deadline: float) -> Answer:
    why = _read_to_end(one, deadline)
    try:
        return msgspec.convert(json.loads(read_regular(one.folder / ANSWER)), Answer)
    except msgspec.ValidationError as error:
        why = f"the answer of the script's process cannot be read: {error}"
    except (OSError, ValueError, RecursionError):
        why = why or _of_no_keeper(one.folder)
    return Answer(False, why, ended=why)


def _complete(found: Answer, one: Running, job: Job) -> Answer:
    """The answer, and what only the asking side sees of a script that ended too early."""
    if found.reached or not found.ended:
        return found
    passed = passed_in(one.folder / PASSED)
    unreached = (span for number, span in enumerate(job.others) if number not in passed)
    return replace(found, last_words=_last_words(one.folder), unreached=frozenset(unreached))


def _read_to_end(one: Running, deadline: float) -> str:
    """What the keeper says before it ends; one that was stopped is let go on."""
    said = b""
    while (left := deadline - time.monotonic()) > 0:
        one.keeper.settimeout(min(left, _BETWEEN_LOOKS))
        try:
            data = one.keeper.recv(4096)
        except TimeoutError:
            one.process.resume()
            continue
        except ConnectionError:
            break
        if not data:
            break
        said += data
    return said.decode(errors="replace")


def _of_no_keeper(folder: Path) -> str:
    """Of an interpreter that did not come as far as the keeper: the last line that it printed."""
    words = _last_words(folder)
    return f"the interpreter cannot run it{f': {words}' if words else ''}"


def _last_words(folder: Path) -> str:
    """The last line that was printed to the standard error."""
    file = folder / ERRORS
    text = file.read_text("utf-8", errors="replace") if file.exists() else ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][-_LONGEST:] if lines else ""
