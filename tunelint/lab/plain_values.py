"""Plain values: what crosses from the process of a search to the one that judges it."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Mapping
from typing import Any

from tunelint.lab.content_digest import in_words

Value = int | float | str | bool | None
Configuration = Mapping[str, Value]

# Python writes and reads whole numbers of up to 4,300 digits.
_MOST_BITS = 10_000
_EITHER = inspect.Parameter.POSITIONAL_OR_KEYWORD


def plain(value: Any) -> Value:
    """A value as a number, text, truth or None; anything else as its type and text.

    An array is its shape, type and a digest of what it holds; a tuple of arrays likewise. Of an
    estimator these are its class and what it is told otherwise than by default, as a dictionary.
    """
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, bool | int):
        return hex(value) if value is not None and value.bit_length() > _MOST_BITS else value
    if isinstance(value, float):
        return float(value)
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        return plain(value.item())
    arrays = in_words(value)
    if arrays:
        return arrays
    told = _told(value)
    if told is not None:
        return f"{type(value).__name__}({told})"
    # Where an object lies in memory says nothing about it.
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", " ".join(repr(value).split()))
    return text if len(text) <= 200 else f"{text[:199]}…"


def _told(estimator: Any) -> dict[str, Value] | None:
    """The parameters of a scikit-learn estimator that are not those of its class; None without.

    What its class takes is read and nothing is built: a constructor may draw random numbers.
    """
    if isinstance(estimator, type) or not hasattr(estimator, "get_params"):
        return None
    try:
        given = estimator.get_params(deep=False)
        own, *bases = (inspect.signature(cls) for cls in type(estimator).__mro__[:-1])
    except Exception:
        return None
    named = [one for one in own.parameters.values() if one.kind in (one.KEYWORD_ONLY, _EITHER)]
    if any(one.default is one.empty for one in named):
        return None  # a composite, which says itself what it holds
    # What a class takes as further keywords is named by those it is derived from.
    usual = {
        name: one.default for cls in (*reversed(bases), own) for name, one in cls.parameters.items()
    }
    names = [name for name in sorted(given) if repr(given[name]) != repr(usual.get(name))]
    return {name: plain(given[name]) for name in names}


def plain_configuration(values: Mapping[Any, Any]) -> dict[str, Value]:
    """A configuration with plain values, in the order of its names."""
    return {str(name): plain(value) for name, value in sorted(values.items(), key=_by_name)}


def number(value: Any) -> float | None:
    """A finite number, or None where it is none."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def made_up_score(configuration: Mapping[str, Any]) -> float:
    """A score in [0, 1) that depends on the configuration alone, the same in every process."""
    import hashlib

    text = repr(sorted((name, repr(plain(value))) for name, value in configuration.items()))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48


def _by_name(item: tuple[Any, Any]) -> str:
    return str(item[0])
