"""Attempts: bodies that an exception may leave somewhere in the middle, and what happens then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.tree import children
from tunelint.interpreter import generators
from tunelint.interpreter.frames import BranchFrame, FinalFrame, Fork, PartFrame, WithFrame
from tunelint.interpreter.implicit_calls import method_of
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import Arguments, Function, Instance, Result
from tunelint.interpreter.state import Changes, Watch, interrupted
from tunelint.interpreter.values import (
    Attribute,
    Const,
    External,
    Opaque,
    Sequence,
    Term,
    options_of,
)

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

Block = Callable[[], bool]
# What swallows exceptions of the body of its ``with``.
SWALLOWING = frozenset({"contextlib.suppress", "contextlib.ExitStack", "pytest.raises"})
CONTEXT_MANAGERS = frozenset({"contextmanager", "asynccontextmanager"})


@dataclass(frozen=True, eq=False, slots=True)
class Attempt:
    """A body, what follows where it comes to its end, what rescues it, and what always ends it."""

    place: Place
    part: PartFrame
    body: Block
    otherwise: Block | None = None
    handlers: tuple[tuple[Place, Block], ...] = ()
    final: Block | None = None


def read_try(
    run: Interpreter, node: cst.Try | cst.TryStar, block: Callable[[cst.BaseSuite], bool]
) -> bool:
    """Read a ``try``; whether what follows it is reached."""
    handlers: Iterable[cst.ExceptHandler | cst.ExceptStarHandler] = node.handlers
    place = run.place(node)

    def body() -> bool:
        with run.trying():
            return block(node.body)

    def handler(written: cst.ExceptHandler | cst.ExceptStarHandler) -> Block:
        return lambda: _handle(run, written, block)

    orelse, final = node.orelse, node.finalbody
    return read(
        run,
        Attempt(
            place,
            PartFrame(place, body=True),
            body,
            None if orelse is None else lambda: block(orelse.body),
            tuple((run.place(written), handler(written)) for written in handlers),
            None if final is None else lambda: block(final.body),
        ),
    )


def _handle(
    run: Interpreter,
    handler: cst.ExceptHandler | cst.ExceptStarHandler,
    block: Callable[[cst.BaseSuite], bool],
) -> bool:
    if handler.type is not None:
        run.evaluate(handler.type)
    if handler.name is None:
        return block(handler.body)
    run.assign(handler.name.name, Opaque(run.place(handler), "an exception"))
    completes = block(handler.body)
    if isinstance(handler.name.name, cst.Name):
        run.unbind(handler.name.name.value)
    return completes


def read(run: Interpreter, attempt: Attempt) -> bool:
    """Read a body and what belongs to it; whether what follows is reached."""
    pending = _pending(run)
    with _watched(run, attempt.final is not None) as whole:
        arms = _rescued(run, attempt)
    if attempt.final is not None:
        exceptional = interrupted(attempt.place, whole) if whole is not None else {}
        arms = _finished(run, attempt, attempt.final, arms, exceptional, pending)
    if arms:
        run.meet(attempt.place, arms)
    return bool(arms)


@contextmanager
def _watched(run: Interpreter, wanted: bool) -> Iterator[Watch | None]:
    if not wanted:
        yield None
        return
    with run.state.watched() as watch:
        yield watch


def _rescued(run: Interpreter, attempt: Attempt) -> list[Changes]:
    """The ends of the body with what follows it, and of each of its handlers."""
    place, part = attempt.place, attempt.part
    fork = Fork(place, Opaque(place, "whether an exception is raised"), part=part)
    arms: list[Changes] = []
    with run.state.watched() as watch:
        level = run.state.begin()
        with run.inside(part):
            completes = attempt.body()
        after = run.state.undo(level)
    if completes:
        if attempt.otherwise is not None:
            level = run.state.begin()
            run.state.apply(after)
            with run.inside(BranchFrame(place, fork, 0)):
                completes = attempt.otherwise()
            after = run.state.undo(level)
        arms += [after] if completes else []
    cut_short = interrupted(place, watch)
    for number, (where, handler) in enumerate(attempt.handlers, start=1):
        jumps = run.jumps
        level = run.state.begin()
        run.state.apply(cut_short)
        with run.inside(BranchFrame(where, fork, number)):
            completes = handler()
        changes = run.state.undo(level)
        part.onwards.extend(run.jumped_since(jumps))
        if completes:
            arms.append(changes)
            part.onwards.append(None)
    return arms


def _pending(run: Interpreter) -> list[int]:
    """How many jumps wait at each landing."""
    return [len(landing.arrivals) for landing in run.landings]


def _finished(
    run: Interpreter,
    attempt: Attempt,
    final: Block,
    arms: list[Changes],
    exceptional: Changes,
    pending: list[int],
) -> list[Changes]:
    """The ends after what happens in any case, which jumps out of the body pass too."""
    landings = list(zip(run.landings, pending, _pending(run), strict=True))
    jumping = [jump for landing, start, end in landings for jump in landing.arrivals[start:end]]
    outer = run.state.begin()
    run.meet(attempt.place, [*arms, *jumping, exceptional])
    inner = run.state.begin()
    jumps = run.jumps
    with run.inside(FinalFrame(attempt.place, attempt.part)):
        completes = final()
    run.state.may_raise()  # the exception that waited goes on
    changes = run.state.undo(inner)
    run.state.undo(outer)
    attempt.part.onwards.extend(run.jumped_since(jumps))
    if not completes:
        for landing, start, end in landings:
            del landing.arrivals[start:end]
        return []
    for way in (*arms, *jumping):
        way.update(changes)
    return arms


# -- with -----------------------------------------------------------------------------------------


def read_with(run: Interpreter, node: cst.With, block: Callable[[cst.BaseSuite], bool]) -> bool:
    """Read a ``with``; whether what follows it is reached."""

    def inside(number: int) -> bool:
        if number == len(node.items):
            return block(node.body)
        return _entered(run, node.items[number], lambda: inside(number + 1))

    return inside(0)


def _entered(run: Interpreter, item: cst.WithItem, body: Block) -> bool:
    context = run.evaluate(item.item)
    place = run.place(item)
    value = _enter(run, context, item)
    if item.asname is not None:
        run.assign(item.asname.name, value)
    frame = WithFrame(place, context)
    swallows = any(_swallows(run, option) for option in options_of(context))
    leaves = _leaving(run, context, item)
    if not swallows and leaves is None:
        with run.inside(frame):
            return body()
    with run.inside(frame):
        return read(
            run,
            Attempt(
                place,
                PartFrame(place, body=swallows),
                body,
                handlers=((place, lambda: True),) if swallows else (),
                final=leaves,
            ),
        )


def _enter(run: Interpreter, context: Term, item: cst.WithItem) -> Term:
    """What ``with`` binds: what the manager's ``__enter__`` gives back."""
    run.state.may_raise()
    found: list[Term] = []
    for option in options_of(context):
        enter = method_of(option, "__enter__")
        if enter is not None:
            found.append(run.call(item, enter, Arguments()))
        elif _is_generator(run, option):
            assert isinstance(option, Sequence)
            generators.advance(run, option)
            found.append(run.join(option.place, list(option.items)))
        else:
            found.append(option)
    return found[0] if len(found) == 1 else run.join(context.place, found)


