"""The rules on programs of scikit-optimize: what each flags, and what comes near to it."""

from __future__ import annotations

from tests.checking import check
from tests.rules.programs import check_coded_programs

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


def trial(fit: str, score: str = "model.evaluate(x_val, y_val)") -> str:
    return NETWORK + f"def f(p):\n    model = build(p[0])\n    {fit}\n    return {score}\n"


FLAGGED = {
    "TUN101": [
        SVM
        + "gp_minimize(f, space, n_calls=30)  # TUN101: the search is not seeded (no random_state=\n",
        SVM
        + "forest_minimize(func=f, dimensions=space, random_state=None)  # TUN101: the search is not seeded (random_state=None\n",
        SVM
        + "gp_minimize(f, space, random_state=np.random.RandomState())  # TUN101: the search is not seeded (random_state= holds no seed)\n",
        SVM
        + "opt = Optimizer(space)  # TUN101: Optimizer is not seeded (no random_state=\nfor _ in range(20):\n    p = opt.ask()\n"
        "    opt.tell(p, f(p))\n",
        BAYES
        + "BayesSearchCV(SVC(), space).fit(x, y)  # TUN101: BayesSearchCV is not seeded (no random_state=\n",
    ],
    "TUN103": [
        "import random\nrandom.seed(3)\n"
        + SVM
        + "gp_minimize(f, space)  # TUN103: random.seed does not seed this search\n",
        SVM
        + "import tensorflow as tf\ntf.random.set_seed(3)\nforest_minimize(f, space)  # TUN103: tf.random.set_seed does not seed this search\n",
        BAYES
        + "BayesSearchCV(SVC(), space,  # TUN103: random_state in optimizer_kwargs does not seed this search\n"
        "              optimizer_kwargs={'random_state': 3}).fit(x, y)\n",
    ],
    "TUN105": [
        HEAD + SPACE + "def f(p):\n    forest = RandomForestClassifier(max_features=p[0])\n"
        "    return -cross_val_score(forest, x, y).mean()\n"
        "gp_minimize(f, space, random_state=1)  # TUN105: the search is seeded, but RandomForestClassifier\n",
        HEAD + NAMED + "def f(**params):\n    forest = RandomForestClassifier(**params)\n"
        "    return -cross_val_score(forest, x, y).mean()\n"
        "gp_minimize(f, space, random_state=1)  # TUN105: the search is seeded, but RandomForestClassifier\n",
        HEAD + DEPTH + "def f(p):\n    params = dict(zip(['max_depth'], p))\n"
        "    forest = RandomForestClassifier(**params)\n"
        "    return -cross_val_score(forest, x, y).mean()\n"
        "gp_minimize(f, space, random_state=1)  # TUN105: the search is seeded, but RandomForestClassifier\n",
        HEAD
        + "BayesSearchCV(RandomForestClassifier(), {'max_depth': (2, 9)},  # TUN105: the search is seeded, but RandomForestClassifier\n"
        "              random_state=1).fit(x, y)\n",
        trial("model.fit(x, y, epochs=9)").replace("keras.utils.set_random_seed(1)\n", "")
        + RUN.replace(
            "\n", "  # TUN105: the search is seeded, but the training inside its trials\n"
        ),
    ],
    "TUN106": [
        HEAD
        + SPACE
        + "a, b, c, d = train_test_split(x, y)  # TUN106: this split is not seeded: every run compares\n"
        "def f(p):\n    return -SVC(C=p[0]).fit(a, c).score(b, d)\n" + RUN,
        BAYES
        + "a, b, c, d = train_test_split(x, y)  # TUN106: this split is not seeded: every run compares\n"
        "BayesSearchCV(SVC(), space, random_state=1).fit(a, c)\n",
    ],
    "TUN201": [
        HEAD + SPACE + "rng = np.random.default_rng(1)\nx = rng.permutation(x)\n"
        "y = rng.permutation(y)  # TUN201: x and y are permuted separately\n" + SCORED + RUN,
        BAYES
        + "np.random.seed(1)\nnp.random.shuffle(x)\nnp.random.shuffle(y)  # TUN201: x and y are permuted separately\n"
        "BayesSearchCV(SVC(), space, random_state=1).fit(x, y)\n",
    ],
    "TUN202": [
        HEAD + SPACE + "def f(p):\n    return -SVC(C=p[0]).fit(x_train, y_train)"
        ".score(x_test, y_test)  # TUN202: the search is scored on the test set (x_test)\n" + RUN,
        HEAD + SPACE + "opt = Optimizer(space, random_state=1)\nfor _ in range(20):\n"
        "    p = opt.ask()\n    model = SVC(C=p[0]).fit(x_train, y_train)\n"
        "    error = 1 - accuracy_score(y_test, model.predict(x_test))  # TUN202: the search is scored on the test set (x_test)\n"
        "    opt.tell(p, error)\n",
    ],
    "TUN303": [
        HEAD + SPACE + "def f(p):\n    model = SVC(C=p[0]).fit(x_train, y_train)\n"
        "    return -model.score(x_train, y_train)  # TUN303: accuracy is measured on x_train, which the model was trained\n"
        + RUN,
        HEAD + SPACE + "@use_named_args(space)\ndef f(C):\n"
        "    model = SVC(C=C).fit(x_train, y_train)\n"
        "    return 1 - accuracy_score(y_train, model.predict(x_train))  # TUN303: accuracy is measured on x_train, which the model was trained\n"
        + RUN,
        trial(
            "h = model.fit(x, y, epochs=9)",
            "h.history['loss'][-1]  # TUN303: loss is measured on x, which the model was trained",
        )
        + RUN,
    ],
    "TUN304": [
        HEAD
        + SPACE
        + "def f(p):\n    return cross_val_score(SVC(C=p[0]), x, y).mean()  # TUN304: the search minimises accuracy\n"
        + RUN,
        HEAD
        + SPACE
        + "def g(data, p):\n    return SVC(C=p[0]).fit(*data).score(a, b)  # TUN304: the search minimises accuracy\n"
        "gp_minimize(partial(g, data), space, random_state=1)\n",
        HEAD + SPACE + "opt = Optimizer(space, random_state=1)\nfor _ in range(20):\n"
        "    p = opt.ask()\n    accuracy = SVC(C=p[0]).fit(x, y).score(x_val, y_val)\n"
        "    opt.tell(p, accuracy)  # TUN304: the search minimises accuracy\n",
        HEAD
        + SPACE
        + "f = lambda p: SVC(C=p[0]).fit(x, y).score(x_val, y_val)  # TUN304: the search minimises accuracy\n"
        + RUN,
    ],
    "TUN306": [
        trial(
            "model.fit(x, y, epochs=9)",
            "model.evaluate(x_val, y_val)[1]  # TUN306: evaluate() returns a single float here",
        )
        + RUN,
    ],
    "TUN307": [
        trial(
            "model.fit(x, y, epochs=9)",
            "dict(zip(model.metrics_names, model.evaluate(x_val, y_val)))['mae']  # TUN307: 'mae' is not in metrics_names",
        )
        + RUN,
    ],
    "TUN401": [
        trial("model.fit(x, y, epochs=5)  # TUN401: trials train for 5 epochs, the winner for 50")
        + RUN
        + "best = build(result.x[0])\nbest.fit(x, y, epochs=50)\n",
        trial("model.fit(x, y, epochs=5)  # TUN401: trials train for 5 epochs, the winner for 50")
        + "opt = Optimizer(space, random_state=1)\nres = opt.run(f, 20)\n"
        "best = build(opt.get_result().x[0])\nbest.fit(x, y, epochs=50)\n",
    ],
    "TUN402": [
        trial("model.fit(x, y)  # TUN402: trials train for 1 epoch (the default)") + RUN,
        trial(
            "model.fit(x, y, epochs=2)  # TUN402: trials train for 2 epochs: the search ranks how fast"
        )
        + "opt = Optimizer(space)\nopt.run(f, 20)\n",
    ],
    "TUN403": [
        trial(
            "stop = keras.callbacks.EarlyStopping(patience=1)  # TUN403: patience=1 stops a trial at the first epoch without improvement\n"
            "    model.fit(x, y, epochs=9, validation_split=0.2, callbacks=[stop])"
        )
        + RUN,
    ],
    "TUN404": [
        trial(
            "stop = keras.callbacks.EarlyStopping(patience=20)  # TUN404: patience=20 never stops a trial early\n"
            "    model.fit(x, y, epochs=9, validation_split=0.2, callbacks=[stop])"
        )
        + RUN,
    ],
    "TUN405": [
        trial(
            "stop = keras.callbacks.EarlyStopping('val_acc', patience=3)  # TUN405: EarlyStopping watches 'val_acc', which the model never logs\n"
            "    model.fit(x, y, epochs=9, validation_split=0.2, callbacks=[stop])"
        )
        + RUN,
    ],
    "TUN407": [
        SVM
        + "gp_minimize(f, space, n_calls=9)  # TUN407: the search runs 9 trials, but gp_minimize starts with 10 random ones: it raises ValueError at once\n",
        SVM
        + "gp_minimize(f, space, n_calls=10, random_state=1)  # TUN407: the search runs 10 trials, but the first 10 are random\n",
        SVM
        + "forest_minimize(f, space, n_calls=30, n_random_starts=30)  # TUN407: the search runs 30 trials, but the first 30 are random\n",
        SVM
        + "gp_minimize(f, space, n_calls=12, x0=[[1.0], [2.0]])  # TUN407: the search runs 12 trials, but the first 12 are random\n",
        SVM
        + "opt = Optimizer(space)  # TUN407: the search runs 8 trials, but the first 10 are random\nfor _ in range(8):\n    p = opt.ask()\n"
        "    opt.tell(p, f(p))\n",
        BAYES
        + "BayesSearchCV(SVC(), space, n_iter=8).fit(x, y)  # TUN407: the search runs 8 trials, but the first 10 are random\n",
        BAYES
        + "BayesSearchCV(SVC(), [(space, 5), (space, 9)]).fit(x, y)  # TUN407: the search runs 14 trials, but the first 20 are random\n",
    ],
    "TUN410": [
        SVM
        + "gbrt_minimize(f, space, random_state=1)  # TUN410: gbrt_minimize always raises ValueError with the current\n",
        SVM
        + "dummy_minimize(f, space, n_calls=9, random_state=1)  # TUN410: dummy_minimize always raises AttributeError\n",
        SVM
        + "gp_minimize(f, space, n_iter=20)  # TUN410: gp_minimize does not accept n_iter=: it raises TypeError\n",
        SVM
        + "gp_minimize(f, space, random_state=1, **{'seed': 3})  # TUN410: gp_minimize does not accept seed=: it raises TypeError\n",
        SVM
        + "opt = Optimizer(space, 'GBRT')  # TUN410: Optimizer(base_estimator='GBRT')\nopt.run(f, 20)\n",
        BAYES
        + "BayesSearchCV(SVC(), param_grid=space).fit(x, y)  # TUN410: BayesSearchCV does not accept param_grid=\n",
    ],
    "TUN504": [
        HEAD
        + "from keras.wrappers.scikit_learn import KerasClassifier  # TUN504: keras.wrappers.scikit_learn.KerasClassifier no longer exists\n"
        "BayesSearchCV(KerasClassifier(build), {'units': (2, 9)}, random_state=1).fit(x, y)\n",
    ],
    "TUN509": [
        HEAD
        + "space = [Categorical(['mse', 'mae'], name='c')]  # TUN509: DecisionTreeRegressor no longer accepts criterion='mse'\n"
        "from sklearn.tree import DecisionTreeRegressor\n"
        "def f(p):\n    tree = DecisionTreeRegressor(criterion=p[0])\n"
        "    return -cross_val_score(tree, x, y).mean()\n" + RUN,
        HEAD + "from sklearn.tree import DecisionTreeRegressor\n"
        "s = BayesSearchCV(DecisionTreeRegressor(), {\n"
        "    'criterion': ['mse', 'friedman_mse', 'poisson'],  # TUN509: DecisionTreeRegressor no longer accepts criterion='mse'\n"
        "}, random_state=1)\ns.fit(x, y)\n",
        HEAD + SPACE + "def f(p):\n    model = keras.Sequential([keras.layers.Dense(1)])\n"
        "    model.compile(keras.optimizers.Adam(lr=p[0]), 'mse')  # TUN509: Adam no longer accepts lr=: trials that use it raise\n"
        "    model.fit(x, y, epochs=9)\n    return model.evaluate(x_val, y_val)\n" + RUN,
    ],
    "TUN603": [
        HEAD
        + "space = [Integer(4, 64)]  # TUN603: Integer draws units as numpy.int64, which Dense rejects\n"
        "def f(p):\n    return keras.layers.Dense(p[0])\n" + RUN,
        HEAD
        + "space = [(4, 64)]  # TUN603: this tuple draws units as numpy.int64, which LSTM rejects\n"
        "def f(p):\n    return keras.layers.LSTM(units=p[0])\n" + RUN,
        HEAD
        + "units = Integer(4, 64, name='units')  # TUN603: Integer draws units as numpy.int64, which Dense rejects\nspace = [units]\n"
        "@use_named_args(space)\ndef f(**p):\n    return keras.layers.Dense(p['units'])\n" + RUN,
        HEAD
        + "space = [Categorical([4, 8]),  # TUN603: Categorical draws units as numpy.int64, which Dense rejects\n         Real(0, 1)]\n"
        "def f(p):\n    return keras.layers.Dense(p[0])\n" + RUN,
        HEAD + "space = [Real(2, 20)]  # TUN603: Real draws max_depth as a float\n"
        "def f(p):\n    return RandomForestClassifier(max_depth=p[0])\n" + RUN,
        HEAD + "space = [Integer(4, 64)]\n"
        "def f(p):\n    return keras.layers.Dense(int(p[0]))\n"
        + RUN
        + "keras.layers.Dense(result.x[0])  # TUN603: the search returns units as numpy.int64, which Dense rejects\n",
    ],
    "TUN604": [
        HEAD
        + SCORED
        + "space = [Real(1e-4, 1e0, name='C')]  # TUN604: 'C' is drawn on a linear scale from 0.0001 to 1\n"
        + RUN,
        HEAD
        + SCORED
        + "gp_minimize(f, [Real(1e-4, 1, 'uniform', name='C')])  # TUN604: 'C' is drawn on a linear scale from 0.0001 to 1\n",
        HEAD + "def f(p):\n    learning_rate, _ = p\n    return train(learning_rate)\n"
        "gp_minimize(f, [(1e-5, 1e-1), (1, 9)])  # TUN604: 'learning_rate' is drawn on a linear scale from 1e-05 to 0.1\n",
        HEAD
        + "BayesSearchCV(SVC(), {'gamma': (1e-4, 1.0)}).fit(x, y)  # TUN604: 'gamma' is drawn on a linear scale from 0.0001 to 1\n",
    ],
    "TUN607": [
        NETWORK
        + "model = build(0.1)\ndef f(p):\n    model.fit(x, y, epochs=9)  # TUN607: every trial trains the same model object\n"
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


def by_code(programs: dict[str, list[str]]) -> dict[str, str]:
    return {
        f"{code}: {number}": text
        for code, texts in programs.items()
        for number, text in enumerate(texts)
    }


test_flagged = check_coded_programs(by_code(FLAGGED))
test_silent = check_coded_programs(by_code(SILENT))


def test_fewer_calls_than_initial_points_are_an_error() -> None:
    (found,) = check(FLAGGED["TUN407"][0], "TUN407")
    assert found.level == "error"
