"""How scripts end that give no answer: the reason in one line, and nothing is left running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.confirm.running import answer, answered, digest, job, running, values
from tunelint.confirm.child import __main__ as first
from tunelint.confirm.executors import LocalProcesses, default_python
from tunelint.confirm.guard.raising import GUARDS
from tunelint.confirm.processes import Holds
from tunelint.lab.questions import Job

MIB = 1 << 20
# Seconds, on a busy machine too; what would have to be waited for goes on for ten times as long.
LONGEST = 60

# Each with the reason that it gives; the watched line is the last one.
ENDINGS = {
    "raise ValueError('no such\\ncolumn')\n1": (
        "the script raises ValueError: no such column (train.py:1) before line 2"
    ),
    "import sys\nsys.exit(3)\n1": "the script exits with status 3 (train.py:2) before line 3",
    "exit()\n1": "the script exits with status 0 (train.py:1) before line 2",
    "name = input('Name? ')\n1": "the script asks for input (train.py:1) before line 2",
    "if False:\n    1": "the script ends before line 2",
    "import os\nos._exit(3)\n1": "the script's process exited with status 3",
    "import ctypes\nctypes.string_at(0)\n1": "the script's process was killed by signal SIGSEGV",
    "import os\nos.kill(os.getpid(), 9)\n1": "the script's process was killed by signal SIGKILL",
    "import os\nif os.fork():\n    os._exit(4)\n1": "the script's process exited with status 4",
    "def f(): f()\nf()\n1": (
        "the script raises RecursionError: maximum recursion depth exceeded (train.py:1)"
        " before line 3"
    ),
    "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/x.csv')\n1": (
        "the script raises URLError: <urlopen error [Errno 111] Connection refused>"
        " (train.py:2) before line 3"
    ),
    "1 +\n": "the script raises SyntaxError: invalid syntax (train.py, line 1) before line 1",
}

LINGERING = """\
import os
import signal
import subprocess
import sys
import time

for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(one, signal.SIG_IGN)


def lingers():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)


lingers()
command = "trap '' TERM; sleep 600 & sleep 600"
subprocess.Popen(["sh", "-c", command], start_new_session=True)
if os.fork() == 0:
    while True:
        pass
"""


@pytest.fixture
def marker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """In the environment of everything that is started."""
    found = f"marker-of-{tmp_path.name}-{os.getpid()}"
    monkeypatch.setenv("TUNELINT_TEST", found)
    return found


def jobs(folder: Path, programs: list[str]) -> list[Job]:
    return [job(folder / str(number), program) for number, program in enumerate(programs)]


def test_each_ending_is_told_in_one_line(tmp_path: Path, marker: str) -> None:
    asked = jobs(tmp_path, list(ENDINGS))

    found = LocalProcesses().run(asked, 60)

    assert [one.why for one in found] == list(ENDINGS.values())
    assert not any(one.reached for one in found)
    assert running(marker) == []


def test_what_goes_on_after_an_answer_is_ended(tmp_path: Path, marker: str) -> None:
    found = answer(tmp_path, f"{LINGERING}time.sleep(0.2)\n'answered'")

    assert values(found) == ["answered"]
    assert running(marker) == []


def test_a_script_that_never_ends_is_ended_with_all_that_it_started(
    tmp_path: Path, marker: str
) -> None:
    began = time.monotonic()

    found = answer(tmp_path, f"{LINGERING}time.sleep(600)\n1", seconds=1)

    assert found.why == "the script is still running after 1 s"
    assert time.monotonic() - began < LONGEST
    assert running(marker) == []


STOPS_ITS_PARENT = "import os, signal, time\nos.kill(os.getppid(), signal.SIGSTOP)\n"


def test_a_script_that_stops_what_keeps_it_is_answered_all_the_same(
    tmp_path: Path, marker: str
) -> None:
    assert values(answer(tmp_path, f"{STOPS_ITS_PARENT}'answered'")) == ["answered"]
    assert running(marker) == []


@pytest.mark.parametrize(
    "ending",
    [
        "time.sleep(600)\n1",
        "while True: os.kill(os.getppid(), signal.SIGSTOP)\n1",
        "os.fork() or os.kill(os.getppid(), signal.SIGSTOP)\ntime.sleep(600)\n1",
    ],
)
def test_a_script_that_stops_what_keeps_it_is_ended_in_time(
    ending: str, tmp_path: Path, marker: str
) -> None:
    began = time.monotonic()

    found = answer(tmp_path, f"{STOPS_ITS_PARENT}{ending}", seconds=2)

    assert not found.reached
    assert time.monotonic() - began < LONGEST
    assert running(marker) == []


def test_memory_counts_over_all_processes(tmp_path: Path, marker: str) -> None:
    program = """\
