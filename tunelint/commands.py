"""What the commands share: reading codes, errors in one line, printing and exiting."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn, TextIO, TypeVar

import click

from tunelint.config import ConfigurationError

Command = TypeVar("Command", bound=Callable[..., Any])

CLEAN, FINDINGS, FAILED = 0, 1, 2
INTERRUPTED = 130
ALLOW_PROJECT_RULES = "Let a project run rules of its own: their code runs on this machine."


def codes(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Codes or prefixes, separated by commas, over all uses of an option; None without any."""
    parts = [part.strip() for value in values for part in value.split(",")]
    return tuple(part for part in parts if part) if values else None


def selecting(verb: str) -> Callable[[Command], Command]:
    """The options that choose rules by code, for a command that does `verb`."""
    helps = {
        "--select": f"Codes or prefixes to {verb}, and no others.",
        "--ignore": "Codes or prefixes to leave out.",
        "--extend-select": f"Codes or prefixes to {verb} as well.",
    }

    def decorated(command: Command) -> Command:
        # The option that is added last is listed first.
        for name, text in reversed(helps.items()):
            option = click.option(name, metavar="CODES", multiple=True, callback=codes, help=text)
            command = option(command)
        return command

    return decorated


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C ends what is under way, and the process with status 130.

    It is heard once: what has to be cleared away then takes a moment, and is not to be interrupted.
    """

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    # What ignores Ctrl-C, as a shell's background jobs do, goes on ignoring it.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, leave)
    try:
        yield
    except KeyboardInterrupt:
        write_line(sys.stderr, "Interrupted.")
        sys.exit(INTERRUPTED)
    finally:
        if signal.getsignal(signal.SIGINT) is leave:
            signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turns a configuration that cannot be followed into one line and exit status 2."""
    try:
        yield
    except ConfigurationError as error:
        finish((), (str(error),), FAILED)


def finish(
    lines: Iterable[str],
    problems: Iterable[str] = (),
    status: int | Callable[[], int] = CLEAN,
    stream: TextIO | None = None,
) -> NoReturn:
    """Print lines as they are, then the problems, and exit; problems make the status 2.

    A status that is called is asked for once all lines are there; so are the problems.
    """
    output = stream or sys.stdout
    try:
        for line in lines:
            write_line(output, line)
        sys.stdout.flush()
    except BrokenPipeError:
        _write_no_more_to(output)  # whoever reads has read enough
    except OSError as error:
        _write_no_more_to(output)
        problems = (*problems, f"the report cannot be written: {error.strerror}")
    ends = status() if callable(status) else status
    for problem in problems:
        write_line(sys.stderr, f"error: {problem}")
        ends = FAILED
    gc.freeze()  # the process ends: nobody has to look through what it holds once more
    sys.exit(ends)


def _write_no_more_to(output: TextIO) -> None:
    """Whatever is left in the buffer goes nowhere: the exit must not fail over it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())


def write_line(stream: TextIO, line: str) -> None:
    """Write a line as it is; what the stream's encoding lacks is spelt out."""
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
