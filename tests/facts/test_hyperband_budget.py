from typing import Any

import keras_tuner as kt
import pytest

from tests.facts.tiny import network, propose, rows, tuner
from tunelint.libraries.keras_tuner.signatures import signature

pytestmark = pytest.mark.libraries


class Recorded(kt.HyperModel):
    """Trains nothing: notes with which epochs each trial would be trained."""

    def __init__(self) -> None:
        super().__init__()
        self.budgets: list[tuple[int, int]] = []

    def build(self, hp: kt.HyperParameters) -> Any:
        hp.Float("x", 0.0, 1.0)
        return network()

    def fit(self, hp: kt.HyperParameters, model: Any, *args: Any, **kwargs: Any) -> float:
        self.budgets.append((kwargs.get("initial_epoch", 0), kwargs.get("epochs")))
        return hp.get("x")


def budgets(kind: type, search: dict[str, Any], **options: Any) -> list[tuple[int, int]]:
    hypermodel = Recorded()
    built = kind(hypermodel, project_name=f"{search}{options}", seed=1, **options)
    built.search(*rows(), **search, verbose=0)
    return hypermodel.budgets


def test_hyperband_ignores_the_epochs_of_search() -> None:
    asked = ({}, {"epochs": 5}, {"epochs": 100})
    unasked, five, hundred = (budgets(kt.Hyperband, each, max_epochs=2) for each in asked)
    assert unasked == five == hundred
    assert {epochs for _, epochs in unasked} == {2}


def test_hyperband_goes_on_with_a_trial_up_to_max_epochs() -> None:
    oracle = tuner(kt.Hyperband, max_epochs=4, seed=1).oracle
    proposed = propose(oracle, float, count=20)
    spans = [(each["tuner/initial_epoch"], each["tuner/epochs"]) for each in proposed]
    assert max(epochs for _, epochs in spans) == 4
    assert (0, 2) in spans
    assert (2, 4) in spans


def test_hyperband_has_no_max_trials() -> None:
    assert "max_trials" not in signature("Hyperband")


def test_other_tuners_hand_the_epochs_on() -> None:
    assert budgets(kt.RandomSearch, {"epochs": 5}, max_trials=2) == [(0, 5), (0, 5)]


@pytest.mark.parametrize("kind", [kt.RandomSearch, kt.GridSearch, kt.BayesianOptimization])
def test_search_without_epochs_trains_one(kind: type) -> None:
    epochs: list[int] = []

    def build(hp: kt.HyperParameters) -> Any:
        hp.Boolean("x")
        model = network()
        train = model.fit

        def fit(*args: Any, **kwargs: Any) -> Any:
            history = train(*args, **kwargs)
            epochs.append(len(history.epoch))
            return history

        model.fit = fit
        return model

    x, y = rows()
    built = kind(build, objective="val_loss", max_trials=1, project_name="one")
    built.search(x, y, validation_data=(x, y), verbose=0)
    assert epochs == [1]
