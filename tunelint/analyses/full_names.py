"""Full names: which parameter of an estimator a name that sets nothing is meant for."""

from __future__ import annotations

import libcst as cst

from tunelint.analyses.shared_values import is_shared, occurs_elsewhere
from tunelint.analyses.unknown_parameters import UnknownParameter
from tunelint.files.place import Place
from tunelint.findings.finding import Fix, safe_fix
from tunelint.findings.fixes.changes import Change, RenameArgument, Replace
from tunelint.findings.fixes.literals import string_like
from tunelint.model.program import Program


def full_name(unknown: UnknownParameter) -> str | None:
    """The name in full, where exactly one step has the parameter; None where others may."""
    lacking, last = unknown.lacking, unknown.name.rpartition("__")[2]
    if not lacking.whole:
        return None
    by_parameter = [one for one in lacking.names if one.rpartition("__")[2] == last]
    by_letters = [one for one in lacking.names if _letters(one) == _letters(unknown.name)]
    found = by_parameter or by_letters
    return found[0] if len(found) == 1 and found[0] not in unknown.beside else None


def similar(unknown: UnknownParameter) -> str | None:
    """The one name that is spelled almost so."""
    import difflib

    names = [one for one in unknown.lacking.names if one not in unknown.beside]
    close = difflib.get_close_matches(unknown.name, names, n=2, cutoff=0.8)
    return close[0] if len(close) == 1 else None


def _letters(name: str) -> str:
    return "_".join(name.split("__"))


def renamed(program: Program, unknown: UnknownParameter) -> Fix | None:
    """The full name in place of the written one, where that is meant for nothing else."""
    name, place = full_name(unknown), unknown.place
    if name is None or is_shared(program, place):
        return None
    match place.node:
        case cst.DictElement(key=cst.SimpleString() as key):
            written = Place(place.source, key)
            change: Change = Replace(written, (string_like(written, name),))
        case cst.Arg(keyword=cst.Name() as key) if name.isidentifier():
            written, change = Place(place.source, key), RenameArgument(place, name)
        case _:
            return None
    if occurs_elsewhere(program, written, unknown.name):
        return None
    return safe_fix(f"write {name!r}", change)
