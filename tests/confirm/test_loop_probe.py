"""Hand-written loops, asked in processes of their own: each pass is a trial."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.confirm.asking import cases
from tunelint.confirm.executors import LocalProcesses
from tunelint.confirm.options import Options
from tunelint.confirm.session import Session
from tunelint.lab.answers import Answer
from tunelint.lab.lab import Lab
from tunelint.lab.questions import Caps, Job, Question
from tunelint.model.search import Search

pytestmark = pytest.mark.libraries

DATA = """\
import random
import numpy as np
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
x = np.random.default_rng(0).normal(size=(40, 3))
y = x[:, 0] + x[:, 1] * x[:, 2]
"""
NESTED = f"""\
{DATA}
best = -np.inf
for alpha in [0.1, 1.0]:
    for number, intercept in enumerate([True, False, "both"]):
        model = Ridge(alpha=alpha, fit_intercept=intercept)
        model.fit(x[:30], y[:30])
        score = model.score(x[30:], y[30:])
        if best is None or score > best:
            best = score
raise RuntimeError("what stands behind the loop runs")
"""
DRAWN = f"""\
{DATA}
best = None
for turn in range(10):
    alpha = random.uniform(0.1, 10)
    model = Ridge(alpha=alpha).fit(x, y)
    error = abs(model.predict(x) - y).mean()
    if best is None or error < best:
        best = error
"""
FOREST = f"""\
{DATA}
from sklearn.model_selection import ParameterSampler
best = -np.inf
for params in ParameterSampler({{"max_depth": [1, 2, 3], "min_samples_leaf": [1, 2]}}, n_iter=4):
    model = RandomForestRegressor(n_estimators=3, **params).fit(x, y)
    score = model.score(x, y)
    if score > best:
        best = score
"""


@dataclass(frozen=True)
class Program:
    """A program in a folder, of whose first loop is asked."""

    folder: Path
    text: str

    def ask(self, question: Callable[[Lab, Search], Question], trials: int = 3) -> Answer:
        answer = self.answer(question, trials)
        assert answer.reached, answer.why
        return answer

    def answer(
        self, question: Callable[[Lab, Search], Question], trials: int = 3, device: str = "auto"
    ) -> Answer:
        case = cases(self.folder, self.text, "TUN101")[0]

        def never(_: Question, __: int) -> tuple[Answer, ...]:
            raise AssertionError("only the question is wanted")

        _, search = case.subject
        asked = question(Lab(never, case.span), search)
        with contextlib.chdir(self.folder):
            script = Session(LocalProcesses(), Options()).script_of(case)
            (answer,) = LocalProcesses().run([Job(script, asked, Caps(trials=trials), device)], 60)
        return answer


def test_nested_loops_are_one_search_and_end_with_the_outermost(tmp_path: Path) -> None:
    answer = Program(tmp_path, NESTED).ask(lambda lab, search: lab.trials(search, 20))

    tried = [tuple(trial.configuration.items()) for trial in answer.trials]
    assert not answer.why
    assert tried == [
        (("alpha", alpha), ("intercept", intercept))
        for alpha in (0.1, 1.0)
        for intercept in (True, False, "both")
    ]
    assert [trial.state for trial in answer.trials] == ["complete", "complete", "failed"] * 2
    # The first comparison does not get to its right-hand side.
    assert all((trial.score is None) == (trial.state == "failed") for trial in answer.trials)
    assert "fit_intercept" in answer.trials[2].error


def test_a_rerun_ends_where_the_program_would(tmp_path: Path) -> None:
    answer = Program(tmp_path, NESTED).ask(lambda lab, search: lab.rerun(search), trials=5)
    assert [trial.state for trial in answer.trials] == ["complete", "complete", "failed"]


def test_given_configurations_choose_the_passes_in_their_order(tmp_path: Path) -> None:
    given = [{"alpha": 1.0, "intercept": False}, {"alpha": 0.1, "intercept": True}]
    answer = Program(tmp_path, NESTED).ask(
        lambda lab, search: lab.trials(search, configurations=given)
    )
    assert [dict(trial.configuration) for trial in answer.trials] == given

    none = Program(tmp_path, NESTED).ask(
        lambda lab, search: lab.trials(search, configurations=[{"alpha": 5.0, "intercept": True}])
    )
    assert not none.trials
    assert none.why == "no pass of the loop has this configuration"


def test_without_training_passes_only_propose(tmp_path: Path) -> None:
    answer = Program(tmp_path, DRAWN).ask(lambda lab, search: lab.trials(search, 4, train=False))
    assert [trial.state for trial in answer.trials] == ["proposed"] * 4
    assert [list(trial.configuration) for trial in answer.trials] == [["alpha"]] * 4
    assert not any(trial.trainings for trial in answer.trials)


def test_a_drawn_value_is_replaced_by_the_given_one(tmp_path: Path) -> None:
    given = [{"alpha": 0.5}, {"alpha": 5.0}]
    answer = Program(tmp_path, DRAWN).ask(
        lambda lab, search: lab.trials(search, configurations=given)
    )
    assert [dict(trial.configuration) for trial in answer.trials] == given
    again = Program(tmp_path, DRAWN).ask(
        lambda lab, search: lab.trials(search, configurations=given[1:])
    )
    assert again.trials[0].score == answer.trials[1].score != answer.trials[0].score


def test_each_seed_trains_what_was_drawn_once(tmp_path: Path) -> None:
    answer = Program(tmp_path, DRAWN).ask(lambda lab, search: lab.trials(search, 2, seeds=(1, 2)))
    assert [trial.seed for trial in answer.trials] == [1, 1, 2, 2]
    first, second, *rest = [trial.configuration for trial in answer.trials]
    assert first != second
    assert rest == [first, second]


def test_dictionaries_are_made_where_the_sampler_does_not_draw_them(tmp_path: Path) -> None:
    given = [{"max_depth": 7, "min_samples_leaf": leaf} for leaf in (2, 1)]
    answer = Program(tmp_path, FOREST).ask(
        lambda lab, search: lab.trials(search, configurations=[*given, given[0]], seeds=(1, 2))
    )
    tried = [(trial.seed, dict(trial.configuration)) for trial in answer.trials]
    assert tried == [(seed, one) for seed in (1, 2) for one in (given[0], given[0], given[1])]
    # What is random in a pass is the same again with the same seed, and another with another one.
    scores = [trial.score for trial in answer.trials]
    assert scores[0] == scores[1] != scores[3] == scores[4]


def test_the_elements_of_a_comprehension_are_trials(tmp_path: Path) -> None:
    program = f"""\
{DATA}
scores = {{a: Ridge(alpha=a).fit(x, y).score(x, y) for a in [0.1, 1.0, 100.0]}}
print(max(scores, key=scores.get))
"""
    answer = Program(tmp_path, program).ask(lambda lab, search: lab.trials(search, 2))
    assert [dict(trial.configuration) for trial in answer.trials] == [{"a": 0.1}, {"a": 1.0}]
    assert all(trial.score and len(trial.trainings) == 1 for trial in answer.trials)


def test_a_while_loop_has_passes_but_cannot_repeat_them(tmp_path: Path) -> None:
    program = DRAWN.replace("for turn in range(10):", "turn = 0\nwhile turn < 10:\n    turn += 1")
    answer = Program(tmp_path, program).ask(lambda lab, search: lab.trials(search, 2))
    assert [trial.state for trial in answer.trials] == ["complete"] * 2
    again = Program(tmp_path, program).ask(lambda lab, search: lab.trials(search, 2, seeds=(1, 2)))
    assert "cannot be repeated" in again.why
