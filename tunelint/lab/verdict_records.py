"""Verdicts as the store keeps them: the text of a record, and back, with nothing believed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from tunelint.lab.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verdict that is kept: of which day (ISO), on what device, with which libraries.

    `code` is the digest of every file that the finding depends on, by its path from the project's
    root: the verdict holds until one of them changes.
    """

    verdict: Verdict
    date: str
    device: str = "cpu"
    seconds: float = 0.0
    versions: tuple[tuple[str, str], ...] = ()
    guard: str = ""
    code: Mapping[str, str] = field(default_factory=dict)

    def holds(self, digest_of: Callable[[str], str | None]) -> bool:
        """Whether every file is as it was; None is the digest of one that is not there."""
        return all(digest_of(path) == digest for path, digest in self.code.items())


def record_of(evidence: Evidence) -> str:
    """The evidence as text; `evidence_in` reads it."""
    return json.dumps(msgspec.to_builtins(evidence))


def evidence_in(record: str) -> Evidence | None:
    """The evidence that a record holds; None where it holds none."""
    try:
        # Numbers that are not finite, and text that is not UTF-8, are for the json module alone.
        return msgspec.convert(json.loads(record), Evidence)
    except (ValueError, RecursionError):
        return None
