"""What an experiment takes away from a script is told, and refutes nothing that speaks of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.command import tunelint, write
from tests.confirm.asking import cases, confirmations, verdict_on
from tests.confirm.questions import HERE, span
from tunelint.confirm.executors import LocalProcesses
from tunelint.lab.answers import Answer, Stopping, Training, Trial
from tunelint.lab.questions import Caps, Job, Question, Script, Trials
from tunelint.lab.verdicts import Outcome

libraries = pytest.mark.libraries

FOREST = """\
import numpy as np
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV

np.random.seed(1)
x, y = make_classification(200, n_informative=4, flip_y=0.3, random_state=1)
grid = {"max_depth": [2, 3, 4, 5], "min_samples_leaf": [1, 3]}
search = GridSearchCV(RandomForestClassifier(5), grid, cv=2, n_jobs=2)
search.fit(x, y)  # search
"""
NETWORK = """\
import keras
import keras_tuner as kt
import numpy as np

x, y = np.random.default_rng(1).normal(size=(40, 3)), np.ones((40, 1))


def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 2, 4)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


stop = keras.callbacks.EarlyStopping(patience=6, start_from_epoch=1)
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=3, seed=7)
tuner.search(x, y, epochs=5, validation_split=0.25, callbacks=[stop], verbose=0)  # search
"""


def asked(folder: Path, program: str, caps: Caps, **question: object) -> Answer:
    """One trial of the program's search."""
    write(folder, {"train.py": program})
    path = folder / "train.py"
    tuner = "scikit_learn" if "sklearn" in program else "keras_tuner"
    wanted = Trials(tuner, span(path, program, HERE), 1, **question)  # type: ignore[arg-type]
    script = Script(str(path), str(folder), str(folder))
    (answer,) = LocalProcesses().run([Job(script, wanted, caps)], 60)
    assert not answer.why
    return answer


@libraries
def test_what_workers_would_train_is_trained_here_and_told(tmp_path: Path) -> None:
    here = asked(tmp_path, FOREST, Caps())
    there = asked(tmp_path, FOREST, Caps(), workers=True)
    alone = asked(tmp_path, FOREST.replace(", n_jobs=2", ""), Caps())

    assert (here.changed, there.changed, alone.changed) == ({"n_jobs"}, set(), set())
    assert len(here.trials[0].trainings) == 2
    assert there.trials[0].trainings == ()
    assert there.trials[0].score is not None


@libraries
def test_epochs_that_are_cut_are_told(tmp_path: Path) -> None:
    short, whole = (asked(tmp_path, NETWORK, Caps(epochs=2), whole=each) for each in (False, True))

    trainings = [answer.trials[0].trainings[0] for answer in (short, whole)]
    assert [(one.epochs_asked, one.epochs_run) for one in trainings] == [(5, 2), (5, 5)]
    assert (short.changed, whole.changed) == ({"epochs"}, set())
    assert trainings[0].stoppings == (Stopping(6, 5, start=1),)


@libraries
def test_rows_are_cut_but_where_they_are_asked_about(tmp_path: Path) -> None:
    few, whole = (asked(tmp_path, NETWORK, Caps(rows=8), rows=each) for each in (False, True))

    assert [one.trials[0].trainings[0].rows for one in (few, whole)] == [8, 40]
    assert ("rows" in few.changed, "rows" in whole.changed) == (True, False)
    marks = whole.trials[0].trainings[0].row_marks
    assert (len(marks["x"]), len(marks["validation x"])) == (30, 10)


@libraries
def test_a_seed_that_does_not_reach_the_workers_is_confirmed(tmp_path: Path) -> None:
    (found,) = confirmations(tmp_path, FOREST, "TUN105")
    assert found.flagged
    assert found.verdict.outcome is Outcome.CONFIRMED


