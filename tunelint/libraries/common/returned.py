"""Returned: where the objective of a search gives back what its trials are judged by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.frames import CallbackFrame, CallFrame
from tunelint.interpreter.objects import CallEvent, Function
from tunelint.interpreter.trace import ReturnEvent, Trace


def returned(
    trace: Trace, calling: Iterable[CallEvent], objectives: Iterable[Function]
) -> Iterator[ReturnEvent]:
    """The returns of the objectives themselves, not of what they call.

    `calling` are the calls to which the library was handed them.
    """
    nodes = {id(function.node) for function in objectives}
    for call in calling:
        for event in trace.caused_by(call):
            if isinstance(event, ReturnEvent) and _returns(event, nodes):
                yield event


def _returns(event: ReturnEvent, nodes: set[int]) -> bool:
    calls = [frame for frame in event.path if isinstance(frame, CallFrame | CallbackFrame)]
    last = calls[-1] if calls else None
    return isinstance(last, CallbackFrame) and id(last.function.node) in nodes
