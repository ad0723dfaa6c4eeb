"""Calls of the script that learn from rows: their rows, and what they make of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tunelint.lab.content_digest import arrays_in
from tunelint.lab.questions import Learning
from tunelint.lab.row_ledger import Ledger


def learning_call(learning: Learning, ledger: Ledger) -> Callable[..., Any]:
    """What the hook of such a call does: makes it, and writes it into the ledger."""

    def call(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        rows = next(arrays_in((*args, *kwargs.values())), None)
        value = function(*args, **kwargs)
        match learning.kind:
            case "column":
                ledger.column(learning.label, value)
            case "layer":
                ledger.inside(learning.label, rows)
            case "function":
                ledger.applied(ledger.learner(learning.label, rows), rows, value)
        return value

    return call
