"""What splits, permutes and samples rows, and what keeps them, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tunelint.libraries.random_generators.tables import NUMPY, PYTHON, TENSORFLOW, TORCH


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """How one function draws: see `tunelint.model.randomness.Draw` for the kinds.

    `order` are the positional parameters; `arrays` says whether all positional arguments are
    arrays; `shuffle` is the default of the parameter that turns the draw off, None without one.
    """

    kind: str
    seed: str | None
    generator: str
    order: tuple[str, ...] = ()
    arrays: bool = False
    shuffle: bool | None = None
    in_place: bool = False


_SPLITTER = Drawing(kind="splitter", seed="random_state", generator=NUMPY)
_FOLDS = Drawing(kind="splitter", seed="random_state", generator=NUMPY, shuffle=False)
_OLD_SPLIT = ("n_splits", "shuffle", "random_state")

# By their last name, wherever in scikit-learn they live (`cross_validation` in old releases).
SKLEARN_DRAWINGS: Mapping[str, Drawing] = MappingProxyType(
    {
        "train_test_split": Drawing(
            kind="split", seed="random_state", generator=NUMPY, arrays=True, shuffle=True
        ),
        "KFold": _FOLDS,
        "StratifiedKFold": _FOLDS,
        "GroupKFold": _FOLDS,
        "StratifiedGroupKFold": Drawing(
            kind="splitter", seed="random_state", generator=NUMPY, shuffle=False, order=_OLD_SPLIT
        ),
        "ShuffleSplit": _SPLITTER,
        "StratifiedShuffleSplit": _SPLITTER,
        "GroupShuffleSplit": _SPLITTER,
        "RepeatedKFold": _SPLITTER,
        "RepeatedStratifiedKFold": _SPLITTER,
        "shuffle": Drawing(kind="permutation", seed="random_state", generator=NUMPY, arrays=True),
        "resample": Drawing(kind="sample", seed="random_state", generator=NUMPY, arrays=True),
    }
)

DRAWINGS: Mapping[str, Drawing] = MappingProxyType(
    {
        "numpy.random.permutation": Drawing(
            kind="permutation", seed=None, generator=NUMPY, order=("x",)
        ),
        "numpy.random.shuffle": Drawing(
            kind="permutation", seed=None, generator=NUMPY, order=("x",), in_place=True
        ),
        "numpy.random.choice": Drawing(kind="sample", seed=None, generator=NUMPY, order=("a",)),
        "random.shuffle": Drawing(
            kind="permutation", seed=None, generator=PYTHON, order=("x",), in_place=True
        ),
        "random.sample": Drawing(kind="sample", seed=None, generator=PYTHON, order=("population",)),
        "random.choices": Drawing(
            kind="sample", seed=None, generator=PYTHON, order=("population",)
        ),
        "tensorflow.random.shuffle": Drawing(
            kind="permutation", seed="seed", generator=TENSORFLOW, order=("value", "seed")
        ),
        "tensorflow.random_shuffle": Drawing(
            kind="permutation", seed="seed", generator=TENSORFLOW, order=("value", "seed")
        ),
        "keras.utils.split_dataset": Drawing(
            kind="split",
            seed="seed",
            generator=PYTHON,
            order=("dataset", "left_size", "right_size", "shuffle", "seed"),
            shuffle=False,
        ),
        "torch.randperm": Drawing(kind="order", seed="generator", generator=TORCH, order=("n",)),
        "torch.utils.data.random_split": Drawing(
            kind="split", seed="generator", generator=TORCH, order=("dataset", "lengths")
        ),
        "torch.utils.data.dataset.random_split": Drawing(
            kind="split", seed="generator", generator=TORCH, order=("dataset", "lengths")
        ),
    }
)

# Names that nothing else has: an exported fragment may use them without its imports.
UNMISTAKABLE = frozenset(SKLEARN_DRAWINGS) - {"shuffle", "resample"}

# Random numbers, which choose rows only where a comparison of them indexes an array.
NUMBERS = frozenset(
    {"rand", "random", "random_sample", "uniform", "binomial", "randint", "integers", "normal"}
)

SAMPLE_ORDER = ("n", "frac", "replace", "weights", "random_state", "axis", "ignore_index")

# What makes an object that draws, with the parameter that seeds it.
GENERATOR_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "numpy.random.default_rng": "seed",
        "numpy.random.RandomState": "seed",
        "numpy.random.mtrand.RandomState": "seed",
        "numpy.random.Generator": "bit_generator",
        "numpy.random.PCG64": "seed",
        "numpy.random.MT19937": "seed",
        "numpy.random.Philox": "seed",
        "numpy.random.SFC64": "seed",
        "numpy.random.SeedSequence": "entropy",
        "random.Random": "x",
        "sklearn.utils.check_random_state": "seed",
        "torch.Generator": "device",
    }
)

GENERATOR_METHODS: Mapping[str, Drawing] = MappingProxyType(
    {
        "permutation": Drawing(kind="permutation", seed=None, generator="", order=("x",)),
        "permuted": Drawing(kind="permutation", seed=None, generator="", order=("x",)),
        "shuffle": Drawing(
            kind="permutation", seed=None, generator="", order=("x",), in_place=True
        ),
        "choice": Drawing(kind="sample", seed=None, generator="", order=("a",)),
        "sample": Drawing(kind="sample", seed=None, generator="", order=("population",)),
        "choices": Drawing(kind="sample", seed=None, generator="", order=("population",)),
    }
)

# -- what keeps the rows ----------------------------------------------------------------------

# Functions whose value has the rows of their first argument, in order.
ROW_FUNCTIONS = frozenset(
    [
        *(
            f"numpy.{name}"
            for name in (
                "array",
                "asarray",
                "asanyarray",
                "ascontiguousarray",
                "copy",
                "expand_dims",
                "squeeze",
                "reshape",
                "ravel",
                "nan_to_num",
                "log",
                "log1p",
                "exp",
                "sqrt",
                "abs",
                "clip",
                "round",
                "float32",
                "argmax",
            )
        ),
        *(
            f"tensorflow.{name}"
            for name in (
                "constant",
                "convert_to_tensor",
                "cast",
                "expand_dims",
                "squeeze",
                "reshape",
                "one_hot",
                "image.resize",
                "image.grayscale_to_rgb",
                "data.Dataset.from_tensor_slices",
            )
        ),
        "keras.utils.to_categorical",
        "keras.utils.np_utils.to_categorical",
        "keras.utils.normalize",
        "keras.utils.pad_sequences",
        "keras.preprocessing.sequence.pad_sequences",
        "keras.ops.convert_to_tensor",
        "pandas.DataFrame",
        "pandas.Series",
        "pandas.get_dummies",
        "pandas.to_numeric",
        "scipy.sparse.csr_matrix",
        "torch.tensor",
        "torch.as_tensor",
        "torch.from_numpy",
        "torch.Tensor",
        "torch.FloatTensor",
        "torch.LongTensor",
        "torch.DoubleTensor",
        "torch.autograd.Variable",
        "torch.unsqueeze",
        "torch.utils.data.TensorDataset",
        "torch.utils.data.dataset.TensorDataset",
        "sklearn.preprocessing.scale",
        "sklearn.preprocessing.normalize",
        "sklearn.preprocessing.maxabs_scale",
        "sklearn.preprocessing.minmax_scale",
        "sklearn.preprocessing.power_transform",
        "sklearn.preprocessing.quantile_transform",
        "sklearn.preprocessing.robust_scale",
        "sklearn.preprocessing.label_binarize",
        "xgboost.DMatrix",
        "lightgbm.Dataset",
        "catboost.Pool",
    ]
)

# What deals out the rows of a data set of PyTorch, and what picks some of them.
DATA_LOADERS = ("torch.utils.data.DataLoader", "torch.utils.data.dataloader.DataLoader")
SUBSETS = ("torch.utils.data.Subset", "torch.utils.data.dataset.Subset")

# The parts of ``random_split`` in the order in which people take them.
SIDES = ("train", "test", "rest")

# Functions that put arrays side by side, and those that do so along an axis.
SIDE_BY_SIDE = ("numpy.hstack", "numpy.column_stack", "scipy.sparse.hstack")
JOINING = ("numpy.concatenate", "numpy.append", "pandas.concat", "tensorflow.concat")

# The names by which rows are handed over.
ROWS_BY_NAME = ("X", "x", "data", "raw_documents", "a", "object", "arr", "y")

# Methods whose value has the rows of the array that they are called on.
ROW_METHODS = frozenset(
    [
        "abs",
        "add_prefix",
        "add_suffix",
        "apply",
        "applymap",
        "assign",
        "astype",
        "batch",
        "bfill",
        "cache",
        "clip",
        "copy",
        "convert_dtypes",
        "cpu",
        "cuda",
        "detach",
        "double",
        "ffill",
        "fillna",
        "flatten",
        "float",
        "infer_objects",
        "interpolate",
        "long",
        "map",
        "numpy",
        "pop",
        "prefetch",
        "ravel",
        "rename",
        "repeat",
        "replace",
        "reset_index",
        "reshape",
        "round",
        "select_dtypes",
        "set_index",
        "squeeze",
        "to",
        "to_frame",
        "to_numpy",
        "to_list",
        "toarray",
        "todense",
        "tolist",
        "type",
        "unsqueeze",
        "view",
    ]
)

# Methods whose value has the rows of their first argument.
TRANSFORMS = frozenset(
    [
        "fit_transform",
        "flow",
        "inverse_transform",
        "texts_to_matrix",
        "texts_to_sequences",
        "transform",
    ]
)

# What says that only some of the rows are dealt out: a part that is held back, or the other one.
PART_OF_ROWS = "subset"

# Methods whose value has some of the rows that they are called on.
SELECTING_METHODS = frozenset(
    [
        "drop_duplicates",
        "dropna",
        "filter",
        "head",
        "join",
        "merge",
        "nlargest",
        "query",
        "skip",
        "sort_index",
        "sort_values",
        "tail",
        "take",
    ]
)

# Attributes of an array that hold its rows.
ROW_ATTRIBUTES = frozenset(["values", "array", "iloc", "loc", "str", "dt"])
