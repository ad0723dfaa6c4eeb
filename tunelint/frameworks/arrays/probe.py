"""Arrays, alive: what they hold, known by a digest of the content; the pairing of two of them."""

from __future__ import annotations

import hashlib
import sys
from typing import Any


def array(value: Any) -> Any:
    """The value as a NumPy array, or None where it is no array, frame, series or list of numbers."""
    numpy = sys.modules.get("numpy")
    if numpy is None or value is None:
        return None
    if isinstance(value, numpy.ndarray):
        return value
    if hasattr(value, "to_numpy") and not isinstance(value, type):
        return value.to_numpy()
    if hasattr(value, "numpy") and hasattr(value, "shape"):
        try:
            return value.numpy()
        except Exception:
            return None
    if hasattr(value, "toarray"):
        return value.toarray()
    if isinstance(value, list | tuple) and value and isinstance(value[0], int | float | list):
        try:
            return numpy.asarray(value)
        except ValueError:
            return None
    return None


def digest(value: Any) -> str:
    """A digest of the content of an array; equal content in another order gives another one.

    Empty where it is no array.
    """
    held = array(value)
    if held is None:
        return ""
    found = hashlib.sha256(repr((held.shape, str(held.dtype))).encode())
    found.update(_bytes(held))
    return found.hexdigest()[:16]


def row_digests(value: Any) -> tuple[str, ...]:
    """A digest of each row, in order; () where it is no array."""
    held = array(value)
    if held is None:
        return ()
    return tuple(hashlib.sha256(_bytes(row)).hexdigest()[:16] for row in held)


def rows_of(value: Any) -> int | None:
    """The number of rows, or None where it is no array."""
    shape = getattr(value, "shape", None)
    if shape:
        return int(shape[0])
    return len(value) if isinstance(value, list) else None


def first_rows(value: Any, rows: int) -> Any:
    """The first rows of an array; anything else as it is."""
    if hasattr(value, "iloc"):
        return value.iloc[:rows]
    return value[:rows] if array(value) is not None else value


def _bytes(held: Any) -> bytes:
    numpy = sys.modules["numpy"]
    if getattr(held, "dtype", None) is not None and held.dtype == object:
        return repr(held.tolist()).encode()
    return numpy.ascontiguousarray(held).tobytes()  # type: ignore[no-any-return]
