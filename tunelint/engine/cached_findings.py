"""Findings as the cache keeps them: plain data, and back, with nothing believed.

A cache may come with somebody else's repository. Whatever in it is not of the right type makes the
whole result unknown, and so does a fix of a file outside of the run.
"""

from __future__ import annotations

import json
import operator
import os
from collections.abc import Iterable, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from tunelint.engine.cache import Cache
from tunelint.files.file_state import Basis
from tunelint.findings.diagnostic import Diagnostic, RelatedSpan, Span
from tunelint.findings.finding import Level
from tunelint.findings.fixes.text_edit import Repair
from tunelint.lab.verdict_store import digest_of_words


@dataclass(frozen=True, slots=True)
class Findings:
    """What judging a unit gives: its findings, before any baseline, and problems, a line each."""

    diagnostics: tuple[Diagnostic, ...] = ()
    problems: tuple[str, ...] = ()


class _Finding(msgspec.Struct, frozen=True, array_like=True):
    """A finding without its evidence, which later runs may change."""

    code: str
    name: str
    level: Level
    message: str
    span: Span
    fingerprint: str
    related: tuple[RelatedSpan, ...]
    help: str | None
    fix: Repair | None


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """An entry of the cache: findings, and which of the files that were read could be fixed."""

    inside: tuple[Path, ...]
    outside: tuple[Path, ...]
    diagnostics: tuple[_Finding, ...]
    problems: tuple[str, ...]


def unit_key(settings: str, files: Iterable[Path], parsed: Iterable[Path]) -> str:
    """What the cache knows a unit by: files of a run that are judged together.

    `settings` is the key of what holds in their project; those `parsed` are read for their
    searches, not only for their comments.
    """
    words = (sorted(map(str, files)), sorted(map(str, parsed)))
    return digest_of_words((settings, json.dumps(words)))[:32]


def recalled(cache: Cache, unit: str, fixable: Set[Path]) -> Findings | None:
    """What is kept about a unit, if all that it rests on still holds.

    `fixable` are the files of the run, the only ones that fixes may change: a module that was among
    them still has to be, and one that was not may not be now.
    """
    kept = _kept(cache.result(unit), cache.root)
    if kept is None or not {*kept.inside} <= fixable or {*kept.outside} & fixable:
        return None
    found = tuple(Diagnostic(*msgspec.structs.astuple(one)) for one in kept.diagnostics)
    # What was kept may come from anywhere, and what a fix changes is written.
    changed = {edit.path for one in found if one.fix is not None for edit in one.fix.edits}
    return Findings(found, kept.problems) if changed <= fixable else None


def remember(cache: Cache, unit: str, basis: Basis, fixable: Set[Path], findings: Findings) -> None:
    """Keep what was found in a unit. Problems that come and go by themselves are not for it."""
    inside = tuple(sorted(path for path in basis.read if path in fixable))
    outside = tuple(sorted(path for path in basis.read if path not in fixable))
    fields = operator.attrgetter(*_Finding.__struct_fields__)
    found = tuple(_Finding(*fields(one)) for one in findings.diagnostics)
    kept = _Kept(inside, outside, found, findings.problems)
    cache.keep_result(unit, basis, msgspec.to_builtins(kept, enc_hook=cache.name))


def _kept(value: Any, root: Path) -> _Kept | None:
    """An entry as it was kept; None where the value is none."""

    def path_of(_: type, name: Any) -> Path:
        if not name:
            raise ValueError("no name")
        return Path(os.path.join(root, name))

    try:
        return msgspec.convert(value, _Kept, dec_hook=path_of)
    except msgspec.ValidationError:
        return None
