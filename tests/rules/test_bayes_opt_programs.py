"""The rules on programs of bayes_opt: what each flags, and what comes near to it.

A trial is written once and searched in several styles; the line that a finding stands on says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.checking import check, rule
from tunelint.testing import check_marked

HEAD = """
import random
import bayes_opt
import keras
import lightgbm as lgb
import numpy as np
import xgboost as xgb
from functools import partial
from bayes_opt import BayesianOptimization, acquisition
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, mean_squared_error, r2_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
"""
BOUNDS = "{'a': (0, 1), 'b': (2, 90)}"
# How a function of two parameters is searched over.
KEYWORDS = """
optimizer = BayesianOptimization(f=trial, pbounds={bounds}, random_state=1)
optimizer.maximize(init_points=4, n_iter=20)
"""
POSITIONS = """
pbounds = {bounds}
bo = bayes_opt.BayesianOptimization(trial, pbounds, None, None, 1)
bo.maximize(4, 20)
"""
LAMBDA = """
optimizer = BayesianOptimization(
    lambda a, b: trial(a, b),  # handed on
    {bounds}, random_state=1, verbose=0)
optimizer.maximize(n_iter=20)
"""
METHOD = """
class Tuner:
    def __init__(self, bounds):
        self.optimizer = BayesianOptimization(self.score, bounds, random_state=1)
    def score(self, a, b):
        return trial(a, b)  # handed on
    def tune(self):
        self.optimizer.maximize(init_points=4, n_iter=20)
        return self.optimizer.max
Tuner({bounds}).tune()
"""
FUNCTION = """
def tune(function, bounds, seed=1):
    optimizer = BayesianOptimization(f=function, pbounds=bounds, random_state=seed)
    optimizer.maximize(init_points=4, n_iter=20)
    return optimizer.max['params']
tune(trial, {bounds})
"""
ASKED = """
optimizer = BayesianOptimization(f=None, pbounds={bounds}, random_state=1)
for _ in range(20):
    point = optimizer.suggest()
    optimizer.register(params=point, target=trial(**point))  # told
"""
# Where rules about what a search is given speak, if that is not the trial itself.
HANDED = {"TUN303": ("# handed on",), "TUN304": ("# handed on", "# told")}
STYLES = {
    "keywords": KEYWORDS,
    "positions": POSITIONS,
    "lambda": LAMBDA,
    "method": METHOD,
    "function": FUNCTION,
    "asked": ASKED,
}
NETWORK = """
keras.utils.set_random_seed(1)
def build(rate, metrics=None):
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(rate), loss='mse', metrics=metrics)
    return model
