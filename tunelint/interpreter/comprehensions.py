"""Comprehensions: loops that build something; generator expressions run where they are used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.files.tree import children
from tunelint.interpreter import branches, contents, generators, implicit_calls, loops
from tunelint.interpreter.frames import Fork, LoopFrame
from tunelint.interpreter.values import Comprehension, Opaque, Sequence, Term

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

Written = cst.ListComp | cst.SetComp | cst.DictComp | cst.GeneratorExp
# What can be gone through again and again.
REPEATABLE = frozenset({"list", "range", "tuple"})
# What in a comprehension can change something.
CHANGING = (cst.Call, cst.NamedExpr, cst.Attribute)


def read(run: Interpreter, node: Written, kind: str, element: Callable[[], Term]) -> Term:
    """What a comprehension of a list, set or dictionary builds."""
    iterable = run.evaluate(node.for_in.iter)
    copied = _copied(run, node, iterable) if kind == "list" else None
    return copied if copied is not None else _built(run, node, kind, iterable, element)


def suspended(run: Interpreter, node: cst.GeneratorExp, element: Callable[[], Term]) -> Term:
    """A generator expression: its first iterable is evaluated, nothing else yet."""
    iterable = run.evaluate(node.for_in.iter)
    # The sole argument of a call, which nobody else can go through.
    copied = _copied(run, node, iterable) if not node.lpar else None
    if copied is not None:
        run.state.view(copied, iterable)
        return copied
    place = run.place(node)
    unseen = Opaque(place, "a generator that nobody goes through")
    made = Comprehension(place, "generator", unseen, iterable, False, run.path)
    made.sources = (iterable,)
    scope = run.scope

    def resume() -> None:
        with run.resumed(scope):
            built = _built(run, node, "generator", iterable, element)
        known = [] if made.element is unseen else [made.element]
        value = run.join(place, [*known, built.element])
        contents.fill(made, contents.Element(value, built.plain))

    generators.suspend(run, made, resume)
    return made


def _copied(run: Interpreter, node: Written, iterable: Term) -> Sequence | None:
    """The items of a list or tuple as they stand, where a comprehension gives back all of them."""
    clause = node.for_in
    if isinstance(node, cst.DictComp) or not isinstance(iterable, Sequence):
        return None
    if clause.ifs or clause.inner_for_in is not None or clause.asynchronous is not None:
        return None
    match clause.target, node.elt:
        case cst.Name(value=target), cst.Name(value=given) if target == given:
            if iterable.kind in REPEATABLE:
                kind = "generator" if isinstance(node, cst.GeneratorExp) else "list"
                result = Sequence(run.place(node), kind, [], path=run.path)
                return contents.filled(result, contents.listing_of(iterable))
    return None


def _built(
    run: Interpreter, node: Written, kind: str, iterable: Term, element: Callable[[], Term]
) -> Comprehension:
    clause = node.for_in
    value = _clause(run, node, clause, iterable, element)
    plain = clause.inner_for_in is None and not clause.ifs and kind != "set"
    made = Comprehension(run.place(node), kind, value, iterable, plain, run.path)
    run.observe(made, "iterable")
    return made


def _clause(
    run: Interpreter,
    node: Written,
    clause: cst.CompFor,
    iterable: Term,
    element: Callable[[], Term],
) -> Term:
    """Any one element that a ``for`` of a comprehension, and those inside of it, give."""
    found: list[Term] = []

    def begin() -> LoopFrame:
        item = run.element_of(iterable, clause)
        frame = LoopFrame(run.place(clause), iterable, item, comprehension=True)
        run.observe(frame, "iterable")
        return frame

    def body(frame: LoopFrame) -> bool:
        found.clear()
        with run.scoped("comprehension"):
            run.assign(clause.target, frame.element)
            found.append(_filtered(run, node, clause, element))
        return True

    place = run.place(clause)
    if not _may_change(run, node):
        level = run.state.begin()
        frame = begin()
        with run.inside(frame):
            body(frame)
        run.state.keep(level)
        return found[0]
    ends = loops.read(run, loops.Loop(place, run.bound.of(node), begin, body, is_entered(iterable)))
    run.meet(place, ends.exits)
    return found[0]


def _filtered(
    run: Interpreter, node: Written, clause: cst.CompFor, element: Callable[[], Term]
) -> Term:
    """An element, where the conditions of a ``for`` hold."""

    def inner() -> Term:
        if clause.inner_for_in is None:
            return element()
        further = clause.inner_for_in
        return _clause(run, node, further, run.evaluate(further.iter), element)

    return _where(run, list(clause.ifs), inner)


def _where(run: Interpreter, ifs: list[cst.CompIf], inner: Callable[[], Term]) -> Term:
    if not ifs:
        return inner()
    first, *rest = ifs
    condition = run.evaluate(first.test)
    implicit_calls.ask(run, first, condition)
    fork = Fork(run.place(first), condition)
    return branches.perhaps(run, fork, 0, lambda: _where(run, rest, inner))


def _may_change(run: Interpreter, node: cst.CSTNode) -> bool:
    """Whether going through a comprehension may change anything but its own variables."""
    known = run.changing
    if id(node) not in known:
        known[id(node)] = _holds_change(node)
    return known[id(node)]


def _holds_change(node: cst.CSTNode) -> bool:
    return isinstance(node, CHANGING) or any(map(_holds_change, children(node)))


def is_entered(iterable: Term) -> bool:
    """Whether going through a value surely gives an element."""
    return isinstance(iterable, Sequence) and iterable.kind != "generator" and iterable.shortest > 0
