"""Standard input, output and error: closed, full or broken ones cost a line, never a traceback."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn, TextIO, cast

from tunelint.errors import reason_of
from tunelint.reports.terminal_text import Document, Line, printed

CLEAN, FINDINGS, FAILED, INTERRUPTED = 0, 1, 2, 130


class Unwritable(Exception):
    """Why a stream takes no more, in a few words; none where its reader has read enough."""


def keep_standard_streams() -> None:
    """Put something in the place of the standard streams that are closed.

    No file that is opened later may get their number. Whoever reads or writes them is told; what is
    written to a closed standard error is lost.
    """
    for number, mode in enumerate((os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # it gets the lowest number that is free: this one
    sys.stdin = sys.stdin or _stream(0, "r")
    sys.stdout = sys.stdout or _stream(1, "w")
    sys.stderr = sys.stderr or _stream(2, "w")


def _stream(number: int, mode: str) -> TextIO:
    return cast(TextIO, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def standard_input() -> bytes:
    """All of standard input. Raises OSError where it is closed."""
    return sys.stdin.buffer.read()


@dataclass(frozen=True, slots=True)
class Output:
    """Where lines are written to, in colours if so wanted. Its methods raise Unwritable."""

    stream: TextIO
    colour: bool = False

    def write(self, line: Line | Document) -> None:
        """Write a line; what the stream's encoding lacks is spelt out."""
        text = line if isinstance(line, Document) else self._rendered(line)
        encoding = self.stream.encoding or "utf-8"
        with _as_unwritable():
            self.stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")

    def _rendered(self, line: Line) -> str:
        return printed(line, colour=self.colour, raw=not self.stream.isatty())

    def write_bytes(self, data: bytes) -> None:
        """Write bytes as they are, behind the lines that were written before."""
        with _as_unwritable():
            self.stream.flush()
            self.stream.buffer.write(data)

    def flush(self) -> None:
        """Let whoever reads have what was written so far."""
        with _as_unwritable():
            self.stream.flush()

    def close(self) -> None:
        """Let what is left go nowhere: the end of the process must not fail over it again."""
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())


@contextlib.contextmanager
def _as_unwritable() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise Unwritable from None
    except OSError as error:
        raise Unwritable(reason_of(error)) from None


def say(line: str) -> None:
    """Write a line to standard error; where nothing can be written, nothing can be said."""
    output = Output(sys.stderr)
    try:
        output.write(line)
        output.flush()
    except Unwritable:
        output.close()


def finish(
    lines: Iterable[Line | Document],
    problems: Iterable[str] = (),
    status: int | Callable[[], int] = CLEAN,
    output: Output | None = None,
) -> NoReturn:
    """Print lines, then the problems, and exit; problems make the status 2.

    A status that is called is asked for once all lines are there; so are the problems.
    """
    shown = output or Output(sys.stdout)
    unwritten = None
    try:
        for line in lines:
            shown.write(line)
        shown.flush()
    except Unwritable as why:
        shown.close()
        unwritten = str(why)
    ends = status() if callable(status) else status
    if unwritten:
        problems = (*problems, f"standard output cannot be written to: {unwritten}")
    for problem in problems:
        say(f"error: {problem}")
        ends = FAILED
    gc.freeze()  # the process ends: nobody has to look through what it holds once more
    sys.exit(ends)
