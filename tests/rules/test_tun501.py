"""TUN501: two tuners that share one project"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

FLAGGED = {
    "the defaults": (
        """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
a.search(x, y, epochs=9, validation_split=0.2)
b = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
b.search(x, y, epochs=9, validation_split=0.2)
""",
        [4],
    ),
    "one directory": (
        """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', directory='out')
a.search(x, y, epochs=9, validation_split=0.2)
b = kt.RandomSearch(build, objective='val_loss', directory='./out')
b.search(x, y, epochs=9, validation_split=0.2)
""",
        [4],
    ),
    "both named": (
        """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, directory='out', project_name='p')
a.search(x, y, epochs=9, validation_split=0.2)
b = kt.RandomSearch(build, objective='val_loss', directory='out', project_name='p', overwrite=False)
b.search(x, y, epochs=9, validation_split=0.2)
""",
        [4],
    ),
    "a function called twice": (
        """
import keras_tuner as kt
def tune(model):
    tuner = kt.RandomSearch(model, objective='val_loss', directory='out')
    tuner.search(x, y, epochs=9, validation_split=0.2)
tune(small)
tune(large)
""",
        [3],
    ),
    "a loop": (
        """
import keras_tuner as kt
for fold in range(5):
    tuner = kt.RandomSearch(build, objective='val_loss', directory='out')
    tuner.search(x[fold], y[fold], epochs=9, validation_split=0.2)
""",
        [3],
    ),
}

BY_KIND = """
import keras_tuner as kt
config = load()
if {first}:
    tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
if {second}:
    tuner = kt.BayesianOptimization(build, objective='val_loss', max_trials=50, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
"""
FLAGGED |= {
    "one decision twice": (BY_KIND.format(first="config.tune", second="config.tune"), [6]),
    "the first whatever is decided": (BY_KIND.format(first="True", second="config.tune"), [6]),
}

SILENT = {
    "an attribute that decides": BY_KIND.format(
        first="config.kind == 'random'", second="config.kind == 'model'"
    ),
    "an entry that decides": BY_KIND.format(
        first="config['kind'] in ('random', 'r')", second="config['kind'] == 'model'"
    ),
    "a flag that decides": BY_KIND.format(first="config.random", second="not config.random"),
    "two functions that nobody visible calls": """
import keras_tuner as kt
def at_random():
    tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
    tuner.search(x, y, epochs=9, validation_split=0.2)
def by_model():
    tuner = kt.BayesianOptimization(build, objective='val_loss', max_trials=50, seed=7)
    tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "two methods that nobody visible calls": """
import keras_tuner as kt
class Study:
    def first(self):
        kt.RandomSearch(build, objective='val_loss', seed=7).search(x, y, epochs=9)
    def second(self):
        kt.RandomSearch(build, objective='val_loss', seed=7).search(x, y, epochs=9)
""",
    "overwrite on the later": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
a.search(x, y, epochs=9, validation_split=0.2)
b = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7, overwrite=True)
b.search(x, y, epochs=9, validation_split=0.2)
""",
    "other names": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', project_name='a')
a.search(x, y, epochs=9, validation_split=0.2)
b = kt.RandomSearch(build, objective='val_loss', project_name='b')
b.search(x, y, epochs=9, validation_split=0.2)
""",
    "unknown name": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', project_name=n)
a.search(x, y, epochs=9, validation_split=0.2)
b = kt.RandomSearch(build, objective='val_loss', project_name=n)
b.search(x, y, epochs=9, validation_split=0.2)
""",
    "exclusive branches": """
import keras_tuner as kt
if mode == 1:
    a = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
else:
    a = kt.BayesianOptimization(build, objective='val_loss', max_trials=50, seed=7)
a.search(x, y, epochs=9, validation_split=0.2)
""",
    "a loop that names its projects": """
import keras_tuner as kt
for fold in range(5):
    tuner = kt.RandomSearch(build, 'val_loss', 5, seed=7, project_name=f'fold_{fold}')
    tuner.search(x[fold], y[fold], epochs=9, validation_split=0.2)
""",
    "one tuner": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
a.search(x, y, epochs=9, validation_split=0.2)
""",
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str | dict[str, str], expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN501", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str | dict[str, str], tmp_path: Path) -> None:
    assert lines(text, "TUN501", tmp_path) == []


def test_message(tmp_path: Path) -> None:
    finding = check(FLAGGED["the defaults"][0], "TUN501", tmp_path)[0]
    for part in ["directory '.'", "untitled_project", "RandomSearch"]:
        assert part in finding.message
