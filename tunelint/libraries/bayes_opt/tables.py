"""What bayes_opt accepts and draws, and which of its names are gone, as data.

Every entry was observed with bayesian-optimization 3.4.0 and is held by `tests/facts`.
"""

from collections.abc import Mapping
from types import MappingProxyType

PACKAGE = "bayes_opt"
OPTIMISER = "BayesianOptimization"

# The parameters of the class and of its methods, in order; all can be given by position.
ORDER = (
    "f",
    "pbounds",
    "acquisition_function",
    "constraint",
    "random_state",
    "verbose",
    "bounds_transformer",
    "allow_duplicate_points",
)
METHODS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "maximize": ("init_points", "n_iter"),
        "suggest": (),
        "register": ("params", "target", "constraint_value"),
        "probe": ("params", "lazy"),
    }
)

# How many random points `maximize` tries, and how many that the model proposes, by default.
INIT_POINTS = 5
N_ITER = 25
DEFAULTS: Mapping[str, object] = MappingProxyType({"init_points": INIT_POINTS, "n_iter": N_ITER})

# What puts points into an optimiser, from which its model learns before it proposes any.
FILLING = frozenset({"load_state", "probe", "register"})
# What a seed is taken as; of a Generator, or NumPy's own integers, none is (TypeError).
SEED_CLASS = "numpy.random.RandomState"
REFUSED_SEEDS = ("numpy.random.default_rng", "numpy.random.Generator")

# The types that an objective receives, and that `optimizer.max` holds.
FLOAT_DRAWS = "numpy.float64"
INTEGER_DRAWS = "int"

# Names that are gone; below a module, with all that it held.
MOVED_NAMES: Mapping[str, str | None] = MappingProxyType(
    {
        "bayes_opt.UtilityFunction": "bayes_opt.acquisition",
        "bayes_opt.util.UtilityFunction": "bayes_opt.acquisition",
        "bayes_opt.util.acq_max": None,
        "bayes_opt.util.load_logs": "optimizer.load_state()",
        "bayes_opt.util.NotUniqueError": "bayes_opt.exception.NotUniqueError",
        "bayes_opt.logger.JSONLogger": "optimizer.save_state()",
        "bayes_opt.event": None,
        "bayes_opt.observer": None,
        "bayes_opt.helpers": None,
        "bayes_opt.Events": None,
    }
)
# Methods that are gone (AttributeError).
MOVED_METHODS: Mapping[str, str | None] = MappingProxyType(
    {
        "explore": "probe()",
        "init": "maximize(init_points=…)",
        "initialize": "register()",
        "initialize_df": "register()",
        "points_to_csv": "save_state()",
        "subscribe": None,
    }
)
