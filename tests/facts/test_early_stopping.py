from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from tests.facts.tiny import metric, network, rows
from tunelint.lab.answers import Stopping
from tunelint.libraries.keras import tables

pytestmark = pytest.mark.libraries

X, Y = rows()
WATCHING = ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau")


class Feed(keras.callbacks.Callback):
    """Puts these losses into the logs, one an epoch, before the callbacks after it read them."""

    def __init__(self, values: list[float], name: str = "val_loss") -> None:
        super().__init__()
        self.values = values
        self.monitor = name

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        logs[self.monitor] = self.values[epoch]


def epochs_run(values: list[float], **options: Any) -> int:
    """How many epochs a training runs whose validation losses would be `values`."""
    stopping = keras.callbacks.EarlyStopping(**options)
    callbacks = [Feed(values), stopping]
    history = network().fit(X, Y, epochs=len(values), verbose=0, callbacks=callbacks)
    return len(history.epoch)


def watch(name: str, monitor: str, **options: Any) -> keras.callbacks.Callback:
    path = {"filepath": "best.keras"} if name == "ModelCheckpoint" else {}
    best = {"save_best_only": True} if name == "ModelCheckpoint" else {}
    return getattr(keras.callbacks, name)(**path, **best, monitor=monitor, **options)


def fit(callback: keras.callbacks.Callback, metrics: list[Any] = (), **options: Any) -> Any:
    return network(metrics).fit(X, Y, epochs=2, verbose=0, callbacks=[callback], **options)


def test_patience_zero_and_one_behave_alike() -> None:
    bumpy = [3.0, 2.0, 2.5, 1.0, 0.5]
    assert epochs_run(bumpy) == epochs_run(bumpy, patience=0) == epochs_run(bumpy, patience=1) == 3


def test_patience_two_survives_one_bump() -> None:
    assert epochs_run([3.0, 2.0, 2.5, 1.0, 0.5], patience=2) == 5


@pytest.mark.parametrize(("patience", "run"), [(2, 3), (3, 4), (4, 5), (5, 5), (9, 5)])
def test_patience_of_all_epochs_but_one_stops_nothing(patience: int, run: int) -> None:
    getting_worse = [1.0, 2.0, 3.0, 4.0, 5.0]
    assert epochs_run(getting_worse, patience=patience) == run


def test_a_patience_of_the_epochs_less_one_saves_no_epoch() -> None:
    assert epochs_run([1.0, 2.0, 3.0], patience=2) == 3


@pytest.mark.parametrize("patience", [0, 1, 2, 3])
@pytest.mark.parametrize("start", [0, 2])
@pytest.mark.parametrize("baseline", [None, 0.5])
def test_the_earliest_end_is_that_of_experiments(
    patience: int, start: int, baseline: float | None
) -> None:
    """A loss that never gets better than in the first epoch, nor than the baseline."""
    told = Stopping(patience, 12, start, baseline is not None)
    options = {"patience": patience, "start_from_epoch": start, "baseline": baseline}
    assert epochs_run([float(epoch) for epoch in range(1, 13)], **options) == told.earliest


def test_start_from_epoch_delays_the_watch() -> None:
    assert epochs_run([1.0, 9.0, 9.0, 9.0, 1.0, 9.0], start_from_epoch=4) == 6
    assert epochs_run([1.0, 9.0, 9.0, 9.0, 9.0, 9.0]) == 2


@pytest.mark.parametrize("restore", [True, False])
def test_best_weights_are_restored_even_if_it_never_stopped(restore: bool) -> None:
    kept: list[np.ndarray] = []
    keep = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: kept.append(keep.model.get_weights()[0])
    )
    stopping = keras.callbacks.EarlyStopping(patience=9, restore_best_weights=restore)
    model = network()
    losses = [2.0, 1.0, 3.0]
    history = model.fit(X, Y, epochs=3, verbose=0, callbacks=[keep, Feed(losses), stopping])
    assert len(history.epoch) == 3
    assert (model.get_weights()[0] == kept[1 if restore else 2]).all()
    assert history.history["val_loss"][-1] == losses[-1]


def test_a_checkpoint_of_the_best_epoch_is_not_the_last_one(tmp_path: Path) -> None:
    kept: list[np.ndarray] = []
    keep = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: kept.append(keep.model.get_weights()[0])
    )
    saving = keras.callbacks.ModelCheckpoint(tmp_path / "best.keras", save_best_only=True)
    model = network()
    model.fit(X, Y, epochs=3, verbose=0, callbacks=[keep, Feed([2.0, 1.0, 3.0]), saving])
    saved = keras.models.load_model(tmp_path / "best.keras")
    assert (saved.get_weights()[0] == kept[1]).all()