def scored(question: Question, changed: frozenset[str], *scores: float) -> Answer:
    assert isinstance(question, Trials)
    trained = () if question.workers else (Training("scikit_learn", weights_after="a"),)
    given = question.configurations or tuple({"n": n} for n in range(question.count))
    trials = tuple(
        Trial(one, "complete", score, trainings=trained)
        for one, score in zip(given, scores, strict=False)
    )
    return Answer(True, trials=trials, changed=frozenset() if question.workers else changed)


@pytest.mark.parametrize(
    ("in_workers", "outcome"),
    [
        ((0.9, 0.8, 0.7, 0.6, 0.5), Outcome.REFUTED),
        ((0.9, 0.8, 0.7, 0.6, 0.4), Outcome.CONFIRMED),
        ((0.9, 0.9, 0.9, 0.9, 0.9), Outcome.CONFIRMED),
    ],
)
def test_agreement_in_one_process_is_looked_at_in_the_workers(
    in_workers: tuple[float, ...], outcome: Outcome, tmp_path: Path
) -> None:
    (case,) = [one for one in cases(tmp_path, FOREST, "TUN105") if one.flagged]
    scores, workers = (0.9, 0.8, 0.7, 0.6, 0.5), []

    def answering(question: Question, copies: int) -> tuple[Answer, ...]:
        changed = frozenset({"n_jobs"})
        assert isinstance(question, Trials)
        if not question.workers:
            return (scored(question, changed, *scores),) * copies
        workers.append(question)
        return (scored(question, changed, *scores), scored(question, changed, *in_workers))

    assert verdict_on(case, answering).outcome is outcome
    assert len(workers) == 1


