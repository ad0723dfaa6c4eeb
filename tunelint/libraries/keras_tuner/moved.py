"""Names of Keras Tuner that are gone, and its old package name."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.libraries.common.moved_names import moved_names
from tunelint.libraries.keras_tuner.tables import KEPT_NAMES, MOVED_NAMES, OLD_PACKAGE, PACKAGE
from tunelint.model.library_errors import MovedName
from tunelint.model.program import Program


def read(program: Program) -> Iterator[MovedName]:
    """Where the program imports or uses such a name.

    A project with a package of the old name of its own means that one.
    """
    if program.project.owns(OLD_PACKAGE):
        return iter(())
    return moved_names(program, MOVED_NAMES, {OLD_PACKAGE: PACKAGE}, kept=KEPT_NAMES)
