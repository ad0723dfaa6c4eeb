"""Generators: what they do is read where somebody goes through them, not where they are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.files.tree import children
from tunelint.interpreter.contents import fill, listing_of
from tunelint.interpreter.frames import CallFrame, PartFrame
from tunelint.interpreter.objects import Arguments, CallEvent, Function
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.pending import Suspended
from tunelint.interpreter.state import Changes, interrupted
from tunelint.interpreter.values import Comprehension, Sequence, Term, options_of

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


def is_generator(run: Interpreter, function: Function) -> bool:
    """Whether calling the function makes a generator."""
    node = function.node
    if not isinstance(node, cst.FunctionDef):
        return False
    known = run.generators
    if id(node) not in known:
        known[id(node)] = _yields(node.body)
    return known[id(node)]


def _yields(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Yield):
        return True
    if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
        return False
    return any(map(_yields, children(node)))


def suspend(
    run: Interpreter,
    term: Sequence | Comprehension,
    resume: Callable[[], None],
    function: Function | None = None,
) -> None:
    """Let `term` be a generator that nobody has gone through yet."""
    run.suspended[id(term)] = Suspended(term, resume, function)


def call(run: Interpreter, event: CallEvent, function: Function, arguments: Arguments) -> Sequence:
    """The generator that calling a function makes."""
    made = Sequence(event.place, "generator", [], True, run.path, placed=0)

    def resume() -> None:
        frame = CallFrame(event.place, event, function)
        values = run.values_of(function, arguments, frame)
        known = {id(item) for item in made.items}
        new = [value for value in values if id(value) not in known]
        fill(made, listing_of(made)._replace(items=[*made.items, *new]))

    run.entered(function)
    suspend(run, made, resume, function)
    return made


def advance(run: Interpreter, term: Term) -> None:
    """Somebody goes through a value: if it is a generator, it runs on as far as they like."""
    for option in options_of(term):
        if isinstance(option, Comprehension):
            for source in option.sources:
                advance(run, source)
        suspended = run.suspended.get(id(option))
        if suspended is not None and not suspended.running:
            _run_on(run, suspended)


def _run_on(run: Interpreter, suspended: Suspended) -> None:
    suspended.read = suspended.read or not run.only_tried
    suspended.running = True
    place = suspended.term.place
    try:
        with run.state.watched() as watch:
            level = run.state.begin()
            run.resumed_at.append((suspended, len(run.state.levels) - 1))
            part = PartFrame(place, [None])
            run.resumptions.append(part)
            with run.inside(part):
                suspended.resume()
            after = run.state.undo(level)
    finally:
        suspended.running = False
        run.resumed_at.pop()
    run.meet(place, [{}, interrupted(place, watch), after])


def wait(run: Interpreter, suspended: Suspended, depth: int) -> None:
    """Let all that is not the generator's own hold what it may hold when it is resumed."""
    earliest: Changes = {}
    for level in run.state.levels[depth:]:
        earliest = level.before | earliest
    others = {
        cell: held
        for cell, held in earliest.items()
        if not any(_is_of(frame, suspended) for frame in held.holder.path)
    }
    run.meet(suspended.term.place, [{}, others])


def _is_of(frame: Frame, suspended: Suspended) -> bool:
    return isinstance(frame, CallFrame) and frame.event.result is suspended.term


def read_the_rest(run: Interpreter) -> None:
    """Read the generators that no visible code goes through."""
    while waiting := [each for each in run.suspended.values() if not each.read]:
        for suspended in waiting:
            _run_on(run, suspended)
