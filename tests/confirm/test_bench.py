"""How long trainings may be: what the script asks for, what an experiment wants, and the caps."""

from __future__ import annotations

import pytest

from tunelint.lab.probe_api import Bench
from tunelint.lab.questions import Caps


@pytest.mark.parametrize(
    ("epochs", "whole", "asked", "length", "cut"),
    [
        (None, False, 20, 3, True),
        (None, False, 2, 2, False),
        (None, True, 20, 20, False),
        (2, False, 20, 2, True),
        # An experiment that wants a few epochs adds none.
        (2, False, 1, 1, False),
        (40, True, 4, 40, False),
        (5, True, 20, 5, False),
        (None, False, None, None, False),
        (2, False, None, 2, False),
    ],
)
def test_the_length_of_a_training(
    epochs: int | None, whole: bool, asked: int | None, length: int | None, cut: bool
) -> None:
    bench = Bench(Caps(epochs=3), epochs=epochs, whole=whole)
    assert bench.length(asked) == length
    assert ("epochs" in bench.changed) is cut
