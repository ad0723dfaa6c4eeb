"""What the rules on early stopping conclude from curves that are made up."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.confirm.asking import cases, verdict_on
from tests.confirm.made_up import MadeUp
from tunelint.lab.answers import Answer, Training, Trial
from tunelint.lab.verdicts import Outcome, Verdict

PROGRAM = """\
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("number", 0, 7)), keras.layers.Dense(1)])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model

stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=1)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=8, seed=7)
tuner.search(x, y, validation_data=(v, w), epochs=20, callbacks=[stop])
"""
BY_TRAINING_LOSS = PROGRAM.replace('monitor="val_accuracy"', 'monitor="loss"')
BY_CUSTOM_MODE = PROGRAM.replace('monitor="val_accuracy"', 'monitor="val_thing", mode="min"')
BY_UNKNOWN = PROGRAM.replace('monitor="val_accuracy"', 'monitor="val_acc"')


def verdict(program: str, code: str, folder: Path, search: MadeUp) -> Verdict:
    """What the rule says about the program's only subject."""
    (case,) = cases(folder, program, code)
    return verdict_on(case, search)


def rising(number: int, epoch: int) -> Mapping[str, float]:
    """The validation gets better until the end, the better the higher the number."""
    return {
        "loss": 2 - 0.01 * epoch,
        "val_accuracy": 0.5 + 0.01 * number + 0.015 * epoch,
        "val_thing": 1 + abs(epoch - 5),
    }


def peaked(number: int, epoch: int) -> Mapping[str, float]:
    """The validation is best at the fifth epoch."""
    value = 0.8 + 0.01 * number - 0.01 * abs(epoch - 5)
    return {"loss": 2 - 0.01 * epoch, "val_accuracy": value, "val_thing": 1 + abs(epoch - 5)}


def test_trials_that_are_stopped_while_they_rise_confirm(tmp_path: Path) -> None:
    search = MadeUp(rising, "val_accuracy", "max", 20, stops=lambda number: 3)
    found = verdict(PROGRAM, "TUN403", tmp_path, search)
    assert found.outcome is Outcome.CONFIRMED
    assert found.numbers["hits"] == found.numbers["trainings"] == 24
    assert "24 of 24 trainings of 20 epochs improve" in found.line


def test_trials_that_are_stopped_after_their_best_refute(tmp_path: Path) -> None:
    search = MadeUp(peaked, "val_accuracy", "max", 20, stops=lambda number: 7)
    found = verdict(PROGRAM, "TUN403", tmp_path, search)
    assert found.outcome is Outcome.REFUTED
    assert found.numbers["hits"] == 0


def test_gains_within_the_noise_are_none(tmp_path: Path) -> None:
    search = MadeUp(rising, "val_accuracy", "max", 20, stops=lambda number: 3, noise=3.0)
    assert verdict(PROGRAM, "TUN403", tmp_path, search).numbers["hits"] == 0


def test_a_winner_that_is_stopped_confirms_however_few_are(tmp_path: Path) -> None:
    search = MadeUp(
        rising, "val_accuracy", "max", 20, stops=lambda number: 2 if number == 7 else 19
    )
    found = verdict(PROGRAM, "TUN403", tmp_path, search)
    assert found.outcome is Outcome.CONFIRMED
    assert found.numbers["winner_changes"] is True


def test_noise_makes_no_later_epoch_better(tmp_path: Path) -> None:
    """The best of twenty noisy epochs beats the best of three; in other curves it does not."""

    def flat(number: int, epoch: int) -> Mapping[str, float]:
        return {"val_accuracy": 0.5 + 0.02 * number}

    search = MadeUp(flat, "val_accuracy", "max", 20, stops=lambda number: 3, wobble=0.1)
    found = verdict(PROGRAM, "TUN403", tmp_path, search)
    assert found.outcome is not Outcome.CONFIRMED
    assert found.numbers["gain_low"] <= 0


def test_noise_makes_no_other_epoch_better(tmp_path: Path) -> None:
    def alike(number: int, epoch: int) -> Mapping[str, float]:
        return {"val_accuracy": 0.5 - 0.01 * abs(epoch - 8), "loss": 1 + 0.01 * abs(epoch - 8)}

    search = MadeUp(alike, "val_accuracy", "max", 20, wobble=0.02)
    found = verdict(BY_TRAINING_LOSS, "TUN405", tmp_path, search)
    assert found.outcome is Outcome.INCONCLUSIVE
    assert found.numbers["lost_low"] <= 0


