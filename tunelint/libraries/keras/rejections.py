"""What Keras 3 rejects of a call: arguments, strings and names of older releases."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import canonical, is_function, is_unbound, named
from tunelint.interpreter.objects import CallEvent, Event, Instance, Result
from tunelint.interpreter.trace import ImportEvent
from tunelint.interpreter.values import (
    Attribute,
    Const,
    External,
    Item,
    Mapping,
    Sequence,
    Term,
    options_of,
)
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.keras.models import constant_string, is_model
from tunelint.libraries.keras.removed import (
    ARGUMENTS,
    LOSS_STRINGS,
    METHOD_ARGUMENTS,
    METHODS,
    METRIC_STRINGS,
    NAMES,
    SHAPE_OF,
)
from tunelint.libraries.keras.tables import MODEL_METHODS, OPTIMIZERS
from tunelint.model.library_errors import Rejection

TYPE_ERRORS = frozenset({"ModelCheckpoint", "TensorBoard", "fit", "predict", "compile"})
# No other library has methods of these names.
UNMISTAKABLE_METHODS = frozenset({"fit_generator", "evaluate_generator", "predict_generator"})
# These keep modules that Keras itself has given up.
OTHER_TREES = ("tensorflow.python.", "keras.src.", "tf_keras.", "tensorflow.compat.")
_CLASSES = frozenset(name for name, _ in ARGUMENTS)


def rejections(event: CallEvent, *, trains: bool = False) -> Iterator[Rejection]:
    """What the current Keras rejects of one call; `trains` says that it is a model's fit."""
    yield from _arguments(event)
    yield from _shape(event)
    yield from _names(event)
    yield from _methods(event)
    if trains or _method_of_model(event):
        yield from _method_arguments(event, "fit" if trains else _method(event))
    if _method(event) == "compile":
        yield from _strings(event)


def _arguments(event: CallEvent) -> Iterator[Rejection]:
    name = named(event.callee, "keras", _CLASSES)
    if name is None or (is_unbound(event.callee) and not _like_keras(event, name)):
        return
    for keyword, argument in event.arguments.keywords.items():
        if (name, keyword) in ARGUMENTS:
            yield Rejection(
                event=event,
                place=argument.spelled,
                taker=name,
                written=f"{keyword}=",
                error="TypeError" if name in TYPE_ERRORS else "ValueError",
                instead=ARGUMENTS[name, keyword],
            )


def _like_keras(event: CallEvent, name: str) -> bool:
    """Optimizers of PyTorch have the same names; they take the parameters first."""
    return name in OPTIMIZERS and not event.arguments.positional


def _shape(event: CallEvent) -> Iterator[Rejection]:
    if named(event.callee, "keras", {SHAPE_OF}) is None or is_unbound(event.callee):
        return
    argument = event.arguments.get("shape", ("shape",))
    if argument is not None and all(_is_number(o) for o in options_of(argument.value)):
        yield Rejection(
            event=event,
            place=argument.spelled,
            taker=SHAPE_OF,
            written="a number as shape",
            error="ValueError",
            instead="a tuple: shape=(n,)",
        )


def _is_number(term: Term) -> bool:
    match term:
        case Const(value=bool()):
            return False
        case Const(value=int()):
            return True
        case Item(base=Attribute(name="shape"), key=Const(value=int())):
            return True
        case Result(event=event):
            return is_function(event.callee, "builtins.len") is not None
    return False


def failing_import(event: ImportEvent) -> Iterator[Rejection]:
    """The name of Keras that an import asks for and that is gone."""
    return _gone(event, event.name, "ImportError")


def _names(event: CallEvent) -> Iterator[Rejection]:
    handed = (argument.value for argument in event.arguments)
    for term in (*options_of(event.callee), *handed):
        if isinstance(term, External):
            yield from _gone(event, term.name, "ImportError or AttributeError")


def _gone(event: Event, name: str, error: str) -> Iterator[Rejection]:
    spelled = canonical(name)
    for old, new in NAMES.items() if not name.startswith(OTHER_TREES) else ():
        if spelled == old or spelled.startswith(old + "."):
            yield Rejection(
                event=event, place=event.place, taker="", written=old, error=error, instead=new
            )


def _method(event: CallEvent) -> str:
    return event.callee.name if isinstance(event.callee, Attribute) else ""


def _method_of_model(event: CallEvent) -> bool:
    callee = event.callee
    return isinstance(callee, Attribute) and is_model(callee.base)


def _methods(event: CallEvent) -> Iterator[Rejection]:
    callee = event.callee
    if not isinstance(callee, Attribute) or callee.name not in METHODS:
        return
    ours = isinstance(callee.base, Instance) and not is_model(callee.base)
    if is_model(callee.base) or (callee.name in UNMISTAKABLE_METHODS and not ours):
        yield Rejection(
            event=event,
            place=event.place,
            taker="",
            written=f"the method {callee.name} of a Keras model",
            error="AttributeError",
            instead=METHODS[callee.name],
        )


def _method_arguments(event: CallEvent, method: str) -> Iterator[Rejection]:
    for keyword, argument in event.arguments.keywords.items():
        if (method, keyword) in METHOD_ARGUMENTS:
            yield Rejection(
                event=event,
                place=argument.spelled,
                taker=method,
                written=f"{keyword}=",
                error="TypeError" if method in TYPE_ERRORS else "ValueError",
                instead=METHOD_ARGUMENTS[method, keyword],
            )


def _strings(event: CallEvent) -> Iterator[Rejection]:
    """Losses and metrics of ``compile`` by names that Keras no longer understands."""
    for parameter, known in (("loss", LOSS_STRINGS), ("metrics", METRIC_STRINGS)):
        argument = LibraryCall(event, MODEL_METHODS["compile"]).given(parameter)
        for term in _listed(argument.value) if argument is not None else ():
            text = constant_string(term)
            if argument is not None and text is not None and text in known:
                yield Rejection(
                    event=event,
                    place=argument.spelled,
                    taker="compile",
                    written=f"{parameter}={text!r}",
                    error="ValueError",
                    instead=repr(known[text]),
                )


def _listed(term: Term) -> Iterator[Term]:
    match term:
        case Sequence(items=items):
            for item in items:
                yield from _listed(item)
        case Mapping(entries=entries):
            for entry in entries:
                yield from _listed(entry.value)
        case _:
            yield term
