"""A safe fix imports nothing too early, nothing that may be missing, and renames nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixing import added

BUILD = """

def build(hp):
    from keras import Sequential, layers

    model = Sequential([layers.Dense(hp.Int("units", 8, 64)), layers.Dense(1)])
    model.compile(loss="mse")
    return model


"""
TUNED = """tuner = kt.RandomSearch(build, "val_loss", max_trials=9, seed=3)
tuner.search(x, y, validation_split=0.2, epochs=9)
"""
INSIDE = "".join(f"    {line}\n" for line in TUNED.splitlines())
SETTING = 'import os\n\nos.environ["KERAS_BACKEND"] = "torch"\n'
SEEDING = "keras.utils.set_random_seed(3)"

TOO_EARLY = {
    "before the backend is chosen": (
        f"{SETTING}\n\ndef main():\n    import keras_tuner as kt\n\n{INSIDE}\n\nmain()\n"
    ),
    "before a function chooses it": (
        'import os\nimport sys\n\n\ndef main():\n    os.environ["KERAS_BACKEND"] = sys.argv[1]\n'
        f"    import keras_tuner as kt\n\n{INSIDE}\n\nmain()\n"
    ),
    "where it may be missing": (
        "import numpy as np\n\ntry:\n    import keras_tuner as kt\nexcept ImportError:\n"
        f"    kt = None\n\nif kt is not None:\n{INSIDE}"
    ),
}


@pytest.mark.parametrize("text", TOO_EARLY.values(), ids=TOO_EARLY)
def test_nothing_is_imported_earlier_or_more_often_than_the_author_does(
    text: str, tmp_path: Path
) -> None:
    assert added({"train.py": BUILD + text}, tmp_path, "--select", "TUN105") == []


def test_an_import_stands_behind_what_is_set_for_it(tmp_path: Path) -> None:
    text = f"import torch\n{SETTING}\nimport keras_tuner as kt\n{BUILD}{TUNED}"

    assert added({"train.py": text}, tmp_path, "--select", "TUN105") == ["import keras", SEEDING]
    fixed = (tmp_path / "train.py").read_text()
    assert fixed.index("import keras\n") > fixed.index("KERAS_BACKEND")


def test_an_import_stands_beside_those_of_the_module(tmp_path: Path) -> None:
    files = {"train.py": f"import keras_tuner as kt\n{BUILD}{TUNED}"}

    assert added(files, tmp_path, "--select", "TUN105") == ["import keras", SEEDING]


BOUND_OTHERWISE = {
    "the new name, in a function": """
import kerastuner


def main():
    keras_tuner = kerastuner.RandomSearch(build, "val_loss", max_trials=9, seed=3)
    keras_tuner.search(x, y)
""",
    "the old name, as a parameter": """
import kerastuner


def run(kerastuner=kerastuner):
    return kerastuner.Objective("loss", "min")


run(kerastuner=kerastuner)
""",
    "the old name, in a class": """
import kerastuner


class Settings:
    kerastuner = kerastuner


print(Settings.kerastuner)
""",
    "the new name, as what is matched": """
import kerastuner

match load():
    case [keras_tuner]:
        print(kerastuner.Objective, keras_tuner)
""",
    "the old name, in a text that is looked up": """
from unittest import mock

import kerastuner

with mock.patch("kerastuner.RandomSearch"):
    print(kerastuner.RandomSearch)
""",
}


@pytest.mark.parametrize("text", BOUND_OTHERWISE.values(), ids=BOUND_OTHERWISE)
def test_a_package_keeps_its_old_name_where_a_name_means_something_else(
    text: str, tmp_path: Path
) -> None:
    assert added({"train.py": text}, tmp_path, "--select", "TUN504") == []


def test_a_package_gets_its_new_name_where_nothing_else_has_it(tmp_path: Path) -> None:
    text = 'import kerastuner\n\nprint(kerastuner.Objective("loss", "min"))\n'

    assert added({"train.py": text}, tmp_path, "--select", "TUN504") == [
        "import keras_tuner",
        'print(keras_tuner.Objective("loss", "min"))',
    ]