"""


def network(fit: str, score: str = "-model.evaluate(x_val, y_val)", build: str = "build(a)") -> str:
    return (
        NETWORK + f"def trial(a, b):\n    size = int(b)\n    model = {build}\n    {fit}\n"
        f"    return {score}\n"
    )


def forest(arguments: str, score: str = "cross_val_score(model, x, y).mean()") -> str:
    return (
        f"def trial(a, b):\n    model = RandomForestClassifier({arguments})\n    return {score}\n"
    )


STOPPED = "stop = keras.callbacks.EarlyStopping({})  # {}:\n    model.fit(x, y, epochs=9, {})"
VALIDATED = "validation_data=(x_val, y_val), callbacks=[stop]"
SEEDED = "ccp_alpha=a, max_depth=int(b), random_state=1"
SCORED = "def trial(a, b):\n    return SVC(C=10 ** a, gamma=1 / b).fit(x_train, y_train)"

# Trials with their flaw, whatever style they are searched in.
FLAGGED = {
    "TUN106": [
        "p, q, r, s = train_test_split(x, y)  # TUN106:\n"
        "def trial(a, b):\n    return SVC(C=10 ** a, gamma=b).fit(p, r).score(q, s)\n",
    ],
    "TUN109": [
        network("", "-np.mean([repeat(model) for _ in range(3)])").replace(
            "def trial",
            "def repeat(model):\n    keras.utils.set_random_seed(2)  # TUN109:\n"
            "    model = build(0.1)\n    model.fit(x, y, epochs=9)\n"
            "    return model.evaluate(x_val, y_val)\ndef trial",
        ),
    ],
    "TUN201": [
        "rng = np.random.default_rng(1)\nx = rng.permutation(x)\n"
        "y = rng.permutation(y)  # TUN201:\n"
        + SCORED.replace("x_train, y_train", "x, y")
        + ".score(x, y)\n",
    ],
    "TUN202": [SCORED + ".score(x_test, y_test)  # TUN202:\n"],
    "TUN203": [
        "x = StandardScaler().fit_transform(x)  # TUN203:\n" + forest(SEEDED),
    ],
    "TUN303": [
        SCORED + ".score(x_train, y_train)  # TUN303:\n",
        network("h = model.fit(x, y, epochs=9)", "-h.history['loss'][-1]  # TUN303:"),
    ],
    "TUN304": [
        SCORED.replace("    return", "    model =")
        + "\n    return mean_squared_error(y_val, model.predict(x_val))  # TUN304:\n",
        forest(SEEDED, "1 - cross_val_score(model, x, y, scoring='f1').mean()  # TUN304:"),
        network("h = model.fit(x, y, epochs=9)", "h.history['val_loss'][-1]  # TUN304:"),
    ],
    "TUN306": [network("model.fit(x, y, epochs=9)", "-model.evaluate(x_val, y_val)[1]  # TUN306:")],
    "TUN307": [
        network(
            "model.fit(x, y, epochs=9)",
            "-dict(zip(model.metrics_names, model.evaluate(x_val, y_val)))['mae']  # TUN307:",
        )
    ],
    "TUN308": [
        network(
            "h = model.fit(x, y, epochs=9, validation_split=0.2)",
            "h.history['val_auc'][-1]  # TUN308:",
            "build(a, [keras.metrics.AUC()])",
        )
    ],
    "TUN402": [
        network("model.fit(x, y)  # TUN402:"),
        network("model.fit(x, y, batch_size=size, epochs=2)  # TUN402:"),
    ],
    "TUN403": [network(STOPPED.format("patience=1", "TUN403", VALIDATED))],
    "TUN404": [network(STOPPED.format("patience=9", "TUN404", VALIDATED))],
    "TUN405": [network(STOPPED.format("monitor='val_acc', patience=3", "TUN405", VALIDATED))],
    "TUN509": [
        forest(
            "ccp_alpha=a, max_depth=int(b), random_state=1, max_features='auto'  # TUN509:\n    "
        ),
        network("model.fit(x, y, epochs=9)")
        .replace("Adam(rate)", "Adam(lr=rate)")
        .replace("loss='mse', metrics=metrics)", "loss='mse', metrics=metrics)  # TUN509:"),
    ],
    "TUN603": [
        forest("max_depth=b, ccp_alpha=a, random_state=1"),
        "def trial(a, b):\n    params = dict(reg_alpha=a, max_depth=b)\n"
        "    model = xgb.XGBClassifier(**params)\n    return cross_val_score(model, x, y).mean()\n",
        "def trial(a, b):\n    booster = lgb.train({'num_leaves': b, 'lambda_l1': a}, data)\n"
        "    return -mean_squared_error(y_val, booster.predict(x_val))\n",
        network("model.fit(x, y, epochs=9, batch_size=b)"),
    ],
    "TUN607": [
        network("model.fit(x, y, epochs=9)  # TUN607:", build="shared").replace(
            "def trial", "shared = build(0.1)\ndef trial"
        )
    ],
    "TUN608": [
        network("model.fit(x, y, epochs=9)", build="build(shared)  # TUN608:")
        .replace("Adam(rate), loss='mse', metrics=metrics)", "Adam(1), loss='mse')")
        .replace("keras.optimizers.Adam(1), loss='mse')", "rate, loss='mse')")
        .replace("def trial", "shared = keras.optimizers.Adam(0.1)\ndef trial"),
    ],
}
# The same without it.
SILENT = {
    "TUN106": [
        "p, q, r, s = train_test_split(x, y, random_state=3)\n"
        "def trial(a, b):\n    return SVC(C=10 ** a, gamma=b).fit(p, r).score(q, s)\n",
        "np.random.seed(3)\n" + FLAGGED["TUN106"][0].replace("  # TUN106:", ""),
    ],
    "TUN109": [FLAGGED["TUN109"][0].replace("set_random_seed(2)  # TUN109:", "clear_session()")],
    "TUN201": [
        "order = np.random.default_rng(1).permutation(len(x))\nx, y = x[order], y[order]\n"
        + SCORED.replace("x_train, y_train", "x, y")
        + ".score(x_val, y_val)\n",
    ],
    "TUN202": [SCORED + ".score(x_val, y_val)\n"],
    "TUN203": [
        "x_train = StandardScaler().fit_transform(x_train)\n" + SCORED + ".score(x_val, y_val)\n"
    ],
    "TUN303": [SCORED + ".score(x_val, y_val)\n"],
    "TUN304": [
        SCORED.replace("    return", "    model =")
        + "\n    return -mean_squared_error(y_val, model.predict(x_val))\n",
        forest(SEEDED, "cross_val_score(model, x, y, scoring='neg_log_loss').mean()"),
        forest(SEEDED),
        network("h = model.fit(x, y, epochs=9)", "1 - h.history['val_loss'][-1]"),
    ],
    "TUN306": [
        network(
            "model.fit(x, y, epochs=9)",
            "-model.evaluate(x_val, y_val)[1]",
            "build(a, ['mae'])",
        )
    ],
    "TUN307": [
        network(
            "model.fit(x, y, epochs=9)", "-model.evaluate(x_val, y_val, return_dict=True)['loss']"
        )
    ],
    "TUN308": [
        FLAGGED["TUN308"][0].replace("AUC()", "AUC(name='auc')").replace("  # TUN308:", ""),
    ],
    "TUN402": [
        network("model.fit(x, y, epochs=9)"),
        network("model.fit(x, y, epochs=size)"),
        network("model.fit(data, steps_per_epoch=900)"),
    ],
    "TUN403": [network(STOPPED.format("patience=4", "", VALIDATED))],
    "TUN404": [network(STOPPED.format("patience=4", "", VALIDATED))],
    "TUN405": [network(STOPPED.format("monitor='val_loss', patience=3", "", VALIDATED))],
    "TUN509": [
        forest(SEEDED + ", max_features='sqrt'"),
        "def unused():\n    return RandomForestClassifier(max_features='auto')\n" + forest(SEEDED),
    ],
    "TUN603": [
        forest("max_depth=int(b), ccp_alpha=a, random_state=1"),
        forest("max_depth=int(round(b)), ccp_alpha=a, random_state=1"),
        forest("max_features=a, max_depth=unseen(b), random_state=1"),
        "def trial(a, b):\n    b = int(b)\n    model = xgb.XGBClassifier(max_depth=b, gamma=a)\n"
        "    return cross_val_score(model, x, y).mean()\n",
    ],
    "TUN607": [
        network("model.fit(x, y, epochs=9)"),
        "model = SVC()\ndef trial(a, b):\n    model.set_params(C=10 ** a, gamma=b)\n"
        "    return model.fit(x_train, y_train).score(x_val, y_val)\n",
    ],
    "TUN608": [network("model.fit(x, y, epochs=9)")],
}


def searched(trial: str, style: str, bounds: str = BOUNDS) -> str:
    """The program that searches over the trial in one style."""
    return HEAD + trial + STYLES[style].replace("{bounds}", bounds)


def cases(table: dict[str, list[str]]) -> list[Any]:
    return list(_cases(table))


def _cases(table: dict[str, list[str]]) -> Iterator[Any]:
    for code, trials in table.items():
        for number, trial in enumerate(trials):
            for style in STYLES:
                yield pytest.param(code, trial, style, id=f"{code}-{number}-{style}")


@pytest.mark.parametrize(("code", "trial", "style"), cases(FLAGGED))
def test_flagged(code: str, trial: str, style: str) -> None:
    check_marked(rule(code), marked(searched(trial, style), code))


def marked(program: str, code: str) -> str:
    """The program with its mark where the rule's findings stand."""
    mark, bounds = f"# {code}:", f"'b': (2, 90)  # {code}:\n}}"
    if code == "TUN603":
        return program.replace("'b': (2, 90)}", "\n" + bounds)
    for place in HANDED.get(code, ()):
        if place in program:
            return program.replace(mark, "").replace(place, mark)
    return program


