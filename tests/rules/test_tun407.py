"""TUN407: a model-based search that ends before its model is used"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs

WINNER = """
import keras_tuner as kt
from models import build
tuner = kt.BayesianOptimization(build, "val_loss", max_trials=9, seed=4, overwrite=True)MARK
tuner.search(x, y, epochs=9, validation_split=0.2)
"""
WINNER_MARK = "  # TUN407: the search runs 9 trials, but at least the first 9 are random"


def winner(read: str, mark: str = "") -> str:
    """A builder that cannot be read, and what the code reads from the winner."""
    return WINNER.replace("MARK", mark) + read


FLAGGED = {
    "names read from the winner": winner(
        "best = tuner.get_best_hyperparameters()[0]\n"
        "print(best.get('units'), best['rate'])\nprint(best.values['layers'])\n",
        WINNER_MARK,
    ),
    "names read in a loop over them": winner(
        "for best in tuner.get_best_hyperparameters(1):\n    pass\n"
        "best = tuner.get_best_hyperparameters(num_trials=1)[0]\n"
        "for name in ['units', 'rate', 'layers']:\n    print(name, best.get(name))\n",
        WINNER_MARK,
    ),
    "names read from the best trial": winner(
        "def show(found):\n"
        '    print(f\'{found.get("units")} {found.get("rate")} {found.get("layers")}\')\n'
        "show(tuner.oracle.get_best_trials(1)[0].hyperparameters)\n",
        WINNER_MARK,
    ),
    "two of the winner's names are declared": """
import keras
import keras_tuner as kt
from models import head
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), head(hp)])
    model.compile(keras.optimizers.Adam(hp.Float("rate", 1e-4, 1e-1, sampling="log")), "mse")
    return model
tuner = kt.BayesianOptimization(build, 'val_loss', max_trials=9)  # TUN407: the search runs 9 trials, but at least the first 9 are random
tuner.search(x, y, epochs=9, validation_split=0.2)
best = tuner.get_best_hyperparameters()[0]
print(best.get("units"), best.get("layers"), best.get("rate"))
""",
    "a new study in each branch": """
import optuna
if storage:
    study = optuna.create_study(storage="sqlite:///a.db")  # TUN407: the study runs 9 trials
else:
    study = optuna.create_study()  # TUN407: the study runs 9 trials
study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=9)
""",
    "Trials that a later search leaves within the start-up": """
from hyperopt import Trials, fmin, hp, tpe
trials = Trials()
fmin(f, hp.uniform("x", 0, 1), algo=tpe.suggest, max_evals=10, trials=trials)  # TUN407: the search runs 10 trials
fmin(f, hp.uniform("x", 0, 1), algo=tpe.suggest, max_evals=20, trials=trials)
""",
    "the caller says how many trials": """
import optuna
class Tuner:
    def tune(self, trials=50):
        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
        study.optimize(objective, n_trials=trials)
Tuner().tune(1)  # TUN407: the study runs 1 trial, but the first 10 are random
other = Tuner()
other.tune(trials=10)  # TUN407: the study runs 10 trials, but the first 10 are random
other.tune()
""",
    "explicit start-up": """
import keras_tuner as kt
tuner = kt.BayesianOptimization(build, 'val_loss', max_trials=5, num_initial_points=8)  # TUN407: the search runs 5 trials, but the first 8 are random: the Gaussian process is never used
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "smallest default": """
import keras_tuner as kt
tuner = kt.BayesianOptimization(build, objective='val_loss', max_trials=3)  # TUN407: the search runs 3 trials, but at least the first 3 are random
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "three a hyperparameter": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential()
    for i in range(3):
        model.add(keras.layers.Dense(hp.Int(f"units_{i}", 8, 64)))
    model.compile(keras.optimizers.Adam(hp.Float("lr", 1e-4, 1e-1, sampling="log")), "mse")
    return model
tuner = kt.BayesianOptimization(build, 'val_loss', max_trials=12)  # TUN407: the search runs 12 trials, but at least the first 12 are random
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "drawn number of layers": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential()
    for i in range(hp.Int("n", 2, 5)):
        model.add(keras.layers.Dense(hp.Int(f"units_{i}", 8, 64)))
    model.compile(keras.optimizers.Adam(hp.Float("lr", 1e-4, 1e-1, sampling="log")), "mse")
    return model
tuner = kt.BayesianOptimization(build, 'val_loss', max_trials=12)  # TUN407: the search runs 12 trials, but at least the first 12 are random
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "default budget": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential()
    for i in range(4):
        model.add(keras.layers.Dense(hp.Int(f"units_{i}", 8, 64)))
    model.compile(keras.optimizers.Adam(hp.Float("lr", 1e-4, 1e-1, sampling="log")), "mse")
    return model
tuner = kt.BayesianOptimization(build, 'val_loss')  # TUN407: the search runs 10 trials (the default)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "oracle": """
import keras_tuner as kt
oracle = kt.oracles.BayesianOptimizationOracle('val_loss', max_trials=4, num_initial_points=5)
tuner = kt.Tuner(oracle, build)  # TUN407: the search runs 4 trials, but the first 5 are random
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "hyperopt": """
from hyperopt import fmin, tpe, hp
best = fmin(f, {'x': hp.uniform('x', 0, 1)}, algo=tpe.suggest, max_evals=20)  # TUN407: the search runs 20 trials, but the first 20 are random
""",
    "optuna: ten trials": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study()  # TUN407: the study runs 10 trials, but the first 10 are random
