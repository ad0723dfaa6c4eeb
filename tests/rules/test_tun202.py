"""TUN202: searches that the test set drives."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

KT = "import keras_tuner as kt\ntuner = kt.RandomSearch(build, objective='val_loss', seed=3)\n"
LOAD = (
    "from keras.datasets import mnist\n(x_train, y_train), (x_test, y_test) = mnist.load_data()\n"
)
SEARCH = "tuner.search(x_train, y_train, validation_data=(x_test, y_test))  # TUN202: the search validates on the test set (x_test): the winner is chosen on it, so its test score is no longer an estimate for new data\n"
SK = (
    "from sklearn.metrics import accuracy_score\n"
    "from sklearn.model_selection import GridSearchCV, KFold, cross_val_score, train_test_split\n"
    "from sklearn.svm import SVC\n"
    "from sklearn.linear_model import LogisticRegression\n"
)
SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
HO = "import numpy as np\nfrom hyperopt import fmin, hp, tpe\nRSTATE = np.random.default_rng(1)\n"
FMIN = "fmin(objective, hp.uniform('c', 0, 1), algo=tpe.suggest, max_evals=50, rstate=RSTATE)\n"

FLAGGED = {
    "validation_data of a fragment": KT + SEARCH,
    "a loader's second part, scaled": KT + LOAD + "x_test = x_test / 255.0\n" + SEARCH,
    "a tuple by name": KT + LOAD + "test_data = (x_test, y_test)\n"
        "tuner.search(x_train, y_train, validation_data=test_data)  # TUN202: the search validates on the test set (x_test)\n",
    "some of the test rows, unnamed": KT + LOAD + "tuner.search(x_train, y_train,  # TUN202: the search validates on the test set (x_test)\n"
        "             validation_data=(x_test[:1000], y_test[:1000]))\n",
    "a parameter's name": KT + "def run(train_images, test_images):\n"
        "    tuner.search(train_images, validation_data=test_images)  # TUN202: the search validates on the test set (test_images)\n",
    "a data set": KT + "import tensorflow_datasets as tfds\n"
        "ds_train, ds_test = tfds.load('mnist', split=['train', 'test'])\n"
        "tuner.search(ds_train.batch(32), validation_data=ds_test.batch(32))  # TUN202: the search validates on the test set (ds_test)\n",
    "renamed from validation to test": KT + "from data import load\n(x_train, y_train), (x_val, y_val) = load()\n"
        "x_test, y_test = preprocess(x_val), y_val\n" + SEARCH,
    "the objective scores on it": HO + SK + SPLIT + "def objective(c):\n"
        "    model = SVC(C=c).fit(X_train, y_train)\n"
        "    return -model.score(X_test, y_test)  # TUN202: the search is scored on the test set (X_test)\n" + FMIN,
    "several seeds, one test set": HO + SK + SPLIT + "def objective(c):\n    scores = []\n    for seed in range(3):\n"
        "        model = SVC(C=c, random_state=seed).fit(X_train, y_train)\n"
        "        scores.append(model.score(X_test, y_test))  # TUN202: the search is scored on the test set (X_test)\n"
        "    return -np.mean(scores)\n" + FMIN,
    "batches to train on, one test set": HO + "from sklearn.linear_model import SGDClassifier\n"
        "def objective(c):\n    model = SGDClassifier(alpha=c, random_state=0)\n"
        "    for x, y in batches(X_train, y_train):\n"
        "        model.partial_fit(x, y)\n"
        "    return -model.score(X_test, y_test)  # TUN202: the search is scored on the test set (X_test)\n" + FMIN,
    "the objective's metric function": HO + SK + SPLIT + "def objective(c):\n"
        "    model = SVC(C=c)\n    model.fit(X_train, y_train)\n"
        "    found = model.predict(X_test)\n"
        "    return {'loss': 1 - accuracy_score(y_test, found), 'status': 'ok'}  # TUN202: the search is scored on the test set (X_test)\n" + FMIN,
    "the history of a fit that validates on it": HO + "import keras\ndef objective(c):\n"
        "    model = keras.Sequential([keras.layers.Dense(4)])\n"
        "    model.compile('adam', 'mse')\n"
        "    history = model.fit(x_train, y_train, validation_data=(x_test, y_test), epochs=5)  # TUN202: the search is scored on the test set (x_test)\n"
        "    return min(history.history['val_loss'])\n" + FMIN,
    "predictions compared by hand": HO + "import torch\n"
        "class Net(torch.nn.Module):\n"
        "    def forward(self, x):\n        return x\n"
        "def objective(c):\n    model = Net()\n"
        "    found = model(torch.from_numpy(X_test))  # TUN202: the search is scored on the test set (X_test)\n"
        "    return -(found.argmax(1) == y_test).sum()\n" + FMIN,
    "an outer fold beside validation rows, by a function of the project": HO + SK + "def judge(model, data):\n"
        "    x_test, y_test = data\n    return Quality(y_test, model.predict(x_test))\n"
        "def objective(c):\n    for a, b in KFold(3).split(X):\n"
        "        X_train, X_test = X[a], X[b]\n"
        "        x_train, x_val, y_train, y_val = train_test_split(X_train, y[a])\n"
        "        model = build(c)\n"
        "        model.fit(x_train, y_train, epochs=9, validation_data=(x_val, y_val))\n"
        "    return -judge(model, (X_test, y[b])).score  # TUN202: the search is scored on the test set (X_test)\n" + FMIN,
    "parts returned in a dictionary": KT + SK + "def load():\n    a, b, c, d = train_test_split(X, y)\n"
        "    return {'X_train': a, 'X_test': b, 'y_train': c, 'y_test': d}\ndata = load()\n"
        "tuner.search(data['X_train'], data['y_train'],  # TUN202: the search validates on the test set (X_test)\n"
        "             validation_data=(data['X_test'], data['y_test']))\n",
    "a field of a dataclass": KT + SK + "from dataclasses import dataclass\n@dataclass\nclass Parts:\n"
        "    train: object\n    test: object\na, b, c, d = train_test_split(X, y)\n"
        "parts = Parts((a, c), (b, d))\n"
        "tuner.search(*parts.train, validation_data=parts.test)  # TUN202: the search validates on the test set (test)\n",
    "attributes of an object": HO + SK + "class Tuning:\n    def __init__(self):\n"
        "        self.X_train, self.X_test, self.y_train, self.y_test = train_test_split(X, y)\n"
        "    def objective(self, c):\n"
        "        model = SVC(C=c).fit(self.X_train, self.y_train)\n"
        "        return -model.score(self.X_test, self.y_test)  # TUN202: the search is scored on the test set (X_test)\n"
        "objective = Tuning().objective\n" + FMIN,
    "a comprehension over the parts": KT + SK + SPLIT + "X_train, X_test = [scale(rows) / 2 for rows in (X_train, X_test)]\n"
        "tuner.search(X_train, y_train, validation_data=(X_test, y_test))  # TUN202: the search validates on the test set (X_test)\n",
    "both parts put together": SK + SPLIT + "GridSearchCV(SVC(), {'C': [1, 2]}).fit(  # TUN202: the grid cross-validates on the test set too (X_test)\n"
        "    np.concatenate([X_train, X_test]), np.concatenate([y_train, y_test]))\n",
    "cross-validated on all rows": SK + SPLIT + "grid = GridSearchCV(SVC(), {'C': [1, 2]})\ngrid.fit(X, y)  # TUN202: the grid cross-validates on the test set too (X_test)\n"
        "print(grid.score(X_test, y_test))\n",
    "split off only after the search": SK + "grid = GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)  # TUN202: the grid cross-validates on the test set too (X_test)\n" + SPLIT
        + "print(grid.best_estimator_.fit(X_train, y_train).score(X_test, y_test))\n",
    "rows held out in one function, searched in another, both called": SK + "X, y = load()\n"
        "def fit():\n    X_train, X_test = X[:80], X[80:]\n    SVC().fit(X_train, y[:80])\n"
        "def tune():\n    GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)  # TUN202: the grid cross-validates on the test set too (X_test)\n"
        "fit()\ntune()\n",
    "an objective cross-validated on all rows": HO + SK + SPLIT + "def objective(c):\n"
        "    return -cross_val_score(SVC(C=c), X, y).mean()  # TUN202: the search cross-validates on the test set too (X_test)\n" + FMIN,
    "winners ranked by max": SK + SPLIT + "one = GridSearchCV(SVC(), {'C': [1, 2]}).fit(X_train, y_train)\n"
        "two = GridSearchCV(LogisticRegression(), {'C': [1, 2]}).fit(X_train, y_train)\n"
        "scores = {'svc': one.score(X_test, y_test), 'logistic': two.score(X_test, y_test)}  # TUN202: the winner is ranked against other models on the test set\n"
        "best = max(scores, key=scores.get)\n",
    "winners compared in a loop": KT + LOAD + "tuner.search(x_train, y_train, validation_split=0.2)\nbest = 0\n"
        "for model in tuner.get_best_models(5):\n"
        "    accuracy = model.evaluate(x_test, y_test, verbose=0)[1]  # TUN202: the winner is ranked against other models on the test set\n"
        "    if accuracy > best:\n        best, winner = accuracy, model\n",
    "winners of a loop of searches": SK + SPLIT + "best = 0\nfor model in (SVC(), LogisticRegression()):\n"
        "    grid = GridSearchCV(model, {'C': [1, 2]})\n    grid.fit(X_train, y_train)\n"
        "    accuracy = accuracy_score(y_test, grid.predict(X_test))  # TUN202: the winner is ranked against other models on the test set\n"
        "    if accuracy > best:\n        best = accuracy\n        winner = grid\n",
    "optuna: test set kept in the objective": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)

class Objective:
    def __init__(self, a, b, c, d):
        self.a, self.b, self.c, self.d = a, b, c, d
    def __call__(self, trial):
        model = SVC(C=trial.suggest_float("C", 1, 9)).fit(self.a, self.b)
        return model.score(self.c, self.d)  # TUN202: the study is scored on the test set (X_test)
study = optuna.create_study(direction="maximize")
study.optimize(Objective(X_train, y_train, X_test, y_test), n_trials=50)
""",
    "optuna: scores that XGBoost writes into a dictionary": """
import optuna
import xgboost as xgb
from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
dtrain, dtest = xgb.DMatrix(X_train, y_train), xgb.DMatrix(X_test, y_test)
def objective(trial):
    written = {}
    params = {"eta": trial.suggest_float("eta", 0.01, 1, log=True), "eval_metric": "rmse"}
    xgb.train(params, dtrain, evals=[(dtest, "eval")], evals_result=written)  # TUN202: the study is scored on the test set (dtest)
    return written["eval"]["rmse"][-1]
optuna.create_study().optimize(objective, n_trials=50)
""",
}  # fmt: skip

