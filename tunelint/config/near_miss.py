"""What somebody may have meant who wrote a word that is not known."""

from __future__ import annotations


def nearest(word: str, known: list[str]) -> str:
    """`; did you mean …?` with the most similar known word, or nothing."""
    import difflib

    lowered = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.5)
    return f"; did you mean {lowered[close[0]]}?" if close else ""
