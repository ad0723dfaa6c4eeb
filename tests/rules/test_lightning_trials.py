"""What the rules say where a trainer of PyTorch Lightning trains the trials."""

from __future__ import annotations

from tests.rules.programs import TRAINING_RULES, check_programs, marked

HEAD = """
import numpy as np
import torch
import lightning.pytorch as pl
from hyperopt import fmin, hp, tpe
from lightning.pytorch.callbacks import EarlyStopping, LearningRateMonitor, ModelCheckpoint
from torch.utils.data import DataLoader, TensorDataset
pl.seed_everything(1)
class Lit(pl.LightningModule):
    def __init__(self, hidden):
        super().__init__()
        self.layer = torch.nn.Linear(4, hidden)
    def forward(self, x):
        return self.layer(x)
    def training_step(self, batch, number):
        x, y = batch
        loss = torch.nn.functional.cross_entropy(self(x), y)
        self.log("train_loss", loss)
        return loss
    def validation_step(self, batch, number):
        x, y = batch
        self.log("val_loss", torch.nn.functional.cross_entropy(self(x), y))
        self.log("val_acc", (self(x).argmax(1) == y).float().mean())
    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters())
train_loader = DataLoader(TensorDataset(x_train, y_train), 8, shuffle=True)
val_loader = DataLoader(TensorDataset(x_val, y_val), 8)
test_loader = DataLoader(TensorDataset(x_test, y_test), 8)
"""
FMIN = """
best = fmin(objective, hp.uniformint("hidden", 2, 9), algo=tpe.suggest, max_evals=30,
            rstate=np.random.default_rng(1))
"""


def program(
    returned: str = 'trainer.callback_metrics["val_loss"].item()',
    *,
    trainer: str = "max_epochs=20",
    loaders: str = "train_loader, val_loader",
    head: str = HEAD,
    model: str = "Lit(hidden)",
) -> str:
    return f"""{head}
def objective(hidden):
    model = {model}
    trainer = pl.Trainer({trainer})
    trainer.fit(model, {loaders})
    return {returned}
{FMIN}"""


FLAGGED = {
    "nothing seeds": marked(
        program(head=HEAD.replace("pl.seed_everything(1)", "pass")),
        {"best = fmin(": "# TUN105: the search is seeded, but the training inside its trials"},
    ),
    "validated on the test loader": marked(
        program(loaders="train_loader, test_loader"),
        {"trainer.fit(": "# TUN202: the search is scored on the test set (test_loader)"},
    ),
    "scored by trainer.test": program(
        'trainer.test(model, test_loader)[0]["test_loss"]  # TUN202: the search is scored on the test set (test_loader)'
    ),
    "the training loss": program(
        'float(trainer.callback_metrics["train_loss"])  # TUN303: train_loss is measured on train_loader'
    ),
    "an accuracy minimised": program(
        'trainer.callback_metrics["val_acc"].item()  # TUN304: the search minimises acc: its "best" trial is the worst one'
    ),
    "an accuracy of trainer.validate minimised": program(
        'trainer.validate(model, dataloaders=val_loader)[0]["val_acc"]  # TUN304: the search minimises val_acc'
    ),
    "one epoch": marked(
        program(trainer="max_epochs=1"),
        {"trainer.fit(": "# TUN402: trials train for 1 epoch: the search ranks how fast"},
    ),
    "the winner trains much longer": marked(
        program(trainer="max_epochs=5, callbacks=[LearningRateMonitor()]")
        + "final = Lit(int(best['hidden']))\n"
        + "pl.Trainer(max_epochs=100, callbacks=[ModelCheckpoint()]).fit(final, train_loader)\n",
        {"trainer.fit(": "# TUN401: trials train for 5 epochs, the winner for 100"},
    ),
    "the winner trains for Lightning's own 1000 epochs": marked(
        program() + "pl.Trainer().fit(Lit(int(best['hidden'])), train_loader)\n",
        {"trainer.fit(": "# TUN401: trials train for 20 epochs, the winner for 1000"},
    ),
    "patience 1": marked(
        program(trainer="max_epochs=20, callbacks=[EarlyStopping('val_loss', patience=1)]"),
        {
            "trainer = pl.": "# TUN403: patience=1 stops a trial at the first epoch without improvement"
        },
    ),
    "the default patience of 3 in four epochs": marked(
        program(trainer="max_epochs=4, callbacks=[EarlyStopping(monitor='val_loss')]"),
        {"trainer = pl.": "# TUN404: patience=3 never stops a trial early"},
    ),
    "stopped by the training loss": marked(
        program(trainer="max_epochs=20, callbacks=EarlyStopping('train_loss', patience=5)"),
        {"trainer = pl.": "# TUN405: EarlyStopping watches the training metric 'train_loss'"},
    ),
    "one model for all trials": marked(
        program(head=HEAD + "shared = Lit(4)\n", model="shared"),
        {"trainer.fit(": "# TUN607: every trial trains the same model object"},
    ),
}

SILENT = {
    "a search as it should be": program(),
    "the default patience": program(trainer="max_epochs=20, callbacks=[EarlyStopping('val_loss')]"),
    "an accuracy with its sign turned": program('-trainer.callback_metrics["val_acc"].item()'),
    "as many epochs as Lightning likes": program(trainer=""),
    "limited by steps": program(trainer="max_epochs=1, max_steps=5000"),
    "limited by what is not seen": program(trainer="max_epochs=1, **options"),
    "a data module": program(loaders="datamodule=data"),
    "a final training that stops early": program(trainer="max_epochs=5")
    + "final = Lit(int(best['hidden']))\n"
    + "stop = EarlyStopping('val_loss', patience=9)\n"
    + "pl.Trainer(max_epochs=900, callbacks=[stop]).fit(final, train_loader, val_loader)\n",
    "the winner is tested": program()
    + "final = Lit(int(best['hidden']))\ntrainer = pl.Trainer(max_epochs=20)\n"
    + "trainer.fit(final, train_loader, val_loader)\ntrainer.test(final, test_loader)\n",
    "a monitor that says nothing of its rows": program(
        trainer="max_epochs=20, callbacks=[EarlyStopping('accuracy', patience=5, mode='max')]"
    ),
}


test_programs = check_programs(TRAINING_RULES, FLAGGED, SILENT)
