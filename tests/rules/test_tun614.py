"""TUN614: hyperparameters that are left at their defaults, since the given space lacks them."""

from __future__ import annotations

from tests.rules.programs import check_programs
from tunelint.testing import Texts, notebook

BUILDER = """
import keras
import keras_tuner as kt
def build(hp):
    units = hp.Int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(hp.Choice("rate", [0.1, 0.01])), "mse")
    return model
"""
SPACE = """
space = kt.HyperParameters()
space.Choice("rate", [0.1, 0.01])
"""
TUNER = """
tuner = kt.RandomSearch(build, "val_loss", hyperparameters=space, tune_new_entries=False)
tuner.search(x, y, epochs=9, validation_split=0.2)
"""
MARK = "  # TUN614: 'units' stays at its default in every trial: the given space lacks it, and"
FLAGGED_TUNER = TUNER.replace("=False)\n", "=False)" + MARK + "\n")

FLAGGED: dict[str, Texts] = {
    "a name that the space lacks": BUILDER + SPACE + FLAGGED_TUNER,
    "a space that holds nothing": BUILDER
    + "\nspace = kt.HyperParameters()\n"
    + TUNER.replace(
        "=False)\n",
        "=False)  # TUN614: 'units' and 'rate' stay at their defaults in every trial: the given\n",
    ),
    "a name that is spelt differently": BUILDER
    + SPACE
    + 'space.Int("unit", 4, 64)\n'
    + FLAGGED_TUNER,
    "by position": BUILDER
    + SPACE
    + "tuner = kt.RandomSearch(build, 'val_loss', 9, 1, space, False)"
    + MARK
    + "\ntuner.search(x, y, epochs=9, validation_split=0.2)\n",
    "an oracle": BUILDER
    + SPACE
    + "oracle = kt.oracles.BayesianOptimizationOracle('val_loss', 9, hyperparameters=space,\n"
    + "                                               tune_new_entries=False)"
    + MARK
    + "\nkt.Tuner(oracle, build).search(x, y, epochs=9, validation_split=0.2)\n",
    "in a function, an aliased import": BUILDER.replace("import keras_tuner as kt", "")
    + """
from keras_tuner import Hyperband as Search, HyperParameters
def tune(x, y):
    space = HyperParameters()
    space.Choice("rate", [0.1, 0.01])
    tuner = Search(build, "val_loss", max_epochs=9, hyperparameters=space,
                   tune_new_entries=False)"""
    + MARK
    + """
    tuner.search(x, y, validation_split=0.2)
tune(x, y)
""",
    "over modules, in a class": {
        "models.py": """
import keras, keras_tuner as kt
class Model(kt.HyperModel):
    def build(self, hp):
        with hp.name_scope("net"):
            units = hp.Int("units", 4, 64)
        model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
        model.compile("adam", "mse")
        return model
""",
        "train.py": """
import keras_tuner as kt
from models import Model
space = kt.HyperParameters()
space.Int("units", 4, 64)
tuner = kt.GridSearch(Model(), "val_loss", hyperparameters=space,
                      tune_new_entries=False)  # TUN614: 'net/units' stays at its default
tuner.search(x, y, validation_split=0.2)
""",
    },
    "in a notebook": notebook(BUILDER, SPACE, FLAGGED_TUNER),
}

SILENT: dict[str, Texts] = {
    "a space that unread code is handed in a list": """
import keras_tuner as kt
from helper import fill
def build(hp):
    hp.Float("rate", 0, 1)
    return net(hp)
space = kt.HyperParameters()
space.Int("units", 1, 9)
fill([space])
kt.RandomSearch(build, "val_loss", hyperparameters=space, tune_new_entries=False, seed=1).search(x, y)
""",
    "a method of the space that unread code is handed": """
import keras_tuner as kt
from helper import fill
def build(hp):
    hp.Float("rate", 0, 1)
    return net(hp)
space = kt.HyperParameters()
space.Int("units", 1, 9)
fill(space.Float)
kt.RandomSearch(build, "val_loss", hyperparameters=space, tune_new_entries=False, seed=1).search(x, y)
""",
    "all are there": BUILDER + SPACE + 'space.Int("units", 8, 32)\n' + TUNER,
    "a fixed one": BUILDER + SPACE + 'space.Fixed("units", 8)\n' + TUNER,
    "new ones are tuned": BUILDER + SPACE + TUNER.replace(", tune_new_entries=False", ""),
    "that cannot be read": BUILDER + SPACE + TUNER.replace("=False", "=FLAG"),
    "new ones are refused": BUILDER
    + SPACE
    + TUNER.replace("=False)", "=False, allow_new_entries=False)"),
    "no space": BUILDER + TUNER.replace("hyperparameters=space, ", ""),
    "a space from elsewhere": "from spaces import space\n" + BUILDER + TUNER,
    "the builder fills it": BUILDER + SPACE + "build(space)\n" + TUNER,
    "other code may fill it": BUILDER + SPACE + "fill(space)\n" + TUNER,
    "it is merged": BUILDER + SPACE + "space.merge(others)\n" + TUNER,
    "a function fills it": BUILDER
    + SPACE
    + "def more(hp):\n    hp.Int('units', 4, 9)\nmore(space)\n"
    + TUNER,
    "names made at run time": BUILDER + SPACE + "for n in NAMES:\n    space.Int(n, 4, 9)\n" + TUNER,
    "a trial's name made at run time": BUILDER.replace('"units"', 'f"units_{N}"') + SPACE + TUNER,
    "a constant of the trial": BUILDER.replace('hp.Int("units", 4, 64)', 'hp.Fixed("units", 8)')
    + SPACE
    + TUNER,
}

# TUN601: what stands in the given space alone.
UNUSED = {
    "TUN601: no trial asks for it": BUILDER
    + SPACE
    + "space.Int(\"unit\", 4, 64)  # TUN601: every trial draws 'unit' and none uses it\n"
    + TUNER,
}
ASKED = {
    "a trial looks it up": BUILDER.replace("units = hp.Int", 'hp.get("unit")\n    units = hp.Int')
    + SPACE
    + 'space.Int("unit", 4, 64)\n'
    + TUNER,
    "the search is given it": BUILDER
    + SPACE
    + 'epochs = space.Int("epochs", 4, 64)\n'
    + TUNER.replace("epochs=9", "epochs=epochs"),
    "a trial's name is made at run time": BUILDER.replace('"units"', 'f"units_{N}"')
    + SPACE
    + 'space.Int("units_1", 4, 64)\n'
    + TUNER,
}

test_programs = check_programs("TUN614", FLAGGED, SILENT)
test_what_stands_in_the_space_alone = check_programs("TUN601", UNUSED, ASKED)
