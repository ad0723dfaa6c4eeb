"""What scikit-learn rejects of a call: arguments and option values of older releases."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.files.place import Place
from tunelint.interpreter.library_names import called_name, named
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.values import Argument, Const, Term, options_of
from tunelint.libraries.scikit_learn.configured import configured, parameter_of
from tunelint.libraries.scikit_learn.removed import ARGUMENTS, FAILS_WHEN_SCORING, VALUES
from tunelint.model.library_errors import Rejection

_FUNCTIONS = frozenset(name for name, _ in ARGUMENTS if name[:1].islower())
IN_FIT = "InvalidParameterError in fit"
NO_SCORE = "a score of NaN"


def rejections(event: CallEvent) -> Iterator[Rejection]:
    """What the current scikit-learn rejects of one call."""
    for taker, keyword, argument in _given(event):
        if (taker, keyword) in ARGUMENTS:
            yield _argument(event, taker, keyword, argument)
        else:
            yield from _option(event, taker, keyword, argument)


def _given(event: CallEvent) -> Iterator[tuple[str, str, Argument]]:
    """The keywords of a call, each with the class or function whose parameter it is."""
    estimators = configured(event)
    function = None if estimators else named(event.callee, "sklearn", _FUNCTIONS)
    for keyword, argument in event.arguments.keywords.items():
        set_here = parameter_of(estimators, keyword)
        if function is not None:
            yield function, keyword, argument
        elif set_here is not None and set_here[0].library == "sklearn":
            yield set_here[0].name, set_here[1], argument


def _argument(event: CallEvent, taker: str, keyword: str, argument: Argument) -> Rejection:
    return Rejection(
        event=event,
        place=argument.spelled,
        taker=taker,
        written=f"{keyword}=",
        error=_error(event, taker, keyword),
        instead=ARGUMENTS[taker, keyword],
    )


def _error(event: CallEvent, taker: str, keyword: str) -> str:
    if (taker, keyword) in FAILS_WHEN_SCORING:
        return NO_SCORE
    return "ValueError" if called_name(event) == "set_params" else "TypeError"


def _option(event: CallEvent, taker: str, keyword: str, argument: Argument) -> Iterator[Rejection]:
    options = options_of(argument.value)
    found = [rejected_value(event, argument.spelled, taker, keyword, term) for term in options]
    if all(found) and found[0] is not None:
        yield found[0]


def rejected_value(
    event: Event, place: Place, taker: str, parameter: str, value: Term
) -> Rejection | None:
    """The rejection of one option value of an estimator's parameter."""
    if not isinstance(value, Const) or not isinstance(value.value, str):
        return None
    key = (taker, parameter, value.value)
    if key not in VALUES:
        return None
    current = VALUES[key]
    return Rejection(
        event=event,
        place=place,
        taker=taker,
        written=f"{parameter}={value.value!r}",
        error=IN_FIT,
        instead=f"{parameter}={current!r}",
    )
