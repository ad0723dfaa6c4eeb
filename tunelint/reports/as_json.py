"""The report for programs: a list of objects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tunelint.edits.text import Repair
from tunelint.reports.closing import counted
from tunelint.reports.diagnostic import Diagnostic, Spot
from tunelint.reports.text import shown_path


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Every finding with its places; lines and columns count from 1, ends are exclusive."""
    return json.dumps([finding_fields(diagnostic) for diagnostic in diagnostics], indent=2)


def statistics_as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """How often each code was found."""
    rows = [
        {"code": code, "name": name, "count": count} for count, code, name in counted(diagnostics)
    ]
    return json.dumps(rows, indent=2)


def finding_fields(diagnostic: Diagnostic) -> Mapping[str, Any]:
    """One finding as an object."""
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "level": diagnostic.level.value,
        "message": diagnostic.message,
        **_place(diagnostic.spot),
        "related": [
            {**_place(related.spot), "message": related.message} for related in diagnostic.related
        ],
        "fix": _fix(diagnostic.fix),
        "fingerprint": diagnostic.fingerprint,
    }


def _fix(repair: Repair | None) -> Mapping[str, Any] | None:
    if repair is None:
        return None
    edits = [{**asdict(edit), "path": shown_path(edit.path)} for edit in repair.edits]
    return {"applicability": repair.applicability, "message": repair.message, "edits": edits}


def _place(spot: Spot) -> Mapping[str, Any]:
    return {
        "path": shown_path(spot.path),
        "cell": spot.cell,
        "line": spot.line,
        "column": spot.column,
        "end_line": spot.end_line,
        "end_column": spot.end_column,
    }
