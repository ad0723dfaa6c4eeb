"""Workers: copies of this process that answer one task after the other, and may die of one.

The parent knows what each worker holds, what that is about right now, and until when. A worker that
dies, or takes more time than it may, costs the task that it is at: that one is mended, if it can
be, and tried again; the others that it held go to another worker. Workers end with their parent,
whatever ends that.
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
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic, NoReturn, TypeVar

from tunelint.engine.limits import (
    LONGEST,
    Clock,
    end_with_the_writers_of,
    limit_memory,
    start_on_a_large_stack,
)

Task = TypeVar("Task")
Answer = TypeVar("Answer")

CAN_COPY = hasattr(os, "fork")
"""Whether this system can copy a process; where it cannot, there are no workers."""

Begin = Callable[[object], None]
"""Says what a task is about from now on: that is what its time counts for."""


def unheard(about: object) -> None:
    """What a process begins that nobody watches."""


Serve = Callable[[Iterable[Task], Begin], Iterable[Answer]]
"""Answers tasks as they come, one by one."""

_LENGTH = struct.Struct("!Q")
_CHUNK = 1 << 20
# A worker that waits for its next task does nothing; one task more is enough not to.
_AHEAD = 2
# A busy machine gives a process a part of the time only; one that waits for something gets none.
_PATIENCE = 20
_ENDING = frozenset(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


@dataclass(frozen=True, slots=True)
class Lost:
    """In place of an answer: in words that follow "the process that read it", what became of it.

    `about` is what the task was about then. A worker may have `died` of something else.
    """

    reason: str
    about: Any = None
    died: bool = False


def available_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def answered(
    tasks: Sequence[Task],
    serve: Serve[Task, Answer],
    *,
    workers: int,
    seconds: Callable[[Task], float] | None = None,
    mended: Callable[[Task, Lost], Task | None] | None = None,
) -> Generator[Answer | Lost, None, None]:
    """The answers in the order of the tasks, each as soon as those before it are there.

    `serve` runs in at most `workers` copies of this process, on a large stack. Whatever a task is
    about may take so many `seconds` of a processor (None: as long as it likes). What is `mended` of
    a task that was lost is tried in its place. Answers must be picklable; an exception ends the run
    as it would without workers.
    """
    crew = _Crew(list(tasks), serve, seconds, mended)
    try:
        yield from crew.answers(min(workers, len(tasks)))
    finally:
        crew.dismiss()


@dataclass(eq=False)
class _Worker:
    """One copy: the ends of its pipes, the tasks that it holds, and what the first is about.

    Nobody writes to `life`: it tells the worker when the last process ends that could.
    """

    process: int
    orders: int
    answers: int
    life: int
    held: deque[int] = field(default_factory=deque)
    about: Any = None
    until: float = math.inf
    received: bytearray = field(default_factory=bytearray)

    @property
    def ends(self) -> tuple[int, ...]:
        """Our ends of its pipes."""
        return (self.orders, self.answers, self.life)

    def order(self, task: int) -> None:
        """Hand it another task."""
        self.held.append(task)
        with suppress(BrokenPipeError):  # it is gone: reading from it will tell
            os.write(self.orders, _LENGTH.pack(task))

    def messages(self) -> Iterator[_Message]:
        """What it has said, as far as all of it is there."""
        while len(self.received) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self.received)
            end = _LENGTH.size + length
            if len(self.received) < end:
                return
            message = pickle.loads(memoryview(self.received)[_LENGTH.size : end])
            del self.received[:end]
            yield message


@dataclass(frozen=True, slots=True)
class _About:
    """A worker says what its task is about from now on."""

    what: object


@dataclass(frozen=True, slots=True)
class _Answered:
    """A worker's answer to its first task."""

    answer: Any


@dataclass(frozen=True, slots=True)
class _Raised:
    """What a worker raised, to be raised again where the answer is waited for."""

    error: BaseException


_Message = _About | _Answered | _Raised | Lost


