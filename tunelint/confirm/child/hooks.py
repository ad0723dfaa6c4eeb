"""The object that the hooks of a rewritten program call."""

from __future__ import annotations

import contextlib
import inspect
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from tunelint.lab.answers import Arrays, Watched
from tunelint.lab.content_digest import arrays_in, by_row
from tunelint.lab.plain_values import Value, plain
from tunelint.lab.probe_api import in_one_line
from tunelint.lab.questions import ScriptSpan

OnCall = Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]
OnValue = Callable[[Any], None]

_MOST_VALUES = 1000
_MOST_BY_ROW = 20


class OnLoop(Protocol):
    """Is told of the passes of a loop."""

    def passes(self, iterable: Iterable[Any]) -> Iterable[Any]:
        """What the loop goes over."""

    def wanted(self, targets: Mapping[str, Any]) -> bool:
        """Whether the pass with these loop variables is made at all."""

    def one_pass(
        self, targets: Mapping[str, Any]
    ) -> contextlib.AbstractContextManager[None, bool | None]:
        """The body of one pass runs inside."""

    def element(self, value: Any) -> None:
        """What the element of a comprehension came to, still inside of its pass."""

    def end(self, error: BaseException | None) -> None:
        """The loop is over; `error` is what left it."""


@dataclass(eq=False)
class Notes:
    """What is seen at one watched place.

    `underway` counts the evaluations of each thread, `making` the calls whose arguments are being
    evaluated.
    """

    span: ScriptSpan
    reached: int = 0
    ended: int = 0
    raised: str = ""
    kinds: tuple[str, ...] = ()
    values: list[Value] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    underway: Counter[int] = field(default_factory=Counter)
    unmade: str = ""
    refused: tuple[str, ...] = ()
    making: Counter[int] = field(default_factory=Counter)
    by_row: bool = False
    rows: list[Arrays] = field(default_factory=list)
    inputs: list[Arrays] = field(default_factory=list)
    left: list[Arrays] = field(default_factory=list)

    def as_watched(self) -> Watched:
        return Watched(
            self.span,
            self.reached,
            self.raised,
            tuple(self.values),
            tuple(self.warnings),
            tuple(self.rows),
            ended=self.ended,
            kinds=self.kinds,
            unmade=self.unmade,
            refused=self.refused,
            inputs=tuple(self.inputs),
            left=tuple(self.left),
        )

    def came_to(self, value: Any) -> None:
        """The place was left with a value."""
        self.ended += 1
        if len(self.values) < _MOST_VALUES:
            self.values.append(plain(value))
        if self.by_row and len(self.rows) < _MOST_BY_ROW:
            self.rows.append(by_row(arrays_in((value,))))

    def noting_rows(self, function: Any, arguments: Iterable[Any]) -> Callable[[], None]:
        """Keep the rows that a call is given; called when it is over, those that it leaves."""
        if not self.by_row or len(self.inputs) >= _MOST_BY_ROW:
            return lambda: None
        held = list(arrays_in((getattr(function, "__self__", None), *arguments)))
        self.inputs.append(by_row(held))
        return lambda: self.left.append(by_row(held))

    def ended_in(self, error: BaseException) -> None:
        """The place was left with an exception; the first one is kept."""
        if not self.raised:
            self.raised = in_one_line(error)
            self.kinds = tuple(kind.__name__ for kind in type(error).__mro__)

    @contextlib.contextmanager
    def heeding_warnings(self) -> Iterator[None]:
        """Keep what is warned of inside."""
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                yield
            finally:
                for one in caught[: _MOST_VALUES - len(self.warnings)]:
                    self.warnings.append(_warning(one))


