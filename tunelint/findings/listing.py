"""Several things in one sentence."""

from __future__ import annotations

from collections.abc import Sequence


def joined(parts: Sequence[str]) -> str:
    """Parts of a sentence as one list: ``a, b and c``; empty without any."""
    *before, last = parts or [""]
    return f"{', '.join(before)} and {last}" if before else last
