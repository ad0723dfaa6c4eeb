"""Children: the nodes that a node holds, without the whitespace, and quickly.

libcst's own ``node.children`` copies the node and runs a visitor over it, whitespace and all.
"""

from __future__ import annotations

from functools import cache

import libcst as cst

_WHITESPACE = frozenset(
    {
        "leading_lines",
        "lines_after_decorators",
        "leading_whitespace",
        "trailing_whitespace",
        "header",
        "footer",
    }
)


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The child nodes in the order of the source, without whitespace, comments and empty lines."""
    found: list[cst.CSTNode] = []
    for name in child_fields(type(node)):
        value = getattr(node, name)
        kind = type(value)
        if kind is tuple or kind is list:
            found += value
        elif value is not None and kind is not cst.MaybeSentinel:
            found.append(value)
    return found


@cache
def child_fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """The fields of a node class that hold nodes, in the order of the source.

    It is the order in which the class itself visits them: it names each as a constant.
    """
    named = kind._visit_and_replace_children.__code__.co_consts
    return tuple(
        name
        for name in named
        if isinstance(name, str) and name in kind.__dataclass_fields__ and not _is_whitespace(name)
    )


def _is_whitespace(name: str) -> bool:
    return name in _WHITESPACE or name.startswith("whitespace_")
