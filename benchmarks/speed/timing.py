"""One run of a command in a fresh process: what it took and what it said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_STOPWATCH = Path(__file__).parent / "stopwatch.py"
_OURS_ALONE = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "FORCE_COLOR")


@dataclass(frozen=True)
class Usage:
    """What a process and its children took: seconds, and MiB of the largest one of them."""

    wall: float
    user: float
    system: float
    peak: float


@dataclass(frozen=True)
class Run:
    """How a command ended (negative: by that signal), what it printed, and what it took."""

    status: int
    output: bytes
    errors: bytes
    usage: Usage


def timed(command: Sequence[str], folder: Path, limit: float) -> Run:
    """Run a command in `folder`, with nothing on standard input.

    Raises subprocess.TimeoutExpired where it takes more than `limit` seconds (it is killed then,
    its children too) and FileNotFoundError where there is no such command.
    """
    if not Path(command[0]).exists():
        raise FileNotFoundError(command[0])
    inherited = {name: text for name, text in os.environ.items() if name not in _OURS_ALONE}
    with tempfile.TemporaryDirectory(prefix="tunelint-bench-") as place:
        report, output, errors = (Path(place, name) for name in ("report", "output", "errors"))
        with output.open("wb") as out, errors.open("wb") as err:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(_STOPWATCH), str(report), *command],
                cwd=folder,
                env=inherited,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
            try:
                process.wait(limit)
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                raise
        status, wall, user, system, peak = report.read_text(encoding="ascii").split()
        usage = Usage(float(wall), float(user), float(system), float(peak) / 1024)
        return Run(int(status), output.read_bytes(), errors.read_bytes(), usage)
