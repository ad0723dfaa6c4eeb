"""Paths: the branches, loops and calls that something happens inside of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tunelint.files.place import Place


@dataclass(eq=False, slots=True)
class Frame:
    """One thing that an event happens inside of."""

    place: Place | None


Path = tuple[Frame, ...]
