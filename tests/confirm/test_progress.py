"""While it runs, a terminal shows what runs; Ctrl-C ends it and the verdicts so far stand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command import tunelint_process, write
from tests.confirm.test_command import ONLY, SEEDED, UNSEEDED
from tests.confirm.test_output import diagnostic
from tunelint.confirm.child.tree import descendants
from tunelint.confirm.progress import fitting, in_words
from tunelint.confirm.session import Step
from tunelint.lab.questions import Rerun, ScriptSpan, Trials, Watch

SITE = ScriptSpan("a.py", 1, 0, 1, 5)
PROPOSE = Trials("optuna", SITE, 3, train=False)

SLEEPING = "import time\n\ntime.sleep(60)\n" + UNSEEDED


def step(*questions: Trials | Rerun | Watch) -> Step:
    return Step(diagnostic(), questions, 0.0)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (step(PROPOSE), "asks what the search proposes"),
        (step(PROPOSE, PROPOSE), "asks what the search proposes, twice"),
        (step(*[Trials("optuna", SITE, 3)] * 4), "tries configurations, 4 times"),
        (step(Trials("optuna", SITE, 0, False, draws=9)), "draws from the space"),
        (
            step(Rerun("optuna", SITE), PROPOSE),
            "runs the search and asks what the search proposes, twice",
        ),
        (step(Watch((SITE,))), "watches the script"),
    ],
)
def test_questions_in_words(asked: Step, words: str) -> None:
    assert in_words(asked) == words


def test_the_line_stays_in_one_row() -> None:
    assert fitting("x" * 9, 10) == "x" * 9
    assert fitting("x" * 10, 10) == "x" * 8 + "…"
    assert fitting("研究" * 4, 10) == "研究研究…"


def processes_of(run: subprocess.Popen[str]) -> list[int]:
    """The processes of two scripts, with their keepers."""
    deadline = time.monotonic() + 60
    while len(found := descendants(run.pid)) < 4:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def are_gone(processes: list[int], within: float = 60.0) -> bool:
    """Whether none of them lives after at most so many seconds: a kill takes its moment."""
    deadline = time.monotonic() + within
    while set(processes) & set(descendants(0)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def read_all(terminal: int) -> str:
    output = b""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            return output.decode()
        if not chunk:
            return output.decode()
        output += chunk


def started(folder: Path, *arguments: str, stderr: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tunelint", "confirm", *ONLY, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        env={**os.environ, "TERM": "xterm", "PYTHONUTF8": "1"},
    )


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_everything_and_prints_what_stands(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.py": SLEEPING, "b.py": SLEEPING})
    ours, theirs = os.openpty()
    run = started(folder, stderr=theirs)
    os.close(theirs)
    children = processes_of(run)
    time.sleep(0.6)
    run.send_signal(signal.SIGINT)
    output, _ = run.communicate(timeout=60)

    assert run.returncode == 130
    assert output == "Interrupted: 2 without a verdict.\n"
    assert are_gone(children)
    lines = read_all(ours).split("\r\x1b[K")
    os.close(ours)
    wanted = "[1/2] a.py:6:9 TUN101: asks what the search proposes, twice, 0 s, 120 s left"
    assert wanted in lines
    assert lines[-1] == ""


def test_a_request_to_terminate_leaves_nothing_running(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.py": SLEEPING})
    run = started(folder, stderr=subprocess.PIPE)
    children = processes_of(run)
    run.terminate()
    output, errors = run.communicate(timeout=60)

    assert (run.returncode, output, errors) == (143, "", "")
    assert are_gone(children)


def test_without_a_terminal_nothing_is_shown(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.py": UNSEEDED})

    run = tunelint_process(folder, "confirm", *ONLY, "--python", "false")

    assert run.errors == (
        "error: a.py: the interpreter cannot run it before its search; choose a different"
        " interpreter with --python PATH\n"
    )
    assert "1 inconclusive." in run.output


def test_nothing_is_shown_where_nothing_is_asked(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.py": SEEDED})
    ours, theirs = os.openpty()
    run = started(folder, stderr=theirs)
    os.close(theirs)
    output, _ = run.communicate(timeout=60)

    assert output == "No findings in 1 file.\n"
    assert read_all(ours) == "\r\x1b[K"
    os.close(ours)
