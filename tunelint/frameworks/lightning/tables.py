"""What Lightning calls things, and its defaults, as data. Observed with Lightning 2.6.6."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PACKAGES = ("pytorch_lightning", "lightning")
TRAINER = frozenset({"Trainer"})

FIT_ORDER = ("model", "train_dataloaders", "val_dataloaders", "datamodule", "ckpt_path")
SCORING_ORDER = ("model", "dataloaders", "ckpt_path")
SCORING = frozenset({"test", "validate"})

# A trainer that is given none of these trains for so many epochs.
MOST_EPOCHS = 1000

# With one of these an epoch, or their number, is something else than `max_epochs` says.
OTHER_LIMITS = (
    "fast_dev_run",
    "limit_train_batches",
    "max_steps",
    "max_time",
    "overfit_batches",
    "val_check_interval",
)

# What of a trainer's arguments is part of a configuration.
CONFIGURING = ("max_epochs", "gradient_clip_val", "accumulate_grad_batches")

STOPPING_ORDER = ("monitor", "min_delta", "patience", "verbose", "mode")
STOPPING_DEFAULTS: Mapping[str, object] = MappingProxyType({"patience": 3, "mode": "min"})

# The logs in which a trainer keeps what the steps have logged.
LOGS = frozenset({"callback_metrics", "logged_metrics", "progress_bar_metrics"})