def _leaving(run: Interpreter, context: Term, item: cst.WithItem) -> Block | None:
    """What happens where the body of a ``with`` ends, if the program shows it."""
    shown = [
        option
        for option in options_of(context)
        if method_of(option, "__exit__") is not None or _is_generator(run, option)
    ]
    if not shown:
        return None

    def leave() -> bool:
        for option in shown:
            leave_one = method_of(option, "__exit__")
            if leave_one is None:
                generators.advance(run, option)
            else:
                unseen = Arguments(open_positional=True)
                run.call(item, leave_one, unseen)
        return True

    return leave


def _is_generator(run: Interpreter, context: Term) -> bool:
    """Whether a context manager is a generator function of the project's."""
    suspended = run.suspended.get(id(context))
    function = suspended.function if suspended is not None else None
    return function is not None and any(
        isinstance(decorator, External) and decorator.name.rpartition(".")[2] in CONTEXT_MANAGERS
        for decorator in function.decorators
    )


def _swallows(run: Interpreter, context: Term) -> bool:
    """Whether the body of a ``with`` may be left by an exception that goes no further.

    What a library makes lets exceptions through, but for what is known not to.
    """
    match context:
        case Instance():
            leave = method_of(context, "__exit__")
            return leave is not None and not _gives_back_nothing(leave)
        case Result(event=event):
            names = dotted(event.callee)
            return _is_unknown(event.callee) or bool(SWALLOWING & set(names))
        case Sequence():
            suspended = run.suspended.get(id(context))
            function = suspended.function if suspended is not None else None
            return function is None or _handles(function.node.body)
        case Const():
            return False
    return _is_unknown(context)


def _gives_back_nothing(function: Function) -> bool:
    """Whether an ``__exit__`` gives back nothing that counts as true."""
    return not any(_returns(function.node.body))


def _returns(node: cst.CSTNode) -> Iterator[bool]:
    if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
        return
    if isinstance(node, cst.Return):
        match node.value:
            case None | cst.Name("None") | cst.Name("False"):
                return
        yield True
        return
    for child in children(node):
        yield from _returns(child)


def _handles(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.ExceptHandler | cst.ExceptStarHandler | cst.With):
        return True
    return any(map(_handles, children(node)))


def _is_unknown(term: Term) -> bool:
    """Whether the source does not say which library a value comes from."""
    while isinstance(term, Attribute | Result):
        if dotted(term):
            break
        term = term.base if isinstance(term, Attribute) else term.event.callee
    names = dotted(term)
    return not names or all(name.startswith(".") for name in names)
