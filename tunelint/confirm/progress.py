"""A live line on a terminal: what runs, how long it has taken, and what budget is left."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol, TextIO

from tunelint.confirm.session import Step
from tunelint.findings.diagnostic import Diagnostic
from tunelint.lab.questions import Question, Rerun, Trials, Watch
from tunelint.reports.terminal_text import printable, shown_span, width

_SECONDS_BETWEEN = 0.25
_CLEARED = "\r\x1b[K"


class Progress(Protocol):
    """Hears what a run is doing."""

    def begin(self, number: int, diagnostic: Diagnostic) -> None:
        """The finding with this number (from 1) is next."""

    def tell(self, step: Step) -> None:
        """A question is put to a process."""

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Inside, others may write to the terminal."""
        yield

    def end(self) -> None:
        """Nothing more is done."""


class Silent:
    """Shows nothing: where nobody looks."""

    def begin(self, number: int, diagnostic: Diagnostic) -> None: ...

    def tell(self, step: Step) -> None: ...

    @contextmanager
    def paused(self) -> Iterator[None]:
        yield

    def end(self) -> None: ...


def progress_on(stream: TextIO, total: int) -> Progress:
    """A live line where the stream is a terminal that can redraw one, else nothing."""
    if stream.isatty() and os.environ.get("TERM") != "dumb":
        return LiveLine(stream, total)
    return Silent()


@dataclass(eq=False)
class LiveLine:
    """Redrawn by a thread of its own, some times a second, until it is ended."""

    stream: TextIO
    total: int
    _number: int = 0
    _diagnostic: Diagnostic | None = None
    _step: Step | None = None
    _began: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def begin(self, number: int, diagnostic: Diagnostic) -> None:
        with self._lock:
            self._number, self._diagnostic, self._step = number, diagnostic, None
            self._began = time.monotonic()
        if self._thread is None:
            self._thread = threading.Thread(target=self._redraw, daemon=True)
            self._thread.start()

    def tell(self, step: Step) -> None:
        with self._lock:
            self._step = step

    @contextmanager
    def paused(self) -> Iterator[None]:
        with self._lock:
            self._write(_CLEARED)
            yield

    def end(self) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()
        self._write(_CLEARED)

    def _redraw(self) -> None:
        while not self._over.wait(_SECONDS_BETWEEN):
            with self._lock:
                self._write(_CLEARED + fitting(self._line(), self._columns()))

    def _line(self) -> str:
        assert self._diagnostic is not None
        where = f"{shown_span(self._diagnostic.span)} {self._diagnostic.code}"
        now = time.monotonic()
        taken = f"{now - self._began:.0f} s"
        if self._step is None:
            return f"[{self._number}/{self.total}] {where}: {taken}"
        left = f"{max(0.0, self._step.deadline - now):.0f} s left"
        return f"[{self._number}/{self.total}] {where}: {in_words(self._step)}, {taken}, {left}"

    def _columns(self) -> int:
        with suppress(OSError):
            return os.get_terminal_size(self.stream.fileno()).columns or 80
        return 80

    def _write(self, text: str) -> None:
        # Whoever took the terminal away does not want to see it.
        with suppress(OSError, ValueError):
            self.stream.write(text)
            self.stream.flush()


def in_words(step: Step) -> str:
    """What is being asked, ``asks what the search proposes, twice``."""
    times = len(step.questions)
    words = {_words(question): None for question in step.questions}
    how_often = {1: "", 2: ", twice"}.get(times, f", {times} times")
    return " and ".join(words) + how_often


def _words(question: Question) -> str:
    match question:
        case Trials(draws=draws) if draws:
            return "draws from the space"
        case Trials(train=True):
            return "tries configurations"
        case Trials():
            return "asks what the search proposes"
        case Rerun():
            return "runs the search"
        case Watch():
            return "watches the script"


def fitting(line: str, columns: int) -> str:
    """The line without what does not fit into one row of the terminal."""
    line = printable(line)
    while width(line) >= max(columns, 2):
        line = f"{line[:-2]}…"
    return line
