"""Verdicts as plain records of text and numbers, for stores and programs, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from tunelint.lab.verdicts import Bars, Curve, Curves, Exhibit, Outcome, Proposals, Ranking, Verdict

_KINDS: Mapping[str, type[Exhibit]] = {
    "curves": Curves,
    "ranking": Ranking,
    "proposals": Proposals,
    "bars": Bars,
}


def record_of(verdict: Verdict) -> dict[str, Any]:
    """The verdict with names for everything; `verdict_of` reads it."""
    return {
        "outcome": verdict.outcome.value,
        "line": verdict.line,
        "numbers": dict(verdict.numbers),
        "exhibits": [exhibit_record(exhibit) for exhibit in verdict.exhibits],
        "depends_on_data": verdict.depends_on_data,
    }


def exhibit_record(exhibit: Exhibit) -> dict[str, Any]:
    """One exhibit; `kind` says which it is."""
    kind = next(name for name, made in _KINDS.items() if isinstance(exhibit, made))
    return {"kind": kind, **asdict(exhibit)}


def verdict_of(record: Mapping[str, Any]) -> Verdict:
    """The verdict that a record holds.

    Raises KeyError, TypeError or ValueError where it holds none.
    """
    return Verdict(
        Outcome(record["outcome"]),
        str(record["line"]),
        dict(record["numbers"]),
        tuple(_exhibit(one) for one in record["exhibits"]),
        bool(record["depends_on_data"]),
    )


def _exhibit(record: Mapping[str, Any]) -> Exhibit:
    fields = {name: _tuples(value) for name, value in record.items() if name != "kind"}
    if record["kind"] == "curves":
        fields["lines"] = tuple(Curve(**line) for line in fields["lines"])
    return _KINDS[record["kind"]](**fields)


def _tuples(value: Any) -> Any:
    """JSON has lists where the exhibits have tuples."""
    if isinstance(value, list | tuple):
        return tuple(_tuples(one) for one in value)
    if isinstance(value, dict):
        return {name: _tuples(one) for name, one in value.items()}
    return value
