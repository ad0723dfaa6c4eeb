"""Arrays by what they hold: digests of the content, whole and row by row.

Nothing is imported here that the script did not import itself.
"""

from __future__ import annotations

import hashlib
import itertools
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_MOST_ROWS = 200_000
_MOST_DENSE = 20_000_000


def array(value: Any) -> Any:
    """The value as a NumPy array; None where it is no array, frame, series or list of numbers."""
    numpy = sys.modules.get("numpy")
    if numpy is None or value is None or isinstance(value, type | str | bytes):
        return None
    if isinstance(value, numpy.ndarray):
        return value
    try:
        return _as_array(value)
    except Exception:
        return None


def _as_array(value: Any) -> Any:
    numpy = sys.modules["numpy"]
    if hasattr(value, "to_numpy"):
        return value.to_numpy()
    if hasattr(value, "detach") and hasattr(value, "cpu"):
        return value.detach().cpu().numpy()
    if hasattr(value, "numpy") and hasattr(value, "shape"):
        return value.numpy()
    if hasattr(value, "toarray"):
        rows, columns = value.shape
        return value.toarray() if rows * columns <= _MOST_DENSE else None
    if isinstance(value, list | tuple) and value and isinstance(value[0], int | float | str | list):
        return numpy.asarray(value)
    return _of_container(value)


def _of_container(value: Any) -> Any:
    """The features in a PyTorch loader or data set, in XGBoost's or LightGBM's data."""
    if hasattr(value, "tensors") and isinstance(value.tensors, tuple):
        return array(value.tensors[0])
    if hasattr(value, "dataset") and hasattr(value, "indices"):
        whole = array(value.dataset)
        return None if whole is None else whole[list(value.indices)]
    if hasattr(value, "dataset"):
        return array(value.dataset)
    if hasattr(value, "num_row") and hasattr(value, "get_data"):
        return array(value.get_data())
    if hasattr(value, "num_data") and hasattr(value, "get_data"):
        return array(value.data if getattr(value, "data", None) is not None else value.get_data())
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
    """A digest of each row, in order; () where it is no array.

    Numbers are compared as 32-bit floats: a row stays the same when its type changes.
    """
    if hasattr(value, "tocsr"):
        return tuple(_sparse_rows(value.tocsr()))
    held = array(value)
    if held is None or not getattr(held, "shape", ()):
        return ()
    numpy = sys.modules["numpy"]
    if held.dtype.kind in "fiub":
        # The sum turns -0.0 into 0.0.
        held = numpy.asarray(held, dtype=numpy.float32) + numpy.float32(0)
    return tuple(hashlib.sha256(_bytes(row)).hexdigest()[:16] for row in held)


def _sparse_rows(held: Any) -> Iterator[str]:
    for start, end in itertools.pairwise(held.indptr):
        content = _bytes(held.indices[start:end]) + _bytes(held.data[start:end])
        yield hashlib.sha256(content).hexdigest()[:16]


def halves(rows: Sequence[str], count: int) -> Iterator[tuple[list[int], list[int]]]:
    """Random halves of some rows and the rest, as positions; the same for the same rows.

    `rows` are their digests, each of whose bits deals the rows out anew; 60 at most.
    """
    numbers = [int(row, 16) for row in rows]
    for bit in range(min(count, 60)):
        sides: tuple[list[int], list[int]] = ([], [])
        for position, number in enumerate(numbers):
            sides[number >> bit & 1].append(position)
        if all(sides):
            yield sides


def by_row(arrays: Iterable[Any]) -> tuple[tuple[str, ...], ...]:
    """The digests of the rows of several arrays; one that is very long is left empty."""
    return tuple(row_digests(each) if _length(each) <= _MOST_ROWS else () for each in arrays)


def arrays_in(values: Iterable[Any], depth: int = 2) -> Iterator[Any]:
    """The arrays among some values, and in the tuples, lists and dictionaries among them."""
    for value in values:
        if value is None or isinstance(value, str | int | float):
            continue
        if array(value) is not None:
            yield value
        elif depth and isinstance(value, tuple | list) and len(value) <= 50:
            yield from arrays_in(value, depth - 1)
        elif depth and isinstance(value, dict) and len(value) <= 50:
            yield from arrays_in(value.values(), depth - 1)


def in_words(value: Any) -> str:
    """An array, or several, as text: shape, type and digest. Empty where there is none."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not _holds_arrays(value):
        return ""
    if isinstance(value, tuple | list):
        return f"({', '.join(in_words(part) or type(part).__name__ for part in value)})"
    held = array(value)
    if held is None:
        return ""
    return f"array({tuple(held.shape)}, {held.dtype}, {digest(held)})"


def _length(value: Any) -> int:
    shape = getattr(value, "shape", None)
    return int(shape[0]) if shape else 0


def _holds_arrays(value: Any) -> bool:
    if isinstance(value, tuple | list):
        return len(value) <= 50 and any(_is_array(part) for part in value)
    return _is_array(value)


def _is_array(value: Any) -> bool:
    shape = getattr(value, "shape", None)
    return isinstance(shape, tuple) and len(shape) > 0 and not isinstance(value, type)


def _bytes(held: Any) -> bytes:
    numpy = sys.modules["numpy"]
    if getattr(held, "dtype", None) is None or held.dtype == object:
        listed = held.tolist() if hasattr(held, "tolist") else held
        return repr(listed).encode()
    return numpy.ascontiguousarray(held).tobytes()  # type: ignore[no-any-return]
