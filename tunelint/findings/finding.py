"""Findings: what a rule says about one place, and the fix that ends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tunelint.files.place import Place
    from tunelint.findings.fixes.changes import Change


class Level(StrEnum):
    """How sure a finding may sound, and whether it is on by default (advice is not)."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, eq=False, slots=True)
class Related:
    """A further place that explains a finding, with what is to be seen there."""

    place: Place
    message: str


class Applicability(StrEnum):
    """Whether a fix does what the author visibly meant, or has to be looked at."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, eq=False, slots=True)
class Fix:
    """The changes of one file's text that end a finding; `message` says what they do."""

    applicability: Applicability
    message: str
    changes: tuple[Change, ...]


def safe_fix(message: str, *changes: Change | None) -> Fix | None:
    """A fix after which the program does what its author visibly meant; it deletes nothing.

    None where there is no change, or one of them (None) cannot be written.
    """
    return _fix(Applicability.SAFE, message, changes)


def unsafe_fix(message: str, *changes: Change | None) -> Fix | None:
    """A fix whose meaning the author has to look at; None as with `safe_fix`."""
    return _fix(Applicability.UNSAFE, message, changes)


def _fix(
    applicability: Applicability, message: str, changes: Iterable[Change | None]
) -> Fix | None:
    known: list[Change] = []
    for change in changes:
        if change is None:
            return None
        known.append(change)
    return Fix(applicability, message, tuple(known)) if known else None


@dataclass(frozen=True, eq=False, slots=True)
class Finding:
    """One thing that is wrong: where, what in the words of the code, and what to do.

    `level` differs from the rule's own only where the catalogue says so. `fix` is there only where
    it is surely right and there is one way to write it. Findings of one rule in one file that share
    a `cause` are told as one.
    """

    code: str
    name: str
    level: Level
    message: str
    place: Place
    related: tuple[Related, ...] = ()
    help: str | None = None
    fix: Fix | None = None
    cause: str = ""
