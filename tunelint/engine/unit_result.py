"""What judging the files of a unit comes to."""

from __future__ import annotations

import os
from dataclasses import dataclass

from tunelint.files.file_state import Basis
from tunelint.findings.diagnostic import Diagnostic

_LONGEST = 300
_PACKAGE = f"{os.sep}tunelint{os.sep}"


@dataclass(frozen=True, slots=True)
class Judged:
    """The diagnostics of a unit, and what went wrong, a line each.

    `basis` is what the judgement rests on, None where the same might come out otherwise next time.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    problems: tuple[str, ...] = ()
    basis: Basis | None = None


def failure(what: str, error: BaseException) -> str:
    """A mistake of ours in one line: what failed, how, and where in our code."""
    # What is not text may be a whole tree, whose text would take minutes to write.
    texts = " ".join(str(word) for word in error.args if isinstance(word, str | int))
    words = " ".join(f"{type(error).__name__}: {texts}".split())[:_LONGEST]
    return f"{what} failed, which is a bug in tunelint: {words}{_where(error)}; please report it"


def _where(error: BaseException) -> str:
    """Where in this package an error was raised: ``(interpreter/calls.py:12)`` after a space."""
    place = ""
    entry = error.__traceback__
    while entry is not None:
        file = entry.tb_frame.f_code.co_filename
        if _PACKAGE in file:
            place = f" ({file.rpartition(_PACKAGE)[2]}:{entry.tb_lineno})"
        entry = entry.tb_next
    return place
