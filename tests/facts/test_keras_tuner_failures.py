from typing import Any

import keras_tuner as kt
import pytest

from tests.facts.tiny import network, rows

pytestmark = pytest.mark.libraries

X, Y = rows()


def build(hp: kt.HyperParameters) -> Any:
    hp.Float("x", 0.0, 1.0)
    return network(["mae"])


def search(objective: Any, max_trials: int = 2, **options: Any) -> Any:
    tuner = kt.RandomSearch(build, objective=objective, max_trials=max_trials, overwrite=True)
    options.setdefault("validation_data", (X, Y))
    tuner.search(X, Y, verbose=0, **options)
    return tuner


def failures(tuner: Any) -> list[str]:
    """The exception of each trial that failed."""
    trials = tuner.oracle.trials.values()
    return [trial.message for trial in trials if trial.status == "FAILED"]


WRONG = kt.Objective("val_acc", "max")


def test_a_wrong_objective_is_a_key_error_in_each_trial_and_passes_quietly() -> None:
    messages = failures(search(WRONG, max_trials=2))
    assert len(messages) == 2
    assert all("KeyError: 'val_acc'" in message for message in messages)


def test_three_failures_in_a_row_end_the_search() -> None:
    with pytest.raises(RuntimeError, match="consecutive failures exceeded"):
        search(WRONG, max_trials=5)


def test_a_validation_name_without_validation_data_fails() -> None:
    (message,) = failures(search("val_loss", 1, validation_data=None))
    assert "KeyError: 'val_loss'" in message


@pytest.mark.parametrize(
    ("objective", "data"),
    [
        ("val_mae", {"validation_data": (X, Y)}),
        ("val_loss", {"validation_data": None, "validation_split": 0.25}),
        ("mae", {"validation_data": None}),
    ],
)
def test_a_logged_name_does_not_fail(objective: str, data: dict[str, Any]) -> None:
    assert failures(search(objective, 1, **data)) == []


def test_a_direction_in_other_words_fails_in_each_trial() -> None:
    assert len(failures(search(kt.Objective("val_loss", "minimize"), 1))) == 1


def test_a_validation_frequency_fails_in_each_trial() -> None:
    (message,) = failures(search("val_loss", 1, epochs=3, validation_freq=2))
    assert "KeyError" in message


def test_a_list_of_objectives_is_added_up() -> None:
    (trial,) = search(["val_loss", kt.Objective("val_mae", "max")], 1).oracle.trials.values()
    value = {name: trial.metrics.get_last_value(name) for name in ("val_loss", "val_mae")}
    assert trial.score == pytest.approx(value["val_loss"] - value["val_mae"])


def test_a_list_with_a_name_that_is_not_logged_is_a_value_error_in_each_trial() -> None:
    (message,) = failures(search(["val_loss", WRONG], 1))
    assert "ValueError: Objective value missing" in message


def test_a_tuple_of_objectives_fails_when_the_tuner_is_built() -> None:
    with pytest.raises(TypeError, match="not understood"):
        kt.RandomSearch(build, objective=("val_loss", "val_mae"))


def test_an_oracle_of_its_own_needs_no_objective_if_fit_returns_the_score() -> None:
    class Returned(kt.HyperModel):
        def build(self, hp: kt.HyperParameters) -> Any:
            return build(hp)

        def fit(self, hp: kt.HyperParameters, model: Any, *args: Any, **kwargs: Any) -> float:
            return hp.get("x")

    tuner = kt.RandomSearch(Returned(), max_trials=2)
    tuner.search(X, Y, verbose=0)
    assert failures(tuner) == []


def test_a_returned_dictionary_without_the_objective_ends_the_search() -> None:
    class Returned(kt.HyperModel):
        def build(self, hp: kt.HyperParameters) -> Any:
            return build(hp)

        def fit(self, hp: kt.HyperParameters, model: Any, *args: Any, **kwargs: Any) -> Any:
            return {"score": 1.0}

    def search(objective: str, project: str) -> Any:
        objective = kt.Objective(objective, "max")
        tuner = kt.RandomSearch(Returned(), objective, max_trials=1, project_name=project)
        tuner.search(X, Y, verbose=0)
        return tuner

    assert failures(search("score", "right")) == []
    with pytest.raises(kt.errors.FatalValueError, match="other"):
        search("other", "wrong")
