"""How long a trainer of PyTorch Lightning trains, what stops it, and what it keeps."""

import logging
from typing import Any

import lightning.pytorch as pl
import numpy as np
import pytest
import torch
from lightning.pytorch.callbacks import EarlyStopping
from lightning.pytorch.utilities.exceptions import MisconfigurationException
from torch.utils.data import DataLoader, TensorDataset

from tunelint.lab.answers import Stopping
from tunelint.libraries.lightning import tables

pytestmark = pytest.mark.libraries

logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
LOADER = DataLoader(TensorDataset(torch.ones(8, 2), torch.ones(8, 1)), batch_size=8)
QUIET: dict[str, Any] = {
    "accelerator": "cpu",
    "logger": False,
    "enable_checkpointing": False,
    "enable_progress_bar": False,
    "enable_model_summary": False,
}


class Model(pl.LightningModule):
    """Its validation loss never changes: no epoch after the first is better."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(2, 1)

    def training_step(self, batch: Any, number: int) -> torch.Tensor:
        loss = (self.layer(batch[0]) - batch[1]).pow(2).mean()
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch: Any, number: int) -> None:
        self.log("val_loss", torch.tensor(1.0))

    test_step = validation_step

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.SGD(self.parameters(), lr=0.01)


def trainer(*callbacks: pl.Callback, **options: Any) -> pl.Trainer:
    return pl.Trainer(callbacks=list(callbacks), **QUIET, **options)


def epochs(stopping: EarlyStopping, most: int) -> int:
    own = trainer(stopping, max_epochs=most)
    own.fit(Model(), LOADER, LOADER)
    return int(own.current_epoch)


@pytest.mark.parametrize(("patience", "ran"), [(0, 2), (1, 2), (2, 3), (5, 6)])
def test_patience_counts_the_epochs_after_the_best(patience: int, ran: int) -> None:
    assert epochs(EarlyStopping("val_loss", patience=patience), 6) == ran


@pytest.mark.parametrize(("patience", "every"), [(0, 1), (3, 1), (0, 2), (1, 2), (2, 3)])
def test_the_earliest_end_is_that_of_experiments(patience: int, every: int) -> None:
    own = trainer(
        EarlyStopping("val_loss", patience=patience),
        max_epochs=12,
        check_val_every_n_epoch=every,
    )
    own.fit(Model(), LOADER, LOADER)
    assert int(own.current_epoch) == Stopping(patience, 12, every=every).earliest


def test_the_default_patience() -> None:
    assert epochs(EarlyStopping("val_loss"), 9) == 1 + 3


def test_what_is_watched_must_be_logged() -> None:
    with pytest.raises(RuntimeError, match="not available"):
        epochs(EarlyStopping("val_acc"), 2)


def test_there_is_no_mode_that_finds_out_itself() -> None:
    with pytest.raises(MisconfigurationException, match="mode"):
        EarlyStopping("val_loss", mode="auto")


class StopsAtOnce(pl.Callback):
    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        trainer.should_stop = True


def test_a_trainer_that_is_told_nothing_trains_for_1000_epochs() -> None:
    own = trainer(StopsAtOnce())
    own.fit(Model(), LOADER)
    assert own.max_epochs == tables.MOST_EPOCHS


def test_the_metrics_of_the_last_epoch_are_kept() -> None:
    own, model = trainer(max_epochs=1), Model()
    own.fit(model, LOADER, LOADER)
    assert set(own.callback_metrics) == {"train_loss", "val_loss"}
    assert own.validate(model, LOADER, verbose=False) == [{"val_loss": 1.0}]
    assert own.test(model, dataloaders=LOADER, verbose=False) == [{"val_loss": 1.0}]


def test_fitting_again_goes_on_from_the_weights_that_are_there() -> None:
    model = Model()
    before = model.layer.weight.detach().clone()
    trainer(max_epochs=1).fit(model, LOADER)
    after = model.layer.weight.detach().clone()
    assert not torch.equal(before, after)
    trainer(max_epochs=1).fit(model, LOADER)
    assert not torch.equal(model.layer.weight, before)


def test_seed_everything_seeds_three_generators() -> None:
    def drawn() -> tuple[float, float, float]:
        import random

        pl.seed_everything(5, verbose=False)
        return float(torch.rand(1)), float(np.random.rand()), random.random()

    assert drawn() == drawn()


def test_what_trainers_were_given_is_gone() -> None:
    assert not [
        name for name in tables.TRAINER_PARAMETERS_GONE if name in tables.TRAINERS["Trainer"]
    ]
