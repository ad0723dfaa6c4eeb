"""Matching: the cases of a ``match``, and what their patterns bind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import attributes, branches, implicit_calls
from tunelint.interpreter.frames import BranchFrame, Fork
from tunelint.interpreter.state import Changes
from tunelint.interpreter.values import Const, External, Opaque, Sequence, Term

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

# Classes whose pattern ``int(x)`` binds the value itself.
PLAIN = frozenset(
    f"builtins.{name}"
    for name in ("bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple")
)


def read_match(
    run: Interpreter, node: cst.Match, block: Callable[[cst.BaseSuite], bool]
) -> bool | BranchFrame:
    """Read a ``match``; whether what follows it is reached, or in which arm."""
    subject = run.evaluate(node.subject)
    place = run.place(node)
    fork = Fork(place, subject)
    going_on: list[tuple[int, Changes]] = []
    start = run.state.begin()
    depth = len(run.state.levels) - 1
    for number, case in enumerate(node.cases):
        level = run.state.begin()
        _bind(run, case.pattern, subject)
        if case.guard is not None:
            _read_guard(run, case)
        bound = run.state.since(depth + 1)
        with run.inside(BranchFrame(place, fork, number)):
            completes = block(case.body)
        end = run.state.since(depth)
        run.state.undo(level)
        if completes:
            going_on.append((number, end))
        if _matches_all(case):
            break
        run.meet(place, [{}, bound])
    else:
        going_on.append((len(node.cases), run.state.since(depth)))
    run.state.undo(start)
    return branches.go_on(run, fork, going_on, len(node.cases) + 1)


def _matches_all(case: cst.MatchCase) -> bool:
    return case.guard is None and _is_irrefutable(case.pattern)


def _is_irrefutable(pattern: cst.MatchPattern) -> bool:
    match pattern:
        case cst.MatchAs(pattern=None):
            return True
        case cst.MatchAs(pattern=cst.MatchPattern() as inner):
            return _is_irrefutable(inner)
        case cst.MatchOr(patterns=patterns):
            return any(_is_irrefutable(each.pattern) for each in patterns)
    return False


def _read_guard(run: Interpreter, case: cst.MatchCase) -> None:
    assert case.guard is not None
    fork = Fork(run.place(case), None)
    with run.inside(BranchFrame(fork.place, fork, 0)):
        implicit_calls.ask(run, case, run.evaluate(case.guard))


# -- patterns -------------------------------------------------------------------------------------


def _bind(run: Interpreter, pattern: cst.MatchPattern, subject: Term) -> None:
    match pattern:
        case cst.MatchAs(pattern=inner, name=name):
            if inner is not None:
                _bind(run, inner, subject)
            if name is not None:
                run.assign(name, subject)
        case cst.MatchValue(value=value):
            run.evaluate(value)
        case cst.MatchOr(patterns=patterns):
            _bind_any(run, patterns, subject)
        case cst.MatchList(patterns=parts) | cst.MatchTuple(patterns=parts):
            _bind_items(run, parts, subject)
        case cst.MatchMapping(elements=elements, rest=rest):
            for element in elements:
                key = run.evaluate(element.key)
                _bind(run, element.pattern, attributes.item(run, subject, key, element))
            if rest is not None:
                run.assign(rest, _part(run, rest, subject))
        case cst.MatchClass():
            _bind_class(run, pattern, subject)


def _bind_any(run: Interpreter, patterns: Iterable[cst.MatchOrElement], subject: Term) -> None:
    ends: list[Changes] = []
    for each in patterns:
        level = run.state.begin()
        _bind(run, each.pattern, subject)
        ends.append(run.state.undo(level))
    run.meet(subject.place, ends)


def _bind_items(
    run: Interpreter, parts: Iterable[cst.MatchSequenceElement | cst.MatchStar], subject: Term
) -> None:
    parts = list(parts)
    starred = any(isinstance(part, cst.MatchStar) for part in parts)
    known = isinstance(subject, Sequence) and not subject.open and not subject.reordered
    for number, part in enumerate(parts):
        if isinstance(part, cst.MatchStar):
            if part.name is not None:
                run.assign(part.name, _part(run, part, subject))
        elif known and not starred:
            _bind(run, part.value, attributes.item(run, subject, Const(None, number), part))
        else:
            _bind(run, part.value, _part(run, part, subject))


def _bind_class(run: Interpreter, pattern: cst.MatchClass, subject: Term) -> None:
    cls = run.evaluate(pattern.cls)
    plain = isinstance(cls, External) and cls.name in PLAIN
    for positional in pattern.patterns:
        _bind(run, positional.value, subject if plain else _part(run, positional, subject))
    for keyword in pattern.kwds:
        found = attributes.read(run, subject, keyword.key.value, keyword)
        _bind(run, keyword.pattern, found)


def _part(run: Interpreter, node: cst.CSTNode, subject: Term) -> Term:
    return Opaque(run.place(node), "a part of what is matched", (subject,))
