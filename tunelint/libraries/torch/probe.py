"""PyTorch, alive: where a training begins that is written out, and its weights before and after.

A training is known by its optimizer: it begins with the first ``backward`` after the optimizer was
made, and ends with the trial. Nothing of it runs per batch: the first ``backward`` is told of, then
the tensors have their own method back. Observed with PyTorch 2.13.
"""

from __future__ import annotations

import functools
import hashlib
import time
import weakref
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from tunelint.lab.answers import Training
from tunelint.lab.probe_api import Bench


def install(torch: ModuleType, bench: Bench) -> None:
    """Let the trainings of this process note themselves on the bench."""
    noting = _Noting(torch, bench)
    made = torch.optim.Optimizer.__init__

    @functools.wraps(made)
    def noted(optimizer: Any, *args: Any, **kwargs: Any) -> None:
        made(optimizer, *args, **kwargs)
        noting.hear(optimizer)

    torch.optim.Optimizer.__init__ = noted
    bench.opening.append(noting.open)
    bench.closing.append(noting.close)
    bench.arming.append(noting.arm)
    noting.arm()
    bench.seeders["torch"] = torch.manual_seed
    bench.devices["torch"] = functools.partial(_device, torch)


@dataclass(eq=False)
class _Underway:
    """One optimizer's training; `here` says that the optimizer was made in this trial."""

    optimizer: Any
    here: bool
    before: str = ""
    started: float = 0.0


class _Noting:
    """Notes the trainings of the current trial, by their optimizers."""

    def __init__(self, torch: ModuleType, bench: Bench) -> None:
        self._torch = torch
        self._bench = bench
        self._known: weakref.WeakSet[Any] = weakref.WeakSet()
        self._underway: list[_Underway] = []
        self._in_trial = False
        self._backward = torch.Tensor.backward

    def hear(self, optimizer: Any) -> None:
        """An optimizer was made."""
        if self._bench.covered:
            return
        self._known.add(optimizer)
        if self._in_trial:
            self._underway.append(_Underway(optimizer, here=True))
            self.arm()

    def open(self) -> None:
        """A trial begins: it may go on with optimizers that are there."""
        self._in_trial = True
        self._underway = [_Underway(optimizer, here=False) for optimizer in self._known]
        self.arm()

    def close(self) -> None:
        """The trial is over."""
        made_here = {at for one in self._underway if one.here for at in _trained(one.optimizer)}
        noted: list[Training] = []
        for one in self._underway:
            if not one.before or (not one.here and made_here & _trained(one.optimizer)):
                continue  # another optimizer takes its model over
            after = _weights(self._torch, one.optimizer)
            if one.here or after != one.before:
                noted.append(
                    Training(
                        "torch",
                        weights_before=one.before,
                        weights_after=after,
                        seconds=time.monotonic() - one.started,
                    )
                )
        loops = self._bench.epoch_loops
        if len(loops) == len(noted):
            noted = [
                replace(training, epochs_asked=asked, epochs_run=ran)
                for training, (asked, ran) in zip(noted, loops, strict=True)
            ]
        self._bench.trainings.extend(noted)
        self._underway, self._in_trial = [], False

    def arm(self) -> None:
        """Be told of the next ``backward``, once."""
        noting, backward = self, self._backward

        @functools.wraps(backward)
        def told(tensor: Any, *args: Any, **kwargs: Any) -> Any:
            noting._bench.before_training()
            noting._torch.Tensor.backward = backward
            noting._begin()
            return backward(tensor, *args, **kwargs)

        self._torch.Tensor.backward = told

    def _begin(self) -> None:
        for one in self._underway:
            if not one.before:
                one.before = _weights(self._torch, one.optimizer)
                one.started = time.monotonic()


def _trained(optimizer: Any) -> set[int]:
    """The identities of the tensors that an optimizer trains."""
    return {id(parameter) for group in optimizer.param_groups for parameter in group["params"]}


def _weights(torch: Any, optimizer: Any) -> str:
    """A digest of what the optimizer trains."""
    found = hashlib.sha256()
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            held = parameter.detach().cpu().contiguous().reshape(-1)
            found.update(held.view(torch.uint8).numpy().tobytes())
    return found.hexdigest()[:16]


def _device(torch: Any) -> str:
    return "gpu" if torch.cuda.is_available() and torch.cuda.is_initialized() else "cpu"
