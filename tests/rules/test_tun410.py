"""TUN410: arguments that a tuner or search does not accept"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs
from tunelint.testing import Texts

FLAGGED: dict[str, Texts] = {
    "trials of Hyperband": """
import keras_tuner as kt
tuner = kt.Hyperband(
    build,
    objective='val_loss',
    max_trials=10,  # TUN410: Hyperband does not accept max_trials=
)
tuner.search(x, y)
""",
    "a class by another name, in a branch of its own": """
import keras_tuner as kt
BANDS = "bands"
KIND = BANDS
tuner_class = {"random": kt.RandomSearch, BANDS: kt.Hyperband}[KIND]
if KIND == BANDS:
    tuner = tuner_class(build, objective="val_loss", max_trials=20)  # TUN410: Hyperband does not accept max_trials=
    tuner.search(x, y)
""",
    "a class as it is called, in a branch that is not taken": """
import keras_tuner as kt
def tune(kind, x, y):
    if kind == "bands":
        kt.Hyperband(build, objective="val_loss", max_trials=20).search(x, y)  # TUN410: Hyperband does not accept max_trials=
    else:
        kt.RandomSearch(build, objective="val_loss", max_trials=20).search(x, y)
tune("random", x, y)
""",
    "either of two classes": """
import keras_tuner as kt
tuner_class = kt.RandomSearch if quick else kt.BayesianOptimization
tuner = tuner_class(build, objective="val_loss", max_trials=20, epochs=5)  # TUN410: RandomSearch does not accept epochs=: it raises ValueError
tuner.search(x, y)
""",
    "what the fit takes": """
from keras_tuner.tuners import RandomSearch
tuner = RandomSearch(build, 'val_loss', 5, seed=1, epochs=5, batch_size=8)  # TUN410: RandomSearch does not accept epochs=: it raises ValueError # TUN410: RandomSearch does not accept batch_size=
tuner.search(x, y)
""",
    "a subclass that hands on": """
import keras_tuner as kt
class MyTuner(kt.BayesianOptimization):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
tuner = MyTuner(build, objective='val_loss', max_trials=5, random_state=3)  # TUN410: BayesianOptimization does not accept random_state=
tuner.search(x, y)
""",
    "an oracle": """
import keras_tuner as kt
oracle = kt.oracles.RandomSearchOracle(objective='val_loss', max_trials=5, epochs=3)  # TUN410: RandomSearchOracle does not accept epochs=
tuner = kt.Tuner(oracle=oracle, hypermodel=build)
tuner.search(x, y)
""",
    "search of the scikit-learn tuner": """
import keras_tuner as kt
tuner = kt.SklearnTuner(oracle=kt.oracles.RandomSearchOracle('score'), hypermodel=build)
tuner.search(x, y, epochs=5)  # TUN410: SklearnTuner.search does not accept epochs=
""",
    "seed of fmin": """
from hyperopt import fmin, tpe, hp
best = fmin(f, hp.uniform('x', 0, 1), algo=tpe.suggest, max_evals=50, seed=3)  # TUN410: fmin does not accept seed=: it raises TypeError
""",
    "in a dictionary of arguments": """
import hyperopt as ho
options = {'algo': ho.tpe.suggest, 'n_trials': 50}
best = ho.fmin(f, ho.hp.uniform('x', 0, 1), **options)  # TUN410: fmin does not accept n_trials=: it raises TypeError
""",
    "gone from grid search": """
from sklearn.model_selection import GridSearchCV as Grid
from sklearn.svm import SVC
search = Grid(SVC(), {'C': [1, 2]}, iid=False)  # TUN410: GridSearchCV does not accept iid=: it raises TypeError
search.fit(x, y)
""",
    "of a random search": """
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC
def tune(x, y):
    search = GridSearchCV(SVC(), param_grid={'C': [1, 2]}, n_iter=5, random_state=3)  # TUN410: GridSearchCV does not accept n_iter=: it raises TypeError # TUN410: GridSearchCV does not accept random_state=
    return search.fit(x, y)