SUBMISSION = """
import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.svm import SVC
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
X_train, y_train, X_test = train.drop(columns="y"), train["y"], test
found = []
for seed in (1, 2, 3):
    several = {}
    for name, (kind, options) in {"t": (ExtraTreesClassifier, {}), "s": (SVC, {"C": 3})}.items():
        model = kind(random_state=seed, **options)
        model.fit(X_train, y_train)
        several[name] = model.predict_proba(X_test)[:, 1]
    found.append(0.7 * several["t"] + 0.3 * several["s"])
"""
DEPTHS = """
from sklearn.metrics import accuracy_score
from sklearn.tree import DecisionTreeClassifier
results = []
for depth in [2, 4, 8]:
    model = DecisionTreeClassifier(max_depth=depth, random_state=1).fit(X_train, y_train)
    results.append({})
"""
FLAGGED |= {
    "the best of several scores beside predictions": marked(
        DEPTHS.format("accuracy_score(y_test, model.predict(X_test))") + "print(max(results))\n",
        {"results.": "# TUN202: the loop is scored on the test set (X_test)"},
    ),
    "the best of several scores, averaged over seeds": marked(
        "import numpy as np\n"
        + DEPTHS.format("np.mean([model.score(X_test, y_test) for part in range(3)])")
        + "best = np.argmax(results)\n",
        {"results.": "# TUN202: the loop is scored on the test set (X_test)"},
    ),
    "searched on all rows, scored before and after": SK
    + SPLIT
    + "print(SVC().fit(X_train, y_train).score(X_test, y_test))\n"
    "grid = GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)  # TUN202: the grid cross-validates on the test set too (X_test)\n"
    "print(grid.score(X_test, y_test))\n",
    "another model in every pass around a loop over thresholds": KT
    + "from sklearn.metrics import accuracy_score\n"
    "tuner.search(x_train, y_train, validation_split=0.2)\nbest = 0\n"
    "for model in tuner.get_best_models(3):\n"
    "    for limit in (0.3, 0.5, 0.7):\n"
    "        score = accuracy_score(y_test, model.predict(x_test) > limit)  # TUN202: the winner is ranked against other models on the test set\n"
    "        if score > best:\n            best = score\n",
}

