"""Changes as rules ask for them: at nodes of a tree, in the words of the code to be written.

How they are laid out, and which import a name needs, is worked out when they are written
(`tunelint.findings.fixes.render`), in the style of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tunelint.files.place import Place


@dataclass(frozen=True, slots=True)
class Name:
    """A library's name, dotted in full; it is written as the file imports it.

    Where the file does not import it, an import is added.
    """

    dotted: str


Code = tuple["str | Name", ...]
"""What is to be written: text, and names of libraries."""


@dataclass(frozen=True, eq=False, slots=True)
class AddArgument:
    """One more argument at the end of a call; by position only where the call has none yet."""

    call: Place
    keyword: str | None
    value: Code


@dataclass(frozen=True, eq=False, slots=True)
class RemoveArgument:
    """An argument of a call, with its comma, is taken away."""

    argument: Place


@dataclass(frozen=True, eq=False, slots=True)
class RemoveElement:
    """An element of a list that is written out, with its comma, is taken away; not the only one."""

    element: Place


@dataclass(frozen=True, eq=False, slots=True)
class Replace:
    """An expression is replaced; of an argument, its value."""

    place: Place
    code: Code


@dataclass(frozen=True, eq=False, slots=True)
class RenameArgument:
    """An argument's keyword is replaced."""

    argument: Place
    keyword: str


@dataclass(frozen=True, eq=False, slots=True)
class Wrap:
    """Something is written on both sides of an expression; of an argument, of its value."""

    place: Place
    before: Code
    after: Code


@dataclass(frozen=True, eq=False, slots=True)
class InsertBefore:
    """A statement of one line before the statement that `place` belongs to."""

    place: Place
    code: Code


@dataclass(frozen=True, eq=False, slots=True)
class MoveNames:
    """Names of ``from module import …`` come from elsewhere; they stay bound as they were.

    `moves` gives the new full name of each that is imported here under an old one.
    """

    statement: Place
    moves: Mapping[str, str]


Change = (
    AddArgument
    | RemoveArgument
    | RemoveElement
    | Replace
    | RenameArgument
    | Wrap
    | InsertBefore
    | MoveNames
)


def call_of(dotted: str) -> Code:
    """A call written with the full name of what it calls: ``numpy.random.default_rng(42)``."""
    name, bracket, rest = dotted.partition("(")
    return (Name(name), bracket + rest) if bracket else (dotted,)