""",
    "by position": """
from sklearn.model_selection import RandomizedSearchCV
from sklearn.svm import SVC
RandomizedSearchCV(SVC(), {'C': [1, 2]}, 10).fit(x, y)  # TUN410: RandomizedSearchCV does not accept a positional argument
""",
    "handed on from another module": {
        "tuning.py": """
from sklearn.model_selection import RandomizedSearchCV

def tune(model, space, x, y, **options):
    return RandomizedSearchCV(model, space, **options).fit(x, y)
""",
        "train.py": """
from sklearn.svm import SVC
from tuning import tune
tune(SVC(), {'C': [1, 2]}, x, y, param_grid=1)  # TUN410: RandomizedSearchCV does not accept param_grid=
""",
    },
    "optuna: a seed for the study": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study(seed=1)  # TUN410: create_study does not accept seed=: it raises TypeError
study.optimize(objective, n_trials=50)
""",
    "optuna: random_state for the sampler": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
sampler = optuna.samplers.TPESampler(random_state=1)  # TUN410: TPESampler does not accept random_state=
study = optuna.create_study(sampler=sampler)
study.optimize(objective, n_trials=50)
""",
    "optuna: hyperopt's budget": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study()
study.optimize(objective, max_evals=50)  # TUN410: study.optimize does not accept max_evals=
""",
    "optuna: a direction spelled otherwise": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study(direction="max")  # TUN410: create_study does not accept direction='max'
study.optimize(objective, n_trials=50)
""",
    "optuna: by position": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study("sqlite:///s.db")  # TUN410: create_study does not accept arguments by position
study.optimize(objective, n_trials=50)
""",
    "optuna: a step by position": """
import optuna
def objective(trial):
    return train(trial.suggest_int("n", 10, 90, 10))  # TUN410: trial.suggest_int does not accept 4 arguments by position
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: an old name of the step": """
import optuna
def objective(trial):
    return train(trial.suggest_float("n", 0.1, 0.9, q=0.1))  # TUN410: trial.suggest_float does not accept q=
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: steps on a logarithmic scale": """
import optuna
def objective(trial):
    return train(trial.suggest_int("n", 1, 100, step=5, log=True))  # TUN410: trial.suggest_int does not accept step= with log=True
optuna.create_study().optimize(objective, n_trials=50)
""",
}

SILENT = {
    "a space that unread code is handed in a list": """
import keras_tuner as kt
from helper import fill
def build(hp):
    hp.Float("rate", 0, 1)
    return net(hp)
space = kt.HyperParameters()
space.Int("units", 1, 9)
fill([space])
kt.RandomSearch(build, "val_loss", hyperparameters=space, allow_new_entries=False, seed=1).search(x, y)
""",
    "a method of the space that unread code is handed": """
import keras_tuner as kt
from helper import fill
def build(hp):
    hp.Float("rate", 0, 1)
    return net(hp)
space = kt.HyperParameters()
space.Int("units", 1, 9)
fill(space.Float)
kt.RandomSearch(build, "val_loss", hyperparameters=space, allow_new_entries=False, seed=1).search(x, y)
""",
    "a class that another branch is for": """
import keras_tuner as kt
KINDS = {"random": kt.RandomSearch, "bands": kt.Hyperband}
class Tuning:
    def __init__(self, kind="random"):
        self.kind, self.tuner_class = kind, KINDS[kind]
    def tune(self, x, y):
        if self.kind == "bands":
            tuner = self.tuner_class(build, objective="val_loss", max_epochs=20)
        else:
            tuner = self.tuner_class(build, objective="val_loss", max_trials=20)
        tuner.search(x, y)
""",
    "a class that a function chose for another branch": """
import keras_tuner as kt
def chosen(kind):
    return kt.Hyperband if kind == "bands" else kt.RandomSearch
def tune(kind, x, y):
    tuner_class = chosen(kind)
    if kind != "bands":
        tuner_class(build, objective="val_loss", max_trials=20).search(x, y)
    else:
        tuner_class(build, objective="val_loss", max_epochs=20).search(x, y)
