"""PyTorch and Lightning: what is seen of their trainings, and what that costs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.confirm.counting import calls_of_ours
from tests.confirm.test_loop_probe import Program
from tunelint.lab.probe_api import Bench
from tunelint.lab.questions import Caps

pytestmark = pytest.mark.libraries

TORCH = """\
import torch
torch.manual_seed(1)
x, y = torch.randn(20, 3), torch.randn(20, 1)
model = torch.nn.Linear(3, 1)
best = float("inf")
for rate in [0.1, 0.01, 0.001]:
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    for epoch in range(9):
        for start in range(0, 20, 5):
            optimizer.zero_grad()
            batch = x[start : start + 5]
            loss = torch.nn.functional.mse_loss(model(batch), y[start : start + 5])
            loss.backward()
            optimizer.step()
    if loss.item() < best:
        best = loss.item()
"""
LIGHTNING = """\
import warnings
import pytorch_lightning as pl
import torch
from torch.utils.data import DataLoader, TensorDataset
warnings.filterwarnings("ignore")
class Net(pl.LightningModule):
    def __init__(self, width):
        super().__init__()
        self.out = torch.nn.Linear(3, width)
    def training_step(self, batch, at):
        return (self.out(batch[0]).sum() - 1) ** 2
    def validation_step(self, batch, at):
        self.log("val_loss", self.out(batch[0]).sum())
    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.001)
data = DataLoader(TensorDataset(torch.ones(6, 3)), batch_size=3)
best = float("inf")
for width in [1, 2, 3]:
    net = Net(width)
    trainer = pl.Trainer(max_epochs=9, accelerator="cpu", logger=False,
        enable_checkpointing=False, enable_progress_bar=False, enable_model_summary=False,
        callbacks=[pl.callbacks.EarlyStopping("val_loss", patience=5)])
    trainer.fit(net, data, data)
    loss = trainer.callback_metrics["val_loss"].item()
    if loss < best:
        best = loss
"""


def test_weights_and_epochs_of_a_training_by_hand(tmp_path: Path) -> None:
    answer = Program(tmp_path, TORCH).ask(
        lambda lab, search: lab.trials(search, 2, epochs=11, whole=True)
    )
    first, second = [trial.trainings for trial in answer.trials]
    assert len(first) == len(second) == 1
    assert first[0].weights_before != first[0].weights_after == second[0].weights_before
    assert (first[0].epochs_asked, first[0].epochs_run) == (9, 11)


def test_a_training_by_hand_is_seen_beside_keras_on_pytorch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    answer = Program(tmp_path, f"import keras\n{TORCH}").ask(
        lambda lab, search: lab.trials(search, 1)
    )
    (training,) = answer.trials[0].trainings
    assert training.framework == "torch"
    assert training.weights_before != training.weights_after


def test_nothing_is_trained_for_proposals(tmp_path: Path) -> None:
    answer = Program(tmp_path, TORCH).ask(lambda lab, search: lab.trials(search, 3, train=False))
    assert [trial.state for trial in answer.trials] == ["proposed"] * 3
    assert not any(trial.trainings for trial in answer.trials)


def test_a_training_on_the_cpu_is_no_answer_where_the_gpu_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    program = Program(tmp_path, TORCH)
    trained = program.answer(lambda lab, search: lab.trials(search, 2), device="gpu")
    proposed = program.answer(lambda lab, search: lab.trials(search, 2, train=False), device="gpu")
    assert not trained.reached
    assert trained.why == "--device gpu: torch trains on the CPU, it sees no GPU"
    assert proposed.reached


def test_lightning_trains_as_long_as_is_asked(tmp_path: Path) -> None:
    pytest.importorskip("pytorch_lightning")
    answer = Program(tmp_path, LIGHTNING).ask(
        lambda lab, search: lab.trials(search, 1, epochs=2, without=["EarlyStopping"])
    )
    (training,) = answer.trials[0].trainings
    assert training.framework == "lightning"
    assert (training.epochs_asked, training.epochs_run) == (9, 2)
    assert len(training.logs["val_loss"]) == 2
    assert "EarlyStopping" not in training.callbacks
    assert training.weights_before != training.weights_after


def calls_of_a_trial(torch: Any, bench: Bench, batches: int) -> Counter[str]:
    """The calls of our own functions in one trial that trains on so many batches."""
    with bench.trial({}):
        model = torch.nn.Linear(2, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        with calls_of_ours() as counts:
            for _ in range(batches):
                model(torch.ones(4, 2)).sum().backward()
                optimizer.step()
    return counts


def test_a_training_runs_no_code_of_ours_per_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch")
    from tunelint.libraries.torch import probe

    monkeypatch.setattr(torch.Tensor, "backward", torch.Tensor.backward)
    monkeypatch.setattr(torch.optim.Optimizer, "__init__", torch.optim.Optimizer.__init__)
    bench = Bench(Caps())
    probe.install(torch, bench)

    few, many = calls_of_a_trial(torch, bench, 1), calls_of_a_trial(torch, bench, 50)

    assert sum(few.values()) > 0
    assert few == many
