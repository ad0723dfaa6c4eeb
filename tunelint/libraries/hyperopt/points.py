"""Hyperopt's points, alive: what a space's labels were drawn as, and how a person would say it.

Observed with Hyperopt 0.3.0: a trial keeps one raw value a label (`misc["vals"]`), which of an
`hp.choice` or `hp.pchoice` is the position of the option; labels of options that were not chosen
have none.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tunelint.lab.plain_values import Configuration, Value, plain, plain_configuration


@dataclass(frozen=True, eq=False)
class Labels:
    """The labels of a space; `options` are those of each choice whose options can be told apart.

    Of other choices, among parts of the space or objects, the position of the option is the value.
    `listed` has the options of all choices, as text where they are no plain values.
    """

    options: Mapping[str, tuple[Value, ...]]
    listed: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)

    def spoken(self, raw: Mapping[str, Any]) -> dict[str, Value]:
        """The configuration that the raw values of the labels stand for."""
        return plain_configuration(
            {label: self._option(label, value) for label, value in raw.items()}
        )

    def raw(self, configuration: Configuration) -> dict[str, Any]:
        """The raw values of the labels that make up a configuration."""
        return {label: self._position(label, value) for label, value in configuration.items()}

    def _option(self, label: str, value: Any) -> Any:
        return self.options[label][int(value)] if label in self.options else value

    def _position(self, label: str, value: Value) -> Any:
        if label not in self.options:
            return value
        options = self.options[label]
        return [(type(one), one) for one in options].index((type(value), value))


def labels_of(space: Any) -> Labels:
    """The labels of a space as it was handed to `fmin`."""
    pyll: Any = importlib.import_module("hyperopt.pyll")
    options: dict[str, tuple[Value, ...]] = {}
    listed: dict[str, tuple[Value, ...]] = {}
    for node in pyll.dfs(pyll.as_apply(space)):
        if node.name == "switch" and node.pos_args[0].name == "hyperopt_param":
            label = node.pos_args[0].arg["label"].obj
            found = [_told(pyll, option) for option in node.pos_args[1:]]
            listed[label] = tuple(value for value, _ in found)
            values = tuple(value for value, readable in found if readable)
            kinds = {(type(value), value) for value in values}
            if len(kinds) == len(found):
                options[label] = values
    return Labels(options, listed)


def _told(pyll: Any, option: Any) -> tuple[Value, bool]:
    """The value of an option, and whether it reads the same in every process."""
    if any(node.name == "hyperopt_param" for node in pyll.dfs(option)):
        return "a part of the space", False
    value = pyll.rec_eval(option)
    return plain(value), _is_plain(value)


def _is_plain(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        value = value.item()
    return value is None or isinstance(value, bool | int | float | str)
