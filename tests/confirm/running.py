"""Running a program as `confirm` does, for the tests of what it must not do."""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.command import write
from tunelint.confirm.executors import Executor, LocalProcesses
from tunelint.confirm.processes import Holds
from tunelint.lab.answers import Answer
from tunelint.lab.questions import Job, Script, ScriptSpan, Watch

HERE = "# here"


def job(folder: Path, program: str, *, name: str = "train.py") -> Job:
    """Watches the line of the program that ends with ``# here``, or its last one."""
    write(folder, {name: program})
    path = str(folder / name)
    lines = program.splitlines()
    at = next((n for n, line in enumerate(lines, 1) if line.endswith(HERE)), len(lines))
    text = lines[at - 1].removesuffix(HERE).rstrip()
    column = len(text) - len(text.lstrip())
    script = Script(path, str(folder), str(folder))
    return Job(script, Watch((ScriptSpan(path, at, column, at, len(text)),)))


def answer(
    folder: Path,
    program: str,
    *,
    seconds: float = 60,
    guards: Sequence[str] = ("overlay", "hooks"),
    memory: int | None = None,
) -> Answer:
    """What one process says about the watched line."""
    executor = LocalProcesses(holds=Holds(tuple(guards), memory))
    return answered(executor, job(folder, program), seconds)


def answered(executor: Executor, asked: Job, seconds: float = 60) -> Answer:
    (found,) = executor.run([asked], seconds)
    return found


@functools.cache
def overlay_holds() -> bool:
    """Whether this machine's kernel lets us have an overlay."""
    with tempfile.TemporaryDirectory() as folder:
        return answer(Path(folder), "1", guards=["overlay"]).guard == "overlay"


def values(found: Answer) -> list[object]:
    """What the watched expression was worth, each time."""
    assert not found.why, found.why
    return [value for watched in found.watched for value in watched.values]


def digest(folder: Path) -> dict[str, str]:
    """Everything below a folder: kind, mode, time of change and content, by relative path."""
    found = {}
    for base, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(base, name)
            status = path.lstat()
            content = "" if not path.is_file() else hashlib.sha256(path.read_bytes()).hexdigest()
            key = str(path.relative_to(folder))
            found[key] = f"{status.st_mode:o} {status.st_mtime_ns} {content}"
    return found


def running(marker: str) -> list[str]:
    """The command lines of living processes that have the marker in their environment or words."""
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit() or int(process.name) == os.getpid():
            continue
        try:
            words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if marker.encode() in words and state != "Z":
            found.append(words[:200].decode(errors="replace"))
    return found
