"""Loops: which loops around a step train one model, and how many epochs they make."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.frames import CallbackFrame, LoopFrame
from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import Event, Instance, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.values import (
    Attribute,
    Comprehension,
    Const,
    Element,
    Item,
    Sequence,
    Term,
    Unbound,
    options_of,
)
from tunelint.libraries.torch.modules import same_module
from tunelint.model.facts import Fact, Known, Unknown

COUNTING = ("builtins.range", "itertools.count", "tqdm.trange", "tqdm.auto.trange", "numpy.arange")


def loops_since(model: Term, event: Event) -> tuple[LoopFrame, ...]:
    """The loops around an event in which the model is not made anew, outermost first."""
    made = [_made_in(option) for option in options_of(same_module(model))]
    found: list[LoopFrame] = []
    for frame in reversed(event.path):
        if any(path is not None and frame in path for path in made):
            break
        if isinstance(frame, CallbackFrame) and not _made_around(made, event):
            break
        if isinstance(frame, LoopFrame):
            found.insert(0, frame)
    return tuple(found)


def _made_around(made: list[tuple[object, ...] | None], event: Event) -> bool:
    """Whether the model is made in a function that was handed to a library, around the event."""
    handed = [frame for frame in event.path if isinstance(frame, CallbackFrame)]
    return any(path is not None and frame in path for path in made for frame in handed)


def is_whole(model: Term, event: Event) -> bool:
    """Whether all of the model's training can be seen around a step.

    A method that a library calls again and again goes on training what another has made.
    """
    handed = [frame for frame in event.path if isinstance(frame, CallbackFrame)]
    made = [_made_in(option) for option in options_of(same_module(model))]
    return not handed or _made_around(made, event)


def training_loops(model: Term, event: Event) -> tuple[LoopFrame, ...]:
    """The loops around a step that go on training one model, outermost first.

    A loop over a list of values tries configurations, unless epochs are counted around it
    (``for phase in ["train", "val"]``).
    """
    loops = loops_since(model, event)
    for position, frame in enumerate(loops):
        if counts(frame) or deals_out_data(frame):
            return loops[position:]
    return ()


def _made_in(model: Term) -> tuple[object, ...] | None:
    match model:
        case Instance(built=Event() as event) | Result(event=event):
            return event.path
    return None


def counts(frame: LoopFrame) -> bool:
    """Whether the loop counts its passes, or goes on until something holds."""
    return frame.iterable is frame.element or is_count(frame.iterable)


def is_count(iterable: Term) -> bool:
    """Whether what a loop runs over are numbers: ``range(9)``, ``enumerate(range(9))``."""
    match iterable:
        case Sequence(kind="range"):
            return True
        case Result(event=event):
            return is_function(event.callee, *COUNTING) is not None
        case Comprehension(iterable=Sequence(items=[Element(iterable=inner), *_])):
            return is_count(inner)
    return False


def deals_out_data(frame: LoopFrame) -> bool:
    """Whether the loop runs over something that may be data: no values that are written out."""
    match frame.iterable:
        case Sequence(kind="range"):
            return False
        case Sequence(items=items):
            return any(not isinstance(item, Sequence) and _may_deal(item) for item in items)
        case Comprehension(iterable=iterable):
            return all(_may_deal(option) for option in options_of(iterable))
        case Item() | Attribute() | Element() | Unbound() | Instance():
            return True
    return _may_deal(frame.iterable)


def _may_deal(term: Term) -> bool:
    """Whether the value is made by PyTorch: a loader, a data set, batches."""
    for found in ancestors(term):
        match found:
            case Instance():
                return True
            case Result(event=event):
                names = getattr(event.callee, "name", "")
                if "Loader" in names or names.startswith("torch."):
                    return True
    return False


def deals_out(frame: LoopFrame, data: Term, batch: Term) -> bool:
    """Whether the loop runs over batches: over the data itself, or over the index of a batch."""
    if any(term is data for term in ancestors(frame.iterable)):
        return True
    parts = {id(part) for part in _parts(frame.element)}
    return any(id(term) in parts for term in ancestors(batch))


def _parts(element: Term) -> Iterator[Term]:
    if isinstance(element, Sequence):
        for item in element.items:
            yield from _parts(item)
    else:
        yield element


def epochs(loops: tuple[LoopFrame, ...], data: Term, batch: Term) -> Fact:
    """How often the loops pass over all the data.

    Without a loop over batches every pass of the only loop takes all rows.
    """
    inner = [frame for frame in loops if deals_out(frame, data, batch)]
    outer = [frame for frame in loops if frame not in inner]
    if len(inner) > 1 or len(outer) > 1 or not loops:
        return Unknown(None, (), "the loops cannot be told apart")
    if not outer and inner[0].left:
        return Unknown(inner[0].place, (), "the training may last for some of the batches")
    if not outer:
        return Known(inner[0].place, (), 1)
    count = passes(outer[0].iterable)
    if count is None:
        return Unknown(outer[0].place, (), "the epochs cannot be counted")
    return Known(outer[0].place, (), count)


def passes(iterable: Term) -> int | None:
    """How often a loop over this runs; None where it cannot be counted."""
    match iterable:
        case Sequence(kind="range", items=items, open=False):
            return len(items)
        case Comprehension(iterable=Sequence(items=[Element(iterable=inner), *_]), plain=True):
            return passes(inner)
        case Result(event=event) if is_function(event.callee, *COUNTING):
            return _counted([argument.value for argument in event.arguments.positional])
    return None


def _counted(handed: list[Term]) -> int | None:
    """How many numbers ``range`` gives for some arguments."""
    numbers = [term.value for term in handed if isinstance(term, Const)]
    if not numbers or len(numbers) != len(handed) or not all(type(n) is int for n in numbers):
        return None
    return len(range(*numbers[:3])) if len(numbers) < 3 or numbers[2] else None
