"""Cross-validations: the functions that make folds of the rows they get and score on each."""

from __future__ import annotations

from tunelint.interpreter.library_names import is_function, is_unbound, named
from tunelint.interpreter.objects import CallEvent
from tunelint.libraries.boosting.tables import CROSS_VALIDATIONS as OF_BOOSTING
from tunelint.libraries.scikit_learn.evaluations import CROSS_VALIDATIONS


def crosses(event: CallEvent) -> bool:
    """Whether a call cross-validates the rows that it is handed."""
    if named(event.callee, "sklearn", CROSS_VALIDATIONS) is not None:
        return True
    return is_function(event.callee, *OF_BOOSTING) is not None and not is_unbound(event.callee)