tune("random", x, y)
""",
    "one of several classes, in a branch": """
import keras_tuner as kt
tuner_class = kt.RandomSearch
if quick:
    tuner_class = kt.Hyperband
if not quick:
    tuner = tuner_class(build, objective="val_loss", max_trials=20)
    tuner.search(x, y)
""",
    "one of several searchers": """
from ray import tune
from ray.tune.search.basic_variant import BasicVariantGenerator
from ray.tune.search.hyperopt import HyperOptSearch
def searcher(name):
    return {"basic": BasicVariantGenerator, "hyperopt": HyperOptSearch}.get(name)
def main(name, space):
    if name == "hyperopt":
        algorithm = searcher(name)(space, metric="loss", mode="min")
    else:
        algorithm = searcher(name)()
    tune.run(train, search_alg=algorithm, num_samples=20)
""",
    "everything that Hyperband takes": """
import keras_tuner as kt
tuner = kt.Hyperband(build, objective='val_loss', max_epochs=10, factor=3, seed=1, overwrite=True,
    hyperband_iterations=2, directory='d', project_name='p', executions_per_trial=2)
tuner.search(x, y, epochs=5, batch_size=8, callbacks=[])
""",
    "a subclass that takes it": """
import keras_tuner as kt
class MyTuner(kt.RandomSearch):
    def __init__(self, hypermodel, epochs=3, **kwargs):
        self.epochs = epochs
        super().__init__(hypermodel, **kwargs)
tuner = MyTuner(build, epochs=5, objective='val_loss', max_trials=5)
tuner.search(x, y)
""",
    "unresolved": """
import keras_tuner as kt
tuner = kt.RandomSearch(build, **config)
tuner.search(x, y)
""",
    "everything that fmin takes": """
import numpy as np
from hyperopt import fmin, tpe, hp, Trials
fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 9, rstate=np.random.default_rng(3), trials=Trials())
""",
    "another fmin": "from scipy.optimize import fmin\nfmin(f, x0, seed=3)\n",
    "everything that a search takes": """
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.svm import SVC
GridSearchCV(SVC(), {'C': [1]}, scoring='f1', cv=3, n_jobs=2, refit=True, verbose=1).fit(x, y)
RandomizedSearchCV(SVC(), {'C': [1, 2]}, n_iter=2, random_state=1, error_score=0).fit(x, y)
""",
    "a class of the project": """
class GridSearchCV:
    def __init__(self, model, iid):
        self.model = model
    def fit(self, x, y):
        return self
GridSearchCV(1, iid=False).fit(x, y)
""",
    "optuna: all that it takes": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
pruner = optuna.pruners.NopPruner()
study = optuna.create_study(study_name="s", direction="maximize", pruner=pruner)
study.optimize(objective, n_trials=50, timeout=9, n_jobs=1, gc_after_trial=True)
""",
    "optuna: unresolved keywords": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study(**settings)
study.optimize(objective, **limits)
""",
    "optuna: steps and scales by keyword": """
import optuna
def objective(trial):
    n = trial.suggest_int("n", 10, 90, step=10)
    return train(n, trial.suggest_float("x", low=1, high=9, step=1, log=scale))
optuna.create_study().optimize(objective, n_trials=50)
""",
}


ZERO = "  # TUN410: the logarithmic scale of {} does not accept a low bound of 0: it raises {}"


def scaled(program: str, name: str, error: str = "ValueError") -> str:
    """A program whose line with a ``!`` declares a range that begins at 0."""
    return program.replace("  !", ZERO.format(repr(name), error))


def linear(program: str, declaration: str) -> str:
    return program.format(declaration).replace("  !", "")


SUGGESTED = """
import optuna
def objective(trial):
    return train({})  !
optuna.create_study().optimize(objective, n_trials=50)
"""
TUNED = """
import keras_tuner as kt
def build(hp):
    return make({})  !
