"""Fits: the trainings written out as loops around ``loss.backward()``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import libcst as cst

from tunelint.files.place import Place
from tunelint.interpreter.frames import LoopFrame, WithFrame
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.unreached import is_unreached
from tunelint.interpreter.values import Attribute, Opaque, Term, options_of
from tunelint.libraries.torch.batches import batch_of, labels_of, whole
from tunelint.libraries.torch.loops import counts, epochs, is_whole, loops_since, training_loops
from tunelint.libraries.torch.modules import applications, applied, same_module
from tunelint.libraries.torch.tables import OPTIMIZERS, WEIGHTS
from tunelint.model.facts import Default, Fact, Unknown
from tunelint.model.program import Program
from tunelint.model.training import Fit

FRAMEWORK = "torch"
NO_GRADIENT = ("no_grad", "inference_mode")


@dataclass(frozen=True, eq=False)
class Optimizers:
    """The calls that make optimizers, by the ids of the modules whose weights they change."""

    by_module: Mapping[int, tuple[CallEvent, ...]]

    def of(self, model: Term) -> tuple[CallEvent, ...]:
        """The optimizers of one module."""
        found = {
            id(event): event
            for option in options_of(model)
            for event in self.by_module.get(id(option), ())
        }
        return tuple(found.values())


def read_optimizers(trace: Trace) -> Optimizers:
    """Every optimizer that is handed the weights of a module."""
    found: dict[int, list[CallEvent]] = {}
    for event in trace.calls():
        if any(full.startswith(OPTIMIZERS) for full in dotted(event.callee)):
            for module in _handed_weights(event):
                found.setdefault(id(module), []).append(event)
    return Optimizers({key: tuple(events) for key, events in found.items()})


def _handed_weights(event: CallEvent) -> Iterator[Term]:
    """The modules, and those that these are a part of, whose weights a call is handed."""
    for argument in event.arguments:
        for term in ancestors(argument.value):
            if isinstance(term, Result) and isinstance(term.event.callee, Attribute):
                callee = term.event.callee
                if callee.name in WEIGHTS:
                    yield from _owners(callee.base)


def _owners(term: Term) -> Iterator[Term]:
    while True:
        yield from options_of(same_module(term))
        if not isinstance(term, Attribute):
            return
        term = term.base


def read_fits(program: Program) -> Iterator[Fit]:
    """Every training by hand, in order: one for each ``backward`` of a loss."""
    optimizers: Optimizers | None = None
    for event in program.trace.calls():
        loss = _descended(event)
        if loss is None:
            continue
        optimizers = optimizers or read_optimizers(program.trace)
        output = _output(loss, optimizers)
        if output is not None and not is_unreached(event):
            yield _fit(event, output, optimizers)


def _descended(event: CallEvent) -> Term | None:
    """The loss whose gradients are computed: of ``loss.backward()``, ``fabric.backward(loss)``."""
    callee = event.callee
    if not isinstance(callee, Attribute) or callee.name != "backward":
        return None
    given = event.arguments.positional
    return given[0].value if given and any(applications(given[0].value)) else callee.base


def _output(loss: Term, optimizers: Optimizers) -> Result | None:
    """The output of the module that is trained, of all on which the loss depends."""
    found = [
        output
        for output in applications(loss)
        if not any(_without_gradient(frame) for frame in output.event.path)
    ]
    trained = [one for one in found if optimizers.of(applied(one) or one)]
    return min(trained or found, key=lambda one: one.event.index, default=None)


def _without_gradient(frame: object) -> bool:
    if not isinstance(frame, WithFrame) or not isinstance(frame.context, Result):
        return False
    names = dotted(frame.context.event.callee)
    return any(full.rpartition(".")[2] in NO_GRADIENT for full in names)


def _fit(event: CallEvent, output: Result, optimizers: Optimizers) -> Fit:
    model = applied(output) or Opaque(event.place, "a module")
    batch = batch_of(output.event) or Opaque(event.place, "no batch")
    loops = training_loops(model, event)
    data = whole(batch, loops_since(model, event))
    seen = is_whole(model, event)
    unknown = Unknown(None, (), "what the loops deal out is not known")
    made_with = tuple(
        argument.value for made in optimizers.of(model) for argument in made.arguments
    )
    counted = epochs(loops, data, batch) if seen and data is not None else unknown
    return Fit(
        event=event,
        framework=FRAMEWORK,
        model=model,
        features=data,
        labels=labels_of(data) if data is not None else None,
        epochs=counted,
        steps_per_epoch=Default(None, (), None),
        callbacks_open=any(frame.left for frame in loops),
        loops=loops,
        epoch_loop=_epoch_loop(loops, counted),
        settings=(*made_with, *_handed_to_loops(loops)),
    )


def _epoch_loop(loops: tuple[LoopFrame, ...], counted: Fact) -> Place | None:
    """The ``for`` whose passes are the epochs: each of them goes over all the data."""
    for frame in loops:
        place = frame.place
        if place is not None and place is counted.place and counts(frame):
            return place if isinstance(place.node, cst.For) else None
    return None


def _handed_to_loops(loops: tuple[LoopFrame, ...]) -> Iterator[Term]:
    """What decides how long is trained, and in which batches."""
    for frame in loops:
        if counts(frame) and frame.iterable is not frame.element:
            yield frame.iterable
        elif isinstance(frame.iterable, Result):
            size = frame.iterable.event.arguments.get("batch_size", ("dataset", "batch_size"))
            if size is not None:
                yield size.value