study.optimize(objective, n_trials=10)
""",
    "optuna: two short runs": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study(direction="maximize")  # TUN407: the study runs 9 trials, but the first 10 are random
study.optimize(objective, n_trials=4)
study.optimize(objective, n_trials=5)
""",
    "optuna: long start-up": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
sampler = optuna.samplers.TPESampler(n_startup_trials=30, seed=1)
study = optuna.create_study(sampler=sampler)  # TUN407: the study runs 25 trials, but the first 30 are random
study.optimize(objective, n_trials=25)
""",
    "optuna: one population": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study(sampler=optuna.samplers.NSGAIISampler(seed=1))  # TUN407: the study runs 50 trials, but the first 50 are random
study.optimize(objective, n_trials=50)
""",
    "OptunaSearchCV by default": """
from optuna.distributions import FloatDistribution
from optuna.integration import OptunaSearchCV
from sklearn.svm import SVC
search = OptunaSearchCV(SVC(), {"C": FloatDistribution(1e-3, 1e2, log=True)}, random_state=1)  # TUN407: the search runs 10 trials (the default)
search.fit(x, y)
""",
}

SILENT = {
    "two names read from the winner": winner(
        "best = tuner.get_best_hyperparameters()[0]\nprint(best.get('units'), best.get('units'))\n"
        "print(best.get('rate'))\n"
    ),
    "a name read in a branch": winner(
        "best = tuner.get_best_hyperparameters()[0]\nprint(best.get('units'), best.get('rate'))\n"
        "if best.get('units') > 9:\n    print(best.get('layers'))\n"
    ),
    "a name that may be missing": winner(
        "best = tuner.get_best_hyperparameters()[0]\nprint(best.get('units'), best.get('rate'))\n"
        "print(best.values.get('layers', 1))\n"
    ),
    "names read from elsewhere": winner(
        "best = load()\nprint(best.get('units'), best.get('rate'), best.get('layers'))\n"
    ),
    "a study that may be loaded": """
import optuna
try:
    study = optuna.load_study(study_name="a", storage="sqlite:///a.db")
except KeyError:
    study = optuna.create_study(study_name="a", storage="sqlite:///a.db")
study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=9)
""",
    "a study that may have been kept": """
import os
import joblib
import optuna
study = joblib.load("a.pkl") if os.path.exists("a.pkl") else optuna.create_study()
study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=9)
""",
    "a kept study that a loop asks": """
import os
import joblib
import optuna
if os.path.exists("a.pkl"):
    study = joblib.load("a.pkl")
else:
    study = optuna.create_study()
for _ in range(9):
    trial = study.ask()
    study.tell(trial, trial.suggest_float("x", 0, 1))
""",
    "Trials that a later search goes on with": """
from hyperopt import Trials, fmin, hp, tpe
trials = Trials()
fmin(f, hp.uniform("x", 0, 1), algo=tpe.suggest, max_evals=10, trials=trials)
fmin(f, hp.uniform("x", 0, 1), algo=tpe.suggest, max_evals=30, trials=trials)
""",
    "a searcher that is restored": """
from ray import tune
from ray.tune.search.optuna import OptunaSearch
search = OptunaSearch(seed=3)
search.restore("search.pkl")
settings = tune.TuneConfig(metric="loss", mode="min", search_alg=search, num_samples=9)
tune.Tuner(train, param_space={"x": tune.uniform(0, 1)}, tune_config=settings).fit()
""",
    "enough trials": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential()
    for i in range(3):
        model.add(keras.layers.Dense(hp.Int(f"units_{i}", 8, 64)))
    model.compile(keras.optimizers.Adam(hp.Float("lr", 1e-4, 1e-1, sampling="log")), "mse")
    return model
tuner = kt.BayesianOptimization(build, 'val_loss', max_trials=13)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "few start-up trials": """
import keras_tuner as kt
tuner = kt.BayesianOptimization(build, 'val_loss', max_trials=5, num_initial_points=2)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "random search": """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "unknown budget": """
import keras_tuner as kt
tuner = kt.BayesianOptimization(build, 'val_loss', max_trials=n)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "space cannot be counted": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential()
    for i in range(n):
        model.add(keras.layers.Dense(hp.Int(f"units_{i}", 8, 64)))
    model.compile(keras.optimizers.Adam(hp.Float("lr", 1e-4, 1e-1, sampling="log")), "mse")
    return model
tuner = kt.BayesianOptimization(build, 'val_loss', max_trials=4)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "hyperopt, more": """
from hyperopt import fmin, tpe, hp
best = fmin(f, {'x': hp.uniform('x', 0, 1)}, algo=tpe.suggest, max_evals=21)
""",
    "hyperopt, random": """
from hyperopt import fmin, rand, hp
best = fmin(f, {'x': hp.uniform('x', 0, 1)}, algo=rand.suggest, max_evals=5)
""",
    "optuna: eleven trials": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study()
study.optimize(objective, n_trials=11)
""",
    "optuna: loaded study": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.load_study(study_name="s", storage="sqlite:///s.db")
study.optimize(objective, n_trials=5)
""",
    "optuna: resumed study": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study(study_name="s", storage="sqlite:///s.db", load_if_exists=True)
study.optimize(objective, n_trials=5)
""",
    "optuna: random sampler": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
study.optimize(objective, n_trials=5)
""",
    "optuna: until time is up": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study()
study.optimize(objective, timeout=600)
""",
    "optuna: goes on until it is good": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study()
while not good(study):
    study.optimize(objective, n_trials=5)
""",
    "optuna: trials added by hand": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study()
study.add_trials(earlier)
study.optimize(objective, n_trials=5)
""",
}


