"""Positions: where a node stands in its source. Worked out only for sources that report."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

Positions = Mapping[cst.CSTNode, CodeRange]


def positions_of(tree: cst.Module) -> Positions:
    """The range of every node: lines from 1, columns from 0 in code points, ends exclusive."""
    return MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)
