"""Stores to items: what setting or deleting one changes, by any way to write it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import attribute_stores, attributes, branches, containers
from tunelint.interpreter.implicit_calls import method_of
from tunelint.interpreter.trace import DeleteEvent, StoreEvent
from tunelint.interpreter.values import Const, Entry, Opaque, Term, options_of

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


def set_one(run: Interpreter, node: cst.CSTNode, base: Term, key: Term, value: Term) -> None:
    """``base[key] = value``."""
    run.state.may_raise()
    run.emit(StoreEvent(*run.stamp(node), base, key, value, False))
    entry = Entry(key, value, run.place(node))
    branches.each(run, options_of(base), lambda one: _set_in(run, node, one, entry))


def _set_in(run: Interpreter, node: cst.CSTNode, base: Term, entry: Entry) -> None:
    own = method_of(base, "__setitem__")
    if own is not None:
        run.call_with(node, own, [entry.key, entry.value])
    elif not containers.store(run, base, entry):
        _set_unseen(run, base, entry)


def _set_unseen(run: Interpreter, base: Term, entry: Entry) -> None:
    owner = attributes.owner_of_dictionary(base)
    if owner is not None:
        attribute_stores.set_any(run, owner, entry.key, entry.value)
        return
    run.change_unseen(base, (entry.value,))
    if not isinstance(entry.key, Const):
        run.forget_stored(base, entry.value)
    elif isinstance(entry.key.value, Hashable):
        run.store(base, entry.key.value, entry.value)


def delete(run: Interpreter, node: cst.CSTNode, base: Term, key: Term) -> None:
    """``del base[key]``."""
    run.state.may_raise()
    run.emit(DeleteEvent(*run.stamp(node), base, key))
    branches.each(run, options_of(base), lambda one: _delete_in(run, node, one, key))


def _delete_in(run: Interpreter, node: cst.CSTNode, base: Term, key: Term) -> None:
    own = method_of(base, "__delitem__")
    if own is not None:
        run.call_with(node, own, [key])
    elif not containers.delete(run, base, key):
        _delete_unseen(run, base, key)


def _delete_unseen(run: Interpreter, base: Term, key: Term) -> None:
    owner = attributes.owner_of_dictionary(base)
    if owner is not None:
        attribute_stores.set_any(run, owner, key, Opaque(base.place, "perhaps deleted"))
        return
    run.change_unseen(base)
    if isinstance(key, Const) and isinstance(key.value, Hashable):
        run.store(base, key.value, Opaque(base.place, "deleted"))