SILENT = {
    "the winner ranked again by folds that were laid out before": """
import numpy as np
import optuna
from sklearn.model_selection import KFold
from sklearn.svm import SVC

def prepare(cv, x, y):
    data = []
    for index_train, index_test in cv:
        data.append(([x[index_train], y[index_train]], [x[index_test], y[index_test]]))
    return data

def cv_score(data, C):
    errors = []
    for train_set, test_set in data:
        x_train, y_train = train_set
        x_test, y_test = test_set
        errors.append(SVC(C=C).fit(x_train, y_train).score(x_test, y_test))
    return np.mean(errors)

def one(data, errors, params):
    train_set, test_set = data
    x_train, y_train = train_set
    x_test, y_test = test_set
    errors.append(SVC(**params).fit(x_train, y_train).score(x_test, y_test))

def run(x, y, cv):
    study = optuna.create_study(direction="maximize")
    study.optimize(lambda trial: cv_score(prepare(cv, x, y), trial.suggest_float("C", 1, 9)), n_trials=50)
    best, test_error_cv = study.best_params, []
    selected = list(range(9))
    while len(selected) >= 3:
        test_error = []
        for index, (train_set, test_set) in enumerate(prepare(cv, x, y)):
            one([train_set, test_set], test_error, best)
        test_error_cv.append(test_error)
        selected = selected[:-1]
    return np.argmax([np.mean(e) for e in test_error_cv])

cv = []
for a, b in KFold(3, shuffle=True).split(X, Y):
    cv.append((a, b))
run(X, Y, cv)
""",
    "predictions of several seeds, averaged": SUBMISSION
    + "final = np.mean(found, axis=0)\nspread = np.std(found, axis=0)\nprint(np.max(spread))\n"
    "pd.DataFrame({'y': final >= 0.5}).to_csv('found.csv')\n",
    "the most probable rows": SUBMISSION
    + "final = sum(found) / len(found)\nprint(final.max(), np.argmax(final))\n",
    "a vote of predictions": SUBMISSION
    + "votes = np.round(np.vstack(found)).sum(axis=0)\nprint(sorted(votes)[-1])\n",
    "predictions kept for every depth": DEPTHS.format("model.predict(X_test)")
    + "print(max(results[0]), min(results[-1]))\n",
    "fitted on all rows once the test score is taken": SK
    + SPLIT
    + "grid = GridSearchCV(SVC(), {'C': [1, 2]})\ngrid.fit(X_train, y_train)\n"
    "print(grid.score(X_test, y_test))\ngrid.fit(X, y)\nsave(grid.best_estimator_)\n",
    "another search on all rows once the test score is taken": SK
    + SPLIT
    + "print(SVC().fit(X_train, y_train).score(X_test, y_test))\n"
    "final = GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\nfinal.predict(new_rows)\n",
    "a threshold of the winner's predictions": SK
    + SPLIT
    + "grid = GridSearchCV(SVC(), {'C': [1, 2]}).fit(X_train, y_train)\n"
    "sure, best, chosen = grid.decision_function(X_test), 0, None\n"
    "for limit in (0.3, 0.5, 0.7):\n"
    "    score = accuracy_score(y_test, sure > limit)\n"
    "    if score > best:\n        best, chosen = score, limit\n",
    "named validation, whatever the loader called it": KT
    + "from keras.datasets import mnist\n(x_train, y_train), (x_val, y_val) = mnist.load_data()\n"
    + "tuner.search(x_train, y_train, validation_data=(x_val, y_val))\n",
    "test rows taken for validation": KT
    + LOAD
    + "x_val, y_val = x_test[:5000], y_test[:5000]\nx_test, y_test = x_test[5000:], y_test[5000:]\n"
    + "tuner.search(x_train, y_train, validation_data=(x_val, y_val))\n",
    "a tuple named validation": KT
    + LOAD
    + "val_data = (x_test, y_test)\n"
    + "tuner.search(x_train, y_train, validation_data=val_data)\n",
    "used only after the search": KT
    + LOAD
    + "tuner.search(x_train, y_train, validation_split=0.2)\n"
    + "print(tuner.get_best_models()[0].evaluate(x_test, y_test))\n",
    "the objective scores on validation rows": HO
    + SK
    + "X_train, X_valid, y_train, y_valid = train_test_split(X, y, random_state=0)\n"
    + "def objective(c):\n    return -SVC(C=c).fit(X_train, y_train).score(X_valid, y_valid)\n"
    + FMIN,
    "printed inside the objective, not returned": HO
    + SK
    + SPLIT
    + "def objective(c):\n    model = SVC(C=c).fit(X_train, y_train)\n"
    + "    print(model.score(X_test, y_test))\n"
    + "    return -cross_val_score(model, X_train, y_train).mean()\n"
    + FMIN,
    "searched on the training part": SK
    + SPLIT
    + "grid = GridSearchCV(SVC(), {'C': [1, 2]}).fit(X_train, y_train)\n"
    + "print(grid.score(X_test, y_test))\n",
    "nested cross-validation in a loop": SK
    + "for train, test in KFold(5).split(X):\n    X_train, X_test = X[train], X[test]\n"
    + "    grid = GridSearchCV(SVC(), {'C': [1, 2]}).fit(X_train, y[train])\n"
    + "    scores.append(grid.score(X_test, y[test]))\n",
    "rows held out in another function that nobody calls": SK + "X, y = load()\n"
    "def test_one():\n    X_train, X_test = X[:80], X[80:]\n    SVC().fit(X_train, y[:80])\n"
    "def test_other():\n    GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n",
    "nested cross-validation by function": SK
    + SPLIT
    + "print(cross_val_score(GridSearchCV(SVC(), {'C': [1, 2]}), X, y))\n",
    "folds kept in a list first": (
        HO + SK + "FOLDS = []\nfor train, test in KFold(5).split(X):\n"
        "    FOLDS.append(((X[train], y[train]), (X[test], y[test])))\n"
        "def objective(c):\n    scores = []\n"
        "    for train, test in FOLDS:\n"
        "        X_train, y_train = train\n        X_test, y_test = test\n"
        "        model = SVC(C=c).fit(X_train, y_train)\n"
        "        scores.append(model.score(X_test, y_test))\n"
        "    return -np.mean(scores)\n" + FMIN
    ),
    "folds that a caller gives": (
        HO + SK + "def tune(X, y, folds):\n    def objective(c):\n        scores = []\n"
        "        for train, test in folds:\n"
        "            X_test, y_test = X[test], y[test]\n"
        "            model = SVC(C=c).fit(X[train], y[train])\n"
        "            scores.append(accuracy_score(y_test, model.predict(X_test)))\n"
        "        return -np.mean(scores)\n"
        "    return " + FMIN
    ),
    "folds by their numbers": (
        HO + SK + "def tune(X, y, groups):\n    def objective(c):\n        scores = []\n"
        "        for group in sorted(set(groups)):\n"
        "            X_train, y_train = X[groups != group], y[groups != group]\n"
        "            X_test, y_test = X[groups == group], y[groups == group]\n"
        "            scores.append(SVC(C=c).fit(X_train, y_train).score(X_test, y_test))\n"
        "        return -np.mean(scores)\n"
        "    return " + FMIN
    ),
    "files of folds": (
        HO + SK + "import pandas as pd\ndef objective(c):\n    scores = []\n"
        "    for fold in range(5):\n"
        "        train = pd.read_csv(f'train_{fold}.csv')\n"
        "        test = pd.read_csv(f'test_{fold}.csv')\n"
        "        model = SVC(C=c).fit(train[['a']], train['y'])\n"
        "        scores.append(model.score(test[['a']], test['y']))\n"
        "    return -np.mean(scores)\n" + FMIN
    ),
    "folds inside the objective": HO
    + SK
    + "def objective(c):\n    scores = []\n"
    + "    for train, test in KFold(5).split(X):\n        X_test, y_test = X[test], y[test]\n"
    + "        scores.append(SVC(C=c).fit(X[train], y[train]).score(X_test, y_test))\n"
    + "    return -np.mean(scores)\n"
    + FMIN,
    "validation predictions compared by hand": HO
    + "import torch\nclass Net(torch.nn.Module):\n    pass\n"
    + "def objective(c):\n    model = Net()\n    print((model(X_test) == y_test).sum())\n"
    + "    return -(model(X_val) == y_val).sum()\n"
    + FMIN,
    "two winners printed side by side": SK
    + SPLIT
    + "one = GridSearchCV(SVC(), {'C': [1, 2]}).fit(X_train, y_train)\n"
    + "two = GridSearchCV(LogisticRegression(), {'C': [1, 2]}).fit(X_train, y_train)\n"
    + "print(one.score(X_test, y_test), two.score(X_test, y_test))\n",
    "compared with a threshold": SK
    + SPLIT
    + "one = GridSearchCV(SVC(), {'C': [1, 2]}).fit(X_train, y_train)\n"
    + "if one.score(X_test, y_test) > 0.9:\n    quality = 'good'\n",
    "split of other rows": SK + "a, X_test = train_test_split(Z)\n"
    "GridSearchCV(SVC(), {'C': [1, 2]}).fit(X, y)\n",
    "optuna: validation part kept in the objective": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, random_state=0)
