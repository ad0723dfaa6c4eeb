"""Verdicts never cost more than their budget; what there is by then is answered."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.command import tunelint, write
from tests.confirm.asking import cases
from tunelint.confirm.executors import LocalProcesses
from tunelint.confirm.options import Options
from tunelint.confirm.session import Session
from tunelint.lab.lab import Budget, Lab
from tunelint.lab.questions import Job, Trials

# Seconds, on a busy machine too; what would have to be waited for goes on for ten times as long.
LONGEST = 60

SLOW = """\
import time
import optuna


def objective(trial):
    x = trial.suggest_int("x", 0, 99)
    time.sleep(0.3 if x < 50 else 600)
    return x


study = optuna.create_study()
study.optimize(objective, n_trials=20)
"""
HANGING = "import time\nimport optuna\n\ntime.sleep(600)\n" + SLOW.partition("\n\n")[2]


@pytest.mark.libraries
def test_a_training_that_does_not_end_leaves_those_before_it(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, SLOW, "TUN101")
    lab = Lab(lambda question, copies: (), case.span)
    _, search = case.subject
    configurations = ({"x": 1}, {"x": 2}, {"x": 77}, {"x": 3})
    question = Trials(
        "optuna", lab.start_of(search), 4, configurations=configurations, seconds=100.0
    )
    session = Session(LocalProcesses(), Options())
    job = Job(session.script_of(case), question, seconds=5.0)

    began = time.monotonic()
    (answer,) = LocalProcesses().run([job], 5.0)

    assert time.monotonic() - began < LONGEST
    assert [trial.configuration for trial in answer.trials] == [{"x": 1}, {"x": 2}]
    assert answer.facts["direction"] == "min"


@pytest.mark.libraries
def test_a_script_that_hangs_is_inconclusive_within_its_budget(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.py": HANGING})
    arguments = ("confirm", "--select", "TUN101", "--budget", "4")

    began = time.monotonic()
    run = tunelint(folder, *arguments, "--output-format", "json")

    (finding,) = run.findings
    assert finding["verdict"] == "inconclusive"
    assert finding["evidence"]["line"].endswith("still running after 4 s (a.py:4)")
    assert finding["seconds"] < LONGEST
    assert time.monotonic() - began < LONGEST


def test_what_took_too_long_is_not_waited_for_again(tmp_path: Path) -> None:
    asked: list[float] = []

    class Slow:
        def run(self, jobs: object, seconds: float) -> tuple[()]:
            asked.append(seconds)
            time.sleep(seconds)
            return ()

    (case,) = cases(tmp_path, SLOW, "TUN101")
    session = Session(Slow(), Options(Budget(seconds=0.2)))
    question = Trials("optuna", case.span(case.subject[1].place), 1)

    def ask(seconds: float) -> None:
        session.answers(case, (question,), time.monotonic() + seconds)

    ask(0.2)
    ask(0.2)
    assert len(asked) == 1
    ask(0.4)
    assert len(asked) == 2
