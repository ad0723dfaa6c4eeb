"""The object that the hooks of a rewritten program call."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from tunelint.lab.answers import Watched
from tunelint.lab.bench import in_one_line
from tunelint.lab.questions import Site
from tunelint.lab.values import Value, plain

OnCall = Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]
OnValue = Callable[[Any], None]

_MOST_VALUES = 1000


class OnLoop(Protocol):
    """Is told of the passes of a loop."""

    def passes(self, iterable: Iterable[Any]) -> Iterator[Any]:
        """What the loop goes over."""

    def one_pass(
        self, targets: Mapping[str, Any]
    ) -> contextlib.AbstractContextManager[None, bool | None]:
        """The body of one pass runs inside; `targets` are the loop variables around it."""


@dataclass(eq=False)
class Notes:
    """What is seen at one watched place."""

    site: Site
    reached: int = 0
    raised: str = ""
    values: list[Value] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def as_watched(self) -> Watched:
        return Watched(
            self.site, self.reached, self.raised, tuple(self.values), tuple(self.warnings)
        )


@dataclass(eq=False)
class Hooks:
    """What happens at each numbered place; a place that nobody listens to runs as it stands."""

    calls: dict[int, OnCall] = field(default_factory=dict)
    listeners: dict[int, OnValue] = field(default_factory=dict)
    loops: dict[int, OnLoop] = field(default_factory=dict)
    notes: dict[int, Notes] = field(default_factory=dict)
    left: Callable[[Notes], None] | None = None

    def call(self, number: int, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """A call with its live function and arguments."""
        listener = self.calls.get(number)
        return function(*args, **kwargs) if listener is None else listener(function, args, kwargs)

    def value(self, number: int, value: Any) -> Any:
        """An expression's value."""
        if number in self.listeners:
            self.listeners[number](value)
        if number in self.notes and len(self.notes[number].values) < _MOST_VALUES:
            self.notes[number].values.append(plain(value))
        return value

    def passes(self, number: int, iterable: Iterable[Any]) -> Iterable[Any]:
        """What a loop goes over."""
        return self.loops[number].passes(iterable) if number in self.loops else iterable

    def one_pass(
        self, number: int, targets: Mapping[str, Any]
    ) -> contextlib.AbstractContextManager[None, bool | None]:
        """The body of one pass of a loop."""
        if number in self.loops:
            return self.loops[number].one_pass(targets)
        return contextlib.nullcontext()

    @contextlib.contextmanager
    def statement(self, number: int) -> Iterator[None]:
        """A statement: what leaves it as an exception, and what it warns of."""
        notes = self.notes[number]
        notes.reached += 1
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                yield
        except BaseException as error:
            if not notes.raised and _comes_from(error, notes.site):
                notes.raised = in_one_line(error)
            raise
        finally:
            for one in caught[: _MOST_VALUES - len(notes.warnings)]:
                notes.warnings.append(f"{one.category.__name__}: {one.message}")
            if self.left is not None:
                self.left(notes)


def _comes_from(error: BaseException, site: Site) -> bool:
    """Whether the exception went through one of the site's lines."""
    step = error.__traceback__
    while step is not None:
        inside = step.tb_frame.f_code.co_filename == site.path
        if inside and site.line <= step.tb_lineno <= site.end_line:
            return True
        step = step.tb_next
    return False
