"""Directions: whether more of a metric is better, as far as its name settles it.

The names are those of Keras, scikit-learn and the gradient boosting libraries, as people write
them in logs, scorers, functions and variables.
"""

from __future__ import annotations

import re

GROWING = frozenset(
    {
        "acc",
        "accuracy",
        "adjusted_rand",
        "auc",
        "auc_roc",
        "aucpr",
        "auprc",
        "auroc",
        "average_precision",
        "completeness",
        "correlation",
        "cosine_similarity",
        "dice_coef",
        "dice_coefficient",
        "dice_score",
        "elbo",
        "explained_variance",
        "f1",
        "f1score",
        "f2",
        "f_beta_score",
        "fbeta",
        "fbetascore",
        "gini",
        "homogeneity",
        "io_u",
        "iou",
        "jaccard",
        "kappa",
        "likelihood",
        "matthews_corrcoef",
        "mcc",
        "mean_average_precision",
        "miou",
        "ndcg",
        "pearson",
        "pearsonr",
        "pr_auc",
        "precision",
        "psnr",
        "r2",
        "r2score",
        "r_squared",
        "recall",
        "roc_auc",
        "rsquared",
        "sensitivity",
        "silhouette",
        "spearman",
        "spearmanr",
        "specificity",
        "ssim",
        "tnr",
        "tpr",
        "true_negatives",
        "true_positives",
        "truenegatives",
        "truepositives",
        "v_measure",
    }
)
SHRINKING = frozenset(
    {
        "bce",
        "brier",
        "cce",
        "cer",
        "cross_entropy",
        "crossentropy",
        "deviance",
        "divergence",
        "err",
        "error",
        "errors",
        "false_negatives",
        "false_positives",
        "falsenegatives",
        "falsepositives",
        "fnr",
        "fpr",
        "hamming",
        "hinge",
        "huber",
        "kl_divergence",
        "kld",
        "log_cosh",
        "logcosh",
        "logloss",
        "loss",
        "losses",
        "mae",
        "mape",
        "mase",
        "mse",
        "msle",
        "nll",
        "nmse",
        "nrmse",
        "perplexity",
        "poisson",
        "rmse",
        "rmsle",
        "smape",
        "wer",
    }
)
# Turns round what follows or precedes it: ``neg_mean_squared_error``.
NEGATING = frozenset({"neg", "negative", "minus", "inverse", "inv", "inverted"})

# With one of these a name is no longer the metric itself: ``accuracy_gap``, ``loss_weight``.
VOIDING = frozenset(
    {
        "change",
        "count",
        "decrease",
        "delta",
        "diff",
        "difference",
        "drop",
        "epoch",
        "factor",
        "gain",
        "gap",
        "idx",
        "improvement",
        "increase",
        "index",
        "lift",
        "rank",
        "ratio",
        "reduction",
        "scale",
        "std",
        "target",
        "threshold",
        "time",
        "weight",
        "weights",
    }
)
# What stands in for a metric where measuring it fails.
STANDING_IN = frozenset({"error_score", "error_value"})

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LONGEST = 3


def grows(name: str) -> bool | None:
    """Whether a metric of this name is better when it is larger; None where nothing tells.

    >>> grows("val_accuracy"), grows("meanSquaredError"), grows("neg_log_loss"), grows("score")
    (True, False, True, None)
    """
    words = _words(name)
    if VOIDING & set(words) or "_".join(words) in STANDING_IN:
        return None
    meanings = {_meaning(words, start, size) for start, size in _phrases(words)} - {None}
    if len(meanings) > 1 and False in meanings:
        meanings = {False}
    if len(meanings) != 1:
        return None
    (meaning,) = meanings
    return not meaning if NEGATING & set(words) else meaning


def _words(name: str) -> list[str]:
    """The words of a name, in lower case, however they are joined."""
    if name.isupper():
        return [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word]
    split = _HUMP.sub("_", name).lower()
    return [word for word in re.split(r"[^a-z0-9]+", split) if word]


def _phrases(words: list[str]) -> list[tuple[int, int]]:
    return [
        (start, size)
        for start in range(len(words))
        for size in range(1, _LONGEST + 1)
        if start + size <= len(words)
    ]


def _meaning(words: list[str], start: int, size: int) -> bool | None:
    phrase = "_".join(words[start : start + size])
    if phrase in SHRINKING:
        return False
    return True if phrase in GROWING else None
