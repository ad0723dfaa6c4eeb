"""What the rules on epochs, metrics and rows conclude from curves that are made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.confirm.asking import cases, verdict_on
from tests.confirm.made_up import MadeUp
from tunelint.experiments.learning_curves import End, Reading, Sign, reading_of
from tunelint.experiments.trial_grid import labels
from tunelint.lab.answers import Measured, Training, Trial
from tunelint.lab.plain_values import Configuration
from tunelint.lab.questions import Trials
from tunelint.lab.verdicts import Curves, Outcome, Ranking, Verdict

HEAD = """\
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("number", 0, 7)), keras.layers.Dense(1)])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model

"""
SHORT = (
    HEAD
    + """\
tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=8, seed=7)
tuner.search(x, y, validation_data=(v, w), epochs=4)
model = tuner.hypermodel.build(tuner.get_best_hyperparameters()[0])
model.fit(x, y, epochs=40)
"""
)
ONE_EPOCH = (
    HEAD
    + """\
tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=8, seed=7)
tuner.search(x, y, validation_data=(v, w))
"""
)
BY_LOSS = (
    HEAD
    + """\
tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=8, seed=7)
tuner.search(x, y, validation_data=(v, w), epochs=20)
"""
)
BY_TRAINING = (
    HEAD
    + """\
tuner = kt.RandomSearch(build_model, objective="accuracy", max_trials=8, seed=7)
tuner.search(x, y, validation_data=(v, w), epochs=20)
"""
)
BY_LAST_EPOCH = """\
import keras
import optuna

def objective(trial):
    model = keras.Sequential([keras.layers.Dense(trial.suggest_int("number", 0, 7))])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(patience=9, restore_best_weights=True)
    history = model.fit(x, y, epochs=20, validation_data=(v, w), callbacks=[stop])
    return history.history["val_loss"][-1]

optuna.create_study().optimize(objective, n_trials=8)
"""
BY_SCORE = """\
import optuna
from sklearn.linear_model import Ridge

def objective(trial):
    model = Ridge(alpha=trial.suggest_float("number", 0.1, 1.0)).fit(x_train, y_train)
    return model.score(x_train, y_train)

study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=20)
"""


def verdict(folder: Path, program: str, code: str, search: MadeUp) -> Verdict:
    """What the rule says about the program's only subject."""
    (case,) = cases(folder, program, code)
    return verdict_on(case, search)


def crossing(number: int, epoch: int) -> Mapping[str, float]:
    """Who starts fast ends badly."""
    return {"val_loss": 2 - 0.1 * number if epoch <= 4 else 1 + 0.1 * number}


def parallel(number: int, epoch: int) -> Mapping[str, float]:
    """Who starts fast stays ahead."""
    return {"val_loss": 2 - 0.1 * number - 0.001 * epoch}


def test_an_early_winner_that_ends_badly_confirms(tmp_path: Path) -> None:
    found = verdict(tmp_path, SHORT, "TUN401", MadeUp(crossing, noise=0.02))
    assert found.outcome is Outcome.CONFIRMED
    assert found.depends_on_data
    assert found.numbers["winner_changes"] is True
    assert found.numbers["regret"] == pytest.approx(0.7, abs=0.1)
    assert "after 4 epochs" in found.line
    assert "8 configurations, 3 seeds each" in found.line
    ranking, curves = found.exhibits
    assert isinstance(ranking, Ranking)
    assert not ranking.higher_is_better
    assert isinstance(curves, Curves)
    assert {len(line.values) for line in curves.lines} == {40}


def test_a_ranking_that_holds_refutes(tmp_path: Path) -> None:
    found = verdict(tmp_path, SHORT, "TUN401", MadeUp(parallel, noise=0.01))
    assert found.outcome is Outcome.REFUTED


def test_differences_within_the_noise_settle_nothing(tmp_path: Path) -> None:
    found = verdict(tmp_path, SHORT, "TUN401", MadeUp(crossing, noise=5))
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "no more than seeds" in found.line


def test_trials_as_long_as_the_final_fit_refute_without_training_on(tmp_path: Path) -> None:
    search = MadeUp(crossing, epochs=40)
    found = verdict(tmp_path, SHORT, "TUN401", search)
    assert found.outcome is Outcome.REFUTED
    assert not found.depends_on_data
    assert not any(isinstance(one, Trials) and one.configurations for one in search.asked)


def test_too_few_trainings_are_no_answer(tmp_path: Path) -> None:
    found = verdict(tmp_path, SHORT, "TUN401", MadeUp(crossing, seeds=1))
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "only 8 trainings" in found.line
    failing = MadeUp(crossing, error="KeyError: 'val_loss'")
    assert "KeyError" in verdict(tmp_path, SHORT, "TUN401", failing).line


