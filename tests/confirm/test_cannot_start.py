"""A script that ends before its search is started once, and what it said last is told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.command import tunelint, write
from tunelint.confirm.executors import LocalProcesses
from tunelint.confirm.remedies import remedy_for
from tunelint.lab.answers import Answer
from tunelint.lab.questions import Job

pytestmark = pytest.mark.libraries

# Three findings: 101 at the study, 604 at the declaration, 407 at the study.
SEARCH = """\
import optuna


def objective(trial):
    rate = trial.suggest_float("learning_rate", 1e-5, 1e-1)
    return abs(rate - 0.01)


def search():
    study = optuna.create_study()
    study.optimize(objective, n_trials=5)


"""
NEEDS_ARGUMENTS = f"""\
import argparse
{SEARCH}
parser = argparse.ArgumentParser(prog="train.py")
parser.add_argument("--rows", type=int, required=True)
arguments = parser.parse_args()
search()
"""
ENDINGS = {
    NEEDS_ARGUMENTS: (
        "the script exits with status 2 (train.py:18) before its search (train.py: error: the"
        " following arguments are required: --rows); pass its arguments after --"
    ),
    f"{SEARCH}import sys\nsys.argv[1]\nsearch()\n": (
        "the script raises IndexError: list index out of range (train.py:15) before its"
        " search; pass its arguments after --, or what it needs in a file that --setup FILE"
        " runs first"
    ),
    f"{SEARCH}import nowhere_to_be_found\nsearch()\n": (
        "the script raises ModuleNotFoundError: No module named 'nowhere_to_be_found'"
        " (train.py:14) before its search; choose an interpreter that has what it imports"
        " with --python PATH"
    ),
    f"{SEARCH}rows = open('rows.csv')\nsearch()\n": (
        "the script raises FileNotFoundError: [Errno 2] No such file or directory: 'rows.csv'"
        " (train.py:14) before its search; replace what it cannot load with made-up data"
        " (--synthetic), or provide it in a file that --setup FILE runs first"
    ),
    f"{SEARCH}print(rows)\nsearch()\n": (
        "the script raises NameError: name 'rows' is not defined (train.py:14) before its"
        " search; define what it needs in a file and run that first with --setup FILE"
    ),
    f"{SEARCH}import os, sys\nprint('no licence', file=sys.stderr, flush=True)\nos._exit(4)\n": (
        "the script's process exited with status 4 before its search (no licence); pass its"
        " arguments after --, or what it needs in a file that --setup FILE runs first"
    ),
}


@dataclass
class Started:
    """The jobs that were run, by real processes."""

    jobs: list[Job] = field(default_factory=list)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    found, run = Started(), LocalProcesses.run

    def counted(self: LocalProcesses, jobs: Sequence[Job], seconds: float) -> tuple[Answer, ...]:
        found.jobs.extend(jobs)
        return run(self, jobs, seconds)

    monkeypatch.setattr(LocalProcesses, "run", counted)
    return found


@pytest.mark.parametrize("program", list(ENDINGS))
def test_it_is_started_once_and_told_once(program: str, tmp_path: Path, started: Started) -> None:
    folder = write(tmp_path, {"train.py": program})

    run = tunelint(folder, "confirm", "--select", "TUN101,TUN407,TUN604")

    assert run.output.count("inconclusive: the script") == 3
    assert run.status == 2
    assert run.errors == f"error: train.py: {ENDINGS[program]}\n"
    # The first question asks for one process, or for two side by side.
    assert len({job.question for job in started.jobs}) == 1


def test_with_its_arguments_it_runs(tmp_path: Path, started: Started) -> None:
    folder = write(tmp_path, {"train.py": NEEDS_ARGUMENTS})

    run = tunelint(folder, "confirm", "--select", "TUN101,TUN407,TUN604", "--", "--rows", "3")

    assert (run.status, run.errors) == (1, "")
    assert run.output.splitlines()[-1] == "3 confirmed."
    assert len(started.jobs) > 2


def test_what_comes_before_the_end_is_asked_all_the_same(tmp_path: Path) -> None:
    """The first of two searches runs; what ends the script stands between them."""
    second = SEARCH.replace("def search", "def search_again").replace("objective", "other")
    program = f"{SEARCH}{second}search()\nopen('gone')\nsearch_again()\n"
    folder = write(tmp_path, {"train.py": program})

    run = tunelint(folder, "confirm", "--select", "TUN101")

    assert run.output.splitlines()[-1] == "1 confirmed, 1 inconclusive."
    assert run.errors.count("error:") == 1


def test_a_place_that_is_no_search_is_told_of_where_nothing_was_reached(tmp_path: Path) -> None:
    printed = f"{SEARCH}tuner = kt.RandomSearch(f, 'val_loss', max_trials=3, seed=1)\n"
    printed = (
        f"import keras_tuner as kt\n{printed}tuner.search(x)\nprint(tuner.results_summary())\n"
    )
    folder = write(tmp_path, {"train.py": f"open('gone')\n{printed}"})

    run = tunelint(folder, "confirm", "--select", "TUN503")

    assert (run.status, run.output.splitlines()[-1]) == (2, "1 inconclusive.")
    assert run.errors.startswith("error: train.py: the script raises FileNotFoundError")


def test_each_script_is_started(tmp_path: Path) -> None:
    broken = f"{SEARCH}open('gone')\nsearch()\n"
    folder = write(tmp_path, {"a.py": broken, "b.py": f"{SEARCH}search()\n", "c.py": broken})

    run = tunelint(folder, "confirm", "--select", "TUN101")

    assert run.output.splitlines()[-1] == "1 confirmed, 2 inconclusive."
    assert [line.split(":")[1].strip() for line in run.errors.splitlines()] == ["a.py", "c.py"]


@pytest.mark.parametrize(
    ("ended", "option"),
    [
        ("the script asks for input (train.py:3)", "after --"),
        ("the script is still running after 120 s (train.py:9)", "--budget"),
        ("the script used more than 512 MiB of memory", "--memory"),
        ("the script raises URLError: <urlopen error>", "--synthetic"),
        ("the script raises KeyError: 'HOME'", "--setup"),
    ],
)
def test_the_remedy_is_that_of_the_ending(ended: str, option: str) -> None:
    assert option in remedy_for(ended)
