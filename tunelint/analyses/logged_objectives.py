"""Objectives in the logs: whether a search's trials log a name, and why not."""

from __future__ import annotations

from tunelint.findings.listing import joined
from tunelint.libraries.keras.logs import VALIDATION, logged_names, logs_besides, spelled_otherwise
from tunelint.model.search import Search
from tunelint.model.training import Compilation


def why_missing(name: str, search: Search) -> str | None:
    """Why the name is in no trial's logs, in words; None where it can be in one."""
    if any(logs_besides(name, compilation) for compilation in search.compilations):
        return None
    reasons = [not_compiled(name, compilation) for compilation in search.compilations]
    if all(reasons):
        return reasons[0]
    if name.startswith(VALIDATION) and search.validated is False:
        return "search() gets no validation data"
    return None


def is_logged(name: str, search: Search) -> bool:
    """Whether every trial surely logs the name."""
    validated = not name.startswith(VALIDATION) or search.validated is True
    return validated and not any(
        not_compiled(name, compilation) for compilation in search.compilations
    )


def same_in_logs(name: str, search: Search) -> str | None:
    """The logged name of the same metric, where exactly one fits."""
    fitting = {one for each in search.compilations for one in spelled_otherwise(name, each)}
    return fitting.pop() if len(fitting) == 1 else None


def not_compiled(name: str, compilation: Compilation) -> str | None:
    """What the model logs instead; None where it may log the name."""
    logged = logged_names(compilation)
    metric = name.removeprefix(VALIDATION)
    if logged is None or metric in logged or logs_besides(name, compilation):
        return None
    own = [repr(VALIDATION + found) for found in logged if found != "loss"]
    return f"the model logs {joined(own)}" if own else "the model is compiled without metrics"