def test_workers_that_cannot_be_asked_leave_it_open(tmp_path: Path) -> None:
    (case,) = [one for one in cases(tmp_path, FOREST, "TUN105") if one.flagged]

    def answering(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        if question.workers:
            return (Answer(True, "the search raises PermissionError: no semaphores"),) * copies
        return (scored(question, frozenset({"n_jobs"}), 0.9, 0.8, 0.7, 0.6, 0.5),) * copies

    verdict = verdict_on(case, answering)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "no semaphores" in verdict.line


# -- epochs and patience ----------------------------------------------------------------------


def stopped(patience: int, *epochs: int, start: int = 0) -> Answer:
    """Trials that are told to train for so many epochs, each with one early stopping."""
    return Answer(
        True,
        trials=tuple(
            Trial(
                {"n": n},
                "complete",
                0.5,
                trainings=(Training("keras", one, 3, stoppings=(Stopping(patience, one, start),)),),
            )
            for n, one in enumerate(epochs)
        ),
    )


@pytest.mark.parametrize(
    ("answer", "outcome", "words"),
    [
        (stopped(6, 5, 5, 5), Outcome.CONFIRMED, "5 epochs: patience=6 can never stop one"),
        (stopped(6, 7, 7), Outcome.CONFIRMED, "7 epochs: patience=6 can stop one only at the last"),
        # The call is told more epochs than the source says.
        (stopped(6, 20, 20), Outcome.REFUTED, "20 epochs: patience=6 can stop one after epoch 7"),
        (stopped(6, 5, 20), Outcome.REFUTED, "5 or 20 epochs: patience=6 can stop one"),
        (stopped(6, 8, start=1), Outcome.CONFIRMED, "can stop one only at the last"),
        # And the live callback another patience.
        (stopped(2, 5, 5), Outcome.REFUTED, "patience=2 can stop one after epoch 3"),
        (Answer(True, trials=(Trial({}, "complete", 0.5),)), Outcome.INCONCLUSIVE, "no training"),
    ],
)
def test_patience_is_judged_by_the_epochs_that_arrive(
    answer: Answer, outcome: Outcome, words: str, tmp_path: Path
) -> None:
    (case,) = [one for one in cases(tmp_path, NETWORK, "TUN404") if one.flagged]
    verdict = verdict_on(case, lambda question, copies: (answer,) * copies)
    assert verdict.outcome is outcome
    assert words in verdict.line


HYPERBAND = """\
import keras_tuner as kt

tuner = kt.Hyperband(build, objective="val_loss", max_epochs=20, seed=7)
tuner.search(x, y, epochs=2, validation_split=0.2)
"""


@pytest.mark.parametrize(
    ("told", "later", "outcome"),
    [
        ((7, 7), (7, 20), Outcome.CONFIRMED),
        # By chance the first bracket trains for as long; later ones do not.
        ((2, 2), (2, 7, 20), Outcome.CONFIRMED),
        ((2, 2), (2, 2), Outcome.REFUTED),
    ],
)
def test_epochs_of_the_first_bracket_may_agree_by_chance(
    told: tuple[int, ...], later: tuple[int, ...], outcome: Outcome, tmp_path: Path
) -> None:
    (case,) = [one for one in cases(tmp_path, HYPERBAND, "TUN406") if one.flagged]

    def answering(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        if not question.train:
            trials = tuple(Trial({"tuner/epochs": each, "units": each}) for each in later)
            return (Answer(True, trials=trials),)
        trainings = [(Training("keras", each, 3),) for each in told]
        trials = tuple(Trial({"units": 1}, "complete", 0.5, trainings=one) for one in trainings)
        return (Answer(True, trials=trials, facts={"max_epochs": 20}),)

    assert verdict_on(case, answering).outcome is outcome


# -- reports to a pruner ----------------------------------------------------------------------

LATE_REPORTS = """\
import keras
import numpy as np
import optuna

x, y = np.random.default_rng(1).normal(size=(40, 3)), np.ones((40, 1))


class Reports(keras.callbacks.Callback):
    def __init__(self, trial):
        super().__init__()
        self.trial = trial

    def on_epoch_end(self, epoch, logs=None):
        if epoch >= 4:
            self.trial.report(logs["loss"], epoch)
            if self.trial.should_prune():
                raise optuna.TrialPruned()


def objective(trial):
    model = keras.Sequential([keras.layers.Dense(trial.suggest_int("units", 2, 4))])
    model.compile("sgd", "mse")
    return model.fit(x, y, epochs=6, callbacks=[Reports(trial)], verbose=0).history["loss"][-1]


study = optuna.create_study(
    sampler=optuna.samplers.TPESampler(seed=1), pruner=optuna.pruners.MedianPruner()
)
study.optimize(objective, n_trials=5)
"""


@libraries
def test_scores_that_are_reported_late_are_waited_for(tmp_path: Path) -> None:
    """Within the caps no trial comes to the epoch in which it begins to report."""
    (found,) = confirmations(tmp_path, LATE_REPORTS, "TUN409")
    assert found.verdict.outcome is Outcome.REFUTED
    assert found.verdict.numbers["reports"] == 6


# -- fewer rows -------------------------------------------------------------------------------


def test_what_depends_on_rows_that_are_left_out_is_not_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A training on the first rows agrees in two runs; one on all of them may not."""
    folder = write(tmp_path, {"a.py": FOREST.replace(", n_jobs=2", "").replace("np.random", "#")})
    made = Training("scikit_learn", weights_after="a")
    trials = tuple(Trial({"n": n}, "complete", n / 9, trainings=(made,)) for n in range(5))
    answer = Answer(True, trials=trials, changed=frozenset({"rows"}))
    monkeypatch.setattr(LocalProcesses, "run", lambda self, jobs, seconds: [answer] * len(jobs))

    few = tunelint(folder, "confirm", "--select", "TUN105", "--rows", "20")
    whole = replace(answer, changed=frozenset())
    monkeypatch.setattr(LocalProcesses, "run", lambda self, jobs, seconds: [whole] * len(jobs))
    every = tunelint(folder, "confirm", "--select", "TUN105", "--fresh")

    assert "inconclusive: on the first 20 rows: 5 configurations" in few.output
    assert "refuted: 5 configurations" in every.output
