"""scikit-learn's searches, alive: grids, random ones, and successive halving."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from tunelint.lab.probe_api import Bench, Call
from tunelint.libraries.scikit_learn.cross_validated.probe import CrossValidatedSearch, cap_searches
from tunelint.libraries.scikit_learn.probe import hear_scorers


def install(model_selection: ModuleType, bench: Bench) -> None:
    """Keep searches under the caps and in this process; let scorers note what they score on."""
    cap_searches(_base(), bench)
    hear_scorers(importlib.import_module("sklearn.metrics._scorer"), bench)
    _stay_here(importlib.import_module("joblib"), bench)


def open_search(call: Call, bench: Bench) -> CrossValidatedSearch:
    """The search that ``search.fit(X, y)`` starts. Raises NotThisSearch."""
    return CrossValidatedSearch(_base(), call, bench)


def _base() -> Any:
    return importlib.import_module("sklearn.model_selection._search").BaseSearchCV


def _stay_here(joblib: Any, bench: Bench) -> None:
    """Let joblib start no processes: what they train would be neither seen nor capped.

    Where the question wants them it may: of what they train only the scores come back.
    """
    made = joblib.Parallel.__init__

    def here(self: Any, n_jobs: Any = None, *args: Any, **kwargs: Any) -> None:
        shared = kwargs.get("prefer") == "threads" or kwargs.get("require") == "sharedmem"
        shared = shared or kwargs.get("backend") == "threading"
        processes = not shared and n_jobs is not None
        if processes and bench.stays_here(joblib.effective_n_jobs(n_jobs)):
            n_jobs = 1
        made(self, n_jobs, *args, **kwargs)

    joblib.Parallel.__init__ = here
