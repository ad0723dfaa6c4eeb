"""Limits: how much of one file is read before it is given up."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.files.depth import MOST_NESTED

_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may take.

    `size` is in MiB of program text (a notebook's outputs do not count), `nesting` as `depth`
    counts it; `seconds` are of a processor.
    """

    size: float = 4.0
    nesting: int = MOST_NESTED
    seconds: float = 5.0

    def too_large(self, text: str) -> bool:
        """Whether a program text is larger than it may be."""
        # Nearly all texts are short enough for this to be known from their length alone.
        most = self.size * _MEBIBYTE
        return len(text) * 4 > most and len(text.encode("utf-8", "replace")) > most
