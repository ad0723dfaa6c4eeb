"""What Optuna accepts, draws and starts with, as data.

Every entry was observed with Optuna 5.0.0 and is held by `tests/facts`.
"""

from collections.abc import Mapping
from types import MappingProxyType

PACKAGE = "optuna"
# The package that the integrations with other libraries have moved to.
INTEGRATION = "optuna_integration"

# Functions that make a study, with their parameters. None of them can be given by position.
STUDIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "create_study": (
            "storage",
            "sampler",
            "pruner",
            "study_name",
            "direction",
            "load_if_exists",
            "directions",
        ),
        "load_study": ("study_name", "storage", "sampler", "pruner"),
    }
)
OPTIMIZE = (
    "func",
    "n_trials",
    "timeout",
    "n_jobs",
    "catch",
    "callbacks",
    "gc_after_trial",
    "show_progress_bar",
)
OPTIMIZE_DEFAULTS: Mapping[str, object] = MappingProxyType(
    {"n_trials": None, "timeout": None, "n_jobs": 1}
)
DIRECTIONS: Mapping[object, str] = MappingProxyType(
    {"minimize": "min", "maximize": "max", "MINIMIZE": "min", "MAXIMIZE": "max"}
)
DEFAULT_DIRECTION = "min"

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
STARTUP: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "TPESampler": ("n_startup_trials", 10),
        "GPSampler": ("n_startup_trials", 10),
        "BoTorchSampler": ("n_startup_trials", 10),
        "CmaEsSampler": ("n_startup_trials", 1),
        "NSGAIISampler": ("population_size", 50),
        "NSGAIIISampler": ("population_size", 50),
    }
)
SAMPLERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "TPESampler": (
            "consider_prior",
            "prior_weight",
            "consider_magic_clip",
            "consider_endpoints",
            "n_startup_trials",
            "n_ei_candidates",
            "gamma",
            "weights",
            "seed",
            "multivariate",
            "group",
            "warn_independent_sampling",
            "constant_liar",
            "constraints_func",
        ),
        "RandomSampler": ("seed",),
        "CmaEsSampler": (
            "x0",
            "sigma0",
            "n_startup_trials",
            "independent_sampler",
            "warn_independent_sampling",
            "seed",
            "consider_pruned_trials",
            "restart_strategy",
            "popsize",
            "inc_popsize",
            "use_separable_cma",
            "with_margin",
            "lr_adapt",
            "source_trials",
        ),
        "GPSampler": (
            "seed",
            "independent_sampler",
            "n_startup_trials",
            "deterministic_objective",
            "constraints_func",
            "warn_independent_sampling",
        ),
        "NSGAIISampler": (
            "population_size",
            "mutation",
            "mutation_prob",
            "crossover",
            "crossover_prob",
            "swapping_prob",
            "seed",
            "constraints_func",
            "elite_population_selection_strategy",
            "child_generation_strategy",
            "after_trial_strategy",
        ),
        "NSGAIIISampler": (
            "population_size",
            "mutation",
            "mutation_prob",
            "crossover",
            "crossover_prob",
            "swapping_prob",
            "seed",
            "constraints_func",
            "reference_points",
            "dividing_parameter",
            "elite_population_selection_strategy",
            "child_generation_strategy",
            "after_trial_strategy",
        ),
        "QMCSampler": (
            "qmc_type",
            "scramble",
            "seed",
            "independent_sampler",
            "warn_asynchronous_seeding",
            "warn_independent_sampling",
        ),
        "GridSampler": ("search_space", "seed"),
        "BruteForceSampler": ("seed", "avoid_premature_stop"),
    }
)
# What a sampler takes by position, where it takes anything.
SAMPLER_POSITIONAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "TPESampler": ("consider_prior",),
        "RandomSampler": ("seed",),
        "GridSampler": ("search_space", "seed"),
        "BruteForceSampler": ("seed", "avoid_premature_stop"),
        "PartialFixedSampler": ("fixed_params", "base_sampler"),
    }
)
# These look up in the storage what was tried, so that a resumed study goes on with what is left.
REMEMBERING = frozenset({"GridSampler", "BruteForceSampler", "QMCSampler"})
# Their order does not depend on which trial asks first (`n_jobs`).
STEADY = frozenset({"GridSampler"})

# The methods of a trial that declare a hyperparameter, with their parameters in order.
SUGGESTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "suggest_float": ("name", "low", "high"),
        "suggest_int": ("name", "low", "high"),
        "suggest_categorical": ("name", "choices"),
        "suggest_uniform": ("name", "low", "high"),
        "suggest_loguniform": ("name", "low", "high"),
        "suggest_discrete_uniform": ("name", "low", "high", "q"),
    }
)
# What they take by keyword alone.
SUGGESTION_KEYWORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"suggest_float": ("step", "log"), "suggest_int": ("step", "log")}
)
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
# Distributions, as `OptunaSearchCV` takes them: kind, and what they are drawn like.
DISTRIBUTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "FloatDistribution": ("float", ("low", "high", "log", "step")),
        "IntDistribution": ("int", ("low", "high", "log", "step")),
        "CategoricalDistribution": ("choice", ("choices",)),
        "UniformDistribution": ("float", ("low", "high")),
        "LogUniformDistribution": ("float", ("low", "high")),
        "DiscreteUniformDistribution": ("float", ("low", "high", "q")),
        "IntUniformDistribution": ("int", ("low", "high", "step")),
        "IntLogUniformDistribution": ("int", ("low", "high", "step")),
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

SEARCH_CV = "OptunaSearchCV"
SEARCH_CV_POSITIONAL = ("estimator", "param_distributions")
SEARCH_CV_DEFAULTS: Mapping[str, object] = MappingProxyType(
    {"n_trials": 10, "random_state": None, "study": None, "n_jobs": None, "scoring": None}
)
SEARCH_CV_PARAMETERS = (
    *SEARCH_CV_POSITIONAL,
    "cv",
    "enable_pruning",
    "error_score",
    "max_iter",
    "n_jobs",
    "n_trials",
    "random_state",
    "refit",
    "return_train_score",
    "scoring",
    "study",
    "subsample",
    "timeout",
    "verbose",
    "callbacks",
    "catch",
)
