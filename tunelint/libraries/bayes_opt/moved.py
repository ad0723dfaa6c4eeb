"""Names and methods of bayes_opt that are gone."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.values import Attribute, options_of
from tunelint.libraries.bayes_opt.optimizations import optimizations
from tunelint.libraries.bayes_opt.tables import MOVED_METHODS, MOVED_NAMES, OPTIMISER
from tunelint.libraries.common.moved_names import moved_names
from tunelint.model.library_errors import MovedName
from tunelint.model.program import Program


def read(program: Program) -> Iterator[MovedName]:
    """Where the program imports or uses such a name, or calls such a method."""
    yield from moved_names(program, MOVED_NAMES)
    for search in optimizations(program.trace):
        for event in search.called(*MOVED_METHODS):
            callee = event.callee
            if isinstance(callee, Attribute) and len(options_of(callee.base)) == 1:
                yield MovedName(
                    event=event,
                    place=event.place,
                    written=f"{OPTIMISER}.{callee.name}",
                    instead=MOVED_METHODS[callee.name],
                    gone=f"{OPTIMISER}.{callee.name}",
                )
