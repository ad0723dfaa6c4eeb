"""TUN604: scale-like hyperparameters that are drawn on a linear scale."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines
from tests.rules.ray_programs import marked

TUNER = (
    "import keras_tuner as kt\n"
    "def build(hp):\n"
    "    model = keras.Sequential()\n"
    "    lr = {}\n"
    "    model.compile(optimizer=keras.optimizers.Adam(lr), loss='mse')\n"
    "    return model\n"
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=9)\n"
    "tuner.search(x, y, validation_split=0.2, epochs=5)\n"
)
FMIN = (
    "from hyperopt import fmin, hp, tpe\n"
    "space = {}\n"
    "best = fmin(f, space, algo=tpe.suggest, max_evals=50)\n"
)
RANDOMIZED = (
    "from scipy.stats import uniform, loguniform\n"
    "from sklearn.model_selection import RandomizedSearchCV\n"
    "space = {}\n"
    "search = RandomizedSearchCV(model, space, n_iter=20)\n"
    "search.fit(x, y)\n"
)

FLAGGED = {
    "Keras Tuner": (TUNER.replace("{}", "hp.Float('learning_rate', 1e-4, 1e-2)"), [4]),
    "Keras Tuner, keywords and step": (
        TUNER.replace("{}", "hp.Float('dense_lr', min_value=1e-5, max_value=1e-1, step=1e-5)"),
        [4],
    ),
    "Keras Tuner, sampling written out": (
        TUNER.replace("{}", "hp.Float('LR', 1e-4, 1e-1, sampling='linear')"),
        [4],
    ),
    "Hyperopt": (FMIN.replace("{}", "{'lr': hp.uniform('lr', 1e-5, 1e-1)}"), [2]),
    "Hyperopt, quantised": (FMIN.replace("{}", "hp.quniform('C', 1, 1000, 1)"), [2]),
    "Hyperopt, named by its key": (
        FMIN.replace("{}", "{'weight_decay': hp.uniform('wd', 1e-6, 1e-2)}"),
        [2],
    ),
    "Hyperopt, in a nested choice": (
        FMIN.replace("{}", "hp.choice('m', [{'reg_lambda': hp.uniform('reg_lambda', 0.01, 9)}])"),
        [2],
    ),
    "scikit-learn": (RANDOMIZED.replace("{}", "{'svc__C': uniform(0.01, 99.99)}"), [3]),
    "from another module": (
        {
            "search.py": "from hyperopt import fmin, tpe\nfrom space import SPACE\n"
            "fmin(f, SPACE, algo=tpe.suggest, max_evals=50)\n",
            "space.py": "from hyperopt import hp\nLOW = 1e-6\n"
            "SPACE = {\n    'epsilon': hp.uniform('epsilon', LOW, 100 * LOW),\n}\n",
        },
        [4],
    ),
    "optuna: linear rate": (
        """
import optuna
def objective(trial):
    lr = trial.suggest_float("lr", 1e-5, 1e-1)
    return train(lr)
optuna.create_study().optimize(objective, n_trials=50)
""",
        [3],
    ),
    "optuna: suggest_uniform": (
        """
import optuna
def objective(trial):
    lr = trial.suggest_uniform("weight_decay", 1e-6, 1e-2)
    return train(lr)
optuna.create_study().optimize(objective, n_trials=50)
""",
        [3],
    ),
    "OptunaSearchCV: linear C": (
        """
