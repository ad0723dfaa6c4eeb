"""Logs: what a trainer keeps of what the steps have logged, and on which rows that is measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Attribute, Const, Item, Term
from tunelint.libraries.lightning.tables import LOGS
from tunelint.model.training import Fit


@dataclass(frozen=True, eq=False, slots=True)
class Logged:
    """A look-up in the logs of a trainer, and the training that filled them."""

    name: str
    fit: Fit

    @property
    def data(self) -> tuple[Term, ...]:
        """The loader on which it is measured, where the name tells and the loader is written."""
        if self.name.startswith("val"):
            return self.fit.validation or ()
        if self.name.startswith("train") and self.fit.features is not None:
            return (self.fit.features,)
        return ()


def logged(term: Term, fits: Iterable[Fit]) -> Logged | None:
    """The look-up that a value is: ``trainer.callback_metrics["val_loss"]``."""
    logs, key = _looked_up(term)
    if not isinstance(logs, Attribute) or logs.name not in LOGS:
        return None
    if not isinstance(key, Const) or not isinstance(key.value, str):
        return None
    return _of(logs.base, key.value, fits)


def _looked_up(term: Term) -> tuple[Term | None, Term | None]:
    match term:
        case Item(base=base, key=key):
            return base, key
        case Result(event=CallEvent(callee=Attribute(base=base, name="get")) as event):
            given = event.arguments.positional
            return base, given[0].value if given else None
    return None, None


def _of(trainer: Term, key: str, fits: Iterable[Fit]) -> Logged | None:
    own = [
        fit
        for fit in fits
        if isinstance(fit.event.callee, Attribute) and fit.event.callee.base is trainer
    ]
    return Logged(key, own[-1]) if own else None
