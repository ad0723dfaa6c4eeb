"""Tables: what names and attributes are bound to, and which value stands for several arms."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from tunelint.interpreter.paths import Path

K = TypeVar("K")
V = TypeVar("V")


class Absence(Enum):
    """Nothing stands under a key."""

    MISSING = "missing"


MISSING: Final = Absence.MISSING


class Table(dict[K, V]):
    """Values under keys, changed only through `tunelint.interpreter.state`.

    `path` is the path of the trace on which what has these names or attributes was made.
    """

    __slots__ = ("path",)

    path: Path

    def __init__(self, path: Path = ()) -> None:
        super().__init__()
        self.path = path

    def met(self, key: K, values: Sequence[V | Absence]) -> V | Absence:
        """What stands under a key where arms meet: each of `values` at the end of one of them."""
        raise NotImplementedError


class Marks(Table[K, V]):
    """Notes that hold only where all arms agree."""

    __slots__ = ()

    def met(self, key: K, values: Sequence[Any]) -> Any:
        first = values[0]
        return first if all(value is first for value in values) else MISSING
