"""Arrays, alive: how many rows they have, and what they hold, known by digests of the content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tunelint.lab.content_digest import array, by_row, digest, row_digests

__all__ = [
    "array",
    "digest",
    "digests",
    "first_rows",
    "is_longer",
    "row_digests",
    "row_marks",
    "rows_at",
    "rows_of",
]


def digests(arrays: Mapping[str, Any]) -> dict[str, str]:
    """The digest of each array by its name; what is no array is left out."""
    found = {name: digest(value) for name, value in arrays.items()}
    return {name: mark for name, mark in found.items() if mark}


def row_marks(arrays: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The digests of the rows of each array by its name; what is no array is left out."""
    found = dict(zip(arrays, by_row(arrays.values()), strict=True))
    return {name: marks for name, marks in found.items() if marks}


def rows_of(value: Any) -> int | None:
    """The number of rows, or None where it is no array."""
    shape = getattr(value, "shape", None)
    if shape:
        return int(shape[0])
    return len(value) if isinstance(value, list) else None


def is_longer(value: Any, rows: int) -> bool:
    """Whether an array has more rows."""
    found = rows_of(value)
    return found is not None and found > rows


def first_rows(value: Any, rows: int) -> Any:
    """The first rows of an array; anything else as it is."""
    if hasattr(value, "iloc"):
        return value.iloc[:rows]
    return value[:rows] if array(value) is not None else value


def rows_at(value: Any, positions: Sequence[int]) -> Any:
    """Some rows of an array."""
    if hasattr(value, "iloc"):
        return value.iloc[list(positions)]
    if isinstance(value, list | tuple):
        return [value[position] for position in positions]
    return value[list(positions)]
