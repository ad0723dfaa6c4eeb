"""What Lightning calls things, and its defaults, as data. Observed with Lightning 2.6.6."""

from __future__ import annotations

from tunelint.libraries.common.signatures import Signatures

PACKAGES = ("pytorch_lightning", "lightning")
TRAINER = frozenset({"Trainer"})

TRAINERS = Signatures("lightning", "trainers")
METHODS = Signatures("lightning", "trainer-methods")
CALLBACKS = Signatures("lightning", "callbacks")
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

# The logs in which a trainer keeps what the steps have logged.
LOGS = frozenset({"callback_metrics", "logged_metrics", "progress_bar_metrics"})

# What older trainers were given.
TRAINER_PARAMETERS_GONE = frozenset(
    {
        "auto_lr_find",
        "auto_scale_batch_size",
        "checkpoint_callback",
        "early_stop_callback",
        "gpus",
        "progress_bar_refresh_rate",
        "resume_from_checkpoint",
        "tpu_cores",
        "weights_summary",
    }
)
