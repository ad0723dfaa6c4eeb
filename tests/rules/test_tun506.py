"""TUN506: the index of a choice in `fmin`'s result, used as if it were the option."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

SPACE = (
    "from hyperopt import fmin, hp, space_eval, tpe, Trials\n"
    "from sklearn.svm import SVC\n"
    "KERNELS = ['rbf', 'linear']\n"
    "space = {'kernel': hp.choice('kernel', KERNELS), 'C': hp.uniform('C', 1, 9)}\n"
    "def build(p):\n    return SVC(**p)\n"
)
RUN = "best = fmin(lambda p: cv(build(p)), space, algo=tpe.suggest, max_evals=50)\n"

FLAGGED = {
    "by label": (SPACE + RUN + "SVC(C=best['C'], kernel=best['kernel']).fit(x, y)\n", [8]),
    "spread": (SPACE + RUN + "model = SVC(**best).fit(x, y)\n", [8]),
    "bound first": (
        SPACE + RUN + "kernel = best['kernel']\nmodel = SVC(C=1.0, kernel=kernel)\n",
        [8],
    ),
    "handed to the builder": (SPACE + RUN + "model = build(best)\n", [8]),
    "label is not the key": (
        "import hyperopt\nfrom hyperopt import hp\nfrom tensorflow.keras.layers import Dense\n"
        "space = {'units': hp.choice('n_units', [32, 64, 128])}\n"
        "best = hyperopt.fmin(f, space, algo=hyperopt.tpe.suggest, max_evals=50)\n"
        "layer = Dense(int(best['n_units']))\n",
        [6],
    ),
    "pchoice": (
        "from hyperopt import fmin, hp, tpe\nfrom sklearn.linear_model import Ridge\n"
        "space = {'a': hp.pchoice('a', [(0.9, 1.0), (0.1, 10.0)])}\n"
        "best = fmin(f, space, algo=tpe.suggest, max_evals=50)\n"
        "Ridge(alpha=best.get('a')).fit(x, y)\n",
        [5],
    ),
    "from the trials": (
        SPACE + "trials = Trials()\n"
        "fmin(f, space, algo=tpe.suggest, max_evals=50, trials=trials)\n"
        "SVC(kernel=trials.argmin['kernel'])\n"
        "SVC(kernel=trials.best_trial['misc']['vals']['kernel'][0])\n",
        [9, 10],
    ),
    "options counted from elsewhere": (
        "import numpy as np\nfrom hyperopt import fmin, hp, tpe\n"
        "from sklearn.ensemble import RandomForestClassifier\n"
        "space = {'n': hp.choice('n', np.arange(50, 500, 50))}\n"
        "best = fmin(f, space, algo=tpe.suggest, max_evals=50)\n"
        "RandomForestClassifier(n_estimators=best['n'])\n",
        [6],
    ),
    "in a method": (
        "from hyperopt import fmin, hp, tpe\nfrom sklearn.svm import SVC\n"
        "class Study:\n"
        "    def __init__(self):\n"
        "        self.space = {'kernel': hp.choice('kernel', ['rbf', 'linear'])}\n"
        "    def search(self):\n"
        "        self.best = fmin(f, self.space, algo=tpe.suggest, max_evals=50)\n"
        "    def refit(self):\n"
        "        return SVC(kernel=self.best['kernel'])\n"
        "study = Study()\nstudy.search()\nstudy.refit()\n",
        [9],
    ),
}

SILENT = {
    "evaluated": SPACE + RUN + "SVC(**space_eval(space, best)).fit(x, y)\n",
    "evaluated under the same name": SPACE
    + RUN
    + "best = space_eval(space, best)\nSVC(kernel=best['kernel'])\n",
    "indexes the list": SPACE + RUN + "SVC(kernel=KERNELS[best['kernel']])\n",
    "indexes another list": SPACE + RUN + "SVC(kernel=['rbf', 'linear'][int(best['kernel'])])\n",
    "indexes a dictionary": SPACE + RUN + "SVC(kernel={0: 'rbf', 1: 'linear'}[best['kernel']])\n",
    "stored back": SPACE
    + RUN
    + "best['kernel'] = KERNELS[best['kernel']]\nSVC(kernel=best['kernel'])\nSVC(**best)\n",
    "values asked for": SPACE
    + "best = fmin(f, space, tpe.suggest, 50, return_argmin=False)\nSVC(**best)\n",
    "printed only": SPACE + RUN + "print(best['kernel'], best)\n",
    "the index is the value": (
        "from hyperopt import fmin, hp, tpe\nfrom sklearn.linear_model import Ridge\n"
        "space = {'fit_intercept': hp.choice('fit_intercept', [False, True])}\n"
        "best = fmin(f, space, algo=tpe.suggest, max_evals=50)\n"
        "Ridge(fit_intercept=best['fit_intercept'])\n"
    ),
    "options unknown": (
        "from hyperopt import fmin, hp, tpe\nfrom sklearn.svm import SVC\n"
        "def run(options):\n    space = {'k': hp.choice('k', options)}\n"
        "    best = fmin(f, space, algo=tpe.suggest, max_evals=50)\n"
        "    return SVC(degree=best['k'])\n"
    ),
    "not a choice": SPACE + RUN + "SVC(C=best['C'])\n",
    "indexed inside the builder": SPACE
    + "def finish(p):\n    return SVC(kernel=KERNELS[p['kernel']], C=p['C'])\n"
    + RUN
    + "finish(best)\n",
}


@pytest.mark.parametrize("name", FLAGGED)
def test_flags(name: str, tmp_path: Path) -> None:
    text, expected = FLAGGED[name]
    assert lines(text, "TUN506", tmp_path) == expected


@pytest.mark.parametrize("name", SILENT)
def test_stays_silent(name: str, tmp_path: Path) -> None:
    assert lines(SILENT[name], "TUN506", tmp_path) == []


def test_says_which_options_the_index_stands_for(tmp_path: Path) -> None:
    (found,) = check(FLAGGED["by label"][0], "TUN506", tmp_path)
    assert "'kernel'" in found.message
    assert "0 or 1" in found.message
    assert "'rbf'" in found.message
