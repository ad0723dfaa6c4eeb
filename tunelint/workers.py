"""Workers: copies of this process that answer one task at a time and may die of one.

The parent knows what each worker holds and until when. A worker that dies, or takes longer than it
may, costs the task that it holds and nothing else.
"""

from __future__ import annotations

import faulthandler
import gc
import math
import os
import pickle
import selectors
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, NoReturn, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")

CAN_COPY = hasattr(os, "fork")
"""Whether this system can copy a process; where it cannot, there are no workers."""

_LENGTH = struct.Struct("!Q")
_CHUNK = 1 << 20
_SMALL_STACK = 0
_GRACE = 10.0


@dataclass(frozen=True, slots=True)
class Lost:
    """In place of an answer: in words that follow "the process that read it", what became of it."""

    reason: str


def available_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def answered(
    tasks: Sequence[Task],
    answer: Callable[[Task], Answer],
    *,
    workers: int,
    seconds: Callable[[Task], float] | None = None,
    stack: int = _SMALL_STACK,
) -> Generator[Answer | Lost, None, None]:
    """The answers in the order of the tasks, each as soon as those before it are there.

    `answer` is called in at most `workers` copies of this process, on a stack of `stack` bytes
    (0: as it is). It may take as many `seconds` as a task is given (None: as long as it likes).
    Answers must be picklable; an exception ends the run as it would without workers.
    """
    crew = _Crew(tasks, answer, seconds, stack)
    try:
        yield from crew.answers(min(workers, len(tasks)))
    finally:
        crew.dismiss()


@dataclass(eq=False)
class _Worker:
    """One copy: the ends of its pipes, the task that it holds, and until when."""

    process: int
    orders: int
    answers: int
    task: int
    until: float
    received: bytearray

    def order(self, task: int, seconds: float) -> None:
        """Hand it the next task, for so long. Raises BrokenPipeError where it is gone."""
        self.task, self.until = task, time.monotonic() + seconds
        os.write(self.orders, _LENGTH.pack(task))

    def complete(self) -> bytes | None:
        """The bytes of the answer, once all are there."""
        if len(self.received) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self.received)
        end = _LENGTH.size + length
        return bytes(self.received[_LENGTH.size : end]) if len(self.received) >= end else None


class _Crew(Generic[Task, Answer]):
    """The workers of one run, and what has been answered so far."""

    def __init__(
        self,
        tasks: Sequence[Task],
        answer: Callable[[Task], Answer],
        seconds: Callable[[Task], float] | None,
        stack: int,
    ) -> None:
        self._tasks = tasks
        self._answer = answer
        self._seconds = seconds
        self._stack = stack
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._found: dict[int, Answer | Lost] = {}
        self._next = 0

    def answers(self, wanted: int) -> Iterator[Answer | Lost]:
        """Answer all tasks with so many workers at once."""
        gc.freeze()  # what is here already is shared with the copies as long as nobody touches it
        try:
            for _ in range(wanted):
                self._hire()
            for number in range(len(self._tasks)):
                while number not in self._found:
                    self._wait()
                yield self._found.pop(number)
        finally:
            gc.unfreeze()

    def dismiss(self) -> None:
        """End all workers, whatever they do."""
        while self._workers:
            self._end(self._workers[0])
        self._selector.close()

    def _hire(self) -> None:
        """Start a worker on the next task, if there is one."""
        if self._next >= len(self._tasks):
            return
        their_orders, orders = os.pipe()
        answers, their_answers = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if not process:
            for other in self._workers:
                os.close(other.orders)
                os.close(other.answers)
            os.close(orders)
            os.close(answers)
            self._serve(their_orders, their_answers)
        os.close(their_orders)
        os.close(their_answers)
        worker = _Worker(process, orders, answers, -1, math.inf, bytearray())
        self._workers.append(worker)
        self._selector.register(answers, selectors.EVENT_READ, worker)
        self._give_next(worker)

    def _give_next(self, worker: _Worker) -> None:
        task, self._next = self._next, self._next + 1
        with suppress(BrokenPipeError):  # it is gone: reading from it will tell
            worker.order(task, self._limit(task))

    def _wait(self) -> None:
        """Take what the workers have to say next; end those that take too long."""
        for key, _ in self._selector.select(self._patience()):
            worker: _Worker = key.data
            data = os.read(worker.answers, _CHUNK)
            if data:
                worker.received += data
                self._take(worker)
            else:
                self._replace(worker, _death(self._end(worker)))
        now = time.monotonic()
        for worker in [one for one in self._workers if one.until <= now]:
            self._end(worker)
            self._replace(worker, f"took longer than {self._limit(worker.task):g} s")

    def _patience(self) -> float | None:
        ends = min((worker.until for worker in self._workers), default=math.inf)
        return None if ends == math.inf else max(0.0, ends - time.monotonic())

    def _limit(self, task: int) -> float:
        """How many seconds a task may take."""
        return math.inf if self._seconds is None else self._seconds(self._tasks[task])

    def _take(self, worker: _Worker) -> None:
        data = worker.complete()
        if data is None:
            return
        found = pickle.loads(data)
        if isinstance(found, _Raised):
            raise found.error
        self._found[worker.task] = found
        worker.received.clear()
        if self._next < len(self._tasks):
            self._give_next(worker)
        else:
            self._end(worker)

    def _replace(self, worker: _Worker, reason: str) -> None:
        self._found[worker.task] = Lost(reason)
        self._hire()

    def _end(self, worker: _Worker) -> int:
        """End a worker for good; the status that it ended with."""
        self._workers.remove(worker)
        self._selector.unregister(worker.answers)
        os.close(worker.orders)
        os.close(worker.answers)
        with suppress(ProcessLookupError):
            os.kill(worker.process, signal.SIGKILL)
        _, status = os.waitpid(worker.process, 0)
        return status

    def _serve(self, orders: int, answers: int) -> NoReturn:
        """The life of a worker: it ends with the parent, at the latest."""
        status = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            faulthandler.disable()  # what it dies of is told by the parent
            self._answer_all(orders, answers)
            status = 0
        finally:
            os._exit(status)

    def _answer_all(self, orders: int, answers: int) -> None:
        while len(order := os.read(orders, _LENGTH.size)) == _LENGTH.size:
            (number,) = _LENGTH.unpack(order)
            if self._seconds is not None:  # should nobody be left to end it
                signal.setitimer(signal.ITIMER_REAL, self._limit(number) + _GRACE)
            data = memoryview(self._answer_to(self._tasks[number]))
            for piece in (_LENGTH.pack(len(data)), data):
                written = 0
                while written < len(piece):
                    written += os.write(answers, piece[written:])

    def _answer_to(self, task: Task) -> bytes:
        if not self._stack:
            return _pickled(self._answer, task)
        found: list[bytes] = []
        before = threading.stack_size(self._stack)
        thread = threading.Thread(target=lambda: found.append(_pickled(self._answer, task)))
        thread.start()
        threading.stack_size(before)
        thread.join()
        return found[0]


@dataclass(frozen=True, slots=True)
class _Raised:
    """What a worker raised, to be raised again where the answer is waited for."""

    error: BaseException


def _pickled(answer: Callable[[Task], Answer], task: Task) -> bytes:
    try:
        return pickle.dumps(answer(task))
    except BaseException as error:
        return pickle.dumps(_Raised(error))


def _death(status: int) -> str:
    """What a process died of, as `os.waitpid` tells it."""
    if os.WIFSIGNALED(status):
        return f"died ({signal.Signals(os.WTERMSIG(status)).name})"
    return f"ended with status {os.WEXITSTATUS(status)}"
