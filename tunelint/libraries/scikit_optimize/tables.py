"""What scikit-optimize draws, and what of it fails, as data.

Every entry was observed with scikit-optimize 0.10.2, scikit-learn 1.9.1 and NumPy 2.4, and is held
by `tests/facts`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tunelint.libraries.common.signatures import Signatures
from tunelint.libraries.scikit_learn.cross_validated.building import SearchClasses

# The minimisers and `Optimizer`, the methods of the latter, the dimensions of a space.
MINIMISATIONS = Signatures("scikit_optimize", "minimisations")
METHODS = Signatures("scikit_optimize", "optimizer-methods")
DIMENSIONS = Signatures("scikit_optimize", "dimensions")

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

# The kinds of dimensions.
KINDS: Mapping[str, str] = MappingProxyType(
    {"Real": "float", "Integer": "int", "Categorical": "choice"}
)
LOG_UNIFORM = "log-uniform"
PRIORS = frozenset({"uniform", LOG_UNIFORM})

# The types that an objective receives (`BayesSearchCV` hands its estimators Python's).
REAL_DRAWS = "float"
INTEGER_DRAWS = "numpy.int64"

BAYES = SearchClasses("skopt", Signatures("scikit_optimize", "searches"), ("search_spaces",))
