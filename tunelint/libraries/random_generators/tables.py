"""The calls that seed the random generators of a process, as data."""

from collections.abc import Mapping
from types import MappingProxyType

from tunelint import registry

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

# Libraries whose calls seed nothing but what they make, whatever seed they are given.
LIBRARIES = frozenset(
    [
        *(package for library, _ in registry.tuners() for package in library.packages),
        "accelerate",
        "autogluon",
        "bayes_opt",
        "catboost",
        "category_encoders",
        "composer",
        "cudf",
        "cuml",
        "cupy",
        "cv2",
        "darts",
        "dask",
        "datasets",
        "deap",
        "detectron2",
        "dgl",
        "evaluate",
        "fastai",
        "flair",
        "flaml",
        "flax",
        "gensim",
        "gluonts",
        "gym",
        "gymnasium",
        "h2o",
        "hpbandster",
        "ignite",
        "imblearn",
        "implicit",
        "jax",
        "joblib",
        "keras",
        "keras_cv",
        "keras_hub",
        "keras_nlp",
        "lightfm",
        "lightgbm",
        "lightning",
        "matplotlib",
        "mlflow",
        "mlxtend",
        "mmcv",
        "monai",
        "neuralforecast",
        "nltk",
        "numba",
        "numpy",
        "pandas",
        "plotly",
        "polars",
        "prophet",
        "pycaret",
        "pymc",
        "pyod",
        "pyspark",
        "pytorch_lightning",
        "pytorch_tabnet",
        "river",
        "scikeras",
        "scipy",
        "seaborn",
        "sentence_transformers",
        "shap",
        "simpletransformers",
        "skimage",
        "skorch",
        "sktime",
        "smac",
        "spacy",
        "stable_baselines3",
        "statsmodels",
        "surprise",
        "tabpfn",
        "talos",
        "tensorflow",
        "tensorflow_addons",
        "tensorflow_datasets",
        "tensorflow_probability",
        "timm",
        "torch",
        "torch_geometric",
        "torchmetrics",
        "torchvision",
        "tpot",
        "tqdm",
        "transformers",
        "tslearn",
        "ultralytics",
        "umap",
        "wandb",
        "xgboost",
    ]
)
