"""Methods of a trial that Optuna has replaced and that still answer, with a warning."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.trace import ImportEvent
from tunelint.interpreter.values import Attribute
from tunelint.libraries.optuna.tables import DEPRECATED, PACKAGE
from tunelint.model.library_errors import MovedName
from tunelint.model.program import Program


def read(program: Program) -> Iterator[MovedName]:
    """Every call of such a method in a program that imports Optuna."""
    if not _imports_optuna(program):
        return
    for event in program.trace.calls():
        callee = event.callee
        if isinstance(callee, Attribute) and callee.name in DEPRECATED:
            yield MovedName(
                event=event,
                place=event.place,
                written=callee.name,
                instead=DEPRECATED[callee.name],
                importable=True,
            )


def _imports_optuna(program: Program) -> bool:
    return any(
        isinstance(event, ImportEvent) and event.name.partition(".")[0] == PACKAGE
        for event in program.trace.events
    )