def test_of_a_grid_configurations_are_taken_from_far_and_wide(tmp_path: Path) -> None:
    search = MadeUp(crossing, configurations=40)
    verdict(tmp_path, SHORT.replace("RandomSearch", "GridSearch"), "TUN401", search)
    tried = {
        one["number"]
        for question in search.asked
        if isinstance(question, Trials)
        for one in question.configurations
    }
    assert tried == {0, 5, 10, 15, 20, 25, 30, 35}


def test_too_few_epochs_are_judged_after_ten_times_as_many(tmp_path: Path) -> None:
    search = MadeUp(lambda number, epoch: crossing(number, 4 * epoch), epochs=1)
    found = verdict(tmp_path, ONE_EPOCH, "TUN402", search)
    assert found.outcome is Outcome.CONFIRMED
    assert "after 10 epochs" in found.line
    search = MadeUp(parallel, epochs=1)
    assert verdict(tmp_path, ONE_EPOCH, "TUN402", search).outcome is Outcome.REFUTED


def test_a_loss_that_ranks_otherwise_than_the_metric_confirms(tmp_path: Path) -> None:
    def logs(number: int, epoch: int) -> Mapping[str, float]:
        return {"val_loss": 1 - 0.1 * number, "val_accuracy": 0.9 - 0.05 * number}

    found = verdict(tmp_path, BY_LOSS, "TUN302", MadeUp(logs, epochs=20))
    assert found.outcome is Outcome.CONFIRMED
    assert found.numbers["tau"] == -1
    (ranking,) = found.exhibits
    assert isinstance(ranking, Ranking)
    assert ranking.first == "val_loss, sign turned"


def test_a_loss_that_ranks_as_the_metric_does_refutes(tmp_path: Path) -> None:
    def logs(number: int, epoch: int) -> Mapping[str, float]:
        return {"val_loss": 1 - 0.1 * number, "val_accuracy": 0.5 + 0.05 * number}

    found = verdict(tmp_path, BY_LOSS, "TUN302", MadeUp(logs, epochs=20))
    assert found.outcome is Outcome.REFUTED
    same = BY_LOSS.replace('"val_loss"', '"val_accuracy"')
    found = verdict(tmp_path, same, "TUN302", MadeUp(logs, "val_accuracy", "max"))
    assert found.outcome is Outcome.REFUTED
    assert not found.depends_on_data


class LastEpoch(MadeUp):
    """Its trials are scored by their last epoch."""

    def _trial(self, question: Trials, configuration: Configuration, seed: int | None) -> Trial:
        trial = super()._trial(question, configuration, seed)
        return replace(trial, score=trial.trainings[0].logs[self.log][-1])


def falling_apart(number: int, epoch: int) -> Mapping[str, float]:
    """Who has the best epoch ends worst."""
    return {"val_loss": {1: 9.0, 2: 2 - 0.1 * number}.get(epoch, 3 + 0.1 * number)}


@pytest.mark.parametrize(
    ("search", "outcome"),
    [
        (LastEpoch(falling_apart, epochs=20), Outcome.CONFIRMED),
        (LastEpoch(parallel, epochs=20), Outcome.REFUTED),
        (MadeUp(falling_apart, epochs=20), Outcome.REFUTED),
    ],
)
def test_a_winner_by_last_epochs(search: MadeUp, outcome: Outcome, tmp_path: Path) -> None:
    assert verdict(tmp_path, BY_LAST_EPOCH, "TUN414", search).outcome is outcome


def test_the_training_log_as_score_confirms_and_tells_what_it_costs(tmp_path: Path) -> None:
    def logs(number: int, epoch: int) -> Mapping[str, float]:
        return {"accuracy": 0.5 + 0.05 * number, "val_accuracy": 0.9 - 0.05 * number}

    found = verdict(tmp_path, BY_TRAINING, "TUN303", MadeUp(logs, "accuracy", "max"))
    assert found.outcome is Outcome.CONFIRMED
    assert found.depends_on_data
    assert "is 'accuracy', measured on the training rows" in found.line
    assert found.numbers["regret"] == pytest.approx(0.35)


@pytest.mark.parametrize("wobble", [0.001, 0.5])
def test_a_training_log_that_ranks_as_the_validation_does_is_not_confirmed(
    wobble: float, tmp_path: Path
) -> None:
    """That it is the training's own log is a fact; that it picks another winner is none."""

    def logs(number: int, epoch: int) -> Mapping[str, float]:
        return {"accuracy": 0.5 + 0.05 * number, "val_accuracy": 0.4 + 0.05 * number}

    found = verdict(tmp_path, BY_TRAINING, "TUN303", MadeUp(logs, "accuracy", "max", wobble=wobble))
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "is 'accuracy', measured on the training rows" in found.line
    assert "no loss is shown" in found.line


