"""What judging the files of a unit comes to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tunelint.cache import Basis
from tunelint.reports.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Judged:
    """The diagnostics of a unit, and what went wrong, a line each.

    The files in `deep` were not read since they go too deep. `basis` is what the judgement rests
    on, None where the same might come out otherwise next time.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    problems: tuple[str, ...] = ()
    deep: tuple[Path, ...] = ()
    basis: Basis | None = None
