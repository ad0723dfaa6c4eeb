"""What Optuna accepts, draws and starts with, as data.

Every entry was observed with Optuna 5.0.0 and is held by `tests/facts`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tunelint.libraries.common.signatures import Signatures

PACKAGE = "optuna"
# The package that the integrations with other libraries have moved to.
INTEGRATION = "optuna_integration"

# Functions that make a study, and its method that runs one.
STUDIES = Signatures("optuna", "studies")
STUDY_METHODS = Signatures("optuna", "study-methods")
DIRECTIONS: Mapping[object, str] = MappingProxyType(
    {"minimize": "min", "maximize": "max", "MINIMIZE": "min", "MAXIMIZE": "max"}
)
DEFAULT_DIRECTION = "min"
# What a study with several directions raises RuntimeError for.
OF_A_SINGLE_DIRECTION = frozenset({"best_params", "best_trial", "best_value"})

# The samplers, by what proposes; a study without one is given TPE, whatever its objectives.
DEFAULT_SAMPLER = "TPESampler"
ALGORITHMS: Mapping[str, str] = MappingProxyType(
    {
        "TPESampler": "tpe",
        "RandomSampler": "random",
        "CmaEsSampler": "cma-es",
        "PyCmaSampler": "cma-es",
        "GPSampler": "bayesian",
        "BoTorchSampler": "bayesian",
        "NSGAIISampler": "genetic",
        "NSGAIIISampler": "genetic",
        "QMCSampler": "quasi-random",
        "GridSampler": "grid",
        "BruteForceSampler": "exhaustive",
    }
)
# Which parameter says how many trials are random before the sampler's own method proposes.
STARTUP: Mapping[str, str] = MappingProxyType(
    {
        "TPESampler": "n_startup_trials",
        "GPSampler": "n_startup_trials",
        "BoTorchSampler": "n_startup_trials",
        "CmaEsSampler": "n_startup_trials",
        "NSGAIISampler": "population_size",
        "NSGAIIISampler": "population_size",
    }
)
SAMPLERS = Signatures("optuna", "samplers")
# These look up in the storage what was tried, so that a resumed study goes on with what is left.
REMEMBERING = frozenset({"GridSampler", "BruteForceSampler", "QMCSampler"})
# Their order does not depend on which trial asks first (`n_jobs`).
STEADY = frozenset({"GridSampler"})

# The methods of a trial that declare a hyperparameter.
SUGGESTIONS = Signatures("optuna", "suggestions")
FLOAT_SUGGESTIONS = frozenset(
    {"suggest_float", "suggest_uniform", "suggest_loguniform", "suggest_discrete_uniform"}
)
# They still answer, with a FutureWarning (TUN504).
DEPRECATED: Mapping[str, str] = MappingProxyType(
    {
        "suggest_uniform": "suggest_float(name, low, high)",
        "suggest_loguniform": "suggest_float(name, low, high, log=True)",
        "suggest_discrete_uniform": "suggest_float(name, low, high, step=q)",
    }
)
# Distributions, as `OptunaSearchCV` takes them, and what they draw.
DISTRIBUTIONS = Signatures("optuna", "distributions")
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "FloatDistribution": "float",
        "IntDistribution": "int",
        "CategoricalDistribution": "choice",
        "UniformDistribution": "float",
        "LogUniformDistribution": "float",
        "DiscreteUniformDistribution": "float",
        "IntUniformDistribution": "int",
        "IntLogUniformDistribution": "int",
    }
)
LOG_DISTRIBUTIONS = frozenset({"LogUniformDistribution", "IntLogUniformDistribution"})

PRUNERS = frozenset(
    {
        "MedianPruner",
        "PercentilePruner",
        "SuccessiveHalvingPruner",
        "HyperbandPruner",
        "ThresholdPruner",
        "PatientPruner",
        "WilcoxonPruner",
    }
)

# Those that ask of a score whether it is within bounds, and of no direction.
UNDIRECTED = frozenset({"ThresholdPruner"})

# The callbacks of the integrations, and which parameter names the score that they report.
PRUNING_CALLBACKS = Signatures("optuna", "pruning-callbacks")
MONITORS: Mapping[str, str] = MappingProxyType(
    {
        "CatBoostPruningCallback": "metric",
        "KerasPruningCallback": "monitor",
        "LightGBMPruningCallback": "metric",
        "PyTorchLightningPruningCallback": "monitor",
        "TFKerasPruningCallback": "monitor",
        "XGBoostPruningCallback": "observation_key",
    }
)

SEARCH_CV = "OptunaSearchCV"
SEARCHES = Signatures("optuna", "searches")

# How a study refuses a declaration that does not fit an earlier trial's (observed with 5.0.0).
REFUSED_DECLARATIONS = (
    "different distribution kind",
    "different log configuration",
    "dynamic value space",
)
