"""A place in a source: the node that a fact or a finding is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import libcst as cst

    from tunelint.files.source import Source


@dataclass(frozen=True, eq=False, slots=True)
class Place:
    """A node of one source: where a finding is anchored or what it points to."""

    source: Source
    node: cst.CSTNode

    @property
    def key(self) -> tuple[str, int]:
        """Identity of the place: the same node of the same source gives the same key."""
        return (str(self.source.path), id(self.node))
