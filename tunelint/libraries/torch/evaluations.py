"""Evaluations: where a module is applied to rows without being trained on them."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.files.place import Place
from tunelint.interpreter.frames import CallbackFrame, CallFrame, EntryFrame, LoopFrame
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.provenance import ancestors, comes_from
from tunelint.interpreter.values import Term
from tunelint.libraries.torch.batches import batch_of, whole
from tunelint.libraries.torch.loops import loops_since
from tunelint.libraries.torch.modules import applied, is_module_class
from tunelint.model.program import Program
from tunelint.model.training import Evaluation, Fit


def read_evaluations(program: Program, fits: tuple[Fit, ...]) -> Iterator[Evaluation]:
    """Every application of a module to data, in order, but those that train it."""
    trained = {
        id(term.event)
        for fit in fits
        for handed in (fit.event.callee, *(each.value for each in fit.event.arguments))
        for term in ancestors(handed)
        if isinstance(term, Result)
    }
    for event in program.trace.calls():
        if isinstance(event.result, Result) and id(event) not in trained:
            model = applied(event.result)
            if model is not None and not _inside_a_module(event):
                yield _evaluation(event, model)


def _inside_a_module(event: CallEvent) -> bool:
    """Whether a module applies its own parts: the layers in ``forward``."""
    return any(
        isinstance(frame, CallFrame | CallbackFrame | EntryFrame)
        and frame.function.owner is not None
        and frame.function.name != "__init__"
        and is_module_class(frame.function.owner)
        for frame in event.path
    )


def _evaluation(event: CallEvent, model: Term) -> Evaluation:
    data = rows(event, model)
    return Evaluation(
        event=event,
        model=model,
        data=(data,) if data is not None else (),
        scoring=_handing_over(event, data) if data is not None else None,
    )


def rows(event: CallEvent, model: Term) -> Term | None:
    """The loader or the array to whose rows a module is applied."""
    batch = batch_of(event)
    return whole(batch, loops_since(model, event)) if batch is not None else None


def _handing_over(event: CallEvent, data: Term) -> Place | None:
    """The outermost call of a project's function that is handed the data, inside of one trial."""
    place: Place | None = None
    for frame in reversed(event.path):
        match frame:
            case CallFrame(event=call):
                if not any(comes_from(data, given.value) for given in call.arguments):
                    break
                place = call.anchor
            case CallbackFrame():
                break
            case LoopFrame(iterable=iterable) if not comes_from(iterable, data):
                break
    return place
