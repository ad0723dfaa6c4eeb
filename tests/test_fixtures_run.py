"""Every program in fixtures/ runs with the real libraries, and fails only where that is meant.

What has run once with the pinned libraries is on record (`fixtures/ran.txt`, written by `make
fixtures`): it runs again when it or the libraries change. One program for each rule and each tuner,
with its twin, runs every time.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures"
INTERPRETER = Path(__file__).parent / "warm_interpreter.py"
RAN = FIXTURES / "ran.txt"
PINNED = Path(__file__).with_name("requirements.txt").read_bytes()
RECORDING = "TUNELINT_RECORD" in os.environ
# Those whose programs are quick come first.
TUNERS = (
    *("scikit_learn", "optuna", "hyperopt", "scikit_optimize", "bayes_opt"),
    *("hand_written_loops", "keras_tuner", "ray_tune"),
)
SECONDS = 120
TRACEBACK = "Traceback (most recent call last)"

pytestmark = pytest.mark.libraries


@dataclass(frozen=True)
class Program:
    """One fixture: `source` is its file or its folder, `entry` what is run of it."""

    source: Path
    entry: str
    status: int = 0
    error: str = ""

    @property
    def name(self) -> str:
        return f"{self.source.parent.name}/{self.source.name}"

    @property
    def record(self) -> str:
        """The line that says that it has run as it should."""
        files = sorted(self.source.rglob("*.py")) if self.source.is_dir() else [self.source]
        what = [PINNED, repr((self.entry, self.status, self.error)).encode()]
        what += [file.read_bytes() for file in files]
        return f"{hashlib.sha256(repr(what).encode()).hexdigest()}  {self.name}"


@dataclass(frozen=True)
class Outcome:
    status: int | None
    stdout: str
    stderr: str

    @property
    def last_traceback(self) -> str:
        return self.stderr[self.stderr.rfind(TRACEBACK) :] if TRACEBACK in self.stderr else ""


def programs(tuner: Path) -> Iterator[Program]:
    """The programs that expected.toml lists, then the corrected twins that are single scripts."""
    expected = tomllib.loads((tuner / "expected.toml").read_text(encoding="utf-8"))
    for name, table in expected.items():
        folder = tuner / name
        source = folder if folder.is_dir() else tuner / table["entry"]
        yield Program(source, table["entry"], table.get("exit", 0), table.get("error", ""))
    for script in sorted(tuner.glob("*_good*.py")):
        if script.stem not in expected:
            yield Program(script, script.name)


def tuners() -> list[Path]:
    return sorted(expected.parent for expected in FIXTURES.glob("*/expected.toml"))


def every_time() -> set[str]:
    """The names of the first bad program of each rule and of each tuner, and of their twins."""
    bad = sorted((path.parent.name, path.name) for path in FIXTURES.glob("*/tun*_bad*"))
    bad.sort(key=lambda one: TUNERS.index(one[0]))
    first = {name[:6]: (tuner, name) for tuner, name in reversed(bad)}
    of_tuners = {tuner: (tuner, name) for tuner, name in reversed(bad)}
    chosen = [f"{tuner}/{name}" for tuner, name in (*first.values(), *of_tuners.values())]
    return {*chosen, *(name.replace("_bad", "_good") for name in chosen)}


def on_record() -> set[str]:
    """The lines of the record; none while it is written."""
    return set() if RECORDING or not RAN.exists() else set(RAN.read_text().splitlines())


def to_run() -> list[Program]:
    """All programs but for those that have run and need not run every time."""
    ran, always = on_record(), every_time()
    return [one for one in ALL if one.name in always or one.record not in ran]


ALL = [program for tuner in tuners() for program in programs(tuner)]


class WarmInterpreter:
    """A process with the libraries imported that forks once for each program."""

    def __init__(self, log: Path) -> None:
        with log.open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, str(INTERPRETER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | QUIET,
            )
        self._log = log

    def run(self, script: Path) -> Outcome:
        stdout, stderr = script.parent / "stdout.txt", script.parent / "stderr.txt"
        request = {
            "script": str(script),
            "folder": str(script.parent),
            "stdout": str(stdout),
            "stderr": str(stderr),
            "seconds": SECONDS,
        }
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the warm interpreter ended:\n{self._log.read_text()}"
        return Outcome(
            json.loads(answer)["exit"],
            stdout.read_text(errors="replace"),
            stderr.read_text(errors="replace"),
        )

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "MPLBACKEND": "Agg",
    "PYTHONUNBUFFERED": "1",
    # Ray would write a token into the home folder.
    "RAY_AUTH_MODE": "disabled",
    # One thread each: the models are tiny, and no library may start a thread before a fork.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}


class FreshInterpreter:
    """A new interpreter for each program: where there is no Linux to look at our threads."""

    def run(self, script: Path) -> Outcome:
        try:
            ended = subprocess.run(
                [sys.executable, str(script)],
                cwd=script.parent,
                env=os.environ | QUIET,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            return Outcome(None, "", "")
        return Outcome(ended.returncode, ended.stdout, ended.stderr)

    def close(self) -> None:
        pass


@pytest.fixture(scope="session")
def interpreter(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[WarmInterpreter | FreshInterpreter]:
    pytest.importorskip("tensorflow")
    if Path("/proc/self/task").is_dir() and "TUNELINT_FRESH_INTERPRETERS" not in os.environ:
        log = tmp_path_factory.mktemp("interpreter") / "log.txt"
        running: WarmInterpreter | FreshInterpreter = WarmInterpreter(log)
    else:
        running = FreshInterpreter()
    yield running
    running.close()


def script_of(program: Program, folder: Path) -> Path:
    """Copies the program into the folder; a notebook becomes one script of its code cells."""
    if program.source.is_dir():
        copy = shutil.copytree(program.source, folder / program.source.name)
        return copy / program.entry
    if program.source.suffix == ".ipynb":
        script = folder / f"{program.source.stem}.py"
        script.write_text(script_text(program.source), encoding="utf-8")
        return script
    return Path(shutil.copy(program.source, folder))


def script_text(file: Path) -> str:
    """The text of a script, or of a notebook's code cells as one."""
    if file.suffix != ".ipynb":
        return file.read_text(encoding="utf-8")
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return "\n".join(without_magic(line) for cell in code for line in cell.splitlines())


