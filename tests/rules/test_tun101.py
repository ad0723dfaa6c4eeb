"""TUN101: searches whose proposals nothing seeds."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs

KT = "import keras_tuner as kt\n"
SEARCH = "tuner.search(x, y, epochs=9, validation_split=0.2)\n"
HO = (
    "import numpy as np\n"
    "from hyperopt import fmin, hp, tpe, rand, atpe\n"
    "space = hp.uniform('c', 0, 1)\n"
)
SK = (
    "from scipy.stats import uniform\n"
    "from sklearn.model_selection import GridSearchCV, RandomizedSearchCV\n"
    "from sklearn.svm import SVC\n"
)

FLAGGED = {
    "keras tuner": KT
    + "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5)  # TUN101: RandomSearch is not seeded (no seed=, and nothing seeds Python's random before it): every run tries different configurations\n"
    + SEARCH,
    "keras tuner, seed=None by position": "from kerastuner import BayesianOptimization as Tuner\n"
    "tuner = Tuner(build, 'val_loss', 5, seed=None)  # TUN101: BayesianOptimization is not seeded\n"
    + SEARCH,
    "keras tuner, seeded after it has run": "import random\n"
    + KT
    + "tuner = kt.Hyperband(build, objective='val_loss')  # TUN101: Hyperband is not seeded (no seed=\n"
    + SEARCH
    + "random.seed(4)\n",
    "keras tuner in a function of a class": KT + "class Study:\n"
    "    def run(self, x, y):\n"
    "        tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5)  # TUN101: RandomSearch is not seeded (no seed=\n"
    "        " + SEARCH,
    "hyperopt": HO
    + "best = fmin(f, space, algo=tpe.suggest, max_evals=30)  # TUN101: the search is not seeded (no rstate=\n",
    "hyperopt with an empty generator": HO
    + "best = fmin(f, space, tpe.suggest, 30, rstate=np.random.default_rng())  # TUN101: the search is not seeded (rstate= holds no seed\n",
    "scikit-learn": SK
    + "search = RandomizedSearchCV(SVC(), {'C': uniform(0, 9)}, n_iter=5)  # TUN101: RandomizedSearchCV is not seeded\nsearch.fit(x, y)\n",
    "the other of two searches is seeded": KT
    + "a = kt.RandomSearch(build, objective='val_loss', seed=3, project_name='a')\n"
    "b = kt.RandomSearch(build, objective='val_loss', project_name='b')  # TUN101: RandomSearch is not seeded (no seed=\n"
    "a.search(x, y)\nb.search(x, y)\n",
    "np.random.seed() without a seed is none": "import numpy as np\n" + SK + "np.random.seed()\n"
    "RandomizedSearchCV(SVC(), {'C': uniform(0, 9)}).fit(x, y)  # TUN101: RandomizedSearchCV is not seeded\n",
    "no sampler": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study(direction="maximize")  # TUN101: the study is not seeded (no sampler=)
study.optimize(objective, n_trials=50)
""",
    "sampler without a seed": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study(sampler=optuna.samplers.RandomSampler())  # TUN101: the study is not seeded (RandomSampler has no seed=)
study.optimize(objective, n_trials=50)
""",
    "loaded without its sampler": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.load_study(study_name="s", storage="sqlite:///s.db")  # TUN101: the study is not seeded (no sampler=)
study.optimize(objective, n_trials=50)
""",
    "chained": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
optuna.create_study().optimize(objective, 50)  # TUN101: the study is not seeded (no sampler=)
""",
    "OptunaSearchCV": """
from optuna.distributions import FloatDistribution
from optuna_integration import OptunaSearchCV
from sklearn.svm import SVC
search = OptunaSearchCV(SVC(), {"C": FloatDistribution(1e-3, 1e2, log=True)})  # TUN101: OptunaSearchCV is not seeded
search.fit(x, y)
""",
}

SILENT = {
    "built in a function, never run, and nowhere else": """
import keras_tuner as kt
import pytest
from bayes_opt import BayesianOptimization
from ray import tune
def test_objective(tmp_path):
    with pytest.raises(ValueError):
        kt.RandomSearch(build, "custom_metric", max_trials=2, directory=tmp_path)
def test_oracle(tmp_path):
    tuner = kt.BayesianOptimization(build, "val_loss", max_trials=9, directory=tmp_path)
    assert isinstance(tuner.oracle, kt.oracles.BayesianOptimizationOracle)
def test_others():
    tuner = tune.Tuner(train, param_space={"a": tune.uniform(0, 1)})
    assert tuner
    assert BayesianOptimization(f, {"a": (0.0, 1.0)})
