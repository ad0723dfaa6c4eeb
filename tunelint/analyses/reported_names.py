"""Reported names: the scores that a search waits for and that none of its trials reports."""

from __future__ import annotations

from tunelint.libraries.ray_tune.tables import OWN_RESULTS
from tunelint.model.search import Search

# Words that one writes before the name of a metric, or leaves out.
PREFIXES = ("val_", "valid_", "validation_", "eval_", "test_", "mean_")
SHORT = {"acc": "accuracy"}


def is_unreported(name: object, search: Search) -> bool:
    """Whether it is a name that surely no report of the search's trials holds."""
    reported = search.reported
    if reported is None or not isinstance(name, str) or name in OWN_RESULTS:
        return False
    parts = name.split("/")
    nested = {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return not nested & {*reported, "config"}


def same_in_reports(name: str, search: Search) -> str | None:
    """The reported name of the same metric in a different spelling, where exactly one fits."""
    fitting = [each for each in search.reported or () if _plain(each) == _plain(name)]
    return fitting[0] if len(fitting) == 1 else None


def _plain(name: str) -> str:
    lower = name.lower().replace("-", "_")
    for prefix in PREFIXES:
        lower = lower.removeprefix(prefix)
    return SHORT.get(lower, lower)
