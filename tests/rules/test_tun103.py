"""TUN103: searches that are unseeded although the code seeds something."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

KT = "import keras_tuner as kt\n"
BUILT = "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5)\n"
SEARCH = "tuner.search(x, y, epochs=9, validation_split=0.2)\n"
HO = "from hyperopt import fmin, hp, tpe, atpe\nspace = hp.uniform('c', 0, 1)\n"
SK = (
    "from scipy.stats import uniform\n"
    "from sklearn.model_selection import RandomizedSearchCV\n"
    "from sklearn.svm import SVC\n"
)

FLAGGED = {
    "a seed where the object is made": """
import numpy as np
from hyperopt import fmin, hp, tpe
class Job:
    def __init__(self, seed):
        np.random.seed(seed)
    def optimize(self, loss):
        return fmin(loss, hp.uniform("x", 0, 1), tpe.suggest, 50)  # TUN103: np.random.seed does not seed this search
""",
    "TensorFlow's seed for Keras Tuner": marked("import tensorflow as tf\n" + KT + "tf.random.set_seed(1)\n" + BUILT + SEARCH, {'tuner = kt.': '# TUN103: tf.random.set_seed does not seed this search'}),
    "NumPy's seed for Keras Tuner, in a function": marked("from numpy.random import seed\n" + KT + "def main():\n    seed(1)\n    "
        + BUILT + "    " + SEARCH + "main()\n", {'tuner = kt.': "# TUN103: np.random.seed does not seed this search"}),
    "two wrong ones": marked("import numpy as np, tensorflow as tf\n" + KT
        + "np.random.seed(1); tf.set_random_seed(1)\n" + BUILT + SEARCH, {'tuner = kt.': "# TUN103: neither np.random.seed nor tf.set_random_seed seeds this search: RandomSearch draws from Python's random"}),
    "NumPy's seed for Hyperopt": "import numpy\n" + HO
        + "numpy.random.seed(3)\nfmin(f, space, algo=tpe.suggest, max_evals=9)  # TUN103: np.random.seed does not seed this search\n",
    "rstate for adaptive TPE": "import numpy as np\n" + HO
        + "fmin(f, space, algo=atpe.suggest, max_evals=9, rstate=np.random.default_rng(3))  # TUN103: rstate= does not seed this search\n",
    "one of the two that adaptive TPE reads": "import random\n" + HO + "random.seed(3)\nfmin(f, space, algo=atpe.suggest, max_evals=9)  # TUN103: random.seed alone does not seed this search\n",
    "Python's seed for scikit-learn": "import random\n" + SK
        + "random.seed(0)\nRandomizedSearchCV(SVC(), {'C': uniform(0, 9)}).fit(x, y)  # TUN103: random.seed does not seed this search\n",
    "numpy for optuna": """
import numpy as np
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
np.random.seed(3)
study = optuna.create_study()  # TUN103: np.random.seed does not seed this study
study.optimize(objective, n_trials=50)
""",
    "everything but optuna": """