def test_a_training_log_without_a_validation_beside_it_confirms(tmp_path: Path) -> None:
    def logs(number: int, epoch: int) -> Mapping[str, float]:
        return {"accuracy": 0.5 + 0.05 * number}

    found = verdict(tmp_path, BY_TRAINING, "TUN303", MadeUp(logs, "accuracy", "max"))
    assert found.outcome is Outcome.CONFIRMED
    assert not found.depends_on_data


def test_trials_that_set_their_own_seed_tell_nothing_of_noise(tmp_path: Path) -> None:
    """Without noise between seeds any difference would be more than they explain."""
    found = verdict(tmp_path, SHORT, "TUN401", MadeUp(crossing, noise=0))
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "every seed gives the same" in found.line


def test_trials_that_train_for_different_numbers_of_epochs_are_not_compared(
    tmp_path: Path,
) -> None:
    search = MadeUp(crossing, noise=0.02, asks=lambda number: 4 if number < 4 else 9)
    found = verdict(tmp_path, SHORT, "TUN401", search)
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "different numbers of epochs: 4, 9" in found.line


def test_the_epochs_of_the_trials_count_not_those_that_were_read(tmp_path: Path) -> None:
    """What is read is that a trial trains for one epoch."""
    search = MadeUp(parallel, epochs=20, noise=0.01)
    found = verdict(tmp_path, ONE_EPOCH, "TUN402", search)
    assert "after 20 epochs" in found.line
    assert "after 200 epochs" in found.line


def test_a_score_on_other_rows_refutes(tmp_path: Path) -> None:
    rows = {"x": ("a", "b", "c", "d"), "validation x": ("e", "f")}
    search = MadeUp(parallel, "val_loss", rows=rows)
    assert verdict(tmp_path, BY_TRAINING, "TUN303", search).outcome is Outcome.REFUTED
    rows = {"x": ("a", "b", "c", "d"), "validation x": ("a", "b")}
    search = MadeUp(parallel, "val_loss", rows=rows)
    assert verdict(tmp_path, BY_TRAINING, "TUN303", search).outcome is Outcome.CONFIRMED


def test_the_evaluation_that_gives_the_score_counts(tmp_path: Path) -> None:
    """Rows are known by content: those of another evaluation do not matter."""
    fitted, other = ("a", "b", "c"), ("d", "e")
    on_fitted = Measured("scikit_learn", {}, {"score": 0.75}, {"x": fitted})
    on_others = Measured("scikit_learn", {}, {"score": 0.5}, {"x": other})
    search = MadeUp(
        lambda number, epoch: {}, "score", "max", rows={"x": fitted}, score=0.75, epochs=1
    )
    search.evaluations = (on_others, on_fitted)
    assert verdict(tmp_path, BY_SCORE, "TUN303", search).outcome is Outcome.CONFIRMED
    search.evaluations = (replace(on_fitted, result={"score": 0.5}), replace(on_others, result={}))
    assert verdict(tmp_path, BY_SCORE, "TUN303", search).outcome is Outcome.REFUTED


def trained(score: float, **logs: tuple[float, ...]) -> Trial:
    """A trial of one training."""
    return Trial({}, "complete", score, trainings=(Training("keras", logs=logs),))


def test_the_way_a_score_is_read_off_the_curves_is_found() -> None:
    trials = [trained(-0.7, acc=(0.1, 0.7, 0.6), loss=(3.0, 2.0, 1.0)) for _ in range(2)]
    assert reading_of(trials) == Reading("acc", End.HIGHEST, Sign.NEGATED)
    trials = [trained(0.4, acc=(0.1, 0.7, 0.6))]
    assert reading_of(trials) == Reading("acc", End.LAST, Sign.REST)
    assert reading_of([trained(0.123, acc=(0.1, 0.7, 0.6))]) is None


def test_a_score_is_read_off_the_first_epochs() -> None:
    trial = trained(0.7, acc=(0.1, 0.7, 0.6, 0.9))
    assert Reading("acc", End.HIGHEST).of(trial, 3) == 0.7
    assert Reading("acc", End.LAST).of(trial, 3) == 0.6
    assert Reading("loss").of(trial) is None


def test_configurations_are_told_apart_by_what_differs() -> None:
    found = labels([{"units": 8, "lr": 0.001, "act": "relu"}, {"units": 8, "lr": 0.01234}])
    assert found == ("act=relu, lr=0.001", "lr=0.0123")
