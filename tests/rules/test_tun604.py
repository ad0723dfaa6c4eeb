"""TUN604: scale-like hyperparameters that are drawn on a linear scale."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs

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
    "Keras Tuner": TUNER.replace(
        "{}",
        "hp.Float('learning_rate', 1e-4, 1e-2)  # TUN604: 'learning_rate' is drawn on a linear scale from 0.0001 to 0.01: only 9% of the draws fall below 0.001",
    ),
    "Keras Tuner, keywords and step": TUNER.replace(
        "{}",
        "hp.Float('dense_lr', min_value=1e-5, max_value=1e-1, step=1e-5)  # TUN604: 'dense_lr' is drawn on a linear scale from 1e-05 to 0.1",
    ),
    "Keras Tuner, sampling written out": TUNER.replace(
        "{}",
        "hp.Float('LR', 1e-4, 1e-1, sampling='linear')  # TUN604: 'LR' is drawn on a linear scale from 0.0001 to 0.1",
    ),
    "Hyperopt": FMIN.replace(
        "{}",
        "{'lr': hp.uniform('lr', 1e-5, 1e-1)}  # TUN604: 'lr' is drawn on a linear scale from 1e-05 to 0.1",
    ),
    "Hyperopt, quantised": FMIN.replace(
        "{}",
        "hp.quniform('C', 1, 1000, 1)  # TUN604: 'C' is drawn on a linear scale from 1 to 1000",
    ),
    "Hyperopt, named by its key": FMIN.replace(
        "{}",
        "{'weight_decay': hp.uniform('wd', 1e-6, 1e-2)}  # TUN604: 'weight_decay' is drawn on a linear scale from 1e-06 to 0.01",
    ),
    "Hyperopt, in a nested choice": FMIN.replace(
        "{}",
        "hp.choice('m', [{'reg_lambda': hp.uniform('reg_lambda', 0.01, 9)}])  # TUN604: 'reg_lambda' is drawn on a linear scale from 0.01 to 9",
    ),
    "scikit-learn": RANDOMIZED.replace(
        "{}",
        "{'svc__C': uniform(0.01, 99.99)}  # TUN604: 'svc__C' is drawn on a linear scale from 0.01 to 100",
    ),
    "from another module": {
        "search.py": "from hyperopt import fmin, tpe\nfrom space import SPACE\n"
        "fmin(f, SPACE, algo=tpe.suggest, max_evals=50)\n",
        "space.py": "from hyperopt import hp\nLOW = 1e-6\n"
        "SPACE = {\n    'epsilon': hp.uniform('epsilon', LOW, 100 * LOW),  # TUN604: 'epsilon' is drawn on a linear scale from 1e-06 to 0.0001\n}\n",
    },
    "optuna: linear rate": """
import optuna
def objective(trial):
    lr = trial.suggest_float("lr", 1e-5, 1e-1)  # TUN604: 'lr' is drawn on a linear scale from 1e-05 to 0.1
    return train(lr)
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: suggest_uniform": """
import optuna
def objective(trial):
    lr = trial.suggest_uniform("weight_decay", 1e-6, 1e-2)  # TUN604: 'weight_decay' is drawn on a linear scale from 1e-06 to 0.01
    return train(lr)
optuna.create_study().optimize(objective, n_trials=50)
""",
    "OptunaSearchCV: linear C": """
from optuna.distributions import FloatDistribution
from optuna_integration import OptunaSearchCV
from sklearn.svm import SVC
space = {"svc__C": FloatDistribution(1e-2, 1e2)}  # TUN604: 'svc__C' is drawn on a linear scale from 0.01 to 100
search = OptunaSearchCV(SVC(), space)
search.fit(x, y)
""",
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


test_programs = check_programs("TUN604", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "a learning rate": """\
tune.run(svm, config={"lr": tune.uniform(1e-5, 1e-1)})  # TUN604: 'lr' is drawn on a linear scale from 1e-05 to 0.1
""",
    "nested, quantised": """\
space = {
    "optimizer": {
        "weight_decay": tune.quniform(1e-4, 1e-1, 1e-4),  # TUN604: 'weight_decay' is drawn on a linear scale from 0.0001 to 0.1
    },
}
Tuner(svm, param_space=space).fit()
""",
    "stored later": """\
space = {"C": 1}
space["gamma"] = tune.uniform(0.001, 10)  # TUN604: 'gamma' is drawn on a linear scale from 0.001 to 10
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


test_ray_tune = check_programs("TUN604", RAY_PROGRAMS, head=ray_programs.HEAD)
