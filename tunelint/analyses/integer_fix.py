"""The fix for a float where an integer is needed: ``int(…)`` around it."""

from __future__ import annotations

import libcst as cst

from tunelint.files.place import Place
from tunelint.findings.finding import Fix, safe_fix
from tunelint.findings.fixes.changes import Wrap
from tunelint.model.search import Search
from tunelint.model.space import Use


def int_around(search: Search, use: Use) -> Fix | None:
    """``int(…)`` where the value is handed over; in a dictionary, where the trial draws it."""
    place = _handed_over(use)
    if place is None and search.in_trial(use.hyperparameter.event) and not use.from_result:
        place = use.argument.entry
    if place is None:
        return None
    return safe_fix(f"make {use.parameter} an int", Wrap(place, ("int(",), (")",)))


def _handed_over(use: Use) -> Place | None:
    """The argument, where it is the value itself."""
    place = use.argument.place
    if not isinstance(place.node, cst.Arg) or place.node.star or use.argument.entry is not None:
        return None
    return place
