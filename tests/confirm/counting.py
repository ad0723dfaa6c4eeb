"""Counting the calls of our own functions, for the tests of what the probes cost."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterator
from types import FrameType

import tunelint

OWN = str(tunelint.__path__[0])


@contextlib.contextmanager
def calls_of_ours() -> Iterator[Counter[str]]:
    """The calls of tunelint's functions that are made inside, by qualified name."""
    counts: Counter[str] = Counter()

    def count(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(OWN):
            counts[frame.f_code.co_qualname] += 1

    sys.setprofile(count)
    try:
        yield counts
    finally:
        sys.setprofile(None)
