"""Uses of one drawn value: whether anything is made of it, and the optimizer that nothing takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tunelint.analyses.unused.contexts import Contexts, loads, returns
from tunelint.interpreter.def_use import first_use
from tunelint.interpreter.frames import CallbackFrame, CallFrame, EntryFrame
from tunelint.interpreter.library_names import called_name, dotted
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.provenance import ancestors_of_all
from tunelint.interpreter.trace import BindEvent, StoreEvent, Trace, by_value
from tunelint.interpreter.values import Mapping, Sequence, Term, options_of

CALLED = CallFrame | CallbackFrame | EntryFrame
# What a module of Lightning reads from the parameters that it saved.
SAVED = re.compile(
    r"""\.hparams\b\s*(?:\.\s*get\(\s*['"](?P<got>\w+)['"]|\.\s*(?P<attribute>\w+)"""
    r"""|\[\s*['"](?P<key>\w+)['"]\s*\])?"""
)
OF_A_MAPPING = frozenset({"get", "items", "values", "keys", "copy", "pop", "update", "setdefault"})
OPTIMIZERS = ("keras.optimizers.", "torch.optim.")


def values_in(trace: Trace) -> Values:
    """What the program of a trace does with its values."""
    return trace.once(_values)


def _values(trace: Trace) -> Values:
    return Values(trace, trace.once(Contexts))


@dataclass(frozen=True, eq=False)
class Values:
    """What a program does with single values."""

    trace: Trace
    contexts: Contexts

    def used(self, term: Term, event: Event | None) -> bool:
        """Whether anything uses the value that `event` gives, where it is a call's.

        An optimizer that is built with it and that nothing takes is no use.
        """
        if event is not None and id(event.place.node) in self.trace.dropped:
            return False
        kept = self.trace.once(_kept).get(id(term), [])
        if any(isinstance(each, StoreEvent) and not _is_entry(each) for each in kept):
            return True
        if any(True for _ in returns(self.trace, term)):
            return True
        wasted = len(list(self.wasted(term)))
        bound = [each for each in kept if isinstance(each, BindEvent)]
        if bound:
            read = sum(1 for _ in loads(self.trace, term))
            return read > wasted or any(
                self._in_closure(each) or self._saved(each) for each in bound
            )
        holders = list(self._holders(term))
        if holders:
            return self._read_from(holders, term) > wasted
        return not wasted

    def wasted(self, term: Term) -> Iterator[CallEvent]:
        """The optimizers, or schedules of theirs, that are built with the value and never used."""
        for event in self._built_with.get(id(term), ()):
            if self._handed_out(event):
                continue
            if first_use(self.trace, event) is None or self._in_wasted(event):
                yield event

    @cached_property
    def _built_with(self) -> dict[int, list[CallEvent]]:
        """The optimizers by the ids of all that their arguments are made from."""
        found: dict[int, list[CallEvent]] = {}
        for event in self._optimizers:
            for term in ancestors_of_all(argument.value for argument in event.arguments):
                found.setdefault(id(term), []).append(event)
        return found

    @cached_property
    def _optimizers(self) -> list[CallEvent]:
        return [event for event in self.trace.calls() if is_optimizer(event)]

    def _handed_out(self, event: CallEvent) -> bool:
        """Whether the value is given back to a library, which asked for it and will use it."""
        return any(
            not isinstance(
                next((f for f in reversed(each.path) if isinstance(f, CALLED)), None), CallFrame
            )
            for each in returns(self.trace, event.result)
        )

    def _in_wasted(self, event: CallEvent) -> bool:
        """Whether the value of the call only goes into an optimizer that is never used."""
        built = self._built_with.get(id(event.result), ())
        outer = [other for other in built if other is not event]
        return bool(outer) and all(first_use(self.trace, other) is None for other in outer)

    def _in_closure(self, event: BindEvent) -> bool:
        """Whether a function inside the one that binds the name reads it, whenever it is called."""
        around = [frame.function.node for frame in event.path if isinstance(frame, CALLED)]
        return bool(around) and event.name in self.contexts.names_in_closures(around[-1])

    def _saved(self, event: BindEvent) -> bool:
        """Whether a module of Lightning keeps the parameter, and reads it from what it kept."""
        frame = _function_around(event)
        if frame is None or id(frame) not in self.trace.once(_saving):
            return False
        read = self.trace.once(_read_from_saved)
        return read is None or event.name in read

    # -- values that stand in a dictionary --------------------------------------------------------

    def _holders(self, term: Term) -> Iterator[Mapping]:
        """The dictionaries with a name that hold the value."""
        yield from self.trace.once(_holding).get(id(term), ())

    def _read_from(self, holders: list[Mapping], term: Term) -> int:
        """How often the value is read out of dictionaries, or they are used as a whole."""
        found = sum(1 for _ in loads(self.trace, term))
        unique = {id(holder): holder for holder in holders}
        for holder in unique.values():
            keys = {
                getattr(entry.key, "value", None)
                for entry in holder.entries
                if any(one is term for one in options_of(entry.value))
            }
            for _, context in self.contexts.of(holder):
                whole = context.kind == "whole"
                found += whole or (context.kind == "key" and context.key in keys)
            found += sum(1 for _ in returns(self.trace, holder) if not _bound(self.trace, holder))
        return found


def is_optimizer(event: CallEvent) -> bool:
    """Whether the call builds an optimizer, or a schedule for one."""
    return any(full.startswith(OPTIMIZERS) for full in dotted(event.callee))


def _function_around(event: Event) -> Frame | None:
    return next((frame for frame in reversed(event.path) if isinstance(frame, CALLED)), None)


def _saving(trace: Trace) -> frozenset[int]:
    """The ids of the calls of functions that save all their parameters at once."""
    return frozenset(
        id(_function_around(event))
        for event in trace.calls()
        if called_name(event) == "save_hyperparameters" and not event.arguments.positional
    )


def _read_from_saved(trace: Trace) -> frozenset[str] | None:
    """The names that are read from ``self.hparams``; None where it may be any."""
    found: set[str] = set()
    for source in trace.sources:
        for read in SAVED.finditer(source.text):
            name = read["attribute"] or read["key"] or read["got"]
            if name is None or (read["attribute"] in OF_A_MAPPING):
                return None
            found.add(name)
    return frozenset(found)


def _kept(trace: Trace) -> dict[int, list[BindEvent | StoreEvent]]:
    return by_value(each for each in trace.events if isinstance(each, BindEvent | StoreEvent))


def _holding(trace: Trace) -> dict[int, list[Mapping]]:
    """The dictionaries that are bound to names, by the ids of the values that they hold."""
    found: dict[int, list[Mapping]] = {}
    for event in trace.of(BindEvent):
        for option in options_of(event.value):
            if isinstance(option, Mapping):
                for key in set(_held(option)):
                    found.setdefault(key, []).append(option)
    return found


def _held(mapping: Mapping) -> Iterator[int]:
    for entry in mapping.entries:
        yield from map(id, options_of(entry.value))
        if isinstance(entry.value, Sequence):
            yield from map(id, entry.value.items)


def _is_entry(event: StoreEvent) -> bool:
    """``parameters["rate"] = value`` in a dictionary that is written out."""
    return isinstance(event.base, Mapping) and not event.attribute


def _bound(trace: Trace, term: Term) -> bool:
    bound = trace.once(_kept).get(id(term), ())
    return any(isinstance(each, BindEvent) and each.value is term for each in bound)
