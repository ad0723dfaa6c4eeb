"""TUN407: a model-based search that ends before its model is used"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs

FLAGGED = {
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
