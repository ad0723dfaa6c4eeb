"""The command line, for the tests."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tunelint import registry
from tunelint.cli.main import main
from tunelint.config.rule_index import own_entries
from tunelint.testing import notebook as notebook

# The copies of this process that judge files find imported what they need.
for _entry in own_entries().values():
    _entry.load()
for _library in registry.libraries():
    for _name in _library.readers:
        import_module(_name)

ZERO_SEED = """\
import keras_tuner as kt

tuner = kt.RandomSearch(
    build_model,
    objective="val_loss",
    max_trials=20,
    seed=0,
    overwrite=True,
)
tuner.search(x_train, y_train, epochs=20, validation_data=(x_val, y_val))
"""
"""A program with exactly one finding: TUN102 at 7:5 to 7:11."""

NO_SEARCH = "import os\n\nprint(os.getcwd())\n"


@dataclass(frozen=True)
class Outcome:
    """What one run of the command printed and how it exited."""

    status: int
    output: str
    errors: str

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings of a run with json output."""
        found: list[dict[str, Any]] = json.loads(self.output)
        return found

    @property
    def codes(self) -> list[str]:
        """The codes found by a run with json output."""
        return [finding["code"] for finding in self.findings]


def tunelint(folder: Path, *arguments: str, given: bytes = b"") -> Outcome:
    """Run ``tunelint`` in `folder`, inside this process."""
    with contextlib.chdir(folder):
        run = CliRunner().invoke(main, arguments, input=given, prog_name="tunelint")
    if run.exception is not None and not isinstance(run.exception, SystemExit):
        raise run.exception
    return Outcome(run.exit_code, run.stdout, run.stderr)


def tunelint_process(
    folder: Path, *arguments: str, before: Sequence[str] = (), **environment: str
) -> Outcome:
    """Run ``tunelint`` in `folder` as a process of its own; never with a traceback.

    What stands `before` the command starts it.
    """
    run = subprocess.run(
        [*before, sys.executable, "-m", "tunelint", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )
    outcome = Outcome(run.returncode, run.stdout.decode(), run.stderr.decode())
    assert "Traceback" not in outcome.errors + outcome.output, outcome.errors
    return outcome


def as_somebody(folder: Path, *arguments: str) -> Outcome:
    """Run ``tunelint`` as somebody to whom files may be forbidden, as nothing is to root."""
    if os.geteuid() != 0:
        return tunelint_process(folder, *arguments)
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("nothing is forbidden to root")
    lowered = (setpriv, "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
    return tunelint_process(folder, *arguments, before=lowered)


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What ``tunelint`` writes to a terminal."""
    ours, theirs = os.openpty()
    inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-m", "tunelint", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        env={**inherited, "TERM": "xterm-256color", **environment},
    ):
        os.close(theirs)
        output = b""
        while chunk := _read(ours):
            output += chunk
    os.close(ours)
    return output.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        # The other end is closed: the command has ended.
        return b""


def runs(process: int) -> bool:
    """Whether there is a process with this id."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@dataclass(frozen=True)
class Notes:
    """Words that this process and the copies of it note; all of them wherever they are read."""

    file: Path

    def add(self, *words: str) -> None:
        """Note some words."""
        with self.file.open("a", encoding="utf-8") as file:
            file.writelines(f"{word}\n" for word in words)

    def read(self) -> list[str]:
        """The words so far, which are forgotten."""
        words = self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []
        self.file.unlink(missing_ok=True)
        return words


def gone(processes: Iterable[int], *, seconds: float) -> bool:
    """Whether none of these processes runs after so many seconds, at the latest."""
    end = time.monotonic() + seconds
    left = list(processes)
    while left and time.monotonic() < end:
        left = [process for process in left if _lives(process)]
        time.sleep(0.01)
    return not left


def _lives(process: int) -> bool:
    """Whether a process runs; one that has ended and that nobody asked about does not."""
    if not runs(process):
        return False
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return runs(process)
    return status.rpartition(")")[2].split()[0] != "Z"


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Make a project of the given files; returns its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").touch()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
