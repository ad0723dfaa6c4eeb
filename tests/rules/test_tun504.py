"""TUN504: names of the tuning libraries that are deprecated, moved or gone"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs
from tunelint.testing import Texts, notebook

FLAGGED: dict[str, Texts] = {
    "old package": "import kerastuner as kt  # TUN504: kerastuner is the old name of keras_tuner and will be removed\ntuner = kt.RandomSearch(build)\n",
    "one for each statement": """
from kerastuner import Objective, HyperModel  # TUN504: kerastuner is the old name of keras_tuner and will be removed
from kerastuner.tuners import Hyperband  # TUN504: kerastuner is the old name of keras_tuner and will be removed
from kerastuner.engine.hyperparameters import HyperParameters  # TUN504: kerastuner is the old name of keras_tuner and will be removed
""",
    "gone under the old package's name too": """
from kerastuner.engine import logger  # TUN504: kerastuner.engine.logger no longer exists: this line raises ImportError
import kerastuner.engine.tuner_utils  # TUN504: kerastuner.engine.tuner_utils no longer exists: this line raises ImportError
""",
    "kept by the old package": """
from kerastuner.engine.multi_execution_tuner import MultiExecutionTuner  # TUN504: kerastuner is the old name of keras_tuner
class Tuner(MultiExecutionTuner):
    pass
Tuner(build).search(x, y)
""",
    "everything of it": "from kerastuner import *  # TUN504: kerastuner is the old name of keras_tuner and will be removed\n",
    "in a function": "def tune():\n    import kerastuner  # TUN504: kerastuner is the old name of keras_tuner and will be removed\n    return kerastuner\n",
    "fallback to the old name alone": """
try:
    import kerastuner as kt  # TUN504: kerastuner is the old name of keras_tuner and will be removed
except ImportError:
    raise SystemExit("install it first")
""",
    "module that moved": "from keras_tuner.engine.tuner_utils import TunerCallback  # TUN504: keras_tuner.engine.tuner_utils.TunerCallback no longer exists\n",
    "class by its old module": "from keras_tuner.tuners.randomsearch import RandomSearch  # TUN504: keras_tuner.tuners.randomsearch.RandomSearch no longer exists\n",
    "called by attribute": """
import keras_tuner as kt
oracle = kt.oracles.BayesianOptimization('val_loss')  # TUN504: keras_tuner.oracles.BayesianOptimization no longer exists: this line raises AttributeError
""",
    "import and its calls are one": """
from keras_tuner.oracles import RandomSearch  # TUN504: keras_tuner.oracles.RandomSearch no longer exists
a = RandomSearch('val_loss')
b = RandomSearch('val_loss')
""",
    "base class": """
import keras_tuner as kt
class MyTuner(kt.MultiExecutionTuner):  # TUN504: keras_tuner.MultiExecutionTuner no longer exists
    pass
MyTuner(build).search(x, y)
""",
    "wrapper of Keras": """
from tensorflow.keras.wrappers.scikit_learn import KerasClassifier  # TUN504: tensorflow.keras.wrappers.scikit_learn.KerasClassifier
from keras.wrappers.scikit_learn import KerasRegressor as Regressor  # TUN504: keras.wrappers.scikit_learn.KerasRegressor no longer exists
""",
    "wrapper by attribute": """
import tensorflow as tf
from sklearn.model_selection import GridSearchCV
model = tf.keras.wrappers.scikit_learn.KerasClassifier(build)  # TUN504: tensorflow.keras.wrappers.scikit_learn.KerasClassifier
GridSearchCV(model, {"epochs": [5, 9]}).fit(x, y)
""",
    "in another module": {
        "models.py": "from keras.wrappers.scikit_learn import KerasClassifier  # TUN504: keras.wrappers.scikit_learn.KerasClassifier no longer exists\nmodel = 1\n",
        "train.py": "from models import model\n",
    },
    "optuna: suggest_uniform": """
import optuna
def objective(trial):
    return trial.suggest_uniform("x", 0, 1)  # TUN504: suggest_uniform is deprecated
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: suggest_loguniform": """
import optuna
def objective(trial):
    return trial.suggest_loguniform("x", 1e-5, 1)  # TUN504: suggest_loguniform is deprecated
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: suggest_discrete_uniform": """
import optuna
def objective(trial):
    return trial.suggest_discrete_uniform("x", 0, 1, 0.1)  # TUN504: suggest_discrete_uniform is deprecated
optuna.create_study().optimize(objective, n_trials=50)
""",
}

SILENT = {
    "current package": "import keras_tuner as kt\ntuner = kt.RandomSearch(build)\n",
    "modules that still import": """