from optuna.distributions import FloatDistribution
from optuna_integration import OptunaSearchCV
from sklearn.svm import SVC
space = {"svc__C": FloatDistribution(1e-2, 1e2)}
search = OptunaSearchCV(SVC(), space)
search.fit(x, y)
""",
        [4],
    ),
}

SILENT = {
    "Keras Tuner, log": TUNER.replace("{}", "hp.Float('lr', 1e-4, 1e-2, sampling='log')"),
    "Keras Tuner, list": TUNER.replace("{}", "hp.Choice('lr', [1e-2, 1e-3, 1e-4])"),
    "Keras Tuner, unknown sampling": TUNER.replace("{}", "hp.Float('lr', 1e-4, 1, sampling=s)"),
    "narrow": TUNER.replace("{}", "hp.Float('lr', 1e-4, 9e-3)"),
    "another parameter": TUNER.replace("{}", "hp.Int('units', 1, 512)"),
    "part of a word": TUNER.replace("{}", "hp.Float('colour', 1e-4, 1)"),
    "Hyperopt, log": FMIN.replace("{}", "hp.loguniform('lr', -12, -2)"),
    "Hyperopt, from zero": FMIN.replace("{}", "{'alpha': hp.uniform('alpha', 0, 10)}"),
    "Hyperopt, no bounds": FMIN.replace("{}", "hp.normal('alpha', 0.001, 10)"),
    "scikit-learn, log": RANDOMIZED.replace("{}", "{'svc__C': loguniform(0.01, 100)}"),
    "scikit-learn, step's name": RANDOMIZED.replace("{}", "{'regressor__max_depth': [1, 500]}"),
    "scikit-learn, list": RANDOMIZED.replace("{}", "{'C': [0.01, 100]}"),
    "loop": (
        "for lr in np.linspace(1e-5, 1e-1, 10):\n"
        "    score = Ridge(alpha=lr).fit(x, y).score(x_val, y_val)\n"
        "    if score > best:\n        best = score\n"
    ),
    "optuna: on a logarithmic scale": """
import optuna
def objective(trial):
    lr = trial.suggest_float("lr", 1e-5, 1e-1, log=True)
    return train(lr)
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: suggest_loguniform": """
import optuna
def objective(trial):
    lr = trial.suggest_loguniform("lr", 1e-5, 1e-1)
    return train(lr)
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: log of unknown worth": """
import optuna
def objective(trial):
    lr = trial.suggest_float("lr", 1e-5, 1e-1, log=scale)
    return train(lr)
optuna.create_study().optimize(objective, n_trials=50)
""",
}


@pytest.mark.parametrize("name", FLAGGED)
def test_flags(name: str, tmp_path: Path) -> None:
    text, expected = FLAGGED[name]
    assert lines(text, "TUN604", tmp_path) == expected


@pytest.mark.parametrize("name", SILENT)
def test_stays_silent(name: str, tmp_path: Path) -> None:
    assert lines(SILENT[name], "TUN604", tmp_path) == []


def test_says_how_few_draws_fall_into_the_lowest_decade(tmp_path: Path) -> None:
    (found,) = check(FLAGGED["Keras Tuner"][0], "TUN604", tmp_path)
    assert "'learning_rate'" in found.message
    assert "0.0001 to 0.01" in found.message
    assert "9%" in found.message


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "a learning rate": """\
tune.run(svm, config={"lr": tune.uniform(1e-5, 1e-1)})  # here
""",
    "nested, quantised": """\
space = {
    "optimizer": {
        "weight_decay": tune.quniform(1e-4, 1e-1, 1e-4),  # here
    },
}
Tuner(svm, param_space=space).fit()
""",
    "stored later": """\
space = {"C": 1}
space["gamma"] = tune.uniform(0.001, 10)  # here
Tuner(svm, param_space=space).fit()
""",
    "silent: on a logarithmic scale": """\
tune.run(svm, config={"lr": tune.loguniform(1e-5, 1e-1), "C": tune.lograndint(1, 1000)})
""",
    "silent: listed": """\
tune.run(svm, config={"lr": tune.choice([1e-5, 1e-3, 1e-1]), "C": tune.grid_search([1, 1000])})
""",
    "silent: from zero": """\
tune.run(svm, config={"alpha": tune.uniform(0, 1)})
""",
    "silent: another parameter": """\
tune.run(svm, config={"units": tune.randint(4, 1024), "dropout": tune.uniform(0.001, 0.5)})
""",
}


@pytest.mark.parametrize("name", RAY_PROGRAMS)
def test_ray_tune(name: str, tmp_path: Path) -> None:
    text, expected = marked(RAY_PROGRAMS[name])
    assert bool(expected) != name.startswith("silent")
    assert lines(text, "TUN604", tmp_path) == expected
