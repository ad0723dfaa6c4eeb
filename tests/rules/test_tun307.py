"""TUN307: scores looked up by metrics_names"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

HYPEROPT = """
import keras
from hyperopt import fmin, hp, tpe
def objective(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse", metrics=["accuracy"])
    model.fit(x, y, epochs=9)
    {score}
best = fmin(objective, hp.choice("units", [8, 16]), algo=tpe.suggest, max_evals=30)
"""
TUNER = """
import keras_tuner as kt
class Model(kt.HyperModel):
    def build(self, hp):
        return make(hp)
    def fit(self, hp, model, x, y, **kwargs):
        model.fit(x, y, **kwargs)
        scores = model.evaluate(v, w)
        {report}  # TUN307: 'acc' is not in metrics_names
tuner = kt.RandomSearch(Model(), objective=kt.Objective("val_accuracy", "max"), seed=7)
tuner.search(x, y, epochs=9)
"""

FLAGGED = {
    "index": HYPEROPT.format(
        score="return -model.evaluate(v, w)[model.metrics_names.index('accuracy')]  # TUN307: 'accuracy' is not in metrics_names, which holds only 'loss' and 'compile_metrics' in Keras 3: the lookup fails in every trial"
    ),
    "index, kept": HYPEROPT.format(
        score="i = model.metrics_names.index('accuracy')  # TUN307: 'accuracy' is not in metrics_names\n    return -model.evaluate(v, w)[i]"
    ),
    "a dictionary": HYPEROPT.format(
        score="scores = dict(zip(model.metrics_names, model.evaluate(v, w)))  # TUN307: 'accuracy' is not in metrics_names\n"
        "    return -scores['accuracy']"
    ),
    "get": HYPEROPT.format(
        score="scores = dict(zip(model.metrics_names, model.evaluate(v, w)))  # TUN307: 'accuracy' is not in metrics_names\n"
        "    return -scores.get('accuracy')"
    ),
    "a comprehension": HYPEROPT.format(
        score="scores = {n: v for n, v in zip(model.metrics_names, model.evaluate(v, w))}  # TUN307: 'accuracy' is not in metrics_names\n"
        "    return 1 - scores['accuracy']"
    ),
    "compared in a loop": HYPEROPT.format(
        score="for name, value in zip(model.metrics_names, model.evaluate(v, w)):  # TUN307: 'accuracy' is not in metrics_names\n"
        "        if name == 'accuracy':\n            score = value\n    return -score"
    ),
    "Keras Tuner": TUNER.format(
        report="return {'val_accuracy': scores[model.metrics_names.index('acc')]}"
    ),
    "optuna: looked up in the objective": """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(x, y, epochs=9, validation_data=(v, w))
    scores = model.evaluate(v, w)
    return scores[model.metrics_names.index("mae")]  # TUN307: 'mae' is not in metrics_names
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
}

FLAGGED |= {
    "kept in a list in a loop": HYPEROPT.format(
        score="kept = []\n"
        "    for name, value in zip(model.metrics_names, model.evaluate(v, w)):  # TUN307: 'accuracy' is not in metrics_names\n"
        "        if name == 'accuracy':\n            kept.append(value)\n    return -kept[0]"
    ),
    "printed and given back in a loop": HYPEROPT.format(
        score="for name, value in zip(model.metrics_names, model.evaluate(v, w)):  # TUN307: 'accuracy' is not in metrics_names\n"
        "        if name == 'accuracy':\n            print(value)\n            return -value"
    ),
}

