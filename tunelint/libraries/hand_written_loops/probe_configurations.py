"""Configurations of a loop: its variables written flat, and items put together from flat ones."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from tunelint.lab.plain_values import Configuration, Value, plain


class Unlike(Exception):
    """No item of the loop is made of such a configuration."""


def flat(variables: Mapping[str, Any]) -> dict[str, Value]:
    """The variables of a loop with plain values: what a dictionary holds stands by its keys.

    Parts of other things stand by the variable and the part (``config[0]``, ``config.rate``), and
    so do keys that several of them have.
    """
    found: dict[str, Value] = {}
    for name, value in variables.items():
        parts = _parts(name, value)
        if parts is None:
            found[name] = plain(value)
            continue
        for short, long, part in parts:
            found[long if short in found or short in variables else short] = plain(part)
    return found


def with_values(items: Sequence[Any], configuration: Configuration) -> Any:
    """The item that is this configuration: one of those there, or one made in their likeness.

    `items` are dictionaries, or pairs of a number and a dictionary. Raises Unlike.
    """
    for item in items:
        if _flat_item(item) == dict(configuration):
            return item
    for item in items:
        if isinstance(item, Mapping) and _is_like(item, configuration):
            return dict(configuration)
    raise Unlike


def _flat_item(item: Any) -> dict[str, Value] | None:
    if isinstance(item, Mapping):
        return flat({"": item})
    if isinstance(item, tuple):
        inner = [part for part in item if isinstance(part, Mapping)]
        return flat({"": inner[0]}) if len(inner) == 1 else None
    return None


def _is_like(item: Mapping[Any, Any], configuration: Configuration) -> bool:
    """Whether the configuration has the item's keys, and every value is one that has no form."""
    return set(item) == set(configuration) and all(
        isinstance(value, str) or not isinstance(plain(value), str) for value in item.values()
    )


def _parts(name: str, value: Any) -> list[tuple[str, str, Any]] | None:
    """The parts of a value: a short name, a long one, and the part. None where it is one thing."""
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return [(key, f"{name}.{key}", part) for key, part in value.items()]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [
            (f"{name}.{one.name}", f"{name}.{one.name}", getattr(value, one.name))
            for one in dataclasses.fields(value)
        ]
    if isinstance(value, tuple | list) and value and all(_is_plain(part) for part in value):
        return [(f"{name}[{at}]", f"{name}[{at}]", part) for at, part in enumerate(value)]
    return None


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float | str)


def with_draws(iterable: Any, count: int) -> Any:
    """A sampler of scikit-learn's that draws so many configurations; anything else as it is."""
    if type(iterable).__name__ != "ParameterSampler":
        return iterable
    longer = copy.copy(iterable)
    longer.n_iter = count
    return longer
