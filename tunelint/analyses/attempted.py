"""Attempted: whether a program is prepared for the exception that something raises."""

from __future__ import annotations

import builtins
from collections.abc import Collection

import libcst as cst

from tunelint.files.tree import children
from tunelint.interpreter.frames import LoopFrame, PartFrame
from tunelint.interpreter.objects import Event
from tunelint.interpreter.paths import Frame

EVERYTHING = frozenset({"BaseException", "Exception"})
# The built-in exceptions that libraries derive their own from.
USUAL = frozenset({"AttributeError", "TypeError", "ValueError"})

Handler = cst.ExceptHandler | cst.ExceptStarHandler


def is_attempted(event: Event, exceptions: Collection[str]) -> bool:
    """Whether one of the exceptions at the event is caught, and the program goes on otherwise.

    A handler for whatever may go wrong counts where it is about one statement alone.
    """
    return any(
        is_tried(frame, frozenset(exceptions), whatever=_is_about_one(frame))
        for frame in event.path
    )


def is_last_unless_it_fails(event: Event, loop: LoopFrame) -> bool:
    """Whether the loop goes on after the event only where something failed: it is tried again."""
    inner = event.path[event.path.index(loop) + 1 :] if loop in event.path else ()
    return any(_leaves(_body(frame)) for frame in inner)


def is_tried(frame: Frame, errors: frozenset[str], *, whatever: bool = True) -> bool:
    """Whether a frame is a body after which the program goes on where it raises such an exception.

    A handler for `whatever` may go wrong counts only if that is said.
    """
    match _body(frame):
        case cst.Try(handlers=handlers) | cst.TryStar(handlers=handlers):
            return any(goes_on_after(one, errors, whatever=whatever) for one in handlers)
        case cst.WithItem(item=item):
            given = item.args if isinstance(item, cst.Call) else ()
            return not given or any(_catches(one.value, errors, whatever) for one in given)
    return False


def gives_up(frame: Frame) -> bool:
    """Whether whatever goes wrong in the body that a frame is only ends the function it is in.

    A handler that says what happened and returns makes up for nothing.
    """
    match _body(frame):
        case cst.Try(handlers=handlers):
            return all(_is_for_everything(one) and _only_returns(one.body) for one in handlers)
    return False


def _is_for_everything(handler: Handler) -> bool:
    match handler.type:
        case None | cst.Name(value="Exception" | "BaseException"):
            return True
    return False


def _only_returns(body: cst.BaseSuite) -> bool:
    """Whether a body leaves the function with what is written there, after messages at most."""
    small = [
        part
        for statement in body.body
        for part in (
            statement.body if isinstance(statement, cst.SimpleStatementLine) else [statement]
        )
    ]
    *before, last = small
    if not isinstance(last, cst.Return):
        return False
    return all(isinstance(one, cst.Expr) for one in before) and _is_written(last)


def _is_written(node: cst.CSTNode) -> bool:
    """Whether an expression calls nothing but ``float`` and ``str``."""
    match node:
        case cst.Call(func=cst.Name(value="float" | "str")):
            pass
        case cst.Call():
            return False
    return all(map(_is_written, children(node)))


def goes_on_after(handler: Handler, errors: frozenset[str], *, whatever: bool = True) -> bool:
    """Whether a handler catches such an exception, and does not end by raising one."""
    caught = handler.type
    catches = whatever if caught is None else _catches(caught, errors, whatever)
    return catches and not _ends(handler.body)


def _body(frame: Frame) -> cst.CSTNode | None:
    """The ``try`` or the item of a ``with`` whose body a frame is, if exceptions end there."""
    if isinstance(frame, PartFrame) and frame.body and frame.place is not None:
        return frame.place.node
    return None


def _is_about_one(frame: Frame) -> bool:
    node = _body(frame)
    return not isinstance(node, cst.Try | cst.TryStar) or len(node.body.body) == 1


def _leaves(node: cst.CSTNode | None) -> bool:
    """Whether a ``try`` ends in leaving the loop, where nothing is raised."""
    if not isinstance(node, cst.Try):
        return False
    last = node.orelse.body if node.orelse is not None else node.body
    statement = last.body[-1]
    if not isinstance(statement, cst.SimpleStatementLine):
        return False
    return isinstance(statement.body[-1], cst.Break | cst.Return)


def _catches(caught: cst.BaseExpression, errors: frozenset[str], whatever: bool) -> bool:
    match caught:
        case cst.Tuple(elements=elements):
            return any(_catches(element.value, errors, whatever) for element in elements)
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            if name in EVERYTHING:
                return whatever
            spelled_out = name.endswith(("Error", "Exception", "Pruned"))
            return not spelled_out or name in _bases(errors)
    return True


def _bases(errors: frozenset[str]) -> set[str]:
    """The names of the exceptions, and of those that they may be derived from."""
    found = set(errors)
    for error in errors:
        known = getattr(builtins, error, None)
        found |= {base.__name__ for base in known.__mro__} if known is not None else USUAL
    return found


def _ends(body: cst.BaseSuite) -> bool:
    """Whether a handler ends by an exception, but for one that only ends the trial."""
    last = body.body[-1]
    small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
    if not isinstance(small, cst.Raise):
        return False
    raised = small.exc.func if isinstance(small.exc, cst.Call) else small.exc
    match raised:
        case cst.Name(value="TrialPruned") | cst.Attribute(attr=cst.Name(value="TrialPruned")):
            return False
    return True