@dataclass(eq=False)
class Hooks:
    """What happens at each numbered place; a place that nobody listens to runs as it stands."""

    calls: dict[int, OnCall] = field(default_factory=dict)
    listeners: dict[int, OnValue] = field(default_factory=dict)
    loops: dict[int, OnLoop] = field(default_factory=dict)
    notes: dict[int, Notes] = field(default_factory=dict)
    left: Callable[[Notes], None] | None = None
    passing: dict[int, Callable[[], None]] = field(default_factory=dict)

    def passed(self, number: int) -> None:
        """A statement begins; it is told of once."""
        tell = self.passing.pop(number, None)
        if tell is not None:
            tell()

    def call(self, number: int, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """A call with its live function and arguments."""
        listener = self.calls.get(number)
        return function(*args, **kwargs) if listener is None else listener(function, args, kwargs)

    def value(self, number: int, value: Any) -> Any:
        """An expression's value."""
        if number in self.listeners:
            self.listeners[number](value)
        return value

    @contextlib.contextmanager
    def loop(self, number: int) -> Iterator[None]:
        """A loop as a whole."""
        try:
            yield
        except BaseException as error:
            self.loops[number].end(error)
            raise
        self.loops[number].end(None)

    def all_passes(self, number: int, iterable: Iterable[Any]) -> Iterator[Any]:
        """What a comprehension goes over; it is over with it."""
        yield from iterable
        self.loops[number].end(None)

    def passes(self, number: int, iterable: Iterable[Any]) -> Iterable[Any]:
        """What a loop goes over."""
        return self.loops[number].passes(iterable)

    def wanted(self, number: int, targets: Mapping[str, Any]) -> bool:
        """Whether a pass of a loop is made at all."""
        return self.loops[number].wanted(targets)

    def one_pass(
        self, number: int, targets: Mapping[str, Any]
    ) -> contextlib.AbstractContextManager[None, bool | None]:
        """The body of one pass of a loop."""
        return self.loops[number].one_pass(targets)

    def element(self, number: int, targets: Mapping[str, Any], value: Callable[[], Any]) -> Any:
        """One element of a comprehension; None where its pass ends early or is not made."""
        found = None
        if self.loops[number].wanted(targets):
            with self.loops[number].one_pass(targets):
                found = value()
                self.loops[number].element(found)
        return found

    # Watched places: a call tells all by itself, once its function is there. Any other expression
    # tells where it begins and what it comes to; what leaves it as an exception is seen where its
    # statement or lambda ends.

    def watched_call(
        self, number: int, function: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> Any:
        """A watched call, once its arguments are there."""
        notes = self.notes[number]
        notes.making[threading.get_ident()] -= 1
        over = notes.noting_rows(function, (*args, *kwargs.values()))
        try:
            with notes.heeding_warnings():
                value = function(*args, **kwargs)
            over()
            notes.came_to(value)
            return value
        except BaseException as error:
            if not notes.raised:
                notes.refused = _refused(function, kwargs)
            notes.ended_in(error)
            raise
        finally:
            self._leave(notes)

    def begun(self, number: int) -> None:
        """A watched expression is about to be evaluated."""
        notes = self.notes[number]
        notes.reached += 1
        notes.underway[threading.get_ident()] += 1

    def named(self, number: int, _: None, function: Any) -> Any:
        """The function of a watched call, where that is a name or an attribute."""
        notes, thread = self.notes[number], threading.get_ident()
        notes.underway[thread] -= 1
        notes.making[thread] += 1
        return function

    def arrived(self, number: int, function: Any) -> Any:
        """The function of a watched call, where that is more than a name."""
        notes = self.notes[number]
        notes.reached += 1
        notes.making[threading.get_ident()] += 1
        return function

    def watched_value(self, number: int, _: None, value: Any) -> Any:
        """A watched expression's value."""
        notes = self.notes[number]
        notes.underway[threading.get_ident()] -= 1
        notes.came_to(value)
        return value

    def within(self, number: int, body: Callable[[], Any]) -> Any:
        """The body of a lambda with a watched expression in it."""
        with self.around(number):
            return body()

    @contextlib.contextmanager
    def around(self, number: int) -> Iterator[None]:
        """The statement around a watched expression."""
        notes = self.notes[number]
        thread = threading.get_ident()
        underway, making, reached = notes.underway[thread], notes.making[thread], notes.reached
        try:
            yield
        except BaseException as error:
            if notes.underway[thread] > underway:
                notes.ended_in(error)
            elif notes.making[thread] > making and not notes.unmade:
                notes.unmade = in_one_line(error)
            raise
        finally:
            notes.underway[thread], notes.making[thread] = underway, making
            if notes.reached > reached:
                self._leave(notes)

    @contextlib.contextmanager
    def statement(self, number: int) -> Iterator[None]:
        """A watched statement."""
        notes = self.notes[number]
        notes.reached += 1
        try:
            with notes.heeding_warnings():
                yield
            notes.ended += 1
        except BaseException as error:
            notes.ended_in(error)
            raise
        finally:
            self._leave(notes)

    def _leave(self, notes: Notes) -> None:
        if self.left is not None:
            self.left(notes)


def _refused(function: Callable[..., Any], keywords: Iterable[str]) -> tuple[str, ...]:
    """The keywords that a function's signature does not have; none where it takes any."""
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return ()
    if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values()):
        return ()
    return tuple(keyword for keyword in keywords if keyword not in parameters)


def _warning(caught: warnings.WarningMessage) -> str:
    return f"{caught.category.__name__}: {' '.join(str(caught.message).split())}"[:400]
