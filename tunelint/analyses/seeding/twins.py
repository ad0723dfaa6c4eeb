"""Twins: searches that stand in a program twice, which one seed would make alike."""

from __future__ import annotations

import libcst as cst

from tunelint.interpreter.order import exclusive, unconnected
from tunelint.model.program import Program
from tunelint.model.search import Search

# Arguments that say where a search keeps its trials, and not which ones it makes.
KEEPING = frozenset(
    {"directory", "name", "overwrite", "project_name", "storage", "study_name", "trials"}
)


def has_twin(program: Program, search: Search) -> bool:
    """Whether another search, at another place, makes the same trials in the same run.

    One that is written with a seed of its own is none.
    """
    written = program.once(_all_written)
    return any(
        other.built.place.key != search.built.place.key
        and not exclusive(search.built, other.built)
        and not unconnected(search.built, other.built)
        and written[id(other)] == written[id(search)]
        for other in program.searches
    )


def _all_written(program: Program) -> dict[int, tuple[str, ...]]:
    return {id(search): _written(search) for search in program.searches}


def _written(search: Search) -> tuple[str, ...]:
    """The search as it is made and run, and its functions, but for where it keeps its trials."""
    functions = [_code(function.node) for function in search.functions]
    runs = [text for event in search.run_events for text in _call(event.place.node)[1:]]
    return (search.tuner, search.label, *_call(search.built.place.node), *runs, *functions)


def _call(node: cst.CSTNode) -> list[str]:
    if not isinstance(node, cst.Call):
        return [_code(node)]
    arguments = (
        _code(one.with_changes(comma=cst.MaybeSentinel.DEFAULT))
        for one in node.args
        if one.keyword is None or not (one.keyword.value in KEEPING or _is_none(one.value))
    )
    return [_code(node.func), *sorted(arguments)]


def _is_none(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"


def _code(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)
