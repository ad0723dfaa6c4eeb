"""What Ray Tune accepts, draws and has given up, as data.

Every entry was observed with Ray 2.60.0 and is held by `tests/facts`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tunelint.libraries.common.signatures import Signatures

PACKAGE = "ray"

# How a search is set up: `tune.Tuner(trainable, …)` with a `TuneConfig`, or `tune.run(…)`.
SEARCHES = Signatures("ray_tune", "searches")
MODES = ("min", "max")

# The functions of `tune` that declare a hyperparameter.
DECLARATIONS = Signatures("ray_tune", "declarations")
GRID = "grid_search"
OWN_FUNCTION = "sample_from"
LISTED = frozenset({"choice", GRID})
# These never draw their upper bound, whereas `qrandint` does (TUN408).
HALF_OPEN = frozenset({"randint", "lograndint"})
INTEGER_DRAWS = frozenset({"randint", "qrandint", "lograndint", "qlograndint"})
FLOAT_DRAWS = frozenset({"uniform", "quniform", "loguniform", "qloguniform", "randn", "qrandn"})
# Always a float, though its name promises steps: `quniform(1, 10, 1)` draws 7.0 (TUN603).
QUANTISED = frozenset({"quniform", "qloguniform", "qrandn"})
LOG_SAMPLED = frozenset({"loguniform", "qloguniform", "lograndint", "qlograndint"})

# The search algorithms: which algorithm each one is, and which argument seeds it.
DEFAULT_SEARCHER = "BasicVariantGenerator"
ALGORITHMS: Mapping[str, str] = MappingProxyType(
    {
        "BasicVariantGenerator": "random",
        "BayesOptSearch": "bayesian",
        "HyperOptSearch": "tpe",
        "OptunaSearch": "tpe",
    }
)
SEEDED_BY: Mapping[str, str] = MappingProxyType(
    {
        "BasicVariantGenerator": "random_state",
        "BayesOptSearch": "random_state",
        "HyperOptSearch": "random_state_seed",
        "OptunaSearch": "seed",
    }
)
# How many of its trials are random before its model proposes (TUN407); `OptunaSearch` leaves that
# to its sampler, TPE unless it is told otherwise.
STARTUP: Mapping[str, str] = MappingProxyType(
    {"BayesOptSearch": "random_search_steps", "HyperOptSearch": "n_initial_points"}
)
# Methods that give a searcher the results of an earlier run.
TELLING = frozenset({"add_evaluated_point", "restore", "restore_from_dir", "set_state"})
SEARCHERS = Signatures("ray_tune", "searchers")
WRAPPERS = frozenset({"ConcurrencyLimiter", "Repeater"})
# The names that `search_alg="…"` and `tune.create_searcher("…")` know.
SEARCHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "bayesopt": "BayesOptSearch",
        "hyperopt": "HyperOptSearch",
        "optuna": "OptunaSearch",
        "random": "BasicVariantGenerator",
        "variant_generator": "BasicVariantGenerator",
    }
)

# The samplers that an `OptunaSearch` can be handed: what each one is.
SAMPLERS: Mapping[str, str] = MappingProxyType(
    {
        "BruteForceSampler": "exhaustive",
        "CmaEsSampler": "cma-es",
        "GPSampler": "bayesian",
        "GridSampler": "grid",
        "NSGAIIISampler": "genetic",
        "NSGAIISampler": "genetic",
        "QMCSampler": "quasi-random",
        "RandomSampler": "random",
        "TPESampler": "tpe",
    }
)
SAMPLER_STARTUP: Mapping[str, str] = MappingProxyType(
    {
        "CmaEsSampler": "n_startup_trials",
        "GPSampler": "n_startup_trials",
        "NSGAIISampler": "population_size",
        "TPESampler": "n_startup_trials",
    }
)
SAMPLER_SIGNATURES = Signatures("optuna", "samplers")
DEFAULT_SAMPLER = "TPESampler"

# Schedulers that change the configurations while the trials run, at random.
MUTATING = frozenset({"PB2", "PopulationBasedTraining"})
MUTATING_NAMES = frozenset({"pb2", "pbt"})

# What ends a trial whose class Ray calls again and again: a stop criterion, a scheduler's `max_t`.
ITERATIONS = "training_iteration"
STOPPER = "MaximumIterationStopper"
STOPPERS = Signatures("ray_tune", "stoppers")
SCHEDULERS = Signatures("ray_tune", "schedulers")
# Those whose trials are halved for the first time after the part of `max_t` that the factor leaves.
HALVING = frozenset({"HyperBandForBOHB", "HyperBandScheduler"})

# How a trial is run with more than its configuration, and where its scores are reported.
TRAINERS = frozenset(
    {
        "DataParallelTrainer",
        "HorovodTrainer",
        "LightningTrainer",
        "TensorflowTrainer",
        "TorchTrainer",
        "XGBoostTrainer",
        "LightGBMTrainer",
    }
)
TRAINER_LOOP = "train_loop_per_worker"
TRAINER_CONFIG = "train_loop_config"
REPORTING_CALLBACKS = frozenset(
    {"ReportCheckpointCallback", "TuneReportCallback", "TuneReportCheckpointCallback"}
)
REPORTING_POSITIONAL = ("checkpoint_on", "report_metrics_on", "metrics")
# Callbacks that can be imported, and whose call raises DeprecationWarning as an exception.
GIVEN_UP = (
    "ray.tune.integration.keras.TuneReportCallback",
    "ray.tune.integration.lightgbm.TuneReportCallback",
    "ray.tune.integration.xgboost.TuneReportCallback",
)

# Arguments that look right and are not taken, with what is written today.
INSTEAD: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "TuneConfig": {
            "config": "param_space= of tune.Tuner",
            "max_trials": "num_samples=",
            "n_trials": "num_samples=",
            "num_trials": "num_samples=",
            "param_space": "param_space= of tune.Tuner",
            "random_state": "search_alg=BasicVariantGenerator(random_state=n)",
            "seed": "search_alg=BasicVariantGenerator(random_state=n)",
        },
        "Tuner": {
            "config": "param_space=",
            "metric": "tune_config=tune.TuneConfig(metric=…)",
            "mode": "tune_config=tune.TuneConfig(mode=…)",
            "num_samples": "tune_config=tune.TuneConfig(num_samples=…)",
            "scheduler": "tune_config=tune.TuneConfig(scheduler=…)",
            "search_alg": "tune_config=tune.TuneConfig(search_alg=…)",
        },
        "run": {
            "loggers": "callbacks=",
            "n_trials": "num_samples=",
            "param_space": "config=",
            "random_state": "search_alg=BasicVariantGenerator(random_state=n)",
            "seed": "search_alg=BasicVariantGenerator(random_state=n)",
            "upload_dir": "storage_path=",
        },
        "OptunaSearch": {"random_state": "seed=", "n_startup_trials": "sampler=TPESampler(…)"},
        "HyperOptSearch": {
            "n_startup_jobs": "n_initial_points=",
            "random_state": "random_state_seed=",
            "seed": "random_state_seed=",
        },
        "BasicVariantGenerator": {"seed": "random_state="},
    }
)
# Arguments that are still in the signature and raise DeprecationWarning as an exception.
REFUSED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "run": {
            "chdir_to_trial_dir": "the environment variable RAY_CHDIR_TO_TRIAL_DIR",
            "local_dir": "storage_path=",
        },
    }
)

# Names that are gone, with those of today (TUN504).
MOVED_NAMES: Mapping[str, str | None] = MappingProxyType(
    {
        "ray.tune.suggest": "ray.tune.search",
        "ray.tune.sample": "ray.tune.search.sample",
        "ray.tune.trial": "ray.tune.experiment",
        "ray.tune.track": None,
        "ray.tune.session": None,
        "ray.tune.function_runner": None,
        "ray.tune.sklearn": None,
        "ray.tune.integration.mlflow": "ray.air.integrations.mlflow",
        "ray.tune.integration.wandb": "ray.air.integrations.wandb",
        "ray.tune.integration.torch": None,
        "ray.tune.checkpoint_dir": None,
        "ray.tune.save_checkpoint": None,
        "ray.tune.get_trial_dir": "ray.tune.get_context().get_trial_dir()",
        "ray.tune.get_trial_id": "ray.tune.get_context().get_trial_id()",
        "ray.tune.get_trial_name": "ray.tune.get_context().get_trial_name()",
        "ray.tune.get_trial_resources": "ray.tune.get_context().get_trial_resources()",
        "ray.tune.is_session_enabled": None,
        "ray.tune.Analysis": "ray.tune.ExperimentAnalysis",
        "ray.tune.durable": None,
        "ray.tune.logger.DEFAULT_LOGGERS": None,
        "ray.tune.search.dragonfly": None,
        "ray.tune.search.flaml": None,
        "ray.tune.search.sigopt": None,
        "ray.tune.search.skopt": None,
        "ray.air.Checkpoint": "ray.tune.Checkpoint",
    }
)
# What the modules of today hold of what those of old held.
MEMBERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ray.air.integrations.mlflow": frozenset({"MLflowLoggerCallback", "setup_mlflow"}),
        "ray.air.integrations.wandb": frozenset({"WandbLoggerCallback", "setup_wandb"}),
        "ray.tune.experiment": frozenset({"Trial"}),
        "ray.tune.search": frozenset(
            {
                "BasicVariantGenerator",
                "ConcurrencyLimiter",
                "Repeater",
                "SearchAlgorithm",
                "SearchGenerator",
                "Searcher",
                "basic_variant",
                "create_searcher",
                "repeater",
                "search_generator",
                "variant_generator",
            }
        ),
        "ray.tune.search.ax": frozenset({"AxSearch"}),
        "ray.tune.search.basic_variant": frozenset({"BasicVariantGenerator"}),
        "ray.tune.search.bayesopt": frozenset({"BayesOptSearch"}),
        "ray.tune.search.bohb": frozenset({"TuneBOHB"}),
        "ray.tune.search.hebo": frozenset({"HEBOSearch"}),
        "ray.tune.search.hyperopt": frozenset({"HyperOptSearch"}),
        "ray.tune.search.nevergrad": frozenset({"NevergradSearch"}),
        "ray.tune.search.optuna": frozenset({"OptunaSearch"}),
        "ray.tune.search.repeater": frozenset({"Repeater"}),
        "ray.tune.search.sample": frozenset(
            {
                "Categorical",
                "Domain",
                "Float",
                "Integer",
                "choice",
                "lograndint",
                "loguniform",
                "qlograndint",
                "qloguniform",
                "qrandint",
                "qrandn",
                "quniform",
                "randint",
                "randn",
                "sample_from",
                "uniform",
            }
        ),
        "ray.tune.search.search_generator": frozenset({"SearchGenerator"}),
        "ray.tune.search.variant_generator": frozenset({"generate_variants", "grid_search"}),
        "ray.tune.search.zoopt": frozenset({"ZOOptSearch"}),
    }
)

# What a trial calls of Ray that reports nothing.
SILENT_CALLS = frozenset(
    {
        "Checkpoint",
        "from_directory",
        "get",
        "get_checkpoint",
        "get_context",
        "get_dataset_shard",
        "get_gpu_ids",
        "put",
    }
)
# Libraries that report to a running trial on their own.
REPORTING_PACKAGES = frozenset({"flaml", "mmdet", "transformers", "ultralytics"})
# What every result holds besides what is reported (observed with Ray 2.60.0).
OWN_RESULTS = frozenset(
    {
        "_metric",
        "checkpoint_dir_name",
        "config",
        "date",
        "done",
        "episodes_total",
        "experiment_tag",
        "hostname",
        "iterations_since_restore",
        "node_ip",
        "pid",
        "should_checkpoint",
        "time_since_restore",
        "time_this_iter_s",
        "time_total_s",
        "timestamp",
        "timesteps_since_restore",
        "timesteps_total",
        "training_iteration",
        "trial_id",
    }
)