test_programs = check_programs("TUN407", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "Optuna, by its default": """\
tune.Tuner(  # TUN407: the search runs 10 trials, but the first 10 are random
    svm,
    param_space={"C": tune.uniform(1, 9)},
    tune_config=TuneConfig(search_alg=OptunaSearch(seed=1), num_samples=10),
).fit()
""",
    "Hyperopt, by its default": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, num_samples=20, search_alg=HyperOptSearch())  # TUN407: the search runs 20 trials, but the first 20 are random
""",
    "one trial, the default": """\
search = ConcurrencyLimiter(OptunaSearch(seed=1), max_concurrent=2)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=search)  # TUN407: the search runs 1 trial (the default)
""",
    "a sampler with a longer start": """\
search = OptunaSearch(sampler=optuna.samplers.TPESampler(n_startup_trials=30, seed=1))
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=search, num_samples=25)  # TUN407: the search runs 25 trials, but the first 30 are random
""",
    "by name": """\
N = 5
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg="optuna", num_samples=N)  # TUN407: the search runs 5 trials, but the first 10 are random
""",
    "silent: enough trials": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=OptunaSearch(seed=1), num_samples=50)
""",
    "silent: a shorter start": """\
search = HyperOptSearch(random_state_seed=1, n_initial_points=5)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=search, num_samples=15)
""",
    "silent: random search": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, num_samples=5)
""",
    "silent: earlier results handed over": """\
search = OptunaSearch(points_to_evaluate=points, evaluated_rewards=rewards, seed=1)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=search, num_samples=5)
""",
    "silent: trials that cannot be counted": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=OptunaSearch(), num_samples=args.n)
""",
    "silent: as many as time allows": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=OptunaSearch(), num_samples=-1)
""",
}


test_ray_tune = check_programs("TUN407", RAY_PROGRAMS, head=ray_programs.HEAD)
