"""What the probes cost: nothing per batch, and nothing of the script is run twice in a process."""

from __future__ import annotations

import sys
from collections import Counter
from types import FrameType
from typing import Any

import pytest

import tunelint
from tunelint.lab.bench import Bench
from tunelint.lab.questions import Caps

pytestmark = pytest.mark.libraries

OWN = str(tunelint.__path__[0])


def calls_of_ours(keras: Any, batches: int) -> Counter[str]:
    """The calls of our own functions during one `fit` of two epochs with so many batches each."""
    numpy = pytest.importorskip("numpy")
    rows = 4 * batches
    x, y = numpy.ones((rows, 2), "float32"), numpy.ones((rows, 1), "float32")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    counts: Counter[str] = Counter()

    def count(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(OWN):
            counts[frame.f_code.co_qualname] += 1

    sys.setprofile(count)
    try:
        model.fit(x, y, epochs=2, batch_size=4, verbose=0)
    finally:
        sys.setprofile(None)
    return counts


def test_a_training_runs_no_code_of_ours_per_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    keras = pytest.importorskip("keras")
    from tunelint.frameworks.keras import probe

    monkeypatch.setattr(keras.Model, "fit", keras.Model.fit)
    monkeypatch.setattr(keras.Model, "evaluate", keras.Model.evaluate)
    bench = Bench(Caps())
    probe.install(keras, bench)

    few, many = calls_of_ours(keras, 1), calls_of_ours(keras, 50)

    assert len(bench.trainings) == 2
    assert few["_noted_fit.<locals>.noted"] == 1
    assert few == many
