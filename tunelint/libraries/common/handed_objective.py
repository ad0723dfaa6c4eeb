"""Objectives that a search is handed as a function."""

from __future__ import annotations

from tunelint.files.place import Place
from tunelint.interpreter.values import Argument
from tunelint.model.facts import Fact, Unknown
from tunelint.model.objective import Objective


def handed_objective(argument: Argument | None, direction: Fact, otherwise: Place) -> Objective:
    """The objective of a search that calls a function; `otherwise` is its place without one."""
    return Objective(
        name=Unknown(None, (), "a function"),
        direction=direction,
        written="function",
        place=argument.anchor if argument is not None else otherwise,
        argument=argument,
        term=argument.value if argument is not None else None,
    )
