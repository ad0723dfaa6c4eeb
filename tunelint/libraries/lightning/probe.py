"""Lightning, alive: notes what every `Trainer.fit` does, and how long a training may be.

Nothing of it runs per batch: the curves are read once an epoch, by a callback. Observed with
Lightning 2.6: the length is that of the fit loop, and callback metrics hold what was logged.
"""

from __future__ import annotations

import functools
import hashlib
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from tunelint.lab.answers import Stopping, Training
from tunelint.lab.plain_values import number
from tunelint.lab.probe_api import Bench, in_one_line


def install(lightning: ModuleType, bench: Bench) -> None:
    """Let the trainers of this module (``lightning``, ``pytorch_lightning``) note what they do."""
    trainer = lightning.Trainer
    curves = _recorder(getattr(lightning, "pytorch", lightning).Callback)
    trainer.fit = _noted(trainer.fit, curves, bench)


def _noted(fit: Callable[..., Any], curves: Callable[[], Any], bench: Bench) -> Callable[..., Any]:
    @functools.wraps(fit)
    def noted(trainer: Any, *args: Any, **kwargs: Any) -> Any:
        bench.before_training()
        asked = trainer.max_epochs
        length = bench.length(asked)
        if length is not None and length != asked:
            trainer.fit_loop.max_epochs = length
        left_out = bench.without
        trainer.callbacks = [one for one in trainer.callbacks if not _is_of(one, left_out)]
        model = args[0] if args else kwargs.get("model")
        record = curves()
        trainer.callbacks.append(record)
        notes: dict[str, Any] = {
            "framework": "lightning",
            "epochs_asked": asked if isinstance(asked, int) and asked >= 0 else None,
            "weights_before": _weights(model),
            "stoppings": tuple(_stoppings(trainer, asked)),
            "callbacks": tuple(
                type(one).__name__ for one in trainer.callbacks if one is not record
            ),
        }
        started = time.monotonic()
        error = ""
        bench.covered += 1
        try:
            return fit(trainer, *args, **kwargs)
        except Exception as problem:
            error = in_one_line(problem)
            raise
        finally:
            bench.covered -= 1
            trainer.callbacks.remove(record)
            bench.trainings.append(
                Training(
                    **notes,
                    epochs_run=record.epochs,
                    logs={name: tuple(values) for name, values in record.logs.items()},
                    weights_after=_weights(model),
                    error=error,
                    seconds=time.monotonic() - started,
                )
            )

    return noted


def _recorder(callback: type[Any]) -> Callable[[], Any]:
    """A callback of this Lightning that keeps what was logged, once an epoch."""

    class Curves(callback):  # type: ignore[misc,unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.epochs = 0
            self.logs: dict[str, list[float]] = {}

        def on_train_epoch_end(self, trainer: Any, model: Any) -> None:
            self.epochs += 1
            for name, value in trainer.callback_metrics.items():
                found = number(value)
                missing = float("nan") if found is None else found
                self.logs.setdefault(str(name), []).append(missing)

    return Curves


def _stoppings(trainer: Any, asked: Any) -> Iterator[Stopping]:
    """Lightning's own early stoppings that nothing but their patience lets stop."""
    if not isinstance(asked, int) or asked < 0 or trainer.val_check_interval not in (None, 1.0):
        return
    for one in trainer.callbacks:
        kind = type(one)
        own = kind.__name__ == "EarlyStopping" and "lightning" in kind.__module__
        if own and one.stopping_threshold is None and one.divergence_threshold is None:
            at_the_end = one._check_on_train_epoch_end
            every = 1 if at_the_end else trainer.check_val_every_n_epoch or 1
            yield Stopping(int(one.patience), asked, every=int(every))


def _is_of(callback: Any, names: frozenset[str]) -> bool:
    return bool(names & {base.__name__ for base in type(callback).__mro__})


def _weights(model: Any) -> str:
    """A digest of all weights; empty where they cannot be read yet."""
    found = hashlib.sha256()
    try:
        for held in model.state_dict().values():
            found.update(held.detach().cpu().double().contiguous().numpy().tobytes())
    except Exception:
        return ""
    return found.hexdigest()[:16]
