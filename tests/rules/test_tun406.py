"""TUN406: epochs that Hyperband overwrites"""

from __future__ import annotations

from tests.rules.programs import check_programs, marked

FLAGGED = {
    "fewer": """
import keras_tuner as kt
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=30, seed=3)
tuner.search(x, y, epochs=10, validation_split=0.2)  # TUN406: epochs=10 has no effect: Hyperband decides how long a trial trains, up to max_epochs=30
""",
    "more": """
import keras_tuner as kt
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=10, seed=3)
tuner.search(x, y, epochs=50, validation_split=0.2)  # TUN406: epochs=50 has no effect: Hyperband decides how long
""",
    "default max_epochs": """
import keras_tuner as kt
tuner = kt.Hyperband(build, 'val_loss', seed=3)
tuner.search(x, y, epochs=50)  # TUN406: epochs=50 has no effect: Hyperband decides how long
""",
    "named": """
import keras_tuner as kt
EPOCHS = 20
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=10, factor=3, seed=1)
tuner.search(x, y, epochs=EPOCHS)  # TUN406: epochs=20 has no effect: Hyperband decides how long
""",
    "spread": """
import keras_tuner as kt
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=10, seed=3)
options = {'epochs': 50}
tuner.search(x, y, **options)  # TUN406: epochs=50 has no effect: Hyperband decides how long
""",
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
    "asked for its class, with epochs": marked(
        MADE.format(asked="isinstance(tuner, kt.Hyperband)", first=EPOCHS, second=""),
        {
            "tuner.search(x, y, validation_split=0.2,": "# TUN406: epochs=10 has no effect: Hyperband decides how long"
        },
    ),
    "asked for its base class": marked(
        MADE.format(asked="isinstance(tuner, kt.Tuner)", first=EPOCHS, second=""),
        {
            "tuner.search(x, y, validation_split=0.2,": "# TUN406: epochs=10 has no effect: Hyperband decides how long"
        },
    ),
    "asked for its class or something else": marked(
        MADE.format(asked="quick or isinstance(tuner, kt.RandomSearch)", first=EPOCHS, second=""),
        {
            "tuner.search(x, y, validation_split=0.2,": "# TUN406: epochs=10 has no effect: Hyperband decides how long"
        },
    ),
    "asked for its kind, with epochs": marked(
        MADE.format(asked="kind == 'hyperband'", first=EPOCHS, second=""),
        {
            "tuner.search(x, y, validation_split=0.2,": "# TUN406: epochs=10 has no effect: Hyperband decides how long"
        },
    ),
    "asked for something else": marked(
        MADE.format(asked="len(x) > 9", first="", second=EPOCHS),
        {"tuner.": "# TUN406: epochs=10 has no effect: Hyperband decides how long"},
    ),
}


test_programs = check_programs("TUN406", FLAGGED, SILENT)
