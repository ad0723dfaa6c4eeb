"""Compilations: what each ``model.compile(…)`` of a program says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Function, Result
from tunelint.interpreter.order import surely_before
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Const, Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.keras.metrics import read_metrics
from tunelint.libraries.keras.models import compiles, method_of, output_names, outputs_of
from tunelint.libraries.keras.own_logs import other_logs
from tunelint.libraries.keras.tables import MODEL_METHODS
from tunelint.model.facts import Fact, Known
from tunelint.model.program import Program
from tunelint.model.training import Compilation, Metric


def read_compilations(program: Program) -> Iterator[Compilation]:
    """Every compile call in order; one without ``metrics=`` keeps those compiled before."""
    latest: dict[int, Compilation] = {}
    for event in program.trace.calls():
        model = method_of(event, "compile")
        if model is None or not compiles(event, model):
            continue
        found = _compilation(event, model, program.trace, latest)
        latest.update((id(option), found) for option in options_of(model))
        yield found


def _compilation(
    event: CallEvent, model: Term, trace: Trace, latest: Mapping[int, Compilation]
) -> Compilation:
    """What one call says; `latest` holds the last compilation of each value so far, by its id."""
    outputs, names = outputs_of(model), output_names(model)
    call = LibraryCall(event, MODEL_METHODS["compile"])
    return Compilation(
        event=event,
        model=model,
        loss=_loss(call),
        metrics=_metrics(call, model, outputs, names, trace, latest),
        optimizer=call.value("optimizer"),
        outputs=outputs,
        output_names=_all_named(names),
        others=other_logs(model, trace),
    )


def _metrics(
    call: LibraryCall,
    model: Term,
    outputs: int | None,
    names: tuple[str | None, ...],
    trace: Trace,
    latest: Mapping[int, Compilation],
) -> tuple[Metric, ...] | None:
    found: tuple[Metric, ...] = ()
    given = False
    for keyword in ("metrics", "weighted_metrics"):
        listed = call.value(keyword)
        if listed is None:
            if call.may_have(keyword):
                return None
            continue
        given = True
        part = read_metrics(listed, outputs, names, trace)
        if part is None:
            return None
        found += part
    return found if given else _kept(call.event, model, latest)


def _all_named(names: tuple[str | None, ...]) -> tuple[str, ...] | None:
    known = tuple(dict.fromkeys(name for name in names if name is not None))
    return known if names and len(known) == len(names) else None


def _kept(
    event: CallEvent, model: Term, latest: Mapping[int, Compilation]
) -> tuple[Metric, ...] | None:
    """The metrics of the last compilation of what may be the same model, () where there is none."""
    before = [latest[id(option)] for option in options_of(model) if id(option) in latest]
    if not before:
        return ()
    earlier = max(before, key=lambda one: one.event.index)
    alike = surely_before(earlier.event, event) or earlier.metrics == ()
    return earlier.metrics if alike else None


def _loss(call: LibraryCall) -> Fact:
    """The loss as a string, or by the name of the library's class or function."""
    argument = call.given("loss")
    if argument is not None:
        name = _loss_name(argument.value)
        if name is not None:
            return Known(argument.anchor, (), name)
    return call.fact("loss")


def _loss_name(term: Term) -> str | None:
    match term:
        case Const(value=str() as name):
            return name
        case Result(event=event):
            names = dotted(event.callee)
        case Function():
            return None
        case _:
            names = dotted(term)
    return names[0].rpartition(".")[2] if names else None
