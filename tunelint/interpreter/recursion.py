"""Recursion: a function that calls itself is read once for all its calls.

When a call of a function that is being read is met, what was read of the function is forgotten, and
it is read again: now its parameters, and all that it changes, stand for any of its calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tunelint.files.place import Place
from tunelint.interpreter import loosening
from tunelint.interpreter.objects import Arguments, Function
from tunelint.interpreter.parameters import given_to, keyword_names, positional_names
from tunelint.interpreter.pending import Reading
from tunelint.interpreter.state import Changes, Whole
from tunelint.interpreter.tables import MISSING, Table
from tunelint.interpreter.values import UNFOLLOWED, Const, Opaque, Term, equal

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


def call_again(run: Interpreter, reading: Reading, place: Place | None, given: Arguments) -> Term:
    """A call of a function that is being read: it may change what the function changes."""
    reading.calls.append(given)
    reading.again = True
    weaken(run, place, reading.changes)
    return unread(run, place, given)


def unread(run: Interpreter, place: Place | None, given: Arguments) -> Term:
    """What a call gives back that is not followed."""
    hidden = [argument.value for argument in given if not isinstance(argument.value, Const)]
    return Opaque(place, UNFOLLOWED, tuple(hidden))


def weaken(run: Interpreter, place: Place | None, changes: Changes) -> None:
    """Let cells hold what they hold, or anything else."""
    for held in changes.values():
        holder, key, now = held.holder, held.key, held.now
        if key is Whole.CONTENTS:
            run.state.change(holder, loosening.loosened(now))
        elif isinstance(now, Term):
            run.state.put(holder, key, run.join(place, [now, Opaque(place, UNFOLLOWED, (now,))]))
        elif now is MISSING and isinstance(held.value, Term):
            run.state.put(holder, key, Opaque(place, UNFOLLOWED, (held.value,)))
        elif isinstance(holder, Table) and now is not MISSING:
            run.state.drop(holder, key)


def bind_again(run: Interpreter, function: Function, reading: Reading, place: Place | None) -> None:
    """Let the parameters be what any of a function's calls of itself hands over, too."""
    if not reading.calls:
        return
    names = run.scope.names
    for name in (*positional_names(function), *keyword_names(function)):
        given = [given_to(function, call, name) for call in reading.calls]
        different = [each for each in given if each is None or not equal(names[name], each)]
        if different:
            hidden = tuple(each for each in different if each is not None)
            names[name] = run.join(place, [names[name], Opaque(place, UNFOLLOWED, hidden)])
            run.scope.forwarded.pop(name, None)
    for rest in (function.node.params.star_arg, function.node.params.star_kwarg):
        if isinstance(rest, cst.Param) and rest.name.value in names:
            hidden = tuple(argument.value for call in reading.calls for argument in call)
            names[rest.name.value] = Opaque(place, UNFOLLOWED, (names[rest.name.value], *hidden))
