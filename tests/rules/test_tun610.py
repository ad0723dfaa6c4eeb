"""TUN610: choices of several types, which Keras Tuner does not take."""

from __future__ import annotations

from tests.rules.programs import check_programs

HEAD = "import keras_tuner as kt\n"
NUMPY = "import numpy as np\n" + HEAD
RUN = (
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=1)\n"
    "tuner.search(x, y, validation_split=0.2, epochs=9)\n"
)


def built(*declarations: str, head: str = HEAD) -> str:
    body = "".join(f"    {line}\n" for line in declarations)
    return f"{head}def build(hp):\n{body}    return make(hp)\n{RUN}"


FLAGGED = {
    "int and float": built(
        "hp.Choice('lr', [1, 0.1, 0.01])  # TUN610: 'lr' mixes int and float: hp.Choice takes one type and raises TypeError as soon as the builder runs"
    ),
    "zero among fractions": built(
        "hp.Choice('dropout', values=[0, 0.25, 0.5])  # TUN610: 'dropout' mixes int and float"
    ),
    "None": built(
        "hp.Choice('depth', [None, 5, 10])  # TUN610: 'depth' mixes None and int: hp.Choice takes one type and raises TypeError as soon as the builder runs"
    ),
    "text and number": built(
        "hp.Choice('batch', ['all', 32])  # TUN610: 'batch' mixes str and int: hp.Choice takes one type"
    ),
    "a truth value": built(
        "hp.Choice(  # TUN610: 'shuffle' mixes bool and int",
        "    'shuffle',",
        "    (True, 1),",
        ")",
    ),
    "a constant of the module": built(
        "hp.Choice('rate', RATES)  # TUN610: 'rate' mixes int and float: hp.Choice takes one type",
        head=HEAD + "RATES = [1, 1e-1, 1e-2]\n",
    ),
    "some unknown": built(
        "hp.Choice('units', [8, widest(), 'auto'])  # TUN610: 'units' mixes int and str: hp.Choice takes one type"
    ),
    "tuples beside a number": built(
        "hp.Choice('kernel', [3, (3, 3)])  # TUN610: 'kernel' mixes int and tuple"
    ),
    "in a HyperModel": HEAD
    + "class Net(kt.HyperModel):\n    def build(self, hp):\n"
    + "        rate = hp.Choice('rate', [1, 0.5])  # TUN610: 'rate' mixes int and float: hp.Choice takes one type\n        return make(rate)\n"
    + "tuner = kt.GridSearch(Net(), 'val_loss')\ntuner.search(x, y)\n",
    "for an estimator": HEAD
    + "from sklearn.ensemble import RandomForestClassifier\n"
    + "def build(hp):\n"
    + "    return RandomForestClassifier(max_features=hp.Choice('m', ['sqrt', 0.5]))  # TUN610: 'm' mixes str and float: hp.Choice takes one type\n"
    + "oracle = kt.oracles.RandomSearchOracle(objective=kt.Objective('score', 'max'))\n"
    + "tuner = kt.SklearnTuner(oracle, build)\ntuner.search(x, y)\n",
}

SILENT = {
    "floats": built("hp.Choice('lr', [1.0, 0.1, 1e-2])"),
    "whole numbers": built("hp.Choice('units', [8, 16, 2 ** 5])"),
    "texts": built("hp.Choice('activation', ['relu', 'tanh'])"),
    "truth values": built("hp.Choice('bias', [True, False])"),
    "unknown values": built("hp.Choice('lr', rates())"),
    "one known": built("hp.Choice('lr', [1, rate()])"),
    "an array as a list": built("hp.Choice('lr', np.logspace(-4, -1, 4).tolist())", head=NUMPY),
    "an array of unknown size": built("hp.Choice('lr', np.linspace(0, 1, count))", head=NUMPY),
    "an array of one value": built("hp.Choice('lr', np.array([0.1]))", head=NUMPY),
    "NumPy's floats": built("hp.Choice('lr', [np.float64(0.1), np.float64(1)])", head=NUMPY),
    "a library's constants": built("hp.Choice('lr', [np.pi, np.e])", head=NUMPY),
    "computed": built("hp.Choice('units', [2 ** i for i in range(5)])"),
    "Hyperopt takes them": (
        "from hyperopt import fmin, hp, tpe\n"
        "fmin(f, hp.choice('depth', [None, 5, 0.5]), tpe.suggest, 9)\n"
    ),
    "no search": HEAD + "def build(hp):\n    return hp.Choice('lr', [1, 0.1])\n",
}

REFUSED = "  # TUN610: {} has {}: hp.Choice takes lists of int, float, str or bool and raises {} as"

FLAGGED |= {
    "tuples": built(
        "hp.Choice('kernel', [(3, 3), (5, 5)])"
        + REFUSED.format("'kernel'", "values of type tuple", "TypeError")
    ),
    "lists of layers": built(
        "hp.Choice('units', values=[[8], [8, 8]])"
        + REFUSED.format("'units'", "values of type list", "TypeError")
    ),
    "None alone": built(
        "hp.Choice('seed', [None])" + REFUSED.format("'seed'", "values of type None", "TypeError")
    ),
    "functions": built(
        "hp.Choice('scale', [lambda x: x, lambda x: -x])"
        + REFUSED.format("'scale'", "values of type function", "TypeError")
    ),
    "an array": built(
        "hp.Choice('lr', np.logspace(-4, -1, 4))"
        + REFUSED.format("'lr'", "a NumPy array", "ValueError"),
        head=NUMPY,
    ),
    "an array of a range": built(
        "hp.Choice('units', values=np.arange(8, 64, 8))"
        + REFUSED.format("'units'", "a NumPy array", "ValueError"),
        head=NUMPY,
    ),
}


test_programs = check_programs("TUN610", FLAGGED, SILENT)