@pytest.mark.parametrize("name", WATCHING)
def test_a_name_that_is_not_logged_fails_with_mode_auto(name: str) -> None:
    with pytest.raises(ValueError, match="val_acc"):
        fit(watch(name, "val_acc"), ["accuracy"], validation_data=(X, Y))


@pytest.mark.parametrize("name", WATCHING)
def test_a_custom_metric_fails_with_mode_auto(name: str) -> None:
    def closeness(y_true: Any, y_pred: Any) -> Any:
        return keras.ops.mean(y_true - y_pred)

    with pytest.raises(ValueError, match="val_closeness"):
        fit(watch(name, "val_closeness"), [closeness], validation_data=(X, Y))


@pytest.mark.parametrize("name", WATCHING)
def test_a_custom_metric_works_with_a_mode(name: str) -> None:
    def closeness(y_true: Any, y_pred: Any) -> Any:
        return keras.ops.mean(y_true - y_pred)

    fit(watch(name, "val_closeness", mode="min"), [closeness], validation_data=(X, Y))


@pytest.mark.parametrize("name", WATCHING)
def test_a_compiled_metric_works_with_mode_auto(name: str) -> None:
    fit(watch(name, "val_mae"), ["mae"], validation_data=(X, Y))
    fit(watch(name, "val_loss"), validation_data=(X, Y))


@pytest.mark.parametrize("name", WATCHING)
def test_a_known_name_without_validation_data_only_warns(name: str) -> None:
    with pytest.warns(UserWarning, match="val_loss"):
        history = fit(watch(name, "val_loss"))
    assert len(history.epoch) == 2


@pytest.mark.parametrize("name", WATCHING)
def test_a_name_that_is_not_logged_only_warns_with_a_mode(name: str) -> None:
    with pytest.warns(UserWarning, match="val_acc"):
        history = fit(watch(name, "val_acc", mode="max"), ["mae"], validation_data=(X, Y))
    assert len(history.epoch) == 2


@pytest.fixture
def numbers_of_a_second_model() -> None:
    """Keras has numbered one AUC already, so the next one is ``auc_1``."""
    keras.backend.clear_session()
    keras.metrics.AUC()


@pytest.mark.usefixtures("numbers_of_a_second_model")
@pytest.mark.parametrize("name", WATCHING)
def test_a_metric_that_is_numbered_by_now_fails_with_mode_auto(name: str) -> None:
    with pytest.raises(ValueError, match="val_auc"):
        fit(watch(name, "val_auc"), [keras.metrics.AUC()], validation_data=(X, Y))


@pytest.mark.usefixtures("numbers_of_a_second_model")
@pytest.mark.parametrize("name", WATCHING)
def test_a_metric_that_is_numbered_by_now_only_warns_with_a_mode(name: str) -> None:
    callback = watch(name, "val_auc", mode="max")
    with pytest.warns(UserWarning, match="val_auc"):
        fit(callback, [keras.metrics.AUC()], validation_data=(X, Y))


@pytest.mark.parametrize("name", WATCHING)
def test_a_callback_of_all_models_knows_the_direction_from_the_first(name: str) -> None:
    keras.backend.clear_session()
    callback = watch(name, "val_auc")
    fit(callback, [keras.metrics.AUC()], validation_data=(X, Y))
    with pytest.warns(UserWarning, match="val_auc"):
        fit(callback, [keras.metrics.AUC()], validation_data=(X, Y))


def test_a_checkpoint_of_every_epoch_fails_all_the_same() -> None:
    checkpoint = keras.callbacks.ModelCheckpoint("every.keras", monitor="val_acc")
    with pytest.raises(ValueError, match="val_acc"):
        fit(checkpoint, ["mae"], validation_data=(X, Y))


@pytest.mark.parametrize("watched", ["mae", "accuracy", keras.metrics.AUC(name="area")])
def test_mode_auto_follows_the_metric(watched: Any) -> None:
    name = watched if isinstance(watched, str) else watched.name
    stopping = keras.callbacks.EarlyStopping(monitor=f"val_{name}", patience=9)
    fit(stopping, [watched], validation_data=(X, Y))
    grows = stopping.monitor_op is keras.ops.greater
    assert grows is (name != "mae")


def refuses_mode_auto(name: str) -> bool:
    """Whether a callback cannot tell which way this metric class should go."""
    model = network([metric(name, name="watched")])
    stopping = keras.callbacks.EarlyStopping("watched")
    stopping.set_model(model)
    model._compile_metrics.build(Y[:, None], Y[:, None])
    try:
        stopping.on_train_begin()
        stopping.on_epoch_end(0, {"watched": 1.0})
    except ValueError:
        return True
    return False


def test_which_metric_classes_a_callback_cannot_tell_the_direction_of() -> None:
    told = {name for name in tables.METRICS if refuses_mode_auto(name)}
    assert told == tables.UNDIRECTED_METRICS
