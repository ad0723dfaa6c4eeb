"""What Keras Tuner accepts, assumes and has moved, as data.

Every entry was observed with Keras Tuner 1.4.8 on Keras 3.15.1 and is held by `tests/facts`.
"""

from collections.abc import Mapping
from types import MappingProxyType

# What an old spelling of the package is called today (`kt-legacy` 1.0.5 keeps it importable).
PACKAGE = "keras_tuner"
OLD_PACKAGE = "kerastuner"

TUNERS = frozenset(
    {"RandomSearch", "GridSearch", "BayesianOptimization", "Hyperband", "SklearnTuner", "Tuner"}
)
ORACLES = frozenset(
    {
        "RandomSearchOracle",
        "GridSearchOracle",
        "BayesianOptimizationOracle",
        "HyperbandOracle",
        "Oracle",
    }
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

_COMMON_END = (
    "seed",
    "hyperparameters",
    "tune_new_entries",
    "allow_new_entries",
    "max_retries_per_trial",
    "max_consecutive_failed_trials",
)
# Oracles take the two entries the other way round than tuners do.
_ORACLE_END = (
    "seed",
    "hyperparameters",
    "allow_new_entries",
    "tune_new_entries",
    "max_retries_per_trial",
    "max_consecutive_failed_trials",
)

# Parameters that can be given by position, in their order (without `self`).
POSITIONAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "RandomSearch": ("hypermodel", "objective", "max_trials", *_COMMON_END),
        "GridSearch": ("hypermodel", "objective", "max_trials", *_COMMON_END),
        "BayesianOptimization": (
            "hypermodel",
            "objective",
            "max_trials",
            "num_initial_points",
            "alpha",
            "beta",
            *_COMMON_END,
        ),
        "Hyperband": (
            "hypermodel",
            "objective",
            "max_epochs",
            "factor",
            "hyperband_iterations",
            *_COMMON_END,
        ),
        "SklearnTuner": ("oracle", "hypermodel", "scoring", "metrics", "cv"),
        "Tuner": (
            "oracle",
            "hypermodel",
            "max_model_size",
            "optimizer",
            "loss",
            "metrics",
            "distribution_strategy",
            "directory",
            "project_name",
            "logger",
            "tuner_id",
            "overwrite",
            "executions_per_trial",
        ),
        "BaseTuner": ("oracle", "hypermodel", "directory", "project_name", "overwrite"),
        "RandomSearchOracle": ("objective", "max_trials", *_ORACLE_END),
        "GridSearchOracle": ("objective", "max_trials", *_ORACLE_END),
        "BayesianOptimizationOracle": (
            "objective",
            "max_trials",
            "num_initial_points",
            "alpha",
            "beta",
            *_ORACLE_END,
        ),
        "HyperbandOracle": (
            "objective",
            "max_epochs",
            "factor",
            "hyperband_iterations",
            *_ORACLE_END,
        ),
        "Oracle": (
            "objective",
            "max_trials",
            "hyperparameters",
            "allow_new_entries",
            "tune_new_entries",
            "seed",
            "max_retries_per_trial",
            "max_consecutive_failed_trials",
        ),
    }
)

# Keywords that a class takes only through `**kwargs`. The built-in tuners make their own oracle:
# `oracle=` is a TypeError there.
_THROUGH_TUNER = frozenset(
    {
        "max_model_size",
        "optimizer",
        "loss",
        "metrics",
        "distribution_strategy",
        "directory",
        "project_name",
        "logger",
        "tuner_id",
        "overwrite",
        "executions_per_trial",
    }
)
_PASSED_ON: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "RandomSearch": _THROUGH_TUNER,
        "GridSearch": _THROUGH_TUNER,
        "BayesianOptimization": _THROUGH_TUNER,
        "Hyperband": _THROUGH_TUNER,
        "SklearnTuner": frozenset({"directory", "project_name", "overwrite", "logger"}),
        "BaseTuner": frozenset({"logger"}),
    }
)

