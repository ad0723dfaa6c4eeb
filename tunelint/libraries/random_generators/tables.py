"""The calls that seed the random generators of a process, as data."""

from collections.abc import Mapping
from types import MappingProxyType

PYTHON = "python"
NUMPY = "numpy"
TENSORFLOW = "tensorflow"
TORCH = "torch"
HYPEROPT = "hyperopt"

ALL = frozenset({PYTHON, NUMPY, TENSORFLOW, TORCH, HYPEROPT})
_KERAS = frozenset({PYTHON, NUMPY, TENSORFLOW})
_LIGHTNING = frozenset({PYTHON, NUMPY, TORCH})

SEEDING_CALLS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "random.seed": frozenset({PYTHON}),
        "random.setstate": frozenset({PYTHON}),
        "numpy.random.seed": frozenset({NUMPY}),
        "numpy.random.set_state": frozenset({NUMPY}),
        "numpy.random.mtrand.seed": frozenset({NUMPY}),
        "tensorflow.random.set_seed": frozenset({TENSORFLOW}),
        "tensorflow.set_random_seed": frozenset({TENSORFLOW}),
        "tensorflow.random.set_random_seed": frozenset({TENSORFLOW}),
        "tensorflow.compat.v1.set_random_seed": frozenset({TENSORFLOW}),
        "tensorflow.compat.v1.random.set_random_seed": frozenset({TENSORFLOW}),
        "tensorflow.compat.v2.random.set_seed": frozenset({TENSORFLOW}),
        "torch.manual_seed": frozenset({TORCH}),
        "torch.random.manual_seed": frozenset({TORCH}),
        "keras.utils.set_random_seed": _KERAS,
        "lightning.seed_everything": _LIGHTNING,
        "lightning.pytorch.seed_everything": _LIGHTNING,
        "pytorch_lightning.seed_everything": _LIGHTNING,
        "pytorch_lightning.utilities.seed.seed_everything": _LIGHTNING,
        "transformers.set_seed": _LIGHTNING | {TENSORFLOW},
        "transformers.trainer_utils.set_seed": _LIGHTNING | {TENSORFLOW},
    }
)

# Names that nothing else has: an exported fragment may use them without its imports.
UNMISTAKABLE = frozenset({"keras.utils.set_random_seed", "torch.manual_seed"})

HYPEROPT_VARIABLE = "HYPEROPT_FMIN_SEED"