import os, time
for _ in range(3):
    if os.fork() == 0:
        break
data = bytearray(os.urandom(1)) * (60 << 20)
time.sleep(600)
1
"""
    found = answer(tmp_path, program, memory=150 * MIB)

    assert found.why == "the script used more than 150 MiB of memory"
    assert running(marker) == []


def test_memory_that_processes_share_counts_once(tmp_path: Path) -> None:
    program = """\
import os, time
data = bytearray(os.urandom(1)) * (60 << 20)
children = [os.fork() for _ in range(2)]
time.sleep(0.6)
if 0 in children:
    os._exit(0)
len(data)
"""
    assert values(answer(tmp_path, program, memory=150 * MIB)) == [60 * MIB]


@pytest.mark.skipif(threading.current_thread() is not threading.main_thread(), reason="signals")
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_leaves_nothing(
    tmp_path: Path, marker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    asked = jobs(tmp_path, [f"{LINGERING}time.sleep(600)\n1"] * 2)
    threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGINT)).start()

    with pytest.raises(KeyboardInterrupt):
        LocalProcesses().run(asked, 60)

    assert running(marker) == []
    assert digest(tmp_path / "tmp") == {}


def test_nothing_outlives_the_asking_process(
    tmp_path: Path, marker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    asking = f"""
from pathlib import Path
from tests.confirm.running import answer
answer(Path({str(tmp_path)!r}), {f"{LINGERING}time.sleep(600){chr(10)}1"!r})
"""
    process = subprocess.Popen([sys.executable, "-c", asking])
    limit = time.monotonic() + LONGEST
    while len(running(marker)) < 7 and time.monotonic() < limit:
        time.sleep(0.05)
    started = len(running(marker))
    process.kill()
    process.wait()
    limit = time.monotonic() + LONGEST
    while running(marker) and time.monotonic() < limit:
        time.sleep(0.05)

    assert started >= 7
    assert running(marker) == []
    assert digest(tmp_path / "tmp") == {}


def test_an_interpreter_that_is_none(tmp_path: Path) -> None:
    asked = job(tmp_path, "1")

    missing = answered(LocalProcesses(str(tmp_path / "python")), asked)
    other = answered(LocalProcesses("/bin/false"), asked)

    assert missing.why == f"{tmp_path}/python cannot be started: No such file or directory"
    assert other.why == "the interpreter cannot run it"


def test_an_interpreter_that_is_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first, "OLDEST", (9, 0))
    ours, theirs = socket.socketpair()

    first.main(tmp_path, theirs)

    found = ".".join(str(part) for part in sys.version_info[:2])
    said = ours.recv(1000).decode()
    assert said == f"{sys.executable} is Python {found}: 3.11 or later is needed"


def test_an_interpreter_without_any_package(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    program = "import importlib.util\nimportlib.util.find_spec('libcst')"

    found = answered(LocalProcesses(str(tmp_path / "bare/bin/python")), job(tmp_path, program))

    assert values(found) == [None]
    assert found.guard in GUARDS


def test_the_active_environment_is_the_default(tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()

    assert default_python({"VIRTUAL_ENV": str(tmp_path)}) == str(python)
    assert default_python({"CONDA_PREFIX": str(tmp_path)}) == str(python)
    assert default_python({"VIRTUAL_ENV": str(tmp_path / "gone")}) == sys.executable
    assert default_python({}) == sys.executable


def test_without_a_guard_nothing_runs_unless_it_is_wanted(tmp_path: Path) -> None:
    program = "open('ran.txt', 'w').close()\n1"

    refused = answer(tmp_path, program, guards=[])
    assert refused.why == "no guard can keep the script from your files here ()"
    assert not (tmp_path / "ran.txt").exists()

    assert answer(tmp_path, program, guards=[""]).guard == ""
    assert (tmp_path / "ran.txt").exists()


def test_the_memory_of_the_machine_is_shared() -> None:
    assert Holds(memory=5).memory_of_one(2) == 5
    assert Holds().memory_of_one(2) * 2 <= Holds().memory_of_one(1) < 1 << 50


def test_runs_of_a_script_that_reads_the_clock_begin_in_different_seconds(tmp_path: Path) -> None:
    program = "import time\nint(time.time())"
    asked = job(tmp_path, program)
    asked = replace(asked, script=replace(asked.script, texts=((asked.script.entry, program),)))

    first, second = LocalProcesses().run([asked, asked], 60)

    assert values(first) != values(second)
