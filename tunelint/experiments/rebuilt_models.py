"""Is the model that is built after a search one of those that its trials built?"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping

from tunelint.experiments.exceptions import fails_at
from tunelint.files.place import Place
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plain_values import Value
from tunelint.lab.plurals import counted
from tunelint.lab.verdicts import Verdict, confirmed, refuted
from tunelint.model.search import Search

Settings = Mapping[str, Value]


def is_refused(lab: Lab, final: Place, name: str) -> Verdict:
    """Confirmed where the call raises TypeError for the keyword."""
    return fails_at(lab, final, "TypeError", (name,))


def is_built_otherwise(
    lab: Lab, search: Search, trial: Place, final: Place, aside: Collection[str]
) -> Verdict:
    """Confirmed where the final model has none of the settings of the trials' models.

    The script runs under the caps. Settings named in `aside` may differ, or are set by the search.
    """
    answer = lab.watch(trial, final, searches=[search], until=final, capped=True)
    built = list(_settings(answer.watched(0).values, aside))
    last = list(_settings(answer.watched(1).values, aside))
    if not built or not last:
        raise Unanswered("the settings of the models could not be read")
    nearest = min(built, key=lambda one: len(_differences(one, last[-1])))
    differing = _differences(nearest, last[-1])
    models = counted(len(built), "model")
    if not differing:
        return refuted(f"the trials built one with the same settings ({models} compared)")
    name = differing[0]
    return confirmed(
        f"the trials built none with the same settings ({models} compared): {name} is"
        f" {_said(last[-1], name)} here and {_said(nearest, name)} in the trials",
        models=len(built),
        differing=len(differing),
    )


def _settings(values: tuple[Value, ...], aside: Collection[str]) -> Iterator[Settings]:
    """What estimators were told (`tunelint.lab.plain_values`), as far as values tell."""
    for value in values:
        _, _, told = str(value).partition("(")
        try:
            found = ast.literal_eval(told.removesuffix(")"))
        except (SyntaxError, ValueError):
            continue
        if isinstance(found, dict):
            yield {name: one for name, one in found.items() if name not in aside}


def _said(settings: Settings, name: str) -> str:
    return repr(settings[name]) if name in settings else "the default"


def _differences(one: Settings, other: Settings) -> list[str]:
    names = dict.fromkeys([*one, *other])
    return [name for name in names if one.get(name, ...) != other.get(name, ...)]
