"""The report for programs: a list of objects."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tunelint.findings.diagnostic import Diagnostic, Span
from tunelint.findings.fixes.text_edit import Repair
from tunelint.reports.summary import by_code
from tunelint.reports.terminal_text import path_from_here

if TYPE_CHECKING:
    from tunelint.lab.verdict_records import Evidence


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Every finding with its places; lines and columns count from 1, ends are exclusive.

    Where an earlier run of ``confirm`` left a verdict that still holds, its fields are there too.
    """
    return json.dumps([_with_proof(diagnostic) for diagnostic in diagnostics], indent=2)


def _with_proof(diagnostic: Diagnostic) -> Mapping[str, Any]:
    kept = diagnostic.evidence
    return {**finding_fields(diagnostic), **(proved_fields(kept) if kept is not None else {})}


def statistics_as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """How often each code was found."""
    rows = [
        {"code": code, "name": name, "level": level, "count": count}
        for count, code, level, name in by_code(diagnostics)
    ]
    return json.dumps(rows, indent=2)


def finding_fields(diagnostic: Diagnostic) -> Mapping[str, Any]:
    """One finding as an object."""
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "level": diagnostic.level.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        **_place(diagnostic.span),
        "related": [
            {**_place(related.span), "message": related.message} for related in diagnostic.related
        ],
        "fix": _fix(diagnostic.fix),
        "fingerprint": diagnostic.fingerprint,
    }


def proved_fields(evidence: Evidence) -> Mapping[str, Any]:
    """What running the search proved; numbers that are not finite are null."""
    from msgspec import to_builtins

    verdict = evidence.verdict
    proof = {
        "line": verdict.line,
        "numbers": dict(verdict.numbers),
        "exhibits": to_builtins(verdict.exhibits),
    }
    return {
        "verdict": verdict.outcome.value,
        "evidence": _finite(proof),
        "device": evidence.device,
        "seconds": round(evidence.seconds, 3),
        "versions": dict(evidence.versions),
        "guard": evidence.guard,
        "date": evidence.date,
    }


def _finite(value: Any) -> Any:
    match value:
        case float():
            return value if math.isfinite(value) else None
        case Mapping():
            return {name: _finite(one) for name, one in value.items()}
        case list() | tuple():
            return [_finite(one) for one in value]
        case _:
            return value


def _fix(repair: Repair | None) -> Mapping[str, Any] | None:
    if repair is None:
        return None
    edits = [{**asdict(edit), "path": path_from_here(edit.path)} for edit in repair.edits]
    return {"applicability": repair.applicability, "message": repair.message, "edits": edits}


def _place(span: Span) -> Mapping[str, Any]:
    return {
        "path": path_from_here(span.path),
        "cell": span.cell,
        **({} if span.cell is None else {"execution_count": span.run}),
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
