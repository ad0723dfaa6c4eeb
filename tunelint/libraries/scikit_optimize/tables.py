"""What scikit-optimize accepts and draws, as data.

Every entry was observed with scikit-optimize 0.10.2, scikit-learn 1.9.1 and NumPy 2.4, and is held
by `tests/facts`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tunelint.libraries.scikit_learn.cross_validated.building import SearchClasses

_LATER = ("x0", "y0", "random_state", "verbose", "callback")
_TUNED = ("n_points", "n_restarts_optimizer", "xi", "kappa")
_QUEUE = ("model_queue_size", "space_constraint")

# The parameters of the minimisers and of `Optimizer`, in order; all can be given by position.
ORDER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "gp_minimize": (
            "func",
            "dimensions",
            "base_estimator",
            "n_calls",
            "n_random_starts",
            "n_initial_points",
            "initial_point_generator",
            "acq_func",
            "acq_optimizer",
            *_LATER,
            *_TUNED,
            "noise",
            "n_jobs",
            *_QUEUE,
        ),
        "forest_minimize": (
            "func",
            "dimensions",
            "base_estimator",
            "n_calls",
            "n_random_starts",
            "n_initial_points",
            "acq_func",
            "initial_point_generator",
            *_LATER,
            "n_points",
            "xi",
            "kappa",
            "n_jobs",
            *_QUEUE,
        ),
        "gbrt_minimize": (
            "func",
            "dimensions",
            "base_estimator",
            "n_calls",
            "n_random_starts",
            "n_initial_points",
            "initial_point_generator",
            "acq_func",
            "acq_optimizer",
            *_LATER,
            "n_points",
            "xi",
            "kappa",
            "n_jobs",
            *_QUEUE,
        ),
        "dummy_minimize": (
            "func",
            "dimensions",
            "n_calls",
            "initial_point_generator",
            *_LATER,
            "model_queue_size",
            "init_point_gen_kwargs",
            "space_constraint",
        ),
        "Optimizer": (
            "dimensions",
            "base_estimator",
            "n_random_starts",
            "n_initial_points",
            "initial_point_generator",
            "n_jobs",
            "acq_func",
            "acq_optimizer",
            "random_state",
            "model_queue_size",
            "space_constraint",
            "acq_func_kwargs",
            "acq_optimizer_kwargs",
            "avoid_duplicates",
        ),
    }
)
MINIMISERS = frozenset(name for name in ORDER if name != "Optimizer")

# How many trials a minimiser runs, and how many of them are random, where nothing is written.
CALLS = 100
INITIAL_POINTS = 10
DEFAULTS: Mapping[str, object] = MappingProxyType(
    {
        "n_calls": CALLS,
        "n_random_starts": None,
        "n_initial_points": INITIAL_POINTS,
        "initial_point_generator": "random",
        "x0": None,
        "y0": None,
        "random_state": None,
    }
)
# Start-up points that are the same in every run, whatever seeds it.
DETERMINISTIC_STARTS = frozenset({"halton", "hammersly"})

# `base_estimator` by its short name, and what each minimiser takes where none is given.
SURROGATES: Mapping[str, str] = MappingProxyType(
    {"GP": "bayesian", "RF": "forest", "ET": "forest", "GBRT": "boosted trees", "DUMMY": "random"}
)
ALGORITHMS: Mapping[str, str] = MappingProxyType(
    {
        "gp_minimize": "bayesian",
        "forest_minimize": "forest",
        "gbrt_minimize": "boosted trees",
        "dummy_minimize": "random",
        "Optimizer": "bayesian",
        "BayesSearchCV": "bayesian",
    }
)

# What fails whatever it is given: `gbrt_minimize` when it fits its model (in `tell`),
# `dummy_minimize` when it is called, and `Optimizer` with the same surrogates.
FAILING: Mapping[str, str] = MappingProxyType(
    {"gbrt_minimize": "ValueError", "dummy_minimize": "AttributeError"}
)
FAILING_SURROGATES: Mapping[str, str] = MappingProxyType(
    {"GBRT": "ValueError", "DUMMY": "AttributeError"}
)

# The kinds of dimensions with their parameters in order.
DIMENSIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Real": ("low", "high", "prior", "base", "transform", "name", "dtype"),
        "Integer": ("low", "high", "prior", "base", "transform", "name", "dtype"),
        "Categorical": ("categories", "prior", "transform", "name"),
    }
)
KINDS: Mapping[str, str] = MappingProxyType(
    {"Real": "float", "Integer": "int", "Categorical": "choice"}
)
LOG_UNIFORM = "log-uniform"
PRIORS = frozenset({"uniform", LOG_UNIFORM})

# The types that an objective receives (`BayesSearchCV` hands its estimators Python's).
REAL_DRAWS = "float"
INTEGER_DRAWS = "numpy.int64"

# `BayesSearchCV` gives every subspace its own model with so many random points before it.
BAYES_ORDER = (
    "estimator",
    "search_spaces",
    "optimizer_kwargs",
    "n_iter",
    "scoring",
    "fit_params",
    "n_jobs",
    "n_points",
    "iid",
    "refit",
    "cv",
    "verbose",
    "pre_dispatch",
    "random_state",
    "error_score",
    "return_train_score",
)
BAYES = SearchClasses(
    "skopt",
    MappingProxyType({"BayesSearchCV": BAYES_ORDER}),
    MappingProxyType(
        {
            "BayesSearchCV": MappingProxyType(
                {
                    "n_iter": 50,
                    "n_jobs": 1,
                    "n_points": 1,
                    "refit": True,
                    "scoring": None,
                    "cv": None,
                    "random_state": None,
                }
            )
        }
    ),
    ("search_spaces",),
)