from keras_tuner.engine import hyperparameters, hypermodel, tuner, oracle, trial
from keras_tuner.engine.hyperparameters import HyperParameters
""",
    "current oracle": """
import keras_tuner as kt
from keras_tuner.oracles import BayesianOptimizationOracle
oracle = kt.oracles.RandomSearchOracle('val_loss')
""",
    "fallback pair": """
try:
    import keras_tuner as kt
except ImportError:
    import kerastuner as kt
""",
    "fallback pair without alias": """
try:
    from keras_tuner import RandomSearch
except ModuleNotFoundError:
    from kerastuner import RandomSearch
""",
    "fallback pair of wrappers": """
try:
    from scikeras.wrappers import KerasClassifier
except ImportError:
    from keras.wrappers.scikit_learn import KerasClassifier
""",
    "gone, where somebody stands ready for it": """
try:
    from keras_tuner.engine.multi_execution_tuner import MultiExecutionTuner
except ImportError as error:
    print("no tuner of that kind", error)
""",
    "merely mentioned": "NAME = 'kerastuner'\nprint(NAME)\n",
    "removed from Keras but not a tuning library's": "from keras.utils import np_utils\n",
    "optuna: suggest_float": """
import optuna
def objective(trial):
    return trial.suggest_float("x", 1e-5, 1, log=True)
optuna.create_study().optimize(objective, n_trials=50)
""",
    "another library's suggest_uniform": """
def draw(space):
    return space.suggest_uniform("x", 0, 1)
draw(make())
""",
}

FLAGGED |= {
    "in a notebook": {
        "search.ipynb": notebook(
            "!pip install keras-tuner\n",
            "import kerastuner as kt  # TUN504: kerastuner is the old name of keras_tuner and will be removed\n",
        )
    },
    "a name of the old package": "from kerastuner.tuners import Hyperband  # TUN504: kerastuner is the old name of keras_tuner and will be removed\n",
}
SILENT |= {
    "a project that is the old package means itself": {
        "train.py": "import kerastuner as kt\n",
        "kerastuner/__init__.py": "",
    },
}

test_programs = check_programs("TUN504", FLAGGED, SILENT)


CALL = "oracle = kt.oracles.BayesianOptimization('val_loss')"
FLAGGED_CALL = CALL + "  # TUN504: keras_tuner.oracles.BayesianOptimization no longer exists"
RELEASES = {
    "for an older release": f"if kt.__version__ < '1.0':\n    {CALL}\n",
    "where there is such a module": f"if hasattr(kt, 'oracles'):\n    {CALL}\n",
    "caught": f"try:\n    {CALL}\nexcept AttributeError:\n    oracle = None\n",
    "another error caught": f"try:\n    {FLAGGED_CALL}\nexcept KeyError:\n    oracle = None\n",
    "for no release": f"if FAST:\n    {FLAGGED_CALL}\n",
}
test_what_is_meant_for_other_releases = check_programs(
    "TUN504", RELEASES, head="import keras_tuner as kt\n"
)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "a package of old": """\
from ray.tune.suggest.optuna import OptunaSearch as Search  # TUN504: ray.tune.suggest.optuna.OptunaSearch no longer exists

tune.run(svm, config={"C": tune.uniform(1, 9)}, search_alg=Search(seed=1))
""",
    "its first name": """\
from ray.tune.suggest import ConcurrencyLimiter as Limiter  # TUN504: ray.tune.suggest.ConcurrencyLimiter no longer exists
""",
    "a function that is gone": """\
def fit(config, checkpoint_dir=None):
    with tune.checkpoint_dir(step=3) as folder:  # TUN504: ray.tune.checkpoint_dir no longer exists
        save(folder)

tune.run(fit, config={"C": tune.uniform(1, 9)})
""",
    "a function that moved": """\
def fit(config):
    folder = tune.get_trial_dir()  # TUN504: ray.tune.get_trial_dir no longer exists
    tune.report({"acc": run(folder)})

tune.run(fit, config={"C": tune.uniform(1, 9)})
""",
    "silent: names of today": """\
from ray.tune.search.optuna import OptunaSearch as Search
from ray.tune.integration.keras import TuneReportCheckpointCallback
from ray.air import session
from ray.tune.experiment import Trial

folder = tune.get_context().get_trial_dir()
""",
    "silent: either one": """\
try:
    from ray.tune.suggest.optuna import OptunaSearch
except ImportError:
    from ray.tune.search.optuna import OptunaSearch
""",
}


test_ray_tune = check_programs("TUN504", RAY_PROGRAMS, head=ray_programs.HEAD)
