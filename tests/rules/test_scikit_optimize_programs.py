"""The rules on programs of scikit-optimize: what each flags, and what comes near to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

HEAD = """
import random
import keras
import numpy as np
from functools import partial
from skopt import gp_minimize, forest_minimize, gbrt_minimize, dummy_minimize, Optimizer
from skopt import BayesSearchCV
from skopt.space import Real, Integer, Categorical
from skopt.utils import use_named_args
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.svm import SVC
"""
SPACE = "space = [Real(1e-2, 1e2, prior='log-uniform', name='C')]\n"
SCORED = "def f(p):\n    return -cross_val_score(SVC(C=p[0]), x, y).mean()\n"
DEPTH = "space = [Integer(2, 9, name='max_depth')]\n"
NAMED = DEPTH + "@use_named_args(space)\n"
SVM = HEAD + SPACE + SCORED
BAYES = HEAD + "space = {'C': (1e-2, 1e2, 'log-uniform')}\n"
NETWORK = (
    HEAD
    + "keras.utils.set_random_seed(1)\n"
    + "space = [Real(1e-3, 1e-1, 'log-uniform', name='rate')]\n"
    + "def build(rate, metrics=None):\n"
    + "    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(1)])\n"
    + "    model.compile(keras.optimizers.Adam(rate), loss='mse', metrics=metrics)\n"
    + "    return model\n"
)
RUN = "result = gp_minimize(f, space, n_calls=30, random_state=1)\n"


def line_of(text: str) -> int:
    """The line that is marked as the place of the finding."""
    return next(
        number for number, line in enumerate(text.strip().splitlines(), 1) if "# here" in line
    )


def trial(fit: str, score: str = "model.evaluate(x_val, y_val)") -> str:
    return NETWORK + f"def f(p):\n    model = build(p[0])\n    {fit}\n    return {score}\n"


FLAGGED = {
    "TUN101": [
        SVM + "gp_minimize(f, space, n_calls=30)  # here\n",
        SVM + "forest_minimize(func=f, dimensions=space, random_state=None)  # here\n",
        SVM + "gp_minimize(f, space, random_state=np.random.RandomState())  # here\n",
        SVM + "opt = Optimizer(space)  # here\nfor _ in range(20):\n    p = opt.ask()\n"
        "    opt.tell(p, f(p))\n",
        BAYES + "BayesSearchCV(SVC(), space).fit(x, y)  # here\n",
    ],
    "TUN103": [
        "import random\nrandom.seed(3)\n" + SVM + "gp_minimize(f, space)  # here\n",
        SVM + "import tensorflow as tf\ntf.random.set_seed(3)\nforest_minimize(f, space)  # here\n",
        BAYES + "BayesSearchCV(SVC(), space,  # here\n"
        "              optimizer_kwargs={'random_state': 3}).fit(x, y)\n",
    ],
    "TUN105": [
        HEAD + SPACE + "def f(p):\n    forest = RandomForestClassifier(max_features=p[0])\n"
        "    return -cross_val_score(forest, x, y).mean()\n"
        "gp_minimize(f, space, random_state=1)  # here\n",
        HEAD + NAMED + "def f(**params):\n    forest = RandomForestClassifier(**params)\n"
        "    return -cross_val_score(forest, x, y).mean()\n"
        "gp_minimize(f, space, random_state=1)  # here\n",
        HEAD + DEPTH + "def f(p):\n    params = dict(zip(['max_depth'], p))\n"
        "    forest = RandomForestClassifier(**params)\n"
        "    return -cross_val_score(forest, x, y).mean()\n"
        "gp_minimize(f, space, random_state=1)  # here\n",
        HEAD + "BayesSearchCV(RandomForestClassifier(), {'max_depth': (2, 9)},  # here\n"
        "              random_state=1).fit(x, y)\n",
        trial("model.fit(x, y, epochs=9)").replace("keras.utils.set_random_seed(1)\n", "")
        + RUN.replace("\n", "  # here\n"),
    ],
    "TUN106": [
        HEAD + SPACE + "a, b, c, d = train_test_split(x, y)  # here\n"
        "def f(p):\n    return -SVC(C=p[0]).fit(a, c).score(b, d)\n" + RUN,
        BAYES + "a, b, c, d = train_test_split(x, y)  # here\n"
        "BayesSearchCV(SVC(), space, random_state=1).fit(a, c)\n",
    ],
    "TUN201": [
        HEAD + SPACE + "rng = np.random.default_rng(1)\nx = rng.permutation(x)\n"
        "y = rng.permutation(y)  # here\n" + SCORED + RUN,
        BAYES + "np.random.seed(1)\nnp.random.shuffle(x)\nnp.random.shuffle(y)  # here\n"
        "BayesSearchCV(SVC(), space, random_state=1).fit(x, y)\n",
    ],
    "TUN202": [
        HEAD + SPACE + "def f(p):\n    return -SVC(C=p[0]).fit(x_train, y_train)"
        ".score(x_test, y_test)  # here\n" + RUN,
        HEAD + SPACE + "opt = Optimizer(space, random_state=1)\nfor _ in range(20):\n"
        "    p = opt.ask()\n    model = SVC(C=p[0]).fit(x_train, y_train)\n"
        "    error = 1 - accuracy_score(y_test, model.predict(x_test))  # here\n"
        "    opt.tell(p, error)\n",
    ],
    "TUN303": [
        HEAD + SPACE + "def f(p):\n    model = SVC(C=p[0]).fit(x_train, y_train)\n"
        "    return -model.score(x_train, y_train)  # here\n" + RUN,
        HEAD + SPACE + "@use_named_args(space)\ndef f(C):\n"
        "    model = SVC(C=C).fit(x_train, y_train)\n"
        "    return 1 - accuracy_score(y_train, model.predict(x_train))  # here\n" + RUN,
        trial("h = model.fit(x, y, epochs=9)", "h.history['loss'][-1]  # here") + RUN,
    ],
    "TUN304": [
        HEAD
        + SPACE
        + "def f(p):\n    return cross_val_score(SVC(C=p[0]), x, y).mean()  # here\n"
        + RUN,
        HEAD + SPACE + "def g(data, p):\n    return SVC(C=p[0]).fit(*data).score(a, b)  # here\n"
        "gp_minimize(partial(g, data), space, random_state=1)\n",
        HEAD + SPACE + "opt = Optimizer(space, random_state=1)\nfor _ in range(20):\n"
        "    p = opt.ask()\n    accuracy = SVC(C=p[0]).fit(x, y).score(x_val, y_val)\n"
        "    opt.tell(p, accuracy)  # here\n",
        HEAD + SPACE + "f = lambda p: SVC(C=p[0]).fit(x, y).score(x_val, y_val)  # here\n" + RUN,
    ],
    "TUN306": [
        trial("model.fit(x, y, epochs=9)", "model.evaluate(x_val, y_val)[1]  # here") + RUN,
    ],
    "TUN307": [
        trial(
            "model.fit(x, y, epochs=9)",
            "dict(zip(model.metrics_names, model.evaluate(x_val, y_val)))['mae']  # here",
        )
        + RUN,
    ],
    "TUN401": [
        trial("model.fit(x, y, epochs=5)  # here")
        + RUN
        + "best = build(result.x[0])\nbest.fit(x, y, epochs=50)\n",
        trial("model.fit(x, y, epochs=5)  # here")
        + "opt = Optimizer(space, random_state=1)\nres = opt.run(f, 20)\n"
        "best = build(opt.get_result().x[0])\nbest.fit(x, y, epochs=50)\n",
    ],
    "TUN402": [
        trial("model.fit(x, y)  # here") + RUN,
        trial("model.fit(x, y, epochs=2)  # here") + "opt = Optimizer(space)\nopt.run(f, 20)\n",
    ],
    "TUN403": [
        trial(
            "stop = keras.callbacks.EarlyStopping(patience=1)  # here\n"
            "    model.fit(x, y, epochs=9, validation_split=0.2, callbacks=[stop])"
        )
        + RUN,
    ],
    "TUN404": [
        trial(
            "stop = keras.callbacks.EarlyStopping(patience=20)  # here\n"
            "    model.fit(x, y, epochs=9, validation_split=0.2, callbacks=[stop])"
        )
        + RUN,
    ],
    "TUN405": [
        trial(
            "stop = keras.callbacks.EarlyStopping('val_acc', patience=3)  # here\n"
            "    model.fit(x, y, epochs=9, validation_split=0.2, callbacks=[stop])"
        )
        + RUN,
    ],
    "TUN407": [
        SVM + "gp_minimize(f, space, n_calls=10, random_state=1)  # here\n",
        SVM + "forest_minimize(f, space, n_calls=30, n_random_starts=30)  # here\n",
        SVM + "gp_minimize(f, space, n_calls=12, x0=[[1.0], [2.0]])  # here\n",
        SVM + "opt = Optimizer(space)  # here\nfor _ in range(8):\n    p = opt.ask()\n"
        "    opt.tell(p, f(p))\n",
        BAYES + "BayesSearchCV(SVC(), space, n_iter=8).fit(x, y)  # here\n",
        BAYES + "BayesSearchCV(SVC(), [(space, 5), (space, 9)]).fit(x, y)  # here\n",
    ],
    "TUN410": [
        SVM + "gbrt_minimize(f, space, random_state=1)  # here\n",
        SVM + "dummy_minimize(f, space, n_calls=9, random_state=1)  # here\n",
        SVM + "gp_minimize(f, space, n_iter=20)  # here\n",
        SVM + "gp_minimize(f, space, random_state=1, **{'seed': 3})  # here\n",
        SVM + "opt = Optimizer(space, 'GBRT')  # here\nopt.run(f, 20)\n",
        BAYES + "BayesSearchCV(SVC(), param_grid=space).fit(x, y)  # here\n",
    ],
    "TUN504": [
        HEAD + "from keras.wrappers.scikit_learn import KerasClassifier  # here\n"
        "BayesSearchCV(KerasClassifier(build), {'units': (2, 9)}, random_state=1).fit(x, y)\n",
    ],
    "TUN509": [
        HEAD + "space = [Categorical(['mse', 'mae'], name='c')]  # here\n"
        "from sklearn.tree import DecisionTreeRegressor\n"
        "def f(p):\n    tree = DecisionTreeRegressor(criterion=p[0])\n"
        "    return -cross_val_score(tree, x, y).mean()\n" + RUN,
        HEAD + "from sklearn.tree import DecisionTreeRegressor\n"
        "s = BayesSearchCV(DecisionTreeRegressor(), {\n"
        "    'criterion': ['mse', 'friedman_mse', 'poisson'],  # here\n"
        "}, random_state=1)\ns.fit(x, y)\n",
        HEAD + SPACE + "def f(p):\n    model = keras.Sequential([keras.layers.Dense(1)])\n"
        "    model.compile(keras.optimizers.Adam(lr=p[0]), 'mse')  # here\n"
        "    model.fit(x, y, epochs=9)\n    return model.evaluate(x_val, y_val)\n" + RUN,
    ],
    "TUN603": [
        HEAD + "space = [Integer(4, 64)]  # here\n"
        "def f(p):\n    return keras.layers.Dense(p[0])\n" + RUN,
        HEAD + "space = [(4, 64)]  # here\n"
        "def f(p):\n    return keras.layers.LSTM(units=p[0])\n" + RUN,
        HEAD + "units = Integer(4, 64, name='units')  # here\nspace = [units]\n"
        "@use_named_args(space)\ndef f(**p):\n    return keras.layers.Dense(p['units'])\n" + RUN,
        HEAD + "space = [Categorical([4, 8]),  # here\n         Real(0, 1)]\n"
        "def f(p):\n    return keras.layers.Dense(p[0])\n" + RUN,
        HEAD + "space = [Real(2, 20)]  # here\n"
        "def f(p):\n    return RandomForestClassifier(max_depth=p[0])\n" + RUN,
        HEAD + "space = [Integer(4, 64)]\n"
        "def f(p):\n    return keras.layers.Dense(int(p[0]))\n"
        + RUN
        + "keras.layers.Dense(result.x[0])  # here\n",
    ],
    "TUN604": [
        HEAD + SCORED + "space = [Real(1e-4, 1e0, name='C')]  # here\n" + RUN,
        HEAD + SCORED + "gp_minimize(f, [Real(1e-4, 1, 'uniform', name='C')])  # here\n",
        HEAD + "def f(p):\n    learning_rate, _ = p\n    return train(learning_rate)\n"
        "gp_minimize(f, [(1e-5, 1e-1), (1, 9)])  # here\n",
        HEAD + "BayesSearchCV(SVC(), {'gamma': (1e-4, 1.0)}).fit(x, y)  # here\n",
    ],
    "TUN607": [
        NETWORK + "model = build(0.1)\ndef f(p):\n    model.fit(x, y, epochs=9)  # here\n"
        "    return model.evaluate(x_val, y_val)\n" + RUN,
    ],
}

SILENT = {
    "TUN101": [
        SVM + RUN,
        SVM + "gp_minimize(f, space, random_state=0)\n",
        SVM + "gp_minimize(f, space, random_state=chosen)\n",
        SVM + "np.random.seed(1)\ngp_minimize(f, space)\n",
        SVM + "for seed in range(5):\n    gp_minimize(f, space, random_state=seed)\n",
        SVM + "gp_minimize(f, space, n_calls=10, initial_point_generator='halton')\n",
        SVM + "dummy_minimize(f, space)\n",
        BAYES + "BayesSearchCV(SVC(), space, random_state=1).fit(x, y)\n",
        BAYES + "BayesSearchCV(SVC(), space)\n",
    ],
    "TUN103": [
        "import random\nrandom.seed(3)\n" + SVM + RUN,
        SVM + "gp_minimize(f, space)\n",
        "import random\nimport numpy as np\nrandom.seed(3)\nnp.random.seed(3)\n"
        + SVM
        + "gp_minimize(f, space)\n",
    ],
    "TUN105": [
        SVM + RUN,
        HEAD
        + NAMED
        + "def f(**params):\n    forest = RandomForestClassifier(random_state=1, **params)\n"
        "    return -cross_val_score(forest, x, y).mean()\n" + RUN,
        HEAD + DEPTH + "def f(p):\n    forest = RandomForestClassifier(**chosen)\n"
        "    return -cross_val_score(forest, x, y).mean()\n" + RUN,
        HEAD + "BayesSearchCV(RandomForestClassifier(random_state=1), {'max_depth': (2, 9)},\n"
        "              random_state=1).fit(x, y)\n",
        trial("model.fit(x, y, epochs=9)") + RUN,
    ],
    "TUN202": [
        HEAD + SPACE + "def f(p):\n    return -SVC(C=p[0]).fit(x_train, y_train)"
        ".score(x_val, y_val)\n"
        + RUN
        + "SVC(C=result.x[0]).fit(x_train, y_train).score(x_test, y_test)\n",
    ],
    "TUN304": [
        SVM + RUN,
        HEAD
        + SPACE
        + "def f(p):\n    return 1 - cross_val_score(SVC(C=p[0]), x, y).mean()\n"
        + RUN,
        HEAD + SPACE + "def f(p):\n    return -np.mean(cross_val_score(SVC(C=p[0]), x, y,\n"
        "                                    scoring='neg_mean_squared_error'))\n" + RUN,
        BAYES + "BayesSearchCV(SVC(), space, scoring='accuracy', random_state=1).fit(x, y)\n",
        trial("model.fit(x, y, epochs=9)") + RUN,
    ],
    "TUN407": [
        SVM + "gp_minimize(f, space, n_calls=11)\n",
        SVM + "gp_minimize(f, space)\n",
        SVM + "gp_minimize(f, space, n_calls=10, n_initial_points=5)\n",
        SVM + "gp_minimize(f, space, n_calls=chosen)\n",
        SVM + "gp_minimize(f, space, n_calls=10, n_initial_points=chosen)\n",
        SVM + "gp_minimize(f, space, n_calls=10, base_estimator=mine())\n",
        SVM + "opt = Optimizer(space)\nwhile True:\n    p = opt.ask()\n    opt.tell(p, f(p))\n",
        BAYES + "BayesSearchCV(SVC(), space).fit(x, y)\n",
        BAYES + "BayesSearchCV(SVC(), [(space, 5), (space, 29)]).fit(x, y)\n",
    ],
    "TUN410": [
        SVM + "gp_minimize(f, space, n_calls=30, acq_func='EI', n_jobs=-1, noise=1e-3)\n",
        SVM + "gp_minimize(f, space, **chosen)\n",
        SVM + "for name, m in [('gp', gp_minimize), ('et', forest_minimize)]:\n"
        "    if name == 'gp':\n        m(f, space, noise=1e-9)\n    else:\n        m(f, space)\n",
        BAYES + "BayesSearchCV(SVC(), search_spaces=space, n_iter=9, cv=3, refit=True).fit(x, y)\n",
    ],
    "TUN509": [
        HEAD + "space = [Categorical(['gini', 'entropy'], name='c')]\n"
        "def f(p):\n    trees = RandomForestClassifier(criterion=p[0])\n"
        "    return -cross_val_score(trees, x, y).mean()\n" + RUN,
    ],
    "TUN603": [
        HEAD + "space = [Integer(4, 64, dtype=int)]\n"
        "def f(p):\n    return keras.layers.Dense(p[0])\n" + RUN,
        HEAD + "space = [Integer(4, 64, dtype='int')]\n"
        "def f(p):\n    return keras.layers.Dense(p[0])\n" + RUN,
        HEAD + "space = [Integer(4, 64)]\n"
        "def f(p):\n    return keras.layers.Dense(int(p[0]))\n" + RUN,
        HEAD + "space = [Integer(4, 64)]\n"
        "def f(p):\n    return keras.layers.Conv2D(filters=p[0], kernel_size=3)\n" + RUN,
        HEAD + "space = [Integer(2, 9)]\n"
        "def f(p):\n    return RandomForestClassifier(max_depth=p[0])\n" + RUN,
        HEAD + "space = [Categorical(['4', '8'])]\n"
        "def f(p):\n    return keras.layers.Dense(p[0])\n" + RUN,
        HEAD + "BayesSearchCV(RandomForestClassifier(), {'max_depth': Integer(2, 9)},\n"
        "              random_state=1).fit(x, y)\n",
    ],
    "TUN604": [
        SVM + RUN,
        HEAD + SCORED + "gp_minimize(f, [Real(1e-4, 1e0, prior=chosen, name='C')])\n",
        HEAD + SCORED + "gp_minimize(f, [Categorical([1e-4, 1e-2, 1.0], name='C')])\n",
        HEAD + SCORED + "gp_minimize(f, [Real(0.1, 1, name='C')])\n",
        HEAD + "BayesSearchCV(SVC(), {'gamma': (1e-4, 1.0, 'log-uniform')}).fit(x, y)\n",
    ],
    "TUN607": [
        NETWORK + "def f(p):\n    model = build(p[0])\n    model.fit(x, y, epochs=9)\n"
        "    return model.evaluate(x_val, y_val)\n" + RUN,
        NETWORK + "model = build(0.1)\ndef f(p):\n    copy = keras.models.clone_model(model)\n"
        "    copy.compile('adam', 'mse')\n    copy.fit(x, y, epochs=9)\n"
        "    return copy.evaluate(x_val, y_val)\n" + RUN,
    ],
}


@pytest.mark.parametrize(
    ("code", "number"), [(code, n) for code, texts in FLAGGED.items() for n in range(len(texts))]
)
def test_flagged(code: str, number: int, tmp_path: Path) -> None:
    text = FLAGGED[code][number]
    assert lines(text, code, tmp_path) == [line_of(text)]


@pytest.mark.parametrize(
    ("code", "number"), [(code, n) for code, texts in SILENT.items() for n in range(len(texts))]
)
def test_silent(code: str, number: int, tmp_path: Path) -> None:
    assert lines(SILENT[code][number], code, tmp_path) == []


def test_fewer_calls_than_initial_points_are_an_error(tmp_path: Path) -> None:
    text = SVM + "gp_minimize(f, space, n_calls=9)\n"
    (found,) = check(text, "TUN407", tmp_path)
    assert found.level == "error"
    assert "ValueError" in found.message


def test_an_ignored_seed_is_called_by_its_place(tmp_path: Path) -> None:
    (found,) = check(FLAGGED["TUN103"][2], "TUN103", tmp_path)
    assert "optimizer_kwargs" in found.message
