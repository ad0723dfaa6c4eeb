"""Names of Ray Tune that are gone."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.frameworks.moved import moved_names
from tunelint.program import Program
from tunelint.search import MovedName
from tunelint.tuners.ray_tune.tables import MEMBERS, MOVED_NAMES


def read(program: Program) -> Iterator[MovedName]:
    """Where the program imports or uses such a name."""
    return moved_names(program, MOVED_NAMES, members=MEMBERS)
