"""Judging suppression comments: those that silence nothing, and those that are not understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tunelint.config.rule_selection import UNUSED_IGNORE, Catalogue, installed
from tunelint.config.settings import ProjectSettings
from tunelint.files.source import Source
from tunelint.files.suppression_comments import Misread, Suppression
from tunelint.findings.anchoring import span_of
from tunelint.findings.diagnostic import Diagnostic
from tunelint.findings.finding import Level
from tunelint.findings.fingerprint import Anchor, fingerprint

Relative = Callable[[Path], str]
_Said = tuple[Misread | Suppression, Level, str, str | None]


def of_comments(
    sources: Iterable[Source],
    judged: Collection[str],
    settings: ProjectSettings,
    silenced: Collection[Suppression],
    relative: Relative,
) -> Iterator[Diagnostic]:
    """What is wrong with the comments of files, given which of them `silenced` a finding.

    Codes that are not `judged` in this run may well silence something in another one.
    """
    for source in sources:
        if settings.ignored_in(source.path, UNUSED_IGNORE) or not source.suppressions:
            continue
        codes = [code for code in judged if not settings.ignored_in(source.path, code)]
        names = {code: settings.catalogue.entries[code].name for code in codes}
        said = [*_misread(source, settings.catalogue), *_unused(source, names, silenced)]
        said = [one for one in said if settings.selection.shows(UNUSED_IGNORE, one[1])]
        yield from _diagnostics(source, said, relative)


def _misread(source: Source, catalogue: Catalogue) -> Iterator[_Said]:
    rule = _rule()
    for one in source.suppressions.misread:
        yield one, Level.WARNING, rule.misread(one.said), rule.forms
    for entry in source.suppressions.entries:
        if entry.ours and entry.code is not None and catalogue.start_of(entry.code) is None:
            yield entry, Level.WARNING, rule.unknown(entry.code), None


def _unused(
    source: Source, names: Mapping[str, str], silenced: Collection[Suppression]
) -> Iterator[_Said]:
    rule = _rule()
    for entry in source.suppressions.entries:
        word = entry.code
        if entry in silenced or word is None or word.upper() == UNUSED_IGNORE:
            continue
        if any(entry.silences(code, entry.line, name) for code, name in names.items()):
            yield entry, rule.level, rule.message(word), None


def _diagnostics(source: Source, said: Iterable[_Said], relative: Relative) -> Iterator[Diagnostic]:
    rule = _rule()
    counts: Counter[str] = Counter()
    for comment, level, message, advice in said:
        if source.suppressions.silencing(UNUSED_IGNORE, comment.line, rule.name):
            continue
        word = comment.said if isinstance(comment, Misread) else (comment.code or "").upper()
        span = span_of(source, (comment.line, comment.column), (comment.line, comment.end_column))
        anchor = Anchor("", f"# {word}")
        mark = fingerprint(rule.code, relative(source.path), anchor, counts[word])
        counts[word] += 1
        yield Diagnostic(rule.code, rule.name, level, message, span, mark, help=advice)


def _rule() -> Any:
    return installed().entry(UNUSED_IGNORE).load()()