SILENT = {
    "one of them printed in a loop": HYPEROPT.format(
        score="scores = model.evaluate(v, w)\n"
        "    for name, value in zip(model.metrics_names, scores):\n"
        "        if name == 'accuracy':\n            print(f'{value:.1%}')\n    return -scores[1]"
    ),
    "one of them logged in a loop": HYPEROPT.format(
        score="scores = model.evaluate(v, w)\n"
        "    for name, value in zip(model.metrics_names, scores):\n"
        "        if 'acc' == name: log.info('%s', value); continue\n    return -scores[1]"
    ),
    "printed in a loop": HYPEROPT.format(
        score="scores = model.evaluate(v, w)\n"
        "    for name, value in zip(model.metrics_names, scores):\n"
        "        print(name, value)\n    return -scores[1]"
    ),
    "printed as a dictionary": HYPEROPT.format(
        score="scores = model.evaluate(v, w)\n"
        "    print(dict(zip(model.metrics_names, scores)))\n    return -scores[1]"
    ),
    "a name printed": HYPEROPT.format(
        score="scores = model.evaluate(v, w)\n"
        "    print('%s: %.2f' % (model.metrics_names[1], scores[1]))\n    return -scores[1]"
    ),
    "the loss": HYPEROPT.format(
        score="return model.evaluate(v, w)[model.metrics_names.index('loss')]"
    ),
    "a name nobody sees": HYPEROPT.format(
        score="return model.evaluate(v, w)[model.metrics_names.index(METRIC)]"
    ),
    "return_dict": HYPEROPT.format(
        score="return -model.evaluate(v, w, return_dict=True)['accuracy']"
    ),
    "another dictionary": HYPEROPT.format(
        score="scores = dict(zip(['loss', 'accuracy'], model.evaluate(v, w)))\n"
        "    return -scores['accuracy']"
    ),
    "no search": "import keras\nmodel = keras.Sequential()\n"
    "print(model.evaluate(v, w)[model.metrics_names.index('accuracy')])\n",
    "optuna: a dictionary": """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(x, y, epochs=9, validation_data=(v, w))
    return model.evaluate(v, w, return_dict=True)["mae"]
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
}


INDEX = "return -model.evaluate(v, w)[model.metrics_names.index('accuracy')]"
PAIRS = "found = dict(zip(model.metrics_names, model.evaluate(v, w)))\n    "
SILENT |= {
    "asked whether it is there": HYPEROPT.format(
        score=f"if 'accuracy' in model.metrics_names:\n        {INDEX}\n"
        "    return -model.evaluate(v, w)[1]"
    ),
    "asked whether it is not there": HYPEROPT.format(
        score="if 'accuracy' not in model.metrics_names:\n"
        f"        return -model.evaluate(v, w)[1]\n    {INDEX}"
    ),
    "asked in an expression": HYPEROPT.format(
        score=PAIRS + "return -(found['accuracy'] if 'accuracy' in found else found['loss'])"
    ),
    "something else in its place": HYPEROPT.format(
        score=PAIRS + "return -found.get('accuracy', found['compile_metrics'])"
    ),
    "tried": HYPEROPT.format(
        score=f"try:\n        {INDEX}\n    except ValueError:\n"
        "        return -model.evaluate(v, w)[1]"
    ),
    "tried in a dictionary": HYPEROPT.format(
        score=PAIRS + "try:\n        return -found['accuracy']\n    except KeyError:\n"
        "        return -found['compile_metrics']"
    ),
}
FLAGGED |= {
    "asked for another name": HYPEROPT.format(
        score=f"if 'auc' in model.metrics_names:\n        print(1)\n    {INDEX}  # TUN307: 'accuracy' is not in metrics_names"
    ),
    "asked of another list": HYPEROPT.format(
        score=f"if 'accuracy' in names:\n        print(1)\n    {INDEX}  # TUN307: 'accuracy' is not in metrics_names"
    ),
    "nothing in its place": marked(
        HYPEROPT.format(score=PAIRS + "return -found.get('accuracy')"),
        {"found = dict(": "# TUN307: 'accuracy' is not in metrics_names"},
    ),
    "tried for another reason": HYPEROPT.format(
        score=f"try:\n        {INDEX}  # TUN307: 'accuracy' is not in metrics_names\n    except TypeError:\n        return 0"
    ),
    "tried, and given up": HYPEROPT.format(
        score=f"try:\n        {INDEX}  # TUN307: 'accuracy' is not in metrics_names\n    except ValueError:\n        raise RuntimeError(1)"
    ),
}


test_programs = check_programs("TUN307", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "by index": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(x, y, epochs=9)
    scores = model.evaluate(v, w)
    tune.report({"loss": scores[model.metrics_names.index("mae")]})  # TUN307: 'mae' is not in metrics_names

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "by pairs": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(x, y, epochs=9)
    scores = dict(zip(model.metrics_names, model.evaluate(v, w)))  # TUN307: 'mae' is not in metrics_names
    tune.report({"loss": scores["mae"]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: as a dictionary": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(x, y, epochs=9)
    tune.report({"loss": model.evaluate(v, w, return_dict=True)["mae"]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: by position": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(x, y, epochs=9)
    tune.report({"loss": model.evaluate(v, w)[1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
}


test_ray_tune = check_programs("TUN307", RAY_PROGRAMS, head=ray_programs.HEAD)