import random
import numpy as np
import torch
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
def fix(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
fix(1)
study = optuna.create_study(direction="maximize")  # TUN103: none of random.seed, np.random.seed and torch.manual_seed
study.optimize(objective, n_trials=50)
""",
}  # fmt: skip

SILENT = {
    "a seed in another method, which may never run before": """
import numpy as np
from hyperopt import fmin, hp, tpe
class Job:
    def execute(self, run):
        np.random.seed(run)
        return np.random.rand()
    def optimize(self, loss):
        return fmin(loss, hp.uniform("x", 0, 1), tpe.suggest, 50)
""",
    "its own seed as well": "import tensorflow as tf\n"
    + KT
    + "tf.random.set_seed(1)\n"
    + "tuner = kt.RandomSearch(build, objective='val_loss', seed=1)\n"
    + SEARCH,
    "nothing seeded at all is TUN101": KT + BUILT + SEARCH,
    "the right generator too": "import random, numpy as np\n"
    + KT
    + "np.random.seed(1)\nrandom.seed(1)\n"
    + BUILT
    + SEARCH,
    "the wrong one, but only afterwards": "import tensorflow as tf\n"
    + KT
    + BUILT
    + SEARCH
    + "tf.random.set_seed(1)\n",
    "a grid": "import numpy as np\n"
    + KT
    + "np.random.seed(1)\ntuner = kt.GridSearch(build, objective='val_loss')\n"
    + SEARCH,
    "the seed of a split": "from sklearn.model_selection import train_test_split\n"
    + KT
    + "x, x2, y, y2 = train_test_split(x, y, random_state=1)\n"
    + BUILT
    + SEARCH,
    "the right one for scikit-learn": "import numpy as np\n"
    + SK
    + "np.random.seed(0)\nRandomizedSearchCV(SVC(), {'C': uniform(0, 9)}).fit(x, y)\n",
    "an unresolved rstate": "import numpy as np\n"
    + HO
    + "np.random.seed(3)\nfmin(f, space, algo=tpe.suggest, max_evals=9, rstate=generator)\n",
    "optuna: sampler seeded too": """
import numpy as np
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
np.random.seed(3)
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=3))
study.optimize(objective, n_trials=50)
""",
}

FLAGGED |= {
    "a scheduler that draws from both generators": """
import numpy as np
from ray import tune
from ray.tune.schedulers import PopulationBasedTraining
def train(config):
    tune.report({"score": config["lr"]})
np.random.seed(1)
changes = PopulationBasedTraining(hyperparam_mutations={"lr": tune.loguniform(1e-3, 1e-1)})
tune.run(train, config={"lr": tune.loguniform(1e-3, 1e-1)}, scheduler=changes, num_samples=9)  # TUN103: np.random.seed alone does not seed this search: it draws from NumPy's global generator and Python's random
""",
}

test_instead_of_tun101 = check_programs("TUN101", FLAGGED)
test_programs = check_programs("TUN103", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "Python's random": """\
random.seed(1)
tune.run(svm, config={"C": tune.uniform(1, 9)})  # TUN103: random.seed does not seed this search
""",
    "NumPy for Optuna": """\
np.random.seed(1)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=OptunaSearch())  # TUN103: np.random.seed does not seed this search
""",
    "NumPy for Hyperopt": """\
def main(seed=3):
    np.random.seed(seed)
    settings = TuneConfig(search_alg=HyperOptSearch(), num_samples=30)
    Tuner(svm, tune_config=settings, param_space={"C": tune.uniform(1, 9)}).fit()  # TUN103: np.random.seed does not seed this search

main()
""",
    "Keras' generators are not NumPy's for Optuna": """\
keras.utils.set_random_seed(4)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=OptunaSearch())  # TUN103: keras.utils.set_random_seed does not seed this search
""",
    "a seed beside an unseeded sampler": """\
random.seed(7)
search = OptunaSearch(sampler=optuna.samplers.TPESampler(), seed=7)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=search)  # TUN103: random.seed does not seed this search
""",
    "silent: NumPy": """\
np.random.seed(1)
tune.run(svm, config={"C": tune.uniform(1, 9)})
""",
    "silent: Keras' function seeds NumPy": """\
keras.utils.set_random_seed(1)
tune.run(svm, config={"C": tune.uniform(1, 9)})
""",
    "silent: nothing seeded at all": """\
tune.run(svm, config={"C": tune.uniform(1, 9)})
""",
    "silent: a grid": """\
random.seed(1)
tune.run(svm, config={"C": tune.grid_search([1, 9])})
""",
    "silent: its own seed": """\
random.seed(1)
tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=OptunaSearch(seed=1))
""",
}


test_ray_tune = check_programs("TUN103", RAY_PROGRAMS, head=ray_programs.HEAD)