kt.RandomSearch(build, 'val_loss', max_trials=5, seed=1).search(x, y)
"""

FLAGGED |= {
    "optuna: log": scaled(SUGGESTED.format("trial.suggest_float('a', 0.0, 1, log=True)"), "a"),
    "optuna: an integer": scaled(SUGGESTED.format("trial.suggest_int('a', 0, 9, log=True)"), "a"),
    "optuna: loguniform": scaled(SUGGESTED.format("trial.suggest_loguniform('a', 0, 1)"), "a"),
    "optuna: below zero": SUGGESTED.format("trial.suggest_float('a', -1.0, 1, log=True)").replace(
        "  !", ZERO.format("'a'", "ValueError").replace("of 0", "of -1.0")
    ),
    "keras tuner: sampling": scaled(TUNED.format("hp.Float('a', 0, 1, sampling='log')"), "a"),
    "keras tuner: an integer": scaled(TUNED.format("hp.Int('a', 0, 9, sampling='log')"), "a"),
    "hyperopt: a logarithm": scaled(
        "import numpy as np\nfrom hyperopt import fmin, hp, tpe\n"
        "space = {'a': hp.loguniform('a', np.log(0), 0)}  !\n"
        "fmin(f, space, algo=tpe.suggest, max_evals=50)\n",
        "a",
        "OverflowError",
    ),
    "scikit-optimize: a prior": scaled(
        "from skopt import gp_minimize\nfrom skopt.space import Real\n"
        "space = [Real(0, 1, prior='log-uniform', name='a')]  !\n"
        "gp_minimize(f, space, n_calls=30)\n",
        "a",
    ),
    "ray: loguniform": scaled(
        "from ray import tune\nLOW = 0\nspace = {'a': tune.loguniform(LOW, 1)}  !\n"
        "tune.run(train, config=space)\n",
        "a",
    ),
    "scikit-learn: loguniform": scaled(
        "from scipy.stats import loguniform\n"
        "from sklearn.model_selection import RandomizedSearchCV\nfrom sklearn.svm import SVC\n"
        "space = {'C': loguniform(0, 10)}  !\n"
        "RandomizedSearchCV(SVC(), space).fit(x, y)\n",
        "C",
    ),
}

SILENT |= {
    "optuna: a small bound": linear(SUGGESTED, "trial.suggest_float('a', 1e-9, 1, log=True)"),
    "optuna: linear": linear(SUGGESTED, "trial.suggest_float('a', 0, 1, log=False)"),
    "optuna: perhaps a logarithm": linear(SUGGESTED, "trial.suggest_float('a', 0, 1, log=LOG)"),
    "keras tuner: linear": linear(TUNED, "hp.Float('a', 0, 1)"),
    "hyperopt: an exponent of 0": (
        "from hyperopt import fmin, hp, tpe\n"
        "fmin(f, hp.loguniform('a', -5, 0), algo=tpe.suggest, max_evals=50)\n"
        "fmin(f, hp.loguniform('a', 0, 5), algo=tpe.suggest, max_evals=50)\n"
    ),
    "ray: unknown": "from ray import tune\ntune.run(f, config={'a': tune.loguniform(low(), 1)})\n",
}


test_programs = check_programs("TUN410", FLAGGED, SILENT)


CLOSED = """
import keras_tuner as kt
from keras.layers import Dense
def build(hp):
    return compiled(Dense(hp.Int("units", 8, 64)), hp.Choice("rate", [0.1, 0.01]))
{space}
tuner = kt.RandomSearch(build, "val_loss", 9, seed=3, {given}){mark}
tuner.search(x, y, validation_split=0.2, epochs=9)
"""


def closed(given: str, space: str = "", says: str = "") -> str:
    """A tuner whose space may not grow."""
    mark = f"  # TUN410: RandomSearch does not accept {says}" if says else ""
    return CLOSED.format(given=given, space=space, mark=mark)


OWN = "hp = kt.HyperParameters()\nhp.Int('units', 8, 64)\n"
BOTH = OWN + "hp.Choice('rate', [0.1])\n"
LACKS = "allow_new_entries=False, since hyperparameters= lacks 'rate': it raises RuntimeError"
FLAGGED |= {
    "no space to tune": closed(
        "tune_new_entries=False",
        says="tune_new_entries=False without hyperparameters=: it raises ValueError",
    ),
    "no space to be allowed": closed(
        "hyperparameters=None, tune_new_entries=False, allow_new_entries=False",
        says="allow_new_entries=False without hyperparameters=: it raises ValueError",
    ),
    "no space for the oracle": """
