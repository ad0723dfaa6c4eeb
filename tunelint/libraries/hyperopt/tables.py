"""What Hyperopt accepts and draws, as data.

Every entry was observed with Hyperopt 0.3.0 and is held by `tests/facts`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tunelint.libraries.common.signatures import Signatures

# `fmin`, and the other door: the same search on the trials whose method it is.
SEARCHES = Signatures("hyperopt", "searches")
TRIALS_METHODS = Signatures("hyperopt", "trials-methods")

# The modules of `hyperopt` whose `suggest` is an algorithm. `algo=None` is TPE.
ALGORITHMS = frozenset({"tpe", "rand", "anneal", "atpe", "mix"})
DEFAULT_ALGORITHM = "tpe"
# These draw from what `fmin` hands them (`rstate`, else `HYPEROPT_FMIN_SEED`); `atpe` draws from
# the global generators of `random` and NumPy instead.
FOLLOWS_RSTATE = frozenset({"tpe", "rand", "anneal", "mix"})

# TPE's proposals are random until so many trials exist, failed ones included (TUN407).
STARTUP_TRIALS = 20
STARTUP_PARAMETER = "n_startup_jobs"

# The functions of `hyperopt.hp` with their parameters in order; the label comes first.
DECLARATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "choice": ("label", "options"),
        "pchoice": ("label", "p_options"),
        "randint": ("label", "low", "high"),
        "uniform": ("label", "low", "high"),
        "uniformint": ("label", "low", "high"),
        "quniform": ("label", "low", "high", "q"),
        "loguniform": ("label", "low", "high"),
        "qloguniform": ("label", "low", "high", "q"),
        "normal": ("label", "mu", "sigma"),
        "qnormal": ("label", "mu", "sigma", "q"),
        "lognormal": ("label", "mu", "sigma"),
        "qlognormal": ("label", "mu", "sigma", "q"),
    }
)

# The type that the objective receives: the chosen option, a Python int, or a Python float.
CHOICES = frozenset({"choice", "pchoice"})
INTEGER_DRAWS = frozenset({"randint", "uniformint"})
FLOAT_DRAWS = frozenset(
    {
        "uniform",
        "quniform",
        "loguniform",
        "qloguniform",
        "normal",
        "qnormal",
        "lognormal",
        "qlognormal",
    }
)
# Always a float, though its name promises steps: `quniform('n', 1, 10, 1)` draws 7.0 (TUN603).
QUANTISED = frozenset({"quniform", "qloguniform", "qnormal", "qlognormal"})

# The type that `fmin`'s result holds, which is not always what the objective received: choices
# are positions in the list of options (TUN506), `uniformint` and `scope.int` come back as floats.
RESULT_INDEX = CHOICES
RESULT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "choice": "numpy.int64",
        "pchoice": "numpy.int64",
        "randint": "numpy.int64",
        "uniformint": "numpy.float64",
        "uniform": "numpy.float64",
        "quniform": "numpy.float64",
        "loguniform": "numpy.float64",
        "qloguniform": "numpy.float64",
        "normal": "numpy.float64",
        "qnormal": "numpy.float64",
        "lognormal": "numpy.float64",
        "qlognormal": "numpy.float64",
    }
)

# Their bounds are exponents of e (TUN605), and their draws are spread evenly over powers (TUN604).
LOG_BOUNDS = frozenset({"loguniform", "qloguniform"})
LOG_SAMPLED = frozenset({"loguniform", "qloguniform", "lognormal", "qlognormal"})

# Names of `hyperopt.pyll.scope` that turn a draw into an integer.
INTEGER_CASTS = frozenset({"int"})
