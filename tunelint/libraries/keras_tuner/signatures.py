"""What Keras Tuner takes: `signatures.toml`, and what its tuners hand on to their base class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from tunelint.libraries.common.signatures import Signature, Signatures

TUNERS = Signatures("keras_tuner", "tuners")
ORACLES = Signatures("keras_tuner", "oracles")
OBJECTIVES = Signatures("keras_tuner", "objectives")
DECLARATIONS = Signatures("keras_tuner", "declarations")
SKLEARN_TUNER = Signatures("keras_tuner", "sklearn-tuner-methods")

# Where ``**kwargs`` goes, but for what the tuner makes itself: of the built-in ones, the oracle.
HANDS_ON_TO: Mapping[str, str] = MappingProxyType(
    {
        "RandomSearch": "Tuner",
        "GridSearch": "Tuner",
        "BayesianOptimization": "Tuner",
        "Hyperband": "Tuner",
        "SklearnTuner": "BaseTuner",
    }
)
MADE_ITSELF = frozenset({"oracle"})


@cache
def signature(kind: str) -> Signature:
    """What a tuner or an oracle takes.

    Whatever it does not is an error when it is built: ValueError from the tuners, TypeError from
    the oracles, and from the built-in tuners for ``oracle=`` (TUN410).
    """
    if kind in ORACLES:
        return ORACLES[kind]
    own = TUNERS[kind]
    if kind not in HANDS_ON_TO:
        return replace(own, keywords=("logger",) if "logger" not in own else (), open=False)
    base = signature(HANDS_ON_TO[kind])
    more = [
        name for name in (*base.order, *base.keywords) if name not in (*own.order, *MADE_ITSELF)
    ]
    defaults = {**base.defaults, **own.defaults}
    return replace(own, keywords=tuple(more), defaults=defaults, open=False)
