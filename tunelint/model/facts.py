"""Facts: what can be said about one property of a search without running it.

There are five:

- ``Known(value)``: the source gives exactly this value;
- ``Default(value)``: nothing is written, so the library's own default holds;
- ``OneOf(values)``: one of several values, which of them is decided at run time;
- ``AtLeast(minimum)``: a number of which only a lower bound is known;
- ``Unknown(why)``: the source does not say.

A finding must hold for every value a fact allows: an unknown fact never makes one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tunelint.files.place import Place


@dataclass(frozen=True, eq=False, slots=True)
class Fact:
    """What is known of one property."""

    # Where it is written.
    place: Place | None = None
    # The literals that it is made of.
    origins: tuple[Place, ...] = ()

    @property
    def values(self) -> tuple[Any, ...] | None:
        """Every value that the property can have, or None where they cannot be listed."""
        return None

    @property
    def value(self) -> Any:
        """The only value that the property can have, or None where there is not exactly one."""
        values = self.values
        return values[0] if values is not None and len(values) == 1 else None

    def always(self, test: Callable[[Any], bool]) -> bool:
        """Whether `test` holds for every value that the property can have."""
        values = self.values
        return bool(values) and all(test(value) for value in values or ())

    @property
    def is_default(self) -> bool:
        """Whether nothing is written, so that the library's own default holds."""
        return False

    def surely_differs(self, other: Fact) -> bool:
        """Whether no value that the property can have is one that the other can have."""
        if self.values is None or other.values is None:
            return False
        return not set(self.values) & set(other.values)


@dataclass(frozen=True, eq=False, slots=True)
class Known(Fact):
    """The source gives exactly this value."""

    known: Any = None

    @property
    def values(self) -> tuple[Any, ...]:
        return (self.known,)


@dataclass(frozen=True, eq=False, slots=True)
class Default(Fact):
    """Nothing is written; the library's own default holds."""

    default: Any = None

    @property
    def values(self) -> tuple[Any, ...]:
        return (self.default,)

    @property
    def is_default(self) -> bool:
        return True


@dataclass(frozen=True, eq=False, slots=True)
class OneOf(Fact):
    """One of several values; which one is decided at run time."""

    options: tuple[Any, ...] = ()

    @property
    def values(self) -> tuple[Any, ...]:
        return self.options


@dataclass(frozen=True, eq=False, slots=True)
class AtLeast(Fact):
    """A number of which only a lower bound is known."""

    minimum: float = 0


@dataclass(frozen=True, eq=False, slots=True)
class Unknown(Fact):
    """The source does not say; `why` in a few words."""

    why: str = ""


UNKNOWN = Unknown(None, (), "not read")


def smallest(fact: Fact) -> float | None:
    """The smallest number that the property can be, or None where that is not known."""
    match fact:
        case AtLeast(minimum=minimum):
            return minimum
        case _:
            numbers = _numbers(fact)
            return min(numbers) if numbers else None


def largest(fact: Fact) -> float | None:
    """The largest number that the property can be, or None where that is not known."""
    numbers = _numbers(fact)
    return max(numbers) if numbers else None


def whole(fact: Fact) -> int | None:
    """The only whole number that the property can be, or None where there is not exactly one."""
    return int(fact.value) if isinstance(fact.value, int | float) else None


def _numbers(fact: Fact) -> tuple[float, ...] | None:
    values = fact.values
    if values is None or not all(isinstance(v, int | float) for v in values):
        return None
    return values
