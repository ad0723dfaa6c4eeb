"""Studies: where they are made, with which arguments, and which of them a value is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.interpreter.library_names import is_unbound, named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.trace import StoreEvent, Trace, chooser
from tunelint.interpreter.values import (
    Const,
    Term,
    options_of,
)
from tunelint.libraries.common.holding import held
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.optuna.tables import PACKAGE, STUDIES

# What makes a study a caller's own, when a function of the project merely hands it on.
CHOSEN_BY_CALLER = ("study_name", "sampler", "direction", "directions")
TELLING = frozenset({"direction", "directions", "sampler", "pruner", "storage", "study_name"})


@dataclass(frozen=True, eq=False)
class Study(LibraryCall):
    """One call of `create_study` or `load_study` (`made`)."""

    made: str

    @property
    def chosen(self) -> CallEvent:
        """The visible call that chose what is searched, and how."""
        return chooser(self.event, [self.given(name) for name in CHOSEN_BY_CALLER])


def studies(trace: Trace) -> Iterator[Study]:
    """Every study that the program makes, in order."""
    for event in trace.calls():
        for option in options_of(event.callee):
            made = named(option, PACKAGE, STUDIES)
            if made is not None and (not is_unbound(option) or _telling(event)):
                yield Study(event, STUDIES[made], made)
                break


def _telling(event: CallEvent) -> bool:
    return not event.arguments.positional and (
        not event.arguments.keywords or bool(TELLING & event.arguments.keywords.keys())
    )


def made_by(term: Term) -> Iterator[CallEvent]:
    """The calls of which the value can be what they gave back, through lists of several."""
    return (one.event for one in held(term) if isinstance(one, Result))


def is_none(term: Term | None) -> bool:
    """Whether nothing is given, or None."""
    return term is None or (isinstance(term, Const) and term.value is None)


def sampler_of(study: Study, trace: Trace) -> Term | None:
    """What a study draws with: the sampler that it is made with, or one that is set later."""
    for event in reversed(trace.events):
        match event:
            case StoreEvent(base=base, key=Const(value="sampler"), attribute=True):
                if base is study.event.result:
                    return event.value
    return study.value("sampler")
