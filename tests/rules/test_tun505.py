"""TUN505: a project that the next run reloads"""

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
""",
        [2],
    ),
    "fixed names": (
        """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, directory='out', project_name='p')
a.search(x, y, epochs=9, validation_split=0.2)
""",
        [2],
    ),
    "a constant path": (
        """
import keras_tuner as kt
import os
from pathlib import Path
OUT = Path('results') / 'tuning'
a = kt.RandomSearch(build, objective='val_loss', directory=OUT, project_name=os.path.join('a', 'b'))
a.search(x, y, epochs=9, validation_split=0.2)
""",
        [5],
    ),
    "through a dictionary": (
        """
import keras_tuner as kt
where = dict(directory='out', project_name='p')
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, **where)
a.search(x, y, epochs=9, validation_split=0.2)
""",
        [3],
    ),
    "deleted afterwards": (
        """
import keras_tuner as kt
import shutil
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, directory='out')
a.search(x, y, epochs=9, validation_split=0.2)
shutil.rmtree('out')
""",
        [3],
    ),
}

SILENT = {
    "overwrite": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, overwrite=True)
a.search(x, y, epochs=9, validation_split=0.2)
""",
    "kept on purpose": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, overwrite=False)
a.search(x, y, epochs=9, validation_split=0.2)
""",
    "temporary folder": """
import keras_tuner as kt
import tempfile
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, directory=tempfile.mkdtemp())
a.search(x, y, epochs=9, validation_split=0.2)
""",
    "timestamp": """
import keras_tuner as kt
import time
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, project_name=f'run_{time.time()}')
a.search(x, y, epochs=9, validation_split=0.2)
""",
    "deleted before": """
import keras_tuner as kt
import shutil
shutil.rmtree('out', ignore_errors=True)
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, directory='out', project_name='p')
a.search(x, y, epochs=9, validation_split=0.2)
""",
    "unknown arguments": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, **options)
a.search(x, y, epochs=9, validation_split=0.2)
""",
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str | dict[str, str], expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN505", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str | dict[str, str], tmp_path: Path) -> None:
    assert lines(text, "TUN505", tmp_path) == []


def test_message(tmp_path: Path) -> None:
    finding = check(FLAGGED["the defaults"][0], "TUN505", tmp_path)[0]
    for part in ["./untitled_project", "overwrite"]:
        assert part in finding.message


@pytest.mark.parametrize(
    ("arguments", "folder"),
    [
        ("directory='', project_name='logs'", "./logs"),
        ("directory=None, project_name=''", "./untitled_project"),
        ("directory='out/', project_name='logs'", "out/logs"),
        ("directory='out', project_name='/tmp/logs'", "/tmp/logs"),
        ("project_name='logs'", "./logs"),
    ],
)
def test_the_folder_is_the_library_s(arguments: str, folder: str, tmp_path: Path) -> None:
    text = f"""
        import keras_tuner as kt
        tuner = kt.RandomSearch(build, objective="val_loss", max_trials=3, seed=7, {arguments})
        tuner.search(x, y, validation_split=0.2)
    """
    (found,) = check(text, "TUN505", tmp_path)
    assert f"keeps its trials in {folder} and" in found.message
