"""Kills at random moments: while files are fixed, and while a baseline is written.

    python -m benchmarks.fuzz.kills [--fixes 1000] [--baselines 100] [--seed 0]

After each kill every file is the old or the new one, whole; nothing is left beside them, and no
process goes on running. Half of the kills fall into the moments in which files are written.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.fuzz.warm import import_all
from tunelint.cli.main import main as command

SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
FIXING = ("check", "--fix", "--unsafe-fixes", "--no-cache", "--jobs", "2")
ACCEPTING = ("check", "--write-baseline", "accepted.json", "--no-cache", "--jobs", "2")
_FILES = 12
_SEARCH = """\
import keras_tuner as kt

tuner = kt.RandomSearch(build, objective="val_loss", max_trials=20, seed=0, overwrite=True)
tuner.search(x_train, y_train, epochs=20, validation_data=(x_val, y_val))
"""
_SECONDS_TO_END = 20.0
_SECONDS_OF_A_STEP = 0.002
_SECONDS_OF_WRITING = 0.25

Contents = Mapping[str, bytes]


@dataclass
class Outcome:
    """What the kills came to, in how many of them files were left as they were, changed or mixed."""

    states: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def killed(arguments: Sequence[str], times: int, chance: random.Random, files: Contents) -> Outcome:
    """Run the command so many times, each killed somewhere; what became of the files."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        _write(folder, files)
        began = time.monotonic()
        _ended(_started(folder, arguments, lambda: None), None, 0.0)
        length = time.monotonic() - began
        after = _contents(folder)
        for _ in range(times):
            _empty(folder)
            _write(folder, files)
            told, tell = os.pipe()
            late = chance.random() < 0.6
            process = _started(folder, arguments, partial(_dawdling, tell))
            os.close(tell)
            if late:
                os.read(told, 1)  # the first file is about to be written, or all is over
            pause = chance.random() * (_SECONDS_OF_WRITING if late else length)
            _ended(process, chance.choice(SIGNALS), pause, group=chance.random() < 0.3)
            os.close(told)
            outcome.states[_state(_contents(folder), files, after, outcome.broken)] += 1
            if left := _living(process):
                outcome.broken.append(f"{left} processes went on running")
    return outcome


def _started(folder: Path, arguments: Sequence[str], prepare: Callable[[], None]) -> int:
    """A copy of this process that runs the command in a folder, the first of its group."""
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    process = os.fork()
    if process:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        with suppress(PermissionError):
            os.setpgid(process, process)
        return process
    try:
        os.setpgid(0, 0)
        os.chdir(folder)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        for number in SIGNALS:
            if number is not signal.SIGKILL:
                signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        prepare()
        command(list(arguments), prog_name="tunelint", standalone_mode=True)
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    finally:
        os._exit(70)


def _dawdling(tell: int) -> None:
    """Let every step of writing a file take a while and be told, so that more kills fall into it."""
    for name in ("fsync", "replace", "link"):
        setattr(os, name, partial(_slowly, getattr(os, name), tell))


def _slowly(step: Callable[..., object], tell: int, *arguments: object, **named: object) -> object:
    os.write(tell, b".")
    time.sleep(_SECONDS_OF_A_STEP)
    found = step(*arguments, **named)
    time.sleep(_SECONDS_OF_A_STEP)
    return found


def _ended(
    process: int, number: signal.Signals | None, pause: float, *, group: bool = False
) -> None:
    """Wait for a process, which gets a signal after a while if it has not ended by then."""
    deadline = time.monotonic() + (pause if number is not None else _SECONDS_TO_END)
    while time.monotonic() < deadline:
        if os.waitpid(process, os.WNOHANG)[0]:
            return
        time.sleep(0.0005)
    with suppress(ProcessLookupError):
        (os.killpg if group else os.kill)(process, number or signal.SIGKILL)
    os.waitpid(process, 0)


def _living(group: int) -> int:
    """How many processes of a group run on, when they have had time to end."""
    deadline = time.monotonic() + _SECONDS_TO_END
    while (left := sum(1 for _ in _members(group))) and time.monotonic() < deadline:
        time.sleep(0.002)
    return left


def _members(group: int) -> Iterator[int]:
    for entry in os.listdir("/proc"):
        with suppress(OSError, ValueError, IndexError):
            status = Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
            if int(status[2]) == group and status[0] != "Z":
                yield int(entry)


# -- files ------------------------------------------------------------------------------------


def searches() -> Contents:
    files = {f"search{number:02}.py": _SEARCH.encode() for number in range(_FILES)}
    return {**files, "pyproject.toml": b""}


def _write(folder: Path, files: Contents) -> None:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _contents(folder: Path) -> Contents:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _state(found: Contents, before: Contents, after: Contents, broken: list[str]) -> str:
    """Whether the files are the old ones, the new ones, or some of each; notes what is neither."""
    for name, data in found.items():
        if data not in (before.get(name), after.get(name)):
            broken.append(f"{name} is neither old nor new: {data[:60]!r}")
    missing = before.keys() - found.keys()
    broken.extend(f"{name} is gone" for name in missing)
    if found == before:
        return "old"
    return "new" if found == after else "some of each"


def main() -> None:
    """The bench as a command."""
    parser = argparse.ArgumentParser(description="What kills at random moments leave.")
    parser.add_argument("--fixes", type=int, default=1000)
    parser.add_argument("--baselines", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    import_all()
    chance = random.Random(options.seed)
    earlier = {**searches(), "accepted.json": b'{"version": 1, "findings": []}\n'}
    broken = 0
    for what, arguments, times, files in (
        ("--fix", FIXING, options.fixes, searches()),
        ("--write-baseline", ACCEPTING, options.baselines, earlier),
    ):
        outcome = killed(arguments, times, chance, files)
        states = ", ".join(f"{count} {state}" for state, count in outcome.states.most_common())
        print(
            f"{times} kills during {what}: files {states}; {len(outcome.broken)} broken", flush=True
        )
        print("".join(f"    {line}\n" for line in sorted(set(outcome.broken))[:20]), end="")
        broken += len(outcome.broken)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