def without_magic(line: str) -> str:
    stripped = line.lstrip()
    return line.replace(stripped, "pass") if stripped.startswith(("%", "!")) else line


def test_every_tuner_has_fixtures() -> None:
    assert ALL


@pytest.mark.parametrize("tuner", tuners(), ids=lambda tuner: tuner.name)
def test_every_bad_program_is_expected_and_has_a_twin(tuner: Path) -> None:
    expected = tomllib.loads((tuner / "expected.toml").read_text(encoding="utf-8"))
    bad = {path.stem for path in tuner.glob("tun*_bad*")}
    good = {path.stem for path in tuner.glob("tun*_good*")}
    assert bad == {name for name in expected if "_bad" in name}
    assert good == {name.replace("_bad", "_good") for name in bad}


def test_only_programs_that_are_there_are_on_record() -> None:
    assert {line.split()[1] for line in on_record()} <= {program.name for program in ALL}


@pytest.mark.parametrize("program", to_run(), ids=lambda program: program.name)
def test_fixture_runs(
    program: Program, interpreter: WarmInterpreter | FreshInterpreter, tmp_path: Path
) -> None:
    outcome = interpreter.run(script_of(program, tmp_path))
    assert outcome.status == program.status, outcome.stderr[-4000:]
    if program.error:
        assert program.error in outcome.last_traceback, outcome.stderr[-4000:]
    else:
        # A tuner records a trial that raises and goes on: status 0 alone would not show it.
        assert TRACEBACK not in outcome.stderr + outcome.stdout, outcome.stderr[-4000:]
    if RECORDING:
        with RAN.open("a") as record:
            record.write(f"{program.record}\n")