class Objective:
    def __init__(self, a, b, c, d):
        self.a, self.b, self.c, self.d = a, b, c, d
    def __call__(self, trial):
        model = SVC(C=trial.suggest_float("C", 1, 9)).fit(self.a, self.b)
        return model.score(self.c, self.d)
study = optuna.create_study(direction="maximize")
study.optimize(Objective(X_train, y_train, X_val, y_val), n_trials=50)
""",
}


test_programs = check_programs("TUN202", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "scored on the test set": """\
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=1)

def fit(config):
    model = SVC(**config).fit(x_train, y_train)
    tune.report({"acc": accuracy_score(y_test, model.predict(x_test))})  # TUN202: the search is scored on the test set (x_test)

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "handed over with parameters": """\
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=1)

def fit(config, train, held):
    model = SVC(**config).fit(*train)
    tune.report({"acc": model.score(held[0], held[1])})  # TUN202: the search is scored on the test set (x_test)

trainable = tune.with_parameters(fit, train=(x_train, y_train), held=(x_test, y_test))
Tuner(trainable, param_space={"C": tune.uniform(1, 2)}).fit()
""",
    "validated on the test set": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("sgd", "mse")
    history = model.fit(x_train, y_train, validation_data=(x_test, y_test), epochs=9)  # TUN202: the search is scored on the test set (x_test)
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.grid_search([1, 2])}, metric="loss", mode="min")
""",
    "in the step of a class": """\
