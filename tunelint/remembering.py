"""Findings with what earlier runs of ``confirm`` proved about them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from tunelint.evidence import Evidence, StoreProblem, digest, recall
from tunelint.project import Project
from tunelint.reports.diagnostic import Diagnostic


def with_evidence(
    diagnostics: Sequence[Diagnostic], project: Project
) -> tuple[tuple[Diagnostic, ...], tuple[str, ...]]:
    """The findings with the newest evidence that still holds, and warnings, a line each."""
    try:
        kept = recall(project.root, (one.fingerprint for one in diagnostics))
    except StoreProblem as problem:
        return tuple(diagnostics), (f"earlier verdicts are not shown: {problem}",)
    shown = (
        replace(one, evidence=_newest(kept.get(one.fingerprint, ()), project))
        for one in diagnostics
    )
    return tuple(shown), ()


def _newest(kept: Iterable[Evidence], project: Project) -> Evidence | None:
    def digest_of(path: str) -> str | None:
        source = project.text_of(Path(os.path.normpath(project.root / path)))
        return None if source is None else digest(source)

    return next((one for one in kept if one.holds(digest_of)), None)
