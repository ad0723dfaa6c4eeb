"""The calls by which hand-written searches pick, draw and train, as data."""

from collections.abc import Mapping
from types import MappingProxyType

# What picks the best of a collection, and whether it picks the largest.
PICKING_FUNCTIONS: Mapping[str, bool] = MappingProxyType(
    {
        "builtins.max": True,
        "builtins.min": False,
        "numpy.max": True,
        "numpy.min": False,
        "numpy.amax": True,
        "numpy.amin": False,
        "numpy.nanmax": True,
        "numpy.nanmin": False,
        "numpy.argmax": True,
        "numpy.argmin": False,
        "numpy.nanargmax": True,
        "numpy.nanargmin": False,
        "heapq.nlargest": True,
        "heapq.nsmallest": False,
        "torch.argmax": True,
        "torch.argmin": False,
    }
)
PICKING_METHODS: Mapping[str, bool] = MappingProxyType(
    {
        "argmax": True,
        "argmin": False,
        "idxmax": True,
        "idxmin": False,
        "max": True,
        "min": False,
        "nlargest": True,
        "nsmallest": False,
    }
)
# They put a collection in order; which end is read then decides.
ORDERING_FUNCTIONS = frozenset({"builtins.sorted", "numpy.argsort"})
ORDERING_METHODS = frozenset({"sort", "sort_values", "argsort"})

# What fills a collection that is not written out as a list.
FILLING_METHODS = frozenset({"append", "extend", "add", "insert", "update", "appendleft"})

# Functions that draw one value or several, of the generators that the whole process shares.
PYTHON_DRAWS = frozenset(
    {
        "betavariate",
        "choice",
        "choices",
        "expovariate",
        "gauss",
        "lognormvariate",
        "normalvariate",
        "randint",
        "random",
        "randrange",
        "sample",
        "triangular",
        "uniform",
    }
)
NUMPY_DRAWS = frozenset(
    {
        "beta",
        "binomial",
        "choice",
        "exponential",
        "gamma",
        "geometric",
        "integers",
        "lognormal",
        "normal",
        "permutation",
        "poisson",
        "rand",
        "randint",
        "randn",
        "random",
        "random_integers",
        "random_sample",
        "triangular",
        "uniform",
    }
)
# Arguments by which a value does not become part of what is trained.
NOT_CONFIGURING = frozenset(
    {
        "cv",
        "dirpath",
        "filepath",
        "input_dim",
        "input_shape",
        "input_size",
        "log_dir",
        "n_features",
        "n_jobs",
        "name",
        "num_features",
        "random_seed",
        "random_state",
        "seed",
        "shape",
        "verbose",
    }
)
# Words of a variable that runs over repeats, seeds or folds: no configuration.
REPEATING = frozenset(
    {"fold", "folds", "kfold", "rep", "repeat", "repeats", "repetition", "seed", "seeds", "split"}
)
# What a value tells of an array's form, not of a configuration.
FORMS = frozenset({"shape", "size", "ndim", "columns"})

# Arguments of a training that are part of a configuration.
TRAINING_ARGUMENTS = frozenset({"batch_size", "epochs", "learning_rate", "lr", "nb_epoch"})

# Packages whose objects are trained, and their modules that hold nothing to train.
MODELLING = frozenset(
    {
        "catboost",
        "imblearn",
        "keras",
        "lightgbm",
        "lightning",
        "pytorch_lightning",
        "sklearn",
        "statsmodels",
        "tensorflow",
        "torch",
        "transformers",
        "xgboost",
    }
)
NOT_MODELLING = frozenset(
    {
        "callbacks",
        "datasets",
        "data",
        "io",
        "loggers",
        "metrics",
        "model_selection",
        "summary",
        "utils",
    }
)

# Trainings that no framework's reader knows.
TRAINING_METHODS = frozenset({"backward", "partial_fit", "train_on_batch"})
TRAINING_FUNCTIONS = (
    "lightgbm.train",
    "lightgbm.cv",
    "xgboost.train",
    "xgboost.cv",
    "catboost.train",
    "catboost.cv",
)