def test_some_stopped_trials_settle_nothing(tmp_path: Path) -> None:
    search = MadeUp(
        rising, "val_accuracy", "max", 20, stops=lambda number: 3 if number < 3 else None
    )
    assert verdict(PROGRAM, "TUN403", tmp_path, search).outcome is Outcome.INCONCLUSIVE


def test_a_monitor_that_is_not_logged_is_no_answer(tmp_path: Path) -> None:
    def logs(number: int, epoch: int) -> Mapping[str, float]:
        return {"val_loss": 1.0 / epoch}

    found = verdict(PROGRAM, "TUN403", tmp_path, MadeUp(logs, epochs=20))
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "no training logs 'val_accuracy'" in found.line


def test_a_monitor_with_another_best_epoch_confirms(tmp_path: Path) -> None:
    search = MadeUp(peaked, "val_accuracy", "max", 20)
    found = verdict(BY_TRAINING_LOSS, "TUN405", tmp_path, search)
    assert found.outcome is Outcome.CONFIRMED
    assert found.numbers["lost"] == pytest.approx(0.15)


def test_a_monitor_with_the_same_best_epoch_refutes(tmp_path: Path) -> None:
    search = MadeUp(peaked, "val_accuracy", "max", 20)
    assert verdict(BY_CUSTOM_MODE, "TUN405", tmp_path, search).outcome is Outcome.REFUTED
    assert verdict(PROGRAM, "TUN405", tmp_path, search).outcome is Outcome.REFUTED


def test_a_monitor_whose_direction_nothing_tells_is_no_answer(tmp_path: Path) -> None:
    program = BY_CUSTOM_MODE.replace(', mode="min"', "")
    found = verdict(program, "TUN403", tmp_path, MadeUp(peaked, "val_accuracy", "max", 20))
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "whether a higher" in found.line


def test_a_trial_that_fails_as_it_should_confirms(tmp_path: Path) -> None:
    error = "ValueError: Please specify the `mode` argument for `EarlyStopping`."
    search = MadeUp(peaked, "val_accuracy", "max", 20, error=error)
    assert verdict(BY_UNKNOWN, "TUN405", tmp_path, search).outcome is Outcome.CONFIRMED
    search = MadeUp(peaked, "val_accuracy", "max", 20, error="OSError: no space left")
    assert verdict(BY_UNKNOWN, "TUN405", tmp_path, search).outcome is Outcome.INCONCLUSIVE
    search = MadeUp(peaked, "val_accuracy", "max", 20)
    assert verdict(BY_UNKNOWN, "TUN405", tmp_path, search).outcome is Outcome.REFUTED


def test_curves_that_break_off_are_no_reason_to_fail(tmp_path: Path) -> None:
    """A loss that is not a number from the third epoch on beats nothing."""

    def logs(number: int, epoch: int) -> Mapping[str, float]:
        value = math.nan if epoch > 3 else 0.5 + 0.1 * epoch
        return {"val_accuracy": value}

    search = MadeUp(logs, "val_accuracy", "max", 20, stops=lambda number: 5)
    assert verdict(PROGRAM, "TUN403", tmp_path, search).outcome is not Outcome.CONFIRMED


STUDY = """\
import optuna

def objective(trial):
    model = make(trial.suggest_float("rate", 0, 1))
    for epoch in range(9):
        loss = train(model)
        return loss

study = optuna.create_study()
study.optimize(objective, n_trials=20)
"""


@pytest.mark.parametrize(
    ("ran", "asked", "outcome"),
    [
        ((1, 1, 1), 9, Outcome.CONFIRMED),
        ((1, 9, 9), 9, Outcome.REFUTED),
        ((1, 1), 1, Outcome.INCONCLUSIVE),
        ((None,), 9, Outcome.INCONCLUSIVE),
    ],
)
def test_trainings_that_end_in_their_first_epoch(
    ran: tuple[int | None, ...], asked: int, outcome: Outcome, tmp_path: Path
) -> None:
    (case,) = cases(tmp_path, STUDY, "TUN415")
    trials = tuple(
        Trial({"rate": 0.5}, trainings=(Training("torch", epochs_asked=asked, epochs_run=number),))
        for number in ran
    )

    verdict = verdict_on(case, lambda question, copies: (Answer(True, trials=trials),))
    assert verdict.outcome is outcome
