"""Values of options that click's own types let through, or look at too early."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tunelint.errors import ConfigurationError


def amount(context: click.Context, option: click.Parameter, value: float | None) -> float | None:
    """A number that a configuration takes, too: an option's callback."""
    if value is None:
        return None
    from tunelint.config.value_types import Amount, Count, checked

    try:
        checked("it", value, Count if option.type is click.INT else Amount)
    except ConfigurationError as error:
        raise click.BadParameter(str(error)) from None
    return value


class Name(click.Path):
    """The name of a file or folder; what cannot be read there is told when its turn comes."""

    def __init__(self, *, dash: bool = False) -> None:
        super().__init__(path_type=Path, readable=False, allow_dash=dash)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Raises click.BadParameter for an empty name."""
        if not value:
            self.fail("the name is empty", param, ctx)
        return super().convert(value, param, ctx)
