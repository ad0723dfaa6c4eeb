"""Runs: where a Ray Tune search is set up and started, and with which settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.library_names import dotted, named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.trace import Trace, chooser
from tunelint.interpreter.values import Argument, Attribute, Const, Term, Unbound, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.ray_tune import tables
from tunelint.model.facts import Default, Fact, Unknown


@dataclass(frozen=True, eq=False)
class Tuned:
    """One search: ``tune.Tuner(…)`` with the calls of its ``fit``, or ``tune.run(…)``.

    `config` is the call of ``TuneConfig`` that it is given; `unread` says that its settings come
    from something else. `started` are the calls that run it.
    """

    event: CallEvent
    label: str
    config: LibraryCall | None
    unread: bool
    started: tuple[CallEvent, ...]

    @property
    def by_run(self) -> bool:
        """Whether it is ``tune.run``, which takes all settings itself."""
        return self.label == "tune.run"

    @property
    def settings(self) -> LibraryCall | None:
        """The call that takes ``metric=``, ``num_samples=`` and the like."""
        return self.call if self.by_run else self.config

    def given(self, name: str) -> Argument | None:
        """The argument for a setting."""
        return self.settings.given(name) if self.settings is not None else None

    def fact(self, name: str) -> Fact:
        """A setting as a fact, with the library's default."""
        if self.unread:
            return Unknown(None, (), "the settings cannot be read")
        if self.settings is None:
            return Default(None, (), tables.SEARCHES["TuneConfig"].defaults.get(name))
        return self.settings.fact(name)

    def may_have(self, name: str) -> bool:
        """Whether a setting is given, or could be."""
        return self.unread or (self.settings is not None and self.settings.may_have(name))

    @property
    def call(self) -> LibraryCall:
        """The call that sets it up."""
        return LibraryCall(self.event, tables.SEARCHES[self.label.removeprefix("tune.")])

    @property
    def trainable(self) -> Argument | None:
        """What runs a trial, as it is handed over."""
        return self.call.given(self.call.signature.order[0])

    @property
    def space(self) -> Argument | None:
        """The configurations to draw from, as they are handed over."""
        return self.event.arguments.get("config" if self.by_run else "param_space")

    @property
    def place(self) -> Place:
        """Where a finding about the search stands: at the visible caller that chose it."""
        return chooser(self.event, (self.trainable, self.space)).anchor

    @property
    def results(self) -> tuple[Term, ...]:
        """What the search gives back, each time that it is started."""
        return tuple(event.result for event in self.started)


def tuned(trace: Trace) -> Iterator[Tuned]:
    """Every search that the program sets up with Ray Tune, in order."""
    for event in trace.calls():
        for option in options_of(event.callee):
            found = _tuned(event, option, trace)
            if found is not None:
                yield found
                break


def _tuned(event: CallEvent, callee: Term, trace: Trace) -> Tuned | None:
    if is_run(callee):
        if _is_unbound(callee) and "config" not in event.arguments.keywords:
            return None
        return Tuned(event, "tune.run", None, event.arguments.open_positional, (event,))
    if not named(callee, tables.PACKAGE, {"Tuner"}):
        return None
    if _is_unbound(callee) and not any(
        name in tables.SEARCHES["Tuner"] for name in event.arguments.keywords
    ):
        return None
    config, unread = _config(event)
    return Tuned(event, "tune.Tuner", config, unread, tuple(_fits(event, trace)))


def _is_unbound(callee: Term) -> bool:
    """Whether the file does not say whose it is: only the shape of the call tells."""
    return isinstance(callee, Unbound) or (
        isinstance(callee, Attribute) and isinstance(callee.base, Unbound)
    )


def is_run(callee: Term) -> bool:
    """Whether the value is ``ray.tune.run``."""
    return any(full in ("ray.tune.run", "ray.tune.tune.run") for full in dotted(callee))


def _config(event: CallEvent) -> tuple[LibraryCall | None, bool]:
    """The call of ``TuneConfig`` that a tuner is given, and whether it is given something else."""
    argument = event.arguments.get("tune_config")
    if argument is None:
        return None, event.arguments.may_have("tune_config")
    match argument.value:
        case Const(value=None):
            return None, False
        case Result(event=made) if named(made.callee, tables.PACKAGE, {"TuneConfig"}):
            return LibraryCall(made, tables.SEARCHES["TuneConfig"]), False
    return None, True


def _fits(event: CallEvent, trace: Trace) -> Iterator[CallEvent]:
    """The calls ``tuner.fit()`` of one tuner."""
    for other in trace.events_since(event.index):
        if isinstance(other, CallEvent) and isinstance(other.callee, Attribute):
            bases = options_of(other.callee.base)
            if other.callee.name == "fit" and event.result in bases:
                yield other
