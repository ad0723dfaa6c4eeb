"""TUN505: a project that the next run reloads"""

from __future__ import annotations

from tests.rules.programs import check_programs

FLAGGED = {
    "the defaults": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)  # TUN505: RandomSearch stores its trials in ./untitled_project: the next run reloads them and trains nothing, even after you change the code
a.search(x, y, epochs=9, validation_split=0.2)
""",
    "fixed names": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, directory='out', project_name='p')  # TUN505: RandomSearch stores its trials in out/p
a.search(x, y, epochs=9, validation_split=0.2)
""",
    "a constant path": """
import keras_tuner as kt
import os
from pathlib import Path
OUT = Path('results') / 'tuning'
a = kt.RandomSearch(build, objective='val_loss', directory=OUT, project_name=os.path.join('a', 'b'))  # TUN505: RandomSearch stores its trials in results/tuning/a/b
a.search(x, y, epochs=9, validation_split=0.2)
""",
    "through a dictionary": """
import keras_tuner as kt
where = dict(directory='out', project_name='p')
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, **where)  # TUN505: RandomSearch stores its trials in out/p
a.search(x, y, epochs=9, validation_split=0.2)
""",
    "deleted afterwards": """
import keras_tuner as kt
import shutil
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, directory='out')  # TUN505: RandomSearch stores its trials in out/untitled_project
a.search(x, y, epochs=9, validation_split=0.2)
shutil.rmtree('out')
""",
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


def kept(arguments: str) -> str:
    """A search whose call begins with these arguments."""
    return f"""
import keras_tuner as kt
tuner = kt.RandomSearch({arguments}
    hypermodel=build, objective="val_loss", max_trials=3, seed=7)
tuner.search(x, y, validation_split=0.2)
"""


FLAGGED |= {
    "directory=''": kept(
        "directory='', project_name='logs',  # TUN505: RandomSearch stores its trials in ./logs"
    ),
    "an empty name": kept(
        "directory=None, project_name='',  # TUN505: RandomSearch stores its trials in ./untitled_project"
    ),
    "a slash": kept(
        "directory='out/', project_name='logs',  # TUN505: RandomSearch stores its trials in out/logs"
    ),
    "an absolute name": kept(
        "directory='out', project_name='/tmp/logs',  # TUN505: RandomSearch stores its trials in /tmp/logs"
    ),
    "no directory": kept(
        "project_name='logs',  # TUN505: RandomSearch stores its trials in ./logs"
    ),
}

test_programs = check_programs("TUN505", FLAGGED, SILENT)
