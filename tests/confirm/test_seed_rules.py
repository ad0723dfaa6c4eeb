"""Rules about seeds and about state between trials: what the answers of their experiments prove."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.confirm.asking import cases, verdict_on
from tunelint.confirm.cases import Case
from tunelint.experiments.executions import separation
from tunelint.experiments.repeatability import of_trainings
from tunelint.lab.answers import UNBUILT, Answer, Training, Trial
from tunelint.lab.plain_values import Configuration
from tunelint.lab.questions import Question, Trials
from tunelint.lab.verdicts import Outcome

ZERO = """\
import keras_tuner as kt

tuner = kt.RandomSearch(build, "val_loss", max_trials=5, seed=0)
tuner.search(x, y, validation_split=0.2)
"""
FOREST = """\
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV

GridSearchCV(RandomForestClassifier(), {"max_depth": [2, 4]}).fit(x, y)
"""
PARALLEL = """\
import optuna

study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=42))
study.optimize(objective, n_trials=100, n_jobs=4)
"""
REUSED = """\
import keras
from hyperopt import fmin, hp, tpe
import numpy as np

model = keras.Sequential([keras.layers.Dense(1)])
optimizer = keras.optimizers.Adam(1e-3)

def objective(rate):
    other = keras.Sequential([keras.layers.Dense(1)])
    other.compile(optimizer=optimizer, loss="mse")
    other.fit(x, y, epochs=20)
    model.compile(keras.optimizers.SGD(rate), loss="mse")
    model.fit(x, y, epochs=20)
    return model.evaluate(x_val, y_val)

rstate = np.random.default_rng(1)
best = fmin(objective, hp.loguniform("rate", -9, -1), algo=tpe.suggest, max_evals=9, rstate=rstate)
"""
REPEATED = """\
import keras
import keras_tuner as kt

def build(hp):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    return model

tuner = kt.RandomSearch(build, "val_loss", max_trials=5, executions_per_trial=3, seed=42)
tuner.search(x, y, validation_split=0.2)
"""
Answering = Callable[[Question, int], tuple[Answer, ...]]


FIVE = (0.1, 0.2, 0.3, 0.4, 0.5)


def only(folder: Path, program: str, code: str) -> Case:
    (case,) = [case for case in cases(folder, program, code) if case.flagged]
    return case


def always(*answers: Answer) -> Answering:
    """The processes' answers, whatever is asked."""
    return lambda question, copies: answers[:copies]


def seeded(seed: int) -> Answer:
    return Answer(True, facts={"seed": seed})


@pytest.mark.parametrize(
    ("seeds", "outcome"),
    [
        ((17, 4711), Outcome.CONFIRMED),
        # The zero that is written is not the seed; but something else fixes it.
        ((17, 17), Outcome.INCONCLUSIVE),
        ((0, 0), Outcome.REFUTED),
    ],
)
def test_a_seed_of_zero(tmp_path: Path, seeds: tuple[int, int], outcome: Outcome) -> None:
    case = only(tmp_path, ZERO, "TUN102")
    assert verdict_on(case, always(*map(seeded, seeds))).outcome is outcome


def tried(*scores: float, after: str = "", framework: str = "keras", **training: object) -> Answer:
    """One process's trials, each with its own configuration and one training."""
    made = Training(framework, weights_after=after, **training)  # type: ignore[arg-type]
    return Answer(
        True,
        trials=tuple(
            Trial({"n": n}, "complete", score, trainings=(made,)) for n, score in enumerate(scores)
        ),
    )


def repeated(answer: Answer, count: int) -> Answer:
    """An answer with so many configurations, at most two, that all come out as its first one."""
    (trial,) = answer.trials
    return replace(
        answer, trials=tuple(replace(trial, configuration={"n": n}) for n in range(min(count, 2)))
    )