@pytest.mark.parametrize(("code", "trial", "style"), cases(SILENT))
def test_silent(code: str, trial: str, style: str) -> None:
    check_marked(rule(code), searched(trial, style))


# -- whole programs -------------------------------------------------------------------------------

SVM = HEAD + "def f(C, gamma):\n    return cross_val_score(SVC(C=C, gamma=gamma), x, y).mean()\n"
SPACE = "space = {'C': (1, 20), 'gamma': (0, 1)}\n"
FOREST = (
    HEAD
    + "def f(**params):\n    params['max_depth'] = int(params['max_depth'])\n"
    + "    model = RandomForestClassifier({}**params)\n"
    + "    return cross_val_score(model, x, y).mean()\n"
    + "space = {{'max_depth': (2, 9), 'max_features': (0.1, 1)}}\n"
)
RUN = "bo = BayesianOptimization(f, space, random_state=1)\nbo.maximize(init_points=5, n_iter=20)\n"
WHOLE = {
    "TUN101": [
        SVM + SPACE + "bo = BayesianOptimization(f, space)  # TUN101:\nbo.maximize()\n",
        SVM + SPACE + "bo = bayes_opt.BayesianOptimization(  # TUN101:\n"
        "    f=f, pbounds=space, random_state=None)\nbo.maximize()\n",
        SVM + SPACE + "bo = BayesianOptimization(  # TUN101:\n    f, space,\n"
        "    random_state=np.random.RandomState())\nbo.maximize()\n",
        SVM + SPACE + "bo = BayesianOptimization(None, space)  # TUN101:\nfor _ in range(9):\n"
        "    p = bo.suggest()\n    bo.register(p, f(**p))\n",
        SVM + "def make(bounds):\n    return BayesianOptimization(f, bounds)\n"
        "make({'C': (1, 20), 'gamma': (0, 1)}).maximize()  # TUN101:\n",
        SVM
        + "class T:\n    def __init__(self):\n        self.bo = BayesianOptimization(  # TUN101:\n"
        "            lambda C, gamma: f(C, gamma), dict(C=(1, 20), gamma=(0, 1)))\n"
        "    def run(self):\n        self.bo.maximize(init_points=5)\nT().run()\n",
        SVM.replace("f(C, gamma):", "f(C, gamma):") + "def unread(f, space):\n"
        "    return BayesianOptimization(f, space)  # TUN101:\n",
    ],
    "TUN103": [
        "import numpy\nnumpy.random.seed(3)\n"
        + SVM
        + SPACE
        + "bo = BayesianOptimization(f, space)  # TUN103:\nbo.maximize()\n",
        SVM + SPACE + "random.seed(3)\n"
        "bo = BayesianOptimization(f, space)  # TUN103:\nbo.maximize()\n",
        SVM
        + SPACE
        + "keras.utils.set_random_seed(3)\nbo = bayes_opt.BayesianOptimization(  # TUN103:\n"
        "    f, space)\nbo.maximize(2, 3)\n",
        SVM + SPACE + "def main(seed=3):\n    np.random.seed(seed)\n"
        "    BayesianOptimization(f, space).maximize()  # TUN103:\nmain()\n",
        SVM + SPACE + "np.random.seed(3)\nbo = BayesianOptimization(None, space)  # TUN103:\n"
        "for _ in range(9):\n    p = bo.suggest()\n    bo.register(p, f(**p))\n",
    ],
    "TUN105": [
        FOREST.format("")
        + RUN.replace(", space, random", ", space,  # TUN105:\n  random").replace(
            "bo = BayesianOptimization(f, space,  # TUN105:",
            "bo = BayesianOptimization(  # TUN105:\n f, space,",
        ),
        FOREST.format("n_estimators=20, ")
        + "bo = BayesianOptimization(f=f, pbounds=space, random_state=0)  # TUN105:\n"
        "bo.maximize()\n",
        HEAD + "def f(depth):\n    model = RandomForestClassifier(max_depth=int(depth))\n"
        "    return cross_val_score(model, x, y).mean()\n"
        "bo = BayesianOptimization(None, {'depth': (2, 9)}, random_state=1)  # TUN105:\n"
        "for _ in range(9):\n    p = bo.suggest()\n    bo.register(p, f(p['depth']))\n",
        searched(network("model.fit(x, y, epochs=9)"), "keywords")
        .replace("keras.utils.set_random_seed(1)", "")
        .replace("random_state=1)", "random_state=1)  # TUN105:"),
        searched(network("model.fit(x, y, epochs=9)"), "positions")
        .replace("keras.utils.set_random_seed(1)", "np.random.seed(1)")
        .replace("None, 1)", "None, 1)  # TUN105:"),
    ],
    "TUN401": [
        searched(network("model.fit(x, y, epochs=5)  # TUN401:"), style)
        + "best = build(optimizer.max['params']['a'])\nbest.fit(x, y, epochs=50)\n"
        for style in ("keywords", "asked", "lambda")
    ]
    + [
        searched(network("model.fit(x, y, epochs=5)  # TUN401:"), "positions")
        + "best = max(bo.res, key=lambda found: found['target'])\n"
        "build(best['params']['a']).fit(x, y, epochs=50)\n",
        searched(network("model.fit(x, y, epochs=5)  # TUN401:"), "function").replace(
            "tune(trial", "best = tune(trial"
        )
        + "final = build(best['a'])\nfinal.fit(x, y, epochs=20)\n",
    ],
    "TUN407": [
        SVM + SPACE + f"bo = BayesianOptimization(f, space, random_state=1)  # TUN407:\n{runs}\n"
        for runs in (
            "bo.maximize(init_points=20, n_iter=0)",
            "bo.maximize(n_iter=0)",
            "bo.maximize(30, 0)",
            "bo.maximize(init_points=5, n_iter=0)\nbo.maximize(init_points=5, n_iter=0)",
            "bo.maximize(init_points=0, n_iter=0)",
        )
    ],
    "TUN410": [
        SVM + SPACE + RUN.replace("n_iter=20)", "n_iter=20, acq='ei')  # TUN410:"),
        SVM
        + SPACE
        + "bo = BayesianOptimization(f, space, random_state=1)\nbo.maximize(3, 20, 'ei')  # TUN410:\n",
        SVM
        + SPACE
        + RUN.replace("n_iter=20)", "n_iter=20,\n  kappa=2,  # TUN410:\n  xi=0)  # TUN410:"),
        SVM
        + SPACE
        + "BayesianOptimization(f, space, random_state=1).maximize(alpha=1)  # TUN410:\n",
        SVM + SPACE + "bo = BayesianOptimization(f, space, seed=1)  # TUN410:\nbo.maximize()\n",
        SVM + SPACE + "bo = BayesianOptimization(f, space, n_iter=1,  # TUN410:\n"
        "    init_points=3)  # TUN410:\nbo.maximize()\n",
        SVM + SPACE + "bo = BayesianOptimization(f, space,\n"
        "    random_state=np.random.default_rng(1))  # TUN410:\nbo.maximize()\n",
        SVM + SPACE + "bo = BayesianOptimization(None, space, random_state=1)\n"
        "for _ in range(9):\n    p = bo.suggest(utility)  # TUN410:\n    bo.register(p, f(**p))\n",
        SVM + SPACE + "bo = BayesianOptimization(None, space, random_state=1)\nwhile True:\n"
        "    p = bo.suggest(utility_function=utility)  # TUN410:\n    bo.register(p, f(**p))\n",
    ],
    "TUN503": [
        SVM
        + SPACE
        + RUN.replace("bo.maximize(", "best = bo.maximize(")
        + "print(best['C'])  # TUN503:\n",
        SVM + SPACE + RUN.replace("n_iter=20)", "n_iter=20)['params']  # TUN503:"),
        SVM
        + SPACE
        + RUN.replace("bo.maximize(", "best = bo.maximize(")
        + "SVC(**best)  # TUN503:\n",
        SVM
        + SPACE
        + RUN.replace("bo.maximize(", "target = bo.maximize(")
        + "print(-1 * target)  # TUN503:\n",
        SVM + SPACE + "def tune():\n    bo = BayesianOptimization(f, space, random_state=1)\n"
        "    return bo.maximize()\nbest = tune()\nprint(best.max)  # TUN503:\n",
    ],
    "TUN504": [
        HEAD.replace("acquisition\n", "UtilityFunction  # TUN504:\n"),
        HEAD + "from bayes_opt.util import load_logs  # TUN504:\n",
        HEAD + "from bayes_opt.logger import JSONLogger  # TUN504:\n"
        "from bayes_opt.event import Events  # TUN504:\n",
        HEAD + "utility = bayes_opt.UtilityFunction(kind='ucb')  # TUN504:\n",
        SVM + SPACE + RUN.replace("bo.max", "bo.explore({'C': [1]})  # TUN504:\nbo.max"),
        SVM + SPACE + RUN.replace("bo.max", "bo.subscribe(event, logger)  # TUN504:\nbo.max"),
    ],
    "TUN507": [
        SVM + SPACE + RUN + "print(bo.max['target'])  # TUN507:\n",
        SVM + SPACE + RUN + "best = bo.max\nprint(f\"accuracy {best['target']}\")  # TUN507:\n",
        SVM + SPACE + RUN + "score = bo.max['target']\nprint('AUC', round(score, 3))  # TUN507:\n",
        SVM + SPACE + "def tune():\n    bo = BayesianOptimization(f, space, random_state=1)\n"
        "    bo.maximize()\n    return bo.max['target']  # TUN507:\nprint(tune())\n",
        SVM
        + SPACE
        + "import logging\n"
        + RUN
        + "logging.info('%s', bo.max['target'])  # TUN507:\n",
    ],
    "TUN601": [
        HEAD + "def f(C, gamma):\n    return cross_val_score(SVC(C=C), x, y).mean()\n"
        "space = {'C': (1, 20),\n  'gamma': (0, 1)}  # TUN601:\n" + RUN,
        HEAD + "def f(C, **rest):\n    return cross_val_score(SVC(C=C), x, y).mean()\n"
        "space = {'C': (1, 20),\n  'gamma': (0, 1)}  # TUN601:\n" + RUN,
        HEAD + "def f(**p):\n    return cross_val_score(SVC(C=p['C']), x, y).mean()\n"
        "space = dict(C=(1, 20),\n  gamma=(0, 1))  # TUN601:\n" + RUN,
        HEAD + "f = lambda C, gamma: cross_val_score(SVC(C=C), x, y).mean()\n"
        "space = {'C': (1, 20),\n  'gamma': (0, 1)}  # TUN601:\n" + RUN,
        HEAD + "class F:\n    def f(self, C, gamma):\n"
        "        return cross_val_score(SVC(C=C), x, y).mean()\nf = F().f\n"
        "space = {'C': (1, 20),\n  'gamma': (0, 1)}  # TUN601:\n" + RUN,
    ],
    "TUN603": [
        SVM
        + RUN.replace("space", "{'C': (1, 9), 'gamma': (0, 1), 'max_depth': (2, 9)}")
        + "p = bo.max['params']\nRandomForestClassifier(max_depth=p['max_depth'])  # TUN603:\n",
    ],
    "TUN604": [
        SVM + "space = {'gamma': (0.1, 1),\n  'C': (1e-3, 1e3)}  # TUN604:\n" + RUN,
        SVM + "space = {'gamma': (0.1, 1)}\nspace['C'] = (0.01, 100)  # TUN604:\n" + RUN,
        SVM + "space = dict(gamma=(0.1, 1),\n  C=[1, 1000])  # TUN604:\n" + RUN,
        SVM
        + "LOW = 1e-4\nspace = {'gamma': (0.1, 1),\n  'C': (LOW, LOW * 1000)}  # TUN604:\n"
        + RUN,
        HEAD + "def f(learning_rate):\n    return score(learning_rate)\n"
        "space = {'learning_rate': (1e-5, 1e-1, float)}  # TUN604:\n" + RUN,
        HEAD + "def f(reg_lambda):\n    return score(reg_lambda)\n"
        "space = {'reg_lambda': (1, 100, int)}  # TUN604:\n" + RUN,
    ],
}
NEAR = {
    "TUN101": [
        SVM + SPACE + RUN,
        SVM + SPACE + RUN.replace("random_state=1", "random_state=0"),
        SVM + SPACE + RUN.replace("random_state=1", "random_state=np.random.RandomState(3)"),
        SVM + SPACE + RUN.replace("random_state=1", "random_state=given"),
        SVM + SPACE + RUN.replace("random_state=1", "**options"),
        SVM + SPACE + "for seed in range(3):\n"
        "    BayesianOptimization(f, space, random_state=seed).maximize()\n",
        SVM
        + SPACE
        + "bo = BayesianOptimization(f, space)\nbo.load_state('s.json')\nbo.maximize()\n",
        SVM + SPACE + "np.random.seed(3)\nbo = BayesianOptimization(f, space)\nbo.maximize()\n",
        HEAD
        + "from keras_tuner import BayesianOptimization\nBayesianOptimization(build, seed=1)\n",
    ],
    "TUN103": [
        SVM + SPACE + "np.random.seed(3)\n" + RUN,
        SVM + SPACE + "bo = BayesianOptimization(f, space)\nbo.maximize()\nnp.random.seed(3)\n",
        SVM + SPACE + "bo = BayesianOptimization(f, space)\nbo.maximize()\n",
        SVM + SPACE + "random.seed(3)\n" + RUN.replace("random_state=1", "random_state=given"),
        SVM + SPACE + "random.seed(3)\n" + RUN.replace("random_state=1", "**options"),
    ],
    "TUN105": [
        FOREST.format("random_state=3, ") + RUN,
        FOREST.format("") + "np.random.seed(3)\n" + RUN,
        SVM + SPACE + RUN,
        FOREST.format("") + "BayesianOptimization(f, space).maximize()\n",
        FOREST.format("").replace("'max_features'", "'random_state'") + RUN,
        FOREST.format("").replace("    model", "    params.update(given)\n    model") + RUN,
        searched(network("model.fit(x, y, epochs=9)"), "keywords"),
    ],
    "TUN401": [
        searched(network("model.fit(x, y, epochs=40)"), "keywords")
        + "best = build(optimizer.max['params']['a'])\nbest.fit(x, y, epochs=50)\n",
        searched(network("model.fit(x, y, epochs=5)"), "keywords")
        + "build(0.1).fit(x, y, epochs=50)\n",
        searched(network("model.fit(x, y, epochs=size)"), "lambda")
        + "best = build(optimizer.max['params']['a'])\nbest.fit(x, y, epochs=50)\n",
        searched(network("model.fit(x, y, epochs=5)"), "asked")
        + "best = build(optimizer.max['params']['a'])\nbest.fit(x, y, epochs=given)\n",
        searched(network("model.fit(x, y, epochs=5)"), "keywords")
        + "best = build(optimizer.max['params']['a'])\nbest.fit(x, y, epochs=50, "
        "callbacks=[keras.callbacks.EarlyStopping(patience=9)])\n",
    ],
    "TUN407": [
        SVM + SPACE + f"bo = BayesianOptimization(f, space, random_state=1)\n{runs}\n"
        for runs in (
            "bo.maximize()",
            "bo.maximize(init_points=20, n_iter=1)",
            "bo.maximize(init_points=5, n_iter=0)\nbo.maximize(init_points=0, n_iter=10)",
            "bo.probe({'C': 1, 'gamma': 0.5})\nbo.maximize(init_points=5, n_iter=0)",
            "bo.register({'C': 1, 'gamma': 0.5}, 0.9)\nbo.maximize(init_points=5, n_iter=0)",
            "bo.load_state('state.json')\nbo.maximize(init_points=5, n_iter=0)",
            "bo.maximize(init_points=5, n_iter=given)",
            "bo.maximize(**options)",
            "for _ in range(5):\n    p = bo.suggest()\n    bo.register(p, f(**p))",
        )
    ],
    "TUN410": [
        SVM + SPACE + RUN,
        SVM + SPACE + RUN.replace("random_state=1", "1, 2, 3, 4, 5"),
        SVM + SPACE + RUN.replace("random_state=1", "allow_duplicate_points=True, verbose=0"),
        SVM + SPACE + RUN.replace("random_state=1", "**options"),
        SVM + SPACE + RUN.replace("n_iter=20", "**options"),
        SVM
        + SPACE
        + RUN.replace(
            "random_state=1", "acquisition_function=acquisition.UpperConfidenceBound(kappa=2)"
        ),
        SVM + SPACE + "bo = BayesianOptimization(None, space, random_state=1)\n"
        "for _ in range(9):\n    p = bo.suggest()\n    bo.register(params=p, target=f(**p))\n",
        SVM + SPACE + "bo = BayesianOptimization(f, space, random_state=1)\ntry:\n"
        "    bo.maximize(acq='ei')\nexcept TypeError:\n    bo.maximize()\n",
    ],
    "TUN503": [
        SVM + SPACE + RUN + "print(bo.max['params'])\n",
        SVM + SPACE + RUN.replace("bo.maximize(", "nothing = bo.maximize("),
        SVM + SPACE + "def tune():\n    bo = BayesianOptimization(f, space, random_state=1)\n"
        "    return bo.maximize()\ntune()\n",
        SVM
        + SPACE
        + RUN.replace("bo.maximize(", "best = bo.maximize(")
        + "best = bo.max\nprint(best['params'])\n",
        SVM + SPACE + RUN + "print(bo.res[0]['target'])\n",
    ],
    "TUN504": [
        HEAD,
        HEAD + "from bayes_opt.logger import ScreenLogger\n",
        HEAD + "from bayes_opt import SequentialDomainReductionTransformer\n",
        HEAD + "from bayes_opt.util import ensure_rng\n",
        HEAD + "try:\n    from bayes_opt import UtilityFunction\n"
        "except ImportError:\n    UtilityFunction = None\n",
        SVM + SPACE + RUN + "bo.save_state('s.json')\nbo.set_gp_params(alpha=1e-3)\n",
        SVM + SPACE + RUN + "other.subscribe(event, logger)\n",
    ],
    "TUN507": [
        SVM + SPACE + RUN + "print(bo.max['params'])\n",
        SVM + SPACE + RUN + "print(bo.max['target'])\n"
        "print(SVC(**bo.max['params']).fit(x, y).score(x_test, y_test))\n",
        SVM + SPACE + RUN + "print(other.max['target'])\n",
        HEAD
        + "def f(a):\n    return -a ** 2\nspace = {'a': (0, 1)}\n"
        + RUN
        + "print(bo.max['target'])\n",
        SVM + SPACE + RUN + "print(len(bo.res))\n",
    ],
    "TUN601": [
        SVM + SPACE + RUN,
        HEAD + "def f(**p):\n    return cross_val_score(SVC(**p), x, y).mean()\n" + SPACE + RUN,
        HEAD + "def f(**p):\n    return unseen(p)\n" + SPACE + RUN,
        HEAD + SPACE + "f = unseen()\n" + RUN,
        SVM + SPACE + "bo = BayesianOptimization(None, space, random_state=1)\n"
        "for _ in range(9):\n    p = bo.suggest()\n    bo.register(p, f(**p))\n",
    ],
    "TUN603": [
        SVM
        + RUN.replace("space", "{'C': (1, 9), 'gamma': (0, 1), 'max_depth': (2, 9, int)}")
        + "p = bo.max['params']\nRandomForestClassifier(max_depth=p['max_depth'])\n",
        SVM
        + RUN.replace("space", "{'C': (1, 9), 'gamma': (0, 1), 'max_depth': (2, 9)}")
        + "p = bo.max['params']\nRandomForestClassifier(max_depth=int(p['max_depth']))\n",
        SVM
        + RUN.replace("space", "{'C': (1, 9), 'gamma': (0, 1), 'max_depth': (2, 9)}")
        + "p = bo.max['params']\np['max_depth'] = int(p['max_depth'])\n"
        "RandomForestClassifier(**p)\n",
        FOREST.format("random_state=1, ") + RUN,
        HEAD + "def f(depth):\n    return score(RandomForestClassifier(max_depth=depth))\n"
        "space = {'depth': (4, 8, 16)}\n" + RUN,
        HEAD + "def f(share):\n    return score(RandomForestClassifier(min_samples_leaf=share))\n"
        "space = {'share': (0.01, 0.5)}\n" + RUN,
    ],
    "TUN604": [
        SVM + SPACE + RUN,
        SVM + "space = {'C': (0, 1000), 'gamma': (0, 1)}\n" + RUN,
        SVM + "space = {'C': (low, 1000), 'gamma': (0, 1)}\n" + RUN,
        SVM + "space = {'C': (0.1, 10, 1000), 'gamma': (0, 1)}\n" + RUN,
        HEAD
        + "def f(log_lr):\n    return score(10 ** log_lr)\nspace = {'log_lr': (-5, -1)}\n"
        + RUN,
        HEAD + "def f(units):\n    return score(units)\nspace = {'units': (1, 1000)}\n" + RUN,
        SVM
        + "space = {'C': (1e-3, 1e3), 'gamma': (0, 1)}\n"
        + RUN.replace("bo.max", "bo.set_bounds({'C': (1, 2)})\nbo.max"),
    ],
}


def programs(table: dict[str, list[str]]) -> list[Any]:
    """The programs of each rule."""
    return [
        pytest.param(code, text, id=f"{code}-{number}")
        for code, texts in table.items()
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(("code", "program"), programs(WHOLE))
def test_whole_programs(code: str, program: str) -> None:
    check_marked(rule(code), program)


@pytest.mark.parametrize(("code", "program"), programs(NEAR))
def test_near_misses(code: str, program: str) -> None:
    assert check(program, code) == []


def test_every_rule_of_its_column_has_programs() -> None:
    told = {code for code in {*FLAGGED, *WHOLE} if "bayes_opt" in rule(code).tuners}
    assert told == {entry for entry in {*SILENT, *NEAR} if "bayes_opt" in rule(entry).tuners}
