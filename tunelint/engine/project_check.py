"""The check of one project: what is known of its units already, and what judging the rest gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tunelint.engine.cache import Cache, open_cache, without_cache
from tunelint.engine.jobs import Batch, Job
from tunelint.engine.screen import Unit, screened
from tunelint.engine.unit_result import Judged
from tunelint.files.installed import Installed
from tunelint.files.project import is_root
from tunelint.findings.diagnostic import Diagnostic
from tunelint.lab.verdict_store import has_store

if TYPE_CHECKING:
    from tunelint.engine.cached_findings import Findings
    from tunelint.engine.past_verdicts import Remembered


class Check:
    """The check of one batch, which is screened with it.

    `known` are the findings that the cache gives, `jobs` those that are left to judge; `found` are
    all findings so far, `accepted` the fingerprints of those that the baseline leaves out.
    """

    def __init__(
        self,
        batch: Batch,
        tool: str | None,
        warn: Callable[[str], None],
        workers: int,
        installed: Installed,
    ) -> None:
        """`tool` is the key of all that judges, None for a check without a cache.

        `warn` is told, in a line each, what of the findings cannot be shown. So many `workers`
        screen the files; `installed` is what all checks of a run know of installed code.
        """
        self._cache = _cache(batch, tool)
        self._batch = batch if self._cache.file is not None else replace(batch, traced=False)
        self._warn = warn
        self._fixable = frozenset(batch.files)
        self._keys: dict[tuple[Path, ...], str] = {}
        self._problems: dict[tuple[Path, ...], tuple[str, ...]] = {}
        self.found: list[Diagnostic] = []
        self.accepted: list[str] = []
        screening = screened(
            batch.files, batch.named, batch.project(), self._cache, workers, installed
        )
        self._unseen = screening.problems
        recalled = self._recalled(screening.units)
        self.known = self._shown(one for found in recalled.values() for one in found.diagnostics)
        self.jobs = [
            Job(self._batch, unit, screening.earliest(unit), _refused(batch, unit))
            for unit in screening.units
            if unit.files not in recalled
        ]

    def _recalled(self, units: Sequence[Unit]) -> Mapping[tuple[Path, ...], Findings]:
        """What the cache knows of units, by their files; the keys of all others are noted."""
        if self._cache.file is None or not units:
            return {}
        from tunelint.engine.cache_key import key_of_settings
        from tunelint.engine.cached_findings import recalled, unit_key

        settings = key_of_settings(self._batch.settings)
        known: dict[tuple[Path, ...], Findings] = {}
        for unit in units:
            key = unit_key(settings, unit.files, unit.to_parse | unit.named)
            found = recalled(self._cache, key, self._fixable)
            if found is None:
                self._keys[unit.files] = key
            else:
                known[unit.files] = found
        return known

    def taken(self, job: Job, judged: Judged) -> list[Diagnostic]:
        """The findings of a job without the accepted ones; the judgement is remembered."""
        files = job.unit.files
        self._problems[files] = judged.problems
        if files in self._keys and judged.basis is not None:
            from tunelint.engine.cached_findings import Findings, remember

            findings = Findings(judged.diagnostics)
            remember(self._cache, self._keys[files], judged.basis, self._fixable, findings)
        return self._shown(judged.diagnostics)

    def _shown(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The findings that the baseline does not hold, with what is proved about them."""
        shown = []
        for one in diagnostics:
            if one.fingerprint in self._batch.settings.baseline:
                self.accepted.append(one.fingerprint)
            elif self._remembered is None:
                shown.append(one)
            else:
                shown.append(self._remembered.shown_with(one))
        self.found += shown
        return shown

    @cached_property
    def _remembered(self) -> Remembered | None:
        project = self._batch.project()
        if not has_store(project.root):
            return None
        from tunelint.engine.past_verdicts import Remembered

        return Remembered(project, self._warn)

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong so far, a line each, in the order of the units' files."""
        judged = chain.from_iterable(problems for _, problems in sorted(self._problems.items()))
        return tuple(dict.fromkeys((*self._unseen, *judged)))

    def save(self) -> None:
        """Keep what is known now for later runs."""
        self._cache.save()


def _refused(batch: Batch, unit: Unit) -> Mapping[Path, str]:
    return {path: reason for path, reason in batch.refused.items() if path in unit.files}


def _cache(batch: Batch, tool: str | None) -> Cache:
    """The cache of a batch's project; one that keeps nothing where there is no mark of a root."""
    root = batch.project().root
    cache = without_cache(root) if tool is None or not is_root(root) else open_cache(root, tool)
    for path, content in batch.contents.items():
        cache.give(path, content)
    return cache