class Machine(tune.Trainable):
    def setup(self, config):
        self.model = SVC(C=config["C"])

    def step(self):
        self.model.fit(x_train, y_train)
        return {"acc": self.model.score(x_test, y_test)}  # TUN202: the search is scored on the test set (x_test)

tune.run(Machine, config={"C": tune.uniform(1, 2)}, metric="acc", mode="max")
""",
    "silent: scored on validation rows, tested at the end": """\
def fit(config):
    model = SVC(**config).fit(x_train, y_train)
    tune.report({"acc": accuracy_score(y_val, model.predict(x_val))})

best = tune.run(fit, config={"C": tune.grid_search([1, 2])}).get_best_config("acc", "max")
print(SVC(**best).fit(x_train, y_train).score(x_test, y_test))
""",
    "silent: the test score is reported beside the score": """\
def fit(config):
    model = SVC(**config).fit(x_train, y_train)
    test = model.score(x_test, y_test)
    tune.report({"acc": model.score(x_val, y_val), "test": test})

tune.run(fit, config={"C": tune.grid_search([1, 2])}, metric="acc", mode="max")
""",
    "silent: another name for the rows": """\
x_train, x_dev, y_train, y_dev = train_test_split(x, y, random_state=1)

def fit(config):
    tune.report({"acc": SVC(**config).fit(x_train, y_train).score(x_dev, y_dev)})

tune.run(fit, config={"C": tune.grid_search([1, 2])})
""",
    "silent: the class of every test row is the largest of its outputs": """\
import torch

class Net(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.layer = torch.nn.Linear(4, width)

def fit(config):
    net = Net(config["width"])
    tune.report({"loss": train_and_validate(net)})

best = tune.run(fit, config={"width": tune.randint(4, 9)}).get_best_config("loss", "min")
winner = Net(best["width"])
correct = 0
for images, labels in test_loader:
    _, predicted = torch.max(winner(images), 1)
    correct += (predicted == labels).sum().item()
print(correct)
""",
}


test_ray_tune = check_programs("TUN202", RAY_PROGRAMS, head=ray_programs.HEAD)
