"""A loop of the script that the probes look at: what it goes over, its passes, and its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any


class LoopAsWritten:
    """Leaves a loop as it is; probes that change a part of it derive from this."""

    def passes(self, iterable: Iterable[Any]) -> Iterable[Any]:
        """What the loop goes over."""
        return iterable

    def wanted(self, targets: Mapping[str, Any]) -> bool:
        """Whether the pass with these loop variables is made at all."""
        return True

    def one_pass(self, targets: Mapping[str, Any]) -> AbstractContextManager[None, bool | None]:
        """The body of one pass runs inside."""
        return nullcontext()

    def element(self, value: Any) -> None:
        """What the element of a comprehension came to, still inside of its pass."""

    def end(self, error: BaseException | None) -> None:
        """The loop is over; `error` is what left it."""
