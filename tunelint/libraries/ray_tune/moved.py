"""Names of Ray Tune that are gone."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.libraries.common.moved_names import moved_names
from tunelint.libraries.ray_tune.tables import MEMBERS, MOVED_NAMES
from tunelint.model.library_errors import MovedName
from tunelint.model.program import Program


def read(program: Program) -> Iterator[MovedName]:
    """Where the program imports or uses such a name."""
    return moved_names(program, MOVED_NAMES, members=MEMBERS)
