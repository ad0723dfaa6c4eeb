"""What Keras Tuner accepts, assumes and has moved, as data.

Every entry was observed with Keras Tuner 1.4.8 on Keras 3.15.1 and is held by `tests/facts`.
"""

from collections.abc import Mapping
from types import MappingProxyType

# Its name in messages.
TUNER = "Keras Tuner"

# What an old spelling of the package is called today (`kt-legacy` 1.0.5 keeps it importable).
PACKAGE = "keras_tuner"
OLD_PACKAGE = "kerastuner"

TUNERS = frozenset(
    {"RandomSearch", "GridSearch", "BayesianOptimization", "Hyperband", "SklearnTuner", "Tuner"}
)
# The oracle that each tuner builds for itself.
ORACLE_OF: Mapping[str, str] = MappingProxyType(
    {
        "RandomSearch": "RandomSearchOracle",
        "GridSearch": "GridSearchOracle",
        "BayesianOptimization": "BayesianOptimizationOracle",
        "Hyperband": "HyperbandOracle",
    }
)

# What `directory=None` and `project_name=None` stand for (TUN501, TUN505).
DEFAULT_DIRECTORY = "."
DEFAULT_PROJECT_NAME = "untitled_project"

# Without `num_initial_points` (None or 0) the Bayesian oracle proposes at random until this many
# trials a hyperparameter, or the minimum, have completed (TUN407).
RANDOM_POINTS_PER_HYPERPARAMETER = 3
FEWEST_RANDOM_POINTS = 3

LOG_SAMPLINGS = frozenset({"log", "reverse_log"})

# What no longer can be imported or looked up, and what to write today; None where nothing public
# took its place (TUN504). `kerastuner` itself still imports, with a DeprecationWarning.
MOVED_NAMES: Mapping[str, str | None] = MappingProxyType(
    {
        "keras_tuner.engine.objective": "keras_tuner.Objective",
        "keras_tuner.engine.multi_execution_tuner": "keras_tuner.Tuner",
        "keras_tuner.engine.tuner_utils": None,
        "keras_tuner.engine.conditions": None,
        "keras_tuner.engine.stateful": None,
        "keras_tuner.engine.logger": None,
        "keras_tuner.tuners.randomsearch": "keras_tuner.RandomSearch",
        "keras_tuner.tuners.bayesian": "keras_tuner.BayesianOptimization",
        "keras_tuner.tuners.hyperband": "keras_tuner.Hyperband",
        "keras_tuner.tuners.Sklearn": "keras_tuner.SklearnTuner",
        "keras_tuner.oracles.RandomSearch": "keras_tuner.oracles.RandomSearchOracle",
        "keras_tuner.oracles.BayesianOptimization": (
            "keras_tuner.oracles.BayesianOptimizationOracle"
        ),
        "keras_tuner.oracles.Hyperband": "keras_tuner.oracles.HyperbandOracle",
        "keras_tuner.MultiExecutionTuner": "keras_tuner.Tuner",
        "keras_tuner.BaseTuner": "keras_tuner.engine.base_tuner.BaseTuner",
    }
)
# What the package of the old name still has of those.
KEPT_NAMES = frozenset({"keras_tuner.engine.multi_execution_tuner"})

# Methods that return None (TUN503).
RETURNS_NONE = frozenset({"search", "results_summary", "search_space_summary"})

# Methods that read what a search found: a script that calls them alone looks at an earlier one.
READS_RESULTS = frozenset(
    {
        "get_best_hyperparameters",
        "get_best_models",
        "load_model",
        "reload",
        "results_summary",
    }
)
# What `search` hands on to `fit`, and the `search` of no other library takes.
TELLING_OF_A_RUN = frozenset(
    {"epochs", "validation_data", "validation_split", "validation_batch_size", "steps_per_epoch"}
)

# -- the files of trials (TUN517) --

# What the library gives every training to save its best epoch with.
SAVING_CALLBACK = "SaveBestEpoch"
# What only `SklearnTuner` implements.
SAVE_MODEL = "save_model"
# Methods that load a trial's model.
LOADS_A_MODEL = frozenset({"get_best_models", "load_model"})
# Methods whose replacement may save or load models in another way.
SAVES_OR_LOADS = frozenset(
    {
        "_build_and_fit_model",
        "_get_checkpoint_fname",
        "_run_and_update_trial",
        "_try_build",
        "_try_run_and_update_trial",
        "get_best_models",
        "get_trial_dir",
        "load_model",
        "on_search_end",
        "on_trial_end",
        "save_model",
    }
)
# Methods of a tuner after which no trial has a file.
SAVES_NOTHING = frozenset(
    {
        "_build_hypermodel",
        "_deepcopy_callbacks",
        "_try_build",
        "get_best_hyperparameters",
        "on_batch_begin",
        "on_batch_end",
        "on_epoch_begin",
        "on_epoch_end",
        "on_trial_begin",
        "on_trial_end",
        "save",
    }
)
# What says where the file belongs.
TELLS_THE_FILE = frozenset({"_get_checkpoint_fname", "get_trial_dir"})
# What may write it.
WRITES = frozenset(
    {
        "BackupAndRestore",
        "ModelCheckpoint",
        "copyfile",
        "copytree",
        "dump",
        "move",
        "save",
        "save_model",
        "save_weights",
    }
)
# Methods of a dictionary that read it.
LOOKS_UP = frozenset({"get", "items", "keys", "pop", "values"})
