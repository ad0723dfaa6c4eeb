"""One input tried: checked, fixed and printed, and what went wrong with it."""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from benchmarks.fuzz.inputs import Input
from tunelint.cli.main import main as command
from tunelint.engine import jobs

MOST_SECONDS = 5.0
NOTE = "note: valid Python that libcst cannot read is told as such"
_MISTAKE = re.compile(
    r"which is a bug in tunelint: (?P<error>[\w.]+).*?(?: \((?P<place>[^()]*)\))?;"
)
_FORMATS = ("full", "concise", "json")


@dataclass(frozen=True)
class Breach:
    """What went wrong: its kind, by which others are known to be the same, and the words."""

    kind: str
    words: str


@dataclass(frozen=True)
class _Run:
    """What the command printed and how it ended."""

    status: int
    output: str
    errors: str
    error: BaseException | None


def tried(one: Input, number: int = 0, *, most_seconds: float = MOST_SECONDS) -> Breach | None:
    """Check an input in this process; what went wrong, if anything did."""
    vars(jobs)["CAN_COPY"] = False  # what goes wrong is to be seen here
    chance = random.Random(number)
    with _folder(one) as folder, contextlib.chdir(folder):
        started = time.process_time()
        breach = _checked(chance)
        seconds = time.process_time() - started
    if breach is None and seconds > most_seconds:
        return Breach("slow", f"took {seconds:.1f} s")
    return breach


def _checked(chance: random.Random) -> Breach | None:
    shown = ("check", "--advice", "--no-cache", "--output-format", chance.choice(_FORMATS))
    first = _run(*shown)
    breach = _breach(first)
    if breach is None and chance.random() < 0.1:
        again = _run(*shown)
        if (again.status, again.output, again.errors) != (first.status, first.output, first.errors):
            return Breach("two runs differ", f"{first}\n{again}")
    if breach is None and chance.random() < 0.25:
        how = chance.choice(("--fix", "--diff"))
        unsafe = "--unsafe-fixes" if chance.random() < 0.7 else "--no-unsafe-fixes"
        breach = _breach(_run(*shown, how, unsafe))
    return breach


def _run(*arguments: str) -> _Run:
    run = CliRunner().invoke(command, arguments, prog_name="tunelint")
    ended = run.exception is None or isinstance(run.exception, SystemExit)
    return _Run(run.exit_code, run.stdout, run.stderr, None if ended else run.exception)


def _breach(run: _Run) -> Breach | None:
    if run.error is not None:
        words = "".join(traceback.format_exception(run.error))
        return Breach(f"traceback: {_place(run.error)}", words)
    mistake = _MISTAKE.search(run.errors)
    if mistake is not None:
        return Breach(f"mistake: {mistake['error']} at {mistake['place']}", run.errors)
    if "Python accepts it, but" in run.output:
        return Breach(NOTE, run.output)
    if run.status not in (0, 1, 2) or (run.status == 2) != ("error: " in run.errors):
        return Breach(f"status {run.status}", run.errors)
    return None


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [one for one in frames if f"{os.sep}tunelint{os.sep}" in one.filename]
    last = (own or frames)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"


@contextlib.contextmanager
def _folder(one: Input) -> Iterator[Path]:
    """The input's files on the disk: in memory, where the system has that."""
    parent = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=parent))
    try:
        (folder / "pyproject.toml").touch()
        for name, data in one.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
