"""Metrics: what ``compile(metrics=…)`` names, and under which names they are logged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from tunelint.interpreter.library_names import descends_from, dotted, named
from tunelint.interpreter.objects import CallEvent, Class, Function, Instance, Result, Super
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Const, Mapping, Sequence, Term
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.keras.metric_names import is_numbered, logged_name, snake_case
from tunelint.libraries.keras.models import constant_string
from tunelint.libraries.keras.tables import METRIC_FUNCTIONS, METRICS, UNDIRECTED_METRICS
from tunelint.model.training import Metric


def read_metrics(
    term: Term, outputs: int | None, names: tuple[str | None, ...], trace: Trace
) -> tuple[Metric, ...] | None:
    """The metrics of a compile call, under the names of the logs; None where they are not listed.

    `names` are those of the model's outputs; with two or more they stand before the metric's.
    """
    if isinstance(term, Const) and term.value is None:
        return ()
    if (outputs or 1) > 1:
        return _of_outputs(term, names, trace)
    flat = _flattened(term) if isinstance(term, Sequence | Mapping | Const) else None
    return None if flat is None else _numbered([_read(item, trace) for item in flat])


def _flattened(term: Term) -> list[Term] | None:
    """All metrics in nested lists and dictionaries, as one output receives them."""
    match term:
        case Sequence(items=items, open=False):
            parts = [_flattened(item) for item in items]
        case Mapping(entries=entries, open=False):
            parts = [_flattened(entry.value) for entry in entries]
        case Sequence() | Mapping():
            return None
        case _:
            return [term]
    if any(part is None for part in parts):
        return None
    return [item for part in parts if part is not None for item in part]


def _of_outputs(
    term: Term, names: tuple[str | None, ...], trace: Trace
) -> tuple[Metric, ...] | None:
    groups: list[tuple[str | None, Term]] = []
    match term:
        case Mapping(entries=entries, open=False):
            groups = [(constant_string(entry.key), entry.value) for entry in entries]
        case Sequence(items=items, open=False):
            known = names if len(names) == len(items) else (None,) * len(items)
            groups = list(zip(known, items, strict=True))
        case _:
            return None
    found: list[Metric] = []
    for output, group in groups:
        flat = _flattened(group)
        if flat is None:
            return None
        found.extend(_prefixed(output, _read(item, trace)) for item in flat)
    return _numbered(found)


def _prefixed(output: str | None, metric: Metric) -> Metric:
    both = output is not None and metric.logged is not None
    return replace(metric, logged=f"{output}_{metric.logged}" if both else None)


def _numbered(metrics: list[Metric]) -> tuple[Metric, ...]:
    """A repeated name gets ``_1``, ``_2``, … in the order of the list."""
    seen: Counter[str] = Counter()
    result = []
    for metric in metrics:
        name = metric.logged
        if name is not None:
            result.append(replace(metric, logged=f"{name}_{seen[name]}") if seen[name] else metric)
            seen[name] += 1
        else:
            result.append(metric)
    return tuple(result)


def _read(term: Term, trace: Trace) -> Metric:
    match term:
        case Const(value=str() as name):
            return Metric(logged=name, written=repr(name), place=term.place, grows=grows(name))
        case Function(name=name):
            logged = "lambda" if name == "<lambda>" else name
            return _custom(term, logged)
        case Class(name=name):
            return _custom(term, _custom_name(term, None, trace))
        case Instance(cls=cls, built=built):
            return _custom(term, _custom_name(cls, built, trace))
        case Result(event=event):
            return _built(term, event)
    return _uncalled(term)


def _built(term: Term, event: CallEvent) -> Metric:
    """An instance of a library's metric class: under its ``name=``, else its class's."""
    cls = named(event.callee, "keras", METRICS)
    given = event.arguments.get("name", METRICS[cls].order if cls is not None else ("name",))
    if given is not None:
        logged = constant_string(given.value)
    elif cls is None or event.arguments.open_keywords:
        logged = None
    else:
        logged = logged_name(cls)
    return Metric(
        logged=logged,
        written=f"{_last(event.callee)}()",
        place=term.place,
        grows=grows(cls) if cls is not None else grows(logged or ""),
        numbered=given is None and cls is not None and is_numbered(cls),
        custom=cls in UNDIRECTED_METRICS if cls is not None else not _is_keras(event.callee),
    )


def _uncalled(term: Term) -> Metric:
    """A library's metric class or function, handed over without being called."""
    cls = named(term, "keras", METRICS)
    function = named(term, "keras", METRIC_FUNCTIONS)
    logged = logged_name(cls) if cls is not None else function
    return Metric(
        logged=logged,
        written=_last(term),
        place=term.place,
        grows=grows(logged or ""),
        numbered=cls is not None and is_numbered(cls),
        custom=logged is None,
    )


def _custom(term: Term, logged: str | None) -> Metric:
    written = term.cls.name if isinstance(term, Instance) else str(getattr(term, "name", ""))
    direction = grows(logged) if logged is not None else None
    custom = descends_from(term, "keras", METRICS.keys() - UNDIRECTED_METRICS) is None
    return Metric(logged=logged, written=written, place=term.place, grows=direction, custom=custom)


def _custom_name(cls: Class, built: CallEvent | None, trace: Trace) -> str | None:
    """The name of an instance of a project's metric class: what its ``__init__`` hands on."""
    member = cls.member("__init__")
    if not isinstance(member, Function):
        given = built.arguments.get("name") if built is not None else None
        if given is not None:
            return constant_string(given.value)
        return snake_case(cls.name) if built is None or not built.arguments.open_keywords else None
    for event in _initialisations(trace, cls, built):
        given = event.arguments.get("name", ("name",))
        if given is not None:
            return constant_string(given.value)
        return None if event.arguments.open_keywords else snake_case(cls.name)
    return None


def _initialisations(trace: Trace, cls: Class, built: CallEvent | None) -> Iterator[CallEvent]:
    """The calls of the library's ``__init__`` from the class's own."""
    for instance, event in trace.once(_handed_on).get(id(cls), ()):
        if built is None or instance.built is built:
            yield event


def _handed_on(trace: Trace) -> dict[int, list[tuple[Instance, CallEvent]]]:
    """The calls of ``super().__init__``, each with the object, by the id of its class."""
    found: dict[int, list[tuple[Instance, CallEvent]]] = {}
    for event in trace.calls():
        match event.callee:
            case Attribute(base=Super(instance=Instance() as instance), name="__init__"):
                found.setdefault(id(instance.cls), []).append((instance, event))
    return found


def _is_keras(term: Term) -> bool:
    return any(name.startswith("keras.") for name in dotted(term))


def _last(term: Term) -> str:
    names = dotted(term)
    return names[0].rpartition(".")[2] if names else getattr(term, "name", "")
