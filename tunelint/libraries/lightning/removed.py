"""What Lightning's Trainer took away, with what stands in its place (tried with 2.6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import is_function, is_unbound
from tunelint.interpreter.objects import CallEvent
from tunelint.model.library_errors import Rejection

TRAINERS = (
    "lightning.Trainer",
    "lightning.pytorch.Trainer",
    "pytorch_lightning.Trainer",
    "pytorch_lightning.trainer.Trainer",
)
ARGUMENTS: dict[str, str | None] = {
    "auto_lr_find": "lightning.pytorch.tuner.Tuner(trainer).lr_find(…)",
    "auto_scale_batch_size": "lightning.pytorch.tuner.Tuner(trainer).scale_batch_size(…)",
    "checkpoint_callback": "enable_checkpointing=…",
    "distributed_backend": "strategy=…",
    "flush_logs_every_n_steps": None,
    "gpus": "accelerator='gpu', devices=…",
    "progress_bar_refresh_rate": "callbacks=[TQDMProgressBar(refresh_rate=…)]",
    "replace_sampler_ddp": "use_distributed_sampler=",
    "resume_from_checkpoint": "fit(ckpt_path=…)",
    "stochastic_weight_avg": "callbacks=[StochasticWeightAveraging(…)]",
    "terminate_on_nan": "detect_anomaly=…",
    "tpu_cores": "accelerator='tpu', devices=…",
    "track_grad_norm": None,
    "truncated_bptt_steps": None,
    "weights_save_path": "default_root_dir=…",
    "weights_summary": "enable_model_summary=…",
}


def rejections(event: CallEvent) -> Iterator[Rejection]:
    """What the current Trainer rejects of one call."""
    if is_unbound(event.callee) or is_function(event.callee, *TRAINERS) is None:
        return
    for keyword, argument in event.arguments.keywords.items():
        if keyword in ARGUMENTS:
            yield Rejection(
                event=event,
                place=argument.spelled,
                taker="Trainer",
                written=f"{keyword}=",
                error="TypeError",
                instead=ARGUMENTS[keyword],
            )