import keras_tuner as kt
oracle = kt.oracles.RandomSearchOracle('val_loss', max_trials=5, tune_new_entries=False)  # TUN410: Tuner does not accept tune_new_entries=False without hyperparameters=
kt.Tuner(oracle=oracle, hypermodel=build).search(x, y)
""",
    "a space that lacks a name": closed(
        "hyperparameters=hp, allow_new_entries=False", OWN, says=LACKS
    ),
    "a space that a function fills": closed(
        "hyperparameters=hp, allow_new_entries=False",
        "def fill(hp):\n    hp.Int('units', 8, 64)\nhp = kt.HyperParameters()\nfill(hp)\n",
        says=LACKS,
    ),
    "fixed to nothing": """
import keras_tuner as kt
def build(hp):
    return compiled(hp.Fixed("rate", None), hp.Fixed("sizes", value=(8, 8)))  # TUN410: hp.Fixed does not accept None: it raises ValueError # TUN410: hp.Fixed does not accept a tuple
kt.RandomSearch(build, "val_loss", 9, seed=3).search(x, y)
""",
}
SILENT |= {
    "a space to tune": closed("hyperparameters=hp, tune_new_entries=False", OWN),
    "a space that is not read": closed("hyperparameters=load(), allow_new_entries=False"),
    "options that are not read": closed("tune_new_entries=False, **options"),
    "entries that may be new": closed("tune_new_entries=True, allow_new_entries=True"),
    "a space that holds all": closed("hyperparameters=hp, allow_new_entries=False", BOTH),
    "a space that may hold more": closed(
        "hyperparameters=hp, allow_new_entries=False", OWN + "add_rates(hp)\n"
    ),
    "a space that merges another": closed(
        "hyperparameters=hp, allow_new_entries=False", OWN + "hp.merge(load())\n"
    ),
    "a name that one branch declares": closed(
        "hyperparameters=hp, allow_new_entries=False", OWN
    ).replace('hp.Choice("rate", [0.1, 0.01])', 'hp.Choice("rate", [0.1]) if fast else 1'),
    "fixed to a value": """
import keras_tuner as kt
def build(hp):
    return compiled(hp.Fixed("rate", 0.1), hp.Fixed("kind", "a"), hp.Fixed("sizes", sizes))