# Everything that a class accepts by keyword. Whatever is not here is an error when it is built:
# ValueError from the tuners, TypeError from the oracles (TUN410).
KEYWORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        name: frozenset(order) | _PASSED_ON.get(name, frozenset())
        for name, order in POSITIONAL.items()
    }
)

_DEFAULTS_EVERYWHERE: Mapping[str, object] = MappingProxyType(
    {
        "objective": None,
        "seed": None,
        "hyperparameters": None,
        "tune_new_entries": True,
        "allow_new_entries": True,
        "max_retries_per_trial": 0,
        "max_consecutive_failed_trials": 3,
    }
)
_DEFAULTS_OF_TUNERS: Mapping[str, object] = MappingProxyType(
    {
        "hypermodel": None,
        "directory": None,
        "project_name": None,
        "overwrite": False,
        "executions_per_trial": 1,
    }
)
_DEFAULTS_OF_KIND: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "RandomSearch": MappingProxyType({"max_trials": 10}),
        "GridSearch": MappingProxyType({"max_trials": None}),
        "BayesianOptimization": MappingProxyType(
            {"max_trials": 10, "num_initial_points": None, "alpha": 1e-4, "beta": 2.6}
        ),
        "Hyperband": MappingProxyType({"max_epochs": 100, "factor": 3, "hyperband_iterations": 1}),
    }
)

# The defaults that rules speak of. A parameter without an entry has to be given, or no rule asks.
DEFAULTS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        **{
            name: MappingProxyType({**_DEFAULTS_EVERYWHERE, **_DEFAULTS_OF_TUNERS, **own})
            for name, own in _DEFAULTS_OF_KIND.items()
        },
        **{
            ORACLE_OF[name]: MappingProxyType({**_DEFAULTS_EVERYWHERE, **own})
            for name, own in _DEFAULTS_OF_KIND.items()
        },
        "Oracle": MappingProxyType({**_DEFAULTS_EVERYWHERE, "max_trials": None}),
        "Tuner": _DEFAULTS_OF_TUNERS,
        "SklearnTuner": MappingProxyType(
            {
                "scoring": None,
                "metrics": None,
                "cv": None,
                "directory": None,
                "project_name": None,
                "overwrite": False,
            }
        ),
    }
)

# What `directory=None` and `project_name=None` stand for (TUN501, TUN505).
DEFAULT_DIRECTORY = "."
DEFAULT_PROJECT_NAME = "untitled_project"

# Without `num_initial_points` (None or 0) the Bayesian oracle proposes at random until this many
# trials a hyperparameter, or the minimum, have completed (TUN407).
RANDOM_POINTS_PER_HYPERPARAMETER = 3
FEWEST_RANDOM_POINTS = 3

# `SklearnTuner.search` is its own; the other tuners hand everything on to `fit`.
SKLEARN_SEARCH_POSITIONAL = ("X", "y", "sample_weight", "groups")

# The constructor of an objective.
OBJECTIVE_POSITIONAL = ("name", "direction")

# Methods that declare a hyperparameter on `hp`, with their parameters in order.
DECLARATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Int": (
            "name",
            "min_value",
            "max_value",
            "step",
            "sampling",
            "default",
            "parent_name",
            "parent_values",
        ),
        "Float": (
            "name",
            "min_value",
            "max_value",
            "step",
            "sampling",
            "default",
            "parent_name",
            "parent_values",
        ),
        "Choice": ("name", "values", "ordered", "default", "parent_name", "parent_values"),
        "Boolean": ("name", "default", "parent_name", "parent_values"),
        "Fixed": ("name", "value", "parent_name", "parent_values"),
    }
)
LOG_SAMPLINGS = frozenset({"log", "reverse_log"})


# Every other name is a ValueError when the tuner is built (TUN305).

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

# Methods that return None (TUN503).
RETURNS_NONE = frozenset({"search", "results_summary", "search_space_summary"})
