"""TUN506: the index of a choice in `fmin`'s result, used as if it were the option."""

from __future__ import annotations

from tests.rules.programs import check_programs

SPACE = (
    "from hyperopt import fmin, hp, space_eval, tpe, Trials\n"
    "from sklearn.svm import SVC\n"
    "KERNELS = ['rbf', 'linear']\n"
    "space = {'kernel': hp.choice('kernel', KERNELS), 'C': hp.uniform('C', 1, 9)}\n"
    "def build(p):\n    return SVC(**p)\n"
)
RUN = "best = fmin(lambda p: cv(build(p)), space, algo=tpe.suggest, max_evals=50)\n"

FLAGGED = {
    "by label": SPACE
    + RUN
    + "SVC(C=best['C'], kernel=best['kernel']).fit(x, y)  # TUN506: the search returns 'kernel' as an index (0 or 1), but SVC takes it for the option itself ('rbf', 'linear')\n",
    "spread": SPACE
    + RUN
    + "model = SVC(**best).fit(x, y)  # TUN506: the search returns 'kernel' as an index (0 or 1)\n",
    "bound first": SPACE
    + RUN
    + "kernel = best['kernel']  # TUN506: the search returns 'kernel' as an index (0 or 1)\nmodel = SVC(C=1.0, kernel=kernel)\n",
    "handed to the builder": SPACE
    + RUN
    + "model = build(best)  # TUN506: the search returns 'kernel' as an index (0 or 1)\n",
    "label is not the key": "import hyperopt\nfrom hyperopt import hp\nfrom tensorflow.keras.layers import Dense\n"
    "space = {'units': hp.choice('n_units', [32, 64, 128])}\n"
    "best = hyperopt.fmin(f, space, algo=hyperopt.tpe.suggest, max_evals=50)\n"
    "layer = Dense(int(best['n_units']))  # TUN506: the search returns 'n_units' as an index (0 to 2)\n",
    "pchoice": "from hyperopt import fmin, hp, tpe\nfrom sklearn.linear_model import Ridge\n"
    "space = {'a': hp.pchoice('a', [(0.9, 1.0), (0.1, 10.0)])}\n"
    "best = fmin(f, space, algo=tpe.suggest, max_evals=50)\n"
    "Ridge(alpha=best.get('a')).fit(x, y)  # TUN506: the search returns 'a' as an index (0 or 1)\n",
    "from the trials": SPACE + "trials = Trials()\n"
    "fmin(f, space, algo=tpe.suggest, max_evals=50, trials=trials)\n"
    "SVC(kernel=trials.argmin['kernel'])  # TUN506: the search returns 'kernel' as an index (0 or 1)\n"
    "SVC(kernel=trials.best_trial['misc']['vals']['kernel'][0])  # TUN506: the search returns 'kernel' as an index (0 or 1)\n",
    "options counted from elsewhere": "import numpy as np\nfrom hyperopt import fmin, hp, tpe\n"
    "from sklearn.ensemble import RandomForestClassifier\n"
    "space = {'n': hp.choice('n', np.arange(50, 500, 50))}\n"
    "best = fmin(f, space, algo=tpe.suggest, max_evals=50)\n"
    "RandomForestClassifier(n_estimators=best['n'])  # TUN506: the search returns 'n' as an index\n",
    "in a method": "from hyperopt import fmin, hp, tpe\nfrom sklearn.svm import SVC\n"
    "class Study:\n"
    "    def __init__(self):\n"
    "        self.space = {'kernel': hp.choice('kernel', ['rbf', 'linear'])}\n"
    "    def search(self):\n"
    "        self.best = fmin(f, self.space, algo=tpe.suggest, max_evals=50)\n"
    "    def refit(self):\n"
    "        return SVC(kernel=self.best['kernel'])  # TUN506: the search returns 'kernel' as an index (0 or 1)\n"
    "study = Study()\nstudy.search()\nstudy.refit()\n",
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


test_programs = check_programs("TUN506", FLAGGED, SILENT)