kt.RandomSearch(build, "val_loss", 9, seed=3).search(x, y)
""",
}
CALL = "tuner = kt.Hyperband(build, 'val_loss', max_trials=9)"
FLAGGED_CALL = CALL + "  # TUN410: Hyperband does not accept max_trials="
RELEASES = {
    "caught": f"try:\n    {CALL}\nexcept ValueError:\n    tuner = kt.RandomSearch(build)\n",
    "another error caught": f"try:\n    {FLAGGED_CALL}\nexcept TypeError:\n    tuner = kt.RandomSearch(build)\n",
    "for an older release": f"if kt.__version__ < '1.0':\n    {CALL}\n",
    "raised again": f"try:\n    {FLAGGED_CALL}\nexcept ValueError:\n    raise\n",
    "for no release": f"if FAST:\n    {FLAGGED_CALL}\n",
}
test_what_is_meant_for_other_releases = check_programs(
    "TUN410",
    {name: f"{text}tuner.search(x, y)\n" for name, text in RELEASES.items()},
    head="import keras_tuner as kt\n",
)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "metric and mode for the scheduler too": """\
stopper = ASHAScheduler(
    metric="acc",  # TUN410: ASHAScheduler does not accept metric= and mode= that TuneConfig is given too: it raises ValueError
    mode="max",
)
settings = TuneConfig(metric="acc", mode="max", scheduler=stopper, num_samples=9)
Tuner(svm, param_space={"C": tune.uniform(1, 9)}, tune_config=settings).fit()
""",
    "a mode for the scheduler too": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, metric="acc", mode="max",
    scheduler=ASHAScheduler("training_iteration", None, "max"))  # TUN410: ASHAScheduler does not accept mode= that tune.run is given too
""",
    "metric and mode for one of them": """\
Tuner(svm, param_space={"C": tune.uniform(1, 9)}, tune_config=TuneConfig(
    num_samples=9, scheduler=ASHAScheduler(metric="acc", mode="max"))).fit()
Tuner(svm, param_space={"C": tune.uniform(1, 9)}, tune_config=TuneConfig(
    num_samples=9, metric="acc", mode="max", scheduler=ASHAScheduler(max_t=9))).fit()
Tuner(svm, param_space={"C": tune.uniform(1, 9)}, tune_config=TuneConfig(
    num_samples=9, metric="acc", scheduler=ASHAScheduler(mode="max"))).fit()
Tuner(svm, param_space={"C": tune.uniform(1, 9)}, tune_config=TuneConfig(
    num_samples=9, metric="acc", mode="max", scheduler=ASHAScheduler(metric=name, mode=None))).fit()
""",
    "a seed for the settings": """\
settings = TuneConfig(num_samples=3, seed=1)  # TUN410: TuneConfig does not accept seed=: it raises TypeError
Tuner(svm, param_space={"C": tune.uniform(1, 9)}, tune_config=settings).fit()
""",
    "settings for the tuner": """\
tune.Tuner(
    svm,
    config={"C": tune.uniform(1, 9)},  # TUN410: tune.Tuner does not accept config=: it raises TypeError
).fit()
""",
    "the tuner's names for run": """\
tune.run(svm, param_space={"C": tune.uniform(1, 9)})  # TUN410: tune.run does not accept param_space=: it raises TypeError
""",
    "a mode in Optuna's words": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, metric="acc", mode="maximize")  # TUN410: tune.run does not accept mode='maximize'
""",
    "the folder of old": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, local_dir="results")  # TUN410: tune.run does not accept local_dir=
""",
    "reports of old": """\
def fit(config):
    tune.report(acc=SVC(**config).fit(x, y).score(v, w))  # TUN410: report does not accept acc=: it raises TypeError

tune.run(fit, config={"C": tune.uniform(1, 9)})
""",
    "Optuna's sampler in the searcher": """\
search = HyperOptSearch(seed=3)  # TUN410: HyperOptSearch does not accept seed=: it raises TypeError
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=search)
""",
    "silent: what is taken": """\
settings = TuneConfig("max", "acc", num_samples=3, max_concurrent_trials=2, reuse_actors=True)
run = tune.RunConfig(name="svm", storage_path="/tmp/x", stop={"training_iteration": 3})
Tuner(svm, param_space={"C": tune.uniform(1, 9)}, tune_config=settings, run_config=run).fit()
""",
    "silent: arguments that cannot be read": """\
Tuner(svm, tune_config=TuneConfig(**how), **rest).fit()
""",
    "silent: run": """\
tune.run(
    svm,
    name="svm",
    config={"C": tune.uniform(1, 9)},
    resources_per_trial={"cpu": 1},
    progress_reporter=reporter,
    stop={"acc": 0.9},
    verbose=1,
    resume="AUTO",
)
""",
    "silent: a mode that cannot be read": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, metric="acc", mode=args.mode)
""",
    "silent: another library's report": """\
from mine import report

def fit(config):
    report(acc=3)

tune.run(fit, config={"C": tune.uniform(1, 9)})
""",
}


test_ray_tune = check_programs("TUN410", RAY_PROGRAMS, head=ray_programs.HEAD)
