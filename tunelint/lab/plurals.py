"""Numbers with what they count."""

from __future__ import annotations


def counted(number: float, noun: str, plural: str | None = None) -> str:
    """``1 trial``, ``8 trials``; `plural` where it is not the noun with an s."""
    written = number if isinstance(number, int) else f"{number:g}"
    return f"{written} {noun if number == 1 else plural or f'{noun}s'}"