""",
    "seeded": KT + "tuner = kt.RandomSearch(build, objective='val_loss', seed=7)\n" + SEARCH,
    "zero is TUN102": KT
    + "tuner = kt.RandomSearch(build, objective='val_loss', seed=0)\n"
    + SEARCH,
    "unresolved seed": KT
    + "def tune(seed):\n"
    + "    tuner = kt.RandomSearch(build, objective='val_loss', seed=seed)\n    "
    + SEARCH,
    "a sweep over seeds": KT
    + "for seed in (1, 2, 3):\n"
    + "    tuner = kt.RandomSearch(build, objective='val_loss', seed=seed)\n    "
    + SEARCH,
    "Python's random before the tuner": "import random\n"
    + KT
    + "random.seed(3)\ntuner = kt.RandomSearch(build, objective='val_loss')\n"
    + SEARCH,
    "keras seeds it in a function, perhaps": "import keras\n"
    + KT
    + "def fix(seed=None):\n    if seed is not None:\n        keras.utils.set_random_seed(seed)\n"
    + "fix(3)\ntuner = kt.RandomSearch(build, objective='val_loss')\n"
    + SEARCH,
    "a seed handed to unread project code": "from common.setup import prepare\n"
    + KT
    + "prepare(seed=3)\ntuner = kt.RandomSearch(build, objective='val_loss')\n"
    + SEARCH,
    "keras tuner's grid": KT + "tuner = kt.GridSearch(build, objective='val_loss')\n" + SEARCH,
    "hyperopt's generator": HO
    + "fmin(f, space, tpe.suggest, 30, rstate=np.random.default_rng(3))\n",
    "hyperopt's environment variable": "import os\nos.environ['HYPEROPT_FMIN_SEED'] = '3'\n"
    + HO
    + "fmin(f, space, rand.suggest, 30)\n",
    "adaptive tpe, both generators seeded": "import random\n"
    + HO
    + "random.seed(1)\nnp.random.seed(1)\nfmin(f, space, algo=atpe.suggest, max_evals=30)\n",
    "scikit-learn after np.random.seed": "import numpy as np\n"
    + SK
    + "np.random.seed(2)\nRandomizedSearchCV(SVC(), {'C': uniform(0, 9)}).fit(x, y)\n",
    "scikit-learn's grid": SK + "GridSearchCV(SVC(), {'C': [1, 2]}).fit(x, y)\n",
    "lists that n_iter exhausts": SK
    + "RandomizedSearchCV(SVC(), {'C': [1, 2], 'gamma': [1, 2]}, n_iter=10).fit(x, y)\n",
    "no search": "import random\nx = random.choice([1, 2])\n",
    "optuna: seed 0": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=0))
study.optimize(objective, n_trials=50)
""",
    "optuna: unresolved sampler": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
def tune(sampler):
    study = optuna.create_study(sampler=sampler)
    study.optimize(objective, n_trials=50)
""",
    "optuna: grid": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study(sampler=optuna.samplers.GridSampler({"C": [1, 2]}))
study.optimize(objective)
""",
    "optuna: exhausted brute force": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study(sampler=optuna.samplers.BruteForceSampler())
study.optimize(objective)
""",
    "optuna: swept seed": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
for seed in range(5):
    sampler = optuna.samplers.TPESampler(seed=seed)
    optuna.create_study(sampler=sampler).optimize(objective, n_trials=50)
""",
    "optuna: never optimised": """
import optuna
study = optuna.create_study()
print(study.direction)
""",
}

SILENT |= {
    "seeded by a module of the project": {
        "seeds.py": "import random\ndef fix():\n    random.seed(5)\n",
        "train.py": "from seeds import fix\nfix()\n"
        + KT
        + "tuner = kt.RandomSearch(build, objective='val_loss')\n"
        + SEARCH,
    },
}

test_programs = check_programs("TUN101", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "nothing seeds it": """\
tuner = tune.Tuner(svm, param_space={"C": tune.uniform(1, 9)})  # TUN101: the search is not seeded (nothing seeds NumPy's global
tuner.fit()
""",
    "by run": """\
def main():
    return tune.run(svm, config={"C": tune.choice([1, 2, 3])}, num_samples=9)  # TUN101: the search is not seeded (nothing seeds NumPy's global

main()
""",
    "optuna without a seed": """\
tune.Tuner(  # TUN101: the search is not seeded (OptunaSearch has no seed=)
    svm,
    param_space={"C": tune.loguniform(1, 9)},
    tune_config=TuneConfig(search_alg=OptunaSearch(), num_samples=50),
).fit()
""",
    "a sampler without a seed": """\
search = ConcurrencyLimiter(OptunaSearch(sampler=optuna.samplers.TPESampler()), max_concurrent=1)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=search)  # TUN101: the search is not seeded (TPESampler has no seed=)
""",
    "hyperopt without a seed": """\
settings = TuneConfig(search_alg=HyperOptSearch(metric="acc", mode="max"))
Tuner(svm, tune_config=settings, param_space={"C": tune.uniform(1, 9)}).fit()  # TUN101: the search is not seeded (HyperOptSearch
""",
    "seeded too late": """\
results = tune.run(svm, config={"C": tune.uniform(1, 9)})  # TUN101: the search is not seeded (np.random.seed comes too late)
np.random.seed(1)
""",
    "silent: a grid": """\
tune.run(svm, config={"C": tune.grid_search([1, 2])})
""",
    "silent: NumPy before the fit": """\
tuner = tune.Tuner(svm, param_space={"C": tune.uniform(1, 9)})
np.random.seed(1)
tuner.fit()
""",
    "silent: a generator of variants": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=BasicVariantGenerator(random_state=0))
""",
    "silent: a searcher's own seed, 0 too": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=OptunaSearch(seed=0))
""",
    "silent: a seed that cannot be read": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=HyperOptSearch(random_state_seed=args.n))
""",
    "silent: a search algorithm that cannot be read": """\
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=made())
""",
    "silent: settings that cannot be read": """\
tune.Tuner(svm, param_space={"C": tune.uniform(1, 9)}, tune_config=settings()).fit()
""",
    "silent: a space that cannot be read": """\
tune.run(svm, config=space())
""",
    "silent: a sweep over seeds": """\
for seed in range(5):
    tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=OptunaSearch(seed=seed))
""",
}


test_ray_tune = check_programs("TUN101", RAY_PROGRAMS, head=ray_programs.HEAD)
