"""The last line of a report, and the count of findings by code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tunelint.reports.diagnostic import Diagnostic
from tunelint.rule import Level

_PLURALS = {Level.ERROR: "errors", Level.WARNING: "warnings", Level.ADVICE: "pieces of advice"}
_SINGULARS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "piece of advice"}


def closing(diagnostics: Sequence[Diagnostic]) -> str:
    """How much was found: ``Found 3 findings (2 errors, 1 warning).``"""
    if not diagnostics:
        return "No findings."
    counts = Counter(diagnostic.level for diagnostic in diagnostics)
    parts = [
        f"{counts[level]} {(_SINGULARS if counts[level] == 1 else _PLURALS)[level]}"
        for level in Level
        if counts[level]
    ]
    findings = "finding" if len(diagnostics) == 1 else "findings"
    return f"Found {len(diagnostics)} {findings} ({', '.join(parts)})."


def counted(diagnostics: Sequence[Diagnostic]) -> list[tuple[int, str, str]]:
    """Count, code and name of everything found, the most frequent first."""
    counts = Counter((diagnostic.code, diagnostic.name) for diagnostic in diagnostics)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(count, code, name) for (code, name), count in ordered]