def curve(*values: float) -> dict[str, tuple[float, ...]]:
    return {"loss": values}


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        (tried(0.5, after="a"), tried(0.6, after="b"), Outcome.CONFIRMED),
        (tried(0.5, after="a"), tried(0.5, after="a"), Outcome.REFUTED),
        (
            tried(0.5, weights_before="a"),
            tried(0.5, weights_before="b"),
            Outcome.CONFIRMED,
        ),
        # The last digits, and what lies between rounding and another training.
        (
            tried(0.5, after="a", logs=curve(0.7, 0.6)),
            tried(0.5, after="b", logs=curve(0.7, 0.6000001)),
            Outcome.REFUTED,
        ),
        (
            tried(0.5, after="a", logs=curve(0.7, 0.6)),
            tried(0.5, after="b", logs=curve(0.7, 0.6001)),
            Outcome.INCONCLUSIVE,
        ),
        (
            tried(0.5, after="a", logs=curve(0.7, 0.6)),
            tried(0.5, after="b", logs=curve(0.7, 0.61)),
            Outcome.CONFIRMED,
        ),
        # scikit-learn computes with 64 bits: what is no rounding is another training.
        (tried(0.9, after="a"), tried(0.9002, after="b"), Outcome.INCONCLUSIVE),
        (
            tried(0.9, after="a", framework="scikit_learn"),
            tried(0.9002, after="b", framework="scikit_learn"),
            Outcome.CONFIRMED,
        ),
        (
            tried(0.9, after="a", framework="scikit_learn"),
            tried(0.900000001, after="a", framework="scikit_learn"),
            Outcome.REFUTED,
        ),
        # Something learned differently, but the score does not tell.
        (tried(0.5, after="a"), tried(0.5, after="b"), Outcome.INCONCLUSIVE),
    ],
)
def test_one_configuration_in_two_runs(
    tmp_path: Path, first: Answer, second: Answer, outcome: Outcome
) -> None:
    """The same two answers stand for one configuration, and for two."""

    def answering(question: Question, _: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        return repeated(first, question.count), repeated(second, question.count)

    verdict = verdict_on(only(tmp_path, FOREST, "TUN105"), answering)
    assert verdict.outcome is outcome
    assert verdict.depends_on_data is (outcome is Outcome.REFUTED)


@pytest.mark.parametrize(
    ("scores", "again", "outcome"),
    [
        ((0.9, 0.8, 0.7, 0.9, 0.9), (0.9, 0.8, 0.7, 0.9, 0.9), Outcome.REFUTED),
        ((0.9, 0.8, 0.7, 0.9, 0.9), (0.9, 0.8, 0.7, 0.9, 0.8), Outcome.CONFIRMED),
        # Scores that are all alike say nothing.
        ((0.9, 0.9, 0.9, 0.9, 0.9), (0.9, 0.9, 0.9, 0.9, 0.9), Outcome.INCONCLUSIVE),
    ],
)
def test_where_only_scores_are_seen_several_configurations_are_compared(
    tmp_path: Path, scores: tuple[float, ...], again: tuple[float, ...], outcome: Outcome
) -> None:
    def answering(question: Question, _: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        return tried(*scores[: question.count]), tried(*again[: question.count])

    assert verdict_on(only(tmp_path, FOREST, "TUN105"), answering).outcome is outcome


def test_both_runs_are_given_one_configuration_where_they_propose_different_ones(
    tmp_path: Path,
) -> None:
    given: list[tuple[Configuration, ...]] = []

    def answering(question: Question, _: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        given.append(question.configurations)
        first = second = tried(0.5, after="a", weights_before="w")
        if question.configurations:
            return first, second
        return first, replace(second, trials=(replace(second.trials[0], configuration={"n": 7}),))

    verdict = verdict_on(only(tmp_path, FOREST, "TUN105"), answering)

    assert verdict.outcome is Outcome.REFUTED
    assert given == [(), ({"n": 0},)]


def test_an_estimator_is_compared_with_configurations_from_all_over_the_grid(
    tmp_path: Path,
) -> None:
    grid = FOREST.replace("[2, 4]", "list(range(40))")
    given: list[Configuration] = []

    def answering(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        if not question.train:
            return (tried(*[0.5] * 40),)[:copies]
        if not question.configurations:
            return tried(0.5, after="a"), tried(0.5, after="a")
        given.extend(question.configurations)
        first = tried(*[0.5] * 10, after="a")
        trials = [
            replace(trial, configuration=own)
            for trial, own in zip(first.trials, question.configurations, strict=True)
        ]
        return replace(first, trials=tuple(trials)), replace(
            first, trials=(*trials[:9], replace(trials[9], score=0.6))
        )

    assert verdict_on(only(tmp_path, grid, "TUN105"), answering).outcome is Outcome.CONFIRMED
    assert [one["n"] for one in given] == list(range(0, 40, 4))


def test_two_of_many_configurations_are_too_few_to_refute(tmp_path: Path) -> None:
    def answering(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        return (tried(*[0.5] * (2 if question.train else 10), after="a"),) * copies

    verdict = verdict_on(only(tmp_path, FOREST, "TUN105"), answering)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "only 2 configurations" in verdict.line


def test_a_failed_trial_proves_nothing_about_seeds(tmp_path: Path) -> None:
    failed = Answer(True, trials=(Trial({}, "failed", error="KeyError: 'x'"),))
    verdict = verdict_on(only(tmp_path, FOREST, "TUN105"), always(failed, failed))
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "KeyError" in verdict.line


def proposed(*numbers: int) -> Answer:
    return Answer(True, trials=tuple(Trial({"n": number}) for number in numbers))


def test_parallel_trials_that_agree_are_asked_again(tmp_path: Path) -> None:
    case = only(tmp_path, PARALLEL, "TUN107")
    asked: list[Question] = []

    def agreeing(question: Question, _: int) -> tuple[Answer, ...]:
        asked.append(question)
        return tried(*FIVE), tried(*FIVE)

    assert verdict_on(case, agreeing).outcome is Outcome.INCONCLUSIVE
    assert len(asked) == len(set(map(repr, asked))) == 3

    differing = always(proposed(1, 2, 3), proposed(1, 3, 2))
    assert verdict_on(case, differing).outcome is Outcome.CONFIRMED


def test_how_many_executions_tell_the_best_two_apart() -> None:
    scores = [[0.80, 0.90], [0.70, 0.80], [0.10, 0.20]]
    told = separation(scores, higher=True)
    # The spread between two seeds that are 0.1 apart is 0.1 / √2: 2 (1.96 · 0.0707 / 0.1)² = 3.84.
    assert told.gap == pytest.approx(0.1)
    assert told.spread == pytest.approx(0.1 / 2**0.5)
    assert told.executions == 4

    assert separation(scores, higher=False).gap == pytest.approx(0.6)
    assert separation([[0.5, 0.7], [0.5, 0.7]], higher=True).executions is None


def of_weights(*weights: str, data: tuple[str, ...] = ()) -> Trial:
    marks = data or ("rows",) * len(weights)
    trainings = [
        Training("keras", weights_after=after, data={"x": mark})
        for after, mark in zip(weights, marks, strict=True)
    ]
    return Trial({}, "complete", 0.5, trainings=tuple(trainings))


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        (of_weights("a", "a", "a"), Outcome.CONFIRMED),
        (of_weights("a", "b", "c"), Outcome.REFUTED),
        (of_weights("a", "a", "c", data=("rows", "rows", "all")), Outcome.CONFIRMED),
        (of_weights("a"), Outcome.INCONCLUSIVE),
        (of_weights("", ""), Outcome.INCONCLUSIVE),
    ],
)
def test_the_executions_of_the_second_trial(
    tmp_path: Path, second: Trial, outcome: Outcome
) -> None:
    case = only(tmp_path, REPEATED, "TUN109")
    answer = Answer(True, trials=(of_weights("x", "y", "z"), second))
    assert verdict_on(case, always(answer)).outcome is outcome


def trained(before: str, after: str, error: str = "", steps: int | None = None) -> Trial:
    training = Training(
        "keras", weights_before=before, weights_after=after, error=error, steps_before=steps
    )
    state = "failed" if error else "complete"
    return Trial({}, state, 0.5, error, trainings=(training,))


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        (trained("a", "b"), trained("b", "c"), Outcome.CONFIRMED),
        (trained(UNBUILT, "b"), trained("b", "c"), Outcome.CONFIRMED),
        (trained("a", "b"), trained("a", "c"), Outcome.REFUTED),
        # A model that is not built yet has no weights.
        (trained(UNBUILT, "b"), trained(UNBUILT, "c"), Outcome.REFUTED),
        (trained("a", "b"), trained("", "c"), Outcome.INCONCLUSIVE),
        # The same start twice, and a training that changes nothing.
        (trained("a", "a"), trained("a", "c"), Outcome.INCONCLUSIVE),
        (Trial({}, "complete", 0.5), Trial({}, "complete", 0.5), Outcome.INCONCLUSIVE),
        (trained("a", "b"), Trial({}, "failed", error="KeyError: 'x'"), Outcome.INCONCLUSIVE),
    ],
)
def test_weights_of_one_trial_in_the_next(
    tmp_path: Path, first: Trial, second: Trial, outcome: Outcome
) -> None:
    case = only(tmp_path, REUSED, "TUN607")
    verdict = verdict_on(case, always(Answer(True, trials=(first, second))))
    assert verdict.outcome is outcome


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("", "ValueError: Unknown variable", Outcome.CONFIRMED),
        ("", "", Outcome.REFUTED),
        ("", "KeyError: 'x'", Outcome.INCONCLUSIVE),
        ("ValueError: no rows", "ValueError: no rows", Outcome.INCONCLUSIVE),
    ],
)
def test_the_second_trial_of_a_shared_optimizer(
    tmp_path: Path, first: str, second: str, outcome: Outcome
) -> None:
    case = only(tmp_path, REUSED, "TUN608")
    answer = Answer(True, trials=(trained("a", "b", first), trained("b", "c", second)))
    assert verdict_on(case, always(answer)).outcome is outcome


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [(0, Outcome.REFUTED), (None, Outcome.REFUTED), (20, Outcome.CONFIRMED)],
)
def test_an_optimizer_that_goes_on_without_an_exception(
    tmp_path: Path, steps: int | None, outcome: Outcome
) -> None:
    case = only(tmp_path, REUSED, "TUN608")
    trials = (trained("a", "b", steps=0), trained("b", "c", steps=steps))
    assert verdict_on(case, always(Answer(True, trials=trials))).outcome is outcome


def test_curves_that_end_early_are_compared_as_far_as_they_go() -> None:
    one = Training("keras", logs=curve(0.5, 0.4))
    like = of_trainings(one, Training("keras", logs=curve(0.5)))
    assert like.agrees
    assert like.gap == 0
