"""What the probes cost: nothing per batch, and nothing of the script is run twice in a process."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.confirm.counting import calls_of_ours
from tunelint.lab.probe_api import Bench
from tunelint.lab.questions import Caps

pytestmark = pytest.mark.libraries


def calls_of_a_fit(keras: Any, batches: int) -> Counter[str]:
    """The calls of our own functions during one `fit` of two epochs with so many batches each."""
    numpy = pytest.importorskip("numpy")
    rows = 4 * batches
    x, y = numpy.ones((rows, 2), "float32"), numpy.ones((rows, 1), "float32")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    with calls_of_ours() as counts:
        model.fit(x, y, epochs=2, batch_size=4, verbose=0)
    return counts


def test_a_training_runs_no_code_of_ours_per_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    keras = pytest.importorskip("keras")
    from tunelint.libraries.keras import probe

    monkeypatch.setattr(keras.Model, "fit", keras.Model.fit)
    monkeypatch.setattr(keras.Model, "evaluate", keras.Model.evaluate)
    bench = Bench(Caps())
    probe.install(keras, bench)

    few, many = calls_of_a_fit(keras, 1), calls_of_a_fit(keras, 50)

    assert len(bench.trainings) == 2
    assert few["_noted_fit.<locals>.noted"] == 1
    assert few == many