class _Crew(Generic[Task, Answer]):
    """The workers of one run, and what has been answered so far."""

    def __init__(
        self,
        tasks: list[Task],
        serve: Serve[Task, Answer],
        seconds: Callable[[Task], float] | None,
        mended: Callable[[Task, Lost], Task | None] | None,
    ) -> None:
        self._tasks = tasks
        self._serve = serve
        self._seconds = seconds
        self._mended = mended
        self._waiting = deque(range(len(tasks)))
        self._wanted = 0
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._found: dict[int, Answer | Lost] = {}

    def answers(self, wanted: int) -> Iterator[Answer | Lost]:
        """Answer all tasks with so many workers at once."""
        self._wanted = wanted
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

    # -- in the parent ------------------------------------------------------------------------

    def _hire(self, first: int | None = None) -> None:
        """Start a worker on a task, or on the next one that nobody holds, if there is one."""
        if first is None:
            if not self._waiting:
                return
            first = self._waiting.popleft()
        their_orders, orders = os.pipe()
        answers, their_answers = os.pipe()
        their_life, life = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        # What ends the parent must not be heard by a copy that still is to become a worker.
        heard = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            process = os.fork()
            worker = _Worker(process, orders, answers, life)
            if not process:
                for one in (worker, *self._workers):
                    _close(*one.ends)
                self._live(their_orders, their_answers, their_life)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        _close(their_orders, their_answers, their_life)
        self._workers.append(worker)
        self._selector.register(answers, selectors.EVENT_READ, worker)
        worker.order(first)
        self._keep_busy(worker)

    def _keep_busy(self, worker: _Worker) -> None:
        """See to it that a worker has something to do; end it where there is nothing left."""
        while len(worker.held) < _AHEAD and len(self._waiting) > self._wanted:
            worker.order(self._waiting.popleft())
        if not worker.held and self._waiting:
            worker.order(self._waiting.popleft())
        if worker.held:
            worker.until = time.monotonic() + self._limit(worker.held[0]) * _PATIENCE
        else:
            self._end(worker)

    def _wait(self) -> None:
        """Take what the workers have to say next; end those that take too long."""
        for key, _ in self._selector.select(self._patience()):
            worker: _Worker = key.data
            data = os.read(worker.answers, _CHUNK)
            if data:
                worker.received += data
                self._take(worker)
            else:
                self._lose(worker, self._cause_of_death(worker))
        now = time.monotonic()
        for worker in [one for one in self._workers if one.until <= now]:
            seconds = self._limit(worker.held[0]) * _PATIENCE
            self._end(worker)
            self._lose(worker, Lost(f"did not come back within {seconds:g} s"))

    def _patience(self) -> float | None:
        ends = min((worker.until for worker in self._workers), default=math.inf)
        return None if ends == math.inf else min(max(0.0, ends - time.monotonic()), LONGEST)

    def _limit(self, task: int) -> float:
        """How many seconds of a processor whatever a task is about may take."""
        return math.inf if self._seconds is None else self._seconds(self._tasks[task])

    def _take(self, worker: _Worker) -> None:
        for message in worker.messages():
            match message:
                case _About(what=what):
                    worker.about = what
                case _Answered(answer=answer):
                    self._found[worker.held.popleft()] = answer
                    worker.about = None
                case _Raised(error=error):
                    raise error
                case Lost():
                    self._end(worker)
                    self._lose(worker, message)
                    return
            self._keep_busy(worker)

    def _cause_of_death(self, worker: _Worker) -> Lost:
        """What a worker died of that says nothing any more."""
        status = self._end(worker)
        if not os.WIFSIGNALED(status):
            return Lost(f"ended with status {os.WEXITSTATUS(status)}", died=True)
        number = os.WTERMSIG(status)
        if number == signal.SIGPROF and worker.held:
            return Lost(f"took longer than {self._limit(worker.held[0]):g} s")
        return Lost(f"died ({signal.Signals(number).name})", died=True)

    def _lose(self, worker: _Worker, lost: Lost) -> None:
        """Another one takes over what an ended worker held, its first task mended if it can be."""
        if not worker.held:
            self._hire()
            return
        task = worker.held.popleft()
        self._waiting.extendleft(reversed(worker.held))
        found = Lost(lost.reason, worker.about, lost.died)
        mended = self._mended(self._tasks[task], found) if self._mended is not None else None
        if mended is None:
            self._found[task] = found
            self._hire()
        else:
            self._tasks[task] = mended  # which those that are there already do not know
            self._hire(task)

    def _end(self, worker: _Worker) -> int:
        """End a worker for good; the status that it ended with."""
        self._workers.remove(worker)
        self._selector.unregister(worker.answers)
        _close(*worker.ends)
        with suppress(ProcessLookupError):
            os.kill(worker.process, signal.SIGKILL)
        _, status = os.waitpid(worker.process, 0)
        return status

    # -- in a worker --------------------------------------------------------------------------

    def _live(self, orders: int, answers: int, life: int) -> NoReturn:
        """The life of a worker: it ends with the parent, at the latest."""
        try:
            for number in (*_ENDING, signal.SIGPROF):
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
            end_with_the_writers_of(life)
            faulthandler.disable()  # what it dies of is told by the parent
            limit_memory()
            start_on_a_large_stack(lambda: self._work(orders, answers))
            os.read(life, 1)
        finally:
            os._exit(1)

    def _work(self, orders: int, answers: int) -> NoReturn:
        try:
            clock = Clock(lambda about: _say(answers, _About(about)))
            try:
                for answer in self._serve(self._ordered(orders, clock), clock.begin):
                    clock.stop()
                    _say(answers, _Answered(answer))
            except MemoryError:
                _say(answers, Lost("ran out of memory"))
            except BaseException as error:
                _say(answers, _Raised(error))
        finally:
            os._exit(0)

    def _ordered(self, orders: int, clock: Clock) -> Iterator[Task]:
        while len(order := os.read(orders, _LENGTH.size)) == _LENGTH.size:
            (number,) = _LENGTH.unpack(order)
            clock.start(self._limit(number))
            yield self._tasks[number]


def _close(*files: int) -> None:
    for file in files:
        os.close(file)


def _say(answers: int, message: _Message) -> None:
    """Tell the parent, in a message that may be long."""
    try:
        data = pickle.dumps(message)
    except Exception as error:
        data = pickle.dumps(_Raised(TypeError(f"an answer that cannot be handed over: {error}")))
    left = memoryview(_LENGTH.pack(len(data)) + data)
    while left:
        left = left[os.write(answers, left) :]
