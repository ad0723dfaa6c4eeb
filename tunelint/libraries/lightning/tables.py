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

# What a `Trainer` that nothing binds is given where it is Lightning's; the second part is gone.
TRAINER_PARAMETERS = frozenset(
    {
        "accelerator",
        "accumulate_grad_batches",
        "barebones",
        "benchmark",
        "callbacks",
        "check_val_every_n_epoch",
        "default_root_dir",
        "detect_anomaly",
        "deterministic",
        "devices",
        "enable_autolog_hparams",
        "enable_checkpointing",
        "enable_model_summary",
        "enable_progress_bar",
        "fast_dev_run",
        "gradient_clip_algorithm",
        "gradient_clip_val",
        "inference_mode",
        "limit_predict_batches",
        "limit_test_batches",
        "limit_train_batches",
        "limit_val_batches",
        "log_every_n_steps",
        "logger",
        "max_epochs",
        "max_steps",
        "max_time",
        "min_epochs",
        "min_steps",
        "model_registry",
        "num_nodes",
        "num_sanity_val_steps",
        "overfit_batches",
        "plugins",
        "precision",
        "profiler",
        "reload_dataloaders_every_n_epochs",
        "strategy",
        "sync_batchnorm",
        "use_distributed_sampler",
        "val_check_interval",
    }
)
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
