"""A pitfall: one mistake, and how to make it in a program that is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from programs import Program


@dataclass(frozen=True)
class Pitfall:
    """`inject` changes the program's trees and says whether the mistake is there now.

    `code` is the rule that must find it.
    """

    code: str
    label: str
    inject: Callable[[Program], bool]
