"""How a cross-validated search is built: which class, with which arguments, on which estimator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.frames import loops_around
from tunelint.interpreter.library_names import descends_from, is_unbound, named
from tunelint.interpreter.objects import CallEvent, Class, Function, Instance, Super
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace, chooser
from tunelint.interpreter.values import Attribute, Choice, Term
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.common.signatures import Signature


@dataclass(frozen=True, eq=False)
class SearchClasses:
    """The search classes of a library, by name.

    `spaces` are the names of the parameter that holds the space.
    """

    package: str
    signatures: Mapping[str, Signature]
    spaces: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Built(LibraryCall):
    """A search as it is built.

    `kind` is the library's class, `event` the call that hands it its arguments, `made` the call
    that the code makes for it (another one where a class of the project descends from it and has
    an ``__init__`` of its own), `term` the search itself. `estimator` is what every trial fits,
    `space` the grid or the distributions.
    """

    library: SearchClasses
    kind: str
    label: str
    made: CallEvent
    term: Term
    estimator: Term | None
    space: Term | None

    @property
    def place(self) -> Place:
        """Where a finding about the search stands: at the visible caller that chose it."""
        handed = [self.given(name) for name in ("estimator", *self.library.spaces)]
        return chooser(self.made, handed).anchor


def searches(trace: Trace, library: SearchClasses) -> Iterator[Built]:
    """Every search that the program builds, in order."""
    for event in trace.calls():
        yield from _library_search(event, library) or _project_search(trace, event, library)


def _library_search(event: CallEvent, library: SearchClasses) -> list[Built]:
    kind = named(event.callee, library.package, library.signatures)
    if kind is None or (is_unbound(event.callee) and not _unmistakable(event, library)):
        return []
    return _each(library, kind, kind, event, event)


def _unmistakable(event: CallEvent, library: SearchClasses) -> bool:
    arguments = event.arguments
    return len(arguments.positional) >= 2 or any(
        name in arguments.keywords for name in library.spaces
    )


def _project_search(trace: Trace, event: CallEvent, library: SearchClasses) -> list[Built]:
    """A class of the project that descends from a search, where it hands its arguments over."""
    instance = event.result
    if not isinstance(event.callee, Class) or not isinstance(instance, Instance):
        return []
    kind = descends_from(event.callee, library.package, library.signatures)
    if kind is None:
        return []
    handed: CallEvent | None = event
    if isinstance(event.callee.member("__init__"), Function):
        handed = _handed_over(trace, instance)
    if handed is None:
        return []
    return _each(library, kind, event.callee.name, handed, event)


def _handed_over(trace: Trace, instance: Instance) -> CallEvent | None:
    for event in trace.calls():
        match event.callee:
            case Attribute(base=Super(instance=owner), name="__init__") if owner is instance:
                return event
    return None


def _each(
    library: SearchClasses, kind: str, label: str, event: CallEvent, made: CallEvent
) -> list[Built]:
    """The search, or one for each pass of a loop over estimators and their spaces."""
    call = LibraryCall(event, library.signatures[kind])
    estimator = call.value("estimator")
    spaces = (call.value(name) for name in library.spaces)
    space = next((value for value in spaces if value is not None), None)
    pairs = list(zip(_passes(estimator, event), _passes(space, event), strict=False))
    if len(_passes(estimator, event)) != len(_passes(space, event)):
        pairs = [(estimator, space)]
        if len(_passes(space, event)) == 1:
            pairs = [(option, space) for option in _passes(estimator, event)]
    return [
        Built(event, call.signature, library, kind, label, made, made.result, estimator, space)
        for estimator, space in pairs
    ]


def _passes(term: Term | None, event: CallEvent) -> tuple[Term | None, ...]:
    """The options of a value, where a loop around the call runs over all of them."""
    if not isinstance(term, Choice):
        return (term,)
    for frame in loops_around(event):
        parts = {id(part) for part in ancestors(frame.iterable)}
        if all(id(option) in parts for option in term.options):
            return term.options
    return (term,)
