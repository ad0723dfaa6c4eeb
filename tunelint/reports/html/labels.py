"""What configurations are called in a figure: by letters, and by what tells them apart."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator, Sequence

SEPARATOR = ", "


def letters() -> Iterator[str]:
    """``A``, ``B``, …, ``Z``, ``AA``, ``AB``, …"""
    for length in itertools.count(1):
        for letter in itertools.product(string.ascii_uppercase, repeat=length):
            yield "".join(letter)


def distinct(labels: Sequence[str]) -> list[str]:
    """The labels without the parts between commas that all of them have."""
    parts = [label.split(SEPARATOR) for label in labels]
    shared = set(parts[0]).intersection(*parts) if len(parts) > 1 else set()
    kept = [[part for part in one if part not in shared] for one in parts]
    return [SEPARATOR.join(short or one) for short, one in zip(kept, parts, strict=True)]
