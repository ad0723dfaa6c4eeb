"""TUN518: objectives that are called where they should be handed over."""

from __future__ import annotations

from tests.rules.programs import check_programs

FLAGGED = {
    "Optuna": "import optuna\nfrom sklearn.metrics import accuracy_score\n"
    "def objective(trial):\n    model = build(trial.suggest_int('depth', 1, 9)).fit(X, y)\n"
    "    return accuracy_score(y_valid, model.predict(X_valid))\n"
    "study = optuna.create_study(direction='maximize')\n"
    "study.optimize(objective(trial), n_trials=50)  # TUN518: objective() is called here, not handed over: the search gets what it returns and raises TypeError\n",
    "with further arguments": "import optuna as op\n"
    "def run(X, y):\n    study = op.create_study()\n"
    "    study.optimize(n_trials=9, func=evaluate(study.ask(), X, y))  # TUN518: evaluate() is called\n"
    "    return study\n"
    "def evaluate(trial, X, y):\n    x = trial.suggest_float('x', 0, 1)\n"
    "    return (x - 0.3) ** 2\nrun(1, 2)\n",
    "Hyperopt": "from hyperopt import STATUS_OK, fmin, hp, tpe\n"
    "space = {'x': hp.uniform('x', 0, 1)}\n"
    "def loss(params):\n    return {'loss': train(params), 'status': STATUS_OK}\n"
    "best = fmin(\n    fn=loss(space),  # TUN518: loss() is called here\n"
    "    space=space,\n    algo=tpe.suggest,\n    max_evals=20,\n)\n",
    "scikit-optimize, a method": "from skopt import gp_minimize\n"
    "class Tuning:\n    def score(self, point):\n        return float(train(point))\n"
    "    def run(self):\n"
    "        return gp_minimize(self.score([0.5]), [(0.0, 1.0)], n_calls=20)  # TUN518: score() is called\n"
    "Tuning().run()\n",
    "bayes_opt": "from bayes_opt import BayesianOptimization\n"
    "def black_box(x, y):\n    return -(x**2) - (y - 1) ** 2 + 1\n"
    "optimizer = BayesianOptimization(\n"
    "    f=black_box(1, 2),  # TUN518: black_box() is called\n"
    "    pbounds={'x': (2, 4), 'y': (-3, 3)},\n    random_state=1,\n)\n"
    "optimizer.maximize(init_points=2, n_iter=3)\n",
    "over modules": {
        "goal.py": "from sklearn.model_selection import cross_val_score\n"
        "def objective(trial):\n"
        "    return cross_val_score(make(trial.suggest_int('n', 1, 9)), X, y).mean()\n",
        "train.py": "import optuna\nimport goal\nstudy = optuna.create_study()\n"
        "study.optimize(goal.objective(t), n_trials=5)  # TUN518: objective() is called\n",
    },
}

SILENT = {
    "handed over": "import optuna\ndef objective(trial):\n    return trial.suggest_float('x', 0, 1) ** 2\n"
    "optuna.create_study().optimize(objective, n_trials=5)\n",
    "a factory": "import optuna\ndef make(data):\n    def objective(trial):\n"
    "        return train(data, trial.suggest_float('x', 0, 1))\n    return objective\n"
    "optuna.create_study().optimize(make(data), n_trials=5)\n",
    "an object that is called": "import optuna\nclass Objective:\n    def __call__(self, trial):\n"
    "        return trial.suggest_float('x', 0, 1)\ndef build():\n    return Objective()\n"
    "optuna.create_study().optimize(build(), n_trials=5)\n",
    "perhaps a factory": "import optuna\ndef pick(name):\n    if name == 'number':\n        return 1.0\n"
    "    return lambda trial: trial.suggest_float('x', 0, 1)\n"
    "optuna.create_study().optimize(pick(load()), n_trials=5)\n",
    "unknown": "import optuna\ndef wrap(trial):\n    return shop(trial)\n"
    "optuna.create_study().optimize(wrap(1), n_trials=5)\n",
    "a partial": "from functools import partial\nfrom hyperopt import fmin, hp, tpe\n"
    "def loss(data, x):\n    return x**2\ndef bound():\n    return partial(loss, 1)\n"
    "fmin(bound(), hp.uniform('x', 0, 1), algo=tpe.suggest, max_evals=9)\n",
    "no function to optimise": "from bayes_opt import BayesianOptimization\ndef nothing():\n    return None\n"
    "optimizer = BayesianOptimization(nothing(), {'x': (2, 4)})\noptimizer.maximize()\n",
    "expected to fail": "import optuna\nimport pytest\ndef objective(trial):\n    return 1.0\n"
    "def test():\n    with pytest.raises(TypeError):\n"
    "        optuna.create_study().optimize(objective(None), n_trials=1)\n",
}


test_programs = check_programs("TUN518", FLAGGED, SILENT)
