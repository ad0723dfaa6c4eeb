"""TUN406: epochs that Hyperband overwrites"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

FLAGGED = {
    "fewer": (
        """
import keras_tuner as kt
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=30, seed=3)
tuner.search(x, y, epochs=10, validation_split=0.2)
""",
        [3],
    ),
    "more": (
        """
import keras_tuner as kt
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=10, seed=3)
tuner.search(x, y, epochs=50, validation_split=0.2)
""",
        [3],
    ),
    "default max_epochs": (
        """
import keras_tuner as kt
tuner = kt.Hyperband(build, 'val_loss', seed=3)
tuner.search(x, y, epochs=50)
""",
        [3],
    ),
    "named": (
        """
import keras_tuner as kt
EPOCHS = 20
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=10, factor=3, seed=1)
tuner.search(x, y, epochs=EPOCHS)
""",
        [4],
    ),
    "spread": (
        """
import keras_tuner as kt
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=10, seed=3)
options = {'epochs': 50}
tuner.search(x, y, **options)
""",
        [4],
    ),
}

SILENT = {
    "equal": """
import keras_tuner as kt
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=10, seed=3)
tuner.search(x, y, epochs=10)
""",
    "not given": """
import keras_tuner as kt
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=10, seed=3)
tuner.search(x, y)
""",
    "unknown": """
import keras_tuner as kt
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=10, seed=3)
tuner.search(x, y, epochs=n)
""",
    "unknown max_epochs": """
import keras_tuner as kt
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=n, seed=3)
tuner.search(x, y, epochs=10)
""",
    "another tuner": """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
}


MADE = """
import keras_tuner as kt
def make(kind):
    if kind == 'hyperband':
        return kt.Hyperband(build, 'val_loss', max_epochs=20, seed=1, project_name=kind)
    return kt.RandomSearch(build, 'val_loss', max_trials=20, seed=1, project_name=kind)
def main(x, y, kind):
    tuner = make(kind)
    if {asked}:
        tuner.search(x, y, validation_split=0.2{first})
    else:
        tuner.search(x, y, validation_split=0.2{second})
"""
EPOCHS = ", epochs=10"
SILENT |= {
    "asked for its class": MADE.format(
        asked="isinstance(tuner, kt.Hyperband)", first="", second=EPOCHS
    ),
    "asked for one of two classes": MADE.format(
        asked="isinstance(tuner, (kt.Hyperband, kt.GridSearch))", first="", second=EPOCHS
    ),
    "asked for another class": MADE.format(
        asked="isinstance(tuner, kt.RandomSearch)", first=EPOCHS, second=""
    ),
    "asked for no class": MADE.format(
        asked="not isinstance(tuner, kt.Hyperband)", first=EPOCHS, second=""
    ),
    "asked for its class and more": MADE.format(
        asked="quick and isinstance(tuner, kt.RandomSearch)", first=EPOCHS, second=""
    ),
    "asked for its kind": MADE.format(asked="kind == 'hyperband'", first="", second=EPOCHS),
}
FLAGGED |= {
    "asked for its class, with epochs": (
        MADE.format(asked="isinstance(tuner, kt.Hyperband)", first=EPOCHS, second=""),
        [9],
    ),
    "asked for its base class": (
        MADE.format(asked="isinstance(tuner, kt.Tuner)", first=EPOCHS, second=""),
        [9],
    ),
    "asked for its class or something else": (
        MADE.format(asked="quick or isinstance(tuner, kt.RandomSearch)", first=EPOCHS, second=""),
        [9],
    ),
    "asked for its kind, with epochs": (
        MADE.format(asked="kind == 'hyperband'", first=EPOCHS, second=""),
        [9],
    ),
    "asked for something else": (MADE.format(asked="len(x) > 9", first="", second=EPOCHS), [11]),
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str | dict[str, str], expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN406", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str | dict[str, str], tmp_path: Path) -> None:
    assert lines(text, "TUN406", tmp_path) == []


def test_message(tmp_path: Path) -> None:
    finding = check(FLAGGED["fewer"][0], "TUN406", tmp_path)[0]
    for part in ["epochs=10", "max_epochs=30"]:
        assert part in finding.message
